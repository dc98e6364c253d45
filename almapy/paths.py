"""Where files live: the data of the practice, the settings of the post, the logs."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from platformdirs import site_data_path, user_data_path

DATA_DIR_VARIABLE = "ALMAPY_DATA_DIR"


def default_data_folder() -> Path:
    r"""Return the data folder of this post when nobody names one.

    Windows: ``%ProgramData%\AlmaPy``, shared by the accounts of the computer. Elsewhere
    ``/var/lib/almapy`` when an installer made it writable, else the user's own data folder.
    """
    named = os.environ.get(DATA_DIR_VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    if sys.platform == "win32":
        return site_data_path("AlmaPy", appauthor=False)
    shared = Path("/var/lib/almapy")
    if shared.is_dir() and os.access(shared, os.W_OK):
        return shared
    return user_data_path("almapy", appauthor=False)


def demo_data_folder() -> Path:
    """Return the folder of the demo practice, never the one of real patients."""
    named = os.environ.get(DATA_DIR_VARIABLE)
    return (
        Path(named).expanduser().absolute()
        if named
        else user_data_path("almapy-demo", appauthor=False)
    )


@dataclass(frozen=True, slots=True)
class Folders:
    """The layout of one data folder."""

    root: Path

    @property
    def base(self) -> Path:
        """Return the encrypted base."""
        return self.root / "almapy.db"

    @property
    def keys(self) -> Path:
        """Return the wrapped keys of the base."""
        return self.root / "keys.json"

    @property
    def settings(self) -> Path:
        """Return the settings of this post."""
        return self.root / "almapy.toml"

    @property
    def documents(self) -> Path:
        """Return the encrypted documents."""
        return self.root / "documents"

    @property
    def backups(self) -> Path:
        """Return the backups made on this disk."""
        return self.root / "backups"

    @property
    def seals(self) -> Path:
        """Return where each post keeps the head of the traces outside the base."""
        return self.root / "seals"

    @property
    def logs(self) -> Path:
        """Return the technical logs, which hold no personal data."""
        return self.root / "logs"

    @property
    def running(self) -> Path:
        """Return the mark that stands while the base is open, and stays after a brutal stop."""
        return self.root / "running"

    def exists(self) -> bool:
        """Tell whether a practice was created here."""
        former = self.keys.with_name(self.keys.name + ".previous")
        if self.keys.exists() or former.exists():
            return True
        return self.base.exists() and not self.unfinished.exists()

    @property
    def unfinished(self) -> Path:
        """Return the mark of a creation under way: a base beside it holds nothing yet."""
        return self.root / "creating"
