"""Both versions of one vaccination side by side, and the choice (cve.md §6, scenario 5)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from almapy.cve.model import ComparedLine
from ui.cve.line_words import local_details, remote_details
from ui.cve.view import plain_words
from ui.theme import SPACE_L, SPACE_S, SPACE_XS
from ui.widgets.button import Button
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import set_relative_font
from ui.widgets.wrap_layout import WrapLayout

_DELETED = "Cette ligne a été supprimée du carnet. Elle est toujours ici."


class TwoVersions(QWidget):
    """Shows what differs, marked by an icon; ``kept`` gives the line and its side that stays."""

    kept = Signal(object, str)  # ComparedLine, the side that stays

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: ComparedLine | None = None
        self.words = plain_words()
        self._grid_box = QWidget()
        self.local_button = Button("Garder la version d'AlmaPy")
        self.remote_button = Button("Prendre la version du carnet")
        self.local_button.clicked.connect(self._keep_local)
        self.remote_button.clicked.connect(self._keep_remote)
        bar = QWidget()
        line = WrapLayout(bar)
        line.addWidget(self.local_button)
        line.addWidget(self.remote_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        for part in (self.words, self._grid_box, bar):
            self._column.addWidget(part)
        self.hide()

    def show_line(self, line: ComparedLine, *, deleted: bool) -> None:
        """Show one line and what can be chosen about it."""
        self._line = line
        if deleted:
            self.words.setText(_DELETED)
        else:
            differs = f"Diffère\u00a0: {', '.join(line.differs)}." if line.differs else ""
            self.words.setText(f"{differs} {line.note}".strip())
        self.local_button.setText("Garder ici" if deleted else "Garder la version d'AlmaPy")
        self.remote_button.setText(
            "Supprimer aussi ici" if deleted else "Prendre la version du carnet"
        )
        choosable = deleted or bool(line.differs and line.local and line.remote)
        self.local_button.setVisible(choosable)
        self.remote_button.setVisible(choosable)
        self._fill(line)
        self.setVisible(True)

    def _fill(self, line: ComparedLine) -> None:
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_L)
        grid.setVerticalSpacing(SPACE_XS)
        grid.setColumnStretch(2, 1)
        grid.setColumnStretch(3, 1)
        if line.local is not None and line.remote is not None:
            for column, title in ((2, "AlmaPy"), (3, "Carnet")):
                head = QLabel(title)
                set_relative_font(head, 1.0, bold=True)
                grid.addWidget(head, 0, column)
            pairs = zip(local_details(line.local), remote_details(line.remote), strict=True)
            shown = [(name, here, there) for (name, here), (_, there) in pairs if here or there]
            for row, (name, here, there) in enumerate(shown, start=1):
                if here != there:
                    grid.addWidget(IconLabel("warning", scale=1.0), row, 0)
                grid.addWidget(QLabel(name), row, 1, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(plain_words(here or "–"), row, 2)
                grid.addWidget(plain_words(there or "–"), row, 3)
        self._column.replaceWidget(self._grid_box, fresh)
        self._grid_box.deleteLater()
        self._grid_box = fresh

    @Slot()
    def _keep_local(self) -> None:
        if self._line is not None:
            self.kept.emit(self._line, "local")

    @Slot()
    def _keep_remote(self) -> None:
        if self._line is not None:
            self.kept.emit(self._line, "remote")
