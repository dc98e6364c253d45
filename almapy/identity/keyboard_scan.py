"""What a keyboard scanner types, whatever the keyboards that it and the post believe in.

A scanner set to QWERTY on a post set to AZERTY presses the right keys and yields other letters:
« IS01 » arrives as « ISà& ». Caps lock changes nothing to what is understood here.
"""

from __future__ import annotations

from almapy.identity.ins_datamatrix import InsCode, decode

LEAST_LENGTH = 60
"""No INS code with its strict traits is shorter."""

_MEANT = str.maketrans(
    {
        "&": "1",
        "é": "2",
        '"': "3",
        "'": "4",
        "(": "5",
        "-": "6",
        "§": "6",
        "è": "7",
        "_": "8",
        "!": "8",
        "ç": "9",
        "à": "0",
        ")": "-",
        "°": "-",
        "ù": "'",
        "%": "'",
        ":": ".",
        "/": ".",
        "q": "a",
        "a": "q",
        "z": "w",
        "w": "z",
        ",": "m",
        "?": "m",
    }
)
"""Key by key: what French and Belgian posts get, and the character of the same QWERTY key."""


def decode_scanned(text: str) -> InsCode | None:
    """Read an INS code that a scanner typed, or somebody pasted; None when it is none.

    Never raises; costs nothing for a text that is too short to be one.
    """
    if len(text) < LEAST_LENGTH:
        return None
    return decode(text) or decode(as_qwerty(text))


def as_qwerty(text: str) -> str:
    """Return what the same keys write on a QWERTY keyboard, in small letters."""
    return text.lower().translate(_MEANT)
