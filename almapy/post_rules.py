"""What the settings of a post may hold, and who may change which of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path

from almapy.adapters.addresses import read_address
from almapy.apcv.model import ApcvChannel
from almapy.errors import DomainError
from almapy.settings import PostSettings
from almapy.users.model import Actor, Right

_NOTHING = "Rien n'a été modifié."
OF_THE_DESK = frozenset({"vitale_reader", "cps_reader", "open_on_vitale", "apcv_channel", "camera"})
"""What whoever sits at the post may set: which reader, which channel. Nothing of it loads a file,
opens a session nor leaves it open."""


def require_allowed(actor: Actor, names: Collection[str]) -> None:
    """Refuse a change of the settings of these names to who may not make it.

    Raises AccessError.
    """
    if not (OF_THE_DESK.issuperset(names) and may_sit_at(actor)):
        actor.require(Right.BACK_UP)


def may_sit_at(actor: Actor) -> bool:
    """Tell whether a person may choose the readers of the post."""
    return actor.may(Right.IDENTITY) or actor.may(Right.BACK_UP)


def require_sound(settings: PostSettings, changed: Collection[str]) -> None:
    """Refuse what cannot be right among the settings that change.

    Raises DomainError, whose ``field`` names the setting.
    """
    for name, rule in _RULES.items():
        value = getattr(settings, name)
        if name in changed and value:
            rule(value)


def _require_folder(path: str) -> None:
    folder = Path(path)
    if not folder.is_absolute() or not folder.is_dir() or not os.access(folder, os.W_OK):
        raise DomainError(
            f"«\u00a0{folder}\u00a0» n'est pas un dossier où ce compte de l'ordinateur peut "
            f"écrire. {_NOTHING} Branchez le disque ou choisissez un autre dossier.",
            field="backup_folder",
        )


def _file_rule(name: str) -> Callable[[str], None]:
    def require_file(path: str) -> None:
        file = Path(path)
        if not file.is_absolute() or not file.is_file() or not os.access(file, os.R_OK):
            raise DomainError(
                f"«\u00a0{file}\u00a0» n'est pas un fichier que ce compte de l'ordinateur peut "
                f"lire. {_NOTHING} Choisissez le fichier de la bibliothèque, ou videz ce champ.",
                field=name,
            )

    return require_file


def _require_relay(text: str) -> None:
    address = read_address(text)
    if address is None or address.user or "?" in text or "#" in text:
        raise DomainError(
            f"Écrivez une adresse entière, comme https://relais.exemple.fr. {_NOTHING}",
            field="psc_relay",
        )
    if address.scheme != "https" and not address.on_this_computer:
        raise DomainError(
            f"L'adresse commence par https://\u00a0: sans chiffrement, personne ne se connecte. "
            f"{_NOTHING}",
            field="psc_relay",
        )


def _require_watched_folder(path: str) -> None:
    folder = Path(path)
    if not folder.is_absolute() or not folder.is_dir() or not os.access(folder, os.R_OK):
        raise DomainError(
            f"«\u00a0{folder}\u00a0» n'est pas un dossier que ce compte de l'ordinateur peut "
            f"lire. {_NOTHING} Branchez le disque ou le partage, ou choisissez un autre dossier.",
            field="watched_folder",
        )


def _require_channel(text: str) -> None:
    if text not in set(ApcvChannel):
        raise DomainError(
            f"Ce moyen de lire une ApCV n'existe pas. {_NOTHING} Choisissez webcam, douchette ou "
            "lecteur NFC.",
            field="apcv_channel",
        )


_RULES: dict[str, Callable[[str], None]] = {
    "backup_folder": _require_folder,
    "vitale_library": _file_rule("vitale_library"),
    "pkcs11_library": _file_rule("pkcs11_library"),
    "psc_relay": _require_relay,
    "apcv_channel": _require_channel,
    "watched_folder": _require_watched_folder,
}
