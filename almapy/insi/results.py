"""What the services of INSi give back to the screens."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from almapy.insi.model import CallKind, Exchange, Identity, Ins, Outcome


class Decision(StrEnum):
    """What somebody did with an answer."""

    NONE = ""
    ACCEPTED = "acceptee"
    REFUSED = "refusee"


@dataclass(frozen=True, slots=True)
class Advice:
    """What to tell after a search, in French: what happened, what is safe, what to do.

    ``good`` when a usable answer came; ``retry`` when the same call may succeed later.
    """

    title: str
    text: str
    good: bool = False
    retry: bool = False


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One search or verification: every call it took, the last of which decides."""

    search_uid: str
    exchanges: tuple[Exchange, ...] = field(repr=False)
    advice: Advice

    @property
    def last(self) -> Exchange:
        """Return the call that decided."""
        return self.exchanges[-1]

    @property
    def outcome(self) -> Outcome:
        """Return how the search ended."""
        return self.last.outcome

    @property
    def identity(self) -> Identity | None:
        """Return the identity found, None unless exactly one usable one was."""
        return self.last.identity if self.outcome is Outcome.FOUND else None


class Agreement(StrEnum):
    """How the two values of a row stand to each other."""

    SAME = "identique"
    DIFFERENT = "different"
    NOT_COMPARED = "non compare"  # the answer, or the record, says nothing there


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One row of « Comparaison »: what INSi says, what the record says."""

    label: str
    received: str = field(repr=False)
    recorded: str = field(repr=False)
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Comparison:
    """The ten rows in their order; ``warnings`` are to be read before accepting (French).

    ``alarming`` when so much differs that the answer may be about somebody else: accepting then
    takes one more gesture. ``loses_document`` when the proof of the record was checked with traits
    that the answer contradicts: unless it is checked anew, accepting leaves « récupérée ».
    """

    rows: tuple[ComparedRow, ...]
    warnings: tuple[str, ...] = ()
    alarming: bool = False
    loses_document: bool = False


@dataclass(frozen=True, slots=True)
class InsiCall:
    """One line of a history of calls; the raw texts are read apart (``CallTexts``).

    ``family_name`` and ``first_name`` are those of the professional.
    """

    id: int
    patient_id: int | None
    at: datetime
    kind: CallKind
    outcome: Outcome
    result: str
    label: str = field(repr=False)
    detail: str = field(repr=False)
    simulated: bool
    decision: Decision
    milliseconds: int
    post: str
    family_name: str
    first_name: str


@dataclass(frozen=True, slots=True)
class CallTexts:
    """The raw request and answer of one call."""

    request: str = field(repr=False)
    answer: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FormerIns:
    """One former matricule of a person, as received, and when it was."""

    ins: Ins = field(repr=False)
    received_at: datetime
