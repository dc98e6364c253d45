"""Pictures of the INSI page: its tabs, a comparison, an answer that finds nobody."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton

from almapy.patients.model import PatientDraft, Sex
from ui.tour.finding import field
from ui.window import MainWindow

if TYPE_CHECKING:
    from tests.gallery.shots import Studio

_TABS = ("carte", "traits", "verification")


def take_insi(studio: Studio, window: MainWindow) -> None:
    """Ask the simulated INSi about two persons it knows and one it does not."""
    if not studio.wants("insi"):
        return
    known = PatientDraft(
        "HERMANN", "GATIEN", Sex.MALE, date(1981, 3, 24), used_name="HERMANN-DUPONT"
    )
    _open(studio, window, known)
    page = window.pages.current()
    for place, name in enumerate(_TABS):
        page.view.tabs.setCurrentIndex(place)
        studio.settle()
        studio.shoot(f"insi-{name}", window)
    page.view.tabs.setCurrentIndex(_TABS.index("traits"))
    studio.settle()
    _search(studio, window)
    studio.shoot("insi-comparaison", window)
    _open(studio, window, PatientDraft("HOUILLES", "PIERRE", Sex.MALE, date(1993, 1, 27)))
    _search(studio, window)
    studio.shoot("insi-personne", window)
    window.show_section("administrative")
    studio.settle()


def _open(studio: Studio, window: MainWindow, draft: PatientDraft) -> None:
    opened = studio.opened
    window.open_patient(opened.application.patients.create(opened.actor, draft).id)
    studio.settle()
    window.commands.actions["insi"].trigger()
    studio.settle()


def _search(studio: Studio, window: MainWindow) -> None:
    button = field(window, "Rechercher l'INSI")
    assert isinstance(button, QAbstractButton)
    button.click()
    studio.settle()
