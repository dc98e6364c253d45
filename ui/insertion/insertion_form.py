"""The fields of « Insérer un document »."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QWidget

from almapy.documents.model import LONGEST_NAME, LONGEST_TITLE, Tab
from almapy.errors import DomainError
from almapy.incoming.model import Entry, Nature
from ui.desk import Desk
from ui.documents.type_box import HINT, TypeBox
from ui.theme import SPACE_S, Tone
from ui.widgets.button import Button
from ui.widgets.code_list import CodeList
from ui.widgets.day_edit import DayEdit
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection

_FILTER = "Documents (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.txt);;Tous les fichiers (*)"
_RECEIVED_TABS = frozenset({Tab.RECEIVED, Tab.BIOLOGY, Tab.PARAMEDICAL})
_NO_DAY = "Écrivez la date\u00a0: JJ/MM/AAAA."


class FileField(QWidget):
    """A path typed, chosen or dropped; ``chosen`` tells it once it is whole."""

    chosen = Signal(object)  # Path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit()
        self.button = Button("Choisir…", icon_name="folder")
        self.edit.setPlaceholderText("Choisissez le fichier, ou déposez-le dans cette page")
        self._told = ""
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(self.edit, 1)
        line.addWidget(self.button)
        self.setFocusProxy(self.edit)
        self.edit.editingFinished.connect(self._tell)
        self.button.clicked.connect(self._choose)

    def setAccessibleName(self, name: str) -> None:
        """Name the field that takes the keyboard rather than its frame."""
        self.edit.setAccessibleName(name)
        self.button.setAccessibleName(f"Choisir le fichier\u00a0: {name}")

    def show_path(self, path: Path | None) -> None:
        """Show a path without telling it."""
        self._told = str(path) if path is not None else ""
        self.edit.setText(self._told)

    @Slot()
    def _tell(self) -> None:
        typed = self.edit.text().strip()
        if typed and typed != self._told:
            self._told = typed
            self.chosen.emit(Path(typed))

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self, "Insérer un document", "", _FILTER)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._take)
        dialog.open()

    @Slot(str)
    def _take(self, path: str) -> None:
        self.edit.setText(path)
        self._tell()


class InsertionForm(FormSection):
    """What is proposed fills only what nobody typed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Document")
        self._today: Callable[[], date] = desk.application.clock.today
        self._proposed_tab = Tab.RECEIVED
        self._filled: dict[QWidget, str] = {}
        self.title = text_edit(LONGEST_TITLE)
        self.file = FileField()
        self.contact_title = text_edit(LONGEST_TITLE)
        self.contact_day = DayEdit(desk.application.clock)
        self.nature = CodeList([(one.value, one.label) for one in Nature])
        self.type = TypeBox()
        self.day = DayEdit(desk.application.clock)
        self.correspondent = text_edit(LONGEST_NAME)
        self.shows_preview = QCheckBox("Afficher l'aperçu")
        self._follows_title = False
        self.add_row("Nom du document", self.title, required=True)
        self.add_row("Indiquez où se trouve le fichier", self.file, required=True)
        self.add_row("Nom du document dans la consultation", self.contact_title)
        self.add_row("Date de contact", self.contact_day)
        self.add_row("Nature", self.nature)
        self.add_row("Type de document", self.type, hint=HINT)
        self.add_row("Date du document", self.day)
        self.add_row("Correspondant", self.correspondent)
        self.add_wide(self.shows_preview)
        self.shows_preview.setChecked(True)
        self.title.textChanged.connect(self._copy_title)
        self.nature.changed.connect(self._tell_tab)
        self.begin()

    @property
    def tab(self) -> Tab:
        """Return the tab that the nature decides."""
        if self._nature() is not Nature.RECEIVED:
            return Tab.SENT
        return self._proposed_tab if self._proposed_tab in _RECEIVED_TABS else Tab.RECEIVED

    def begin(self) -> None:
        """Empty the fields for another document."""
        self.clear_errors()
        self.file.show_path(None)
        self._proposed_tab = Tab.RECEIVED
        today = f"{self._today():%d/%m/%Y}"
        self.nature.set_value(Nature.RECEIVED.value)
        for edit, value in (
            (self.title, ""),
            (self.contact_title, ""),
            (self.contact_day, today),
            (self.day, ""),
            (self.correspondent, ""),
        ):
            edit.setText(value)
            self._filled[edit] = value
        self.type.set_value("")
        self._filled[self.type] = ""
        self._copy_title()
        self._tell_tab()

    def propose(self, entry: Entry) -> None:
        """Fill what nobody typed with what the document seems to be."""
        self._proposed_tab = entry.tab
        for edit, value in (
            (self.title, entry.title),
            (self.correspondent, entry.correspondent),
            (self.day, f"{entry.day:%d/%m/%Y}" if entry.day is not None else ""),
        ):
            if value and edit.text() == self._filled[edit]:
                edit.setText(value)
                self._filled[edit] = value
        if entry.type_code and self.type.currentText() == self._filled[self.type]:
            self.type.set_value(entry.type_code)
            self._filled[self.type] = self.type.currentText()
        self._tell_tab()

    def propose_title(self, title: str) -> None:
        """Fill the name of the document, unless somebody typed one."""
        self.propose(Entry(title=" ".join(title.split())[:LONGEST_TITLE], tab=self._proposed_tab))

    def follow_title(self, *, follows: bool) -> None:
        """Have the title of the contact be the name of the document."""
        self._follows_title = follows
        self.contact_title.setEnabled(not follows)
        self._copy_title()

    def entry(self) -> Entry:
        """Return what is said; raises DomainError about the field that is wrong."""
        title = " ".join(self.title.text().split())
        if not title:
            raise DomainError("Donnez un nom à ce document.", field="title")
        for name, edit in (("contact_day", self.contact_day), ("day", self.day)):
            if edit.is_wrong:
                raise DomainError(_NO_DAY, field=name)
        contact_day = self.contact_day.day or self._today()
        nature = self._nature()
        return Entry(
            title=title,
            day=self.day.day or contact_day,
            type_code=self.type.checked(),
            tab=self.tab,
            nature=nature,
            correspondent=" ".join(self.correspondent.text().split()),
            contact_title=" ".join(self.contact_title.text().split()),
            contact_day=contact_day,
        )

    def refuse(self, error: DomainError) -> bool:
        """Tell a refusal beside its field; False when it is about none of them."""
        fields: dict[str, QWidget] = {
            "title": self.title,
            "file": self.file,
            "contact_title": self.contact_title,
            "contact_day": self.contact_day,
            "type": self.type,
            "type_code": self.type,
            "day": self.day,
            "correspondent": self.correspondent,
        }
        refused = fields.get(error.field or "")
        if refused is None:
            return False
        self.set_error(refused, error.message)
        self.focus_first_error()
        return True

    def _nature(self) -> Nature:
        return Nature(str(self.nature.value()))

    @Slot()
    def _copy_title(self) -> None:
        if self._follows_title:
            self.contact_title.setText(self.title.text())

    @Slot()
    def _tell_tab(self) -> None:
        self.set_remark(self.nature, f"Onglet «\u00a0{self.tab.label}\u00a0»", Tone.NEUTRAL)
