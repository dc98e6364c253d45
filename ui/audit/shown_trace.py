"""One trace in the words of the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from almapy.application import Application
from almapy.audit.export import detail_text
from almapy.audit.model import Entry, label_of
from almapy.audit.queries import JournalFilter
from almapy.patients.model import PatientHit
from almapy.users.model import Actor, Right
from ui.patients.words import hit_name
from ui.widgets.table_model import Column


@dataclass(frozen=True, slots=True)
class ShownTrace:
    """What a line shows, worked out once in the worker that read it."""

    seq: int
    day: str
    hour: str
    user: str
    post: str
    action: str
    patient: str = field(repr=False)
    patient_id: int | None
    detail: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ShownPage:
    """The newest matching traces and how many match in all."""

    traces: Sequence[ShownTrace]
    total: int


def read_page(application: Application, actor: Actor, asked: JournalFilter) -> ShownPage:
    """Read the traces and name their patients; slow enough for a worker."""
    page = application.journal.page(actor, asked)
    ids = {entry.patient_id for entry in page.entries if entry.patient_id is not None}
    patients = _patient_names(application, actor, ids)
    logins = application.accounts.logins()
    identities = actor.may(Right.IDENTITY)
    traces = [_shown(one, patients, logins, identities=identities) for one in page.entries]
    return ShownPage(traces, page.total)


def columns() -> list[Column[ShownTrace]]:
    """Return the columns of the list; date and hour sort as the journal was written."""
    return [
        Column("Date", lambda t: t.day, sort_key=lambda t: t.seq, sample="00/00/0000"),
        Column("Heure", lambda t: t.hour, sort_key=lambda t: t.seq, sample="00:00:00"),
        Column("Utilisateur", lambda t: t.user, sample="dr.dupont-martin"),
        Column("Poste", lambda t: t.post, sample="CABINET-POSTE1"),
        Column("Action", lambda t: t.action, sample="Ouverture de session refusée"),
        Column("Patient", lambda t: t.patient, tooltip=lambda t: t.patient, sample="M" * 22),
        Column("Détail", lambda t: t.detail, tooltip=lambda t: t.detail, stretch=True),
    ]


def _patient_names(application: Application, actor: Actor, ids: set[int]) -> dict[int, str]:
    if not actor.may(Right.IDENTITY):
        numbers = application.patients.dossiers(ids)
        return {patient_id: f"Dossier {number}" for patient_id, number in numbers.items()}
    hits = application.patients.hits(actor, ids)
    return {patient_id: _patient_words(hit) for patient_id, hit in hits.items()}


def _patient_words(hit: PatientHit) -> str:
    return f"{hit.dossier} – {hit_name(hit)}"


def _shown(
    entry: Entry, patients: dict[int, str], logins: dict[int, str], *, identities: bool
) -> ShownTrace:
    moment = entry.moment.astimezone()
    detail = detail_text(entry, identities=identities)
    patient = ""
    if entry.patient_id is not None:
        patient = patients.get(entry.patient_id, "dossier supprimé")
    return ShownTrace(
        seq=entry.seq,
        day=f"{moment:%d/%m/%Y}",
        hour=f"{moment:%H:%M:%S}",
        user=entry.actor or "–",
        post=entry.post,
        action=label_of(entry.action),
        patient=patient,
        patient_id=entry.patient_id,
        detail="\u00a0; ".join(filter(None, (_account_words(entry, logins), detail))),
    )


def _account_words(entry: Entry, logins: dict[int, str]) -> str:
    kind, _, number = entry.subject.partition(":")
    if kind != "account" or not number.isdigit():
        return ""
    return f"compte\u00a0: {logins.get(int(number), number)}"
