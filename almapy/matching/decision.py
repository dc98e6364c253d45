"""Sure, propose or none, and why (notes on incoming documents §6.4)."""

from __future__ import annotations

from collections.abc import Sequence

from almapy.matching.facts import Facts
from almapy.matching.first_names import FIRST_NAMES
from almapy.matching.forms import SURE_RATIO, FirstName
from almapy.matching.index import PeopleIndex
from almapy.matching.model import Candidate, Decision, Match
from almapy.matching.names import Occurrence
from almapy.matching.score import Case, Scorer
from almapy.matching.vetoes import LABEL_ALONE, Vetoes
from almapy.matching.words import glued

SURE_SCORE = 95.0
LEAST_LEAD = 18.0
PROPOSED_SCORE = 45.0
LEAST_RATIO = 82.0
MOST_CANDIDATES = 20

NO_PROOF = "ni date de naissance ni matricule\u00a0: un homonyme se lirait de même"
DATE_APART = "la date de naissance n'est pas près du nom"
NOT_NAMED = "le nom du patient n'a pas été trouvé"
NO_FIRST_NAME = "le prénom n'est pas certain"
NAME_UNLIKE = "le nom n'est pas écrit de la même façon"
OTHER_ROLE = "ce nom est celui d'un professionnel, d'un proche ou d'un lieu"
OTHER_DATE = "la date de naissance ne correspond pas"
ONE_DIGIT = "date de naissance à un chiffre près"
INSURED_ONLY = "seul le numéro de l'assuré a été trouvé"
TOO_CLOSE = "un autre dossier est presque aussi probable"
TOO_LITTLE = "trop peu d'éléments concordent"


def decide(cases: Sequence[Case], facts: Facts, scorer: Scorer, index: PeopleIndex) -> Match:
    """Return the answer from the cases of all candidates."""
    ordered = sorted(cases, key=lambda case: (-case.score, case.person.patient_id))
    listed = [case for case in ordered if case.score >= PROPOSED_SCORE][:MOST_CANDIDATES]
    if not listed:
        return Match(Decision.NONE)
    best = listed[0]
    hold = (
        _missing(best)
        or _other_first_name(best, facts, index)
        or Vetoes(facts, scorer, ordered, index).first_of(best)
        or _lead(ordered)
    )
    candidates = tuple(
        Candidate(
            case.person.patient_id, round(case.score, 1), tuple(case.evidence),
            "" if case is best else _lost_by(case, best),
        )
        for case in listed
    )  # fmt: skip
    return Match(Decision.PROPOSE if hold else Decision.SURE, candidates, hold)


def _missing(case: Case) -> str:
    """Return what a case lacks to be sure, whatever else the document says."""
    best = case.best
    if best is None:
        return LABEL_ALONE if case.has_code else NOT_NAMED
    if case.role.part.is_other:
        return OTHER_ROLE
    if not _is_proven(case):
        return _no_proof(case)
    checks = (
        (best.ratio < SURE_RATIO and not _is_made_good(case), NAME_UNLIKE),
        (not _has_first_name(case, best), NO_FIRST_NAME),
        (case.conflict is not None, ONE_DIGIT if case.is_digit_apart else OTHER_DATE),
        (case.score < SURE_SCORE, TOO_LITTLE),
    )
    return next((words for is_so, words in checks if is_so), "")


def _other_first_name(case: Case, facts: Facts, index: PeopleIndex) -> str:
    """Look for « Louis » where the base has « Louise »: a first name of its own is no slip."""
    best = case.best
    if best is None or best.given is None or best.given_kind is not FirstName.LIKE:
        return ""
    written = glued(facts.reading.texts(*best.given))
    is_known = written in FIRST_NAMES or index.is_first_name(written)
    return NO_FIRST_NAME if is_known else ""


def _is_proven(case: Case) -> bool:
    return case.has_number or case.has_code or case.anchored


def _has_first_name(case: Case, best: Occurrence) -> bool:
    """Whether the first name agrees; with a number, a date or a part of the name is enough."""
    if best.given_kind.is_strong:
        return True
    has_number = case.has_number or case.has_code
    return has_number and (case.anchored or best.given_kind is not FirstName.NONE)


def _is_made_good(case: Case) -> bool:
    """Whether a slip in the family name weighs little: all else is exact and stands together."""
    day, best = case.day, case.best
    return (
        best is not None
        and best.ratio >= LEAST_RATIO
        and best.given_kind is FirstName.EXACT
        and day is not None
        and day.birth
        and not day.uncertain
        and case.is_near
    )


def _no_proof(case: Case) -> str:
    if case.conflict is not None:
        return ONE_DIGIT if case.is_digit_apart else OTHER_DATE
    if case.day is not None:
        return DATE_APART
    if any(each.kind == "nir_assure" for each in case.evidence):
        return INSURED_ONLY
    return NO_PROOF


def _lead(ordered: Sequence[Case]) -> str:
    if len(ordered) > 1 and ordered[0].score - ordered[1].score < LEAST_LEAD:
        return TOO_CLOSE
    return ""


def _lost_by(case: Case, best: Case) -> str:
    """Return in French what the first has that this one has not."""
    mine, first = case.best, best.best
    if mine is None or first is None:
        return "nom absent" if mine is None else "moins d'éléments concordent"
    checks = (
        (case.is_digit_apart, ONE_DIGIT),
        (case.conflict is not None, "date de naissance différente"),
        (case.role.part.is_other, OTHER_ROLE),
        (best.day is not None and case.day is None, "date de naissance absente"),
        (best.has_number and not case.has_number, "matricule absent"),
        (mine.given_kind < first.given_kind, "prénom différent"),
        (mine.ratio < first.ratio, "nom moins proche"),
    )
    return next((words for is_so, words in checks if is_so), "moins d'éléments concordent")
