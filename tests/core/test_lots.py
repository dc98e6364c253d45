"""« Qui a reçu le lot ? » over the whole practice, the same on both engines."""

import csv
from dataclasses import replace
from datetime import date
from zipfile import ZipFile

import openpyxl
import pytest

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.errors import AccessError, DomainError
from almapy.users.model import NewAccount, Role
from almapy.vaccination.lots import TITLE
from almapy.vaccination.model import ActState, Origin, Vaccination
from tests.conftest import PASSWORD
from tests.core.test_patients import RUTH

GARDASIL = Vaccination(
    vaccine="VAC0523",
    label="GARDASIL 9",
    given_on="2026-03-01",
    lot="3006440",
    expiry=date(2027, 12, 31),
    performer="Dr Alix FICTIVE",
)
OTHERS = ("ADRUN", "CORSE", "TCHITCHI")


@pytest.fixture
def lots_of():
    return Lots


@pytest.fixture
def lots(practice):
    return Lots(practice)


class Lots:
    """Four people of a practice, RUTH first, who are given doses."""

    def __init__(self, opened):
        self.application, self.actor = opened.application, opened.actor
        self.people = [self.application.patients.create(self.actor, RUTH)]
        for name in OTHERS:
            draft = replace(RUTH, birth_name=name, used_name="", matricule_ins="", ins_oid="")
            draft = replace(draft, insured_nir="", insi_accepted=False, phone_mobile="0600000000")
            self.people.append(self.application.patients.create(self.actor, draft))

    def give(self, place, **changes):
        data = replace(GARDASIL, **changes)
        return self.application.vaccinations.add(self.actor, self.people[place].id, data)

    def ask(self, lot, **options):
        return self.application.lots.received(self.actor, lot, **options)

    def who(self, lot, **options):
        return [self.place(line.patient_id) for line in self.ask(lot, **options)]

    def place(self, patient_id):
        return [patient.id for patient in self.people].index(patient_id)

    def traces(self, action):
        asked = JournalFilter(action=action.value)
        return self.application.journal.page(self.actor, asked).entries


def test_everybody_who_was_given_the_lot_is_found_however_it_is_typed(opened, lots_of):
    lots = lots_of(opened)
    lots.give(0)
    lots.give(1, given_on="2026-03-02", origin=Origin.ELSEWHERE)
    lots.give(2, lot="3006441", vaccine="VAC0062", label="VAXIGRIP")
    lots.give(2, lot="aB 12c", given_on="2020-01-01")
    lots.give(3, lot="AB12CX", given_on="2026-03-09")
    lots.give(3, lot="AB_1%2")
    assert lots.who("3006440") == [1, 0]  # the last dose first
    line = lots.ask("3006440")[0]
    assert (line.lot, line.expiry, line.label) == ("3006440", date(2027, 12, 31), "GARDASIL 9")
    assert (line.phone, line.performer) == ("06 00 00 00 00", "Dr Alix FICTIVE")
    # Case and spaces do not count, the whole lot comes first, and it is shown as printed.
    for typed in ("AB12C", "ab 12C", " aB12c ", "a b 1 2 c"):
        assert [one.lot for one in lots.ask(typed)] == ["aB 12c", "AB12CX"]
    # A beginning is enough, a middle is not, and no sign is a joker.
    assert lots.who("30064") == [1, 0, 2]
    assert lots.who("30064", vaccine="VAC0062") == [2]
    assert lots.who("B12C") == []
    assert lots.who("ab_1%") == [3]
    assert lots.who("ABX1") == lots.who("__") == lots.who("%%") == []


def test_the_dead_the_archived_and_the_merged_are_not_forgotten(lots):
    application, actor, people = lots.application, lots.actor, lots.people
    for place in (1, 2, 3):
        lots.give(place)
    application.merges.merge(actor, people[1], people[3])
    kept, other = (application.patients.open(actor, people[place].id) for place in (1, 2))
    application.patients.change(actor, kept, replace(kept.data, deceased=True))
    application.patients.change(actor, other, replace(other.data, archived=True))
    marks = [(lots.place(line.patient_id), line.remarks) for line in lots.ask("3006440")]
    assert sorted(marks) == [(1, ("Décédé",)), (1, ("Décédé",)), (2, ("Archivé",))]


def test_what_was_removed_refused_or_contraindicated_was_not_received(lots):
    lots.application.vaccinations.remove(lots.actor, lots.give(0))
    lots.give(1, state=ActState.REFUSED, reason="ne veut pas")
    lots.give(2, state=ActState.CONTRAINDICATED, reason="allergie")
    lots.give(3, lot="")
    assert lots.ask("3006440") == []


def test_each_question_is_traced_without_a_name_and_a_bare_one_is_refused(lots):
    lots.give(0, performer="", performer_id=lots.actor.user_id)
    lots.give(1, performer="")
    told = {lots.place(line.patient_id): line.performer for line in lots.ask("3006440")}
    assert told == {0: "Paul DÉMO", 1: ""}
    (trace,) = lots.traces(Action.PATIENTS_LISTED)
    assert (trace.values["lot"], trace.values["lignes"]) == ("3006440", 2)
    assert "NESSI" not in trace.detail
    for typed in ("", "  ", "3"):
        with pytest.raises(DomainError) as refused:
            lots.ask(typed)
        assert refused.value.field == "lot"


def test_the_list_is_exported_and_traced(lots, tmp_path):
    lots.give(0, lot="=1+1", given_on="2026-03")
    lines = lots.ask("=1+1")
    for kind in (".xlsx", ".ods", ".csv"):
        assert lots.application.lots.export(lots.actor, lines, tmp_path / f"lot{kind}") == 1
    book = openpyxl.load_workbook(tmp_path / "lot.xlsx").active
    heads, line = book.iter_rows(values_only=True)
    assert heads[1] == "Nom de naissance"
    assert (line[1], line[7], line[8]) == ("NESSI", "03/2026", "=1+1")
    content = ZipFile(tmp_path / "lot.ods").read("content.xml").decode()
    assert "NESSI" in content
    text = (tmp_path / "lot.csv").read_text("utf-8-sig")
    assert next(reversed(list(csv.reader(text.splitlines(), delimiter=";"))))[8] == "'=1+1"
    assert {trace.values["objet"] for trace in lots.traces(Action.EXPORTED)} == {TITLE}
    with pytest.raises(DomainError, match="Rien n'a été exporté"):
        lots.application.lots.export(lots.actor, lines, tmp_path / "lot.docx")


def test_a_secretary_does_not_read_who_was_given_a_lot(practice, tmp_path):
    new = NewAccount("alix", Role.SECRETAIRE, "Alix", "FICTIVE", PASSWORD)
    secretary = practice.application.accounts.create(practice.actor, new).at("poste")
    with pytest.raises(AccessError):
        practice.application.lots.received(secretary, "3006440")
    with pytest.raises(AccessError):
        practice.application.lots.export(secretary, [], tmp_path / "liste.csv")
