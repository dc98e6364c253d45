"""``almapy patients search``: the same search as the window; ``import``: patients of a file."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from almapy.cli.common import DONE, REFUSED, Verbs, open_base, output_of

_SHOWN = 50
_ABOUT_IMPORT = """\
Crée un dossier par ligne d'un fichier CSV (séparateur «\u00a0;\u00a0», «\u00a0,\u00a0» ou
tabulation\u00a0; UTF-8, UTF-16 ou Windows). Une ligne refusée est dite par son numéro (les titres
sont la ligne 1) et n'empêche pas les autres. Un patient qui est déjà là n'est pas créé une
seconde fois\u00a0: même n° d'ancien dossier, même NIR et date de naissance, ou mêmes nom de
naissance, prénom, date de naissance et sexe. Recommencer un import interrompu le termine."""
_COLUMNS = """\
colonnes reconnues (accents et majuscules indifférents\u00a0; * obligatoire, les autres titres sont
laissés de côté)\u00a0:
  Nom de naissance*, Nom utilisé         (ou Nom seul)      Birth name, Used name
  Premier prénom de naissance*           (ou Prénom seul)   First birth first name
  Prénoms de naissance, Prénom utilisé                      Birth first names, Used first name
  Date de naissance*                     JJ/MM/AAAA ou AAAA-MM-JJ      Birth date
  Sexe                                   M, F, I, H, 1, 2   Sex
  Code INSEE, Lieu de naissance                             Birth place code, Birth place
  NIR (ou N° de sécurité sociale, Matricule, INS)           SSN
  Adresse, Complément d'adresse, CP, Ville                  Address, Postal code, Town
  Téléphone, Portable, Téléphone fixe, Téléphone professionnel, E-mail
  N° dossier ancien logiciel (ou Dossier), N° dossier papier
  Civilité, Commentaire, Décédé, Date de décès, Archivé, De passage"""


def register(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb."""
    patients = verbs.add_parser(
        "patients", help="chercher des patients, en importer", parents=[common]
    )
    inner = patients.add_subparsers(dest="patients_verb", metavar="search|import", required=True)
    search = inner.add_parser("search", help="même recherche que la fenêtre", parents=[common])
    search.add_argument("text", metavar="TEXTE")
    search.add_argument("--limit", type=int, default=_SHOWN, metavar="N")
    search.set_defaults(run=_search)
    importer = inner.add_parser(
        "import",
        help="reprendre les patients d'un fichier CSV",
        description=_ABOUT_IMPORT,
        epilog=_COLUMNS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common],
    )
    importer.add_argument("file", metavar="CSV", type=Path)
    importer.set_defaults(run=_import)


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


def _import(args: argparse.Namespace) -> int:
    output = output_of(args)
    opened = open_base(args)
    try:
        report = opened.application.imports.run(opened.actor, args.file)
    finally:
        opened.application.close()
    for one in report.remarks:
        output.say(f"Ligne {one.row}\u00a0: {one.why}.")
    refused = [{"row": one.row, "why": one.why} for one in report.refused]
    lines = [f"Ligne {one.row} refusée\u00a0: {one.why}." for one in report.refused]
    lines.append(
        f"{report.rows} ligne(s)\u00a0: {report.created} dossier(s) créé(s), {report.matched} "
        f"déjà présent(s), {len(refused)} refusée(s)."
    )
    output.line(
        {
            "rows": report.rows,
            "created": report.created,
            "matched": report.matched,
            "refused": refused,
        },
        "\n".join(lines),
    )
    return REFUSED if refused else DONE
