"""What « Diagnostic » says of the settings of INSi, without calling anybody."""

from dataclasses import replace

import pytest

from almapy.insi.diagnosis import insi_checks
from almapy.insi.settings import Authentication, Environment, InsiSettings
from almapy.insi.settings_rules import TEST_CARD_URL
from tests.fakes.software_certificate import p12

COMPLETE = InsiSettings(card_url="https://exemple.fr/lps", idam="A1", instance="x")
BY_CERTIFICATE = replace(
    COMPLETE,
    authentication=Authentication.CERTIFICATE,
    certificate_url="https://exemple.fr/lps",
    password="x",
)


@pytest.fixture
def look(clock):
    return lambda settings, **how: list(insi_checks(settings, clock.now(), **how))


def test_a_practice_that_never_set_anything_has_nothing_to_correct(look):
    [check] = look(InsiSettings(instance="x"))
    assert check.ok
    assert "non réglé" in check.detail


def test_what_is_missing_is_named_with_where_to_set_it(look):
    [check] = look(InsiSettings(card_url="https://exemple.fr/lps"))
    assert not check.ok
    assert check.detail == "il manque\u00a0: N° d'autorisation (IDAM)"
    assert "Téléservices (INSi)" in check.remedy


def test_complete_settings_are_in_order(look):
    [check] = look(COMPLETE)
    assert check.ok


def test_an_address_of_the_tests_in_production_is_to_be_corrected(look):
    wrong = replace(COMPLETE, card_url=TEST_CARD_URL)
    assert [check.ok for check in look(wrong)] == [False]
    assert [check.ok for check in look(replace(wrong, environment=Environment.TEST))] == [True]


@pytest.mark.parametrize(
    ("days", "ok", "words"),
    [(400, True, ""), (61, True, ""), (60, False, "60 jours"), (-1, False, "Corrigez")],
)
def test_the_end_of_the_certificate_is_told(look, days, ok, words):
    settings = replace(BY_CERTIFICATE, certificate=p12("x", days=days))
    _, check = look(settings)
    assert check.ok is ok
    assert words in check.remedy
    assert "valable jusqu'au" in check.detail or "expiré" in check.detail


def test_a_demo_has_nothing_to_correct(look):
    [check] = look(InsiSettings(card_url="x"), simulated=True)
    assert check.ok
    assert "simulateur" in check.detail
