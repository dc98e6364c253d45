"""``almapy cog import``: files of INSEE, whole or damaged, loaded over the built-in list."""

import argparse
import gzip
import json
import lzma
import zipfile
from datetime import date

import pytest

from almapy.cli import place_verbs
from almapy.errors import ExternalError
from almapy.places import official
from almapy.places.service import PlaceService, reference_folder

HISTORY = """TYPECOM,COM,TNCC,NCC,NCCENR,LIBELLE,DATE_DEBUT,DATE_FIN
COM,51575,0,TOULON LA MONTAGNE,Toulon-la-Montagne,Toulon-la-Montagne,1943-01-01,1973-09-01
COM,51611,0,VERT TOULON,Vert-Toulon,Vert-Toulon,1973-09-01,
COM,23122,0,MANSAT,Mansat,Mansat,1943-01-01,1954-11-11
COM,23122,0,MANSAT LA COURRIERE,Mansat-la-Courrière,Mansat-la-Courrière,1954-11-11,
COM,86251,0,SALLES EN TOULON,Salles-en-Toulon,Salles-en-Toulon,1943-01-01,1969-07-10
COM,97209,0,FORT DE FRANCE,Fort-de-France,Fort-de-France,1946-03-21,
"""
COUNTRIES = """COG,CRPAY,LIBCOG,LIBENR,DATE_DEBUT,DATE_FIN
99115,,TCHÉCOSLOVAQUIE,République tchécoslovaque,1943-01-01,1993-01-01
99331,,HAUTE-VOLTA,République de Haute-Volta,1960-08-05,1984-08-04
"""
LISTS = {
    "commune_comer": "COM_COMER,TNCC,NCC,NCCENR,LIBELLE,NATURE_ZONAGE,COMER,LIBELLE_COMER\n"
    "98735,0,PAPEETE,Papeete,Papeete,COM,987,Polynésie française\n",
    "pays": "COG,ACTUAL,CRPAY,ANI,LIBCOG,LIBENR,CODEISO2,CODEISO3,CODENUM3\n"
    "99424,1,,,Vénézuéla,République bolivarienne du Vénézuéla,VE,VEN,862\n",
    "communes": "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT\n"
    "COM,83137,93,83,83D,832,0,TOULON,Toulon,Toulon,8398,\n"
    "COMA,51575,,,,,0,TOULON LA MONTAGNE,Toulon-la-Montagne,Toulon-la-Montagne,,51611\n",
    "compiled": "code,type,tncc,ncc,libelle,date_debut,date_fin,lien\n"
    "51575,COM,0,TOULON LA MONTAGNE,Toulon-la-Montagne,1943-01-01,1973-09-01,51611\n",
}


@pytest.fixture
def load(tmp_path):
    """Load texts as files; returns the service and the reports."""

    def load_texts(*texts, encoding="utf-8"):
        files = []
        for number, text in enumerate(texts):
            file = tmp_path / f"{number}.csv"
            file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
            files.append(file)
        service = PlaceService(tmp_path / "reference")
        return service, service.load_official(files)

    return load_texts


def test_an_extinct_commune_is_found_by_name_with_its_dates(load):
    service, (report,) = load(HISTORY)
    assert (len(report.rows), report.changed, report.refused, report.problem) == (6, 6, [], "")
    old = service.search_communes("toulon la m")[0]
    assert (old.code, old.departement, old.existence) == ("51575", "MARNE", "jusqu'au 31/08/1973")
    assert "86251" in [place.code for place in service.search_communes("toulon")]


def test_both_names_of_a_renamed_commune_are_found(load):
    service, _ = load(HISTORY)
    found = {place.name: place.existence for place in service.search_communes("mansat")}
    assert found == {
        "MANSAT": "jusqu'au 10/11/1954",
        "MANSAT LA COURRIERE": "depuis le 11/11/1954",
    }
    assert service.existed_on("23122", date(1950, 1, 1)) == ""


def test_a_birth_after_the_end_of_a_commune_is_warned_with_the_successor(load):
    service, _ = load(HISTORY)
    (remark,) = service.remarks("51575", "", date(1980, 1, 1))
    assert remark.proposed.code == "51611"
    assert service.existed_on("51575", date(1973, 8, 31)) == ""
    assert "51611" in service.existed_on("51575", date(1973, 9, 1))


