"""What the tests of « Lecture carte vitale » share: a desk whose cards answer from memory."""

from __future__ import annotations

from dataclasses import replace

from almapy.settings import PostSettings
from almapy.vitale.service import VitaleService
from tests.fakes.vitale import FakeCards, FakeOfficial
from ui.vitale.page import VitalePage


def give_cards(desk, official=None, *, cards=None, settings=None):
    """Have the practice of a desk read cards by this interface."""
    application = desk.application
    cards = cards or FakeCards()
    official = official or FakeOfficial()
    vitale = VitaleService(
        application.works, cards, official, application.clock, covers=application.covers
    )
    desk.application = replace(
        application, cards=cards, vitale=vitale, settings=settings or PostSettings()
    )
    return official, cards


def lines(choice_list):
    """Every line of a list."""
    return [choice_list.item(row).text() for row in range(choice_list.count())]


def said(strip):
    """What a strip says, title and detail; empty while it is hidden."""
    if not strip.isVisible():
        return ""
    return f"{strip.accessibleName()} {strip.accessibleDescription()}"


def page_of(window):
    """The page « Lecture carte vitale » of a window."""
    return window.pages.findChild(VitalePage)
