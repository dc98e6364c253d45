"""Adding, changing and removing facts of a record in the background, each with its way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject

from almapy.record.model import Fact
from almapy.record.service import FactService
from ui.desk import Desk
from ui.undo import Step

T = TypeVar("T")
Done = Callable[[Fact[T]], None]
Failed = Callable[[Exception], None]


class FactVerbs(Generic[T]):
    """The gestures on one sort of facts; Ctrl+Z takes each of them back.

    ``owner`` is the widget that waits for the answer; a failure nobody takes is shown in the
    window. What is done is told by ``Changed(Topic.RECORD)``: panels read again then.
    """

    def __init__(self, desk: Desk, owner: QObject, service: FactService[T]) -> None:
        self._desk = desk
        self._owner = owner
        self._service = service

    def add(
        self,
        patient_id: int,
        data: T,
        told: str,
        on_done: Done[T] | None = None,
        on_failed: Failed | None = None,
    ) -> None:
        """Write a new fact; ``told`` is the sentence of the notice."""
        actor, service = self._desk.actor, self._service

        def step(fact: Fact[T]) -> Step:
            held = _Held(fact)
            return Step(
                told,
                lambda: held.take(service.remove(actor, held.fact)),
                lambda: held.take(service.restore(actor, held.fact)),
                patient_id,
            )

        self._run(lambda: service.add(actor, patient_id, data), step, on_done, on_failed)

    def change(
        self,
        fact: Fact[T],
        data: T,
        told: str,
        on_done: Done[T] | None = None,
        on_failed: Failed | None = None,
        *,
        reason: str = "",
    ) -> None:
        """Replace what a fact says."""
        actor, service = self._desk.actor, self._service

        def step(changed: Fact[T]) -> Step | None:
            if changed.version == fact.version:
                return None
            held = _Held(changed)
            return Step(
                told,
                lambda: held.take(service.change(actor, held.fact, fact.data)),
                lambda: held.take(service.change(actor, held.fact, data, reason=reason)),
                fact.patient_id,
            )

        self._run(
            lambda: service.change(actor, fact, data, reason=reason), step, on_done, on_failed
        )

    def remove(
        self,
        fact: Fact[T],
        told: str,
        on_done: Done[T] | None = None,
        on_failed: Failed | None = None,
    ) -> None:
        """Take a fact out of the record."""
        actor, service = self._desk.actor, self._service

        def step(removed: Fact[T]) -> Step:
            held = _Held(removed)
            return Step(
                told,
                lambda: held.take(service.restore(actor, held.fact)),
                lambda: held.take(service.remove(actor, held.fact)),
                fact.patient_id,
            )

        self._run(lambda: service.remove(actor, fact), step, on_done, on_failed)

    def _run(
        self,
        work: Callable[[], Fact[T]],
        step_of: Callable[[Fact[T]], Step | None],
        on_done: Done[T] | None,
        on_failed: Failed | None,
    ) -> None:
        def done(fact: Fact[T]) -> None:
            step = step_of(fact)
            if step is not None:
                self._desk.undo.add(step)
            if on_done is not None:
                on_done(fact)

        self._desk.run(self._owner, work, done, on_failed)


class _Held(Generic[T]):
    """The fact as its last gesture left it: each gesture asks for the present version."""

    def __init__(self, fact: Fact[T]) -> None:
        self.fact = fact

    def take(self, fact: Fact[T]) -> None:
        self.fact = fact
