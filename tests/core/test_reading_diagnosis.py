"""What a post is told about the reading of scanned documents."""

import pytest

from almapy.diagnose import reading_checks
from almapy.ocr.model import EngineState


def test_a_post_that_reads_scans_says_with_what():
    engine, french = reading_checks(EngineState.READY)
    assert engine.ok
    assert "Tesseract" in engine.detail
    assert french.ok


@pytest.mark.parametrize(
    ("state", "at_fault"), [(EngineState.NO_ENGINE, 0), (EngineState.NO_FRENCH, 1)]
)
def test_a_post_that_cannot_read_scans_says_what_still_works_and_what_to_do(state, at_fault):
    found = list(reading_checks(state))
    wrong = found[at_fault]
    assert not wrong.ok
    assert not wrong.needed
    assert "contiennent déjà leur texte" in wrong.remedy
    assert "installez" in wrong.remedy
    assert found[1 - at_fault].ok
