"""What a list of facts shows: a line a fact, under headings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from almapy.clock import civil_day
from almapy.record.model import Fact
from ui.theme import Tone


@dataclass(frozen=True, slots=True)
class Mark:
    """A word in a coloured field with its icon (« ALD 8 »)."""

    text: str
    tone: Tone
    icon: str


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact as a line; a ``faded`` one is over. ``hint`` is the rest, told on hover."""

    fact: Fact[Any]
    title: str = field(repr=False)
    detail: str = field(default="", repr=False)
    icon: str = ""
    marks: tuple[Mark, ...] = field(default=(), repr=False)
    faded: bool = False
    hint: str = field(default="", repr=False)

    def spoken(self) -> str:
        """Return the whole line for a screen reader."""
        return ", ".join(
            part for part in (self.title, *(one.text for one in self.marks), self.detail) if part
        )


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Lines under one heading; without a title they stand by themselves."""

    lines: tuple[FactLine, ...] = field(repr=False)
    title: str = ""
    folded: bool = False


def who_and_when(fact: Fact[Any]) -> str:
    """Return « Écrit par P.D le 10/03/2026 », and who changed it last."""
    text = f"Écrit par {fact.author} le {civil_day(fact.created_at):%d/%m/%Y}"
    if fact.changed_at is not None:
        text += f", modifié par {fact.changed_by} le {civil_day(fact.changed_at):%d/%m/%Y}"
    return text
