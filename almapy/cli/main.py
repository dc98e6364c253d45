"""The verbs of ``almapy`` (command-line contract): each one a thin function over the services."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from almapy import __version__
from almapy.adapters.pkcs11.wire import HELPER_VERB
from almapy.adapters.reading.wire import HELPER_VERB as READING_VERB
from almapy.cli import (
    backup_verbs,
    bdpm_verbs,
    card_verbs,
    cim10_verbs,
    diagnose_verbs,
    growth_verbs,
    match_verbs,
    patient_verbs,
    place_verbs,
    practice_verbs,
    scan_verbs,
    simulator_verbs,
)
from almapy.cli.common import REFUSED, WRONG_USAGE, output_of
from almapy.errors import AlmaPyError

NOT_YET = (
    "xdm",
    "cda",
    "hprim",
    "annuaire",
    "queue",
    "export",
)


class FrenchParser(argparse.ArgumentParser):
    """Says in French what is wrong with a command."""

    def error(self, message: str) -> NoReturn:
        """Print the usage and leave with status 2."""
        words = message
        for english, french in _TRANSLATIONS:
            words = words.replace(english, french)
        self.print_usage(sys.stderr)
        self.exit(WRONG_USAGE, f"{self.prog}\u00a0: {words}\n")


_TRANSLATIONS = (
    ("the following arguments are required:", "il manque\u00a0:"),
    ("unrecognized arguments:", "arguments inconnus\u00a0:"),
    ("invalid choice:", "choix inconnu\u00a0:"),
    ("expected one argument", "une valeur est attendue"),
    ("choose from", "choisir parmi"),
    ("invalid int value:", "un nombre entier est attendu, pas"),
    ("argument ", "argument "),
    ("not allowed with argument", "incompatible avec"),
    ("one of the arguments", "l'un des arguments"),
    ("is required", "est nécessaire"),
)


def parser() -> argparse.ArgumentParser:
    """Return the parser of all verbs."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data-dir", metavar="DOSSIER", help="dossier des données")
    common.add_argument(
        "--json", action="store_true", help="un objet JSON par ligne sur la sortie standard"
    )
    common.add_argument("--login", default="", help="identifiant qui ouvre la base")
    top = FrenchParser(
        prog="almapy",
        description="AlmaPy, logiciel de cabinet pour médecins généralistes. "
        "Sans verbe, ouvre le programme.",
        parents=[common],
    )
    top.add_argument("--version", action="version", version=f"AlmaPy {__version__}")
    verbs = top.add_subparsers(title="verbes", dest="verb", metavar="VERBE")
    for module in (
        practice_verbs,
        patient_verbs,
        place_verbs,
        cim10_verbs,
        backup_verbs,
        bdpm_verbs,
        card_verbs,
        diagnose_verbs,
        growth_verbs,
        match_verbs,
        scan_verbs,
        simulator_verbs,
    ):
        module.register(verbs, common)
    return top


def run(arguments: Sequence[str]) -> int:
    """Run one verb and return its exit status: 0 done, 1 refused, 2 wrong usage."""
    verb = next((word for word in arguments if not word.startswith("-")), "")
    if verb == HELPER_VERB:
        from almapy.adapters.pkcs11.helper import main as serve_library

        return serve_library(arguments[arguments.index(verb) + 1 :])
    if verb == READING_VERB:
        from almapy.adapters.reading.helper import main as serve_documents

        return serve_documents()
    if verb in NOT_YET:
        sys.stderr.write(f"Le verbe «\u00a0{verb}\u00a0» n'existe pas encore dans cette version.\n")
        return WRONG_USAGE
    args = parser().parse_args(arguments)
    try:
        return int(args.run(args))
    except AlmaPyError as error:
        output_of(args).say(f"{error.message} [{error.code}]")
        return REFUSED
    except KeyboardInterrupt:
        output_of(args).say("Interrompu.")
        return REFUSED
