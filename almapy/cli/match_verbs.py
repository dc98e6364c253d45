"""``almapy match``: whose are these documents, of which sort and date."""

from __future__ import annotations

import argparse
import logging
import os
import time
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from almapy.cli.common import DONE, REFUSED, Output, Verbs, open_base, output_of
from almapy.cli.people_csv import read_people
from almapy.clock import SystemClock
from almapy.documents.kinds import LARGEST, too_large
from almapy.errors import AlmaPyError, DomainError
from almapy.matching.model import Candidate, Decision, DocumentKind, Match
from almapy.ocr.model import DocumentText, TextSource
from almapy.ocr.ports import DocumentReader, ReadingWanted
from almapy.stop import Stop

_log = logging.getLogger(__name__)
_BROKEN = (
    "Ce document a été lu mais n'a pas pu être rapproché d'un dossier. Rien n'a été modifié. "
    "Signalez-le à l'éditeur et classez-le à la main."
)
_MOST_AT_ONCE = 3
_PATIENCE_S = 90.0
_MILLISECOND = 1000
_ABOUT = """\
Lit des documents (PDF, JPEG, PNG, TIFF) et dit à quel patient ils appartiennent, de quel type ils
sont et leur date. Rien n'est enregistré. Le patient n'est nommé que s'il est sûr (sure)\u00a0;
sinon les dossiers possibles sont proposés dans l'ordre (propose), ou aucun ne l'est (none). Un
document qui ne peut pas être lu est dit sur sa ligne et n'arrête pas les autres."""


@dataclass(frozen=True, slots=True)
class _Whose:
    """Where patients are looked for, and what they are called there."""

    match: Callable[[DocumentText], Match]
    identifier: Callable[[int], int | str]
    births: Callable[[Match], Collection[date]]
    reader: DocumentReader
    today: date


