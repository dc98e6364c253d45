"""« Liste des statuts d'identité » and whom to qualify today, the same on both engines."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zipfile import ZipFile

import openpyxl
import pytest
from sqlalchemy import insert

from almapy.agenda.model import AppointmentDraft, AppointmentState
from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.errors import AccessError, DomainError
from almapy.identity_status.model import StatusOrder, StatusQuestion, missing_to_qualify
from almapy.insi.model import Outcome
from almapy.insi.tables import InsiCallRow
from almapy.patients.model import IdentityStatus, PatientDraft, Sex
from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD
from tests.core.test_patients import RUTH

PROVISIONAL = PatientDraft(
    birth_name="ADRUN",
    first_birth_first_name="ZOE",
    sex=Sex.FEMALE,
    birth_date=date(1975, 12, 31),
)
VALIDATED = replace(
    PROVISIONAL,
    birth_name="CORSE",
    first_birth_first_name="ANTHONY",
    birth_first_names="ANTHONY",
    sex=Sex.MALE,
    birth_place_code="2B020",
    identity_document="passeport",
)
RETRIEVED = replace(
    PROVISIONAL,
    birth_name="TCHITCHI",
    first_birth_first_name="CATARINA",
    birth_first_names="CATARINA BELLA",
    birth_place_code="63220",
    matricule_ins="236066322083656",
    ins_oid="1.2.250.1.213.1.4.8",
    insi_accepted=True,
)
EACH = (PROVISIONAL, RETRIEVED, VALIDATED, RUTH)


@pytest.fixture
def filled(opened):
    for draft in EACH:
        add(opened, draft)
    return opened


def add(opened, draft):
    return opened.application.patients.create(opened.actor, draft).id


def page(opened, *, limit=300, **asked):
    service = opened.application.identity_status
    return service.page(opened.actor, StatusQuestion(**asked), limit=limit)


def names(opened, **asked):
    return [row.birth_name for row in page(opened, **asked).rows]


def called(opened, patient_id, at, outcome=Outcome.FOUND, code="00"):
    with opened.application.works.begin(opened.actor) as work:
        values = {"kind": "verification", "search_uid": "recherche", "post": "poste", "at": at}
        values |= {"patient_id": patient_id, "account_id": opened.actor.user_id}
        work.session.execute(insert(InsiCallRow).values(**values, outcome=outcome.value, code=code))


def coming(opened, patient_id, hour=9, days=0, **changes):
    today = opened.application.clock.today() + timedelta(days=days)
    start = datetime.combine(today, time(hour)).astimezone(UTC)
    draft = AppointmentDraft(opened.actor.user_id, start, patient_id=patient_id, **changes)
    return opened.application.agenda.add(opened.actor, draft)


def today(opened):
    return opened.application.identity_status.to_qualify_today(opened.actor)


def test_each_status_lists_its_identities_and_counts_all_of_them(filled):
    expected = zip(IdentityStatus, ("ADRUN", "TCHITCHI", "CORSE", "NESSI"), strict=True)
    for status, name in expected:
        found = page(filled, status=status)
        assert ([row.birth_name for row in found.rows], found.total) == ([name], 1)
        assert {row.status for row in found.rows} == {status}
    assert dict(found.counts) == dict.fromkeys(IdentityStatus, 1)
    assert names(filled) == ["ADRUN", "CORSE", "NESSI", "TCHITCHI"]


def test_the_status_of_the_list_is_the_status_of_the_record(opened):
    flags = [(False, False), (True, False), (False, True)]
    proofs = ("", "passeport", "permis")
    for number, (proof, (doubtful, fictitious)) in enumerate(
        (proof, one) for proof in proofs for one in flags
    ):
        draft = replace(VALIDATED, birth_name=f"CAS {chr(65 + number)}", identity_document=proof)
        add(opened, replace(draft, doubtful=doubtful, fictitious=fictitious))
    for row in page(opened).rows:
        record = opened.application.patients.open(opened.actor, row.patient_id)
        assert row.status is record.status


def test_a_doubtful_identity_is_listed_among_the_provisional_and_marked(opened):
    add(opened, replace(VALIDATED, doubtful=True, homonym=True))
    [row] = page(opened, status=IdentityStatus.PROVISIONAL).rows
    assert row.remarks == ("douteuse", "homonyme")


@pytest.mark.parametrize("state", ["deceased", "archived"])
def test_the_deceased_and_the_archived_are_left_out_unless_asked(filled, state):
    add(filled, replace(PROVISIONAL, birth_name="HERMANN", **{state: True}))
    assert "HERMANN" not in names(filled)
    assert page(filled).counts[IdentityStatus.PROVISIONAL] == 1
    wider = page(filled, **{state: True})
    assert wider.counts[IdentityStatus.PROVISIONAL] == 2
    assert "HERMANN" in [row.birth_name for row in wider.rows]


def test_a_merged_record_is_left_out_unless_asked(filled):
    patients = filled.application.patients
    kept, absorbed = (patients.open(filled.actor, one) for one in (4, 1))
    filled.application.merges.merge(filled.actor, kept, absorbed)
    assert "ADRUN" not in names(filled)
    assert "ADRUN" in names(filled, merged=True)


def test_the_first_lines_are_shown_and_all_are_counted(filled):
    found = page(filled, limit=2)
    assert ([row.birth_name for row in found.rows], found.total) == (["ADRUN", "CORSE"], 4)
    assert page(filled, limit=1, typed="ruth").total == 1
    assert page(filled, limit=1, status=IdentityStatus.RETRIEVED).total == 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("vinci", ["NESSI"]),
        ("Dé Vïnci ru", ["NESSI"]),
        ("14/07/1977", ["NESSI"]),
        ("2 77 07 63 220 829 10", ["NESSI"]),
        ("tch cata", ["TCHITCHI"]),
        ("personne", []),
    ],
)
def test_typing_narrows_the_list_as_the_search_of_patients_does(filled, typed, found):
    assert names(filled, typed=typed) == found


def test_the_last_call_is_told_with_its_result(filled):
    now = filled.application.clock.now()
    called(filled, 4, now - timedelta(days=3), Outcome.NOBODY, "01")
    called(filled, 4, now)
    rows = {row.patient_id: row for row in page(filled).rows}
    assert (rows[4].last_call.at, rows[4].last_call.result) == (now, "OK - Code CR 00")
    assert rows[1].last_call is None


def test_who_was_never_asked_about_comes_first_by_last_call(filled):
    now = filled.application.clock.now()
    called(filled, 4, now - timedelta(days=400))
    called(filled, 1, now)
    asked = {"order": StatusOrder.LAST_CALL}
    assert names(filled, **asked) == ["CORSE", "TCHITCHI", "NESSI", "ADRUN"]
    assert names(filled, **asked, descending=True) == ["ADRUN", "NESSI", "CORSE", "TCHITCHI"]


@pytest.mark.parametrize("order", StatusOrder)
@pytest.mark.parametrize("descending", [False, True])
def test_every_order_lists_everybody(filled, order, descending):
    assert len(names(filled, order=order, descending=descending)) == 4


def test_the_list_is_ordered_by_file_number_downwards(filled):
    assert names(filled, order=StatusOrder.DOSSIER, descending=True)[0] == "NESSI"


def test_the_numbers_of_the_list_are_those_of_all_who_match(filled):
    service = filled.application.identity_status
    assert service.ids(filled.actor, StatusQuestion()) == [1, 3, 4, 2]
    assert service.ids(filled.actor, StatusQuestion(IdentityStatus.QUALIFIED)) == [4]
    assert set(service.rows_of(filled.actor, [4, 2, 99])) == {2, 4}


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_the_list_is_exported_and_traced_without_a_name(filled, tmp_path, suffix):
    called(filled, 4, filled.application.clock.now())
    target = tmp_path / f"liste{suffix}"
    asked = StatusQuestion(IdentityStatus.QUALIFIED)
    assert filled.application.identity_status.export(filled.actor, asked, target) == 1
    if suffix == ".xlsx":
        sheet = openpyxl.load_workbook(target).active
        line = [cell.value for cell in sheet[2]]
        assert line[1:4] == ["NESSI", "DE VINCI", "RUTH"]
        assert line[-1] == "OK - Code CR 00"
    else:
        with ZipFile(target) as package:
            content = package.read("content.xml").decode()
        assert "NESSI" in content
        assert "277076322082910" not in content
    [trace] = filled.application.journal.page(
        filled.actor, JournalFilter(action=Action.EXPORTED)
    ).entries
    assert trace.values["lignes"] == 1
    assert "NESSI" not in trace.detail


def test_another_kind_of_file_is_refused_and_nothing_is_traced(filled, tmp_path):
    with pytest.raises(DomainError):
        filled.application.identity_status.export(
            filled.actor, StatusQuestion(), tmp_path / "liste.txt"
        )
    asked = JournalFilter(action=Action.EXPORTED)
    assert filled.application.journal.page(filled.actor, asked).total == 0


def test_an_administrator_reads_no_list(filled, tmp_path):
    new = NewAccount("alix", Role.ADMINISTRATEUR, "Alix", "FICTIVE", PASSWORD)
    actor = filled.application.accounts.create(filled.actor, new).at("poste")
    service = filled.application.identity_status
    for ask in (
        lambda: service.page(actor, StatusQuestion()),
        lambda: service.ids(actor, StatusQuestion()),
        lambda: service.rows_of(actor, [1]),
        lambda: service.to_qualify_today(actor),
        lambda: service.export(actor, StatusQuestion(), tmp_path / "liste.xlsx"),
    ):
        with pytest.raises(AccessError):
            ask()


def test_an_accent_does_not_send_somebody_to_the_end_of_the_day(opened):
    patients, actor = opened.application.patients, opened.actor
    for name in ("ZOLA", "ÇELIK", "BERNARD"):
        draft = replace(PROVISIONAL, used_name=name)
        patients.open(actor, patients.create(actor, draft).id)
    assert [one.used_name for one in today(opened)] == ["BERNARD", "ÇELIK", "ZOLA"]


def test_today_lists_who_comes_and_is_not_qualified_in_the_order_of_the_day(filled):
    coming(filled, 1, hour=11)
    coming(filled, 3, hour=10)
    coming(filled, 3, hour=9)
    coming(filled, 4, hour=8)
    found = today(filled)
    assert [one.birth_name for one in found] == ["CORSE", "ADRUN"]
    assert found[0].appointment.astimezone().hour == 9


def test_a_record_opened_today_is_to_qualify_too_and_comes_last(filled, clock):
    filled.application.patients.open(filled.actor, 1)
    clock.advance(timedelta(days=1))
    assert today(filled) == []
    filled.application.patients.open(filled.actor, 2)
    coming(filled, 3, hour=18)
    assert [(one.patient_id, one.appointment is None) for one in today(filled)] == [
        (3, False),
        (2, True),
    ]


def test_who_does_not_come_today_is_not_listed(filled):
    coming(filled, 1, days=1)
    coming(filled, 1, days=-1)
    coming(filled, 2, state=AppointmentState.CANCELLED)
    removed = coming(filled, 3)
    filled.application.agenda.remove(filled.actor, removed)
    coming(filled, None, free_name="Personne nouvelle")
    assert today(filled) == []


def test_the_deceased_are_not_to_be_qualified(opened):
    patient_id = add(opened, replace(PROVISIONAL, deceased=True))
    coming(opened, patient_id)
    assert today(opened) == []


@pytest.mark.parametrize(
    ("draft", "missing"),
    [
        (RETRIEVED, ("Justificatif",)),
        (VALIDATED, ("INSi",)),
        (replace(VALIDATED, birth_place_code="99999"), ("INSi",)),
        (
            replace(VALIDATED, identity_document="permis", sex=Sex.UNKNOWN),
            ("INSi", "Justificatif", "Sexe"),
        ),
        (
            PROVISIONAL,
            ("INSi", "Justificatif", "Prénoms de naissance", "Lieu naissance - Code INSEE"),
        ),
        (RUTH, ()),
    ],
)
def test_what_is_missing_to_be_qualified_is_named(draft, missing):
    assert missing_to_qualify(draft) == missing


def test_a_fictitious_identity_of_the_day_is_said_to_be_blocked(opened):
    coming(opened, add(opened, replace(PROVISIONAL, fictitious=True)))
    [one] = today(opened)
    assert "fictive" in one.blocked
