"""The cartouche « INS »: its lines, what a status keeps back, its Datamatrix, its caption."""

from dataclasses import replace
from datetime import date

import pytest

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.errors import AccessError, ConflictError, DomainError, ExternalError
from almapy.headers import pictures as pictures_module
from almapy.headers.cartouche import Caption, CartoucheForm, cartouche_of, printed_ins
from almapy.headers.html import cartouche_html
from almapy.headers.identity_sheet import NOT_QUALIFIED, identity_sheet
from almapy.headers.pictures import pictures
from almapy.headers.settings import HeaderSettings
from almapy.identity import oids
from almapy.practice.tables import SettingRow
from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD
from tests.core.headers_helper import DEMO_PATIENTE, NESSI, RETRIEVED, heading, read
from tests.core.test_patients import RUTH

NB = "\u00a0"
NOT_QUALIFIED_IDENTITIES = {
    "provisional": replace(DEMO_PATIENTE, identity_document=""),
    "validated": DEMO_PATIENTE,
    "retrieved": RETRIEVED,
    "weak proof": replace(RUTH, identity_document="permis"),
    "doubtful": replace(RUTH, doubtful=True),
    "fictitious": replace(RUTH, fictitious=True),
}


def lines(patient, form=CartoucheForm.HEADER):
    return [one.replace(NB, " ") for one in cartouche_of(patient, Caption.TO_SCAN, form).texts()]


def test_a_qualified_identity_prints_every_line():
    assert lines(RUTH) == [
        "Nom de naissance : NESSI",
        "Prénom(s) de naissance : RUTH ISABELLE",
        "Date de naissance : 14/07/1977",
        "Lieu de naissance (code INSEE) : 63220   Sexe : Féminin",
        "N° matricule INS : 277076322082910 - Type : INS-NIR",
        "Adresse de messagerie sécurisée de l'usager : 277076322082910@patient.mssante.fr",
        "N. Ut. : DE VINCI   Pr. Ut. : RUTH",
    ]


def test_documents_add_the_first_birth_first_name():
    assert lines(DEMO_PATIENTE, CartoucheForm.DOCUMENT)[1:3] == [
        "Premier prénom de naissance : PATIENTE",
        "Prénom(s) de naissance : PATIENTE HELENE CLAIRE",
    ]


@pytest.mark.parametrize("patient", NOT_QUALIFIED_IDENTITIES.values(), ids=NOT_QUALIFIED_IDENTITIES)
def test_another_status_leaves_the_ins_empty_and_its_labels_in_place(patient):
    cartouche = cartouche_of(patient, Caption.TO_SCAN)
    assert "N° matricule INS :  - Type : " in lines(patient)
    assert "Adresse de messagerie sécurisée de l'usager : " in lines(patient)
    assert cartouche.datamatrix == b""
    html = cartouche_html(cartouche, pictures(cartouche.datamatrix, "").html)
    assert read(html)[1] == 0
    assert "277076322082910" not in html
    assert Caption.TO_SCAN.value not in html


@pytest.mark.parametrize(
    ("oid", "kind"),
    [
        (oids.INS_NIR, "INS-NIR"),
        (oids.INS_NIA, "INS-NIA"),
        (oids.INS_NIR_TEST, "INS-NIR"),
        (oids.INS_NIR_DEMO, "INS-NIR"),
    ],
)
def test_the_oid_alone_tells_the_type(oid, kind):
    ins = printed_ins(replace(RUTH, ins_oid=oid))
    assert ins.kind == kind
    assert f"S2{oid}".encode() in ins.datamatrix


def test_a_matricule_of_another_list_is_not_printed_and_it_is_said():
    ins = printed_ins(replace(RUTH, ins_oid="1.2.250.1.213.1.4.2"))
    assert (ins.matricule, ins.kind, ins.secure_address, ins.datamatrix) == ("", "", "", b"")
    assert "OID" in ins.remark


def test_the_datamatrix_has_the_content_of_the_format():
    assert cartouche_of(RUTH, Caption.TO_SCAN).datamatrix == NESSI


