"""« Patients ressemblants »: the records a new patient may already have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from almapy.patients.model import PatientHit
from ui.patients.words import hit_states
from ui.theme import SPACE_S
from ui.widgets.button import Button
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel

_ROWS = 4
NONE_FOUND = "Aucun dossier ressemblant."
TO_TYPE = "Tapez la date de naissance et le nom\u00a0: les dossiers ressemblants s'affichent ici."


@dataclass(frozen=True, slots=True)
class Candidate:
    """One record and why it resembles, which may be what was typed alone."""

    hit: PatientHit = field(repr=False)
    reasons: tuple[str, ...]


class LikelySame(QWidget):
    """Nothing opens by itself: a name may be borne by two people."""

    open_asked = Signal(object)  # int, the patient

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLabel(TO_TYPE)
        self.words.setWordWrap(True)
        set_text_role(self.words, TextRole.SECONDARY)
        self._model = RecordTableModel(_columns(), identity=lambda one: one.hit.patient_id)
        self.table = RecordTable(self._model, "Patients ressemblants", empty_text=NONE_FOUND)
        self.open_button = Button("Ouvrir ce dossier", icon_name="record")
        self.open_button.clicked.connect(self._open_current)
        self.table.opened.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        head = QHBoxLayout()
        head.addWidget(self.words, 1)
        head.addWidget(self.open_button)
        column.addLayout(head)
        column.addWidget(self.table)
        self.show_found([], asked=False)

    @property
    def found(self) -> list[Candidate]:
        """The records shown."""
        return [self._model.record(row) for row in range(self._model.rowCount())]

    def show_found(self, found: Sequence[Candidate], *, asked: bool) -> None:
        """Show the records found; ``asked`` is false before there is enough to search with."""
        self._model.set_records(found)
        self.table.setVisible(bool(found))
        self.open_button.setVisible(bool(found))
        if found:
            count = len(found)
            self.words.setText(
                f"{count} patient{'s' if count > 1 else ''} "
                f"ressemblant{'s' if count > 1 else ''}\u00a0: vérifiez avant de créer."
            )
            rows = min(count, _ROWS) + 1.5
            line = self.table.verticalHeader().defaultSectionSize()
            self.table.setFixedHeight(round(line * rows))
            self.table.selectRow(0)
        else:
            self.words.setText(NONE_FOUND if asked else TO_TYPE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the chosen record by Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.table.hasFocus():
            self._open_current()
            return
        super().keyPressEvent(event)

    @Slot()
    def _open_current(self) -> None:
        candidate = self.table.current_record()
        if candidate is not None:
            self._open(candidate)

    @Slot(object)
    def _open(self, candidate: Candidate) -> None:
        self.open_asked.emit(candidate.hit.patient_id)


def _columns() -> list[Column[Candidate]]:
    return [
        Column("Nom de naissance", lambda c: c.hit.birth_name, sample="DE LA FONTAINE"),
        Column("Nom utilisé", lambda c: c.hit.used_name, sample="DE LA FONTAINE"),
        Column("Prénom", lambda c: c.hit.first_name, sample="JEAN-CHRISTOPHE"),
        Column("Sexe", lambda c: c.hit.sex.short, sample="Masc."),
        Column(
            "Naissance",
            lambda c: f"{c.hit.birth_date:%d/%m/%Y}" if c.hit.birth_date else "",
            sort_key=lambda c: c.hit.birth_date.toordinal() if c.hit.birth_date else 0,
            sample="00/00/0000",
        ),
        Column("Dossier", lambda c: str(c.hit.dossier), sort_key=lambda c: c.hit.dossier),
        Column("Statut", lambda c: c.hit.status.label, sample="Identité provisoire"),
        Column(
            "Ressemblance",
            _why,
            tooltip=_why,
            sample="même numéro de sécurité sociale",
            stretch=True,
        ),
    ]


def _why(candidate: Candidate) -> str:
    words = ", ".join(filter(None, (*candidate.reasons, hit_states(candidate.hit))))
    return words.capitalize()
