"""New PDF files made of one that was received: some of its pages, or all without its password.

The file as received is kept beside them by whoever asks; nothing here changes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from almapy.documents.pdf import one_at_a_time
from almapy.ocr.faults import PasswordWanted, UnreadableFile

if TYPE_CHECKING:
    import pypdfium2

_INTACT = "Il est gardé tel qu'il a été reçu."
_PASSWORD_ERROR = 4
"""``FPDF_ERR_PASSWORD`` of PDFium."""


def extracted(data: bytes, first: int, last: int) -> bytes:
    """Return a PDF of the pages ``first`` to ``last``, from 1, both included.

    Raises UnreadableFile when the file is damaged or has no such pages, PasswordWanted.
    """
    import pypdfium2

    with _opened(data, "") as document:
        if not 1 <= first <= last <= len(document):
            raise UnreadableFile(f"Ce PDF n'a pas ces pages. {_INTACT}")
        part = pypdfium2.PdfDocument.new()
        try:
            part.import_pages(document, list(range(first - 1, last)))
            return _saved(part)
        finally:
            part.close()


def unlocked(data: bytes, password: str) -> bytes:
    """Return the same PDF without its password; raises UnreadableFile, PasswordWanted."""
    import pypdfium2.raw

    with _opened(data, password) as document:
        return _saved(document, pypdfium2.raw.FPDF_REMOVE_SECURITY)


@contextmanager
def _opened(data: bytes, password: str) -> Iterator[pypdfium2.PdfDocument]:
    import pypdfium2

    damaged = UnreadableFile(f"Ce PDF est abîmé. {_INTACT} Demandez à l'expéditeur de le renvoyer.")
    with one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(data, password=password or None)
        except pypdfium2.PdfiumError as error:
            if error.err_code == _PASSWORD_ERROR:
                raise PasswordWanted(wrong=bool(password)) from None
            raise damaged from None
        try:
            yield document
        except pypdfium2.PdfiumError:
            raise damaged from None
        finally:
            document.close()


def _saved(document: pypdfium2.PdfDocument, flags: int = 0) -> bytes:
    file = BytesIO()
    document.save(file, flags=flags)
    return file.getvalue()
