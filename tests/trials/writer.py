"""Writes without end through the services, and reports each commit once it is done."""

import itertools
import json
import os
import random
import uuid
from dataclasses import replace
from datetime import date

from almapy.audit.model import Action
from almapy.patients.model import PatientDraft, Sex
from almapy.patients.service import add_patient
from tests.trials.ledger import BATCH

_LARGEST_DOCUMENT = 60_000
_LETTERS = str.maketrans("0123456789", "ABCDEFGHIJ")  # a name holds no digit


class Writer:
    """One process at work on an open base; `descriptor` is where it reports."""

    def __init__(self, application, actor, descriptor, seed):
        self._application = application
        self._actor = actor
        self._descriptor = descriptor
        self._draw = random.Random(seed)
        self._known = []

    def write_forever(self):
        """Never returns."""
        works = (self._create, self._change, self._trace, self._batch, self._put, self._close)
        weights = (40, 30, 10, 8, 10, 2)
        for number in itertools.count():
            [work] = self._draw.choices(works, weights)
            work(number)

    def _report(self, **values):
        os.write(self._descriptor, json.dumps(values).encode() + b"\n")

    def _create(self, number):
        patient = self._application.patients.create(self._actor, self._draft(number))
        self._known.append(patient)
        self._report(kind="created", id=patient.id, uid=patient.uid)

    def _change(self, number):
        if not self._known:
            self._create(number)
            return
        place = self._draw.randrange(len(self._known))
        patient = self._known[place]
        comment = f"passage {number} " * self._draw.randint(1, 200)
        draft = replace(patient.data, used_name=f"Usage {number}", comment=comment)
        patient = self._application.patients.change(self._actor, patient, draft)
        self._known[place] = patient
        self._report(kind="changed", id=patient.id, version=patient.version, comment=comment)

    def _trace(self, _number):
        mark = uuid.uuid4().hex
        self._application.journal.record(self._actor, Action.PRINTED, detail={"marque": mark})
        self._report(kind="traced", mark=mark)

    def _batch(self, number):
        mark = f"lot-{uuid.uuid4().hex[:20]}"
        with self._application.works.begin(self._actor) as work:
            rows = []
            for _ in range(BATCH):
                draft = replace(self._draft(number), former_number=mark)
                row = add_patient(work, draft)
                work.trace(Action.PATIENT_CREATED, patient_id=row.id)
                rows.append(row)
        self._report(kind="batch", mark=mark, ids=[row.id for row in rows])

    def _put(self, _number):
        data = self._draw.randbytes(self._draw.randint(1, _LARGEST_DOCUMENT))
        self._report(kind="document", name=self._application.documents.put(data).name)

    def _close(self, _number):
        """Bring the journal back into the base, as at each end of the program."""
        self._application.database.close()

    def _draft(self, number):
        return PatientDraft(
            birth_name=f"FICTIF {number}".translate(_LETTERS),
            first_birth_first_name=self._draw.choice(("RUTH", "LUC", "ANNE", "PAUL")),
            sex=self._draw.choice(tuple(Sex)),
            birth_date=date(1930 + self._draw.randrange(90), 1 + self._draw.randrange(12), 14),
            comment="x" * self._draw.randint(0, 3000),
        )
