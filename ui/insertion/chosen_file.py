"""The file that is to be inserted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtGui import QDropEvent

from almapy.documents.kinds import FileKind, accepted_kind
from ui.documents.file_content import file_content


@dataclass(frozen=True, slots=True)
class ChosenFile:
    """Bytes in memory only; ``turn`` tells one choice from another of the same path."""

    path: Path = field(repr=False)
    data: bytes = field(repr=False)
    kind: FileKind
    turn: int

    def content(self) -> tuple[bytes, FileKind]:
        """Return what the preview shows."""
        return self.data, self.kind

    def unlocked(self, password: str) -> ChosenFile:
        """Return the same document without its password, in a worker; raises PasswordWanted."""
        from almapy.documents.pdf_pages import unlocked  # noqa: PLC0415  (only for such a file)

        return replace(self, data=unlocked(self.data, password))


def chosen_file(path: Path, turn: int) -> ChosenFile:
    """Read a file, in a worker; raises DomainError for what no record accepts."""
    data = file_content(path)
    return ChosenFile(path, data, accepted_kind(data), turn)


def dropped_files(event: QDropEvent) -> list[Path]:
    """Return the files of this computer that are dropped, or dragged over."""
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
