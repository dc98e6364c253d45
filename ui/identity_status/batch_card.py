"""« Vérification des INS »: how far it got, how to hold it up, and what was found discordant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QProgressBar, QWidget

from almapy.identity_status.batch_model import BatchProgress, BatchReport, BatchState
from almapy.identity_status.model import StatusRow
from ui.desk import Desk
from ui.identity_status.batch_watch import watch_of
from ui.identity_status.batch_words import STATES, left_out_words, progress_words
from ui.identity_status.status_words import row_name
from ui.insi.words import SIMULATOR
from ui.theme import SPACE_S, Tone
from ui.widgets.badge import Badge
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.message_strip import MessageStrip
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel
from ui.widgets.wrap_layout import WrapLayout

_LEAST_ROWS = 4
_MOST_ROWS = 8
_DISCORDANT = "Discordante"


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One record to look at after its verification."""

    row: StatusRow
    found: str
    why: str


class BatchCard(Card):
    """Shows the batch of the practice, whoever began it and whatever page is in front."""

    patient_asked = Signal(object)  # int

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Vérification des INS", parent)
        self._desk = desk
        self._batch = desk.application.insi_batch
        self._watch = watch_of(desk)
        self._shown = BatchProgress()
        self._closed = 0
        self._reason = ""
        self._asked = 0
        self.simulator = Badge(SIMULATOR, Tone.SIMULATOR)
        self.state = Badge("", Tone.NEUTRAL)
        self.pause_button = Button("Suspendre")
        self.resume_button = Button("Reprendre", ButtonKind.PRIMARY)
        self.stop_button = Button("Arrêter", icon_name="cancel")
        self.close_button = Button("Fermer", ButtonKind.QUIET, icon_name="close")
        self.bar = QProgressBar()
        self.words = QLabel()
        self.strip = MessageStrip(closable=False)
        self._model = RecordTableModel(_columns(), identity=lambda line: line.row.patient_id)
        self.table = RecordTable(self._model, "INS à regarder")
        self.open_button = Button("Ouvrir", icon_name="record")
        self.left_out = QLabel()
        self._lay_out()
        self._connect()
        self.show_progress(self._batch.progress)

    @Slot(object)
    def show_progress(self, progress: BatchProgress) -> None:
        """Show where the batch stands; hidden before the first and once it was closed."""
        before, self._shown = self._shown, progress
        is_over = progress.state.is_over
        self.setVisible(progress.state is not BatchState.NONE and progress.number != self._closed)
        self.simulator.setVisible(self._watch.simulated)
        self.state.set_state(*STATES[progress.state])
        self.pause_button.setVisible(progress.state is BatchState.RUNNING)
        self.resume_button.setVisible(progress.state is BatchState.PAUSED)
        self.stop_button.setVisible(not is_over)
        self.close_button.setVisible(is_over)
        self.bar.setUpdatesEnabled(False)  # or else Qt paints the whole window at each value
        self.bar.setMaximum(max(progress.total, 1))
        self.bar.setValue(progress.done if progress.total else 1)
        self.bar.setUpdatesEnabled(True)
        self.words.setText(progress_words(progress))
        self._show_reason(progress.reason)
        if _to_look_at(before) != _to_look_at(progress):
            self._read()

    def _show_reason(self, reason: str) -> None:
        if not reason:
            self.strip.hide()
        elif self.strip.isHidden() or self._reason != reason:
            self._reason = reason
            self.strip.show_message(
                Tone.ATTENTION,
                "La vérification s'est suspendue d'elle-même",
                f"{reason}\n«\u00a0Reprendre\u00a0» refait d'abord les appels sans réponse.",
            )

    def _read(self) -> None:
        status, actor = self._desk.application.identity_status, self._desk.actor
        report = self._batch.report
        self._asked += 1
        turn = self._asked

        def work() -> tuple[int, BatchReport, list[FoundLine]]:
            wanted = {one.patient_id for one in (*report.discordant, *report.failed)}
            rows = status.rows_of(actor, wanted)
            lines = [
                FoundLine(rows[one.patient_id], found, one.why)
                for found, findings in (
                    (_DISCORDANT, report.discordant),
                    ("Sans résultat", report.failed),
                )
                for one in findings
                if one.patient_id in rows
            ]
            return turn, report, lines

        self._desk.run(self, work, self._show_found)

    def _show_found(self, answer: tuple[int, BatchReport, list[FoundLine]]) -> None:
        turn, report, lines = answer
        if turn != self._asked:
            return
        self._model.set_records(lines)
        self._fit_table(lines)
        for widget in (self.table, self.open_button):
            widget.setVisible(bool(lines))
        self.left_out.setText(f"Écartées\u00a0:\n{left_out_words(report.left_out)}")
        self.left_out.setVisible(bool(report.left_out) and self._shown.state.is_over)

    def _fit_table(self, lines: Sequence[FoundLine]) -> None:
        shown = min(max(len(lines), _LEAST_ROWS), _MOST_ROWS)
        row = self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(row * (shown + 1) + row // 2)

    @Slot()
    def _close(self) -> None:
        self._closed = self._shown.number
        self.hide()

    @Slot()
    def _open_current(self) -> None:
        line = self.table.current_record()
        if line is None and self._model.rowCount():
            line = self._model.record(0)
        if line is not None:
            self._open(line)

    @Slot(object)
    def _open(self, line: FoundLine) -> None:
        self.patient_asked.emit(line.row.patient_id)

    def _connect(self) -> None:
        self._watch.changed.connect(self.show_progress)
        self.pause_button.clicked.connect(self._batch.pause)
        self.resume_button.clicked.connect(self._batch.resume)
        self.stop_button.clicked.connect(self._batch.stop)
        self.close_button.clicked.connect(self._close)
        self.table.opened.connect(self._open)
        self.open_button.clicked.connect(self._open_current)

    def _lay_out(self) -> None:
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Avancement de la vérification")
        self.words.setAccessibleName("Résultats de la vérification")
        self.words.setWordWrap(True)
        self.left_out.setWordWrap(True)
        set_text_role(self.left_out, TextRole.SECONDARY)
        head = QWidget()
        line = WrapLayout(head, spacing=SPACE_S)
        for part in (
            self.simulator,
            self.state,
            self.pause_button,
            self.resume_button,
            self.stop_button,
            self.close_button,
        ):
            line.addWidget(part)
        parts = (head, self.bar, self.words, self.strip, self.left_out, self.table)
        for widget in parts:
            self.body.addWidget(widget)
        self.body.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.table, self.open_button, self.left_out):
            widget.hide()


def _to_look_at(progress: BatchProgress) -> tuple[int, int, int, bool]:
    return (progress.number, progress.discordant, progress.failed, progress.state.is_over)


def _columns() -> list[Column[FoundLine]]:
    return [
        Column("Patient", lambda one: row_name(one.row), sample="DE LA FONTAINE JEAN-CHRISTOPHE"),
        Column(
            "Constat",
            lambda one: one.found,
            sample="Sans résultat",
            icon_name=lambda one: "warning" if one.found == _DISCORDANT else "neutral",
        ),
        Column(
            "Dossier",
            lambda one: str(one.row.dossier),
            sort_key=lambda one: one.row.dossier,
            sample="000000",
        ),
        Column("Détail", lambda one: one.why, tooltip=lambda one: one.why, stretch=True),
    ]
