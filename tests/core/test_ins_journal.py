"""Who saw or changed which identity: one line an act, with the traits in French words."""

from dataclasses import replace
from datetime import date, timedelta
from zipfile import ZipFile

import openpyxl
import pytest

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.errors import AccessError, DomainError
from almapy.identity.words import TRAIT_LABELS, trait_changes
from almapy.patients.changes import IDENTITY_FIELDS
from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD
from tests.core.test_patients import MARTIN, RUTH

NBSP = "\u00a0"


@pytest.fixture
def ruth(opened):
    return opened.application.patients.create(opened.actor, RUTH)


def colleague(opened, role, login="anne"):
    new = NewAccount(login, role, "Anne", "EXEMPLE", PASSWORD)
    account = opened.application.accounts.create(opened.actor, new)
    return account.at(opened.application.post)


def traces(opened, reader=None, **asked):
    found = opened.application.ins_journal.page(reader or opened.actor, JournalFilter(**asked))
    assert found.total == len(found.traces)
    return found.traces


def test_each_sight_of_the_ins_is_a_line_with_the_doctor_and_the_patient(opened, ruth):
    for _ in range(2):
        opened.application.patients.ins_shown(opened.actor, ruth.id)
    newest, before = traces(opened)
    assert (newest.kind, before.kind) == ("Visualisation de l'INS", "Visualisation de l'INS")
    account = opened.application.accounts.own(opened.actor)
    assert (newest.family_name, newest.first_name) == (account.family_name, account.first_name)
    assert newest.used_name == ruth.shown_name
    assert newest.used_first_name == ruth.shown_first_name
    assert newest.birth_name == ruth.data.birth_name
    assert newest.detail == ""


def test_two_traits_changed_at_once_are_one_line_with_both(opened, ruth):
    draft = replace(ruth.data, used_name="DUPOND", homonym=not ruth.data.homonym)
    opened.application.patients.change(opened.actor, ruth, draft)
    [line] = traces(opened)
    assert line.kind == f"Modification de l'identité{NBSP}: Nom utilisé, Homonyme"
    assert line.detail.split("\n") == [
        f"Nom utilisé{NBSP}: {ruth.data.used_name} en{NBSP}: DUPOND",
        f"Homonyme{NBSP}: non en{NBSP}: oui",
    ]


def test_a_document_a_date_and_the_status_are_told_in_words(opened):
    patients = opened.application.patients
    martin = patients.create(opened.actor, MARTIN)
    checked = replace(
        martin.data,
        birth_first_names="RUTHENE",
        birth_date=date(1999, 2, 1),
        birth_place_code="63220",
        identity_document="passeport",
    )
    patients.change(opened.actor, martin, checked)
    [line] = traces(opened)
    words = {change.label: (change.before, change.after) for change in line.changes}
    assert words["Nature just. d'identité"] == ("non renseigné", "Passeport")
    assert words["Statut de l'identité"] == ("Identité provisoire", "Identité validée")
    assert words["Date de naissance"][1] == "01/02/1999"


def test_every_trait_that_the_journal_keeps_has_a_french_label():
    assert set(IDENTITY_FIELDS) <= set(TRAIT_LABELS)


def test_a_detail_of_another_program_is_shown_as_it_stands():
    detail = {
        "poste": "PC",
        "new_trait": {"de": "a", "en": "b"},
        "birth_date": {"de": "hier", "en": ""},
    }
    assert [change.sentence for change in trait_changes(detail)] == [
        f"Date de naissance{NBSP}: hier en{NBSP}: non renseigné",
        f"new_trait{NBSP}: a en{NBSP}: b",
    ]


def test_other_traces_and_other_changes_are_left_out(opened, ruth):
    opened.application.patients.change(opened.actor, ruth, replace(ruth.data, town="Issoire"))
    opened.application.patients.open(opened.actor, ruth.id)
    assert traces(opened) == []
    assert traces(opened, action=Action.PATIENT_READ.value) == []


