"""Vaccinations: given, refused, taken back; nothing wrong is stored and nothing is lost."""

from dataclasses import replace
from datetime import date

import pytest

from almapy.allergies.model import Allergy
from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.errors import AccessError, ConflictError, DomainError
from almapy.gs1.model import BoxCode
from almapy.opening import Door
from almapy.paths import Folders
from almapy.settings import Place, PostSettings
from almapy.users.model import NewAccount, Role
from almapy.vaccination.booklet import grouped
from almapy.vaccination.box_model import ScannedBox
from almapy.vaccination.doses import next_dose
from almapy.vaccination.model import (
    ActState,
    EntryWay,
    Origin,
    Route,
    Severity,
    Site,
    Vaccination,
)
from almapy.vaccination.service import VaccinationService
from almapy.vaccination.warnings import (
    REPORTING,
    Kind,
    Product,
    Surroundings,
    is_live,
    mentions,
    remarks_on,
)
from almapy.vaccine_calendar.conditions import ConditionKey
from almapy.vaccines.service import VaccineService
from tests.conftest import CHEAP, PASSWORD, new_practice
from tests.core.test_patients import RUTH
from tests.fakes.clock import FakeClock

TODAY = date(2026, 3, 10)
STRANGER = replace(RUTH, matricule_ins="", ins_oid="", insi_accepted=False)
GARDASIL = BoxCode("03400930056202", "3006440", date(2027, 12, 31), "271231", "169320711901")
EXPIRED = replace(GARDASIL, expiry=date(2023, 12, 31), expiry_raw="231231")
GIVEN = Vaccination("VAC0002", "AGRIPPAL", "2025-11-20", diseases="DIS015")


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """One practice for the tests that need one engine; each has a patient of its own."""
    place = Place(Folders(tmp_path_factory.mktemp("cabinet")), PostSettings())
    opened = Door(place, FakeClock(), cost=CHEAP).create(new_practice())
    yield opened
    opened.application.close()


@pytest.fixture
def patient_id(here):
    return here.application.patients.create(here.actor, STRANGER).id


@pytest.fixture
def service(here):
    return here.application.vaccinations


@pytest.fixture
def catalogue():
    return VaccineService().catalogue()


@pytest.fixture
def box(catalogue):
    vaccine = catalogue.of_gtin(GARDASIL.gtin)
    return ScannedBox(GARDASIL, vaccine, vaccine.name)


class Heard:
    """Writes down what it is told, or refuses it."""

    def __init__(self, *, refuses=False):
        self.told = []
        self.refuses = refuses

    def written(self, work, fact, before, *, removed):
        assert work.session.in_transaction()
        if self.refuses:
            raise DomainError("Non.")
        self.told.append((fact.data.label, before.data.lot if before else None, removed))


def add_box(service, actor, patient_id, box, **more):
    return service.add(actor, patient_id, service.of_box(actor, patient_id, box, **more))


def test_a_box_fills_product_lot_expiry_and_serial_as_printed(here, service, patient_id, box):
    data = add_box(service, here.actor, patient_id, box).data
    assert (data.vaccine, data.label, data.lot) == ("VAC0523", "GARDASIL 9", "3006440")
    assert (data.expiry, data.expiry_raw) == (date(2027, 12, 31), "271231")
    assert (data.serial, data.cip13) == ("169320711901", "3400930056202")
    assert (data.given_on, data.way, data.dose) == (TODAY.isoformat(), EntryWay.SCAN, 1)
    assert (data.performer_id, data.performer) == (here.actor.user_id, here.actor.name)
    (stored,) = service.of(here.actor, patient_id)
    assert stored.data == data


