"""Make the built-in list of birth places, offline, from an unpacked package.

resources/places/communes.csv.gz and departements.csv come from @etalab/decoupage-administratif (see
resources/places/SOURCES.txt):

    python -m tools.build_places FOLDER_OF_THE_PACKAGE

The package tells no dates: those of whole départements that changed codes are added here, from the
Code officiel géographique. It tells old codes only as « anciensCodes » of a commune: where a code
changed with its département the name is known, elsewhere the code is kept without name.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from almapy.places.codec import PlaceRow, encode
from almapy.places.model import PlaceKind
from almapy.text import fold
from resources import resource

_KINDS = {
    "commune-actuelle": PlaceKind.COMMUNE,
    "arrondissement-municipal": PlaceKind.ARRONDISSEMENT,
    "commune-deleguee": PlaceKind.DELEGATED,
    "commune-associee": PlaceKind.ASSOCIATED,
}
_PARIS_REGION = date(1968, 1, 1)
_TWO_CORSICAS = date(1976, 1, 1)
_NEW_DEPARTEMENTS = dict.fromkeys(("91", "92", "93", "94", "95"), _PARIS_REGION) | dict.fromkeys(
    ("2A", "2B"), _TWO_CORSICAS
)
_OLD_DEPARTEMENTS = {"75": _PARIS_REGION, "78": _PARIS_REGION, "20": _TWO_CORSICAS}
_FORMER_NAMES = (
    ("20", "CORSE", _TWO_CORSICAS),
    ("75", "SEINE", _PARIS_REGION),
    ("78", "SEINE ET OISE", _PARIS_REGION),
)
_MARSEILLE = date(1946, 10, 18)
_YOUNG_ARRONDISSEMENTS = {f"132{n:02d}": _MARSEILLE for n in range(1, 17)} | {
    "69388": date(1959, 2, 8),
    "69389": date(1964, 8, 12),
}
# They left Guadeloupe that day and took codes of their own.
_LEFT_GUADELOUPE = date(2007, 2, 23)
_ADDED = (
    PlaceRow("97123", "SAINT BARTHELEMY", PlaceKind.COMMUNE, None, _LEFT_GUADELOUPE, ("97701",)),
    PlaceRow("97127", "SAINT MARTIN", PlaceKind.COMMUNE, None, _LEFT_GUADELOUPE, ("97801",)),
)


def main() -> None:
    """Write both files and say how many lines they hold."""
    package = Path(sys.argv[1]) / "data"
    communes = json.loads((package / "communes.json").read_text(encoding="utf-8"))
    rows = [*(_row(commune) for commune in communes), *_old_codes(communes), *_ADDED]
    data = encode(rows)
    resource("places", "communes.csv.gz").write_bytes(data)
    departements = json.loads((package / "departements.json").read_text(encoding="utf-8"))
    with resource("places", "departements.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "until"))
        writer.writerows((d["code"], _capitals(d["nom"]), "") for d in departements)
        writer.writerows(_FORMER_NAMES)
    print(f"{len(rows)} places, {len(data)} bytes; {len(departements)} départements")


def _row(commune: dict[str, Any]) -> PlaceRow:
    code, kind = commune["code"], _KINDS[commune["type"]]
    if commune["zone"] == "com":
        kind = PlaceKind.OVERSEAS
    part_of = commune.get("chefLieu") or commune.get("commune")
    since = _YOUNG_ARRONDISSEMENTS.get(code)
    if kind is PlaceKind.COMMUNE:
        since = _NEW_DEPARTEMENTS.get(code[:2])
    links = (part_of,) if part_of and part_of != code else ()
    return PlaceRow(code, _capitals(commune["nom"]), kind, since, None, links)


def _old_codes(communes: list[dict[str, Any]]) -> Iterator[PlaceRow]:
    named = {commune["code"] for commune in communes}
    for commune in communes:
        code = commune["code"]
        old_codes = [old for old in commune.get("anciensCodes", ()) if old not in named]
        moved = [old for old in old_codes if _moved(old, code)]
        for old in old_codes:
            same_number = old[2:] == code[2:]
            if old in moved and (same_number or len(moved) == 1):
                until = _OLD_DEPARTEMENTS[old[:2]]
                name = _capitals(commune["nom"])
                yield PlaceRow(old, name, PlaceKind.COMMUNE, None, until, (code,))
            else:
                yield PlaceRow(old, "", PlaceKind.COMMUNE, None, None, (code,))


def _moved(old: str, new: str) -> bool:
    until = _OLD_DEPARTEMENTS.get(old[:2])
    return until is not None and until == _NEW_DEPARTEMENTS.get(new[:2])


def _capitals(name: str) -> str:
    return fold(name).upper()


if __name__ == "__main__":
    main()
