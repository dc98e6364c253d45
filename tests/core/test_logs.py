"""Logs hold no personal data: the mask, and a canary through the main flows."""

import logging
from dataclasses import replace

import pytest

from almapy import logs
from almapy.errors import AlmaPyError
from tests.core.test_patients import RUTH


@pytest.mark.parametrize(
    "personal",
    [
        "277076322082910",
        "2 77 07 63 220 829 10",
        "2770763220829",
        "2 77 07 2A 220 829 10",
        "ruth.nessi@example.fr",
    ],
)
def test_a_nir_or_an_address_never_reaches_the_file(personal):
    masked = logs.masked(f"valeur {personal} refusée")
    assert personal not in masked
    assert masked.startswith("valeur <")


def test_ordinary_numbers_stay_readable():
    assert logs.masked("patient_id=23 ms=1250 seq=20260310") == (
        "patient_id=23 ms=1250 seq=20260310"
    )


def test_the_main_flows_leave_no_canary_in_the_log(practice, tmp_path):
    handler = logs.start(tmp_path / "logs")
    logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)
    try:
        patients = practice.application.patients
        patient = patients.create(practice.actor, RUTH)
        patients.open(practice.actor, patient.id)
        patients.search(practice.actor, "nessi 14071977")
        patients.change(practice.actor, patient, replace(RUTH, town="Canarville"))
        with pytest.raises(AlmaPyError) as caught:
            patients.change(practice.actor, patient, RUTH)
        logging.getLogger("almapy").error("refused", exc_info=caught.value)
        with pytest.raises(AlmaPyError), practice.application.database.writing() as session:
            session.execute(
                patients_table().insert().values(id=patient.id, birth_name="NESSI-CANARI")
            )
    finally:
        logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)
        logs.stop(handler)
    written = (tmp_path / "logs/almapy.log").read_text()
    assert "refused" in written
    for canary in ("NESSI", "nessi", "VINCI", "Canarville", "1977", "2770763", "CANARI"):
        assert canary not in written


def patients_table():
    from almapy.patients.tables import PatientRow

    return PatientRow.__table__


def test_a_log_folder_that_cannot_be_written_stops_no_work(tmp_path):
    (tmp_path / "fichier").write_text("")
    handler = logs.start(tmp_path / "fichier" / "logs")
    logs.stop(handler)
