"""The booklet of a demonstration: simulated, lasting, and never in the keyring of the machine."""

import uuid
from datetime import date

import pytest

from almapy.clock import SystemClock
from almapy.cve.exchanged import Credentials
from almapy.cve.faults import CarnetGone
from almapy.cve.model import NewCarnet
from almapy.demo.cve import DemoCve
from almapy.demo.outside import simulated_outside
from almapy.errors import ExternalError
from almapy.stop import Stop

RUTH = NewCarnet(
    "DE VINCI", "NESSI", "RUTH ISABELLE", date(1977, 7, 14), "f", "67000", "ruth@exemple.invalid"
)


def signed_in(demo):
    values = {hint.label: hint.value for hint in demo.hints()}
    return demo.open(Credentials(values["E-mail"], values["Mot de passe"]))


def test_a_booklet_made_in_a_demonstration_is_there_at_its_next_start(tmp_path):
    demo = DemoCve(SystemClock(), tmp_path)
    made = signed_in(demo).create(RUTH, "dossier-1", str(uuid.uuid4()), Stop())
    demo.close()
    again = DemoCve(SystemClock(), tmp_path)
    assert signed_in(again).identity(made.uuid, Stop()).birth_date == date(1977, 7, 14)
    again.close()
    with pytest.raises(ExternalError):
        again.hints()


def test_without_a_folder_nothing_is_kept(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    demo = DemoCve(SystemClock())
    made = signed_in(demo).create(RUTH, "dossier-1", str(uuid.uuid4()), Stop())
    demo.close()
    again = DemoCve(SystemClock())
    with pytest.raises(CarnetGone):
        signed_in(again).identity(made.uuid, Stop())
    again.close()
    assert list(tmp_path.iterdir()) == []


def test_a_demo_practice_has_a_simulated_booklet_and_no_keyring():
    outside = simulated_outside(SystemClock())
    assert outside.cve is not None
    assert outside.cve.simulated
    assert outside.keyring is None
    outside.close()
