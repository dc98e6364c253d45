"""The « Plan de soin » and the protocols applied to a patient (clinical notes §6)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from almapy.errors import DomainError


class GoalState(StrEnum):
    """Where a goal of the plan stands."""

    OPEN = "en_cours"
    REACHED = "atteint"
    LEFT = "abandonne"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {"en_cours": "En cours", "atteint": "Atteint", "abandonne": "Abandonné"}[self.value]


@dataclass(frozen=True, slots=True)
class CareGoal:
    """One goal: for which problem, what is wanted, who does what, when it is looked at again."""

    problem: str = field(repr=False)
    goal: str = field(repr=False)
    deeds: str = field(default="", repr=False)
    review_on: date | None = None
    state: GoalState = GoalState.OPEN

    def __post_init__(self) -> None:
        if not self.goal.strip():
            raise DomainError("Dites l'objectif visé.", field="goal")


class StepKind(StrEnum):
    """What a step of a protocol asks for."""

    QUESTION = "question"
    MEASURE = "mesure"
    EXAM = "examen"
    ADVICE = "conseil"
    DOCUMENT = "document"

    @property
    def label(self) -> str:
        """Return the French word."""
        return {
            "question": "Question",
            "mesure": "Mesure",
            "examen": "Examen",
            "conseil": "Conseil",
            "document": "Document",
        }[self.value]


@dataclass(frozen=True, slots=True)
class ProtocolStep:
    """One step; ``done_on`` and ``note`` belong to a protocol applied to a patient."""

    kind: StepKind
    text: str
    done_on: date | None = None
    note: str = field(default="", repr=False)

    def as_json(self) -> dict[str, str]:
        """Return the step as it is stored."""
        done = self.done_on.isoformat() if self.done_on else ""
        return {"sorte": self.kind.value, "texte": self.text, "fait": done, "note": self.note}

    @staticmethod
    def from_json(stored: dict[str, str]) -> ProtocolStep:
        """Return a stored step."""
        done = stored.get("fait", "")
        return ProtocolStep(
            StepKind(stored["sorte"]),
            stored["texte"],
            date.fromisoformat(done) if done else None,
            stored.get("note", ""),
        )


@dataclass(frozen=True, slots=True)
class Protocol:
    """A list of steps that a practice applies again and again (« Gestion du stress »)."""

    title: str
    steps: tuple[ProtocolStep, ...]
    id: int = 0
    version: int = 0

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise DomainError("Donnez un titre au protocole.", field="title")
        if not self.steps:
            raise DomainError("Un protocole compte au moins une étape.", field="steps")

    def applied(self, on: date) -> AppliedProtocol:
        """Return the protocol as a patient begins to follow it that day: nothing is done yet."""
        steps = [replace(one, done_on=None, note="").as_json() for one in self.steps]
        return AppliedProtocol(self.title, on, steps)


@dataclass(frozen=True, slots=True)
class AppliedProtocol:
    """A protocol followed by one patient: its steps as they were when it began."""

    title: str
    started_on: date
    steps: list[dict[str, str]] = field(repr=False)
    ended_on: date | None = None

    @property
    def lines(self) -> tuple[ProtocolStep, ...]:
        """Return the steps as values."""
        return tuple(ProtocolStep.from_json(one) for one in self.steps)

    def with_step(self, place: int, step: ProtocolStep) -> AppliedProtocol:
        """Return the protocol with the step at ``place`` (from 0) done, noted, or to do again."""
        if not 0 <= place < len(self.steps):
            raise DomainError("Cette étape n'existe pas dans le protocole.", code="protocol.step")
        steps = list(self.steps)
        steps[place] = step.as_json()
        return replace(self, steps=steps)

    @property
    def progress(self) -> tuple[int, int]:
        """Return how many steps are done, and of how many."""
        lines = self.lines
        return sum(one.done_on is not None for one in lines), len(lines)


FIRST_PROTOCOLS = (
    Protocol(
        "Gestion du stress",
        (
            ProtocolStep(StepKind.QUESTION, "Sommeil, appétit, consommation d'alcool et de tabac"),
            ProtocolStep(StepKind.QUESTION, "Situation au travail et à la maison"),
            ProtocolStep(StepKind.MEASURE, "Tension artérielle et fréquence cardiaque"),
            ProtocolStep(StepKind.ADVICE, "Respiration lente cinq minutes, trois fois par jour"),
            ProtocolStep(StepKind.ADVICE, "Activité physique trente minutes, cinq jours sur sept"),
            ProtocolStep(StepKind.EXAM, "Revoir dans un mois"),
        ),
    ),
    Protocol(
        "Suivi du diabète de type 2",
        (
            ProtocolStep(StepKind.EXAM, "HbA1c tous les trois à six mois"),
            ProtocolStep(StepKind.EXAM, "Créatinine et albuminurie une fois par an"),
            ProtocolStep(StepKind.EXAM, "Fond d'œil"),
            ProtocolStep(StepKind.EXAM, "Examen des pieds au monofilament"),
            ProtocolStep(StepKind.MEASURE, "Poids et tension artérielle"),
            ProtocolStep(StepKind.ADVICE, "Diététique et activité physique"),
        ),
    ),
)
