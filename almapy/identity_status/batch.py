"""Verifying the INS of a list of records in the background (INS notes §4.6, §7 no 13).

A verification never changes a status: one that is not right is told, and somebody decides.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from typing import Protocol

from almapy.errors import AccessError, AlmaPyError, DomainError, ExternalError
from almapy.identity_status.batch_model import BatchProgress, BatchReport, Verdict
from almapy.identity_status.batch_run import BatchRun
from almapy.insi.connection import NOT_READY
from almapy.insi.model import Ins, Outcome, Traits
from almapy.insi.questions import traits_of
from almapy.insi.results import SearchResult
from almapy.patients.model import PatientDraft
from almapy.patients.service import to_draft
from almapy.patients.tables import PatientRow
from almapy.stop import Stop
from almapy.users.model import Actor, Right
from almapy.work import Works

AT_ONCE = 4
TOLD_EVERY = 0.1
"""Seconds between two tellings of the progress, at least."""
_LAST_WAIT = 10.0
_VERDICTS = {
    Outcome.FOUND: Verdict.RIGHT,
    Outcome.DISCORDANT: Verdict.DISCORDANT,
    Outcome.UNTRUSTED: Verdict.BLOCKED,
    Outcome.NOT_READY: Verdict.BLOCKED,
}
_log = logging.getLogger(__name__)

Listener = Callable[[BatchProgress], None]


class Verifier(Protocol):
    """What a batch wants of the calls to INSi (``InsiService``)."""

    def why_not(self, actor: Actor) -> str:
        """Return in French why no call can be made, or an empty text."""

    def verify(
        self,
        actor: Actor,
        ins: Ins,
        traits: Traits,
        stop: Stop,
        *,
        patient_id: int | None = None,
    ) -> SearchResult:
        """Have INSi verify one matricule, and keep the call in the histories."""


class BatchVerification:
    """One batch at a time, for the practice that is open on this post."""

    def __init__(self, works: Works, insi: Verifier) -> None:
        self._works = works
        self._insi = insi
        self._guard = threading.Lock()
        self._run: BatchRun | None = None
        self._number = 0
        self._threads: list[threading.Thread] = []

    @property
    def progress(self) -> BatchProgress:
        """Return where the last batch stands; its state is NONE before the first."""
        run = self._run
        return run.progress if run is not None else BatchProgress()

    @property
    def report(self) -> BatchReport:
        """Return the records of the last batch to be looked at."""
        run = self._run
        return run.report if run is not None else BatchReport()

    def start(self, actor: Actor, patient_ids: Iterable[int], on_progress: Listener) -> None:
        """Begin; ``on_progress`` is called in one thread of the batch, ten times a second at most.

        Its last call tells the end. Each record is read when its turn comes. Raises AccessError,
        and DomainError when a batch is under way or no call can be made.
        """
        actor.require(Right.QUALIFY_INS)
        if reason := self._insi.why_not(actor):
            raise DomainError(reason, code=NOT_READY)
        with self._guard:
            if self._run is not None and not self._run.progress.state.is_over:
                raise DomainError(
                    "Une vérification est déjà en cours. Rien n'a été lancé. Attendez sa fin ou "
                    "arrêtez-la.",
                    code="insi.batch_running",
                )
            self._number += 1
            run = self._run = BatchRun(self._number, patient_ids)
            workers = [self._thread(self._work, run, actor) for _ in range(AT_ONCE)]
            begun = [*workers, self._thread(_tell, run, on_progress)]
            # Those of a batch that was stopped may still be ending: ``close`` waits for them too.
            self._threads = [*(one for one in self._threads if one.is_alive()), *begun]
            for thread in begun:
                thread.start()

    def pause(self) -> None:
        """Begin no further call until ``resume``; those under way end."""
        if self._run is not None:
            self._run.pause()

    def resume(self) -> None:
        """Go on after a pause; the calls that caused it are made again."""
        if self._run is not None:
            self._run.resume()

    def stop(self) -> None:
        """End at once: calls under way are interrupted, what was found stays."""
        if self._run is not None:
            self._run.end()

    def close(self) -> None:
        """Stop and wait for the threads; to be called at sign-out and before the base closes."""
        self.stop()
        for thread in self._threads:
            thread.join(_LAST_WAIT)
        self._threads = []

    def _thread(self, target: Callable[..., None], *values: object) -> threading.Thread:
        name = f"almapy-insi-{self._number}"
        return threading.Thread(target=target, args=values, name=name, daemon=True)

    def _work(self, run: BatchRun, actor: Actor) -> None:
        while (patient_id := run.take()) is not None:
            try:
                verdict, why = self._verdict(run, actor, patient_id)
            except Exception:  # noqa: BLE001  (a record that stays taken would keep the batch from ending)
                _log.exception("a verification of a batch failed")
                verdict, why = Verdict.FAILED, "Erreur inattendue\u00a0: rien n'a été modifié."
            run.put(patient_id, verdict, why)

    def _verdict(self, run: BatchRun, actor: Actor, patient_id: int) -> tuple[Verdict, str]:
        try:
            draft = self._read(patient_id)
            if why := _why_left_out(draft):
                return Verdict.LEFT_OUT, why
            assert draft is not None
            ins, traits = Ins(draft.matricule_ins, draft.ins_oid), traits_of(draft)
        except DomainError as error:
            return Verdict.LEFT_OUT, error.message
        except AlmaPyError as error:
            return Verdict.BLOCKED, error.message
        try:
            result = self._insi.verify(actor, ins, traits, run.stop, patient_id=patient_id)
        except AlmaPyError as error:
            return _verdict_of_error(error), error.message
        return _verdict_of(result)

    def _read(self, patient_id: int) -> PatientDraft | None:
        with self._works.database.reading() as session:
            row = session.get(PatientRow, patient_id)
            if row is None or row.merged_into is not None:
                return None
            return to_draft(row)


def _why_left_out(draft: PatientDraft | None) -> str:
    if draft is None:
        return "Dossier fusionné dans un autre"
    if draft.doubtful or draft.fictitious:
        word = "douteuse" if draft.doubtful else "fictive"
        return f"Identité {word}\u00a0: les téléservices sont bloqués"
    return "" if draft.matricule_ins and draft.ins_oid else "Pas de matricule INS"


def _verdict_of(result: SearchResult) -> tuple[Verdict, str]:
    last = result.last
    usual = Verdict.FAILED if last.outcome.is_answer else Verdict.AWAY
    verdict = _VERDICTS.get(last.outcome, usual)
    if verdict in {Verdict.AWAY, Verdict.BLOCKED}:
        return verdict, f"{result.advice.title}. {result.advice.text}".strip()
    return verdict, f"{last.result}\u00a0: {last.label}" if last.label else last.result


def _verdict_of_error(error: AlmaPyError) -> Verdict:
    if isinstance(error, AccessError) or error.code == NOT_READY:
        return Verdict.BLOCKED
    if isinstance(error, ExternalError):
        return Verdict.AWAY
    return Verdict.LEFT_OUT if isinstance(error, DomainError) else Verdict.FAILED


def _tell(run: BatchRun, listener: Listener) -> None:
    """Tell what is new, then rest: what happens meanwhile is told together."""
    known = 0
    while True:
        known, progress = run.news(known)
        try:
            listener(progress)
        except Exception:  # noqa: BLE001  (a listener is foreign code)
            _log.exception("a listener of a batch failed")
        if progress.state.is_over:
            return
        run.rest(TOLD_EVERY)
