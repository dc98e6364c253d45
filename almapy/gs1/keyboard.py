"""A box as a keyboard scanner (« douchette ») or a person types it (vaccines.md §2.8).

A scanner presses keys. One that is set to QWERTY on a post set to AZERTY yields other characters,
and caps lock others again. The symbology identifier that most scanners send first (« ]d2 ») tells
which; without it, digits that come as accents do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from almapy.gs1.box import GS1_PREFIXES, exact_box, read_box
from almapy.gs1.elements import conforms, element_string, identifier_at
from almapy.gs1.faults import BoxFault, BoxRefused
from almapy.gs1.model import GS, BoxCode

DEFAULT: tuple[str, ...] = ("{GS}", "<GS>", "^]", "\\x1d", "\\u001d", "␝", "|", "~", "#")
"""What scanners send for GS when they do not send the control character."""
MOST_TYPED = 600
_LOOKED_AT = 24
_QWERTY = "`1234567890-=qwertyuiop[]asdfghjkl;'\\zxcvbnm,./"
_QWERTY_SHIFT = '~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"|ZXCVBNM<>?'
_AZERTY = "²&é\"'(-è_çà)=azertyuiop^$qsdfghjklmù*wxcvbn,;:!"
_AZERTY_SHIFT = "~1234567890°+AZERTYUIOP¨£QSDFGHJKLM%µWXCVBN?./§"
"""The same keys in the same order, as a French post writes them."""
_CAPITAL_DIGITS = str.maketrans("ÉÈÇÀ", "éèçà")
_AS_QWERTY = str.maketrans(_AZERTY + _AZERTY_SHIFT, _QWERTY + _QWERTY_SHIFT)
_SHIFTED = str.maketrans(_AZERTY + _AZERTY_SHIFT, _AZERTY_SHIFT + _AZERTY)
_ENDS = "".join(map(chr, range(0x21))) + "\x7f\u00a0"
"""What scanners put before and after: STX, ETX, CR, LF, Tab, FNC1…"""
_BOX_START = re.compile(r"(?:\]d2|\]C1|\]Q3|\]e0)\d?|01\d{7}|\(01\)")
_MARK = re.compile(r"\((\d{2,4})\)")


def typed_box(text: str, today: date, separators: Sequence[str] = DEFAULT) -> BoxCode:
    """Return the box that was typed, scanned as keys or pasted, also « (01)…(17)… ».

    ``separators`` are what stands for GS. Raises BoxRefused, and nothing else whatever the text.
    """
    if len(text) > MOST_TYPED:
        raise BoxRefused(BoxFault.DAMAGED, "il est trop long")
    typed = text.strip(_ENDS)
    if typed.startswith("("):
        return exact_box(_from_marks(typed), today)
    return read_box(_with_separators(meant(typed), separators), today)


def looks_like_box(text: str) -> bool:
    """Tell whether a text may be a box that a scanner types; costs nothing for other texts."""
    start = text[:_LOOKED_AT].strip(_ENDS)
    return bool(_BOX_START.match(start) or _BOX_START.match(meant(start)))


def meant(text: str) -> str:
    """Return what the scanner sent, from what the post wrote.

    Only a sure sign changes the case of letters: the lot is kept as it came otherwise.
    """
    for reading in _READINGS:
        if (sent := reading(text)).startswith(GS1_PREFIXES):
            return sent
    if text.startswith(("0", "1", "2", "]")):
        return text
    return as_qwerty(text.swapcase() if _has_capital_digits(text) else text)


def as_qwerty(text: str) -> str:
    """Return what the keys that wrote this on a French post write on an American one."""
    return text.translate(_CAPITAL_DIGITS).translate(_AS_QWERTY)


def _same(text: str) -> str:
    return text


def _shifted(text: str) -> str:
    """Undo the caps lock of Windows in French, which shifts digits and signs as well."""
    return text.translate(_SHIFTED)


_READINGS: tuple[Callable[[str], str], ...] = (
    _same,
    as_qwerty,
    str.swapcase,
    lambda text: f"]{_shifted(text[1:])}" if text.startswith("]") else text,
    lambda text: as_qwerty(text.swapcase()),
    lambda text: as_qwerty(_shifted(text)),
)
"""The ways in which keys reach the window: keyboards alike or not, caps lock on letters or all."""


def _has_capital_digits(text: str) -> bool:
    return text != text.translate(_CAPITAL_DIGITS)


def _with_separators(text: str, separators: Sequence[str]) -> str:
    marks = sorted(filter(None, separators), key=len, reverse=True)
    if not marks:
        return text
    # Caps lock writes « <gs> ».
    return re.sub("|".join(map(re.escape, marks)), GS, text, flags=re.IGNORECASE)


def _from_marks(text: str) -> str:
    """Return the element string of « (01)…(17)… », as it stands below symbols.

    Parentheses are legal in a lot: only those around an AI that GS1 knows begin a field. Raises
    BoxRefused for a field of a wrong length.
    """
    begins = [one for one in _MARK.finditer(text) if identifier_at(one[1], 0) == one[1]]
    if not begins or begins[0].start() != 0:
        raise BoxRefused(BoxFault.NOT_GS1)
    ends = [one.start() for one in begins[1:]] + [len(text)]
    fields = [
        (one[1], text[one.end() : end].strip(_ENDS)) for one, end in zip(begins, ends, strict=True)
    ]
    for one, (ai, value) in zip(begins, fields, strict=True):
        if not conforms(ai, value):
            raise BoxRefused(
                BoxFault.DAMAGED, f"le champ ({ai}) n'est pas conforme", position=one.start()
            )
    return element_string(fields)
