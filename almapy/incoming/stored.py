"""What was typed, guessed and cut, as the JSON that the base keeps."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from almapy.documents.model import Tab
from almapy.incoming.model import Entry, Nature
from almapy.matching.model import Cut, DocumentKind, Guess, Part

_DAYS = ("day", "contact_day")
_DAMAGED = (ValueError, TypeError, KeyError, AttributeError, RecursionError)
"""What a damaged value raises: one row must never hide the others of the list."""


def entry_as_json(entry: Entry) -> str:
    """Return what a person typed, as it is kept."""
    return _json(asdict(entry))


def entry_of(stored: str) -> Entry | None:
    """Return what a person typed; None when nothing was kept, or nothing that can be read."""
    if not stored:
        return None
    try:
        values = _known(Entry, json.loads(stored))
        values |= {"tab": Tab(values["tab"]), "nature": Nature(values["nature"])}
        return Entry(**values)
    except _DAMAGED:
        return None


def guess_as_json(guess: Guess) -> str:
    """Return what a document seems to be, as it is kept."""
    return _json(asdict(guess))


def guess_of(stored: str | None) -> Guess:
    """Return what a document seems to be; nothing in particular when that cannot be read."""
    if not stored:
        return Guess()
    try:
        values = _known(Guess, json.loads(stored))
        return Guess(**(values | {"kind": DocumentKind(values["kind"])}))
    except _DAMAGED:
        return Guess()


def parts_as_json(parts: Sequence[Part]) -> str:
    """Return the parts of a batch, as they are kept; nothing for a document that is whole."""
    if len(parts) < 2:  # noqa: PLR2004  (one part is the whole)
        return ""
    return _json([[part.first, part.last, part.cut.value if part.cut else ""] for part in parts])


def parts_of_json(stored: str | None) -> tuple[Part, ...]:
    """Return the parts of a batch that were kept; none when they cannot be read."""
    if not stored:
        return ()
    try:
        return tuple(
            Part(int(first), int(last), Cut(cut) if cut else None)
            for first, last, cut in json.loads(stored)
        )
    except _DAMAGED:
        return ()


def _json(values: object) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=str)


def _known(wanted: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the fields of this version, their dates as dates."""
    names = {one.name for one in fields(wanted)}
    known = {name: value for name, value in values.items() if name in names}
    for name in _DAYS:
        if known.get(name):
            known[name] = date.fromisoformat(known[name])
    for one in fields(wanted):
        if one.type == "str" and not isinstance(known.get(one.name, ""), str):
            raise TypeError
    return known