def test_an_expired_box_is_refused_until_somebody_says_why(here, service, patient_id, box):
    expired = replace(box, code=EXPIRED, expired=True)
    with pytest.raises(DomainError) as refused:
        add_box(service, here.actor, patient_id, expired)
    assert refused.value.field == "expired_reason"
    told = service.of_box(here.actor, patient_id, expired, expired_reason="Seule boîte")
    with pytest.raises(DomainError, match="périmée"):
        service.add(here.actor, patient_id, replace(told, expired_reason=" "))
    with pytest.raises(DomainError) as too_long:  # PostgreSQL would refuse it
        replace(told, serial="S" * 21)
    assert too_long.value.field == "serial"
    assert service.of(here.actor, patient_id) == []
    fact = add_box(service, here.actor, patient_id, expired, expired_reason="Seule boîte")
    assert fact.data.expired_reason == "Seule boîte"
    assert fact.data.is_past_expiry()


def test_a_box_is_given_as_this_person_last_gave_this_vaccine(opened, box):
    service = opened.application.vaccinations
    patient_id = opened.application.patients.create(opened.actor, RUTH).id
    first = add_box(service, opened.actor, patient_id, box)
    way = {"route": Route.INTRAMUSCULAR, "site": Site.LEFT_DELTOID}
    service.change(opened.actor, first, replace(first.data, given_on="2026-01-05", **way))
    other = opened.application.patients.create(opened.actor, STRANGER)
    data = add_box(service, opened.actor, other.id, box).data
    assert (data.route, data.site, data.dose) == (Route.INTRAMUSCULAR, Site.LEFT_DELTOID, 1)
    assert service.of_box(opened.actor, patient_id, box).dose == 2


def test_a_box_whose_product_nobody_knows_keeps_its_code(here, service, patient_id):
    unknown = ScannedBox(replace(GARDASIL, gtin="05012345678900"))
    data = add_box(service, here.actor, patient_id, unknown).data
    assert (data.vaccine, data.gtin, data.cip13) == ("", "05012345678900", "")
    assert "05012345678900" in data.label


def test_the_dose_of_a_combined_vaccine_follows_the_disease_vaccinated_least(catalogue):
    boostrix = next(one.vaccine for one in catalogue.search("BOOSTRIXTETRA"))
    revaxis = next(one.vaccine for one in catalogue.search("REVAXIS"))
    given = [Vaccination(revaxis.code, "REVAXIS", day) for day in ("2002", "2012", "2012")]
    assert next_dose(revaxis, given, catalogue) == 3
    assert next_dose(boostrix, given, catalogue) == 1
    refused = replace(given[0], given_on="2022", state=ActState.REFUSED, reason="Ne veut pas")
    assert next_dose(revaxis, [*given, refused], catalogue) == 3


def test_what_is_given_anew_each_year_has_no_dose_number(catalogue):
    assert next_dose(catalogue.vaccine("VAC0002"), [GIVEN], catalogue) == 0


def test_a_date_that_cannot_be_is_refused_and_stores_nothing(here, service, patient_id):
    for day in ("2026-03-11", "2026-04", "2027", "1977-07-13", "1976"):
        with pytest.raises(DomainError) as refused:
            service.add(here.actor, patient_id, replace(GIVEN, given_on=day))
        assert refused.value.field == "given_on"
    assert service.of(here.actor, patient_id) == []


def test_a_declared_date_may_be_a_month_or_a_year(here, service, patient_id):
    for day in ("2012", "2012-03", "1977", "1977-07-14", "2026-03-10"):
        declared = replace(GIVEN, given_on=day, origin=Origin.DECLARED, performer="Dr Lune")
        assert service.add(here.actor, patient_id, declared).data == declared


@pytest.mark.parametrize("state", [ActState.REFUSED, ActState.CONTRAINDICATED])
def test_what_was_not_given_needs_a_reason(state):
    with pytest.raises(DomainError) as refused:
        replace(GIVEN, state=state)
    assert refused.value.field == "reason"