def register(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb."""
    match = verbs.add_parser(
        "match",
        help="trouver le patient de documents reçus",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common],
    )
    match.add_argument("files", metavar="FICHIER", nargs="+", type=Path)
    match.add_argument(
        "--patients",
        metavar="CSV",
        type=Path,
        help="chercher parmi les patients de ce fichier (colonnes id, nom_naissance, nom_utilise, "
        "prenom1, prenoms, prenom_utilise, sexe, date_naissance AAAA-MM-JJ, ins, adresse, cp, "
        "ville…)\u00a0; sinon parmi ceux du cabinet",
    )
    match.set_defaults(run=_match)


def _match(args: argparse.Namespace) -> int:
    output = output_of(args)
    with _whose(args) as whose:
        fine = True
        for file, read in _read_all(whose.reader, args.files):
            values = _answer(whose, read)
            _print(output, file, values)
            fine = fine and "problem" not in values
    return DONE if fine else REFUSED


@contextmanager
def _whose(args: argparse.Namespace) -> Iterator[_Whose]:
    if args.patients is None:
        with _of_base(args) as whose:
            yield whose
        return
    from almapy.adapters.reading.process import Limits, ProcessReader
    from almapy.matching.index import PeopleIndex
    from almapy.matching.matcher import Matcher
    from almapy.matching.model import OwnPeople

    known, today = read_people(args.patients), SystemClock().today()
    matcher = Matcher(PeopleIndex(known.people), OwnPeople(), today)
    # Nobody waits in front of a window here, and what reads gives way to all other programs.
    limits = Limits(start=_PATIENCE_S, page=_PATIENCE_S)
    reader = ProcessReader(workers=_at_once(), limits=limits)

    def births(match: Match) -> list[date]:
        found = (known.birth_date(one.patient_id) for one in match.candidates)
        return [born for born in found if born is not None]

    try:
        yield _Whose(matcher.match, known.identifier, births, reader, today)
    finally:
        reader.close()


@contextmanager
def _of_base(args: argparse.Namespace) -> Iterator[_Whose]:
    opened = open_base(args)
    application, actor = opened.application, opened.actor
    try:
        yield _Whose(
            partial(application.matching.match, actor),
            lambda patient_id: patient_id,
            lambda match: [
                found.birth_date
                for found in application.matching.found(
                    actor, match, deceased=True, archived=True, passing=True
                )
                if found.birth_date is not None
            ],
            application.reader,
            application.clock.today(),
        )
    finally:
        application.close()


def _at_once() -> int:
    """Return how many documents are read at once: one a core, within the memory of a post."""
    return max(1, min(_MOST_AT_ONCE, os.cpu_count() or 1))


def _read_all(
    reader: DocumentReader, files: list[Path]
) -> Iterator[tuple[Path, DocumentText | AlmaPyError]]:
    """Yield what was read of each file, in the order given, several being read meanwhile."""
    stop = Stop()
    with ThreadPoolExecutor(_at_once()) as threads:
        readings = [threads.submit(_read, reader, file, stop) for file in files]
        try:
            for file, reading in zip(files, readings, strict=True):
                yield file, reading.result()
        finally:
            stop.ask()
            threads.shutdown(cancel_futures=True)


def _read(reader: DocumentReader, file: Path, stop: Stop) -> DocumentText | AlmaPyError:
    try:
        if file.stat().st_size > LARGEST:
            return too_large()
        data = file.read_bytes() if file.is_file() else None
    except (OSError, ValueError):
        data = None
    if data is None:
        return DomainError(
            "Ce fichier n'a pas pu être lu sur le disque. Il n'a pas été modifié. Vérifiez son "
            "chemin et les droits de lecture.",
            code="match.file",
        )
    try:
        return reader.read(ReadingWanted(data, all_pages=False), stop)
    except AlmaPyError as fault:
        return fault


def _answer(whose: _Whose, read: DocumentText | AlmaPyError) -> dict[str, object]:
    """Return the members of a line; « problem » tells why a document has no answer."""
    if isinstance(read, AlmaPyError):
        return _values(Match(Decision.NONE), whose) | {"problem": read.message}
    try:
        return _matched(whose, read)
    except Exception as error:
        if isinstance(error, AlmaPyError):
            raise
        _log.error("a document could not be matched", extra={"fault": type(error).__name__})
        return _values(Match(Decision.NONE), whose) | {"problem": _BROKEN}


def _matched(whose: _Whose, read: DocumentText) -> dict[str, object]:
    from almapy.matching.guess import guess

    begin = time.perf_counter()
    match = whose.match(read)
    spent = (time.perf_counter() - begin) * _MILLISECOND
    guessed = guess(read, today=whose.today, births=whose.births(match))
    by_eye = read.source is not TextSource.LAYER
    values = _values(match, whose) | {
        "document_type": guessed.kind.value,
        "document_date": guessed.day.isoformat() if guessed.day else None,
        "text_source": "ocr" if by_eye else "layer",
        "ocr_ms": read.milliseconds if by_eye else 0,
        "match_ms": round(spent, 2),
        "pages": read.page_count,
    }
    problem = _problem(read)
    return values | {"problem": problem} if problem else values


def _problem(read: DocumentText) -> str:
    """Return why nothing could be read, empty when some page was, or is blank."""
    if any(page.lines or page.blank for page in read.pages):
        return ""
    return next((page.problem for page in read.pages if page.problem), "")


def _values(match: Match, whose: _Whose) -> dict[str, object]:
    first = match.candidates[0] if match.candidates else None
    sure = match.patient_id
    return {
        "patient_id": None if sure is None else whose.identifier(sure),
        "decision": match.decision.value,
        "score": round(first.score, 1) if first else 0,
        "candidates": [
            {"patient_id": whose.identifier(one.patient_id), "score": round(one.score, 1)}
            for one in match.candidates
        ],
        "evidence": _evidence(first),
        "document_type": DocumentKind.LETTER.value,
        "document_date": None,
        "text_source": None,
        "ocr_ms": 0,
        "match_ms": 0,
        "pages": 0,
    }


def _evidence(candidate: Candidate | None) -> list[str]:
    """Return what speaks for the first one, each reason once, the strongest first."""
    found = sorted(candidate.evidence, key=lambda one: -one.weight) if candidate else ()
    return list(dict.fromkeys(one.kind.value for one in found if one.weight > 0))


def _print(output: Output, file: Path, values: dict[str, object]) -> None:
    # A name that is not UTF-8 is shown as well as can be.
    name = os.fsencode(file).decode("utf-8", "replace")
    decision = Decision(str(values["decision"]))
    shown = {
        Decision.SURE: f"patient {values['patient_id']}, sûr",
        Decision.PROPOSE: "à choisir",
        Decision.NONE: "aucun patient",
    }[decision]
    french = f"{name}\u00a0: {values.get('problem') or shown}"
    output.line({"file": name, **values}, french)
