"""The engine that reads: which one is taken, what is said without it, what it leaves behind."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from almapy.adapters.reading import engine_choice as choice
from almapy.adapters.reading import pytesseract_engine
from almapy.adapters.reading.engine import EngineFailure, Layout
from almapy.adapters.reading.engine_choice import (
    engine_state,
    french_folders,
    make_engine,
    remedy_of,
    tesseract_program,
)
from almapy.adapters.reading.pytesseract_engine import PytesseractEngine
from almapy.adapters.reading.tesserocr_engine import TesserocrEngine
from almapy.adapters.reading.tsv import words_of
from almapy.ocr.model import EngineState
from resources import resource
from tests.core.ocr_sheets import as_pixels, sheet

PROGRAM = tesseract_program()
FEW = as_pixels(sheet(("Patient : NESSI Ruth", "née le 14/07/1977"), size=(620, 200)))


@pytest.fixture
def beside(monkeypatch):
    if not PROGRAM:
        pytest.skip("le programme « tesseract » n'est pas installé")
    monkeypatch.setenv("TESSDATA_PREFIX", "")
    return PytesseractEngine(PROGRAM, resource("ocr"))


def texts(words):
    return [word.text for word in words]


def test_the_engine_of_the_program_comes_first_and_keeps_to_one_thread():
    made = make_engine()
    assert made.name.startswith("tesserocr")
    assert os.environ["OMP_THREAD_LIMIT"] == "1"
    assert engine_state() is EngineState.READY
    assert remedy_of(EngineState.READY) == ""
    made.close()


def test_without_any_engine_a_remedy_is_given(monkeypatch):
    monkeypatch.setattr(choice, "find_spec", lambda _name: None)
    monkeypatch.setattr(choice, "tesseract_program", lambda: None)
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    assert make_engine() is None
    assert engine_state() is EngineState.NO_ENGINE
    assert "leur texte sont lus comme d'habitude. Réinstallez AlmaPy" in remedy_of(engine_state())


def test_without_french_data_a_remedy_is_given(monkeypatch, tmp_path):
    monkeypatch.setattr(choice, "_data_folders", lambda: [tmp_path])
    assert make_engine() is None
    assert engine_state() is EngineState.NO_FRENCH
    assert "tesseract-ocr-fra" in remedy_of(engine_state())


def test_damaged_data_are_passed_over_for_the_next(monkeypatch, tmp_path):
    (tmp_path / "fra.traineddata").write_bytes(b"cut short")
    monkeypatch.setattr(choice, "_data_folders", lambda: [tmp_path, resource("ocr")])
    monkeypatch.setattr(choice, "tesseract_program", lambda: None)
    assert french_folders() == [tmp_path, resource("ocr")]
    made = make_engine()
    assert "NESSI" in texts(made.words(FEW, Layout.PAGE))
    made.close()


@pytest.mark.parametrize("platform", ["linux", "win32"])
def test_a_program_in_a_folder_with_accents_reads(monkeypatch, tmp_path, platform):
    folder = tmp_path / "Éloïse & René" / "données"
    folder.mkdir(parents=True)
    shutil.copy(resource("ocr", "fra.traineddata"), folder)
    before = Path.cwd()
    monkeypatch.setattr(sys, "platform", platform)
    made = TesserocrEngine(folder)
    monkeypatch.undo()
    assert Path.cwd() == before
    assert texts(made.words(FEW, Layout.BLOCK))[-1] == "14/07/1977"
    made.close()


def test_a_broken_table_gives_the_words_that_are_whole():
    whole = "5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t91.5\tRuth"
    words = list(words_of(f"level\tpage\n4\t1\t1\t1\t1\t0\t1\t1\t1\t1\t-1\t\n{whole}\n5\t1\t2"))
    assert texts(words) == ["Ruth"]
    assert (words[0].left, words[0].top, words[0].right, words[0].bottom) == (10, 20, 40, 32)


@pytest.mark.tesseract
def test_both_engines_read_the_same_words_and_leave_no_file(beside, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(pytesseract_engine, "_IN_MEMORY", tmp_path)
    inside = make_engine()
    assert texts(beside.words(FEW, Layout.PAGE)) == texts(inside.words(FEW, Layout.PAGE))
    assert list(tmp_path.iterdir()) == []
    inside.close()


@pytest.mark.tesseract
def test_an_engine_that_takes_too_long_is_stopped_and_leaves_no_file(beside, monkeypatch, tmp_path):
    monkeypatch.setattr(pytesseract_engine, "_IN_MEMORY", tmp_path)
    monkeypatch.setattr(pytesseract_engine, "PAGE_SECONDS", 0.001)
    with pytest.raises(EngineFailure):
        beside.words(FEW, Layout.PAGE)
    assert list(tmp_path.iterdir()) == []
