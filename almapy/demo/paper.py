"""Letters of the demo practice as PDF: one column of text on A4, nothing else."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field

from almapy.documents.model import DocumentDetails, Origin

_WIDTH, _HEIGHT = 595, 842  # points
_LEFT, _TOP, _BOTTOM = 64, 790, 70
_SIZE, _LEADING, _CHARACTERS = 11, 15, 84
_FOOT = "Document fictif de la démonstration AlmaPy : aucune personne réelle."


@dataclass(frozen=True, slots=True)
class Paper:
    """One fictitious document: how it is filed, its heading and its text, a paragraph a line.

    A line that begins with a space keeps its columns (laboratory results). ``is_read`` tells that
    the doctor has read it.
    """

    details: DocumentDetails = field(repr=False)
    heading: tuple[str, ...]
    text: str = field(repr=False)
    origin: Origin = Origin.MSSANTE
    is_read: bool = True


def pdf_of(paper: Paper, about: str) -> bytes:
    """Return the letter about that person; the same bytes for the same letter."""
    return _document(_contents(paper, about))


def batch_of(letters: Sequence[tuple[Paper, str]]) -> bytes:
    """Return several letters in one file, as a scanner with a feeder makes it."""
    return _document([page for letter in letters for page in _contents(*letter)])


def _contents(paper: Paper, about: str) -> list[bytes]:
    lines = [*(("B", one) for one in paper.heading), ("R", "")]
    lines += [("R", f"Le {paper.details.day:%d/%m/%Y}"), ("R", about), ("R", "")]
    lines += [("B", paper.details.title), ("R", "")]
    for paragraph in paper.text.splitlines():
        if paragraph.startswith(" "):
            lines.append(("C", paragraph))
        else:
            lines += [("R", line) for line in textwrap.wrap(paragraph, _CHARACTERS)]
            lines.append(("R", ""))
    per_page = (_TOP - _BOTTOM) // _LEADING
    pages = [lines[start : start + per_page] for start in range(0, len(lines), per_page)]
    return [_page(page) for page in pages]


def _page(lines: Sequence[tuple[str, str]]) -> bytes:
    drawn = [b"BT", b"%d TL" % _LEADING, b"%d %d Td" % (_LEFT, _TOP)]
    for font, text in lines:
        drawn += [b"/%s %d Tf" % (font.encode(), _SIZE), b"(%s) Tj T*" % _escaped(text)]
    drawn += [b"ET BT /R 8 Tf %d 40 Td (%s) Tj ET" % (_LEFT, _escaped(_FOOT))]
    return b"\n".join(drawn)


def _escaped(text: str) -> bytes:
    plain = text.encode("cp1252", errors="replace")
    for special in (b"\\", b"(", b")"):
        plain = plain.replace(special, b"\\" + special)
    return plain


def _document(contents: Sequence[bytes]) -> bytes:
    fonts = (("R", "Helvetica"), ("B", "Helvetica-Bold"), ("C", "Courier"))
    named = " ".join(
        f"/{name} << /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>"
        for name, font in fonts
    )
    kids = " ".join(f"{3 + 2 * place} 0 R" for place in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} "
        f"/MediaBox [0 0 {_WIDTH} {_HEIGHT}] /Resources << /Font << {named} >> >> >>".encode(),
    ]
    for place, content in enumerate(contents):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R >>" % (4 + 2 * place),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    file = bytearray(b"%PDF-1.4\n")
    starts = []
    for number, content in enumerate(objects, start=1):
        starts.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for start in starts:
        file += b"%010d 00000 n \n" % start
    file += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(file + b"startxref\n%d\n%%%%EOF\n" % table)
