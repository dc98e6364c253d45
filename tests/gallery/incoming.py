"""Pictures of documents that wait: list, review of each sort, archives, insertion."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest

from almapy.incoming.model import State
from ui.window import MainWindow

if TYPE_CHECKING:
    from tests.gallery.shots import Studio
    from ui.incoming.page import IncomingPage

_PATIENCE_S = 90.0
_LETTER, _SCAN, _PHOTO, _TWO, _STRANGER, _BATCH = (
    "courrier-cardiologie.pdf",
    "numerisation-0001.pdf",
    "photo-ordonnance.jpg",
    "courrier-famille.pdf",
    "courrier-inconnu.pdf",
    "lot-du-scanner.pdf",
)
_BROKEN = "scan interrompu du lundi matin avant l'ouverture, service de médecine interne.pdf"
_NAMED = {
    "incoming-sure": _LETTER,
    "incoming-scan": _SCAN,
    "incoming-photo": _PHOTO,
    "incoming-two-patients": _TWO,
    "incoming-stranger": _STRANGER,
    "incoming-batch": _BATCH,
    "incoming-unreadable": _BROKEN,
}
_PATIENT = 3


def take_incoming(studio: Studio, window: MainWindow) -> None:
    """Everything of « Gestion des documents », on what the demo practice received."""
    if not studio.wants("incoming") and not studio.wants("insertion"):
        return
    application, actor = studio.opened.application, studio.opened.actor
    if all(line.name != _BROKEN for line in application.incoming.to_file(actor)):
        application.incoming.take_bytes(actor, b"%PDF-1.7\n1 0 obj <<", _BROKEN)
    application.incoming_reading.start(actor)
    _until(
        studio,
        lambda: all(
            line.state not in {State.WAITING, State.READING}
            for line in application.incoming.to_file(actor)
        ),
    )
    if studio.wants("incoming"):
        _take_lists(studio, window)
    if studio.wants("insertion"):
        _take_insertion(studio, window)
    application.incoming_reading.stop()
    window.hide()


def _take_lists(studio: Studio, window: MainWindow) -> None:
    window.show_section("incoming")
    studio.settle()
    studio.shoot("incoming", window)
    page: IncomingPage = window.pages.current()
    for shot, name in _NAMED.items():
        line = next(one for one in page.flow.lines if one.name == name)
        page.review(line)
        _until(studio, lambda wanted=line.id: _shows(page, wanted))
        studio.settle()
        studio.shoot(shot, window)
    page.lane._detect()
    studio.settle()
    studio.shoot("incoming-nobody-found", window)
    page.lane.leave()
    _take_archives(studio, window, page)
    window.show_section("post")
    studio.settle()
    post = window.pages.current()
    post._parts.bring_into_view(post.incoming)
    studio.settle()
    studio.shoot("incoming-settings", window)


def _take_archives(studio: Studio, window: MainWindow, page: IncomingPage) -> None:
    application, actor = studio.opened.application, studio.opened.actor
    if not application.incoming.archives(actor):
        line = next(one for one in page.flow.lines if one.name == "irm-genou.pdf")
        sight = application.incoming.sight(actor, line.id)
        person = sight.match.candidates[0].patient_id
        application.incoming.file(actor, line, sight.incoming.proposed, person)
    page.tabs.setCurrentWidget(page.archives)
    studio.settle()
    studio.shoot("incoming-archives", window)
    page.tabs.setCurrentWidget(page.inbox)


def _take_insertion(studio: Studio, window: MainWindow) -> None:
    application, actor = studio.opened.application, studio.opened.actor
    letter = next(one for one in application.incoming.to_file(actor) if one.name == _LETTER)
    window.open_patient(_PATIENT)
    studio.settle()
    window.show_section("insertion")
    studio.settle()
    studio.shoot("insertion", window)
    with TemporaryDirectory() as folder:
        file = Path(folder) / _LETTER
        file.write_bytes(application.incoming.content(actor, letter.id)[0])
        page = window.pages.current()
        page.take_file(file)
        _until(studio, lambda: page._seen is not None)
        studio.settle()
        studio.shoot("insertion-somebody-else", window)
        page.detect()
        studio.settle()
        studio.shoot("insertion-found", window)
        page._start_anew()
        studio.settle()


def _shows(page: IncomingPage, wanted: int) -> bool:
    review = page.flow.review
    return review is not None and review.line.id == wanted


def _until(studio: Studio, happened: Callable[[], bool]) -> None:
    late = time.monotonic() + _PATIENCE_S
    while not happened():
        assert time.monotonic() < late
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QTest.qWait(50)
    studio.settle()
