"""All benchmarks as one table: ``python -m tests.bench [NAME…] [sizes] [--json]`` (make bench).

Measure and reference are taken in turns in the same run, so that a busy machine weighs on both.
The status is 1 when a goal is not kept.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from tests.bench import (
    box_panel,
    boxes,
    cards,
    charts,
    demo,
    documents,
    insi_batch,
    posts,
    search,
    start,
    storage,
    vaccine_calendar,
    windows,
)
from tests.bench.bases import Bases
from tests.bench.figures import table
from tests.fakes.postgres_server import PostgresUnavailableError
from tests.peers.pcsc.daemon import PcscUnavailableError

ALONE = {
    "start": start,
    "search": search,
    "posts": posts,
    "demo": demo,
    "charts": charts,
    "cards": cards,
    "documents": documents,
    "boxes": boxes,
    "box_panel": box_panel,
}
ON_BASES = {
    "storage": storage,
    "windows": windows,
    "insi": insi_batch,
    "calendar": vaccine_calendar,
}
ALL = (
    "start",
    "storage",
    "search",
    "posts",
    "demo",
    "charts",
    "windows",
    "insi",
    "cards",
    "documents",
    "calendar",
    "boxes",
    "box_panel",
)
_SIZES = {
    "starts": (25, "starts of each window"),
    "patients": (20_000, "patients of the two bases"),
    "opened": (1_000, "records opened"),
    "searched": (100_000, "patients of the base that is searched"),
    "searches": (500, "texts searched"),
    "posts": (5, "processes at once"),
    "shared": (50, "records that the posts share"),
    "seconds": (60, "how long the posts work"),
    "demo": (300, "records of the demo practice"),
    "verified": (1_000, "INS verified in the background"),
    "documents": (400, "text documents of each generator, twice that of the first one"),
    "pictures": (130, "scanned documents of each set"),
    "texts": (6_000, "exact texts matched, half of each set"),
    "filed": (50, "documents filed, then read, in the window"),
    "boxes": (100, "frames of each level with a box, and without"),
    "held": (24, "boxes held before the simulated webcam"),
    "insertions": (20, "cards put into the virtual reader"),
}


class SharedBases:
    """The two filled bases, made when a benchmark first asks and shared by all that do."""

    def __init__(self, count):
        self._count = count
        self._folder = tempfile.TemporaryDirectory(prefix="almapy-bench-")
        self._bases = None

    def __call__(self):
        if self._bases is None:
            self._bases = Bases(Path(self._folder.name), self._count)
        return self._bases

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        if self._bases is not None:
            self._bases.close()
        self._folder.cleanup()


def main():
    asked = _parser().parse_args()
    figures = []
    with SharedBases(asked.patients) as bases:
        for name in asked.names or ALL:
            figures += _run(name, asked, bases)
    return 0 if all(figure.kept is not False for figure in figures) else 1


def _run(name, asked, bases):
    module = ALONE.get(name) or ON_BASES[name]
    try:
        figures = list(module.run(asked) if name in ALONE else module.run(asked, bases))
    except (PostgresUnavailableError, PcscUnavailableError) as reason:
        sys.stderr.write(f"{module.TITLE}\u00a0: {reason}\n")
        return []
    if asked.json:
        for figure in figures:
            sys.stdout.write(json.dumps({"bench": name, **figure.as_json()}, ensure_ascii=False))
            sys.stdout.write("\n")
    else:
        sys.stdout.write(f"\n{module.TITLE}\n{table(figures)}\n")
    sys.stdout.flush()
    return figures


def _parser():
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*ALL, []], metavar="NAME", help=", ".join(ALL))
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    for name, (default, what) in _SIZES.items():
        parser.add_argument(f"--{name}", type=int, default=default, metavar="N", help=what)
    return parser


if __name__ == "__main__":
    sys.exit(main())
