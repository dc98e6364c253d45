"""Small readings of an XML answer, by element name and never by position."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from almapy.insi.model import Outcome

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLANKS = " \t\r\n"
_NOT_SHOWN = re.compile("[\x00-\x1f\x7f-\x9f]+")
_LONGEST_WORDS = 500


class UnusableAnswer(Exception):  # noqa: N818  (named after the fact; never leaves the reader)
    """The answer cannot be used; ``detail`` says why in French."""

    def __init__(self, detail: str, outcome: Outcome = Outcome.UNREADABLE) -> None:
        super().__init__(detail)
        self.detail = detail
        self.outcome = outcome


def clean(text: str | None) -> str:
    """Return the service's own words on one line, bounded, to be shown or traced."""
    return _NOT_SHOWN.sub(" ", text or "").strip()[:_LONGEST_WORDS]


def first(elements: Sequence[_Element]) -> str | None:
    """Return the text of the first element, None when there is none."""
    return elements[0].text if elements else None


def only(parent: _Element, name: str) -> _Element | None:
    """Return the one child of that name and of the parent's namespace, None when there is none.

    Raises UnusableAnswer when there are several: which one is right cannot be told.
    """
    from lxml import etree

    found = parent.findall(f"{{{etree.QName(parent).namespace}}}{name}")
    if len(found) > 1:
        raise UnusableAnswer(f"La réponse contient plusieurs fois «\u00a0{name}\u00a0».")
    return found[0] if found else None


def leaf(parent: _Element | None, name: str) -> str:
    """Return the text of the one child of that name, without outer blanks; empty when absent.

    Raises UnusableAnswer when it is there twice or holds other elements.
    """
    element = None if parent is None else only(parent, name)
    if element is None:
        return ""
    if len(element):
        raise UnusableAnswer(f"La réponse contient un «\u00a0{name}\u00a0» qui n'est pas un texte.")
    return (element.text or "").strip(_BLANKS)
