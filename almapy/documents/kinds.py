"""Which files a record accepts: told by their bytes, never by their names."""

from __future__ import annotations

import re
from enum import StrEnum

from almapy.errors import DomainError

LARGEST = 50_000_000
"""Bytes of one document: a scan of some hundred pages."""

_PDF_HEADER_WITHIN = 1024
_PEEK = 4096
_MARKUP = re.compile(rb"\A\s*(<!doctype|<html|<\?xml|<svg|\{\\rtf)", re.IGNORECASE)
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_KEPT = "Rien n'a été modifié et le fichier d'origine est intact."
_ACCEPTED = "Sont acceptés\u00a0: PDF, JPEG, PNG, TIFF et texte."


class FileKind(StrEnum):
    """A sort of file that is kept and shown; the value is its MIME type."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    TIFF = "image/tiff"
    TEXT = "text/plain"

    @property
    def extension(self) -> str:
        """Return the end of a file name, without dot."""
        return {"pdf": "pdf", "jpeg": "jpg", "png": "png", "tiff": "tif", "plain": "txt"}[
            self.value.partition("/")[2]
        ]


def accepted_kind(data: bytes) -> FileKind:
    """Return what these bytes are; raises DomainError, in words, for what no record keeps."""
    if not data:
        raise DomainError(f"Ce fichier est vide. {_KEPT}", code="document.empty")
    if len(data) > LARGEST:
        raise too_large()
    kind = _kind(data)
    if kind is None:
        raise DomainError(
            f"Ce fichier n'est pas d'un type que le dossier accepte. {_KEPT} {_ACCEPTED} "
            "Enregistrez-le d'abord en PDF (Word, RTF et pages web\u00a0: «\u00a0Exporter en "
            "PDF\u00a0»).",
            code="document.kind",
        )
    return kind


def too_large() -> DomainError:
    """Return the refusal of a file beyond ``LARGEST``."""
    return DomainError(
        f"Ce fichier dépasse {LARGEST // 1_000_000} Mo. {_KEPT} Réduisez-le ou partagez-le en "
        "plusieurs fichiers.",
        code="document.too_large",
    )


def _kind(data: bytes) -> FileKind | None:
    for start, kind in (
        (b"\xff\xd8\xff", FileKind.JPEG),
        (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
        (b"II*\x00", FileKind.TIFF),
        (b"MM\x00*", FileKind.TIFF),
    ):
        if data.startswith(start):
            return kind
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return FileKind.PDF
    if _MARKUP.match(data[:_PEEK]) or _NOT_TEXT.search(data):
        return None
    return FileKind.TEXT


def decoded(data: bytes) -> str:
    """Return a text file as text: UTF-8, else what Windows wrote for long."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
