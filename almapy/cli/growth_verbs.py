"""``almapy growth import``: references of growth that the practice may use."""

from __future__ import annotations

import argparse
from pathlib import Path

from almapy.cli.common import DONE, REFUSED, Verbs, output_of, place_of

_MEASURES = {"poids": "weight", "taille": "height", "imc": "bmi", "pc": "head"}


def register(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb."""
    growth = verbs.add_parser(
        "growth", help="charger des références de croissance", parents=[common]
    )
    inner = growth.add_subparsers(dest="growth_verb", metavar="import", required=True)
    importer = inner.add_parser(
        "import",
        help="tables L, M, S par âge, en texte",
        description="Charge des tables de croissance (colonnes âge, L, M, S, en texte)\u00a0: "
        "celles de l'OMS, de l'AFPA ou d'une autre référence que le cabinet a le droit "
        "d'utiliser. La mesure et le sexe sont lus dans le nom du fichier ou dans ses colonnes, "
        "sinon précisés ici. Ce qui est illisible est refusé ligne par ligne, le reste est gardé.",
        parents=[common],
    )
    importer.add_argument("files", metavar="FICHIER", nargs="+", type=Path)
    importer.add_argument("--mesure", choices=_MEASURES, help="poids, taille, imc ou pc")
    importer.add_argument("--sexe", choices=("M", "F"), help="quand la table n'a qu'un sexe")
    importer.add_argument("--nom", default="", help="nom de la référence, montré sur la courbe")
    importer.set_defaults(run=_import)


def _import(args: argparse.Namespace) -> int:
    from almapy.growth.model import GrowthMeasure
    from almapy.growth.official import Hints
    from almapy.growth.service import GrowthService
    from almapy.patients.model import Sex
    from almapy.places.service import reference_folder

    output = output_of(args)
    folder = reference_folder(place_of(args).folders.root)
    hints = Hints(
        reference=args.nom,
        measure=GrowthMeasure(_MEASURES[args.mesure]) if args.mesure else None,
        sex=Sex(args.sexe) if args.sexe else None,
    )
    reports = GrowthService(folder).load_official(args.files, hints)
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
    refusals = sum(len(report.refused) + bool(report.problem) for report in reports)
    output.line(
        {"rows": rows, "refused": refusals, "path": str(folder)},
        f"{rows} lignes gardées, {refusals} refus. Références dans «\u00a0{folder}\u00a0».",
    )
    return REFUSED if refusals else DONE
