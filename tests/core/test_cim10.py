"""The CIM-10: loaded from the official files, found by code or by words, never required."""

import gzip
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.cli.main import run
from almapy.coding import cim10_file
from almapy.coding.cim10 import Cim10Service
from almapy.coding.cim10_file import typed_cim10

ATIH = (
    "E10   |0|0|0|Diabète sucré de type 1|Diabète sucré de type 1\r\n"
    "E119  |0|0|0|Diab. type 2 sans compl.|Diabète sucré de type 2 sans complication\r\n"
    "E1120 |0|0|0|Diab. type 2 rénal|Diabète sucré de type 2 avec complications rénales\r\n"
    'I10   |0|0|0|Hypertension "essentielle"|Hypertension essentielle (primitive)\r\n'
)


@pytest.fixture
def service(tmp_path):
    return Cim10Service(tmp_path / "reference")


def loaded(service, tmp_path, text=ATIH, name="LIBCIM10MULTI.TXT", encoding="cp1252"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return service.load([path], "2026")


def codes(service, typed):
    return [one.code for one in service.search(typed)]


def test_without_a_list_nothing_is_found_and_nothing_breaks(service):
    assert not service.is_loaded
    assert service.search("diabète") == []
    assert service.label("E11.9") == ""


def test_the_file_of_the_atih_is_found_by_code_and_by_words(service, tmp_path):
    (report,) = loaded(service, tmp_path)
    assert (len(report.labels), report.refused, report.problem) == (4, 0, "")
    assert codes(service, "e11") == ["E11.20", "E11.9"]
    assert codes(service, "diabete rena") == ["E11.20"]
    assert codes(service, "diabète type 2") == ["E11.9", "E11.20"]
    assert service.label("e119") == "Diabète sucré de type 2 sans complication"
    assert service.edition() == "2026"
    assert service.is_loaded


def test_the_simple_form_and_the_titled_form_are_read(service, tmp_path):
    loaded(service, tmp_path, "E11.9;Diabète\nI10;HTA\n", "simple.csv", "utf-8")
    assert codes(service, "hta") == ["I10"]
    titled = "\ufeffOID\tCode\tLibelle\n1.2.250\tE11.9\tDiabète de type 2\n"
    loaded(service, tmp_path, titled, "ans.csv", "utf-8")
    assert service.label("E11.9") == "Diabète de type 2"
    assert codes(service, "hta") == []


def test_compressed_files_are_read(service, tmp_path):
    packed = tmp_path / "cim10.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("LIBCIM10MULTI.TXT", ATIH.encode("cp1252"))
    assert service.load([packed])[0].problem == ""
    plain = tmp_path / "cim10.csv.gz"
    plain.write_bytes(gzip.compress(b"I10;HTA\n"))
    assert len(service.load([plain])[0].labels) == 1


def test_bad_lines_are_left_out_and_counted(service, tmp_path):
    (report,) = loaded(service, tmp_path, "I10;HTA\nbonjour;rien\nE11;\n", "x.csv")
    assert (list(report.labels), report.refused) == (["I10"], 2)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04abc", b"\x1f\x8bnon", b"nom;prenom\na;b\n"])
def test_a_file_that_is_no_list_changes_nothing(service, tmp_path, content):
    loaded(service, tmp_path)
    other = tmp_path / "autre.csv"
    other.write_bytes(content)
    (report,) = service.load([other])
    assert report.problem
    assert codes(service, "i10") == ["I10"]


def test_a_file_without_end_is_refused(service, tmp_path, monkeypatch):
    monkeypatch.setattr(cim10_file, "_MOST_BYTES", 20)
    assert loaded(service, tmp_path)[0].problem


def test_a_damaged_list_serves_nothing_and_breaks_nothing(service, tmp_path):
    loaded(service, tmp_path)
    (tmp_path / "reference" / "cim10.csv.gz").write_bytes(b"abc")
    assert service.search("diabète") == []


@given(st.binary(max_size=400))
def test_no_content_breaks_the_reading(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("cim10") / "x.csv"
    path.write_bytes(content)
    report = cim10_file.read(path)
    assert report.problem or report.labels


@pytest.mark.parametrize(
    ("typed", "code"),
    [("e119", "E11.9"), ("E 11.9", "E11.9"), ("i10", "I10"), ("T200+0", "T20.0+0"), ("11E", None)],
)
def test_a_code_is_read_as_people_type_it(typed, code):
    assert typed_cim10(typed) == code


def test_the_verb_loads_the_list_and_says_how_many_codes(tmp_path, capsys):
    path = tmp_path / "LIBCIM10MULTI.TXT"
    path.write_bytes(ATIH.encode("cp1252"))
    folder = tmp_path / "cabinet"
    arguments = ["cim10", "import", str(path), "--edition", "2026", "--data-dir", str(folder)]
    assert run([*arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["codes"] == 4
    assert Cim10Service(folder / "reference").label("I10")
    path.write_bytes(b"rien")
    assert run(arguments) == 1
    assert Cim10Service(folder / "reference").label("I10")
