"""The fields of a consultation: header, then one text or four blocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import QSettings, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from almapy.clock import Clock
from almapy.encounters.blocks import HEADINGS
from almapy.encounters.model import EncounterContent, Nature, WritingHelp
from ui.encounters.blocks_grid import BlocksGrid
from ui.encounters.problems_button import ProblemsButton
from ui.encounters.text_area import TextArea
from ui.theme import SPACE_M, SPACE_S
from ui.widgets.day_edit import DayEdit
from ui.widgets.field_bar import FieldBar
from ui.widgets.fields import text_edit

_IN_BLOCKS = "consultation/quatre_blocs"
_FREE_LINES, _BLOCK_LINES = 9, 3
_LONGEST_TITLE = 200
_NOBODY = "À préciser"


class EncounterEditor(QWidget):
    """Shows a content in its fields and gives back what they hold.

    ``changed`` follows what the person does, never what ``show_content`` puts in.
    """

    changed = Signal()

    def __init__(
        self, clock: Clock, *, stands_in: bool = False, parent: QWidget | None = None
    ) -> None:
        """`stands_in` shows for whom a remplaçant works."""
        super().__init__(parent)
        self._clock = clock
        self._content = EncounterContent(Nature.CONSULTATION, clock.now())
        self._silent = False
        self.nature = QComboBox()
        self.day = DayEdit(clock)
        self.title = text_edit(_LONGEST_TITLE)
        self.reason = text_edit(_LONGEST_TITLE)
        self.replaced = QComboBox()
        self.problems = ProblemsButton()
        self.important = QCheckBox("Important")
        self.in_blocks = QCheckBox("Quatre blocs")
        self.text = TextArea("Texte de la consultation", _FREE_LINES)
        self.blocks = tuple(TextArea(heading, _BLOCK_LINES) for heading in HEADINGS)
        self._blocks_holder = BlocksGrid(self.blocks)
        self._lay_out(stands_in=stands_in)
        self._connect()

    def show_content(self, content: EncounterContent) -> None:
        """Show another content; what can be undone in the texts begins there."""
        self._silent = True
        self._content = content
        self.nature.setCurrentIndex(self.nature.findData(content.nature))
        self.day.setText(f"{content.held_at.astimezone():%d/%m/%Y}")
        self.title.setText(content.title)
        self.reason.setText(content.reason)
        self.replaced.setCurrentIndex(max(0, self.replaced.findData(content.replaced_id)))
        self.problems.set_value(content.problems)
        self.important.setChecked(content.important)
        self._show_texts(content)
        self._silent = False

    def show_help(self, proposed: WritingHelp) -> None:
        """Propose doctors to stand in for and problems; what is chosen stays chosen."""
        self._silent = True
        chosen = self._content.replaced_id
        self.replaced.clear()
        self.replaced.addItem(_NOBODY, None)
        for doctor in proposed.doctors:
            self.replaced.addItem(f"{doctor.name} ({doctor.initials})", doctor.id)
        if chosen is not None and self.replaced.findData(chosen) < 0:
            self.replaced.addItem("Médecin dont le compte est fermé", chosen)
        self.replaced.setCurrentIndex(max(0, self.replaced.findData(chosen)))
        self.problems.set_problems(proposed.problems)
        self._silent = False

    def content(self) -> EncounterContent:
        """Return what the fields hold; a day that is not understood leaves the former one."""
        interview, examination, conclusion, plan = (one.text() for one in self.blocks)
        return replace(
            self._content,
            nature=Nature(self.nature.currentData()),
            held_at=self._held_at(),
            title=self.title.text(),
            reason=self.reason.text(),
            text=self.text.text(),
            interview=interview,
            examination=examination,
            conclusion=conclusion,
            plan=plan,
            in_blocks=self.in_blocks.isChecked(),
            important=self.important.isChecked(),
            replaced_id=self.replaced.currentData(),
            problems=self.problems.value(),
        )

    def focus_text(self) -> None:
        """Put the cursor at the end of what is written."""
        area = self.blocks[0] if self.in_blocks.isChecked() else self.text
        if self.in_blocks.isChecked():
            written = [one for one in self.blocks if one.toPlainText().strip()]
            area = written[-1] if written else area
        cursor = area.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        area.setTextCursor(cursor)
        area.setFocus()

    def usual_layout(self, content: EncounterContent) -> EncounterContent:
        """Return an empty content in the layout this post used last."""
        wanted = QSettings().value(_IN_BLOCKS, defaultValue=False, type=bool)
        return content.as_blocks() if wanted else content

    def _lay_out(self, *, stands_in: bool) -> None:
        for nature in Nature:
            self.nature.addItem(nature.label, nature)
        self.replaced.addItem(_NOBODY, None)
        head = FieldBar()
        head.add_field("Nature", self.nature)
        head.add_field("Date du contact", self.day)
        head.add_field("Titre du contact", self.title)
        head.add_field("Motif", self.reason)
        if stands_in:
            head.add_field("Remplace", self.replaced)
        head.add_field("Problèmes abordés", self.problems)
        marks = QHBoxLayout()
        marks.setSpacing(SPACE_M)
        marks.addWidget(self.important)
        marks.addStretch(1)
        marks.addWidget(self.in_blocks)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(head)
        column.addLayout(marks)
        column.addWidget(self.text, 1)
        column.addWidget(self._blocks_holder, 1)
        self._blocks_holder.hide()
        order = [self.nature, self.day, self.title, self.reason]
        order += [self.replaced] if stands_in else []
        order += [self.problems, self.important, self.in_blocks, self.text, *self.blocks]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        for combo in (self.nature, self.replaced):
            combo.currentIndexChanged.connect(self._follow)
        for edit in (self.day, self.title, self.reason):
            edit.textChanged.connect(self._follow)
        for area in (self.text, *self.blocks):
            area.textChanged.connect(self._follow)
        self.important.toggled.connect(self._follow)
        self.problems.changed.connect(self._follow)
        self.in_blocks.toggled.connect(self._change_layout)

    @Slot()
    def _follow(self) -> None:
        if not self._silent:
            self.changed.emit()

    @Slot(bool)
    def _change_layout(self, in_blocks: bool) -> None:  # noqa: FBT001  (given by the signal)
        if self._silent:
            return
        before = replace(self.content(), in_blocks=not in_blocks)
        self._silent = True
        self._show_texts(before.as_blocks() if in_blocks else before.as_free_text())
        self._silent = False
        QSettings().setValue(_IN_BLOCKS, in_blocks)
        self.focus_text()
        self.changed.emit()

    def _show_texts(self, content: EncounterContent) -> None:
        self.text.setPlainText(content.text)
        texts = (content.interview, content.examination, content.conclusion, content.plan)
        for area, text in zip(self.blocks, texts, strict=True):
            area.setPlainText(text)
        self.in_blocks.setChecked(content.in_blocks)
        self.text.setVisible(not content.in_blocks)
        self._blocks_holder.setVisible(content.in_blocks)

    def _held_at(self) -> datetime:
        before = self._content.held_at.astimezone()
        day = self.day.day
        if day is None or day == before.date():
            return self._content.held_at
        return before.replace(year=day.year, month=day.month, day=day.day).astimezone()
