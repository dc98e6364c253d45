"""Reaching the lists of identities by status, and from them the page that qualifies one."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject

from almapy.users.model import Right
from ui.desk import Desk
from ui.insi.wish import wish_of

STATUS_PAGE = "identity_status"


class StatusTabs(StrEnum):
    """The tabs of « Liste des statuts d'identité »."""

    LIST = "list"
    TODAY = "today"


class StatusWish(QObject):
    """One for a desk: the list to bring to the front."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tab: StatusTabs | None = None


def ask_status_page(desk: Desk, tab: StatusTabs) -> None:
    """Bring one of the lists to the front."""
    _wish(desk).tab = tab
    desk.section_asked.emit(STATUS_PAGE)


def take_tab(desk: Desk) -> StatusTabs | None:
    """Return the list that was asked for, once."""
    wish = _wish(desk)
    tab, wish.tab = wish.tab, None
    return tab


def open_at_insi(desk: Desk, patient_id: int) -> None:
    """Open a record where its identity is qualified, or simply open it for who may not do that.

    « Fermer » of that page returns to the lists.
    """
    if desk.actor.may(Right.QUALIFY_INS):
        wish = wish_of(desk)
        wish.back = STATUS_PAGE
        wish.want(patient_id)
    desk.patient_asked.emit(patient_id)


def _wish(desk: Desk) -> StatusWish:
    return desk.findChild(StatusWish) or StatusWish(desk)
