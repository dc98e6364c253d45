"""The reference of vaccines, read once when it is first asked for."""

from __future__ import annotations

import threading

from almapy.vaccines.catalogue import Catalogue
from almapy.vaccines.codec import read_catalogue
from resources import resource

CREDIT = "NUVA, International Vaccine Codes, CC-BY 4.0"
MARKET_CREDIT = "Source\u00a0: base de données publique des médicaments, mai 2026"
"""Both lines are asked for by the licences of the shipped files (resources/vaccines/SOURCES.md)."""


class VaccineService:
    """Works offline, safe from any thread; about a tenth of a second at the first question."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._catalogue: Catalogue | None = None

    def catalogue(self) -> Catalogue:
        """Return the catalogue, always the same one.

        Raises FormatError when the shipped files are damaged.
        """
        with self._lock:
            if self._catalogue is None:
                folder = resource("vaccines")
                with (
                    (folder / "vaccines.csv").open(encoding="utf-8", newline="") as vaccines,
                    (folder / "vaccine_valences.csv").open(encoding="utf-8", newline="") as nodes,
                ):
                    self._catalogue = read_catalogue(vaccines, nodes)
                self._catalogue.warm()
            return self._catalogue