def test_an_identity_that_the_format_cannot_hold_prints_without_datamatrix_and_says_why():
    odd = replace(RUTH, birth_name="NESSI 2")
    cartouche = cartouche_of(odd, Caption.TO_SCAN)
    assert cartouche.datamatrix == b""
    assert "nom de naissance" in cartouche.remark
    sheet = identity_sheet(heading(odd), 12, Caption.TO_SCAN, simulated=False)
    assert sheet.warnings == (cartouche.remark,)
    assert "277076322082910" in sheet.html


def test_a_library_that_is_missing_costs_the_datamatrix_and_not_the_page(monkeypatch):
    def missing(_content):
        raise ExternalError("Le code Datamatrix ne peut pas être dessiné.", code="x")

    monkeypatch.setattr(pictures_module, "write_datamatrix", missing)
    sheet = identity_sheet(heading(), 12, Caption.TO_SCAN, simulated=False)
    assert sheet.warnings == ("Le code Datamatrix ne peut pas être dessiné.",)
    assert read(sheet.html)[1] == 1
    assert "INS à scanner" not in sheet.html


def test_names_with_signs_of_html_are_printed_as_they_are():
    patient = replace(DEMO_PATIENTE, birth_name="D'ARTAGNAN DE L'HERAULT", used_name="<i>A & B</i>")
    text = "".join(lines(patient))
    assert "D'ARTAGNAN DE L'HERAULT" in text
    shown, _ = read(cartouche_html(cartouche_of(patient, Caption.TO_SCAN), {}))
    assert "D'ARTAGNAN DE L'HERAULT" in shown
    assert "<i>A & B</i>" in shown


@pytest.mark.parametrize("patient", NOT_QUALIFIED_IDENTITIES.values(), ids=NOT_QUALIFIED_IDENTITIES)
def test_the_sheet_of_another_status_says_so(patient):
    sheet = identity_sheet(heading(patient), 12, Caption.TO_SCAN, simulated=False)
    assert NOT_QUALIFIED in sheet.html
    assert not sheet.is_ins_shown
    assert patient.ins_oid not in sheet.html or not patient.ins_oid
    assert "277076322082910" not in sheet.html + sheet.cartouche + sheet.footer


def test_a_sheet_of_fictitious_people_says_so():
    bands = {
        simulated: "Simulateur – personnes fictives"
        in identity_sheet(heading(), 12, Caption.TO_SCAN, simulated=simulated).html
        for simulated in (True, False)
    }
    assert bands == {True: True, False: False}


def test_the_sheet_is_made_of_what_the_base_holds(opened):
    application, actor = opened.application, opened.actor
    patient = application.patients.create(
        actor, replace(RUTH, insi_accepted=False, matricule_ins="", ins_oid="")
    )
    before = application.identity_sheets.sheet(actor, patient.id)
    assert "277076322082910" not in before.html
    application.patients.save(actor, patient, RUTH, insi_answer=True)
    sheet = application.identity_sheets.sheet(actor, patient.id)
    assert "277076322082910@patient.mssante.fr" in sheet.html
    assert "DÉMO Paul" in sheet.html
    assert sheet.is_ins_shown


def test_a_secretary_prints_in_the_name_of_the_doctor(opened):
    application = opened.application
    new = NewAccount("accueil", Role.SECRETAIRE, "Anne", "EXEMPLE", PASSWORD)
    secretary = application.accounts.create(opened.actor, new).at("poste")
    patient = application.patients.create(secretary, DEMO_PATIENTE)
    sheet = application.identity_sheets.sheet(secretary, patient.id)
    assert "DÉMO Paul" in sheet.html
    assert "10001234565" in sheet.html


def test_an_administrator_sees_no_sheet(opened):
    application = opened.application
    patient = application.patients.create(opened.actor, DEMO_PATIENTE)
    new = NewAccount("gestion", Role.ADMINISTRATEUR, "Ada", "EXEMPLE", PASSWORD)
    manager = application.accounts.create(opened.actor, new).at("poste")
    for gesture in ("sheet", "printed", "copied"):
        with pytest.raises(AccessError):
            getattr(application.identity_sheets, gesture)(manager, patient.id)


