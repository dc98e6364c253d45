"""« Journal Accès et les modifications INS »: who saw or changed which identity."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Slot

from almapy.audit.ins_journal import INS_ACTIONS, TITLE, InsTrace
from almapy.audit.model import label_of
from almapy.audit.queries import JournalFilter
from almapy.users.model import Right
from ui.audit.counting import TRACES
from ui.audit.filters import JournalFilters
from ui.audit.journal_tab import Found, JournalTab, Wording
from ui.audit.shown_trace import ShownTrace
from ui.audit.trace_card import TraceCard
from ui.desk import Desk
from ui.widgets.table_model import Column

_WORDING = Wording(
    title=TITLE,
    nothing_yet="Aucune INS n'a encore été vue ni modifiée.",
    nothing_found="Aucune trace ne correspond. Élargissez les dates ou effacez un filtre.",
    export_title="Exporter le journal des INS",
    exported="Journal exporté",
    file_name="journal-ins",
    counted=TRACES,
)


class InsTab(JournalTab):
    """A chosen line tells each trait with its former and its new value."""

    def __init__(self, desk: Desk) -> None:
        filters = JournalFilters(desk.application.clock, INS_ACTIONS)
        super().__init__(desk, _WORDING, _columns(), lambda trace: trace.seq, filters)
        self.trace = TraceCard(opens_records=desk.actor.may(Right.IDENTITY))
        self.trace.patient_asked.connect(desk.patient_asked)
        self.lay_out(self.trace)

    def reading(self, asked: JournalFilter) -> Callable[[], Found]:
        """Read the sights and the changes of identities."""
        journal, actor = self.desk.application.ins_journal, self.desk.actor

        def read() -> Found:
            page = journal.page(actor, asked)
            return page.traces, page.total

        return read

    def writing(self, asked: JournalFilter, target: Path) -> Callable[[], int]:
        """Export them."""
        journal, actor = self.desk.application.ins_journal, self.desk.actor
        return lambda: journal.export(actor, asked, target)

    @Slot(object)
    def show_chosen(self, record: InsTrace | None) -> None:
        """Show the chosen trace in full."""
        self.trace.show_trace(_shown(record) if record is not None else None)


def _columns() -> list[Column[InsTrace]]:
    return [
        Column(
            "Date",
            lambda t: f"{t.moment.astimezone():%d/%m/%Y}",
            sort_key=lambda t: t.seq,
            sample="00/00/0000",
        ),
        Column(
            "Heure",
            lambda t: f"{t.moment.astimezone():%H:%M:%S}",
            sort_key=lambda t: t.seq,
            sample="00:00:00",
        ),
        Column(
            "Type de modification",
            lambda t: t.kind,
            tooltip=lambda t: t.detail or t.kind,
            sample="Modification de l'identité : Nom",
            stretch=True,
        ),
        _name("Nom prof.", lambda t: t.family_name),
        _name("Prénom prof.", lambda t: t.first_name),
        _name("Nom usage", lambda t: t.used_name),
        _name("Prénom usage", lambda t: t.used_first_name),
        _name("Nom de naissance", lambda t: t.birth_name),
    ]


def _name(title: str, text: Callable[[InsTrace], str]) -> Column[InsTrace]:
    return Column(title, text, tooltip=text, sample="DUPONT-MARTIN")


def _shown(trace: InsTrace) -> ShownTrace:
    moment = trace.moment.astimezone()
    patient = f"{trace.used_name} {trace.used_first_name}".strip()
    if trace.birth_name and trace.birth_name != trace.used_name:
        patient += f" (nom de naissance\u00a0: {trace.birth_name})"
    return ShownTrace(
        seq=trace.seq,
        day=f"{moment:%d/%m/%Y}",
        hour=f"{moment:%H:%M:%S}",
        user=f"{trace.first_name} {trace.family_name}".strip() or "–",
        post=trace.post,
        action=label_of(trace.action),
        patient=patient,
        patient_id=trace.patient_id,
        detail=trace.detail,
    )
