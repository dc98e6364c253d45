"""``almapy diagnose``: what the post has, what it lacks and how to get it."""

from __future__ import annotations

import argparse

from almapy.cli.common import DONE, REFUSED, Verbs, output_of, place_of


def register(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb."""
    diagnose = verbs.add_parser("diagnose", help="état du poste", parents=[common])
    diagnose.set_defaults(run=_diagnose)


def _diagnose(args: argparse.Namespace) -> int:
    from almapy.diagnose import checks

    output = output_of(args)
    fine = True
    for check in checks(place_of(args)):
        fine = fine and (check.ok or not check.needed)
        remedy = "" if check.ok else check.remedy
        output.line(
            {"check": check.name, "ok": check.ok, "detail": check.detail, "remedy": remedy},
            f"{'ok ' if check.ok else 'NON'}  {check.name}\u00a0: {check.detail}"
            + (f"\n     → {remedy}" if remedy else ""),
        )
    return DONE if fine else REFUSED
