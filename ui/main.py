"""Entry point: no verb opens the program; a verb goes to the command line without Qt."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

WINDOW_VERBS = frozenset({"demo", "tour"})


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
    from almapy.paths import default_data_folder
    from ui.start import start_window

    return start_window(default_data_folder())


if __name__ == "__main__":
    sys.exit(main())