def test_a_sheet_that_leaves_is_traced(opened, tmp_path):
    application, actor = opened.application, opened.actor
    patient = application.patients.create(actor, DEMO_PATIENTE)
    service = application.identity_sheets
    service.printed(actor, patient.id)
    service.copied(actor, patient.id)
    service.save(actor, patient.id, b"%PDF-", tmp_path / "feuille.pdf")
    with pytest.raises(ExternalError):
        service.save(actor, patient.id, b"%PDF-", tmp_path / "absent" / "feuille.pdf")
    with pytest.raises(DomainError, match=r"\.pdf"):
        service.save(actor, patient.id, b"%PDF-", tmp_path / "feuille.exe")
    entries = application.journal.page(actor, JournalFilter(), limit=3).entries
    assert [one.action for one in entries] == [Action.EXPORTED, Action.EXPORTED, Action.PRINTED]
    assert {one.patient_id for one in entries} == {patient.id}
    assert (tmp_path / "feuille.pdf").read_bytes() == b"%PDF-"


def test_the_practice_chooses_the_caption_of_every_document(opened):
    application, actor = opened.application, opened.actor
    settings = application.header_settings
    patient = application.patients.create(
        actor, replace(RUTH, insi_accepted=False, matricule_ins="", ins_oid="")
    )
    application.patients.save(actor, patient, RUTH, insi_answer=True)
    assert settings.get() == HeaderSettings(Caption.TO_SCAN)
    settings.save(actor, HeaderSettings(), HeaderSettings(Caption.UNSIGNED))
    assert "INS non signée" in application.identity_sheets.sheet(actor, patient.id).html
    entry = application.journal.page(actor, JournalFilter(), limit=1).entries[0]
    assert entry.action == Action.SETTING_CHANGED
    assert entry.values["mention du cartouche INS"] == {
        "de": "INS à scanner",
        "en": "INS non signée",
    }
    with pytest.raises(ConflictError):
        settings.save(actor, HeaderSettings(), HeaderSettings())
    settings.save(actor, HeaderSettings(Caption.UNSIGNED), HeaderSettings())
    assert settings.get() == HeaderSettings()


def test_only_who_manages_the_practice_changes_the_caption(opened):
    new = NewAccount("accueil", Role.SECRETAIRE, "Anne", "EXEMPLE", PASSWORD)
    secretary = opened.application.accounts.create(opened.actor, new).at("poste")
    with pytest.raises(AccessError):
        opened.application.header_settings.save(
            secretary, HeaderSettings(), HeaderSettings(Caption.UNSIGNED)
        )


def test_a_caption_nobody_knows_is_read_as_the_usual_one(opened):
    application = opened.application
    with application.works.begin(opened.actor) as work:
        work.session.add(SettingRow(name="headers.caption", value={"autre": 1}))
    assert application.header_settings.get() == HeaderSettings()


def test_an_unknown_record_has_no_sheet(opened):
    with pytest.raises(DomainError, match="n'existe pas"):
        opened.application.identity_sheets.sheet(opened.actor, 4242)


def test_an_unknown_day_of_birth_is_left_empty():
    patient = replace(DEMO_PATIENTE, birth_date=None, identity_document="")
    assert "Date de naissance : " in lines(patient)
    assert date(1932, 7, 14).isoformat() not in "".join(lines(patient))


def test_a_record_merged_into_another_prints_no_sheet(opened):
    application, actor = opened.application, opened.actor
    bare = replace(DEMO_PATIENTE, identity_document="")
    kept, absorbed = (application.patients.create(actor, one) for one in (bare, RUTH))
    application.merges.merge(actor, kept, absorbed, accept_higher_status=True)
    with pytest.raises(DomainError) as refused:
        application.identity_sheets.sheet(actor, absorbed.id)
    assert refused.value.code == "patient.merged"
