"""Pictures of the vaccination calendar: a record with several conditions, and the recalls."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from almapy.patients.model import PatientDraft, Sex
from almapy.vaccination.model import Vaccination
from almapy.vaccine_calendar.conditions import ConditionKey
from ui.vaccine_calendar.recall_page import RecallPage
from ui.window import MainWindow

if TYPE_CHECKING:
    from tests.gallery.shots import Studio


def take_vaccine_calendar(studio: Studio, window: MainWindow) -> None:
    """Show who is late, who is pregnant, and whom the practice should call back."""
    if not studio.wants("calendrier-vaccinal"):
        return
    opened = studio.opened
    service, vaccinations = opened.application.vaccine_calendar, opened.application.vaccinations
    draft = PatientDraft("DEMO", "PATIENTE", Sex.FEMALE, date(1995, 3, 12))
    patient_id = opened.application.patients.create(opened.actor, draft).id
    vaccinations.add(
        opened.actor, patient_id, Vaccination("VAC0043", "BOOSTRIXTETRA", "2012-05-03")
    )
    vaccinations.add(opened.actor, patient_id, Vaccination("VAC0053", "PRIORIX", "1996-06-20"))
    service.confirm(opened.actor, patient_id, ConditionKey.PREGNANCY, True, until=date(2027, 2, 10))
    window.open_patient(patient_id)
    studio.settle()
    window.show_section("vaccines")
    studio.settle()
    studio.shoot("calendrier-vaccinal", window)
    window.show_section("vaccine_recall")
    studio.settle()
    page = window.pages.current()
    assert isinstance(page, RecallPage)
    page.search()
    studio.settle()
    studio.shoot("calendrier-vaccinal-relances", window)
