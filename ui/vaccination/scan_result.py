"""What was read on a box, and « Ajouter »."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from almapy.gs1.wording import long_date
from almapy.vaccination.box_model import ScannedBox
from ui.theme import SPACE_M, SPACE_S, Tone
from ui.widgets.button import Button, ButtonKind
from ui.widgets.form import FormSection
from ui.widgets.message_strip import MessageStrip

ADD, ADD_ANYWAY = "Ajouter", "Ajouter quand même"
UNKNOWN = "Code inconnu"
DONE = "Traitement terminé"
_EXPIRED_HOW = (
    f"{DONE}. Rien n'est ajouté\u00a0: prenez une autre boîte, ou écrivez pourquoi celle-ci a été "
    "donnée quand même."
)
_NONE = "aucun"
_LONGEST_REASON = 200


class BoxResult(QWidget):
    """Shows one box; a box past its last day is only added for a reason that was written."""

    added = Signal(object, str)  # ScannedBox, the reason
    told_otherwise = Signal()  # « C'est un autre vaccin »

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box: ScannedBox | None = None
        self.expired = MessageStrip(closable=False)
        self.fields = FormSection("Boîte lue", columns=2)
        self.product, self.cip13 = _read_only(), _read_only()
        self.code, self.serial = _read_only(), _read_only()
        self.lot, self.expiry = _read_only(), _read_only()
        self.reason_form = FormSection()
        self.reason = QLineEdit()
        self.reason.setMaxLength(_LONGEST_REASON)
        self.add_button = Button(ADD, ButtonKind.PRIMARY, icon_name="add")
        self.anyway_button = Button(ADD_ANYWAY, ButtonKind.DANGER, icon_name="warning")
        self.other_button = Button("C'est un autre vaccin…", icon_name="edit")
        self._lay_out()
        self.add_button.clicked.connect(self._add)
        self.anyway_button.clicked.connect(self._add)
        self.other_button.clicked.connect(self.told_otherwise)
        self.reason.returnPressed.connect(self._on_reason)
        self.reason.textEdited.connect(self._on_reason_edited)
        self.hide()

    @property
    def box(self) -> ScannedBox | None:
        """Return the box that is shown."""
        return self._box

    def show_box(self, box: ScannedBox) -> None:
        """Show a box and take the cursor to what is to be done."""
        is_same = self._box is not None and self._box.code == box.code
        self._box = box
        code = box.code
        for field, text in (
            (self.product, box.product or UNKNOWN),
            (self.cip13, code.cip13 or _NONE),
            (self.code, code.gtin),
            (self.serial, code.serial or _NONE),
            (self.lot, code.lot),
            (self.expiry, long_date(code.expiry)),
        ):
            field.setText(text)
            field.setCursorPosition(0)
        self._show_expiry(box, keep_reason=is_same)
        can_add = box.vaccine is not None
        self.add_button.setVisible(can_add and not box.expired)
        self.anyway_button.setVisible(can_add and box.expired)
        self.other_button.setVisible(can_add and box.told)
        self.set_adding(adding=False)
        self.show()

    def empty(self) -> None:
        """Forget the box and what was written about it."""
        self._box = None
        self.reason.clear()
        self.hide()

    def set_adding(self, *, adding: bool) -> None:
        """Keep the box from being added twice."""
        self.add_button.setEnabled(not adding)
        self.anyway_button.setEnabled(not adding)

    def take_focus(self) -> None:
        """Put the cursor on « Ajouter », or where the reason is written."""
        box = self._box
        if box is None or box.vaccine is None:
            return
        (self.reason if box.expired else self.add_button).setFocus()

    def _show_expiry(self, box: ScannedBox, *, keep_reason: bool) -> None:
        if not keep_reason:
            self.reason.clear()
        self.reason_form.clear_error(self.reason)
        self.reason_form.setVisible(box.expired and box.vaccine is not None)
        if box.expired:
            self.expired.show_message(
                Tone.CRITICAL,
                f"Boîte périmée depuis le {box.code.expiry:%d/%m/%Y}",
                f"{box.product}, lot {box.code.lot}. {_EXPIRED_HOW}"
                if box.vaccine is not None
                else DONE,
            )
        else:
            self.expired.hide()

    @Slot()
    def _add(self) -> None:
        box, reason = self._box, self.reason.text().strip()
        if box is None:
            return
        if box.expired and not reason:
            self.reason_form.set_error(self.reason, "Écrivez pourquoi cette boîte a été donnée.")
            self.reason.setFocus()
            return
        self.set_adding(adding=True)
        self.added.emit(box, reason)

    @Slot()
    def _on_reason(self) -> None:
        """Enter never adds a box past its last day: it leads to the button that does."""
        if self.reason.text().strip():
            self.anyway_button.setFocus()
        else:
            self._add()

    @Slot()
    def _on_reason_edited(self) -> None:
        self.reason_form.clear_error(self.reason)

    def _lay_out(self) -> None:
        for label, field in (
            ("Vaccin", self.product),
            ("CIP13", self.cip13),
            ("Code CIP", self.code),
            ("N° de série", self.serial),
            ("N° de lot", self.lot),
            ("Date d'expiration", self.expiry),
        ):
            self.fields.add_row(label, field)
        self.reason_form.add_row("Pourquoi elle a été donnée", self.reason, required=True)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        for button in (self.add_button, self.anyway_button, self.other_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        for part in (self.expired, self.reason_form, self.fields):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            column.addWidget(part)
        # In a low window « Ajouter » stays under the words that name the product.
        column.insertLayout(column.count() - 1, buttons)
        column.addStretch(1)


def _read_only() -> QLineEdit:
    """Return a value that can be selected and copied, out of the way of Tab."""
    field = QLineEdit()
    field.setReadOnly(True)
    field.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return field
