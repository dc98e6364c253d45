"""Who may read which traces, how they are found and exported."""

import zipfile
from datetime import timedelta

import openpyxl
import pytest
from odfdo import Document

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.errors import AccessError, DomainError
from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD


def colleague(opened, role, login):
    account = opened.application.accounts.create(
        opened.actor, NewAccount(login, role, "Anne", "EXEMPLE", PASSWORD)
    )
    return account.at(opened.application.post)


def test_the_owner_reads_all_traces_and_a_secretary_her_own(opened):
    journal = opened.application.journal
    secretary = colleague(opened, Role.SECRETAIRE, "anne")
    journal.record(secretary, Action.PRINTED, patient_id=7)
    assert {e.actor for e in journal.page(opened.actor, JournalFilter()).entries} == {
        "dr.demo",
        "anne",
    }
    own = journal.page(secretary, JournalFilter()).entries
    assert {entry.actor for entry in own} == {"anne"}
    others = journal.page(secretary, JournalFilter(patient_id=7, actor="dr.demo"))
    assert {entry.actor for entry in others.entries} == {"anne"}


def test_a_doctor_who_owns_nothing_reads_all_traces_of_one_patient(opened):
    journal = opened.application.journal
    substitute = colleague(opened, Role.REMPLACANT, "dr.rempl")
    journal.record(opened.actor, Action.PATIENT_READ, patient_id=7)
    page = journal.page(substitute, JournalFilter(patient_id=7))
    assert [entry.actor for entry in page.entries] == ["dr.demo"]


def test_traces_are_found_by_period_action_patient_and_words(opened, clock):
    journal = opened.application.journal
    clock.advance(timedelta(days=1))
    journal.record(opened.actor, Action.PRINTED, patient_id=3, detail={"objet": "ordonnance"})
    clock.advance(timedelta(days=1))
    journal.record(opened.actor, Action.EXPORTED, detail={"objet": "100 % des dossiers"})
    today = clock.today()

    def count(**asked):
        return journal.page(opened.actor, JournalFilter(**asked)).total

    assert count(since=today, until=today) == 1
    assert count(since=today - timedelta(days=1)) == 2
    assert count(patient_id=3) == 1
    assert count(action="print") == 1
    assert count(words="impression") == 1
    assert count(words="ordonnance") == 1
    assert count(words="100 %") == 1
    assert count(words="introuvable") == 0


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_the_journal_is_exported_to_a_spreadsheet_and_the_export_is_traced(
    practice, tmp_path, kind
):
    journal = practice.application.journal
    journal.record(practice.actor, Action.PRINTED, detail={"objet": "=1+1"})
    target = tmp_path / f"journal.{kind}"
    lines = journal.export(practice.actor, JournalFilter(), target)
    if kind == "xlsx":
        sheet = openpyxl.load_workbook(target).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert rows[1][7] == "objet\u00a0: =1+1"
    else:
        table = Document(str(target)).body.tables[0]
        rows = [row.get_values() for row in table.rows]
        assert zipfile.is_zipfile(target)
    assert len(rows) == lines + 1
    assert rows[0][1] == "Date"
    assert journal.page(practice.actor, JournalFilter(action="export")).total == 1


def test_another_kind_of_file_is_refused_in_words(practice, tmp_path):
    with pytest.raises(DomainError, match="xlsx"):
        practice.application.journal.export(
            practice.actor, JournalFilter(), tmp_path / "journal.txt"
        )


def test_an_exported_text_never_becomes_a_formula(practice, tmp_path):
    target = tmp_path / "journal.xlsx"
    practice.application.journal.record(practice.actor, Action.PRINTED)
    practice.application.journal.export(practice.actor, JournalFilter(), target)
    for row in openpyxl.load_workbook(target).active.iter_rows():
        assert all(cell.data_type != "f" for cell in row)


def test_without_the_right_to_traces_nothing_is_shown(opened):
    from dataclasses import replace

    nobody = replace(opened.actor, rights=frozenset())
    with pytest.raises(AccessError):
        opened.application.journal.page(nobody, JournalFilter())
