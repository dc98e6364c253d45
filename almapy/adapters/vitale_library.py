"""The place of the official reading library: named by a setting, loaded under contract only.

The API de lecture Vitale (api_lec) has no public documentation; an editor gets it with the
contract of the GIE SESAM-Vitale (card notes §2.5 and §7). Its connector fills ``VitaleReading``
here, field by field as ``almapy.vitale.ports`` says.
"""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from almapy.errors import ExternalError
from almapy.stop import Stop
from almapy.vitale.reading import VitaleReading

_WAY_OUT = (
    "Rien n'a été lu ni modifié. Pour la lecture directe, non certifiée, videz «\u00a0Interface "
    "officielle de lecture Vitale\u00a0» dans «\u00a0Ce poste\u00a0», puis rouvrez AlmaPy."
)


class VitaleLibrary:
    """Says honestly what is missing for the library of a post to be used."""

    def __init__(self, path: str) -> None:
        self._path = Path(path).expanduser()

    @property
    def simulated(self) -> bool:
        """Tell that nothing is simulated here."""
        return False

    def read_card(self, reader: str, stop: Stop) -> VitaleReading:  # noqa: ARG002
        """Raise ExternalError: what is missing."""
        self._refuse()

    def read_apcv(self, payload: bytes, stop: Stop) -> VitaleReading:  # noqa: ARG002
        """Raise ExternalError: what is missing."""
        self._refuse()

    def read_apcv_by_nfc(self, stop: Stop) -> VitaleReading:  # noqa: ARG002
        """Raise ExternalError: what is missing."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        try:
            is_there = self._path.is_file()
        except OSError:
            is_there = False
        if not is_there:
            raise ExternalError(
                "Le fichier de l'interface officielle de lecture Vitale est introuvable à "
                f"l'endroit réglé pour ce poste. {_WAY_OUT}",
                code="vitale.no_library",
            )
        raise ExternalError(
            "L'interface officielle de lecture Vitale est bien sur ce poste, mais cette version "
            "d'AlmaPy ne sait pas la charger\u00a0: sa documentation vient avec le contrat du GIE "
            f"SESAM-Vitale. {_WAY_OUT}",
            code="vitale.no_contract",
        )
