"""Make the built-in list of postal codes, offline, from an unpacked package.

resources/postal/postal.csv.gz comes from @etalab/decoupage-administratif (see
resources/postal/SOURCES.txt):

    python -m tools.build_postal FOLDER_OF_THE_PACKAGE
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
import unicodedata
from pathlib import Path

from resources import resource

_DELIVERED = {"commune-actuelle"}  # arrondissements share the codes of their city


def main() -> None:
    """Write the list, one line a code and town, and say how many it holds."""
    package = Path(sys.argv[1]) / "data"
    communes = json.loads((package / "communes.json").read_text(encoding="utf-8"))
    lines = {
        (code, _capitals(commune["nom"]))
        for commune in communes
        if commune["type"] in _DELIVERED
        for code in commune.get("codesPostaux", ())
    }
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("code", "town"), *sorted(lines)])
    data = gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0)
    resource("postal").mkdir(exist_ok=True)
    resource("postal", "postal.csv.gz").write_bytes(data)
    print(f"{len(lines)} lines, {len(data)} bytes")


def _capitals(name: str) -> str:
    split = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "OE"))
    plain = "".join(c for c in split if not unicodedata.combining(c)).upper()
    return plain.replace("\u2019", "'")


if __name__ == "__main__":
    main()
