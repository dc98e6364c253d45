"""``almapy bdpm import``: the public base of medicines."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from almapy.cli.common import DONE, WRONG_USAGE, Verbs, output_of, place_of


def register(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb."""
    bdpm = verbs.add_parser("bdpm", help="charger la base des médicaments", parents=[common])
    inner = bdpm.add_subparsers(dest="bdpm_verb", metavar="import", required=True)
    importer = inner.add_parser(
        "import",
        help="fichiers officiels de la base de données publique des médicaments",
        description="Charge les fichiers de la base de données publique des médicaments "
        "(CIS_bdpm.txt, CIS_CIP_bdpm.txt et, s'ils sont là, les autres). Ils remplacent ce qui "
        "était chargé\u00a0; les codes retirés depuis restent connus.",
        parents=[common],
    )
    importer.add_argument("folder", metavar="DOSSIER", type=Path)
    importer.set_defaults(run=_import)


def _import(args: argparse.Namespace) -> int:
    from almapy.bdpm.files import FILES
    from almapy.bdpm.service import BdpmService
    from almapy.clock import SystemClock
    from almapy.places.service import reference_folder

    output = output_of(args)
    if not args.folder.is_dir():
        output.say(f"«\u00a0{args.folder}\u00a0» n'est pas un dossier. Rien n'a été changé.")
        return WRONG_USAGE
    folder = reference_folder(place_of(args).folders.root)
    start = time.monotonic()
    state = BdpmService(folder, SystemClock()).import_folder(args.folder, output.say)
    seconds = round(time.monotonic() - start, 1)
    for name in state.missing:
        output.say(f"Absent du dossier, laissé de côté\u00a0: {name}.txt")
    shown = f"{seconds:.1f}".replace(".", ",")
    counts = ", ".join(
        f"{state.rows[one.key]} {one.label}" for one in FILES if one.key in state.rows
    )
    output.line(
        {
            "rows": state.total,
            "tables": state.rows,
            "missing": list(state.missing),
            "seconds": seconds,
            "day": state.day.isoformat(),
            "source": state.source,
            "path": str(folder),
        },
        f"{state.total} lignes en {shown}\u00a0s\u00a0: {counts}.\n{state.source}",
    )
    return DONE
