"""What a scanner set to another keyboard makes of the trial code."""

import pytest

from almapy.adapters.live_codes import codes_of_frame
from almapy.adapters.qr_code import write_qr
from almapy.adapters.symbol_picture import gray_rows
from almapy.apcv.scanner_trial import TRIAL_TEXT, ScannerVerdict, verdict_on
from almapy.camera.ports import CodeForm, Frame, SeenCode

_QWERTY = (
    "1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?"
)
_AZERTY = (
    "&é\"'(-è_çà)=azertyuiop^$qsdfghjklmùwxcvbn,;:!1234567890°+AZERTYUIOP¨£QSDFGHJKLM%WXCVBN?./§"
)


@pytest.mark.parametrize(
    ("arrived", "verdict"),
    [
        (TRIAL_TEXT, ScannerVerdict.RIGHT),
        (f"{TRIAL_TEXT}\r\n", ScannerVerdict.RIGHT),
        (TRIAL_TEXT.translate(str.maketrans(_QWERTY, _AZERTY)), ScannerVerdict.QWERTY),
        (TRIAL_TEXT.upper(), ScannerVerdict.CAPITALS),
        (TRIAL_TEXT.swapcase(), ScannerVerdict.CAPITALS),
        (TRIAL_TEXT[1:], ScannerVerdict.OTHER),
        ("", ScannerVerdict.OTHER),
    ],
)
def test_what_arrives_tells_how_the_scanner_is_set(arrived, verdict):
    found = verdict_on(arrived)
    assert found is verdict
    assert found.finding
    assert found.advice


def test_the_trial_code_on_the_screen_reads_as_it_was_written():
    rows = gray_rows(write_qr(TRIAL_TEXT), 4, 4)
    pixels = b"".join(bytes([value]) * 3 for row in rows for value in row)
    frame = Frame(len(rows[0]), len(rows), pixels)
    assert codes_of_frame(frame) == [SeenCode(TRIAL_TEXT.encode(), CodeForm.QR)]
