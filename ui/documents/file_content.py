"""The bytes of a file that a person chose, within the bound of a document."""

from __future__ import annotations

from pathlib import Path

from almapy.documents.kinds import LARGEST, too_large
from almapy.errors import DomainError


def file_content(path: Path) -> bytes:
    """Return the bytes, in a worker; raises DomainError, in words, for what cannot be read."""
    try:
        if not path.is_file():
            raise FileNotFoundError  # a pipe would be waited for without end
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError):
        raise DomainError(
            "Ce fichier ne peut pas être lu. Rien n'a été modifié. Vérifiez qu'il existe encore "
            "et qu'il n'est pas ouvert ailleurs.",
            code="document.file",
        ) from None
    if len(data) > LARGEST:
        raise too_large()
    return data
