"""Entry point: no verb opens the program; a verb goes to the command line without Qt."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

WINDOW_VERBS = frozenset({"demo", "tour"})
# What the first window needs besides Qt. PySide6 slows down every import that comes after its own:
# imported before it, these take 6 ms less.
_BEFORE_QT = (
    "faulthandler",
    "string",
    "threading",
    "almapy.clock",
    "almapy.db.key_file",
    "almapy.settings",
    "resources",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    verb = next((word for word in words if not word.startswith("-")), "")
    asks_nothing_else = all(
        word.startswith("--data-dir") or not word.startswith("-") for word in words
    )
    if verb in WINDOW_VERBS:
        from ui.window_verbs import run

        return run(words)
    if asks_nothing_else and (not verb or _is_data_dir(words, verb)):
        return _open_window(words)
    from almapy.cli.main import run as run_verb

    return run_verb(words)


def _is_data_dir(words: list[str], verb: str) -> bool:
    return len(words) == 2 and words[0] == "--data-dir" and words[1] == verb  # noqa: PLR2004


def _open_window(words: list[str]) -> int:
    if words:
        folder = words[-1].removeprefix("--data-dir=")
        os.environ["ALMAPY_DATA_DIR"] = str(Path(folder).expanduser().absolute())
    # Imports make nothing worth collecting, and looking takes 6 ms. The tasks of the program keep
    # the collector off anyway and collect by themselves.
    gc.disable()
    try:
        for name in _BEFORE_QT:
            importlib.import_module(name)
        from almapy.paths import default_data_folder
        from ui.start import start_window

        return start_window(default_data_folder())
    finally:
        gc.enable()


if __name__ == "__main__":
    sys.exit(main())
