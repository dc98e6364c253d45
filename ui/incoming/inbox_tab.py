"""« Documents à valider »: what waits, oldest first, and the ways to bring documents in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from almapy.incoming.model import IncomingLine, Taken
from ui.desk import Desk
from ui.incoming.flow import LaneFlow
from ui.incoming.intake import FILTER, Intake, local_files
from ui.incoming.progress_line import ProgressLine
from ui.incoming.words import EVERYBODY, moment_words, pages_words, standing
from ui.theme import SPACE_L, SPACE_M, SPACE_S, Tone
from ui.widgets.button import Button, ButtonKind
from ui.widgets.code_list import CodeList
from ui.widgets.empty_state import EmptyState
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel

_LIST, _EMPTY = 0, 1
_RECIPIENT_CHARACTERS = 18
_HOW = (
    "Ils arrivent du dossier surveillé, où le scanner dépose ses fichiers (réglé dans «\u00a0Ce "
    "poste\u00a0»), par «\u00a0Ajouter…\u00a0», en déposant des fichiers sur cette page, ou en "
    "les collant (Ctrl+V)."
)


class InboxTab(QWidget):
    """Enter begins the review at the current row."""

    opened = Signal(object)  # IncomingLine

    def __init__(self, desk: Desk, flow: LaneFlow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._flow = desk, flow
        self.strip = FailureStrip()
        self.progress = ProgressLine(desk)
        self.recipient = CodeList([(None, "Tous les documents")])
        self.add_button = Button("Ajouter…", icon_name="add")
        self.begin_button = Button("Commencer", ButtonKind.PRIMARY, icon_name="ok")
        self._model = RecordTableModel(_columns(), identity=lambda line: line.id)
        self.table = RecordTable(self._model, "Documents à valider")
        self.settings_button = Button("Régler le dossier surveillé", icon_name="settings")
        self._stack = QStackedWidget()
        self._intake = Intake(desk, self, self._show_taken)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()

    def show_lines(self) -> None:
        """Show the list as it stands."""
        lines = self._flow.lines
        self._model.set_records(lines)
        if lines and self.table.current_record() is None:
            self.table.selectRow(0)
        self.begin_button.setEnabled(bool(lines))
        is_empty = not lines and self._flow.is_listed
        if is_empty and self.table.hasFocus():
            self.add_button.setFocus()
        self._stack.setCurrentIndex(_EMPTY if is_empty else _LIST)

    def take_keyboard(self) -> None:
        """Put the keyboard on the list, or on what brings documents in."""
        is_empty = self._flow.is_listed and not self._flow.lines
        (self.add_button if is_empty else self.table).setFocus()

    def show_recipients(self, doctors: dict[int, str]) -> None:
        """Propose whose documents to list."""
        own = self._desk.actor.user_id
        choices: list[tuple[object, str]] = [(None, "Tous les documents")]
        if own in doctors:
            choices.append((own, "Pour moi"))
        choices += [(key, name) for key, name in doctors.items() if key != own]
        self.recipient.fill(choices)

    @Slot()
    def add(self) -> None:
        """Ask for files of this computer."""
        paths, _ = QFileDialog.getOpenFileNames(self, "Ajouter des documents", "", FILTER)
        self.take_files([Path(one) for one in paths])

    @Slot()
    def paste(self) -> None:
        """Take in what the clipboard holds."""
        self.strip.dismiss()
        self._intake.paste(QGuiApplication.clipboard().mimeData())

    def take_files(self, paths: Sequence[Path]) -> None:
        """Take files in."""
        self.strip.dismiss()
        self._intake.take_files(paths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this computer."""
        if local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = local_files(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.take_files(paths)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.table.fit_columns()

    def _show_taken(self, taken: Taken) -> None:
        told = []
        if taken.added:
            count = len(taken.added)
            told.append("1 document ajouté" if count == 1 else f"{count} documents ajoutés")
        if taken.repeated:
            count = len(taken.repeated)
            told.append("1 déjà reçu" if count == 1 else f"{count} déjà reçus")
        if taken.refused:
            title = "Fichier refusé" if len(taken.refused) == 1 else "Fichiers refusés"
            self.strip.show_message(Tone.ATTENTION, title, "\n".join(taken.refused))
        if told:
            self._desk.tell(f"{', '.join(told)}.")
        self._flow.read_lines()

    @Slot()
    def _filter(self) -> None:
        value = self.recipient.value()
        self._flow.recipient_id = value if isinstance(value, int) else None
        self._flow.read_lines()

    @Slot()
    def _begin(self) -> None:
        line = self.table.current_record() or next(iter(self._flow.lines), None)
        if isinstance(line, IncomingLine):
            self.opened.emit(line)

    @Slot()
    def _ask_settings(self) -> None:
        self._desk.section_asked.emit("post")

    def _lay_out(self) -> None:
        self.recipient.setMinimumContentsLength(_RECIPIENT_CHARACTERS)
        self.recipient.setAccessibleName("Destinataire des documents listés")
        self.add_button.setToolTip("Choisir des fichiers (Inser)")
        self.begin_button.setToolTip("Ouvrir le document de la ligne choisie (Entrée)")
        bar = QHBoxLayout()
        bar.setSpacing(SPACE_S)
        bar.addWidget(self.recipient)
        bar.addStretch(1)
        bar.addWidget(self.add_button)
        bar.addWidget(self.begin_button)
        empty = EmptyState(
            "documents", "Aucun document à valider", _HOW, action=self.settings_button
        )
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_S)
        column.addLayout(bar)
        column.addWidget(self.strip)
        column.addWidget(self.progress)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._flow.lines_changed.connect(self.show_lines)
        self.table.opened.connect(self.opened)
        self.recipient.changed.connect(self._filter)
        self.add_button.clicked.connect(self.add)
        self.begin_button.clicked.connect(self._begin)
        self.settings_button.clicked.connect(self._ask_settings)
        for keys, verb in (("Ins", self.add), ("Ctrl+V", self.paste)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(verb)


def _columns() -> list[Column[IncomingLine]]:
    return [
        Column(
            "État",
            lambda line: standing(line).words,
            tooltip=lambda line: line.problem or standing(line).words,
            icon_name=lambda line: standing(line).icon_name,
            sample="Aucun dossier détecté",
        ),
        Column(
            "Patient proposé",
            lambda line: line.patient,
            tooltip=lambda line: line.patient,
            stretch=True,
        ),
        Column(
            "Document",
            lambda line: line.title or line.name,
            tooltip=lambda line: line.name,
            stretch=True,
        ),
        Column(
            "Reçu",
            lambda line: moment_words(line.arrived_at),
            sort_key=lambda line: line.arrived_at,
            sample="le 00/00/0000 à 00:00",
        ),
        Column("Importé par", lambda line: line.imported_by, sample="Dossier surveillé"),
        Column(
            "Destinataire", lambda line: line.recipient or EVERYBODY, sample="Dr Hélène FICTIVE"
        ),
        Column(
            "Pages",
            lambda line: pages_words(line.page_count),
            sort_key=lambda line: line.page_count,
            sample="000 pages",
        ),
    ]
