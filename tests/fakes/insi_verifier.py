"""Verifications that answer what a test says, when it says so."""

import threading
from contextlib import contextmanager
from datetime import date

from almapy.insi.model import CallKind, Exchange, Outcome
from almapy.insi.results import Advice, SearchResult
from almapy.patients.model import PatientDraft, Sex
from almapy.patients.nir import nir_key

PATIENCE = 20
OID = "1.2.250.1.213.1.4.8"


class FakeVerifier:
    """``outcomes`` by patient; the others are right. While held, no call returns."""

    def __init__(self):
        self.reason = ""
        self.outcomes = {}
        self.calls = []
        self._held = False
        self._changed = threading.Condition()

    def why_not(self, actor):
        return self.reason

    def simulated(self, actor):
        return True

    def verify(self, actor, ins, traits, stop, *, patient_id=None):
        forget = stop.on_asked(self._wake)
        with self._changed:
            is_first = not self.calls
            self.calls.append((patient_id, ins, traits))
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._held or is_first or stop.asked, PATIENCE)
            outcome = Outcome.CANCELLED if stop.asked else self.outcomes.get(patient_id)
        forget()
        if isinstance(outcome, Exception):
            raise outcome
        return answer(outcome or Outcome.FOUND)

    @property
    def asked(self):
        """The patients asked about, in the order of the calls."""
        with self._changed:
            return [patient_id for patient_id, _, _ in self.calls]

    @contextmanager
    def held(self):
        """Keep every call waiting inside, but the first of all: a batch makes it alone."""
        self._held = True
        yield
        self._held = False
        self._wake()

    def wait_for_calls(self, count):
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.calls) >= count, PATIENCE)

    def _wake(self):
        with self._changed:
            self._changed.notify_all()


class Told:
    """What a batch tells, for a test that waits for it."""

    def __init__(self):
        self.all = []
        self._changed = threading.Condition()

    def __call__(self, progress):
        with self._changed:
            self.all.append(progress)
            self._changed.notify_all()

    def until(self, holds):
        """Return the first progress, told or to come, of which this holds."""

        def found():
            return next((one for one in self.all if holds(one)), None)

        with self._changed:
            assert self._changed.wait_for(lambda: found() is not None, PATIENCE), self.all[-1:]
            return found()

    def end(self):
        return self.until(lambda progress: progress.state.is_over)


def answer(outcome):
    code = {Outcome.FOUND: "00", Outcome.DISCORDANT: "01"}.get(outcome, "")
    exchange = Exchange(CallKind.VERIFICATION, outcome, code)
    advice = Advice(exchange.result, "Rien n'a été modifié.", good=outcome is Outcome.FOUND)
    return SearchResult("recherche", (exchange,), advice)


def person(number, **changes):
    """Return the draft of a fictitious person with a qualified identity of their own."""
    thirteen = f"1{80 + number // 999 % 20}0163220{number % 999 + 1:03d}"
    letters = "".join(chr(65 + int(digit)) for digit in f"{number:03d}")
    values = {
        "birth_name": f"EXEMPLE {letters}",
        "first_birth_first_name": "ANTHONY",
        "birth_first_names": "ANTHONY",
        "sex": Sex.MALE,
        "birth_date": date(1980, 1, 2),
        "birth_place_code": "63220",
        "matricule_ins": f"{thirteen}{nir_key(thirteen):02d}",
        "ins_oid": OID,
        "insi_accepted": True,
        "identity_document": "passeport",
    }
    return PatientDraft(**(values | changes))
