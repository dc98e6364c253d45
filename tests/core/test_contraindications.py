"""Contraindications and the treatment taken for long."""

from dataclasses import replace
from datetime import date

import pytest

from almapy.contraindications.model import Contraindication
from almapy.errors import DomainError
from almapy.medications.model import LongTermTreatment
from tests.core.test_patients import RUTH

NSAID = Contraindication("AINS", "2021", "Ulcère gastrique")
METFORMIN = LongTermTreatment("Metformine 1000 mg", "1 matin et soir", date(2023, 5, 15))


@pytest.fixture
def patient_id(opened):
    return opened.application.patients.create(opened.actor, RUTH).id


def test_a_contraindication_is_read_back_whole(opened, patient_id):
    service = opened.application.contraindications
    service.add(opened.actor, patient_id, NSAID)
    assert [one.data for one in service.of(opened.actor, patient_id)] == [NSAID]


def test_a_contraindication_without_words_is_refused(opened, patient_id):
    with pytest.raises(DomainError) as refused:
        opened.application.contraindications.add(opened.actor, patient_id, Contraindication(" "))
    assert refused.value.field == "text"


def test_a_stopped_treatment_stays_readable_with_its_reason(opened, patient_id):
    service = opened.application.treatments
    fact = service.add(opened.actor, patient_id, METFORMIN)
    stopped = replace(METFORMIN, stopped_on=date(2026, 3, 1), stop_reason="diarrhée")
    service.change(opened.actor, fact, stopped)
    (found,) = service.of(opened.actor, patient_id)
    assert found.data == stopped
    assert not found.data.is_taken(date(2026, 3, 1))
    assert found.data.is_taken(date(2026, 2, 28))


def test_a_treatment_stopped_before_it_began_is_refused(opened, patient_id):
    with pytest.raises(DomainError) as refused:
        opened.application.treatments.add(
            opened.actor, patient_id, replace(METFORMIN, stopped_on=date(2020, 1, 1))
        )
    assert refused.value.field == "stopped_on"


def test_the_reason_of_a_stop_goes_with_the_stop(opened, patient_id):
    service = opened.application.treatments
    fact = service.add(opened.actor, patient_id, replace(METFORMIN, stop_reason="diarrhée"))
    assert fact.data.stop_reason == ""
