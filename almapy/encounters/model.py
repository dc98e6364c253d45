"""Consultations: their nature, what was written, and how they stand in the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from almapy.encounters.blocks import Blocks, blocks_of, free_text_of


class Nature(StrEnum):
    """The kind of a contact; its letter stands in the list of consultations."""

    CONSULTATION = "consultation"
    HOME_VISIT = "visite"
    REMOTE = "teleconsultation"
    PHONE = "telephone"
    DOCUMENT = "document"
    NOTE = "note"
    ABSENT = "hors_presence"

    @property
    def letter(self) -> str:
        """Return the letter of the list: (C) consultation, (S) note outside the history."""
        return _LETTERS[self]

    @property
    def label(self) -> str:
        """Return the French word."""
        return _LABELS[self]


_LETTERS = {
    Nature.CONSULTATION: "C",
    Nature.HOME_VISIT: "V",
    Nature.REMOTE: "TC",
    Nature.PHONE: "T",
    Nature.DOCUMENT: "D",
    Nature.NOTE: "S",
    Nature.ABSENT: "HP",
}
_LABELS = {
    Nature.CONSULTATION: "Consultation",
    Nature.HOME_VISIT: "Visite",
    Nature.REMOTE: "Téléconsultation",
    Nature.PHONE: "Téléphone",
    Nature.DOCUMENT: "Document",
    Nature.NOTE: "Note",
    Nature.ABSENT: "Hors présence",
}


@dataclass(frozen=True, slots=True)
class Encounter:
    """One contact: date, author's initials, letter and text.

    ``replaced`` holds the initials of the doctor whom a remplaçant stood in for.
    """

    nature: Nature
    held_at: datetime
    title: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    author: str = field(default="", repr=False)
    replaced: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class EncounterContent:
    """What is written of one contact (clinical notes §2.1).

    ``in_blocks`` tells whether the four blocks are shown, or ``text`` alone; both are kept, and
    going from one to the other and back changes nothing. ``replaced_id`` is the account of the
    doctor a remplaçant stands in for; ``problems`` are entries of the « Histoire médicale ».
    """

    nature: Nature
    held_at: datetime
    title: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    in_blocks: bool = False
    interview: str = field(default="", repr=False)
    examination: str = field(default="", repr=False)
    conclusion: str = field(default="", repr=False)
    plan: str = field(default="", repr=False)
    important: bool = False
    replaced_id: int | None = None
    problems: tuple[int, ...] = ()

    @property
    def blocks(self) -> Blocks:
        """Return the four blocks."""
        return Blocks(self.interview, self.examination, self.conclusion, self.plan)

    @property
    def full_text(self) -> str:
        """Return all that is written as one text, headings included."""
        if not self.in_blocks or blocks_of(self.text) == self.blocks:
            return self.text
        return free_text_of(self.blocks)

    @property
    def first_line(self) -> str:
        """Return the first line that says something."""
        return first_line(self.full_text)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was written: such a draft is never stored."""
        return not (self.title.strip() or self.reason.strip() or self.full_text.strip())

    def as_free_text(self) -> EncounterContent:
        """Return the same in one free text."""
        return replace(self, in_blocks=False, text=self.full_text) if self.in_blocks else self

    def as_blocks(self) -> EncounterContent:
        """Return the same in four blocks."""
        if self.in_blocks:
            return self
        kept = self.blocks
        if free_text_of(kept) != self.text:
            kept = blocks_of(self.text)
        return replace(
            self,
            in_blocks=True,
            interview=kept.interview,
            examination=kept.examination,
            conclusion=kept.conclusion,
            plan=kept.plan,
        )

    def settled(self) -> EncounterContent:
        """Return the same with ``text`` readable alone: what lists and searches read."""
        return replace(self, text=self.full_text, problems=tuple(sorted(set(self.problems))))


