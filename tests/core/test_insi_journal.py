"""« Historique et accès INSI »: every call with what came back, within one's rights."""

from dataclasses import replace
from datetime import timedelta
from zipfile import ZipFile

import openpyxl
import pytest

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.errors import AccessError, DomainError
from almapy.insi.model import CallKind, Exchange, Outcome
from almapy.insi.questions import traits_of
from almapy.insi.service import InsiService
from almapy.insi.wording import detail_of, without_identity
from almapy.stop import Stop
from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD
from tests.core.test_patients import RUTH as QUALIFIED
from tests.fakes import insi as people
from tests.fakes.insi import FakeConnection, FakeInsi, FakeReader

NBSP = "\u00a0"
BARE = replace(QUALIFIED, insi_accepted=False, matricule_ins="", ins_oid="", identity_document="")
DATA = (
    f"Données INS du patient récupérées{NBSP}: NESSI RUTH ISABELLE (F) né(e) le 14/07/1977 à "
    f"MAZOIRES (code INSEE 63220) · INS{NBSP}: 277076322082910 (OID 1.2.250.1.213.1.4.8) · "
    "Pas d'historique d'INS"
)


@pytest.fixture
def fake():
    return FakeInsi()


@pytest.fixture
def insi(opened, fake):
    application = opened.application
    return InsiService(application.works, FakeConnection(fake), FakeReader(), application.places)


@pytest.fixture
def ruth(opened):
    return opened.application.patients.create(opened.actor, BARE)


def ask(opened, insi, patient, actor=None):
    traits = traits_of(patient.data)
    return insi.search(actor or opened.actor, traits, Stop(), patient_id=patient.id)


def colleague(opened, role, login="anne"):
    new = NewAccount(login, role, "Anne", "EXEMPLE", PASSWORD)
    return opened.application.accounts.create(opened.actor, new).at("poste")


def calls(opened, reader=None, **asked):
    found = opened.application.insi_journal.page(reader or opened.actor, JournalFilter(**asked))
    assert found.total == len(found.calls)
    return found.calls


def test_a_call_is_a_line_with_the_returned_data_and_the_doctor(opened, insi, ruth):
    ask(opened, insi, ruth)
    [line] = calls(opened)
    assert line.kind.label == "Rechercher l'INS avec les traits d'identité"
    assert line.result == "OK - Code CR 00"
    assert line.detail == DATA
    assert line.label == "OK"
    assert line.family_name == opened.application.accounts.own(opened.actor).family_name


def test_a_history_of_ins_is_told_with_its_days():
    told = detail_of(
        Exchange(CallKind.TRAITS, Outcome.FOUND, "00", identity=people.ECETINSI), lambda *_: ""
    )
    assert f"Historique{NBSP}: 209076322083439 (OID 1.2.250.1.213.1.4.8, 01/03/2019 au" in told
    assert "à code inconnu du COG (code INSEE 63220)" in told


def test_a_verification_and_a_failure_say_what_no_code_tells():
    right = Exchange(CallKind.VERIFICATION, Outcome.FOUND, "00", identity=people.RUTH)
    told = detail_of(right, lambda *_: "")
    assert told == "Vérification terminée NIR et Traits d'identité corrects"
    assert without_identity(told, Outcome.FOUND) == told
    failed = Exchange(CallKind.TRAITS, Outcome.UNREADABLE, detail="Page HTML.")
    assert detail_of(failed, lambda *_: "") == "Page HTML."
    assert without_identity("Page HTML.", Outcome.UNREADABLE) == "Page HTML."


def test_who_may_not_see_identities_reads_no_returned_data(opened, insi, ruth):
    ask(opened, insi, ruth)
    administrator = colleague(opened, Role.ADMINISTRATEUR)
    [line] = calls(opened, administrator)
    assert line.detail == "Données INS du patient récupérées"
    assert line.result == "OK - Code CR 00"
    assert calls(opened, administrator, words="NESSI") == []
    assert calls(opened, administrator, words="277076322082910") == []
    assert len(calls(opened, administrator, words="traits")) == 1


def test_what_a_refusal_of_insi_quotes_is_for_those_who_see_identities(opened, insi, ruth, fake):
    quoted = "La valeur NESSI de NomNaissance est refusee"
    fake.answers = [Exchange(CallKind.TRAITS, Outcome.FAULT, "siram_10", quoted)]
    ask(opened, insi, ruth)
    [line] = calls(opened, words="refusee")
    assert line.label == quoted
    administrator = colleague(opened, Role.ADMINISTRATEUR)
    [hidden] = calls(opened, administrator)
    assert (hidden.result, hidden.label) == ("Erreur - siram_10", "")
    assert calls(opened, administrator, words="NESSI") == []


