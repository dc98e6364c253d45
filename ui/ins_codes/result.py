"""What was read of an INS code, whose record it is, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from almapy.identity.nir import shown_nir
from almapy.patients.ins_codes import CodeMatch
from almapy.patients.model import PatientDraft
from ui.administrative.likely_same import Candidate, LikelySame
from ui.theme import SPACE_L, SPACE_M, SPACE_S, Tone
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.message_strip import MessageStrip
from ui.widgets.styling import TextRole, set_text_role

NO_ANSWER = "Un code INS lu n'est pas une réponse d'INSi\u00a0: il sert à chercher."
_UNCHANGED = "Aucun dossier n'a changé\u00a0; le matricule lu n'est pas enregistré."
_SAME = "même matricule"
CREATE = "Créer le dossier avec ces traits"
_ROWS = (
    "Nom de naissance",
    "Prénoms de naissance",
    "Sexe",
    "Date de naissance",
    "Lieu naissance - Code INSEE",
    "Matricule INS",
    "OID",
)


class ReadCodeResult(QWidget):
    """Records above, traits below; Enter opens the record that is chosen."""

    open_asked = Signal(object)  # int, the patient
    create_asked = Signal(object)  # PatientDraft

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft: PatientDraft | None = None
        self.notice = MessageStrip(closable=False)
        self.traits = Card("Traits lus")
        self.values = {name: _value(name) for name in _ROWS}
        self.records = Card("Dossier")
        self.likely = LikelySame()
        self.create_button = Button(CREATE, icon_name="patient-new")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        for part in (self.notice, self.records, self.traits):
            column.addWidget(part)
        self._fill_traits()
        self.records.body.addWidget(self.likely)
        self.records.body.addWidget(self.create_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.likely.open_asked.connect(self.open_asked)
        self.create_button.clicked.connect(self._create)
        self.hide()

    def controls(self) -> tuple[QWidget, ...]:
        """Return what takes the keyboard here."""
        return (self.likely.table, self.likely.open_button, self.create_button)

    def show_match(self, match: CodeMatch) -> None:
        """Show what was read; the keyboard goes to what is done next."""
        self._draft = match.draft
        self.notice.show_message(Tone.INFORMATION, NO_ANSWER, _UNCHANGED)
        for name, text in _shown(match).items():
            self.values[name].setText(text)
        found = [Candidate(hit, (_SAME,)) for hit in match.holders]
        found += [Candidate(one.hit, one.reasons) for one in match.alike]
        self.likely.show_found(found, asked=True)
        self.likely.words.setText(_sentence(len(match.holders), len(match.alike)))
        self.create_button.setVisible(not match.holders)
        self.show()
        (self.likely.table if found else self.create_button).setFocus()

    def _fill_traits(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_L)
        grid.setVerticalSpacing(SPACE_S)
        grid.setColumnStretch(1, 1)
        self.traits.body.addLayout(grid)
        for row, (name, value) in enumerate(self.values.items()):
            caption = QLabel(name)
            set_text_role(caption, TextRole.SECONDARY)
            grid.addWidget(caption, row, 0)
            grid.addWidget(value, row, 1)

    @Slot()
    def _create(self) -> None:
        if self._draft is not None:
            self.create_asked.emit(self._draft)


def _sentence(holders: int, alike: int) -> str:
    if holders > 1:
        return (
            f"{holders} dossiers portent ce matricule\u00a0: vérifiez l'identité de chacun avant "
            "d'ouvrir."
        )
    if holders:
        more = f" {_alike(alike)} aussi." if alike else ""
        return f"Le dossier qui porte ce matricule.{more}"
    if alike:
        return (
            f"Aucun dossier ne porte ce matricule. {_alike(alike)}\u00a0: vérifiez avant de créer."
        )
    return "Aucun dossier ne porte ce matricule ni ne ressemble à ces traits."


def _alike(count: int) -> str:
    return "1 dossier ressemble" if count == 1 else f"{count} dossiers ressemblent"


def _shown(match: CodeMatch) -> dict[str, str]:
    code = match.code
    place = " ".join(filter(None, (code.birth_place_code, match.place)))
    kind = f"{code.kind.value} · " if code.kind is not None else "OID inconnu · "
    texts = (
        code.birth_name,
        code.first_names,
        code.sex.short,
        code.birth_text.replace("-", "/"),
        place or "non renseigné",
        shown_nir(code.matricule),
        f"{kind}{code.oid}",
    )
    return dict(zip(_ROWS, texts, strict=True))


def _value(name: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setAccessibleName(name)
    return label