def content_as_json(content: EncounterContent) -> dict[str, Any]:
    """Return the content as JSON values, as former versions and files outside the base keep it."""
    values = {one.name: getattr(content, one.name) for one in fields(content)}
    values["nature"] = content.nature.value
    values["held_at"] = content.held_at.isoformat()
    values["problems"] = list(content.problems)
    return values


def content_from_json(values: Mapping[str, Any]) -> EncounterContent:
    """Return the content that was kept so.

    A field that the version of its day did not have takes its usual value. Raises KeyError,
    TypeError or ValueError for anything else than a kept content.
    """
    names = {one.name for one in fields(EncounterContent)}
    known = {name: value for name, value in values.items() if name in names}
    known["nature"] = Nature(values["nature"])
    known["held_at"] = datetime.fromisoformat(values["held_at"])
    known["problems"] = tuple(values.get("problems", ()))
    return EncounterContent(**known)


@dataclass(frozen=True, slots=True)
class Draft:
    """A consultation being written; ``id`` is None and ``version`` 0 until the base holds it.

    ``uid`` is drawn when it begins: storing it twice after a lost answer makes one row.
    """

    uid: str
    patient_id: int
    content: EncounterContent
    id: int | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class StoredEncounter:
    """A consultation as the base holds it; persons are initials, ``author_name`` is in full.

    ``own`` tells whether the person who asked wrote it.
    """

    id: int
    uid: str
    patient_id: int
    version: int
    content: EncounterContent
    created_at: datetime
    author: str = field(repr=False)
    author_name: str = field(repr=False)
    own: bool
    replaced: str = field(default="", repr=False)
    changed_by: str = field(default="", repr=False)
    changed_at: datetime | None = None
    signed_by: str = field(default="", repr=False)
    signed_at: datetime | None = None
    removed: bool = False

    @property
    def signed(self) -> bool:
        """Tell whether it was validated: corrections are new versions from then on."""
        return self.signed_at is not None

    def draft(self, content: EncounterContent | None = None) -> Draft:
        """Return it as a draft that holds this content, or its own."""
        return Draft(self.uid, self.patient_id, content or self.content, self.id, self.version)


@dataclass(frozen=True, slots=True)
class EncounterLine:
    """One row of the « Consultations » list."""

    id: int
    version: int
    nature: Nature
    held_at: datetime
    title: str = field(repr=False)
    author: str = field(repr=False)
    replaced: str = field(repr=False)
    signed: bool
    important: bool
    text: str = field(repr=False)
    own: bool
    removed: bool = False

    @property
    def first_line(self) -> str:
        """Return the first line that says something."""
        return first_line(self.text)

    @property
    def words(self) -> str:
        """Return « 13/02/2023 (C.F) rempl.(P.D) - (C) titre » (UX §1.1)."""
        who = f"({self.author})"
        if self.replaced:
            who += f" rempl.({self.replaced})"
        day = self.held_at.astimezone()
        title = self.title or self.first_line or self.nature.label
        return f"{day:%d/%m/%Y} {who} - ({self.nature.letter}) {title}"


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One of the « Brouillons à terminer » of a person; ``title`` may be its first line."""

    id: int
    patient_id: int
    patient_name: str = field(repr=False)
    nature: Nature
    held_at: datetime
    title: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Colleague:
    """A doctor whom a remplaçant may stand in for."""

    id: int
    name: str = field(repr=False)
    initials: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Problem:
    """An entry of the « Histoire médicale » that a consultation may be about."""

    id: int
    label: str = field(repr=False)
    active: bool = True


@dataclass(frozen=True, slots=True)
class WritingHelp:
    """What the editor proposes for one record: doctors to stand in for, problems, the usual choice.

    ``usual_replaced`` is the doctor this person stood in for last, or the only one there is.
    """

    doctors: tuple[Colleague, ...] = ()
    problems: tuple[Problem, ...] = ()
    usual_replaced: int | None = None


def first_line(text: str) -> str:
    """Return the first line of a text that says something, empty when none does."""
    lines = (line.strip() for line in text.split("\n"))
    return next((line for line in lines if line), "")
