"""« Journal des traces »: who did what, when, on which post and about whom."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Slot

from almapy.audit.chain import BrokenLink
from almapy.audit.queries import JournalFilter
from almapy.users.model import Right
from ui.audit.counting import TRACES
from ui.audit.filters import JournalFilters
from ui.audit.journal_tab import Found, JournalTab, Wording
from ui.audit.shown_trace import ShownTrace, columns, read_page
from ui.audit.trace_card import TraceCard
from ui.desk import Desk
from ui.tasks import Lane
from ui.theme import Tone
from ui.widgets.button import Button

TITLE = "Journal des traces"
_WORDING = Wording(
    title="Traces",
    nothing_yet="Aucune trace pour l'instant.",
    nothing_found="Aucune trace ne correspond. Élargissez les dates ou effacez un filtre.",
    export_title="Exporter le journal des traces",
    exported="Journal exporté",
    file_name="journal-des-traces",
    counted=TRACES,
)


class TracesTab(JournalTab):
    """The whole journal, which proves itself on demand."""

    def __init__(self, desk: Desk) -> None:
        filters = JournalFilters(desk.application.clock)
        super().__init__(desk, _WORDING, columns(), lambda trace: trace.seq, filters)
        self.check_button = Button("Contrôler l'intégrité", icon_name="shield")
        self.trace = TraceCard(opens_records=desk.actor.may(Right.IDENTITY))
        self.trace.patient_asked.connect(desk.patient_asked)
        self.lay_out(self.trace)
        self.foot.insertWidget(self.foot.indexOf(self.export_button), self.check_button)
        self.check_button.clicked.connect(self._check)

    def reading(self, asked: JournalFilter) -> Callable[[], Found]:
        """Read the traces and name their patients."""
        application, actor = self.desk.application, self.desk.actor

        def read() -> Found:
            page = read_page(application, actor, asked)
            return page.traces, page.total

        return read

    def writing(self, asked: JournalFilter, target: Path) -> Callable[[], int]:
        """Export the traces."""
        journal, actor = self.desk.application.journal, self.desk.actor
        return lambda: journal.export(actor, asked, target)

    @Slot(object)
    def show_chosen(self, record: ShownTrace | None) -> None:
        """Show the chosen trace in full."""
        self.trace.show_trace(record)

    @Slot()
    def _check(self) -> None:
        self.check_button.setEnabled(False)
        self.strip.show_message(
            Tone.INFORMATION, "Contrôle en cours", "Vous pouvez continuer à travailler."
        )
        self.desk.run(
            self,
            self.desk.application.journal.first_broken_link,
            self._tell_checked,
            self._tell_not_checked,
            lane=Lane.IO,
        )

    def _tell_checked(self, broken: BrokenLink | None) -> None:
        self.check_button.setEnabled(True)
        if broken is None:
            self.strip.show_message(
                Tone.OK,
                "Le journal est intègre",
                "Chaque trace suit la précédente et la fin correspond au sceau gardé hors de la "
                "base.",
            )
            return
        self.strip.show_message(
            Tone.CRITICAL,
            f"Le journal a été altéré à la ligne {broken.seq}",
            f"Ce qui a été trouvé\u00a0: {broken.why}. Les dossiers ne sont pas touchés. Gardez "
            "une copie de la base et du dossier «\u00a0seals\u00a0», puis prévenez l'assistance.",
        )

    def _tell_not_checked(self, error: Exception) -> None:
        self.check_button.setEnabled(True)
        self.strip.show_failure(error)
