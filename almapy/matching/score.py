"""What speaks for one person in one document, and by how much.

Weights: notes on incoming documents §6.3.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from almapy.identity.ins_datamatrix import InsCode
from almapy.matching.dates import DateFound, one_digit_apart
from almapy.matching.facts import Facts
from almapy.matching.forms import FirstName, Forms
from almapy.matching.model import Evidence, EvidenceKind, Person
from almapy.matching.names import Occurrence
from almapy.matching.numbers import WHOLE
from almapy.matching.roles import Part, Role
from almapy.matching.words import folded_words
from almapy.patients.age import full_years

_NEAR_ROWS = 2
_AGE_SLACK = 1
_WEIGHTS = {
    "date": 45.0, "date_uncertain": 40.0, "date_of_third": 15.0, "date_alone": 30.0, "near": 12.0,
    "birth": 8.0, "number": 70.0, "number_short": 35.0, "number_insured": 12.0, "code": 80.0,
    "code_other": 20.0, "conflict": -40.0, "digit": -15.0, "role": 15.0, "dossier": 6.0,
    "address": 6.0, "sex": -15.0, "given_alone": 15.0, "age": 8.0,
    "age_other": -15.0,
}  # fmt: skip
_FIRST_WEIGHTS = {
    FirstName.NONE: 0.0, FirstName.INITIAL: 10.0, FirstName.PART: 12.0, FirstName.OTHER: 6.0,
    FirstName.LIKE: 18.0, FirstName.EXACT: 25.0,
}  # fmt: skip
_FIRST_WORDS = {
    FirstName.INITIAL: "initiale du prénom",
    FirstName.PART: "une partie du prénom",
    FirstName.OTHER: "autre prénom de naissance",
    FirstName.LIKE: "prénom presque identique",
    FirstName.EXACT: "prénom identique",
}
_ROLE_WORDS = {
    Part.PATIENT: "nommé comme patient",
    Part.THIRD: "nommé comme proche",
    Part.PROFESSIONAL: "nommé comme professionnel",
    Part.PLACE: "nom d'un lieu ou d'un établissement",
}
_NAME_WORDS = {EvidenceKind.BIRTH_NAME: "nom de naissance", EvidenceKind.USED_NAME: "nom utilisé"}
_LOWEST_RATIO = 80.0
_EXACT = 100.0


@dataclass(slots=True)
class Case:
    """One candidate: the best place of the names, what else agrees, and the sum.

    ``anchored``: the equal birth date stands near the name or after a birth word, and is not said
    to be that of a third person.
    """

    person: Person
    forms: Forms
    sightings: list[tuple[Occurrence, Role]] = field(default_factory=list)
    best: Occurrence | None = None
    role: Role = field(default_factory=Role)
    day: DateFound | None = None
    anchored: bool = False
    is_near: bool = False
    conflict: DateFound | None = None
    is_digit_apart: bool = False
    has_number: bool = False
    has_code: bool = False
    evidence: list[Evidence] = field(default_factory=list)
    score: float = 0.0

    def add(self, kind: EvidenceKind, words: str, weight: float) -> None:
        """Count something for or against."""
        self.evidence.append(Evidence(kind, words, weight))
        self.score += weight

    @property
    def is_named(self) -> bool:
        """Whether a family name of the person stands in the document."""
        return self.best is not None


class Scorer:
    """Counts for the candidates of one document.

    ``own`` are the names, folded and in any order, of people who stand in documents for their work.
    """

    def __init__(self, facts: Facts, own: Collection[frozenset[str]]) -> None:
        self._facts = facts
        self._own = own

    def case(self, person: Person, forms: Forms, *, misread: bool = True) -> Case:
        """Return the case of one person; ``misread``: also look for a misread family name."""
        case = Case(person, forms)
        self._codes(case)
        self._numbers(case)
        self._names(case, thorough=case.has_number or case.has_code, misread=misread)
        self._dates(case)
        self._details(case)
        return case

    def _codes(self, case: Case) -> None:
        for code in self._facts.codes:
            if is_of(code, case.person):
                case.has_code = True
                case.add(EvidenceKind.INS_CODE, "code INS de l'étiquette", _WEIGHTS["code"])
                return
            if code.matricule == case.person.matricule.upper() != "":
                case.add(
                    EvidenceKind.INS_CODE,
                    "code INS\u00a0: matricule identique, autres traits différents",
                    _WEIGHTS["code_other"],
                )
                return

    def _numbers(self, case: Case) -> None:
        own, insured = case.person.matricule.upper(), case.person.insured_nir.upper()
        for number in self._facts.numbers:
            places = self._facts.reading.places(number.first, number.end)
            size = len(number.value)
            if number.value == own[:size] and own and not number.insured:
                case.has_number = size == WHOLE
                words = "matricule vérifié" if case.has_number else "matricule sans sa clé"
                weight = _WEIGHTS["number" if case.has_number else "number_short"]
                kind = EvidenceKind.MATRICULE
            elif number.value in {own[:size], insured[:size]} - {""}:
                words, weight = "numéro de l'assuré", _WEIGHTS["number_insured"]
                kind = EvidenceKind.INSURED_NIR
            else:
                continue
            case.evidence.append(Evidence(kind, words, weight, places))
            case.score += weight
            return

    def _names(self, case: Case, *, thorough: bool, misread: bool) -> None:
        best_value = float("-inf")
        for occurrence in self._facts.finder.occurrences(
            case.forms, thorough=thorough, misread=misread
        ):
            role = self._role(occurrence)
            case.sightings.append((occurrence, role))
            value = _value(occurrence, role) + self._is_near_own_date(case.person, occurrence)
            if value > best_value:
                best_value, case.best, case.role = value, occurrence, role
        if case.best is not None:
            self._say_names(case, case.best, case.role)

    def _role(self, occurrence: Occurrence) -> Role:
        first, end = occurrence.block
        role = self._facts.roles.of_name(first, end)
        if role.part is Part.NEUTRAL and self._own:
            texts = frozenset(self._facts.reading.texts(first, end))
            if any(name <= texts for name in self._own):
                return Role(Part.PROFESSIONAL, role.sex)
        return role

    def _is_near_own_date(self, person: Person, occurrence: Occurrence) -> float:
        near = any(
            found.day == person.birth_date and self.is_near(found, occurrence)
            for found in self._facts.dates
        )
        return _WEIGHTS["near"] if near else 0.0

    def is_near(self, found: DateFound, occurrence: Occurrence) -> bool:
        """Whether a date stands within two lines of a name, on the same page."""
        rows = self._facts.reading.rows
        row = rows[self._facts.reading.tokens[occurrence.first].row]
        return rows[found.row].page == row.page and abs(found.row - row.number) <= _NEAR_ROWS

    def _say_names(self, case: Case, best: Occurrence, role: Role) -> None:
        places = self._facts.reading.places
        words = _NAME_WORDS[best.kind]
        if best.ratio < _EXACT:
            words += " presque identique"
        weight = max(0.0, best.ratio - _LOWEST_RATIO)
        case.evidence.append(Evidence(best.kind, words, weight, places(best.first, best.end)))
        case.score += weight
        if best.given is not None:
            weight = _FIRST_WEIGHTS[best.given_kind]
            case.evidence.append(
                Evidence(
                    EvidenceKind.FIRST_NAME, _FIRST_WORDS[best.given_kind], weight,
                    places(*best.given),
                )
            )  # fmt: skip
            case.score += weight
        if role.part.is_other or (role.part is Part.PATIENT and best.given is not None):
            weight = -_WEIGHTS["role"] if role.part.is_other else _WEIGHTS["role"]
            case.add(EvidenceKind.ROLE, _ROLE_WORDS[role.part], weight)

    def _dates(self, case: Case) -> None:
        born = case.person.birth_date
        if born is None:
            return
        equal = [found for found in self._facts.dates if found.day == born]
        if equal:
            self._equal_date(case, equal)
            return
        for found in self._facts.born_dates():
            if case.best is not None and self.is_near(found, case.best):
                apart = one_digit_apart(found.day, born)
                if case.conflict is None or apart:
                    case.conflict, case.is_digit_apart = found, apart
        if case.conflict is not None:
            found = case.conflict
            words = "date de naissance différente"
            if case.is_digit_apart:
                words = "date de naissance à un chiffre près"
            weight = _WEIGHTS["digit" if case.is_digit_apart else "conflict"]
            places = self._facts.reading.places(found.first, found.end)
            case.evidence.append(Evidence(EvidenceKind.BIRTH_DATE, words, weight, places))
            case.score += weight

    def _equal_date(self, case: Case, equal: list[DateFound]) -> None:
        def worth(found: DateFound) -> float:
            near = any(self.is_near(found, seen) for seen, _ in case.sightings)
            third = self._is_third(case, found)
            return near * _WEIGHTS["near"] + found.birth * _WEIGHTS["birth"] - third * 50.0

        found = max(equal, key=worth)
        near = any(self.is_near(found, seen) for seen, _ in case.sightings)
        is_third = self._is_third(case, found)
        if is_third:
            weight = _WEIGHTS["date_of_third"]
        elif case.best is None:
            weight = _WEIGHTS["date_alone"]
            self._given_beside(case, found)
        else:
            weight = _WEIGHTS["date_uncertain" if found.uncertain else "date"]
            weight += near * _WEIGHTS["near"]
        weight += found.birth * _WEIGHTS["birth"]
        case.day, case.is_near = found, near
        case.anchored = (near or found.birth) and not is_third
        words = "date de naissance identique"
        if found.uncertain:
            words += " (année sur deux chiffres)"
        places = self._facts.reading.places(found.first, found.end)
        case.evidence.append(Evidence(EvidenceKind.BIRTH_DATE, words, weight, places))
        case.score += weight

    def _is_third(self, case: Case, found: DateFound) -> bool:
        """Whether a date is said to be a third person's, the person's own names left aside."""
        if found.first not in self._facts.thirds:
            return False
        names = {
            token for seen, _ in case.sightings if seen.is_full for token in range(*seen.block)
        }
        return self._facts.roles.of_date(found.first, frozenset(names)) is Part.THIRD

    def _given_beside(self, case: Case, found: DateFound) -> None:
        """Count a first name beside the date when no family name could be read."""
        for name, size, kind in case.forms.firsts:
            for start in self._facts.finder.window(size).get(name, ()):
                row = self._facts.reading.tokens[start].row
                if kind is FirstName.EXACT and abs(row - found.row) <= _NEAR_ROWS:
                    places = self._facts.reading.places(start, start + size)
                    weight = _WEIGHTS["given_alone"]
                    words = _FIRST_WORDS[FirstName.EXACT]
                    case.evidence.append(Evidence(EvidenceKind.FIRST_NAME, words, weight, places))
                    case.score += weight
                    return

    def _details(self, case: Case) -> None:
        person = case.person
        if case.role.sex and person.sex in {"F", "M"} and case.role.sex != person.sex:
            case.add(EvidenceKind.SEX, "civilité de l'autre sexe", _WEIGHTS["sex"])
        for record in self._facts.records:
            if person.dossier and record.value == person.dossier and case.is_named:
                case.add(EvidenceKind.DOSSIER, "numéro de dossier", _WEIGHTS["dossier"])
                break
        if case.is_named and person.address and person.postal_code:
            self._address(case)
        if case.day is None and case.conflict is None:
            self._age(case)

    def _age(self, case: Case) -> None:
        """Count an age printed beside the name when there is no birth date to compare."""
        agrees = self.agrees_with_age(case)
        if agrees is None:
            return
        words = "âge concordant" if agrees else "âge différent"
        case.add(EvidenceKind.BIRTH_DATE, words, _WEIGHTS["age" if agrees else "age_other"])

    def agrees_with_age(self, case: Case) -> bool | None:
        """Whether an age beside the name can be this person's; None when there is no age."""
        born, best = case.person.birth_date, case.best
        if born is None or best is None:
            return None
        row = self._facts.reading.tokens[best.first].row
        days = [day for day in self._facts.written_on if day >= born] or [self._facts.today]
        beside = [age for age in self._facts.ages if 0 <= age.row - row <= _NEAR_ROWS]
        if not beside:
            return None
        return all(
            any(abs(full_years(born, day) - age.years) <= _AGE_SLACK for day in days)
            for age in beside
        )

    def _address(self, case: Case) -> None:
        words = folded_words(case.person.address)
        window = self._facts.finder.window
        size = min(len(words), 3)
        if size and case.person.postal_code in window(1):
            for start in window(size).get("".join(words[:size]), ()):
                places = self._facts.reading.places(start, start + size)
                weight = _WEIGHTS["address"]
                case.evidence.append(Evidence(EvidenceKind.ADDRESS, "adresse", weight, places))
                case.score += weight
                return


def is_of(code: InsCode, person: Person) -> bool:
    """Whether a code names this person: same family name and date; same matricule when known."""
    if code.birth_date is None or code.birth_date != person.birth_date:
        return False
    if person.matricule and code.matricule != person.matricule.upper():
        return False
    birth, first = folded_words(code.birth_name), folded_words(code.first_names.split()[0])
    return birth == folded_words(person.birth_name) and first == folded_words(
        (person.first_names.split() or [""])[0]
    )


def _value(occurrence: Occurrence, role: Role) -> float:
    weight = max(0.0, occurrence.ratio - _LOWEST_RATIO) + _FIRST_WEIGHTS[occurrence.given_kind]
    if role.part is Part.NEUTRAL:
        return weight
    return weight - _WEIGHTS["role"] if role.part.is_other else weight + _WEIGHTS["role"]
