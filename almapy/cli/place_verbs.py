"""``almapy cog import``: the official lists of birth places."""

from __future__ import annotations

import argparse
from pathlib import Path

from almapy.cli.common import DONE, REFUSED, Verbs, output_of, place_of


def register(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb."""
    cog = verbs.add_parser("cog", help="charger les codes de lieux de l'Insee", parents=[common])
    inner = cog.add_subparsers(dest="cog_verb", metavar="import", required=True)
    importer = inner.add_parser(
        "import",
        help="fichiers officiels du Code officiel géographique",
        description="Charge les fichiers du Code officiel géographique de l'Insee "
        "(v_commune_depuis_1943.csv, v_pays_et_territoire_depuis_1943.csv…), tels quels ou "
        "compressés. Ce qui est illisible est refusé ligne par ligne, le reste est gardé.",
        parents=[common],
    )
    importer.add_argument("files", metavar="FICHIER", nargs="+", type=Path)
    importer.set_defaults(run=_import)


def _import(args: argparse.Namespace) -> int:
    from almapy.places.service import PlaceService, reference_folder

    output = output_of(args)
    folder = reference_folder(place_of(args).folders.root)
    reports = PlaceService(folder).load_official(args.files)
    for report in reports:
        if report.problem:
            output.line(
                {"file": report.file, "why": report.problem},
                f"{report.file}\u00a0: {report.problem}",
            )
        for refused in report.refused:
            output.line(
                {"file": report.file, "line": refused.line, "why": refused.why},
                f"{report.file}, ligne {refused.line}\u00a0: {refused.why}",
            )
    rows = sum(len(report.rows) for report in reports)
    changed = sum(report.changed for report in reports)
    refusals = sum(len(report.refused) + bool(report.problem) for report in reports)
    output.line(
        {"rows": rows, "changed": changed, "refused": refusals, "path": str(folder)},
        f"{rows} lignes lues, {changed} nouvelles ou modifiées, {refusals} refus. "
        f"Liste gardée dans «\u00a0{folder}\u00a0».",
    )
    return REFUSED if refusals else DONE
