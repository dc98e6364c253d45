"""Patients of another program taken over from a file: nobody twice, nobody lost, no traceback."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.cli.main import run
from almapy.errors import AccessError, FormatError
from almapy.imports import service
from almapy.imports.columns import fields_of
from almapy.imports.sheet import parse_sheet
from almapy.patients.model import Sex
from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD
from tests.core.test_patients import RUTH

TITLES = (
    "Nom de naissance;Nom utilisé;Premier prénom de naissance;Prénoms de naissance;Sexe;"
    "Date de naissance;Code INSEE;NIR;Adresse;CP;Ville;Téléphone;E-mail;"
    "N° dossier ancien logiciel;Commentaire"
)
HELENE = (
    "Lœffler;d’Almeida-Ñuñez;Hélène;Hélène, Zoé;F;14/07/1977;63220;2 77 07 63 220 829 10;"
    '3 rue du Lac;63000;Clermont;06 39 98 12 34;helene@exemple.test;A-12;"Voir, un jour\nappeler"'
)
PAUL = "Durand;;Paul;;M;01/02/1950;;;;;;;;B-7;"


@pytest.fixture
def imported(opened, tmp_path):
    """Return a function that imports this text or these bytes."""

    def take(content):
        file = tmp_path / "patients.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return opened.application.imports.run(opened.actor, file)

    return take


@pytest.fixture
def only(practice, tmp_path):
    """The same on the embedded base alone, for what no engine changes."""

    def take(content):
        file = tmp_path / "patients.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return practice.application.imports.run(practice.actor, file)

    return take


def lines(*rows):
    return "\n".join((TITLES, *rows)) + "\n"


def counts(report):
    return report.rows, report.created, report.matched, len(report.refused)


def data(opened, patient_id=1):
    return opened.application.patients.open(opened.actor, patient_id).data


def test_a_patient_is_taken_over_whole_in_the_form_of_the_rniv(opened, imported):
    report = imported(lines(HELENE))
    assert counts(report) == (1, 1, 0, 0)
    taken = data(opened)
    assert taken.birth_name == "LOEFFLER"
    assert taken.used_name == "D'ALMEIDA-NUNEZ"
    assert (taken.first_birth_first_name, taken.birth_first_names) == ("HELENE", "HELENE ZOE")
    assert (taken.sex, taken.birth_date) == (Sex.FEMALE, date(1977, 7, 14))
    assert (taken.birth_place_code, taken.insured_nir) == ("63220", "277076322082910")
    assert (taken.postal_code, taken.town, taken.former_number) == ("63000", "Clermont", "A-12")
    assert taken.phone_mobile == "+33639981234"
    assert taken.comment == "Voir, un jour\nappeler"
    assert taken.matricule_ins == ""


def test_who_was_imported_is_found(opened, imported):
    imported(lines(HELENE, PAUL))
    for typed in ("helene almeida", "loefler", "0639981234", "a12", "277076322082910"):
        hits = opened.application.patients.search(opened.actor, typed)
        assert [hit.birth_name for hit in hits] == ["LOEFFLER"], typed


def test_a_second_run_creates_nobody(imported):
    assert counts(imported(lines(HELENE, PAUL))) == (2, 2, 0, 0)
    assert counts(imported(lines(HELENE, PAUL))) == (2, 0, 2, 0)


def test_the_same_patient_twice_in_one_file_is_created_once(imported):
    again = PAUL.replace("B-7", "").replace("Durand", "DURAND")
    assert counts(imported(lines(PAUL, PAUL, again))) == (3, 1, 2, 0)


def test_one_who_is_in_the_practice_already_is_matched(opened, imported):
    opened.application.patients.create(opened.actor, replace(RUTH, former_number=""))
    by_number = "Autre;;Prénom;;F;14/07/1977;;2770763220829;;;;;;;"
    by_traits = "Nessi;;Ruth;;F;14/07/1977;;;;;;;;;"
    assert counts(imported(lines(by_number, by_traits))) == (2, 0, 2, 0)


def test_twins_under_the_number_of_a_parent_are_two(imported):
    zoe = "Durand;;Zoé;;F;01/03/2020;;2 77 07 63 220 829 10;;;;;;;"
    assert counts(imported(lines(zoe, zoe.replace("Zoé", "Léa")))) == (2, 2, 0, 0)


def test_homonyms_born_on_one_day_with_numbers_of_their_own_are_two(imported):
    one = "Durand;;Paul;;M;01/02/1950;;1500263220829;;;;;;;"
    other = one.replace("220829", "113004")
    assert counts(imported(lines(one, other))) == (2, 2, 0, 0)
    assert counts(imported(lines(one, other))) == (2, 0, 2, 0)


def test_a_file_number_of_somebody_else_is_refused(imported):
    other = PAUL.replace("Durand", "Petit").replace("01/02/1950", "02/03/1960")
    report = imported(lines(PAUL, other))
    assert counts(report) == (2, 1, 0, 1)
    assert report.refused[0].row == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_each_encoding_and_each_separator_is_read(practice, only, encoding, delimiter):
    written = io.StringIO()
    rows = csv.reader(io.StringIO(lines(HELENE, PAUL)), delimiter=";")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    text = written.getvalue().replace("Ñuñez", "Nunez")
    report = only(text.encode(encoding))
    assert counts(report) == (2, 2, 0, 0)
    assert data(practice).birth_name == "LOEFFLER"
    assert data(practice).address == "3 rue du Lac"


def test_the_encoding_is_judged_on_the_whole_file(practice, only):
    rows = [
        PAUL.replace("B-7", f"B-{number}").replace("1950", f"{1900 + number}")
        for number in range(60)
    ]
    report = only(lines(*rows, HELENE).encode("cp1252", "replace"))
    assert report.created == 61


@pytest.mark.parametrize(
    ("titles", "told"),
    [
        ("Prénom;Date de naissance", "nom de naissance"),
        ("Nom;Date de naissance", "prénom"),
        ("Nom;Prénom", "date de naissance"),
        ("a;b;c", "nom de naissance, prénom, date de naissance"),
        ("Nom;Prénom;DDN;Date de naissance", "DDN, Date de naissance"),
    ],
)
def test_columns_that_lack_or_stand_twice_are_told_in_one_sentence(only, titles, told):
    with pytest.raises(FormatError) as caught:
        only(f"{titles}\nDurand;Paul;01/02/1950\n")
    assert told in caught.value.message
    assert "Rien n'a été modifié" in caught.value.message


def test_a_bare_name_beside_a_birth_name_is_the_used_one():
    assert fields_of(["Nom", "Prénom", "Né(e) le"])[:2] == ["birth_name", "first_birth_first_name"]
    assert fields_of(["NOM", "Nom de naissance", "Prénom", "DDN"])[0] == "used_name"


def test_english_titles_are_known(practice, only):
    only("Last name,First name,Date of birth,Sex,Postal code\nDurand,Paul,1950-02-01,male,67000\n")
    assert (data(practice).birth_date, data(practice).sex) == (date(1950, 2, 1), Sex.MALE)


def test_the_columns_of_the_trial_letters_are_known(practice, only):
    titles = (
        "id,dossier,nom_naissance,nom_utilise,prenom1,prenoms,prenom_utilise,sexe,date_naissance,"
        "lieu_naissance,lieu_insee,ins,ins_oid,tel,adresse,cp,ville,decede,tag"
    )
    row = (
        "P1,23,NESSI,DE VINCI,RUTH,RUTH ISABELLE,RUTH,F,1977-07-14,MAZOIRES,63220,277076322082910,"
        "1.2.250.1.213.1.4.8,06 39 98 12 34,1 rue,63000,CLERMONT,1,x"
    )
    assert counts(only(f"{titles}\n{row}\n")) == (1, 1, 0, 0)
    taken = data(practice)
    assert (taken.used_name, taken.former_number, taken.deceased) == ("DE VINCI", "23", True)
    assert (taken.insured_nir, taken.matricule_ins) == ("277076322082910", "")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (";;Paul;;M;01/02/1950;;;;;;;;;", "nom de naissance manquant"),
        ("Durand;;;;M;01/02/1950;;;;;;;;;", "prénom manquant"),
        ("Durand;;Paul;;M;;;;;;;;;;", "date de naissance manquante"),
        ("Durand;;Paul;;M;32/01/195;;;;;;;;;", "date de naissance illisible"),
        ("Durand;;Paul;;M;01/02/2950;;;;;;;;;", "date de naissance illisible"),
        ("Durand;;Paul;;X;01/02/1950;;;;;;;;;", "sexe"),
        ("Dur@nd;;Paul;;M;01/02/1950;;;;;;;;;", "nom de naissance\u00a0: caractère"),
        ("Durand;;P4ul;;M;01/02/1950;;;;;;;;;", "prénom"),
        ("Durand;;Paul;;M;01/02/1950;;12345;;;;;;;", "numéro de sécurité sociale"),
        ("Durand;;Paul;;M;01/02/1950;;;;;;;;;;trop", "plus de colonnes"),
        ('"Durand;;Paul;;M;01/02/1950;;;;;;;;;', "guillemet"),
        (f"Durand;;Paul;;M;01/02/1950;;;;{'6' * 40};;;;;", "code postal"),
        (f"Durand;;Paul;;M;01/02/1950;;;{'a' * 30_000};;;;;;", "20000 caractères"),
    ],
)
def test_a_broken_line_is_told_by_its_number_and_the_others_are_taken(only, row, why):
    report = only(lines(HELENE.replace("\n", " "), row, PAUL.replace("Durand", "Petit")))
    assert report.created == 2
    [told] = report.refused
    assert (told.row, why in told.why) == (3, True), told
    for secret in ("Durand", "Dur@nd", "Paul", "P4ul", "1950", "12345"):
        assert secret not in told.why


def test_one_line_in_a_hundred_broken_leaves_the_rest(imported):
    rows = [f"Durand;;Paul;;M;01/02/{1925 + n % 100};;;;;;;;N{n};" for n in range(300)]
    for place in (7, 150, 299):
        rows[place] = rows[place].replace("Durand", "")
    report = imported(lines(*rows))
    assert {told.row for told in report.refused} == {9, 152, 301}
    assert report.created + report.matched == 297


def test_a_number_with_a_wrong_key_is_kept_and_remarked(practice, only):
    report = only(lines(HELENE.replace("829 10", "829 11")))
    assert report.created == 1
    assert data(practice).insured_nir == "277076322082911"
    assert [(told.row, "clé" in told.why) for told in report.remarks] == [(2, True)]


def test_an_incomplete_birth_date_is_kept_as_it_was_written(practice, only):
    only(lines(PAUL.replace("01/02/1950", "00/00/1950")))
    assert data(practice).birth_date_uncertain
    assert data(practice).lunar_date == "00/00/1950"


def test_an_import_that_broke_off_is_completed_by_the_next(opened, imported, monkeypatch):
    monkeypatch.setattr(service, "BATCH", 10)
    rows = [f"Durand;;Paul;;M;01/02/{1925 + n};;;;;;;;N{n};" for n in range(35)]
    add, calls = service.add_patients, []

    def breaks(work, drafts):
        calls.append(len(drafts))
        add(work, drafts)
        if len(calls) == 3:
            raise RuntimeError

    monkeypatch.setattr(service, "add_patients", breaks)
    with pytest.raises(RuntimeError):
        imported(lines(*rows))
    assert opened.application.patients.count() == 20
    assert counts(imported(lines(*rows))) == (35, 15, 20, 0)


def test_each_batch_is_traced_with_numbers_only(opened, imported):
    imported(lines(HELENE, PAUL))
    asked = JournalFilter(action=Action.PATIENTS_IMPORTED)
    [entry] = opened.application.journal.page(opened.actor, asked).entries
    values = dict(entry.values)
    values.pop("poste", None)
    assert values == {"lignes": 2, "créés": 2}


def test_an_administrator_imports_nobody(practice, tmp_path):
    new = NewAccount("admin", Role.ADMINISTRATEUR, "", "POSTE", PASSWORD)
    admin = practice.application.accounts.create(practice.actor, new).at("poste")
    with pytest.raises(AccessError):
        practice.application.imports.run(admin, tmp_path / "absent.csv")


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"\x00\x01\x02", b"\x81\xff\xfe", b"PK\x03\x04\x00"]
)
def test_what_is_no_text_is_told_in_one_sentence(only, content):
    with pytest.raises(FormatError, match="Rien n'a été modifié"):
        only(content)


def test_a_file_that_is_not_there_is_told(practice, tmp_path):
    with pytest.raises(FormatError):
        practice.application.imports.run(practice.actor, tmp_path / "absent.csv")


@given(content=st.binary(max_size=400) | st.text(max_size=300).map(str.encode))
def test_any_bytes_give_lines_or_one_sentence(content):
    try:
        sheet = parse_sheet(content)
    except FormatError as refused:
        assert len(refused.message) < 400
    else:
        assert all(row.number > 1 or row.why for row in sheet.rows)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(st.text(max_size=40), min_size=15, max_size=15), max_size=4))
def test_any_cells_give_a_report(only, rows):
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(
        [["".join(c for c in cell if c not in "\0\ud800") for cell in row] for row in rows]
    )
    report = only((TITLES + "\n").encode() + written.getvalue().encode("utf-8", "replace"))
    assert report.created + report.matched + len(report.refused) == report.rows


def test_the_verb_prints_the_report_and_its_status(practice, place, tmp_path, capsys, monkeypatch):
    practice.application.close()
    monkeypatch.setenv("ALMAPY_PASSWORD", PASSWORD)
    good, bad, no_text = tmp_path / "good.csv", tmp_path / "bad.csv", tmp_path / "none.csv"
    good.write_text(lines(PAUL, PAUL.replace("B-7", "B-8").replace("Paul", "Luc")), "utf-8")
    bad.write_text(lines(PAUL, "Petit;;;;;;;;;;;;;;"), "cp1252", "replace")
    no_text.write_bytes(bytes(range(256)))

    def imported(*files):
        status = run(
            ["patients", "import", *map(str, files), "--json", f"--data-dir={place.folders.root}"]
        )
        return status, capsys.readouterr().out

    status, out = imported(good)
    assert (status, json.loads(out)) == (
        0,
        {"rows": 2, "created": 2, "matched": 0, "refused": []},
    )
    status, out = imported(bad)
    refused = [{"row": 3, "why": "prénom manquant"}]
    assert (status, json.loads(out)) == (
        1,
        {"rows": 2, "created": 0, "matched": 1, "refused": refused},
    )
    assert imported(no_text) == (1, "")
    with pytest.raises(SystemExit) as over:
        imported()
    assert (over.value.code, capsys.readouterr().out) == (2, "")
