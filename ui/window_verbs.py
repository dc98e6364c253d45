"""``almapy demo`` and ``almapy tour``: the verbs that need a screen, or play one offscreen."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from almapy.cli.main import FrenchParser
from almapy.paths import DATA_DIR_VARIABLE, demo_data_folder

TOUR_PATIENTS = 300


def run(arguments: Sequence[str]) -> int:
    """Run one of the two verbs and return its exit status."""
    args = _parser().parse_args(arguments)
    if args.data_dir:
        os.environ[DATA_DIR_VARIABLE] = str(Path(args.data_dir).expanduser().absolute())
    return int(args.run(args))


def _parser() -> argparse.ArgumentParser:
    common = FrenchParser(add_help=False)
    common.add_argument("--data-dir", metavar="DOSSIER", help="dossier des données")
    top = FrenchParser(prog="almapy", parents=[common])
    verbs = top.add_subparsers(dest="verb", required=True)
    demo = verbs.add_parser("demo", help="cabinet de démonstration", parents=[common])
    demo.add_argument("--reset", action="store_true", help="recrée les patients fictifs")
    demo.set_defaults(run=_demo)
    tour = verbs.add_parser("tour", help="joue le travail principal", parents=[common])
    tour.add_argument("--out", required=True, metavar="DOSSIER", help="images et tour.json")
    tour.add_argument("--patients", type=int, default=TOUR_PATIENTS, metavar="N")
    tour.add_argument("--json", action="store_true", help="sans effet\u00a0: toujours en JSON")
    tour.set_defaults(run=_tour)
    return top


def _demo(args: argparse.Namespace) -> int:
    from ui.demo import forget_demo, open_demo
    from ui.start import start_window

    folder = demo_data_folder()
    if args.reset:
        forget_demo(folder)
    return start_window(folder, open_demo)


def _tour(args: argparse.Namespace) -> int:
    if not _has_screen():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui.tour.play import play

    return play(Path(args.out), patients=max(1, args.patients), out=sys.stdout)


def _has_screen() -> bool:
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