def test_the_same_dose_is_seen_by_vaccine_or_by_diseases(here, service, patient_id, catalogue):
    added = service.add(here.actor, patient_id, GIVEN)
    assert service.twice(here.actor, patient_id, GIVEN).id == added.id
    assert service.twice(here.actor, patient_id, GIVEN, besides=added) is None
    assert service.twice(here.actor, patient_id, replace(GIVEN, given_on="2025-11-21")) is None
    generic = catalogue.vaccine("VAC0110")  # « Grippe, sans précision »
    other = replace(GIVEN, vaccine=generic.code, label=generic.name)
    assert service.twice(here.actor, patient_id, other).id == added.id


def test_who_listens_hears_every_gesture_in_its_transaction(here, patient_id, catalogue):
    service = VaccinationService(here.application.works, lambda: catalogue)
    heard = Heard()
    service.add_listener(heard)
    added = service.add(here.actor, patient_id, replace(GIVEN, lot="A"))
    changed = service.change(here.actor, added, replace(GIVEN, lot="B"))
    same = service.change(here.actor, changed, changed.data)
    removed = service.remove(here.actor, same)
    service.restore(here.actor, removed)
    more = service.add_all(here.actor, patient_id, [replace(GIVEN, given_on="2012")])
    service.remove_all(here.actor, more)
    assert heard.told == [
        ("AGRIPPAL", None, False),
        ("AGRIPPAL", "A", False),
        ("AGRIPPAL", "B", True),
        ("AGRIPPAL", None, False),
        ("AGRIPPAL", None, False),
        ("AGRIPPAL", "", True),
    ]


def test_what_a_listener_refuses_is_not_stored(here, patient_id, catalogue):
    service = VaccinationService(here.application.works, lambda: catalogue)
    service.add_listener(Heard(refuses=True))
    with pytest.raises(DomainError):
        service.add(here.actor, patient_id, GIVEN)
    assert service.of(here.actor, patient_id) == []


def test_a_change_over_a_newer_version_is_refused_with_both(here, service, patient_id):
    seen = service.add(here.actor, patient_id, GIVEN)
    service.change(here.actor, seen, replace(GIVEN, lot="B"))
    with pytest.raises(ConflictError) as conflict:
        service.change(here.actor, seen, replace(GIVEN, lot="C"))
    assert conflict.value.stored["lot"] == "B"
    (former,) = service.former(here.actor, seen)
    assert former.data == GIVEN


def test_the_journal_tells_the_gesture_and_no_vaccine(here, service, patient_id):
    service.add(here.actor, patient_id, replace(GIVEN, lot="LOTSECRET"))
    (last, *_) = here.application.journal.page(here.actor, JournalFilter()).entries
    assert last.action == Action.RECORD_CHANGED
    assert "AGRIPPAL" not in str(last.detail)
    assert "LOTSECRET" not in str(last.detail)


def test_a_secretary_neither_reads_nor_writes_vaccinations(here, service, patient_id):
    new = NewAccount("secretaire", Role.SECRETAIRE, "Alix", "FICTIVE", PASSWORD)
    secretary = here.application.accounts.create(here.actor, new).at("poste")
    with pytest.raises(AccessError):
        service.of(secretary, patient_id)
    with pytest.raises(AccessError):
        service.add(secretary, patient_id, GIVEN)


def test_a_live_vaccine_in_a_pregnancy_is_to_be_looked_at(here, patient_id, catalogue):
    application, actor = here.application, here.actor
    ror = next(one.vaccine for one in catalogue.search("PRIORIX"))
    data = application.vaccinations.proposed(actor, patient_id, ror)
    assert application.vaccination_checks.of(actor, patient_id, data) == ()
    application.vaccine_calendar.confirm(
        actor, patient_id, ConditionKey.PREGNANCY, present=True, since=date(2026, 1, 2)
    )
    (remark,) = application.vaccination_checks.of(actor, patient_id, data)
    assert remark.kind is Kind.LIVE
    assert "Grossesse" in remark.title


