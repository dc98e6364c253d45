"""The pages of the main window in one table: the left navigation is built from it."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from enum import StrEnum

from almapy.users.model import Actor, Right
from ui.desk import Desk
from ui.page import Page


class Group(StrEnum):
    """The two halves of the navigation."""

    PATIENT = "Patient"
    PRACTICE = "Cabinet"


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the navigation and the page behind it.

    ``page`` names a module and a class: the module is imported when the page is first wanted, so
    that the sign-in window does not wait for it. ``in_navigation`` is false for a page that is
    reached otherwise (a click on one's name).
    """

    name: str
    text: str
    icon: str
    group: Group
    page: str
    right: Right | None = None
    in_navigation: bool = True

    def load(self) -> type[Page]:
        """Import the page; may be called in a worker, ahead of the need."""
        module, _, name = self.page.partition(":")
        page: type[Page] = getattr(importlib.import_module(module), name)
        return page

    def build(self, desk: Desk) -> Page:
        """Make the page, in the thread of the windows."""
        return self.load()(desk)

    def allowed_to(self, actor: Actor) -> bool:
        """Tell whether this person may open the page."""
        return self.right is None or actor.may(self.right)


SECTIONS: tuple[Section, ...] = (
    Section(
        "record",
        "Dossier Patient",
        "record",
        Group.PATIENT,
        "ui.patients.overview_page:OverviewPage",
        Right.IDENTITY,
    ),
    Section(
        "consultation",
        "Consultation",
        "consultation",
        Group.PATIENT,
        "ui.encounters.consultation_page:ConsultationPage",
        Right.READ_NOTES,
    ),
    Section(
        "administrative",
        "Administratif",
        "patient",
        Group.PATIENT,
        "ui.administrative.page:AdministrativePage",
        Right.IDENTITY,
    ),
    Section(
        "reminders",
        "Rappels",
        "clock",
        Group.PATIENT,
        "ui.reminders.reminders_page:RemindersPage",
        Right.READ_NOTES,
    ),
    Section(
        "care_plan",
        "Plan de soin",
        "tick",
        Group.PATIENT,
        "ui.care.plan_page:PlanPage",
        Right.READ_NOTES,
    ),
    Section(
        "vaccines",
        "Vaccins",
        "vaccine",
        Group.PATIENT,
        "ui.vaccination.page:VaccinationPage",
        Right.READ_NOTES,
    ),
    Section(
        "follow_up",
        "Tableau de suivi",
        "table",
        Group.PATIENT,
        "ui.followup.follow_up_page:FollowUpPage",
        Right.READ_NOTES,
    ),
    Section(
        "curves",
        "Courbes",
        "measure",
        Group.PATIENT,
        "ui.charts.curves_page:CurvesPage",
        Right.READ_NOTES,
    ),
    Section(
        "documents",
        "Documents",
        "documents",
        Group.PATIENT,
        "ui.documents.documents_page:DocumentsPage",
        Right.FILE_DOCUMENTS,
    ),
    Section(
        "identity_sheet",
        "Feuille d'identité INS",
        "print",
        Group.PATIENT,
        "ui.headers.identity_sheet_page:IdentitySheetPage",
        Right.IDENTITY,
        in_navigation=False,
    ),
    Section(
        "insi",
        "INSI",
        "shield",
        Group.PATIENT,
        "ui.insi.page:InsiPage",
        Right.QUALIFY_INS,
        in_navigation=False,
    ),
    Section("home", "Accueil", "home", Group.PRACTICE, "ui.home.page:HomePage"),
    Section(
        "carnet_queue",
        "Envois au carnet de vaccination",
        "queue",
        Group.PRACTICE,
        "ui.cve.queue_page:QueuePage",
        Right.READ_NOTES,
        in_navigation=False,
    ),
    Section(
        "cve_help",
        "Carnet de vaccination électronique",
        "help",
        Group.PRACTICE,
        "ui.cve.help_page:CarnetHelpPage",
        in_navigation=False,
    ),
    Section(
        "agenda",
        "Agenda",
        "calendar",
        Group.PRACTICE,
        "ui.agenda.agenda_page:AgendaPage",
        Right.IDENTITY,
    ),
    Section(
        "incoming",
        "Gestion des documents",
        "import",
        Group.PRACTICE,
        "ui.incoming.page:IncomingPage",
        Right.FILE_DOCUMENTS,
    ),
    Section(
        "insertion",
        "Insérer un document",
        "add",
        Group.PRACTICE,
        "ui.insertion.page:InsertionPage",
        Right.FILE_DOCUMENTS,
        in_navigation=False,
    ),
    Section(
        "selection",
        "Patients",
        "search",
        Group.PRACTICE,
        "ui.patients.selection_page:SelectionPage",
        Right.IDENTITY,
    ),
    Section(
        "new_patient",
        "Nouveau patient",
        "patient-new",
        Group.PRACTICE,
        "ui.administrative.new_patient_page:NewPatientPage",
        Right.IDENTITY,
        in_navigation=False,
    ),
    Section(
        "journal",
        "Traces",
        "journal",
        Group.PRACTICE,
        "ui.audit.journal_page:JournalPage",
        Right.READ_TRACES,
    ),
    Section(
        "backups",
        "Sauvegardes",
        "backup",
        Group.PRACTICE,
        "ui.backup.backups_page:BackupsPage",
        Right.BACK_UP,
    ),
    Section(
        "accounts",
        "Utilisateurs",
        "users",
        Group.PRACTICE,
        "ui.users.accounts_page:AccountsPage",
        Right.MANAGE_USERS,
    ),
    Section(
        "practice",
        "Cabinet",
        "practice",
        Group.PRACTICE,
        "ui.practice.practice_page:PracticePage",
        Right.MANAGE_USERS,
    ),
    Section("post", "Ce poste", "settings", Group.PRACTICE, "ui.settings.post_page:PostPage"),
    Section(
        "information",
        "Informations utilisateur",
        "user",
        Group.PRACTICE,
        "ui.users.information_page:InformationPage",
        in_navigation=False,
    ),
    Section(
        "messages",
        "Message interne",
        "mail",
        Group.PRACTICE,
        "ui.messages.messages_page:MessagesPage",
        in_navigation=False,
    ),
    Section(
        "protocols",
        "Protocoles",
        "history",
        Group.PRACTICE,
        "ui.care.protocols_page:ProtocolsPage",
        Right.READ_NOTES,
        in_navigation=False,
    ),
    Section(
        "masks",
        "Masques de saisie",
        "edit",
        Group.PRACTICE,
        "ui.masks.masks_page:MasksPage",
        Right.READ_NOTES,
        in_navigation=False,
    ),
    Section(
        "identity_status",
        "Liste des statuts d'identité",
        "shield",
        Group.PRACTICE,
        "ui.identity_status.status_page:StatusPage",
        Right.IDENTITY,
        in_navigation=False,
    ),
    Section(
        "vaccine_recall",
        "Relances vaccinales",
        "calendar",
        Group.PRACTICE,
        "ui.vaccine_calendar.recall_page:RecallPage",
        Right.READ_NOTES,
        in_navigation=False,
    ),
    Section(
        "lots",
        "Qui a reçu le lot\u00a0?",
        "vaccine",
        Group.PRACTICE,
        "ui.lots.page:LotsPage",
        Right.READ_NOTES,
        in_navigation=False,
    ),
    Section(
        "read_code",
        "Lire un code INS",
        "search",
        Group.PRACTICE,
        "ui.ins_codes.page:ReadCodePage",
        Right.IDENTITY,
        in_navigation=False,
    ),
    Section(
        "vitale",
        "Lecture carte vitale",
        "card",
        Group.PRACTICE,
        "ui.vitale.page:VitalePage",
        Right.IDENTITY,
        in_navigation=False,
    ),
    Section(
        "apcv",
        "Lire une ApCV",
        "phone",
        Group.PRACTICE,
        "ui.apcv.page:ApcvPage",
        Right.IDENTITY,
        in_navigation=False,
    ),
    Section(
        "merge",
        "Fusionner deux dossiers",
        "users",
        Group.PRACTICE,
        "ui.merge.merge_page:MergePage",
        Right.IDENTITY,
        in_navigation=False,
    ),
    Section(
        "teleservices",
        "Téléservices",
        "link",
        Group.PRACTICE,
        "ui.teleservices.settings_page:TeleservicesPage",
        Right.MANAGE_USERS,
        in_navigation=False,
    ),
    Section(
        "ins_help",
        "Aide INS",
        "help",
        Group.PRACTICE,
        "ui.ins_help.page:InsHelpPage",
        in_navigation=False,
    ),
    Section(
        "about",
        "À propos",
        "about",
        Group.PRACTICE,
        "ui.about.about_page:AboutPage",
        in_navigation=False,
    ),
)