def test_births_before_a_colony_became_a_departement_are_not_doubted(load):
    service, _ = load(HISTORY)
    assert service.existed_on("97209", date(1930, 1, 1)) == ""


def test_countries_get_their_names_and_dates_of_the_past(load):
    service, _ = load(COUNTRIES)
    (place,) = service.search_countries("haute volta")
    assert (place.code, place.existence) == ("99331", "du 05/08/1960 au 03/08/1984")
    assert service.search_countries("tchecos")[0].is_former


@pytest.mark.parametrize("name", LISTS)
def test_each_official_list_is_recognised_by_its_titles(load, name):
    _, (report,) = load(LISTS[name])
    assert (report.problem, report.refused) == ("", [])
    assert report.rows


def test_a_second_code_is_understood_in_a_nir(load):
    service, _ = load("CODE_EXT,CODE_GEO,LIBGEO\n75212,75112,Paris 12e Arrondissement\n")
    (remark,) = service.remarks("", "", date(1980, 1, 1), "1800175212001")
    assert remark.proposed.code == "75112"
    assert service.remarks("75112", "", date(1980, 1, 1), "1800175212001") == []
    assert [place.code for place in service.search_communes("paris 12")] == ["75112"]


def test_loading_twice_changes_nothing(load, tmp_path):
    texts = (HISTORY, COUNTRIES, LISTS["communes"], LISTS["compiled"])
    load(*texts)
    written = tmp_path / "reference" / "places.csv.gz"
    first, stamp = written.read_bytes(), written.stat().st_mtime_ns
    _, reports = load(*reversed(texts))
    assert [report.changed for report in reports] == [0, 0, 0, 0]
    assert written.read_bytes() == first
    assert written.stat().st_mtime_ns == stamp


def test_a_list_of_today_closes_and_reopens_nothing(load):
    service, _ = load(HISTORY, LISTS["communes"])
    assert service.search_communes("toulon la m")[0].existence == "jusqu'au 31/08/1973"


def test_a_later_edition_closes_a_commune(load):
    load(HISTORY)
    service, (report,) = load(
        HISTORY.replace("Vert-Toulon,1973-09-01,\n", "Vert-Toulon,1973-09-01,2027-01-01\n")
    )
    assert report.changed == 1
    assert service.search_communes("vert toulon")[0].existence == "du 01/09/1973 au 31/12/2026"


def test_another_window_sees_what_was_loaded_meanwhile(load, tmp_path):
    at_work = PlaceService(tmp_path / "reference")
    assert not at_work.search_communes("salles en toulon")
    load(HISTORY)
    assert at_work.search_communes("salles en toulon")


def test_broken_lines_are_refused_one_by_one_and_the_rest_is_kept(load):
    broken = (
        HISTORY
        + "COM,5157,0,X,X,X,1943-01-01,\n"
        + "COM,51001\n"
        + "\n"
        + "COM,51002,0,Y,Y,,1943-01-01,\n"
        + "COM,51003,0,Y,Y,Y,31 février,\n"
        + "COM,51004,0,Y,Y,Y,2000-01-01,1999-01-01\n"
        + f"COM,51005,0,Y,Y,{'Y' * 3000},,\n"
        + 'COM,51006,0,Y,Y,"Y,1943-01-01,\n'
        + "COM,51030,0,AY,Aÿ,Aÿ,01/02/1950,\n"
    )
    service, (report,) = load(broken)
    assert [(refused.line, refused.why) for refused in report.refused] == [
        (8, "code de cinq caractères attendu"),
        (9, "colonnes manquantes"),
        (11, "nom absent ou illisible"),
        (12, "date illisible"),
        (13, "la fin précède le début"),
        (14, "ligne trop longue"),
    ]
    assert service.place("51030").existence == "depuis le 01/02/1950"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators_are_recognised(load, encoding, separator):
    text = HISTORY.replace(",", separator).replace("\n", "\r\n")
    service, (report,) = load(text, encoding=encoding)
    assert len(report.rows) == 6
    assert service.search_communes("mansat la courriere")


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_a_compressed_file_is_read(load, pack):
    _, (report,) = load(pack(HISTORY.encode()))
    assert len(report.rows) == 6


