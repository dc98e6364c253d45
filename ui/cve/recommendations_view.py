"""« Recommandation CVE »: one row a disease, printable (features.md V-REC-01, cve.md R23)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from almapy import durable_file
from almapy.audit.model import Action
from almapy.cve.model import RecommendationLight, RecommendationLine, Recommendations
from ui.cve.recommendation_words import LIGHT_ICONS, computed_words, next_words, status_words
from ui.cve.recommendations_paper import TITLE, recommendations_paper
from ui.cve.view import CarnetView
from ui.cve.view_names import ViewName
from ui.desk import Desk
from ui.headers.paper import as_pdf, draw
from ui.headers.ways import ask_pdf, ask_printer
from ui.tasks import Lane
from ui.theme import Tone
from ui.widgets.button import Button
from ui.widgets.fitted_table import FittedTable
from ui.widgets.styling import Surface, set_surface
from ui.widgets.table_model import Column, RecordTableModel

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_LEAST_LINES = 9
_ORDER = tuple(RecommendationLight)
_COLUMNS: tuple[Column[RecommendationLine], ...] = (
    Column("Maladie", lambda one: one.disease, sample="Coqueluche, diphtérie"),
    Column(
        "État",
        status_words,
        sort_key=lambda one: _ORDER.index(one.light),
        icon_name=lambda one: LIGHT_ICONS[one.light],
        sample="expertise indisponible",
    ),
    Column(
        "Prochaine date",
        next_words,
        sort_key=lambda one: (
            (one.next_from or one.next_to) is None or str(one.next_from or one.next_to)
        ),
        sample="du 00/00/0000 au 00/00/0000",
    ),
    Column(
        "Recommandation",
        lambda one: one.text,
        stretch=True,
        tooltip=lambda one: one.text,
        sample="Rappel des 45 ans",
    ),
    Column("Source", lambda one: one.source, sample="Calendrier 2026", tooltip=lambda o: o.source),
)


class RecommendationsView(CarnetView):
    """The words of the current row stand whole under the table."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, ViewName.RECOMMENDATIONS.label)
        self._found: Recommendations | None = None
        self.words = self.add_words()
        self._model = RecordTableModel(_COLUMNS, identity=lambda one: one.disease)
        self.table = FittedTable(
            self._model, ViewName.RECOMMENDATIONS.label, empty_text="Aucune recommandation."
        )
        set_surface(self.table, Surface.PLAIN)
        self.table.setMinimumHeight(self.fontMetrics().lineSpacing() * _LEAST_LINES)
        self.content.addWidget(self.table, 1)
        self.details = self.add_words()
        self.print_button = self.add_verb(Button("Imprimer", icon_name="print"))
        self.pdf_button = self.add_verb(Button("Enregistrer en PDF", icon_name="save"))
        self.print_button.clicked.connect(self._ask_printer)
        self.pdf_button.clicked.connect(self._ask_file)
        self.table.current_changed.connect(self._show_details)

    def begin(self) -> None:
        """Ask for the recommendations."""
        assert self.patient is not None
        patient_id = self.patient.id
        carnets, actor = self.desk.application.carnets, self.desk.actor
        self.close_button.setFocus()
        self.ask(
            "Calcul des recommandations…",
            lambda stop: carnets.recommendations(actor, patient_id, stop),
            self._show,
            failed="Les recommandations n'ont pas pu être lues",
        )

    def rest(self) -> None:
        """Forget the recommendations."""
        super().rest()
        self._found = None
        self._model.set_records(())
        self.words.clear()
        self.details.clear()
        self._open_buttons()

    def set_verbs_enabled(self, *, enabled: bool) -> None:
        """Print only what is there."""
        super().set_verbs_enabled(enabled=enabled and self._found is not None)

    def _show(self, found: Recommendations) -> None:
        self._found = found
        self.words.setText(computed_words(found))
        lines = sorted(found.lines, key=lambda one: _URGENCY[one.light])
        self._model.set_records(lines)
        if lines:
            self.table.selectRow(0)
        if found.local:
            self.strip.show_message(
                Tone.ATTENTION,
                found.notice.capitalize() or "Calendrier local, à vérifier",
                "Le service n'a pas répondu\u00a0: ces recommandations viennent du calendrier "
                "d'AlmaPy.",
            )
        self._open_buttons()
        self.table.setFocus()

    def _open_buttons(self) -> None:
        for button in (self.print_button, self.pdf_button):
            button.setEnabled(self._found is not None)

    @Slot(object)
    def _show_details(self, line: RecommendationLine | None) -> None:
        if line is None:
            self.details.clear()
            return
        source = f" Source\u00a0: {line.source}." if line.source else ""
        self.details.setText(f"{line.disease}\u00a0: {line.text or status_words(line)}{source}")

    @Slot()
    def _ask_printer(self) -> None:
        if self._found is not None:
            ask_printer(self, TITLE, self.print_on)

    @Slot()
    def _ask_file(self) -> None:
        if self._found is not None and self.patient is not None:
            name = f"{TITLE} - dossier {self.patient.dossier}.pdf"
            ask_pdf(self, f"Enregistrer\u00a0: {TITLE.lower()}", name, self.save)

    def print_on(self, printer: QPrinter) -> None:
        """Draw what is shown on a printer, and trace it."""
        if self._found is None or self.patient is None:
            return
        draw(recommendations_paper(self.patient, self._found, simulated=self._simulated()), printer)
        self._trace_printed("Recommandations envoyées à l'imprimante.")

    def save(self, target: Path) -> None:
        """Write what is shown as a PDF, and trace it."""
        if self._found is None or self.patient is None:
            return
        path = target if target.suffix.lower() == ".pdf" else target.with_name(f"{target.name}.pdf")
        patient, found, simulated = self.patient, self._found, self._simulated()

        def work() -> None:
            durable_file.write(
                path, as_pdf(recommendations_paper(patient, found, simulated=simulated))
            )

        self.desk.run(
            self,
            work,
            lambda _none: self._trace_printed("Recommandations enregistrées."),
            self._fail_to_write,
            lane=Lane.IO,
        )

    def _fail_to_write(self, error: Exception) -> None:
        self.strip.show_failure(error, failed="Le PDF n'a pas été enregistré")

    def _simulated(self) -> bool:
        outside = self.desk.application.outside.cve
        return outside is not None and outside.simulated

    def _trace_printed(self, told: str) -> None:
        assert self.patient is not None
        patient_id = self.patient.id
        journal, actor = self.desk.application.journal, self.desk.actor
        self.desk.run(
            self,
            lambda: journal.record(
                actor, Action.PRINTED, patient_id=patient_id, detail={"objet": TITLE.lower()}
            ),
            lambda _none: self.desk.tell(told),
            self.strip.show_failure,
        )


_URGENCY = {
    RecommendationLight.RED: 0,
    RecommendationLight.ORANGE: 1,
    RecommendationLight.GREY: 2,
    RecommendationLight.GREEN: 3,
}
