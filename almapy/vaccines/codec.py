"""The reference of vaccines as it ships: two files of NUVA and of the BDPM (vaccines.md §3.2)."""

from __future__ import annotations

import csv
from collections.abc import Iterable

from almapy.errors import FormatError
from almapy.vaccines.catalogue import Catalogue
from almapy.vaccines.model import Disease, MarketStatus, Vaccine, Valence

_BRAND = "brand"


def read_catalogue(vaccines: Iterable[str], valences: Iterable[str]) -> Catalogue:
    """Read the lines of ``vaccines.csv`` and ``vaccine_valences.csv``.

    Raises FormatError when a column is missing: the installation is then damaged.
    """
    try:
        nodes = list(csv.DictReader(valences, delimiter=";"))
        diseases = {row["disease_id"]: row["disease_fr"] for row in nodes if row["disease_id"]}
        return Catalogue(
            [_vaccine(row) for row in csv.DictReader(vaccines, delimiter=";")],
            [_valence(row) for row in nodes],
            [Disease(code, label) for code, label in sorted(diseases.items())],
        )
    except (KeyError, ValueError, csv.Error) as error:
        raise FormatError(
            "La liste des vaccins livrée avec le programme ne se lit pas. Les dossiers sont "
            "intacts. Réinstallez AlmaPy.",
            code="vaccines.damaged",
        ) from error


def _vaccine(row: dict[str, str]) -> Vaccine:
    is_brand = row["kind"] == _BRAND
    sold = dict.fromkeys([*row["cip13"].split(), *row["cip13_withdrawn"].split()])
    return Vaccine(
        code=row["nuva"],
        name=row["name"],
        is_brand=is_brand,
        cip13=tuple(sold),
        cis=tuple(row["cis"].split()),
        market=MarketStatus(row["bdpm_status"]) if is_brand else MarketStatus.ABSENT,
        atc=row["atc"],
        valences=tuple(row["valence_ids"].split()),
        valence_words=row["valences"].strip(),
        diseases=tuple(row["disease_ids"].split()),
        disease_words=row["diseases"],
        schedule=row["schedule_type"],
    )


def _valence(row: dict[str, str]) -> Valence:
    return Valence(
        code=row["valence_id"],
        parent=row["parent_id"],
        short=row["short_fr"].strip(),
        label=row["label_fr"],
        disease=row["disease_id"],
    )
