"""``almapy patients search``: the same search as the window."""

from __future__ import annotations

import argparse
import time

from almapy.cli.common import DONE, REFUSED, WRONG_USAGE, Verbs, open_base, output_of

_SHOWN = 50


def register(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb."""
    patients = verbs.add_parser("patients", help="chercher des patients", parents=[common])
    inner = patients.add_subparsers(dest="patients_verb", metavar="search", required=True)
    search = inner.add_parser("search", help="même recherche que la fenêtre", parents=[common])
    search.add_argument("text", metavar="TEXTE")
    search.add_argument("--limit", type=int, default=_SHOWN, metavar="N")
    search.set_defaults(run=_search)
    importer = inner.add_parser("import", help=argparse.SUPPRESS)
    importer.add_argument("rest", nargs="*")
    importer.set_defaults(run=_not_yet, json=False)


def _search(args: argparse.Namespace) -> int:
    output = output_of(args)
    opened = open_base(args)
    try:
        begin = time.perf_counter()
        hits = opened.application.patients.search(opened.actor, args.text, limit=args.limit)
        elapsed = round((time.perf_counter() - begin) * 1000, 2)
    finally:
        opened.application.close()
    for hit in hits:
        born = f"{hit.birth_date:%Y-%m-%d}" if hit.birth_date else ""
        output.line(
            {
                "patient_id": hit.patient_id,
                "dossier": hit.dossier,
                "birth_name": hit.birth_name,
                "used_name": hit.used_name,
                "first_name": hit.first_name,
                "birth_date": born,
                "rank": hit.rank,
            },
            f"{hit.dossier:>7}  {hit.used_name or hit.birth_name} {hit.first_name}  {born}",
        )
    output.line({"count": len(hits), "ms": elapsed}, f"{len(hits)} patient(s), {elapsed} ms")
    return DONE if hits else REFUSED


def _not_yet(args: argparse.Namespace) -> int:
    output_of(args).say(
        "Le verbe «\u00a0patients import\u00a0» n'existe pas encore dans cette version."
    )
    return WRONG_USAGE
