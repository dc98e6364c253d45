"""The pages of the main window in one table: the left navigation is built from it."""

from __future__ import annotations

from collections.abc import Callable
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

    The page is built the first time it is shown. ``in_navigation`` is false for a page that is
    reached otherwise (a click on one's name).
    """

    name: str
    text: str
    icon: str
    group: Group
    build: Callable[[Desk], Page]
    right: Right | None = None
    in_navigation: bool = True

    def allowed_to(self, actor: Actor) -> bool:
        """Tell whether this person may open the page."""
        return self.right is None or actor.may(self.right)


def _home(desk: Desk) -> Page:
    from ui.home.page import HomePage  # noqa: PLC0415

    return HomePage(desk)


def _overview(desk: Desk) -> Page:
    from ui.patients.overview_page import OverviewPage  # noqa: PLC0415

    return OverviewPage(desk)


def _selection(desk: Desk) -> Page:
    from ui.patients.selection_page import SelectionPage  # noqa: PLC0415

    return SelectionPage(desk)


def _journal(desk: Desk) -> Page:
    from ui.audit.journal_page import JournalPage  # noqa: PLC0415

    return JournalPage(desk)


def _accounts(desk: Desk) -> Page:
    from ui.users.accounts_page import AccountsPage  # noqa: PLC0415

    return AccountsPage(desk)


def _information(desk: Desk) -> Page:
    from ui.users.information_page import InformationPage  # noqa: PLC0415

    return InformationPage(desk)


def _practice(desk: Desk) -> Page:
    from ui.practice.practice_page import PracticePage  # noqa: PLC0415

    return PracticePage(desk)


def _backups(desk: Desk) -> Page:
    from ui.backup.backups_page import BackupsPage  # noqa: PLC0415

    return BackupsPage(desk)


def _post(desk: Desk) -> Page:
    from ui.settings.post_page import PostPage  # noqa: PLC0415

    return PostPage(desk)


def _about(desk: Desk) -> Page:
    from ui.about.about_page import AboutPage  # noqa: PLC0415

    return AboutPage(desk)


SECTIONS: tuple[Section, ...] = (
    Section("record", "Dossier Patient", "record", Group.PATIENT, _overview, Right.IDENTITY),
    Section("home", "Accueil", "home", Group.PRACTICE, _home),
    Section("selection", "Patients", "search", Group.PRACTICE, _selection, Right.IDENTITY),
    Section("journal", "Traces", "journal", Group.PRACTICE, _journal, Right.READ_TRACES),
    Section("backups", "Sauvegardes", "backup", Group.PRACTICE, _backups, Right.BACK_UP),
    Section("accounts", "Utilisateurs", "users", Group.PRACTICE, _accounts, Right.MANAGE_USERS),
    Section("practice", "Cabinet", "practice", Group.PRACTICE, _practice, Right.MANAGE_USERS),
    Section("post", "Ce poste", "settings", Group.PRACTICE, _post),
    Section(
        "information",
        "Informations utilisateur",
        "user",
        Group.PRACTICE,
        _information,
        in_navigation=False,
    ),
    Section("about", "À propos", "about", Group.PRACTICE, _about, in_navigation=False),
)
