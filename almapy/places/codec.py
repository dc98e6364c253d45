"""The compact lists of places: ``code,name,kind,since,until,link``, one line a code and name."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date

from almapy.errors import FormatError
from almapy.places.model import Period, PlaceKind

_HEADER = ("code", "name", "kind", "since", "until", "link")
_LINKS = "|"
_KINDS = {kind.value: kind for kind in PlaceKind}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One line; ``links`` are the codes it went into, or the place it is a part of.

    A line without name keeps an old code whose name the source does not tell.
    """

    code: str
    name: str
    kind: PlaceKind
    since: date | None = None
    until: date | None = None
    links: tuple[str, ...] = ()

    @property
    def period(self) -> Period | None:
        """Return the dates, None when the line has none."""
        return Period(self.since, self.until) if self.since or self.until else None


def encode(rows: Iterable[PlaceRow]) -> bytes:
    """Return the compressed list, the same bytes for the same rows."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADER)
    for code, name, kind, since, until, links in sorted(map(_cells, rows)):
        writer.writerow((code, name, kind, since, until, links))
    return gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0)


def decode(data: bytes) -> list[PlaceRow]:
    """Read a list, compressed or plain; raises FormatError when it is not one."""
    try:
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
        lines = csv.reader(io.StringIO(data.decode()))
        if tuple(next(lines, ())) != _HEADER:
            raise ValueError
        return [_row(*cells) for cells in lines]
    except (ValueError, TypeError, KeyError, EOFError, OSError, csv.Error) as error:
        raise FormatError(
            "La liste des lieux de naissance est illisible\u00a0; les dossiers des patients n'en "
            "dépendent pas. Rechargez les fichiers officiels par «\u00a0almapy cog import\u00a0» "
            "ou réinstallez le programme.",
            code="places.list",
        ) from error


def _cells(row: PlaceRow) -> tuple[str, ...]:
    code, name, kind, since, until, links = astuple(row)
    days = (day.isoformat() if day else "" for day in (since, until))
    return (code, name, kind.value, *days, _LINKS.join(links))


def _row(code: str, name: str, kind: str, since: str, until: str, links: str) -> PlaceRow:
    return PlaceRow(
        code,
        name,
        _KINDS[kind],
        date.fromisoformat(since) if since else None,
        date.fromisoformat(until) if until else None,
        tuple(links.split(_LINKS)) if links else (),
    )
