"""What a document seems to be: kind, type, date, title and sender, all of them proposals."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from almapy.matching.dates import dates_in
from almapy.matching.document_day import document_day
from almapy.matching.kinds import DEFAULT_TYPES, FoldedLine, KindSeen, folded_lines, kind_of
from almapy.matching.model import DocumentKind, Guess, OwnPeople
from almapy.matching.senders import sender_of
from almapy.matching.titles import title_of
from almapy.matching.words import reading_of
from almapy.ocr.model import DocumentText

_EYES, _EYES_TYPE = "ophtalmologie", "78513-9"
_SCREENING_TYPE = "75492-9"
_SCREENING = (
    "depistage organise",
    "depistage du cancer",
    "coloscopie de depistage",
    "mammographie de depistage",
    "test immunologique positif",
    "test fit positif",
    "hemoccult",
    "adeca",
    "adoc",
    "crcdc",
    "structure de gestion du depistage",
)
_SCREENED = frozenset({"Coloscopie", "Imagerie"})


def guess(
    text: DocumentText,
    *,
    today: date,
    births: Collection[date] = (),
    own: OwnPeople | None = None,
) -> Guess:
    """Return what the document seems to be (notes §7).

    ``births`` – birth dates of candidates – and days after ``today`` are never its date. ``own``
    keeps the practice itself, to whom it was sent, from being taken for the sender.
    """
    lines = folded_lines(text)
    reading = reading_of(text)
    seen = kind_of(lines)
    sender = sender_of(reading, own)
    return Guess(
        kind=seen.kind,
        type_code=_type(seen, sender.speciality, lines),
        day=document_day(reading, dates_in(reading, today), today, births),
        title=title_of(seen, lines, sender.speciality),
        sender=sender.name,
        sender_key=sender.key,
    )


def _type(seen: KindSeen, speciality: str, lines: list[FoldedLine]) -> str:
    code = seen.cue.code if seen.cue is not None else DEFAULT_TYPES[seen.kind]
    is_plain_letter = seen.kind is DocumentKind.LETTER and code == DEFAULT_TYPES[seen.kind]
    if is_plain_letter and speciality == _EYES:
        return _EYES_TYPE
    if seen.cue is not None and seen.cue.name in _SCREENED and _is_screening(lines):
        return _SCREENING_TYPE
    return code


def _is_screening(lines: list[FoldedLine]) -> bool:
    whole = " ".join(line.text for line in lines)
    return any(word in whole for word in _SCREENING)
