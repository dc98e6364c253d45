"""The vaccines that the simulated service knows: the table of this program, read on its own."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property

from almapy.text import fold
from resources import resource

_DISEASES_OF_NOBODY = "passif_immunisation"


@dataclass(frozen=True, slots=True)
class Product:
    """One row of vaccines.csv."""

    nuva: str
    kind: str
    name: str
    cip13: tuple[str, ...]
    market: str
    disease_ids: tuple[str, ...]
    diseases: tuple[str, ...]
    is_vaccine: bool

    def shown(self) -> dict[str, object]:
        """Return it as the service tells it."""
        return {
            "nuva": self.nuva,
            "kind": self.kind,
            "name": self.name,
            "cip13": list(self.cip13),
            "bdpm_status": self.market,
            "disease_ids": list(self.disease_ids),
            "diseases": list(self.diseases),
        }


class Reference:
    """The table, read when it is first asked for."""

    def of(self, nuva: str) -> Product | None:
        """Return the vaccine of a NUVA code."""
        return self._rows.get(nuva)

    def of_cip13(self, cip13: str) -> Product | None:
        """Return the vaccine of a box, sold or withdrawn."""
        return self._boxes.get(cip13)

    def disease(self, code: str) -> str:
        """Return the French name of a disease, its code when nothing is against it."""
        return self._diseases.get(code, code)

    def search(self, text: str, disease: str, cip13: str) -> list[Product]:
        """Return what agrees with all that is given, brands first."""
        wanted = fold(text).split()
        found = [
            one
            for one in self._rows.values()
            if (not disease or disease in one.disease_ids)
            and (not cip13 or cip13 in one.cip13)
            and all(word in fold(f"{one.name} {' '.join(one.diseases)}") for word in wanted)
        ]
        return sorted(found, key=lambda one: (one.kind != "brand", one.name))

    @cached_property
    def _rows(self) -> dict[str, Product]:
        path = resource("vaccines", "vaccines.csv")
        with path.open(encoding="utf-8", newline="") as lines:
            return {row["nuva"]: _product(row) for row in csv.DictReader(lines, delimiter=";")}

    @cached_property
    def _boxes(self) -> dict[str, Product]:
        return {cip13: one for one in self._rows.values() for cip13 in one.cip13}

    @cached_property
    def _diseases(self) -> dict[str, str]:
        return {
            code: name
            for one in self._rows.values()
            if len(one.disease_ids) == len(one.diseases)
            for code, name in zip(one.disease_ids, one.diseases, strict=True)
        }


def _product(row: dict[str, str]) -> Product:
    return Product(
        nuva=row["nuva"],
        kind=row["kind"],
        name=row["name"],
        cip13=(*row["cip13"].split(), *row["cip13_withdrawn"].split()),
        market=row["bdpm_status"],
        disease_ids=tuple(row["disease_ids"].split()),
        diseases=tuple(row["diseases"].split(" + ")),
        is_vaccine=_DISEASES_OF_NOBODY not in row["schedule_type"],
    )
