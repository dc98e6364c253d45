"""``almapy cim10 import``: the official list of the CIM-10."""

from __future__ import annotations

import argparse
from pathlib import Path

from almapy.cli.common import DONE, REFUSED, Verbs, output_of, place_of


def register(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb."""
    cim10 = verbs.add_parser("cim10", help="charger la liste CIM-10", parents=[common])
    inner = cim10.add_subparsers(dest="cim10_verb", metavar="import", required=True)
    importer = inner.add_parser(
        "import",
        help="liste officielle de la CIM-10",
        description="Charge la CIM-10\u00a0: LIBCIM10MULTI.TXT de l'ATIH, un export CSV de l'ANS "
        "ou un fichier «\u00a0code;libellé\u00a0», tel quel ou compressé. La liste remplace celle "
        "qui était chargée.",
        parents=[common],
    )
    importer.add_argument("files", metavar="FICHIER", nargs="+", type=Path)
    importer.add_argument("--edition", default="", metavar="ANNÉE", help="année de la liste")
    importer.set_defaults(run=_import)


def _import(args: argparse.Namespace) -> int:
    from almapy.coding.cim10 import Cim10Service
    from almapy.places.service import reference_folder

    output = output_of(args)
    folder = reference_folder(place_of(args).folders.root)
    reports = Cim10Service(folder).load(args.files, args.edition)
    problems = [report for report in reports if report.problem]
    for report in problems:
        output.line(
            {"file": report.file, "why": report.problem}, f"{report.file}\u00a0: {report.problem}"
        )
    codes = len({code for report in reports for code in report.labels})
    refused = sum(report.refused for report in reports)
    kept = 0 if problems else codes
    output.line(
        {"codes": kept, "refused": refused, "path": str(folder)},
        f"{kept} codes gardés, {refused} lignes laissées de côté."
        + (" La liste d'avant n'a pas changé." if problems else ""),
    )
    return REFUSED if problems else DONE
