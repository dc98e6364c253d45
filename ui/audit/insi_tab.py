"""« Historique et accès INSI »: every call to the teleservice, with what came back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent

from almapy.audit.queries import JournalFilter
from almapy.insi.journal import TITLE
from almapy.insi.model import CallKind
from almapy.insi.results import InsiCall
from ui.audit.call_card import CallCard
from ui.audit.counting import CALLS
from ui.audit.filters import JournalFilters
from ui.audit.journal_tab import Found, JournalTab, Wording
from ui.desk import Desk
from ui.widgets.table_model import Column

_WORDING = Wording(
    title=TITLE,
    nothing_yet="Aucun appel au téléservice INSi n'a encore été fait.",
    nothing_found="Aucun appel ne correspond. Élargissez les dates ou effacez un filtre.",
    export_title="Exporter l'historique INSI",
    exported="Historique exporté",
    file_name="historique-insi",
    counted=CALLS,
)


class InsiTab(JournalTab):
    """A chosen line tells the returned data and, on demand, the raw request and answer."""

    def __init__(self, desk: Desk) -> None:
        filters = JournalFilters(
            desk.application.clock, CallKind, action_label="Type d'appel", every="Tous"
        )
        super().__init__(desk, _WORDING, _columns(), lambda call: call.id, filters)
        self.call = CallCard(desk)
        self.call.patient_asked.connect(desk.patient_asked)
        self.lay_out(self.call)

    def reading(self, asked: JournalFilter) -> Callable[[], Found]:
        """Read the calls."""
        journal, actor = self.desk.application.insi_journal, self.desk.actor

        def read() -> Found:
            page = journal.page(actor, asked)
            return page.calls, page.total

        return read

    def writing(self, asked: JournalFilter, target: Path) -> Callable[[], int]:
        """Export the calls."""
        journal, actor = self.desk.application.insi_journal, self.desk.actor
        return lambda: journal.export(actor, asked, target)

    def hideEvent(self, event: QHideEvent) -> None:
        """Have what is seen at the next showing traced again."""
        super().hideEvent(event)
        self.call.forget_seen()

    @Slot(object)
    def show_chosen(self, record: InsiCall | None) -> None:
        """Show the chosen call in full."""
        self.call.show_call(record)


def _columns() -> list[Column[InsiCall]]:
    return [
        Column(
            "Date",
            lambda call: f"{call.at.astimezone():%d/%m/%Y}",
            sort_key=lambda call: call.id,
            sample="00/00/0000",
        ),
        Column(
            "Heure",
            lambda call: f"{call.at.astimezone():%H:%M:%S}",
            sort_key=lambda call: call.id,
            sample="00:00:00",
        ),
        Column(
            "Type d'appel",
            lambda call: call.kind.label,
            tooltip=lambda call: call.kind.label,
            sample="Rechercher l'INS avec les traits",
        ),
        Column(
            "Résultat",
            lambda call: call.result,
            tooltip=lambda call: call.result,
            sample="OK - Code CR 00",
        ),
        Column(
            "Détail",
            lambda call: call.detail,
            tooltip=lambda call: call.detail.replace(" · ", "\n"),
            stretch=True,
        ),
        Column(
            "Log Retour",
            lambda call: call.label,
            tooltip=lambda call: call.label,
            sample="Aucune identite",
        ),
        Column("Nom prof.", lambda call: call.family_name, sample="DUPONT-MARTIN"),
        Column(
            "Service",
            lambda call: "Simulateur" if call.simulated else "INSi",
            sample="Simulateur",
        ),
    ]
