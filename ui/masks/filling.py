"""« Ajouter un masque »: choose one by its first letters, fill it in, store it as a whole."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from almapy.clock import civil_day
from almapy.masks.model import Mask
from almapy.masks.service import FilledMask
from almapy.text import fold
from almapy.users.model import Right
from ui.desk import Desk
from ui.masks.mask_form import MaskForm
from ui.theme import SPACE_S
from ui.undo import Step
from ui.widgets.button import Button

_MASK = Qt.ItemDataRole.UserRole
_LINES_SHOWN = 6
_NOON = time(12)


class MaskFilling(QWidget):
    """The button, the list it opens, and the form of the mask that was chosen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient_id: int | None = None
        self._encounter_id: int | None = None
        self._held_at: datetime | None = None
        self._masks: list[Mask] = []
        self._forms: dict[int, MaskForm] = {}
        self.button = Button("Ajouter un masque", icon_name="add")
        self.button.clicked.connect(self._toggle)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Premières lettres du masque")
        self.search.setAccessibleName("Masque à ajouter")
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._take_current)
        self.search.installEventFilter(self)
        self.choices = QListWidget()
        self.choices.setAccessibleName("Masques")
        self.choices.itemClicked.connect(self._take)
        self.choices.itemActivated.connect(self._take)
        self.choices.installEventFilter(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, SPACE_S, 0, 0)
        self._column.setSpacing(SPACE_S)
        self._column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.search)
        self._column.addWidget(self.choices)
        self._close_list()
        self.button.setVisible(desk.actor.may(Right.WRITE_NOTES))

    @property
    def form(self) -> MaskForm | None:
        """The form of the open patient, None when no mask is being filled in."""
        return self._forms.get(self._patient_id or 0)

    def show_patient(
        self, patient_id: int, encounter_id: int | None, held_at: datetime | None
    ) -> None:
        """Show the form that waits for this patient, if one does."""
        if patient_id != self._patient_id:
            self._close_list()
            for one in self._forms.values():
                one.hide()
        self._patient_id, self._encounter_id, self._held_at = patient_id, encounter_id, held_at
        if self.form is not None:
            self.form.show()

    def has_text(self) -> bool:
        """Tell whether answers are typed that are not stored."""
        return any(form.has_text() for form in self._forms.values())

    def open_list(self) -> None:
        """Show the masks, with the cursor where their first letters are typed."""
        if not self.search.isHidden():
            return
        self.search.clear()
        self.search.show()
        self.choices.show()
        self.search.setFocus()
        service, actor = self._desk.application.masks, self._desk.actor
        self._desk.run(self, lambda: service.all(actor), self._fill_list)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the list by Échap, and move in it by the arrows while letters are typed."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self._close_list()
                self.button.setFocus()
                return True
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            step = steps.get(Qt.Key(event.key()))
            if watched is self.search and step is not None:
                row = self.choices.currentRow() + step
                self.choices.setCurrentRow(max(0, min(row, self.choices.count() - 1)))
                return True
        return super().eventFilter(watched, event)

    @Slot()
    def _toggle(self) -> None:
        form = self.form
        if form is not None:
            form.show()
            form.focus_first()
        elif self.search.isHidden():
            self.open_list()
        else:
            self._close_list()

    def _fill_list(self, masks: list[Mask]) -> None:
        self._masks = masks
        self._filter(self.search.text())

    @Slot(str)
    def _filter(self, typed: str) -> None:
        wanted = fold(typed)
        self.choices.clear()
        for mask in self._masks:
            title = fold(mask.title)
            if title.startswith(wanted) or f" {wanted}" in title:
                item = QListWidgetItem(mask.title)
                item.setData(_MASK, mask)
                item.setToolTip(", ".join(one.label for one in mask.fields))
                self.choices.addItem(item)
        self.choices.setCurrentRow(0)
        line = self.choices.sizeHintForRow(0) if self.choices.count() else 0
        line = max(line, self.fontMetrics().height() * 2)
        self.choices.setFixedHeight(
            line * min(_LINES_SHOWN, max(1, self.choices.count())) + SPACE_S
        )

    @Slot()
    def _take_current(self) -> None:
        item = self.choices.currentItem()
        if item is not None:
            self._take(item)

    @Slot(QListWidgetItem)
    def _take(self, item: QListWidgetItem) -> None:
        if self._patient_id is None:
            return
        mask: Mask = item.data(_MASK)
        self._close_list()
        form = MaskForm(mask, self._desk.application.clock)
        if self._held_at is not None:
            form.day.setText(f"{civil_day(self._held_at):%d/%m/%Y}")
        form.submitted.connect(partial(self._store, form, self._patient_id))
        form.put_aside.connect(self._put_aside)
        form.given_up.connect(partial(self._drop, self._patient_id))
        self._forms[self._patient_id] = form
        self._column.addWidget(form)
        form.focus_first()

    @Slot()
    def _put_aside(self) -> None:
        form = self.form
        if form is None or self._patient_id is None:
            return
        if form.has_text():
            form.hide()
            self.button.setFocus()
        else:
            self._drop(self._patient_id)

    def _store(self, form: MaskForm, patient_id: int) -> None:
        day = form.day.day
        if not form.require_day() or day is None or not form.store_button.isEnabled():
            return
        form.store_button.setEnabled(False)
        form.strip.dismiss()
        service, actor = self._desk.application.masks, self._desk.actor
        typed, moment, encounter_id = form.typed, self._moment_of(day), self._encounter_id
        self._desk.run(
            self,
            lambda: service.fill(actor, patient_id, form.asked_mask, typed, moment, encounter_id),
            partial(self._stored, form, patient_id),
            form.refuse,
        )

    def _stored(self, form: MaskForm, patient_id: int, filled: FilledMask) -> None:
        service, actor = self._desk.application.masks, self._desk.actor
        held = [filled]

        def undo() -> None:
            held[0] = service.take_back(actor, held[0])

        def redo() -> None:
            held[0] = service.put_back(actor, held[0])

        many = "s" if filled.count > 1 else ""
        text = f"Masque «\u00a0{form.asked_mask.title}\u00a0»\u00a0: {filled.count} valeur{many}."
        self._desk.undo.add(Step(text, undo, redo, patient_id))
        self._drop(patient_id)

    def _drop(self, patient_id: int) -> None:
        form = self._forms.pop(patient_id, None)
        if form is None:
            return
        had_focus = form.isAncestorOf(self.window().focusWidget() or self)
        form.hide()
        self._column.removeWidget(form)
        form.deleteLater()
        if had_focus:
            self.button.setFocus()

    def _moment_of(self, day: date) -> datetime:
        now = self._held_at or self._desk.application.clock.now()
        return now if civil_day(now) == day else datetime.combine(day, _NOON).astimezone()

    def _close_list(self) -> None:
        self.search.hide()
        self.choices.hide()