def test_lines_are_found_by_period_person_patient_and_sort(opened, ruth, clock):
    application, actor = opened.application, opened.actor
    martin = application.patients.create(actor, MARTIN)
    application.patients.ins_shown(actor, ruth.id)
    clock.advance(timedelta(days=2))
    secretary = colleague(opened, Role.SECRETAIRE)
    application.patients.ins_shown(secretary, martin.id)
    application.patients.change(actor, ruth, replace(ruth.data, homonym=True))
    assert len(traces(opened)) == 3
    assert len(traces(opened, since=clock.today())) == 2
    assert len(traces(opened, until=clock.today() - timedelta(days=1))) == 1
    assert [one.family_name for one in traces(opened, actor="anne")] == ["EXEMPLE"]
    assert {one.patient_id for one in traces(opened, patient_id=ruth.id)} == {ruth.id}
    assert len(traces(opened, action=Action.INS_READ.value)) == 2
    limited = application.ins_journal.page(actor, JournalFilter(), limit=1)
    assert (len(limited.traces), limited.total) == (1, 3)
    assert limited.traces[0].kind.startswith("Modification")


def test_a_change_is_found_by_the_french_name_of_its_trait(opened, ruth):
    opened.application.patients.change(opened.actor, ruth, replace(ruth.data, homonym=True))
    opened.application.patients.ins_shown(opened.actor, ruth.id)
    assert len(traces(opened, words="Homonyme")) == 1
    assert len(traces(opened, words="modification homonyme")) == 1
    assert traces(opened, words="matricule") == []
    assert len(traces(opened, words="visualisation")) == 1


def test_a_secretary_reads_her_own_lines_only(opened, ruth):
    secretary = colleague(opened, Role.SECRETAIRE)
    opened.application.patients.ins_shown(opened.actor, ruth.id)
    opened.application.patients.ins_shown(secretary, ruth.id)
    assert [one.family_name for one in traces(opened, secretary)] == ["EXEMPLE"]
    assert len(traces(opened)) == 2


def test_an_administrator_reads_who_and_when_but_no_identity(opened, ruth):
    opened.application.patients.change(opened.actor, ruth, replace(ruth.data, used_name="DUPOND"))
    [line] = traces(opened, colleague(opened, Role.ADMINISTRATEUR))
    assert line.used_name == f"Dossier {ruth.dossier}"
    assert (line.used_first_name, line.birth_name) == ("", "")
    assert line.detail == f"Nom utilisé{NBSP}: modifié"


def test_the_whole_journal_keeps_the_values_of_traits_from_an_administrator(opened, ruth, tmp_path):
    opened.application.patients.change(opened.actor, ruth, replace(ruth.data, used_name="DUPOND"))
    told = []
    for reader in (opened.actor, colleague(opened, Role.ADMINISTRATEUR)):
        target = tmp_path / f"{reader.login}.xlsx"
        asked = JournalFilter(action=Action.INS_CHANGED.value)
        opened.application.journal.export(reader, asked, target)
        told.append(openpyxl.load_workbook(target).active["H2"].value)
    doctor, administrator = told
    before = ruth.data.used_name
    assert doctor == f"Nom utilisé{NBSP}: de «{NBSP}{before}{NBSP}» en «{NBSP}DUPOND{NBSP}»"
    assert administrator == f"Nom utilisé{NBSP}: modifié"


def test_nobody_reads_without_the_right_to_traces(opened):
    nobody = replace(opened.actor, role=Role.SECRETAIRE, rights=frozenset())
    with pytest.raises(AccessError):
        opened.application.ins_journal.page(nobody, JournalFilter())


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_the_lines_are_exported_to_a_spreadsheet_and_the_export_is_traced(
    opened, ruth, tmp_path, kind
):
    application, actor = opened.application, opened.actor
    application.patients.change(actor, ruth, replace(ruth.data, used_name="DUPOND"))
    target = tmp_path / f"ins.{kind}"
    assert application.ins_journal.export(actor, JournalFilter(), target) == 1
    if kind == "xlsx":
        rows = list(openpyxl.load_workbook(target).active.values)
        assert rows[0][2:8] == (
            "Type de modification",
            "Nom prof.",
            "Prénom prof.",
            "Nom usage",
            "Prénom usage",
            "Nom de naissance",
        )
        assert rows[1][7] == ruth.data.birth_name
    else:
        with ZipFile(target) as package:
            assert f"en{NBSP}: DUPOND" in package.read("content.xml").decode()
    newest = application.journal.page(actor, JournalFilter(action="export")).entries[0]
    assert newest.values["lignes"] == 1


def test_a_file_of_another_kind_is_refused(opened, tmp_path):
    target = tmp_path / "ins.txt"
    with pytest.raises(DomainError, match="Rien n'a été exporté"):
        opened.application.ins_journal.export(opened.actor, JournalFilter(), target)
    assert not target.exists()
