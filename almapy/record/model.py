"""What all clinical facts share: whose they are, who wrote them, and their former versions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from almapy.users.model import Right

T = TypeVar("T")


@dataclass(frozen=True)  # with slots, `Fact[Allergy](…)` fails on Python 3.11
class Fact(Generic[T]):
    """One fact as it stands in a record; ``author`` and ``changed_by`` are initials.

    ``own`` tells whether the person who asked wrote it.
    """

    id: int
    patient_id: int
    version: int
    author: str = field(repr=False)
    created_at: datetime
    data: T = field(repr=False)
    changed_by: str = field(default="", repr=False)
    changed_at: datetime | None = None
    own: bool = False


@dataclass(frozen=True)
class FormerVersion(Generic[T]):
    """One replaced version: who wrote it and when, who replaced it, when and why."""

    version: int
    written_by: str = field(repr=False)
    written_at: datetime
    replaced_by: str = field(repr=False)
    replaced_at: datetime
    reason: str = field(repr=False)
    data: T = field(repr=False)


@dataclass(frozen=True)
class FactKind(Generic[T]):
    """A sort of facts: the dataclass ``data`` names the columns of ``table``.

    ``name`` is what traces and former versions are filed under; ``noun`` begins the sentences of
    refusals (« Cet antécédent »). ``confidential`` names a boolean column: where it is true, the
    author alone reads the fact. ``newest_first`` orders a list by that column, latest first.
    """

    name: str
    noun: str
    table: Any
    data: Callable[..., T]
    read_right: Right = Right.READ_NOTES
    write_right: Right = Right.WRITE_NOTES
    confidential: str = ""
    newest_first: str = ""
