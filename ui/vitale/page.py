"""« Lecture carte vitale »: who is on the card, and the record to open or to create."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from almapy.apcv.faults import ContextOver
from almapy.errors import ExternalError
from almapy.vitale.reading import VitaleReading
from almapy.vitale.results import BearerMatch
from ui.desk import Desk
from ui.page import Page
from ui.patients.words import hit_text
from ui.theme import Tone
from ui.vitale.flow import CardRead, flow_of
from ui.vitale.layout import VitaleLayout
from ui.vitale.words import LIKENESS_ICONS, bearer_line, why_line

_OPEN, _OPEN_ANYWAY, _CHOOSE = "Ouvrir le dossier", "Ouvrir malgré tout", "Choisir le dossier"
_NOT_READ = "La carte Vitale n'a pas été lue"
_OVER = "Accord du téléphone terminé"
_NOBODY = "Cette carte ne nomme personne"
_BY_HAND = "Rien n'a été modifié. Relisez-la, sinon saisissez le patient à la main."
_TAKEN = "Repris de la carte"
_NOTHING_NEW = "Le dossier disait déjà ce que dit la carte"
_UNTOUCHED = "Rien n'a été repris de la carte"
_RESEMBLES = (
    "Le dossier ressemble seulement à cette personne\u00a0: vérifiez-le, puis reprenez les droits "
    "si c'est bien elle."
)


class VitalePage(Page):
    """Shows what stands in the flow of the desk; Enter opens the likely record."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.flow = flow_of(desk)
        self.view = VitaleLayout()
        self._read = self.flow.read
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._again = QAction("Relire", self)
        self._scan_again = QAction("Scanner à nouveau", self)
        self._take_anyway = QAction("Reprendre les droits", self)
        self._connect()
        self._show_card(self._read)
        self._show()

    def entered(self) -> None:
        """Show what was read; with nothing read yet, read."""
        if self.flow.is_empty:
            self.flow.read_card()
        self._take_keyboard()
        if self.view.strip.isVisible():
            self.view.body.bring_into_view(self.view.strip)

    def show_reading(self, reading: VitaleReading) -> None:
        """Go on with a reading of any origin, as with a card that was just read."""
        self.flow.take_reading(reading)

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            ("Return", "Ouvrir le dossier, ou créer celui qui manque"),
            ("Down", "Personne suivante"),
            ("Esc", "Interrompre la lecture, revenir aux personnes"),
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up a reading by Échap, or come back from the records to the persons."""
        if event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat():
            if self.flow.is_reading:
                self._interrupt()
                return
            if self.view.records.hasFocus():
                self.view.persons.setFocus()
                return
        super().keyPressEvent(event)

    @Slot()
    def _reread(self) -> None:
        self.flow.read_card()
        self._take_keyboard()

    @Slot()
    def _ask_apcv(self) -> None:
        self.desk.section_asked.emit("apcv")

    @Slot()
    def _interrupt(self) -> None:
        self.flow.interrupt()
        self.view.strip.show_message(
            Tone.NEUTRAL,
            "Lecture interrompue",
            "Rien n'a été modifié. Relisez la carte quand vous voulez.",
            [self._again],
        )
        self.view.again_button.setFocus()

    @Slot()
    def _show(self) -> None:
        """Show what stands in the flow: a reading under way, a card, a fault, or nothing."""
        view, flow = self.view, self.flow
        held_focus = self._holds_focus()
        view.show_running(running=flow.is_reading)
        view.hint.setVisible(flow.is_empty)
        view.again_button.setEnabled(not flow.is_reading)
        if flow.read is not self._read:
            self._read = flow.read
            self._show_card(flow.read)
        self._tell()
        if held_focus and (flow.is_reading or flow.last_taken is None):
            self._take_keyboard()

    def _show_card(self, read: CardRead | None) -> None:
        view = self.view
        view.show_badges(read.reading if read is not None else None)
        matches = read.matches if read is not None else ()
        view.persons.show_lines(
            [
                (LIKENESS_ICONS[one.likeness], f"{bearer_line(one.bearer)}\n{why_line(one)}")
                for one in matches
            ]
        )
        for part in (view.persons_card, view.details):
            part.setVisible(bool(matches))
        self._follow_person()

    def _tell(self) -> None:
        """Say why there is no card, or what became of the record that was opened."""
        strip, flow = self.view.strip, self.flow
        taken = flow.last_taken
        if isinstance(flow.error, ExternalError):
            detail = f"{flow.error.message} [{flow.error.code}]"
            strip.show_message(Tone.ATTENTION, _NOT_READ, detail, [self._again])
        elif isinstance(flow.error, ContextOver):
            strip.show_message(Tone.INFORMATION, _OVER, flow.error.message, [self._scan_again])
        elif flow.error is not None:
            strip.show_failure(flow.error, [self._again])
        elif flow.read is not None and not flow.read.matches:
            strip.show_message(Tone.ATTENTION, _NOBODY, _BY_HAND, [self._again])
        elif taken is None:
            strip.dismiss()
        elif taken.over is None:
            strip.show_message(Tone.INFORMATION, _UNTOUCHED, _RESEMBLES, [self._take_anyway])
        else:
            changed, left = taken.over.changed, taken.over.left
            told = [f"{', '.join(changed)}."] if changed else []
            title = _TAKEN if changed else _NOTHING_NEW
            tone = Tone.ATTENTION if left else Tone.OK
            strip.show_message(tone, title, "\n".join((*told, *left)))

    @Slot()
    def _follow_person(self) -> None:
        """Show what the card says of the current person, and the records that may be theirs."""
        match, view = self._match(), self.view
        hits = match.records if match is not None else ()
        only = match is not None and match.only_record is not None
        view.records_card.setVisible(bool(hits) and not only)
        view.records.show_lines([("patient", hit_text(hit)) for hit in hits])
        view.open_button.setVisible(bool(hits))
        view.create_button.setVisible(match is not None and not only)
        if match is not None and self._read is not None:
            view.open_button.setText(self._verb(match))
            view.details.show_bearer(self._read.reading, match.bearer)

    @Slot()
    def _choose_person(self) -> None:
        """Open the only record; lead to the records, or to a new one."""
        match = self._match()
        if match is None:
            return
        if match.only_record is not None:
            self._open(match, match.only_record.patient_id)
        elif match.records:
            self.view.records.setFocus()
        else:
            self._create()

    @Slot(int)
    def _choose_record(self, row: int) -> None:
        match = self._match()
        if match is not None and row < len(match.records):
            self._open(match, match.records[row].patient_id)

    @Slot()
    def _press_open(self) -> None:
        match = self._match()
        if match is None or not match.records:
            return
        if len(match.records) > 1 and not self.view.records.hasFocus():
            self.view.records.setFocus()
            return
        self._choose_record(max(0, self.view.records.currentRow()))

    def _open(self, match: BearerMatch, patient_id: int) -> None:
        if self._read is not None:
            takes = match.likeness.is_certain_enough
            self.flow.open_record(self._read, match.bearer, patient_id, takes=takes)

    @Slot()
    def _create(self) -> None:
        match = self._match()
        if match is not None and self._read is not None:
            self.flow.create(self._read, match.bearer)

    @Slot()
    def _take_over(self) -> None:
        taken = self.flow.last_taken
        if taken is not None:
            self.flow.take_over(taken.reading, taken.bearer, taken.patient_id)

    def _match(self) -> BearerMatch | None:
        row = self.view.persons.currentRow()
        matches = self._read.matches if self._read is not None else ()
        return matches[row] if 0 <= row < len(matches) else None

    def _verb(self, match: BearerMatch) -> str:
        if not match.likeness.is_certain_enough:
            return _OPEN_ANYWAY
        return _OPEN if match.only_record is not None else _CHOOSE

    def _take_keyboard(self) -> None:
        view = self.view
        if self.flow.is_reading:
            view.stop_button.setFocus()
        elif self._read is not None and self._read.matches:
            view.persons.setFocus()
        else:
            view.again_button.setFocus()

    def _holds_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _connect(self) -> None:
        view = self.view
        self.flow.changed.connect(self._show)
        view.persons.currentRowChanged.connect(self._follow_person)
        view.persons.chosen.connect(self._choose_person)
        view.records.chosen.connect(self._choose_record)
        view.again_button.clicked.connect(self._reread)
        view.apcv_button.clicked.connect(self._ask_apcv)
        self._scan_again.triggered.connect(self._ask_apcv)
        view.stop_button.clicked.connect(self._interrupt)
        view.open_button.clicked.connect(self._press_open)
        view.create_button.clicked.connect(self._create)
        self._again.triggered.connect(self._reread)
        self._take_anyway.triggered.connect(self._take_over)
