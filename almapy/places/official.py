"""Reading the official files of INSEE: columns recognised by their titles, line by line."""

from __future__ import annotations

import csv
import gzip
import io
import lzma
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import IO

from almapy.places.codec import PlaceRow
from almapy.places.model import PlaceKind, typed_code
from almapy.text import fold

_MOST_BYTES = 64 * 1024 * 1024
_LONGEST_LINE = 2000
_MOST_REFUSED = 5000
_MAGIC_BYTES = 6
_COLUMNS = {
    "code": ("code ext", "com", "com comer", "cog", "code"),
    "name": ("libelle", "libcog", "libgeo"),
    "kind": ("typecom", "type", "nature zonage"),
    "since": ("date debut",),
    "until": ("date fin",),
    "links": ("lien", "comparent", "code geo"),
}
_KINDS = {kind.value: kind for kind in PlaceKind}
_OVERSEAS = ("975", "977", "978", "98")
# The history of INSEE begins there: « since 1943 » means « since ever ».
_BEGINNING = date(1943, 1, 1)
# Days on which colonies became départements: births before them have the same codes.
_BECAME_DEPARTEMENTS = frozenset({date(1946, 3, 21), date(2011, 3, 31)})
_USABLE = (
    "Fichiers utilisables\u00a0: v_commune_depuis_1943.csv, v_commune_outremer_depuis_1943.csv, "
    "v_pays_et_territoire_depuis_1943.csv, v_commune_AAAA.csv, v_commune_comer_AAAA.csv, "
    "v_pays_territoire_AAAA.csv et v_codes_extension_AAAA.csv."
)


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line left out: its number in the file (the titles are line 1), and why in French."""

    line: int
    why: str


@dataclass(slots=True)
class FileReport:
    """What became of one file.

    ``problem`` tells why it was refused as a whole, ``changed`` how many lines were new or said
    more than what was loaded before.
    """

    file: str
    rows: list[PlaceRow] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)
    problem: str = ""
    changed: int = 0


class _RefusedFileError(Exception):
    """Says in French why no line of a file is taken."""


def read(path: Path) -> FileReport:
    """Read one file, plain or compressed (.zip, .gz, .xz); never raises for what it holds.

    UTF-8 or cp1252; comma, semicolon, tabulation or bar between cells.
    """
    report = FileReport(str(path))
    try:
        for text in _texts(path):
            _read_text(text, report)
    except _RefusedFileError as refusal:
        report.problem = str(refusal)
        report.rows.clear()
    except (OSError, EOFError, lzma.LZMAError, zipfile.BadZipFile, RuntimeError, ValueError):
        report.problem = (
            "Ce fichier ne peut pas être lu ou est abîmé\u00a0; rien n'en a été pris. Vérifiez son "
            "nom, ou téléchargez-le de nouveau."
        )
        report.rows.clear()
    return report


def key(row: PlaceRow) -> tuple[str, str, PlaceKind, date | None]:
    """Return what makes two lines speak of the same thing."""
    return row.code, row.name, row.kind, row.since


def merged(old: PlaceRow | None, new: PlaceRow) -> PlaceRow:
    """Return what two such lines say together: a list without dates closes and opens nothing."""
    if old is None:
        return new
    links = tuple(sorted({*old.links, *new.links}))
    return replace(new, until=new.until or old.until, links=links)


def _texts(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        magic = file.read(_MAGIC_BYTES)
        file.seek(0)
        if magic.startswith(b"PK"):
            with zipfile.ZipFile(file) as archive:
                members = [name for name in archive.namelist() if name.lower().endswith(".csv")]
                usable = [name for name in members if _is_history_or_list(name)]
                for name in usable or members:
                    with archive.open(name) as member:
                        yield _text(member)
        elif magic.startswith(b"\x1f\x8b"):
            with gzip.open(file) as plain:
                yield _text(plain)
        elif magic.startswith(b"\xfd7zXZ"):
            with lzma.open(file) as plain:
                yield _text(plain)
        else:
            yield _text(file)


def _is_history_or_list(name: str) -> bool:
    base = name.rsplit("/", 1)[-1].lower()
    return base.startswith(("v_commune", "v_pays", "v_codes_extension"))


def _text(file: IO[bytes] | gzip.GzipFile) -> str:
    data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise _RefusedFileError(
            "Ce fichier dépasse 64\u00a0Mo\u00a0: ce n'est pas une liste de l'Insee. Rien n'en a "
            f"été pris. {_USABLE}"
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _read_text(text: str, report: FileReport) -> None:
    lines = enumerate(io.StringIO(text), start=1)
    _, titles = next(lines, (1, ""))
    separator = max(",;\t|", key=titles.count)
    columns = _recognised(_cells(titles, separator))
    for number, line in lines:
        if not line.strip():
            continue
        try:
            report.rows.append(_row(_cells(line, separator), columns))
        except ValueError as refusal:
            report.refused.append(RefusedLine(number, str(refusal)))
            if len(report.refused) > _MOST_REFUSED:
                raise _RefusedFileError(
                    f"Plus de {_MOST_REFUSED} lignes sont illisibles\u00a0: rien n'a été pris de "
                    "ce fichier. Téléchargez-le de nouveau."
                ) from refusal


def _cells(line: str, separator: str) -> list[str]:
    if len(line) > _LONGEST_LINE:
        raise ValueError("ligne trop longue")
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]
    except csv.Error:
        raise ValueError("ligne illisible") from None


def _recognised(titles: list[str]) -> Mapping[str, int]:
    places = {fold(title): column for column, title in enumerate(titles)}
    columns = {
        role: next((places[name] for name in names if name in places), -1)
        for role, names in _COLUMNS.items()
    }
    columns["is_extension"] = places.get("code ext", -1)
    if columns["code"] < 0 or columns["name"] < 0 or "com av" in places:
        raise _RefusedFileError(
            "Les titres des colonnes ne sont pas ceux d'une liste de lieux\u00a0: rien n'a été "
            f"pris de ce fichier. {_USABLE}"
        )
    return columns


def _row(cells: list[str], columns: Mapping[str, int]) -> PlaceRow:
    def cell(role: str) -> str:
        column = columns[role]
        return cells[column] if 0 <= column < len(cells) else ""

    if max(columns["code"], columns["name"]) >= len(cells):
        raise ValueError("colonnes manquantes")
    code = typed_code(cell("code"))
    if code is None:
        raise ValueError("code de cinq caractères attendu")
    if "\ufffd" in cell("name") or not fold(cell("name")):
        raise ValueError("nom absent ou illisible")
    since, until = _day(cell("since")), _day(cell("until"))
    if since and until and since >= until:
        raise ValueError("la fin précède le début")
    if since == _BEGINNING or (code[:2] == "97" and since in _BECAME_DEPARTEMENTS):
        since = None
    links = tuple(link for link in cell("links").upper().split("|") if typed_code(link))
    kind = PlaceKind.EXTENSION if columns["is_extension"] >= 0 else _kind(cell("kind"), code)
    return PlaceRow(code, fold(cell("name")).upper(), kind, since, until, links)


def _kind(written: str, code: str) -> PlaceKind:
    if code.startswith("99"):
        return PlaceKind.COUNTRY
    if code.startswith(_OVERSEAS):
        return PlaceKind.OVERSEAS
    return _KINDS.get(written.upper(), PlaceKind.COMMUNE)


def _day(text: str) -> date | None:
    if not text:
        return None
    parts = text.split("/")
    try:
        day = date.fromisoformat("-".join(reversed(parts)) if len(parts) > 1 else text)
    except ValueError:
        raise ValueError("date illisible") from None
    return day
