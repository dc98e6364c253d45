"""A booklet just opened: whose it is, what it holds, and a stop when it seems another's (R13)."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtWidgets import QVBoxLayout, QWidget

from almapy.cve.model import CONFIRMATION, CarnetFound, RemoteLine
from ui.cve.line_words import COLUMNS, WIDE, remote_words
from ui.cve.tick_tree import TickGroup, TickLine, TickTree
from ui.cve.view import plain_words
from ui.theme import SPACE_S, Tone
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection
from ui.widgets.message_strip import MessageStrip

_LEAST_LINES = 6


class FoundBox(QWidget):
    """Ticks every line but those that the record already has."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = plain_words()
        self.stop_strip = MessageStrip(closable=False)
        self.form = FormSection()
        self.confirmation = text_edit(len(CONFIRMATION) + 4)
        self.form.add_row(
            f"Tapez {CONFIRMATION} pour l'associer malgré tout", self.confirmation, required=True
        )
        self.tree = TickTree("Vaccins du carnet", COLUMNS, wide=WIDE, least_lines=_LEAST_LINES)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        for part in (self.words, self.stop_strip, self.form):
            column.addWidget(part)
        column.addWidget(self.tree, 1)

    def show_found(self, found: CarnetFound, present: Collection[str] = ()) -> None:
        """Show what the booklet holds; `present` names the lines that the record already has."""
        self.words.setText(
            f"Carnet «\u00a0{found.pseudo}\u00a0». Cochez les vaccins à enregistrer dans le "
            "dossier\u00a0: ils y entrent une seule fois, et le carnet est associé à ce dossier."
        )
        self.form.setVisible(bool(found.differs))
        self.confirmation.clear()
        if found.differs:
            self.stop_strip.show_message(
                Tone.CRITICAL,
                "Ce carnet ne semble pas être celui de ce patient",
                "\n".join(
                    (
                        *(f"{one[:1].upper()}{one[1:]}." for one in found.differs),
                        "Rien n'a été associé. Vérifiez que le bon dossier est ouvert.",
                    )
                ),
            )
        else:
            self.stop_strip.hide()
        lines = tuple(
            TickLine(
                _words(line, is_present=line.remote_id in present),
                line,
                ticked=not found.differs and line.remote_id not in present,
            )
            for line in found.lines
        )
        self.tree.show_groups([TickGroup("Vaccins du carnet", lines)])

    def first_field(self) -> QWidget:
        """Return where the keyboard goes."""
        return self.tree if self.form.isHidden() else self.confirmation

    def ticked(self) -> list[RemoteLine]:
        """Return the lines to import."""
        return [line for line in self.tree.ticked() if isinstance(line, RemoteLine)]

    def is_confirmed(self) -> bool:
        """Tell whether the words were typed; say so beside the field when they were not."""
        if self.confirmation.text().strip().upper() == CONFIRMATION:
            return True
        self.refuse(f"Tapez {CONFIRMATION} pour confirmer, ou annulez.")
        return False

    def refuse(self, why: str) -> None:
        """Say beside the words to type why the booklet is not linked."""
        self.form.show()
        self.form.set_error(self.confirmation, why)
        self.form.focus_first_error()

    def forget(self) -> None:
        """Show nothing any more."""
        self.tree.show_groups(())
        self.words.clear()
        self.confirmation.clear()
        self.form.clear_errors()
        self.stop_strip.hide()


def _words(line: RemoteLine, *, is_present: bool) -> tuple[str, ...]:
    words = remote_words(line)
    return (*words[:3], f"déjà présent ici – {words[3]}") if is_present else words
