"""What a demo practice has under way: recalls, a care plan, messages, the agenda of the day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from almapy.administrative.model import CoverKind, HealthCover, RightKind, SpecificRight
from almapy.agenda.model import AppointmentDraft, AppointmentKind, AppointmentState
from almapy.application import Application
from almapy.care.model import FIRST_PROTOCOLS, CareGoal
from almapy.messages.model import NewMessage
from almapy.reminders.model import Addressee, Reminder
from almapy.users.model import Actor

RUTH_ID = 1
_FIRST_HOUR = 9
_SLOT_MINUTES = 15
_REASONS = ("Renouvellement de traitement", "Toux et fièvre", "Certificat de sport", "")
_STATES = (
    AppointmentState.DONE,
    AppointmentState.ARRIVED,
    AppointmentState.ARRIVED,
    AppointmentState.PLANNED,
    AppointmentState.CONFIRMED,
    AppointmentState.PLANNED,
    AppointmentState.ABSENT,
    AppointmentState.PLANNED,
)


def add_practice_life(
    application: Application, doctor: Actor, secretary: Actor, patients: int
) -> None:
    """Fill what a practice of that many records would have open today."""
    today = application.clock.today()
    _remind(application, doctor, today)
    _plan(application, doctor, today)
    _cover(application, doctor)
    _write(application, doctor, secretary)
    _book(application, doctor, today, patients)


def _remind(application: Application, doctor: Actor, today: date) -> None:
    for reminder in (
        Reminder("Mammographie", today - timedelta(days=20), every_months=24),
        Reminder("HbA1c de contrôle", today + timedelta(days=40), every_months=3),
        Reminder("Rappeler pour le rendez-vous de diététique", today, Addressee.SECRETARY),
    ):
        application.reminders.add(doctor, RUTH_ID, reminder)


def _plan(application: Application, doctor: Actor, today: date) -> None:
    review = today + timedelta(days=90)
    goal = CareGoal("Diabète de type 2", "HbA1c sous 7 %", "Diététicienne chaque mois", review)
    application.care_plans.add(doctor, RUTH_ID, goal)
    application.protocols.apply(doctor, RUTH_ID, FIRST_PROTOCOLS[0], today - timedelta(days=14))


def _cover(application: Application, doctor: Actor) -> None:
    begun = date(2026, 1, 1)
    for cover in (
        HealthCover(
            CoverKind.MANDATORY,
            scheme="01",
            fund="671",
            centre="0001",
            beneficiary_quality="Assuré",
            since=begun,
        ),
        HealthCover(
            CoverKind.COMPLEMENTARY, organisation="Mutuelle fictive des Tilleuls", since=begun
        ),
    ):
        application.covers.add(doctor, RUTH_ID, cover)
    right = SpecificRight(RightKind.ALD, date(2023, 2, 13), None, "ALD 8")
    application.specific_rights.add(doctor, RUTH_ID, right)


def _write(application: Application, doctor: Actor, secretary: Actor) -> None:
    text = "Le laboratoire rappelle demain matin pour le bilan."
    message = NewMessage((doctor.user_id,), text, RUTH_ID)
    application.messages.send(secretary, message)


def _book(application: Application, doctor: Actor, today: date, patients: int) -> None:
    begin = datetime.combine(today, time(_FIRST_HOUR)).astimezone()
    for place, state in enumerate(_STATES[:patients]):
        draft = AppointmentDraft(
            doctor.user_id,
            begin + timedelta(minutes=_SLOT_MINUTES * place),
            patient_id=place + 1,
            reason=_REASONS[place % len(_REASONS)],
        )
        booked = application.agenda.add(doctor, draft)
        if state is not AppointmentState.PLANNED:
            application.agenda.move_on(doctor, booked, state)
    visit = begin + timedelta(minutes=_SLOT_MINUTES * (len(_STATES) + 2))
    application.agenda.add(
        doctor,
        AppointmentDraft(
            doctor.user_id,
            visit,
            minutes=30,
            free_name="M. NOUVEAU",
            kind=AppointmentKind.HOME_VISIT,
        ),
    )
