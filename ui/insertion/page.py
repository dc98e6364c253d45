"""« Insérer un document »: one file into one record, read and checked before it goes there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QWidget

from almapy.errors import DomainError
from almapy.incoming.model import Filing, PersonFound
from almapy.ocr.faults import PasswordWanted
from ui.desk import Desk
from ui.insertion.chosen_file import ChosenFile, dropped_files
from ui.insertion.detection import Detection, Seen
from ui.insertion.file_taker import FileTaker
from ui.insertion.inserting import Inserting, Insertion
from ui.insertion.page_layout import InsertionLayout
from ui.insertion.wish import wish_of
from ui.page import Page
from ui.patients.open_records import OpenRecord
from ui.theme import Tone

_ONE_AT_A_TIME = (
    "Un seul document s'insère à la fois\u00a0: le premier est pris. Pour plusieurs, utilisez "
    "«\u00a0Gestion des documents\u00a0»."
)
_VALIDATE_KEYS = ("Ctrl+Return", "Ctrl+Enter")


class InsertionPage(Page):
    """The document is read as soon as it is chosen; a doubt about whose it is stops the insertion.

    The doubt is told with both ways out; nothing is inserted before one of them was taken.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.parts = InsertionLayout(desk)
        self._file: ChosenFile | None = None
        self._seen: Seen | None = None
        self._inserts_when_read = False
        self._shows_people_when_read = False
        self._is_inserting = False
        self.files = FileTaker(desk, self)
        self.detection = Detection(desk, self)
        self.parts.lay_out(self)
        self._connect()
        self._follow()
        self._judge()

    def entered(self) -> None:
        """Take the file another page asked for, and put the cursor where work begins."""
        self.parts.options.load()
        wish = wish_of(self.desk)
        if wish.path is not None:
            path, wish.path = wish.path, None
            self.take_file(path)
        elif self._file is None:
            self.parts.form.file.setFocus()

    def show_record(self, record: OpenRecord) -> None:
        """Name the record in front as the usual target."""
        self.parts.target.show_current(record.patient)

    def forget_record(self) -> None:
        """Name none."""
        self.parts.target.show_current(None)

    def has_unsaved_changes(self) -> bool:
        """Tell whether a chosen file was not inserted yet."""
        return self._file is not None

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            ("Ctrl+Return", "Insérer"),
            ("Ctrl+F", "Rechercher dans le document"),
            ("Ctrl+R", "Tourner la page à droite"),
            ("Ctrl+Shift+R", "Tourner la page à gauche"),
        ]

    def event(self, event: QEvent) -> bool:
        """Have the keys of the preview work from the fields too."""
        return self.parts.preview.take_key(event) or super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find the place of the preview."""
        super().resizeEvent(event)
        self.parts.place(self.width())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file of this computer."""
        if dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first file that is dropped."""
        paths = dropped_files(event)
        if paths:
            event.acceptProposedAction()
            self.take_file(paths[0])
        if len(paths) > 1:
            self.desk.tell(_ONE_AT_A_TIME)

    @Slot(object)
    def take_file(self, path: Path) -> None:
        """Read a file of this computer, show it and look whose it is."""
        parts = self.parts
        self._drop_file()
        parts.form.file.show_path(path)
        parts.form.clear_error(parts.form.file)
        self.files.take(path)

    @Slot()
    def detect(self) -> None:
        """Show « Dossiers détectés », once the document is read."""
        if self._file is None:
            self._want_file()
        elif self._seen is not None:
            self._open_people()
        else:
            self._shows_people_when_read = True
            if not self.detection.is_running:
                self.detection.start(self._file.data)
            self._follow()

    @Slot()
    def insert(self) -> None:
        """Insert the document, unless something is missing or speaks against it."""
        parts = self.parts
        parts.form.clear_errors()
        if self._is_inserting:
            return
        parts.set_people_open(is_open=False)
        if self._file is None:
            self._want_file()
            return
        try:
            entry = parts.form.entry()
        except DomainError as error:
            self._refuse(error)
            return
        patient_id = parts.target.patient_id
        if patient_id is None:
            self._open_people()
            return
        if self.detection.is_running:
            self._inserts_when_read = True
            self._follow()
            return
        if parts.strip.is_doubtful(patient_id):
            self._judge()
            parts.bring_into_view(parts.strip)
            return
        self._run(
            Insertion(
                self._file,
                entry,
                patient_id,
                parts.target.words,
                deletes_source=not parts.options.keep_source.isChecked(),
            )
        )

    def _run(self, insertion: Insertion) -> None:
        self._is_inserting = True
        self._follow()
        inserting = Inserting(self.desk, insertion)

        def done(filing: Filing) -> None:
            self._is_inserting = False
            self.desk.undo.add(inserting.as_step())
            self._end(filing)

        def failed(error: Exception) -> None:
            self._is_inserting = False
            self._follow()
            self._refuse(error)

        self.desk.run(self, inserting.insert, done, failed)

    def _end(self, filing: Filing) -> None:
        into_current = filing.patient_id == self.parts.target.current_id
        self._start_anew()
        if filing.source_left:
            self.parts.strip.show_message(
                Tone.ATTENTION, "Le document est inséré, son fichier reste", filing.source_left
            )
        elif self.parts.options.keep_open.isChecked():
            self.parts.form.file.setFocus()
        else:
            self._leave(into_current=into_current)

    @Slot()
    def close_page(self) -> None:
        """Return to where the person came from; what was typed stays."""
        self._leave(into_current=self.parts.target.current_id is not None)

    def _leave(self, *, into_current: bool) -> None:
        wish = wish_of(self.desk)
        back, wish.back = wish.back, ""
        self.desk.section_asked.emit(back or ("documents" if into_current else "incoming"))

    def _start_anew(self) -> None:
        self._drop_file()
        self.parts.form.begin()
        self.parts.target.begin()

    def _drop_file(self) -> None:
        self.files.forget()
        self._file, self._seen = None, None
        self._inserts_when_read = self._shows_people_when_read = False
        self.detection.forget()
        parts = self.parts
        parts.strip.begin()
        parts.password.leave()
        parts.set_people_open(is_open=False)
        parts.preview.clear()
        self._follow()

    def _hold(self, chosen: ChosenFile) -> None:
        self._file = chosen
        self.parts.preview.clear()
        self._show_preview()
        self.detection.start(chosen.data)
        self._follow()

    @Slot()
    def _show_preview(self) -> None:
        self.parts.show_file(self._file, self._seen)

    @Slot(object)
    def _take_seen(self, seen: Seen) -> None:
        self._seen = seen
        self.parts.strip.take(seen)
        self.parts.form.propose(seen.detected.proposed)
        self._show_preview()
        target, sure = self.parts.target, seen.sure
        if sure is not None and target.current_id is None and target.patient_id is None:
            target.choose(sure)
        self._judge()
        self._go_on()

    @Slot(object)
    def _take_failure(self, error: Exception) -> None:
        if isinstance(error, PasswordWanted):
            self._inserts_when_read = self._shows_people_when_read = False
            self.parts.password.open(self.parts.form.file)
        else:
            self.parts.strip.show_failure(error)
            self._inserts_when_read = False
            self._go_on()
        self._follow()

    @Slot()
    def _take_stop(self) -> None:
        self._inserts_when_read = self._shows_people_when_read = False
        self.parts.strip.show_message(
            Tone.INFORMATION,
            "Lecture interrompue",
            "Rien n'a été modifié. Choisissez vous-même le dossier, ou relancez la détection.",
        )
        self._follow()

    def _go_on(self) -> None:
        """Do what waited for the document to be read."""
        shows, inserts = self._shows_people_when_read, self._inserts_when_read
        self._shows_people_when_read = self._inserts_when_read = False
        self._follow()
        if shows:
            self._open_people()
        elif inserts:
            self.insert()

    @Slot()
    def _unlock(self) -> None:
        if self._file is not None:
            self.parts.password.begin()
            self.files.unlock(self._file, self.parts.password.password.text())

    @Slot(object)
    def _take_opened(self, opened: ChosenFile) -> None:
        self.parts.password.leave()
        self._hold(opened)

    @Slot(object)
    def _take_file(self, chosen: ChosenFile) -> None:
        self._hold(chosen)
        self.parts.form.propose_title(chosen.path.stem)

    @Slot()
    def _open_people(self) -> None:
        people, seen = self.parts.people, self._seen
        self.parts.set_people_open(is_open=True)
        if seen is None:
            people.open_for(None)
        else:
            people.open_for(seen.detected.match, seen.detected.text)
        self.parts.bring_into_view(people)

    @Slot(object)
    def _choose_person(self, person: PersonFound) -> None:
        self.parts.set_people_open(is_open=False)
        self.parts.target.choose(person)
        self._judge()
        self.parts.insert_button.setFocus()

    @Slot()
    def _close_people(self) -> None:
        self.parts.set_people_open(is_open=False)
        self.parts.detect_button.setFocus()

    @Slot()
    def _judge(self) -> None:
        target = self.parts.target
        none = "Aucun dossier choisi\u00a0: «\u00a0Insérer\u00a0» le demandera."
        whose = f"Dans le dossier de {target.words}" if target.patient_id is not None else none
        self.parts.whose.setText(whose)
        self.parts.strip.judge(target)

    @Slot()
    def _insert_all_the_same(self) -> None:
        self._judge()
        self.insert()

    def _want_file(self) -> None:
        self._refuse(DomainError("Choisissez le fichier à insérer.", field="file"))

    @Slot(object)
    def _refuse_file(self, error: Exception) -> None:
        if isinstance(error, DomainError):
            self._refuse(DomainError(error.message, field="file"))
        else:
            self._refuse(error)

    def _refuse(self, error: Exception) -> None:
        if not (isinstance(error, DomainError) and self.parts.form.refuse(error)):
            self.parts.strip.show_failure(error)

    @Slot(object)
    def _show_progress(self, words: str) -> None:
        waits = "Le document sera inséré ensuite. " if self._inserts_when_read else ""
        self.parts.status.setText(f"{waits}{words}")

    @Slot()
    def _follow(self) -> None:
        parts, reads = self.parts, self.detection.is_running
        parts.stop_button.setVisible(reads)
        parts.status.setVisible(reads)
        parts.detect_button.setEnabled(not reads or not self._shows_people_when_read)
        parts.insert_button.setEnabled(not self._is_inserting)

    def _connect(self) -> None:
        parts, detection = self.parts, self.detection
        self.files.taken.connect(self._take_file)
        self.files.opened.connect(self._take_opened)
        self.files.refused.connect(self._refuse_file)
        self.files.locked.connect(parts.password.refuse)
        parts.form.file.chosen.connect(self.take_file)
        parts.form.shows_preview.toggled.connect(self._show_preview)
        parts.options.changed.connect(self._follow_options)
        parts.target.changed.connect(self._judge)
        parts.target.other_asked.connect(self._open_people)
        parts.strip.towards_asked.connect(self._choose_person)
        parts.strip.accepted.connect(self._insert_all_the_same)
        parts.people.chosen.connect(self._choose_person)
        parts.people.left.connect(self._close_people)
        parts.password.submitted.connect(self._unlock)
        parts.detect_button.clicked.connect(self.detect)
        parts.stop_button.clicked.connect(detection.interrupt)
        parts.insert_button.clicked.connect(self.insert)
        parts.close_button.clicked.connect(self.close_page)
        detection.progressed.connect(self._show_progress)
        detection.finished.connect(self._take_seen)
        detection.failed.connect(self._take_failure)
        detection.stopped.connect(self._take_stop)
        for keys in _VALIDATE_KEYS:
            QShortcut(QKeySequence(keys), self).activated.connect(self.insert)

    @Slot()
    def _follow_options(self) -> None:
        follows = self.parts.options.title_as_contact.isChecked()
        self.parts.form.follow_title(follows=follows)
