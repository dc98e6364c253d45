"""The demo practice has a day under way, so that no screen of it is empty."""

import pytest

from almapy.demo.build import create_demo
from almapy.demo.practice_life import RUTH_ID


@pytest.fixture
def demo(place, clock):
    opened = create_demo(place, clock, 12)
    yield opened
    opened.application.close()


def test_ruth_follows_the_protocol_of_the_stress_and_has_recalls(demo):
    application, actor = demo.application, demo.actor
    followed = application.protocols.of(actor, RUTH_ID)
    assert [one.data.title for one in followed] == ["Gestion du stress"]
    assert len(application.reminders.of(actor, RUTH_ID)) == 3
    assert len(application.covers.of(actor, RUTH_ID)) == 2


def test_somebody_waits_and_somebody_is_called_next(demo):
    application, actor = demo.application, demo.actor
    day = application.agenda.day(actor, application.clock.today())
    assert len(day) == 9
    assert application.agenda.call_next(actor) is not None


def test_the_doctor_has_a_message_to_read(demo):
    assert demo.application.messages.unread(demo.actor) == 1


def test_a_demo_of_nobody_has_nothing_under_way(place, clock):
    opened = create_demo(place, clock, 0)
    assert opened.application.agenda.day(opened.actor, clock.today()) == []
    opened.application.close()