def test_an_allergy_that_names_a_component_is_shown_in_its_own_words(here, patient_id):
    application, actor = here.application, here.actor
    application.allergies.add(actor, patient_id, Allergy("Œuf", "urticaire"))
    application.allergies.add(actor, patient_id, Allergy("Pénicilline"))
    (remark,) = application.vaccination_checks.of(actor, patient_id, GIVEN)
    assert "Œuf" in remark.title
    assert "À vérifier" in remark.detail


def test_a_serious_reaction_comes_back_with_the_same_vaccine():
    bad = replace(GIVEN, severity=Severity.SERIOUS, reaction="Malaise", given_on="2024-10")
    around = Surroundings(earlier=(bad,))
    (remark,) = remarks_on(GIVEN, Product("AGRIPPAL grippe", is_live=False), around)
    assert remark.kind is Kind.REACTION
    assert REPORTING in remark.detail
    other = replace(GIVEN, vaccine="VAC0523", label="GARDASIL 9", diseases="DIS038")
    assert remarks_on(other, Product("GARDASIL", is_live=False), around) == ()


def test_what_was_refused_deserves_no_remark():
    refused = replace(GIVEN, state=ActState.REFUSED, reason="Ne veut pas")
    around = Surroundings(against_live=("Grossesse",), same=GIVEN)
    assert remarks_on(refused, Product("ROR", is_live=True), around) == ()


def test_only_words_that_mean_something_bring_an_allergy_near_a_vaccine():
    assert mentions("Choc après GARDASIL", "GARDASIL 9 Papillomavirus")
    assert mentions("Latex", "REVAXIS")
    assert not mentions("Type 2 sans précision", "Vaccin Grippe, sans précision type")
    assert not is_live(["Valence Ebola, vecteur viral vivant non réplicatif recombinant"])
    assert is_live(["Valence rougeole, vivante atténuée"])


def test_the_booklet_lists_groups_in_their_order_and_what_was_refused_at_the_end(
    here, service, patient_id, catalogue
):
    ror = next(one.vaccine for one in catalogue.search("PRIORIX"))
    service.add_all(
        here.actor,
        patient_id,
        [
            GIVEN,
            Vaccination(ror.code, ror.name, "1980"),
            replace(GIVEN, given_on="2024-10-02"),
            replace(GIVEN, given_on="2023", state=ActState.REFUSED, reason="Ne veut pas"),
        ],
    )
    groups = grouped(service.of(here.actor, patient_id), catalogue)
    assert [title for title, _ in groups] == [
        "Rougeole, oreillons, rubéole",
        "Grippe",
        "Contre-indications et refus",
    ]
    assert [one.data.given_on for one in groups[1][1]] == ["2024-10-02", "2025-11-20"]


def test_the_booklet_is_traced_when_it_leaves(here, service, patient_id, tmp_path):
    application, actor = here.application, here.actor
    service.add(actor, patient_id, GIVEN)
    made = application.booklets.of(actor, patient_id)
    assert made.count == 1
    application.booklets.printed(actor, patient_id)
    application.booklets.save(actor, patient_id, b"%PDF", tmp_path / "carnet.pdf")
    entries = application.journal.page(actor, JournalFilter()).entries
    actions = [one.action for one in entries[:2]]
    assert actions == [Action.EXPORTED, Action.PRINTED]
    with pytest.raises(DomainError):
        application.booklets.save(actor, patient_id, b"%PDF", tmp_path / "carnet.txt")


def test_an_identity_that_is_not_qualified_prints_no_matricule(here):
    application, actor = here.application, here.actor
    patients = [replace(RUTH, identity_document=""), replace(RUTH, doubtful=True)]
    for one in patients:
        patient = application.patients.create(actor, replace(one, matricule_ins="", ins_oid=""))
        assert not application.booklets.of(actor, patient.id).is_ins_shown


def test_a_qualified_identity_prints_its_matricule(here):
    patient = here.application.patients.create(here.actor, RUTH)
    made = here.application.booklets.of(here.actor, patient.id)
    assert made.is_ins_shown
    assert RUTH.matricule_ins[-2:] in made.html