def test_the_archive_of_insee_is_read_whole(load, tmp_path):
    archive = tmp_path / "cog.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("v_commune_depuis_1943.csv", HISTORY)
        file.writestr("v_pays_et_territoire_depuis_1943.csv", COUNTRIES)
        file.writestr("v_region_2026.csv", "REG,CHEFLIEU,TNCC,NCC\n01,97105,3,GUADELOUPE\n")
    report = official.read(archive)
    assert (len(report.rows), report.problem) == (8, "")


NO_LISTS = {
    "empty": b"",
    "bytes": b"\x00\x01\x02",
    "words": b"bonjour",
    "departements": b"DEP,REG,CHEFLIEU,LIBELLE\n01,84,01053,Ain\n",
    "movements": b"MOD,DATE_EFF,TYPECOM_AV,COM_AV,LIBELLE_AV,COM,LIBELLE\n",
    "gzip": b"\x1f\x8bno gzip",
    "xz": b"\xfd7zXZ\x00no xz",
    "zip": b"PK\x03\x04no zip",
    "utf-16": HISTORY.encode("utf-16"),
}


@pytest.mark.parametrize("content", NO_LISTS.values(), ids=NO_LISTS)
def test_a_file_that_is_no_list_is_refused_whole_with_a_sentence(load, content, tmp_path):
    service, (refused, taken) = load(content, HISTORY)
    assert refused.rows == []
    assert "rien n'" in refused.problem
    assert len(taken.rows) == 6
    assert service.search_communes("salles en toulon")


def test_a_file_too_large_is_refused_before_it_fills_the_memory(load, monkeypatch):
    monkeypatch.setattr(official, "_MOST_BYTES", 1000)
    _, (report,) = load(lzma.compress(b"COM,LIBELLE\n" + b"0" * 2000))
    assert "dépasse" in report.problem


def test_a_file_of_nothing_but_broken_lines_is_given_up(load):
    _, (report,) = load("COM,LIBELLE\n" + "x,y\n" * 6000)
    assert "5000" in report.problem
    assert report.rows == []


def test_a_folder_that_refuses_writing_leaves_what_was_loaded(load, tmp_path, monkeypatch):
    load(HISTORY)
    before = (tmp_path / "reference" / "places.csv.gz").read_bytes()

    def refuse(*_):
        raise PermissionError(13, "refused")

    monkeypatch.setattr("almapy.durable_file.os.fsync", refuse)
    with pytest.raises(ExternalError):
        load(COUNTRIES)
    assert (tmp_path / "reference" / "places.csv.gz").read_bytes() == before


@pytest.fixture
def run(tmp_path, capsys):
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data-dir")
    common.add_argument("--json", action="store_true")
    parser = argparse.ArgumentParser()
    place_verbs.register(parser.add_subparsers(), common)

    def run_verb(*words):
        args = parser.parse_args(["cog", "import", *words, "--data-dir", str(tmp_path / "data")])
        status = args.run(args)
        return status, capsys.readouterr().out.splitlines()

    return run_verb


def test_the_verb_tells_rows_and_refusals_line_by_line(run, tmp_path):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(HISTORY, encoding="utf-8")
    bad.write_text("COM,LIBELLE\n51575,Toulon-la-Montagne\n???,Nulle part\n", encoding="utf-8")
    status, lines = run(str(good), str(bad), str(tmp_path / "absent.csv"), "--json")
    *told, last = [json.loads(line) for line in lines]
    assert status == 1
    assert told[0] == {"file": str(bad), "line": 3, "why": "code de cinq caractères attendu"}
    assert told[1]["file"] == str(tmp_path / "absent.csv")
    folder = str(reference_folder(tmp_path / "data"))
    assert last == {"rows": 7, "changed": 6, "refused": 2, "path": folder}
    status, lines = run(str(good), "--json")
    assert (status, json.loads(lines[-1])["changed"]) == (0, 0)


def test_the_verb_speaks_french_to_a_person(run, tmp_path):
    file = tmp_path / "vide.csv"
    file.write_text("", encoding="utf-8")
    status, lines = run(str(file))
    assert status == 1
    assert "titres des colonnes" in lines[0]
    assert lines[-1].startswith("0 lignes lues")
