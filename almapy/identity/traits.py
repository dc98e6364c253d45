"""Names in the form that the RNIV stores and INSi accepts (INS notes §3.2 and §3.3)."""

from __future__ import annotations

import re
import unicodedata

from almapy.errors import DomainError
from almapy.text import fold

LONGEST_NAME = 100
_LETTERS = {
    "œ": "oe",
    "Œ": "OE",
    "æ": "ae",
    "Æ": "AE",
    "ß": "ss",
    "ẞ": "SS",
    "ø": "o",
    "Ø": "O",
    "ð": "d",
    "Ð": "D",
    "þ": "th",
    "Þ": "TH",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
}
_APOSTROPHES = dict.fromkeys("\u2019\u2018\u02bc\u00b4\u0060\u2032", "'")
_DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
_WRITTEN = str.maketrans(_LETTERS | _APOSTROPHES | _DASHES)
_REFUSED = re.compile(r"[^A-Z '\-]")
_DOUBLED = re.compile(r"''|' | '")
_NO_BREAK = "\u00a0"


def strict_name(text: str, *, field: str = "birth_name") -> str:
    """Return a family name in capitals without accents; an empty text stays empty.

    Raises DomainError, about ``field``, where INSi would refuse the name: nothing is dropped
    silently.
    """
    return _strict(text, field, given=False)


def strict_first_names(text: str, *, field: str = "birth_first_names") -> str:
    """Return one or several first names in the same form; raises DomainError likewise."""
    return _strict(text, field, given=True)


def name_remark(text: str, *, given: bool) -> str:
    """Return what to tell while a name is typed: why it is refused, or what it will become.

    Empty when the text already has the recorded form.
    """
    written = _converted(text)
    if fault := _fault(written, given=given):
        return fault
    return "" if written == text.strip() else f"Sera enregistré{_NO_BREAK}: {written}"


def first_name_agrees(first: str, all_first_names: str) -> bool:
    """Tell whether the first birth first name begins the whole list, on the end of a word.

    Hyphen, apostrophe and space count alike (EXI SI 29 and 30). An empty text contradicts nothing.
    """
    one, whole = fold(first), fold(all_first_names)
    return not one or not whole or whole == one or whole.startswith(f"{one} ")


def _strict(text: str, field: str, *, given: bool) -> str:
    written = _converted(text)
    if fault := _fault(written, given=given):
        raise DomainError(fault, field=field)
    return written


def _converted(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.translate(_WRITTEN))
    letters = "".join(c for c in split if not unicodedata.combining(c))
    return " ".join(letters.translate(_WRITTEN).upper().split())


def _fault(written: str, *, given: bool) -> str:
    """Return the first rule that a converted name breaks, in French."""
    word = "prénom" if given else "nom"
    if not written:
        return ""
    if refused := _REFUSED.search(written):
        return (
            f"Le caractère {_shown(refused[0])} n'est pas admis dans un {word}{_NO_BREAK}: "
            "lettres, espace, apostrophe et trait d'union seulement."
        )
    faults = (
        (len(written) > LONGEST_NAME, f"Un {word} compte {LONGEST_NAME} caractères au plus."),
        (not re.search(r"[A-Z]", written), f"Un {word} contient au moins une lettre."),
        (written.startswith("-"), f"Un {word} ne commence pas par un trait d'union."),
        (
            bool(_DOUBLED.search(written)),
            "Une apostrophe ne se double pas et ne touche pas une espace.",
        ),
        (
            given and written.endswith(("-", "'")),
            "Un prénom ne finit ni par un trait d'union ni par une apostrophe.",
        ),
        (given and "--" in written, "Un prénom ne contient pas de double trait d'union."),
        ("---" in written, "Pas plus de deux traits d'union de suite."),
    )
    return next((message for broken, message in faults if broken), "")


def _shown(character: str) -> str:
    if character.isprintable():
        return f"«{_NO_BREAK}{character}{_NO_BREAK}»"
    return "invisible qui se trouve dans ce texte"
