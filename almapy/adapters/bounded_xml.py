"""Reading XML that came from outside: nothing fetched, nothing expanded, everything bounded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from almapy.errors import FormatError

if TYPE_CHECKING:
    from lxml.etree import _Element

DEEPEST = 40
MOST_TAGS = 20_000
_DECLARED = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"'][^>]*?\?>")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*?\?>")
_ENCODINGS = frozenset({"utf-8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252"})
_UTF8_MARK = b"\xef\xbb\xbf"
_BLANKS = " \t\r\n"
_NOT_KEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class UnreadableXml(FormatError):  # noqa: N818  (named after the fact)
    """The text is not XML that this program accepts to read; the message says why."""

    code = "format.xml"


def text_of(body: bytes) -> str:
    """Return the text of an answer, to be kept: what no base can hold is replaced by �."""
    return _NOT_KEPT.sub("\ufffd", body.decode(_encoding(body), errors="replace"))


def parse(body: bytes) -> _Element:
    """Return the root of an XML document, comments and instructions left out.

    Raises UnreadableXml: not well formed, another encoding, a DTD or entities, more than
    ``MOST_TAGS`` tags or ``DEEPEST`` levels. Never reads a file nor the network.
    """
    from lxml import etree

    if not body.strip():
        raise UnreadableXml("La réponse est vide.")
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise UnreadableXml(
            "La réponse contient une définition de type ou des entités, interdites."
        )
    if body.count(b"<") > 2 * MOST_TAGS:
        raise UnreadableXml("La réponse contient trop d'éléments.")
    try:
        text = body.decode(_encoding(body))
    except UnicodeDecodeError as error:
        raise UnreadableXml("La réponse contient des caractères illisibles.") from error
    text = _DECLARATION.sub("", text.removeprefix("\ufeff"), count=1)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.strip(_BLANKS).encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableXml("La réponse n'est pas du XML bien formé.") from error
    _refuse_deep(root)
    return root


def _encoding(body: bytes) -> str:
    """Return the declared encoding when it is a usual one, else UTF-8."""
    if body.startswith(_UTF8_MARK):
        return "utf-8"
    declared = _DECLARED.match(body[:200])
    name = declared[1].decode().lower() if declared else "utf-8"
    return name if name in _ENCODINGS else "utf-8"


def _refuse_deep(root: _Element) -> None:
    from lxml import etree

    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise UnreadableXml("La réponse contient trop de niveaux.")
