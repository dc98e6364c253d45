"""Pictures of the cards: carte Vitale, CPS at the door, Pro Santé Connect, ApCV, settings."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtTest import QTest

from almapy.demo.cps import DEMO_PIN
from almapy.opening import Door
from almapy.outside import Outside
from almapy.settings import save
from tests.fakes.psc import FakePsc, identity, place
from ui.psc import sign_in
from ui.signin.window import SignInWindow
from ui.window import MainWindow

if TYPE_CHECKING:
    from tests.gallery.shots import Studio

_PATIENCE_S = 10.0
_VITALE = ("ruth_enfant", "famille", "dates", "vitale1")
_CPS, _UNLINKED, _BLOCKED = "cps_medecin", "cps_inconnue", "cps_bloquee"


class _NoBrowser:
    @staticmethod
    def openUrl(_url: object) -> bool:
        return True


def take_cards(studio: Studio, window: MainWindow) -> None:
    """What happens in the window of an open practice."""
    if studio.wants("vitale"):
        _take_vitale(studio, window)
    if studio.wants("apcv"):
        _take_apcv(studio, window)
    if studio.wants("card-settings"):
        window.show_section("post")
        studio.settle()
        page = window.pages.current()
        page._parts.bring_into_view(page.components)
        studio.settle()
        studio.shoot("card-settings", window)
    if studio.wants("about-connectors"):
        window.show_section("about")
        studio.settle()
        page = window.pages.current()
        page.layout().itemAt(0).widget().bring_into_view(page.connectors)
        studio.settle()
        studio.shoot("about-connectors", window)
    window.show_section("home")


def take_doors(studio: Studio) -> None:
    """What stands at the sign-in window besides the password."""
    if studio.wants("signin-card"):
        _take_card_at_door(studio)
    if studio.wants("signin-psc"):
        _take_psc(studio)


def _take_vitale(studio: Studio, window: MainWindow) -> None:
    application = studio.opened.application
    application.cards.start()
    _until(studio, lambda: "Lecteur prêt" in window.reader_line.button.text())
    controls = application.outside.simulated_cards
    for key in _VITALE:
        window.show_section("home")
        window.setFocus()
        controls.insert(key)
        _until(studio, lambda: window.pages.current_name() == "vitale")
        studio.settle()
        studio.shoot(f"vitale-{key}", window)
        controls.eject(key)
        _until(studio, lambda: "Lecteur prêt" in window.reader_line.button.text())
    window.show_section("home")
    window.commands.actions["simulated_reader"].trigger()
    studio.settle()
    studio.shoot("vitale-reader", window)
    window.setFocus()


def _take_apcv(studio: Studio, window: MainWindow) -> None:
    path = studio.opened.application.folders.settings
    window.show_section("apcv")
    studio.settle()
    studio.shoot("apcv-none", window)
    window.show_section("home")
    save(path, replace(studio.place.settings, apcv_channel="webcam"))
    window.show_section("apcv")
    page = window.pages.current()
    _wait(lambda: not page.webcam.picture.is_dark)  # no longer: the code is seen a moment later
    studio.shoot("apcv-webcam", window)
    window.show_section("home")
    save(path, studio.place.settings)
    studio.settle()


def _link_card(studio: Studio) -> None:
    opened = studio.opened
    application = opened.application
    if application.sign_in_links.of(opened.actor):
        return
    application.pins.listen(lambda question: question.answer(DEMO_PIN))
    application.outside.simulated_cards.insert(_CPS)
    links = application.card_links
    links.link(opened.actor, links.look(opened.actor).card)
    application.outside.simulated_cards.eject(_CPS)
    application.pins.listen(None)


def _take_card_at_door(studio: Studio) -> None:
    _link_card(studio)
    door = Door(studio.place, studio.clock)
    window = SignInWindow(
        studio.place, studio.clock, studio.tasks, studio.theme, make_door=lambda _place: door
    )
    studio.fit(window)
    _until(studio, lambda: door.outside.simulated_cards is not None)
    studio.settle()
    for key in (_CPS, _UNLINKED, _BLOCKED):
        door.outside.simulated_cards.insert(key)
        QTest.qWait(700)
        studio.settle()
        studio.shoot(f"signin-card-{key}", window)
    window.close()
    studio.settle()
    door.outside.close()


def _take_psc(studio: Studio) -> None:
    browser, sign_in.QDesktopServices = sign_in.QDesktopServices, _NoBrowser
    psc = FakePsc(simulated=True)
    outside = Outside(psc=psc, telephone_page=lambda: "http://127.0.0.1/")
    window = SignInWindow(
        studio.place,
        studio.clock,
        studio.tasks,
        studio.theme,
        make_door=lambda at: Door(at, studio.clock, outside=outside),
    )
    studio.fit(window)
    _until(studio, lambda: window._psc_way is not None and window._psc_way.way.isVisible())
    studio.shoot("signin-psc", window)
    way, journey = window._psc_way.way, None
    way.browser_button.click()
    QTest.qWait(300)
    studio.shoot("signin-psc-browser", window)
    journey = window._psc_way.journey
    journey.sign_in.waiting.cancel_button.click()
    QTest.qWait(200)
    way.confirmation_button.click()
    QTest.qWait(200)
    studio.shoot("signin-psc-number", window)
    journey.sign_in.number.number.setText("10001234565")
    journey.sign_in.number.accept_button.click()
    QTest.qWait(300)
    studio.shoot("signin-psc-digits", window)
    psc.next(identity(activities=(place("Cabinet des Tilleuls"),)))
    _until(studio, journey.link.isVisible)
    QTest.qWait(200)
    studio.shoot("signin-psc-link", window)
    window.close()
    studio.settle()
    sign_in.QDesktopServices = browser


def _until(studio: Studio, happened: Callable[[], bool]) -> None:
    _wait(happened)
    studio.settle()


def _wait(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not happened():
        if time.monotonic() > deadline:
            raise TimeoutError(happened.__qualname__)
        QTest.qWait(20)
