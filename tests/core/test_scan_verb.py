"""``almapy scan`` on pictures of boxes."""

import json

import pytest

from almapy.cli.main import run
from tests.core.box_pictures import SEED_BOX, box, file

MEMBERS = ["file", "ok", "gtin", "cip13", "lot", "expiry", "expired", "serial", "name"]
MEMBERS += ["element_string", "cpu_ms", "reason"]
SMALL = (640, 360)
CARTON = "(01)13400930056209(17)281231(10)3006440(21)169320711901"


@pytest.fixture
def scan(tmp_path, capsys):
    def scanned(*pictures, words=("--json",)):
        files = []
        for number, data in enumerate(pictures):
            path = tmp_path / f"{number}.png"
            if data is not None:
                path.write_bytes(data)
            files.append(str(path))
        status = run(["scan", *words, "--data-dir", str(tmp_path / "base"), *files])
        out = capsys.readouterr().out.splitlines()
        return status, [json.loads(line) for line in out] if "--json" in words else out

    return scanned


def test_the_box_of_the_seed_is_read_named_and_expired(scan):
    status, (line,) = scan(file(box(SEED_BOX, size=SMALL)))
    assert status == 0
    assert list(line) == MEMBERS
    assert line["ok"] is True
    assert (line["gtin"], line["cip13"]) == ("03400930056202", "3400930056202")
    assert (line["lot"], line["serial"]) == ("3006440", "169320711901")
    assert (line["expiry"], line["expired"]) == ("2023-12-31", True)
    assert "GARDASIL 9" in line["name"]
    assert line["element_string"] == "010340093005620217231231103006440<GS>21169320711901"
    assert line["cpu_ms"] > 0
    assert line["reason"] == ""


def test_an_unknown_box_is_read_without_a_name(scan):
    status, (line,) = scan(file(box("(01)03400999999991(17)301200(10)A(21)B", size=SMALL)))
    assert (status, line["ok"], line["name"], line["expired"]) == (0, True, "", False)
    assert line["expiry"] == "2030-12-31"


def test_each_picture_has_its_line_and_one_that_fails_stops_no_other(scan):
    pictures = [box(size=SMALL), box(CARTON, size=SMALL), box(plain="PK1234", size=SMALL)]
    pictures.append(box(SEED_BOX, size=SMALL))
    status, lines = scan(None, b"rien", *map(file, pictures))
    assert status == 1
    assert [line["ok"] for line in lines] == [False] * 5 + [True]
    for line, words in zip(
        lines, ("disque", "ni une image", "Aucun code", "groupage", "Aucun code"), strict=False
    ):
        assert words in line["reason"]
        assert list(line) == MEMBERS
    assert lines[3]["element_string"].startswith("0113400930056209")


def test_a_person_reads_a_sentence(scan):
    status, (line,) = scan(file(box(SEED_BOX, size=SMALL)), words=())
    assert status == 0
    assert "lot 3006440, expiration 31/12/2023 (PÉRIMÉ)" in line


def test_a_folder_is_told_as_a_file_that_cannot_be_read(tmp_path, capsys):
    assert run(["scan", "--json", str(tmp_path)]) == 1
    assert json.loads(capsys.readouterr().out)["reason"].startswith("Ce fichier n'a pas pu être lu")