def test_a_call_that_is_written_to_a_log_names_nobody(opened, insi, ruth):
    ask(opened, insi, ruth)
    [line] = calls(opened)
    assert "NESSI" not in repr(line)
    assert "277076322082910" not in repr(line)


def test_one_reads_ones_own_calls_and_the_owner_all_of_them(opened, insi, ruth):
    secretary = colleague(opened, Role.SECRETAIRE)
    ask(opened, insi, ruth)
    ask(opened, insi, ruth, secretary)
    assert len(calls(opened)) == 2
    [own] = calls(opened, secretary)
    assert own.family_name == "EXEMPLE"
    assert len(calls(opened, secretary, patient_id=ruth.id)) == 1


def test_who_reads_notes_sees_every_call_about_one_patient(opened, insi, ruth):
    locum = colleague(opened, Role.REMPLACANT)
    ask(opened, insi, ruth)
    assert calls(opened, locum) == []
    assert len(calls(opened, locum, patient_id=ruth.id)) == 1


def test_who_reads_no_trace_reads_no_call(opened, insi, ruth):
    stranger = replace(opened.actor, rights=frozenset())
    with pytest.raises(AccessError):
        opened.application.insi_journal.page(stranger, JournalFilter())


def test_calls_are_found_by_day_person_patient_kind_and_words(opened, insi, ruth, fake, clock):
    other = opened.application.patients.create(opened.actor, replace(BARE, birth_name="DURAND"))
    ask(opened, insi, ruth)
    clock.advance(timedelta(days=2))
    fake.answers = [Exchange(CallKind.TRAITS, Outcome.FAULT, "insi_102", "Service indisponible")]
    ask(opened, insi, other)
    traits = traits_of(ruth.data)
    insi.verify(opened.actor, people.RUTH.active, traits, Stop(), patient_id=ruth.id)
    assert len(calls(opened)) == 3
    assert len(calls(opened, since=clock.today())) == 2
    assert len(calls(opened, until=clock.today() - timedelta(days=1))) == 1
    assert len(calls(opened, patient_id=ruth.id)) == 2
    assert len(calls(opened, action=CallKind.VERIFICATION.value)) == 1
    assert len(calls(opened, actor=opened.actor.login)) == 3
    assert calls(opened, actor="personne") == []
    assert [one.outcome for one in calls(opened, words="insi_102")] == [Outcome.FAULT]
    assert [one.outcome for one in calls(opened, words="indisponible")] == [Outcome.FAULT]
    assert len(calls(opened, words="verifier")) == 1
    assert len(calls(opened, words="durand")) == 1
    assert len(calls(opened, words="nessi mazoires")) == 1
    assert calls(opened, words="100%") == []
    newest = opened.application.insi_journal.page(opened.actor, JournalFilter(), limit=1)
    assert (len(newest.calls), newest.total) == (1, 3)
    assert newest.calls[0].kind is CallKind.VERIFICATION


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_the_calls_are_exported_and_the_export_is_traced(opened, insi, ruth, tmp_path, suffix):
    ask(opened, insi, ruth)
    target = tmp_path / f"appels{suffix}"
    assert opened.application.insi_journal.export(opened.actor, JournalFilter(), target) == 1
    if suffix == ".xlsx":
        heading, line = openpyxl.load_workbook(target).active.iter_rows(values_only=True)
        assert heading == (
            "Date",
            "Heure",
            "Type d'appel",
            "Résultat",
            "Détail",
            "Log Retour",
            "Nom prof.",
        )
        assert line[2:6] == (
            "Rechercher l'INS avec les traits d'identité",
            "OK - Code CR 00",
            DATA,
            "OK",
        )
    else:
        assert "277076322082910" in ZipFile(target).read("content.xml").decode()
    asked = JournalFilter(action=Action.EXPORTED.value)
    [entry] = opened.application.journal.page(opened.actor, asked).entries
    assert entry.values["objet"] == "historique INSi"
    assert entry.values["lignes"] == 1


def test_another_kind_of_file_is_refused(opened, tmp_path):
    target = tmp_path / "appels.txt"
    with pytest.raises(DomainError):
        opened.application.insi_journal.export(opened.actor, JournalFilter(), target)
    assert not target.exists()
