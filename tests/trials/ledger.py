"""What the writer said it had committed, and whether the base holds it and nothing by halves."""

from collections import Counter
from dataclasses import dataclass, field, fields

from sqlalchemy import select

from almapy.audit import chain
from almapy.audit.model import Action, patient_subject
from almapy.audit.seal import sealed_heads
from almapy.audit.tables import JournalRow
from almapy.errors import AlmaPyError
from almapy.patients.model import PatientDraft, Sex
from almapy.patients.tables import PatientRow, PatientTokenRow
from almapy.patients.words import words_of

BATCH = 20


@dataclass
class Ledger:
    """Everything reported since the base was created."""

    created: dict = field(default_factory=dict)  # id → uid
    changed: dict = field(default_factory=dict)  # id → (version, comment)
    traced: set = field(default_factory=set)
    batches: dict = field(default_factory=dict)  # mark → ids
    documents: set = field(default_factory=set)
    reports: int = 0

    def take(self, report):
        """Remember one report of the writer."""
        self.reports += 1
        match report["kind"]:
            case "created":
                self.created[report["id"]] = report["uid"]
            case "changed":
                self.changed[report["id"]] = (report["version"], report["comment"])
            case "traced":
                self.traced.add(report["mark"])
            case "batch":
                self.batches[report["mark"]] = report["ids"]
            case "document":
                self.documents.add(report["name"])

    def faults(self, application, audit_key):
        """Return what is wrong in an open base, nothing when all is whole."""
        found = []
        with application.database.writing() as session:
            connection = session.connection()
            rows = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            found += [f"foreign_key_check: {tuple(row)}" for row in rows]
            rows = connection.exec_driver_sql("PRAGMA quick_check").all()
            found += [f"quick_check: {tuple(row)}" for row in rows if tuple(row) != ("ok",)]
            found += self._chain_faults(session, application.folders.seals, audit_key)
            session.expunge_all()
            found += self._record_faults(session)
        return found + self._document_faults(application.documents)

    def _chain_faults(self, session, seals, audit_key):
        try:
            broken = chain.first_broken_link(session, sealed_heads(seals, audit_key))
        except AlmaPyError as error:
            return [f"seal: {error.code}"]
        return [f"chain: {broken}"] if broken else []

    def _record_faults(self, session):
        rows = {row.id: row for row in session.scalars(select(PatientRow))}
        words = _by_patient(session)
        traces = _traces(session)
        marks = {one for (action, _), details in traces.items() for one in details}
        found = [f"{mark}: lost trace" for mark in self.traced if not _holds(marks, mark)]
        for number, uid in self.created.items():
            if number not in rows or rows[number].uid != uid:
                found.append(f"patient {number}: lost")
        for number, (version, comment) in self.changed.items():
            row = rows.get(number)
            if row is None or row.version < version:
                found.append(f"patient {number}: change lost")
            elif row.version == version and row.comment != comment:
                found.append(f"patient {number}: another change than the one reported")
        for row in rows.values():
            found += _half_written(row, words.get(row.id, set()), traces)
        return found + self._batch_faults(rows)

    def _batch_faults(self, rows):
        sizes = Counter(row.former_number for row in rows.values() if row.former_number)
        found = [f"{mark}: {size} of {BATCH}" for mark, size in sizes.items() if size != BATCH]
        for mark, ids in self.batches.items():
            if any(number not in rows or rows[number].former_number != mark for number in ids):
                found.append(f"{mark}: lost")
        return found

    def _document_faults(self, store):
        names = set(store.names())
        found = [f"document {name}: lost" for name in self.documents - names]
        for name in names:
            try:
                store.verify(name)
            except AlmaPyError as error:
                found.append(f"document {name}: {error.code}")
        return found


def _half_written(row, words, traces):
    """Return what lacks of a record: its words, the traces of its creation and of each change."""
    values = {one.name: getattr(row, one.name) for one in fields(PatientDraft)}
    draft = PatientDraft(**{**values, "sex": Sex(row.sex)})
    subject = patient_subject(row.id)
    found = []
    if words != {(int(kind), word) for kind, word in words_of(draft, row.dossier)}:
        found.append(f"patient {row.id}: words")
    if len(traces.get((Action.PATIENT_CREATED, subject), ())) != 1:
        found.append(f"patient {row.id}: trace of the creation")
    if len(traces.get((Action.PATIENT_CHANGED, subject), ())) != row.version - 1:
        found.append(f"patient {row.id}: traces of the changes")
    return found


def _by_patient(session):
    columns = (PatientTokenRow.patient_id, PatientTokenRow.kind, PatientTokenRow.token)
    words = {}
    for number, kind, word in session.execute(select(*columns)):
        words.setdefault(number, set()).add((kind, word))
    return words


def _traces(session):
    traces = {}
    columns = (JournalRow.action, JournalRow.subject, JournalRow.detail)
    for action, subject, detail in session.execute(select(*columns)):
        traces.setdefault((action, subject), []).append(detail)
    return traces


def _holds(details, mark):
    return any(f'"{mark}"' in detail for detail in details)
