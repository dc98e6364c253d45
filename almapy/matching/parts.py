"""Where one document ends and the next begins in a batch that was scanned at once (notes §8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Final

from almapy.matching.dates import dates_in
from almapy.matching.document_day import heading_day
from almapy.matching.identity import identity_in
from almapy.matching.model import Cut, Identity, Part
from almapy.matching.page_marks import SEPARATOR_CODE, PageOf, is_separator, page_of
from almapy.matching.senders import Sender, sender_of
from almapy.matching.words import reading_of
from almapy.ocr.model import DocumentText, PageText
from almapy.text import fold

__all__ = ["SEPARATOR_CODE", "parts_of"]

_ANY_DAY: Final = date(2100, 12, 31)


class _Page:
    """What one page says by itself; read only when it is asked."""

    def __init__(self, page: PageText, whose: Callable[[DocumentText], int | None]) -> None:
        self.page = page
        self._whose = whose
        self.text = DocumentText((replace(page, number=1),), 1)

    @cached_property
    def number(self) -> PageOf | None:
        return page_of(self.page)

    @cached_property
    def patient(self) -> int | None:
        return self._whose(self.text) if self.page.lines else None

    @cached_property
    def identity(self) -> Identity:
        return identity_in(self.text)

    @cached_property
    def sender(self) -> Sender:
        return sender_of(reading_of(self.text))

    @cached_property
    def day(self) -> date | None:
        reading = reading_of(self.text)
        return heading_day(reading, dates_in(reading, _ANY_DAY))


@dataclass(slots=True)
class _Open:
    """The part that is being read: what its pages said so far. Nothing of it flows to the next."""

    first: int
    cut: Cut | None
    last: int = 0
    number: PageOf | None = None
    patient: int | None = None
    identity: Identity = field(default_factory=Identity, repr=False)
    sender: Sender = field(default_factory=Sender, repr=False)
    day: date | None = None

    def take(self, page: _Page) -> None:
        """Add a page and keep the first thing said of each kind, the last page number."""
        self.last = page.page.number
        self.number = page.number or (_next(self.number) if self.number else None)
        self.patient = self.patient if self.patient is not None else page.patient
        if not _is_whole(self.identity):
            self.identity = page.identity
        if not self.sender.key:
            self.sender, self.day = page.sender, self.day or page.day


def parts_of(text: DocumentText, whose: Callable[[DocumentText], int | None]) -> tuple[Part, ...]:
    """Return the parts of a batch, one for a document that is whole.

    ``whose`` tells the sure patient of one page alone, or None. Separator sheets stand in no part,
    blank pages and those that were not read stay with the pages before them. A file of separator
    sheets only is one part, so that nothing gets lost.
    """
    count = max(text.page_count, len(text.pages), 1)
    whole = (Part(1, count),)
    if count == 1:
        return whole
    parts: list[Part] = []
    current: _Open | None = None
    after_sheet = False
    for page in text.pages:
        if is_separator(page):
            _close(parts, current, page.number - 1)
            current, after_sheet = None, True
            continue
        seen = _Page(page, whose)
        cut = _cut(current, seen) if current is not None else None
        if cut is not None or current is None:
            _close(parts, current, page.number - 1)
            is_first = not parts and page.number == 1
            why = cut or (Cut.SEPARATOR if after_sheet and not is_first else None)
            current, after_sheet = _Open(page.number, why), False
        current.take(seen)
    _close(parts, current, count)
    return tuple(_first_without_cut(parts)) or whole


def _close(parts: list[Part], current: _Open | None, last: int) -> None:
    if current is not None:
        parts.append(Part(current.first, last, current.cut))


def _first_without_cut(parts: list[Part]) -> list[Part]:
    return [replace(parts[0], cut=None), *parts[1:]] if parts else []


def _cut(current: _Open, page: _Page) -> Cut | None:
    """Return why another document begins on this page, None when it goes on."""
    if page.page.blank or not page.page.lines:
        return None
    if page.number is not None and page.number.number == 1:
        return Cut.PAGE_ONE
    if _is_other_patient(current, page):
        return Cut.IDENTITY
    if page.number is not None and current.number is not None and _goes_on(current, page.number):
        return None
    return Cut.LETTERHEAD if _is_other_letterhead(current, page) else None


def _goes_on(current: _Open, number: PageOf) -> bool:
    """Whether the page counts on from the one before."""
    return current.number is not None and number.of == current.number.of


def _next(number: PageOf) -> PageOf:
    return PageOf(min(number.number + 1, number.of), number.of)


def _is_other_patient(current: _Open, page: _Page) -> bool:
    if current.patient is not None and page.patient is not None:
        return current.patient != page.patient
    one, other = current.identity, page.identity
    if not (_is_whole(one) and _is_whole(other)) or one.birth_date == other.birth_date:
        return False
    return fold(one.family_name) != fold(other.family_name) or fold(one.first_name) != fold(
        other.first_name
    )


def _is_whole(identity: Identity) -> bool:
    return bool(identity.family_name and identity.first_name and identity.birth_date)


def _is_other_letterhead(current: _Open, page: _Page) -> bool:
    """Whether the page has a sender and a date of its own, and one of them is another."""
    if page.day is None or not page.sender.key or not current.sender.key:
        return False
    if page.sender.key != current.sender.key:
        return True
    return current.day is not None and page.day != current.day
