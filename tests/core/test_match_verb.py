"""« almapy match » names the right patients, and nobody where nobody is proven."""

import csv
import json

import pytest

from almapy.cli.main import run
from almapy.matching.model import Decision, DocumentKind, Match
from tests.letters import degrade
from tests.letters.maker import Maker
from tests.letters.people import village, write_csv
from tests.letters.truth import AUTO

_SEED = 61
_TEXTS, _SCANS = 24, ("skew", "rot180")
_KEYS = {
    *("file", "patient_id", "decision", "score", "candidates", "evidence"),
    *("document_type", "document_date", "text_source", "ocr_ms", "match_ms", "pages"),
}


@pytest.fixture(scope="module")
def town():
    return village(150, _SEED)


@pytest.fixture(scope="module")
def letters(town):
    maker = Maker(town, _SEED)
    return [maker.letter(number) for number in range(1, _TEXTS + 1)]


@pytest.fixture
def base(town, tmp_path):
    write_csv(tmp_path / "patients.csv", town.people)
    return tmp_path / "patients.csv"


def _written(folder, letters):
    """Write each letter as a PDF with its text, the last ones as scans besides."""
    scanned = [one for one in letters if one.truth.expected == AUTO][-len(_SCANS) :]
    states = [(one, "text") for one in letters] + list(zip(scanned, _SCANS, strict=True))
    files = {}
    for letter, variant in states:
        data, form = degrade.file_of(letter, variant, _SEED)
        file = folder / f"{letter.truth.doc_id}-{variant}.{form}"
        file.write_bytes(data)
        files[str(file)] = letter.truth
    return files


def _lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_answers_are_those_of_the_truth(letters, base, tmp_path, capsys):
    truths = _written(tmp_path, letters)
    assert run(["match", *truths, "--patients", str(base), "--json"]) == 0
    lines = _lines(capsys)
    assert [line["file"] for line in lines] == list(truths)
    proven = named = 0
    for line in lines:
        truth = truths[line["file"]]
        assert set(line) == _KEYS
        assert (line["decision"] == "sure") == (line["patient_id"] is not None)
        assert line["document_type"] in set(DocumentKind)
        assert line["text_source"] == ("layer" if "-text" in line["file"] else "ocr")
        if line["patient_id"] is not None:
            assert truth.patient_ids == (line["patient_id"],), truth
            assert {"date_naissance", "matricule"} & set(line["evidence"])
        if truth.expected == AUTO:
            proven += 1
            named += line["patient_id"] == truth.patient_id
    assert proven >= 15
    assert named >= 0.9 * proven


def test_what_cannot_be_read_is_told_on_its_line_and_stops_no_other(
    letters, base, tmp_path, capsys
):
    wrong = {"vide.pdf": b"", "coupe.pdf": b"%PDF-1.4\n1 0 obj", "page.html": b"<html></html>"}
    for name, data in wrong.items():
        (tmp_path / name).write_bytes(data)
    data, _ = degrade.file_of(letters[0], "text", _SEED)
    (tmp_path / "lettre.pdf").write_bytes(data)
    (tmp_path / "dossier.pdf").mkdir()
    names = [*wrong, "absent.pdf", "dossier.pdf", "lettre.pdf"]
    files = [str(tmp_path / name) for name in names]
    assert run(["match", *files, "--patients", str(base), "--json"]) == 1
    *refused, read = _lines(capsys)
    assert [line["file"] for line in refused] == files[:-1]
    for line in refused:
        assert line["decision"] == "none"
        assert line["patient_id"] is None
        assert line["problem"]
    assert "problem" not in read
    assert read["pages"] == 1


def test_patients_keep_the_names_that_the_file_gives_them(letters, town, base, tmp_path, capsys):
    with base.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with base.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([rows[0], *([f"P/{row[0]}", *row[1:]] for row in rows[1:])])
    files = _written(tmp_path, [one for one in letters if one.truth.expected == AUTO][:3])
    texts = [file for file in files if file.endswith("-text.pdf")]
    run(["match", *texts, "--patients", str(base), "--json"])
    found = {line["patient_id"] for line in _lines(capsys)} - {None}
    assert found
    assert found <= {f"P/{files[file].patient_id}" for file in texts}


@pytest.mark.parametrize("text", ["", "id,nom\n1,X\n", "\x00\x01"])
def test_a_list_of_patients_that_is_none_is_refused_in_one_sentence(text, tmp_path, capsys):
    people = tmp_path / "liste.csv"
    people.write_text(text)
    assert run(["match", "x.pdf", "--patients", str(people)]) == 1
    said = capsys.readouterr()
    assert not said.out
    assert "liste.csv" in said.err


def test_without_a_list_the_patients_of_the_practice_are_looked_for(
    letters, practice, tmp_path, capsys, monkeypatch
):
    asked = []

    def match(_actor, text):
        asked.append(text)
        return Match(Decision.NONE)

    monkeypatch.setattr(practice.application.matching, "match", match)
    monkeypatch.setattr("almapy.cli.match_verbs.open_base", lambda _args: practice)
    data, _ = degrade.file_of(letters[0], "text", _SEED)
    (tmp_path / "lettre.pdf").write_bytes(data)
    assert run(["match", str(tmp_path / "lettre.pdf"), "--json"]) == 0
    assert [line["decision"] for line in _lines(capsys)] == ["none"]
    assert letters[0].text.pages[0].lines[0].segments[0].text in asked[0].text


def test_a_document_that_breaks_the_matching_is_told_on_its_line(
    letters, base, tmp_path, capsys, monkeypatch
):
    def broken(*_text):
        raise ZeroDivisionError

    monkeypatch.setattr("almapy.matching.matcher.Matcher.match", broken)
    data, _ = degrade.file_of(letters[0], "text", _SEED)
    (tmp_path / "lettre.pdf").write_bytes(data)
    assert run(["match", str(tmp_path / "lettre.pdf"), "--patients", str(base), "--json"]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["problem"]
    assert "Traceback" not in said.err
