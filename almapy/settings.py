"""The settings of one post, in a TOML file that a technician may edit.

The choices of a practice and of a person live in the base; the geometry of windows in QSettings.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from almapy.errors import FormatError
from almapy.paths import Folders

_LARGEST = 256 * 1024


def _setting(default: Any, label: str, advice: str) -> Any:
    return field(default=default, metadata={"label": label, "help": advice})


@dataclass(frozen=True, slots=True)
class PostSettings:
    """What is set for this computer; each field carries its French label and help."""

    data_folder: str = _setting(
        "", "Dossier des données", "Vide\u00a0: les données sont à côté de ce fichier."
    )
    database_url: str = _setting(
        "",
        "Serveur PostgreSQL",
        "Vide\u00a0: base chiffrée de ce poste. Sinon postgresql://compte@serveur/base, sans mot "
        "de passe.",
    )
    backup_folder: str = _setting(
        "", "Second dossier de sauvegarde", "Disque amovible ou partage, en plus de ce disque."
    )
    idle_minutes: int = _setting(
        10, "Verrouillage après (minutes)", "0\u00a0: ne verrouille pas de lui-même."
    )
    backup_hours: int = _setting(
        4, "Sauvegarde toutes les (heures)", "0\u00a0: seulement à la fermeture."
    )
    vitale_reader: str = _setting(
        "", "Lecteur de carte Vitale", "Vide\u00a0: celui où se trouve une carte Vitale."
    )
    cps_reader: str = _setting(
        "", "Lecteur de carte CPS", "Vide\u00a0: celui où se trouve une CPS."
    )
    open_on_vitale: bool = _setting(
        default=True,
        label="Ouvrir le dossier à l'insertion d'une carte Vitale",
        advice="Sinon, seulement par «\u00a0Lecture carte vitale\u00a0».",
    )
    vitale_library: str = _setting(
        "",
        "Interface officielle de lecture Vitale",
        "Fichier de l'API de lecture Vitale remis par le GIE SESAM-Vitale. Vide\u00a0: lecture "
        "directe, non certifiée.",
    )
    pkcs11_library: str = _setting(
        "", "Bibliothèque de la carte CPS", "Vide\u00a0: la Cryptolib CPS, cherchée à sa place."
    )
    lock_on_cps_removal: bool = _setting(
        default=False,
        label="Verrouiller au retrait de la carte CPS",
        advice="Ne concerne que les sessions ouvertes ou déverrouillées par la carte.",
    )
    psc_relay: str = _setting(
        "",
        "Relais Pro Santé Connect",
        "Adresse https remise par l'éditeur. Vide\u00a0: pas de connexion par Pro Santé Connect.",
    )
    apcv_channel: str = _setting(
        "", "Lecture de l'ApCV par", "webcam, douchette ou nfc\u00a0; vide\u00a0: aucune."
    )
    watched_folder: str = _setting(
        "",
        "Dossier surveillé",
        "Dossier où le scanner dépose ses fichiers (disque ou partage). Vide\u00a0: aucun.",
    )
    camera: int = _setting(0, "Numéro de la webcam", "0\u00a0: la caméra 1 de ce poste.")


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """The settings in force and what the file held that was not understood."""

    settings: PostSettings
    warnings: tuple[str, ...] = ()


def load(path: Path) -> LoadedSettings:
    """Read the settings of the post; an absent file gives the defaults.

    An unknown key or a value of the wrong type is told in ``warnings`` and changes nothing.
    Raises FormatError when the file cannot be read at all; it is left as it is.
    """
    if not path.exists():
        return LoadedSettings(PostSettings())
    values = _values(path)
    known = {f.name: f for f in fields(PostSettings)}
    accepted: dict[str, Any] = {}
    warnings: list[str] = []
    for name, value in values.items():
        if name not in known:
            warnings.append(f"Réglage inconnu, gardé sans effet\u00a0: {name}")
        elif type(value) is not type(known[name].default) or (isinstance(value, int) and value < 0):
            warnings.append(f"Réglage {name}\u00a0: valeur refusée, valeur d'origine gardée")
        else:
            accepted[name] = value
    return LoadedSettings(PostSettings(**accepted), tuple(warnings))


def _values(path: Path) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415  (only where there is a file: the start must stay quick)

    try:
        with path.open("rb") as file:
            return tomllib.loads(file.read(_LARGEST).decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FormatError(
            f"Le fichier de réglages «\u00a0{path.name}\u00a0» est illisible. Les données du "
            "cabinet sont intactes. Corrigez-le, ou renommez-le pour repartir des réglages "
            "d'origine.",
            code="settings.unreadable",
        ) from error


def save(path: Path, settings: PostSettings) -> None:
    """Write what differs from the defaults; keys and comments of the technician stay."""
    import tomlkit  # noqa: PLC0415  (only when something is saved: the start must stay quick)

    from almapy import durable_file  # noqa: PLC0415

    text = path.read_text(encoding="utf-8") if path.exists() else ""
    document = tomlkit.parse(text)
    for one in fields(PostSettings):
        value = getattr(settings, one.name)
        if value != one.default:
            document[one.name] = value
        elif one.name in document:
            del document[one.name]
    path.parent.mkdir(parents=True, exist_ok=True)
    durable_file.write(path, tomlkit.dumps(document).encode())


@dataclass(frozen=True, slots=True)
class Place:
    """Where this post works: its folder and its settings."""

    folders: Folders
    settings: PostSettings
    warnings: tuple[str, ...] = ()
    root: Path | None = None

    @property
    def start(self) -> Path:
        """Return the folder whose settings file is read first; it may name another for the data."""
        return self.root or self.folders.root


def locate(root: Path) -> Place:
    """Return the data folder and settings that begin at ``root``.

    ``root`` may hold only a settings file that names another data folder (first-run choice).
    """
    loaded = load(Folders(root).settings)
    named = loaded.settings.data_folder
    folder = Path(named).expanduser() if named else root
    return Place(Folders(folder), loaded.settings, loaded.warnings, root)
