"""Where the parts of the review stand: beside each other, or one under the other."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from almapy.incoming.model import IncomingLine
from ui.desk import Desk
from ui.documents.content_preview import ContentPreview
from ui.incoming.entry_form import EntryForm
from ui.incoming.erase_panel import ErasePanel
from ui.incoming.lane_head import LaneHead
from ui.incoming.patient_card import PatientCard
from ui.incoming.ribbon import Ribbon
from ui.incoming.unlock_panel import UnlockPanel
from ui.incoming.words import EVERYBODY
from ui.insertion.found_people import FoundPeoplePanel
from ui.theme import SPACE_L, SPACE_M, SPACE_S
from ui.widgets.button import Button, ButtonKind
from ui.widgets.code_list import CodeList
from ui.widgets.empty_state import EmptyState
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.focus_scroll import FocusScroll
from ui.widgets.inline_panel import InlinePanel
from ui.widgets.message_strip import MessageStrip
from ui.widgets.scroll_column import ScrollColumn

_BESIDE_EM, _LOW_BESIDE_EM = 58, 38
_NO_SIGHT = "Pas d'aperçu"
_NO_PAGES = "Les pages apparaissent ici dès que le document peut être ouvert."
_SHARES = (6, 5)
_LEAST_LINES, _PREVIEW_LINES, _FIELD_LINES = 12, 16, 24
_LOW_LINES, _COMPACT_LINES = 24, 8
_KEEP = "Enregistrer"


class LaneLayout(QWidget):
    """The parts, laid out; what they do is elsewhere."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Each part is made where it stands: moving a filled one reads the style sheet anew.
        self._frame = FocusScroll(self)
        self.head = LaneHead(self._frame.content)
        self.ribbon = Ribbon(self._frame.content)
        self._split = QSplitter(self._frame.content)
        nothing = EmptyState("documents", _NO_SIGHT, _NO_PAGES)
        self.preview = ContentPreview(desk, self._split, empty=nothing)
        self._right = QWidget(self._split)
        self.strip = FailureStrip(parent=self._right)
        self.sides = QStackedWidget(self._right)
        self._foot = QWidget(self._right)
        self.column = ScrollColumn(parent=self.sides)
        self._searching = ScrollColumn(parent=self.sides)
        self.state = self.column.add_part(MessageStrip(closable=False))
        self.unlock = self.column.add_part(UnlockPanel())
        self.eraser = self.column.add_part(ErasePanel())
        self.patient = self.column.add_part(PatientCard(desk))
        self.form = self.column.add_part(EntryForm(desk))
        self.found = FoundPeoplePanel(desk, self._searching.widget())
        self.recipient = CodeList([(None, EVERYBODY)])
        self.delete_source = QCheckBox("Supprimer le fichier de l'ordinateur")
        self.keep_button = Button(_KEEP, icon_name="save")
        self.file_button = Button(
            "Validé et passer au doc. suivant", ButtonKind.PRIMARY, icon_name="ok"
        )
        self._panels: list[InlinePanel] = [self.unlock, self.eraser]
        self._foot_column = QVBoxLayout(self._foot)
        self._is_low, self._had_ribbon = False, True
        self._arranged: tuple[Qt.Orientation, int] | None = None
        self._lay_out()

    def add_panels(self, *panels: InlinePanel) -> None:
        """Put panels that open on demand above the patient."""
        for panel in panels:
            self._panels.append(self.column.add_part(panel))

    def close_panels(self) -> None:
        """Close what was open about another document."""
        for panel in self._panels:
            panel.leave()
        self.show_found(shown=False)

    def show_found(self, *, shown: bool) -> None:
        """Bring « Dossiers détectés » to the front, or the patient and the form."""
        self.sides.setCurrentIndex(1 if shown else 0)
        self._foot.setVisible(not shown)

    def inner(self) -> tuple[QWidget, ...]:
        """Return the parts that have keys of their own."""
        return (self.found, self.state, *self._panels)

    def show_line(self, line: IncomingLine) -> None:
        """Show the row of the document in front."""
        self.head.show_line(line)
        self.ribbon.show_line(line)

    def show_place(self, here: int, count: int) -> None:
        """Show how far one is."""
        self.head.show_place(here, count)

    def show_source(self, *, there: bool) -> None:
        """Propose to remove the file where there still is one."""
        self.delete_source.setVisible(there)

    def set_ready(self, *, ready: bool) -> None:
        """Open the parts to use, once the document was read from the base."""
        for part in (self.patient, self.form, self.file_button, self.keep_button, self.ribbon):
            part.setEnabled(ready)

    def arrange(self) -> None:
        """Have the two halves beside each other where the width allows, or the height demands."""
        em = self.fontMetrics().averageCharWidth() * 2
        self._follow_height()
        is_wide = self.width() >= em * (_LOW_BESIDE_EM if self._is_low else _BESIDE_EM)
        sides = Qt.Orientation
        side = sides.Horizontal if is_wide else sides.Vertical
        room = self.width() if is_wide else self.height()
        if (side, room) != self._arranged:
            self._arranged = (side, room)
            self._split.setOrientation(side)
            self._split.setSizes([room * share for share in _SHARES])
            self._fit(wide=is_wide)

    def _fit(self, *, wide: bool) -> None:
        """Keep both halves readable on a small screen or with large text: the whole scrolls."""
        line = self.fontMetrics().height()
        least = _COMPACT_LINES if self._is_low else _LEAST_LINES
        self.preview.setMinimumHeight(line * (least if wide else _PREVIEW_LINES))
        self._right.setMinimumHeight(line * (least if wide else _FIELD_LINES))
        self.head.set_narrow(narrow=not wide)

    def _follow_height(self) -> None:
        """Put the ribbon away where the height is short, and bring it back with the height."""
        is_low = self.height() < self.fontMetrics().height() * _LOW_LINES
        if is_low == self._is_low:
            return
        self._is_low, ribbon = is_low, self.head.ribbon
        if is_low:
            self._had_ribbon = ribbon.isChecked()
        ribbon.setChecked(not is_low and self._had_ribbon)
        self._show_ribbon()

    @Slot()
    def _show_ribbon(self) -> None:
        """Have the ribbon bring the other tools with it where the height is short."""
        is_shown = self.head.ribbon.isChecked()
        compact = self._is_low and not is_shown
        self.ribbon.setVisible(is_shown)
        self.preview.bar.setVisible(not compact)
        self.preview.show_strip(shown=not compact)
        self.head.set_compact(compact=compact)
        self.keep_button.setText("" if compact else _KEEP)
        if self._is_low:
            self.column.add_part(self.delete_source)
        else:
            self._foot_column.insertWidget(0, self.delete_source)
        self._foot_column.activate()  # « Dossiers détectés » keeps the width that its verbs had
        self._right.setMinimumWidth(self._foot_column.totalMinimumSize().width())

    def _lay_out(self) -> None:
        self.patient.build()
        self.form.build()
        self.form.add_row("Destinataire", self.recipient)
        self.delete_source.setToolTip(
            "Une fois la copie d'AlmaPy relue\u00a0; ce choix est retenu pour la suite."
        )
        self.file_button.setToolTip("Entrée quand le patient est sûr ou choisi (Ctrl+Entrée)")
        self.keep_button.setAccessibleName(_KEEP)
        self.keep_button.setToolTip("Garder ce qui est saisi sans classer (Ctrl+S)")
        verbs = QHBoxLayout()
        verbs.addStretch(1)  # notices stand in the middle of the window: keep clear of them
        verbs.addWidget(self.keep_button)
        verbs.addWidget(self.file_button)
        foot = self._foot_column
        foot.setContentsMargins(SPACE_L, 0, SPACE_L, 0)
        foot.addWidget(self.delete_source)
        foot.addLayout(verbs)
        self._searching.add_part(self.found, grows=True)
        column = QVBoxLayout(self._right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.strip)
        self.sides.addWidget(self.column)
        self.sides.addWidget(self._searching)
        column.addWidget(self.sides, 1)
        column.addWidget(self._foot)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.preview)
        self._split.addWidget(self._right)
        for place, share in enumerate(_SHARES):
            self._split.setStretchFactor(place, share)
        self.head.ribbon.setChecked(True)
        self.head.ribbon.toggled.connect(self._show_ribbon)
        whole = QVBoxLayout(self._frame.content)
        whole.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        whole.setSpacing(SPACE_S)
        whole.addWidget(self.head)
        whole.addWidget(self.ribbon)
        whole.addWidget(self._split, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._frame)
