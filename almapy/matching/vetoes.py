"""What keeps a strong first candidate from being sure (notes on incoming documents §6.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from rapidfuzz import fuzz

from almapy.matching.dates import DateFound, one_digit_apart
from almapy.matching.facts import Facts
from almapy.matching.first_names import FIRST_NAMES
from almapy.matching.forms import SURE_RATIO, FirstName
from almapy.matching.index import PeopleIndex
from almapy.matching.mentions import Mention, dated_in, is_somebody_else, mentions_in
from almapy.matching.names import Occurrence
from almapy.matching.odd_births import births_together, unread_births
from almapy.matching.roles import Part
from almapy.matching.score import Case, Scorer, is_of
from almapy.matching.words import folded_words

LEAST_CONFIDENCE = 60.0
"""Below this a page is too badly read to be sure of anything (0–100)."""

_ALIKE = 80.0
_FEWEST_OF_LIST = 2
_FEWEST_OF_NAME = 2
_A_YEAR = timedelta(days=365)

TWO_PATIENTS = "deux patients dans ce document"
ANOTHER_PATIENT = "un autre patient du cabinet est nommé dans ce document"
ANOTHER_PERSON = "une autre personne est nommée dans ce document"
OTHER_BIRTH = "une autre date de naissance figure dans ce document"
TWO_BIRTHS = "le même nom figure avec deux dates de naissance"
TWINS = "un jumeau a le même nom et la même date de naissance"
DECEASED = "patient décédé avant la date du document"
OTHER_SEX = "la civilité ne correspond pas au sexe du patient"
OTHER_AGE = "l'âge imprimé ne correspond pas"
BADLY_READ = "la page est trop peu lisible"
OTHER_NUMBER = "le matricule écrit est celui d'un autre patient"
OTHER_LABEL = "le code INS de l'étiquette désigne une autre personne"
LABEL_ALONE = "le nom du code INS n'est pas dans le texte"
NEAR_HOMONYM = "un homonyme est né à une date presque identique"


class Vetoes:
    """Looks for what speaks against the first candidate of one document."""

    def __init__(
        self, facts: Facts, scorer: Scorer, cases: Sequence[Case], index: PeopleIndex
    ) -> None:
        self._facts = facts
        self._index = index
        self._scorer = scorer
        self._cases = cases

    def first_of(self, case: Case) -> str:
        """Return the French reason that weighs most, empty when there is none."""
        checks = (
            self._badly_read,
            self._label,
            self._second_patient,
            self._number,
            self._birth,
            self._twin,
            self._named_patient,
            self._mention,
            self._homonym,
            self._sex,
            self._age,
            self._deceased,
        )
        for check in checks:
            if reason := check(case):
                return reason
        return ""

    def _others(self, case: Case) -> Iterable[Case]:
        return (other for other in self._cases if other is not case)

    def _badly_read(self, case: Case) -> str:
        pages = set()
        if case.best is not None:
            pages.add(self._facts.reading.page_of(case.best.first))
        if case.day is not None:
            pages.add(self._facts.reading.rows[case.day.row].page)
        worst = min((self._facts.reading.confidences[page] for page in pages), default=100.0)
        return BADLY_READ if worst < LEAST_CONFIDENCE else ""

    def _label(self, case: Case) -> str:
        for code in self._facts.codes:
            if not is_of(code, case.person):
                return OTHER_LABEL
        return ""

    def _second_patient(self, case: Case) -> str:
        for other in self._others(case):
            if self._is_relative_with_date(case, other):
                return TWO_PATIENTS
            proven = (
                other.has_number or other.has_code or (other.day is not None and other.anchored)
            )
            full = [
                role
                for seen, role in other.sightings
                if seen.is_full and not self._is_first_name(case, seen)
            ]
            if proven and any(not role.part.is_other for role in full):
                return TWO_PATIENTS
            if self._comes_first(case, other):
                return TWO_PATIENTS
        return ""

    def _comes_first(self, case: Case, other: Case) -> bool:
        """Whether a relative with name and date is told of before the patient: « Mère : … »."""
        if case.best is None or other.day is None or not other.day.birth:
            return False
        if case.day is not None and other.day.first == case.day.first:
            return False
        rows = self._facts.reading.tokens
        first = min(
            rows[seen.first].row for seen, _ in case.sightings if seen.is_full or seen is case.best
        )
        return any(
            seen.is_full and rows[seen.first].row < first and self._scorer.is_near(other.day, seen)
            for seen, _ in other.sightings
        )

    def _is_relative_with_date(self, case: Case, other: Case) -> bool:
        """Whether a family name stands by the birth date of another patient who bears it."""
        found = other.day
        if found is None or (case.day is not None and found.first == case.day.first):
            return False
        return other.anchored and any(
            not role.part.is_other
            and self._scorer.is_near(found, seen)
            and (found.birth or self._facts.reading.tokens[seen.first].row == found.row)
            for seen, role in other.sightings
        )

    def _mention(self, case: Case) -> str:
        """Look for somebody else named as the patient, whom the base need not know."""
        reading = self._facts.reading
        if case.best is not None and self._is_added(case.best):
            return ANOTHER_PERSON
        for mention in mentions_in(reading, self._facts.roles):
            if self._is_strange(case, mention) and not self._is_professional(mention):
                return ANOTHER_PERSON
        dated = [
            mention
            for mention in dated_in(reading, self._facts.roles, self._long_ago(case))
            if self._is_strange(case, mention)
        ]
        split = sum(mention.is_split for mention in dated)
        is_list = split >= (1 if self._is_told_alike(case) else _FEWEST_OF_LIST)
        if is_list or any(self._has_first_name(mention) for mention in dated):
            return ANOTHER_PERSON
        return ""

    def _is_told_alike(self, case: Case) -> bool:
        """Whether this person, too, stands there by name and date and nothing else."""
        return case.role.part is Part.NEUTRAL and case.day is not None and not case.day.birth

    def _is_strange(self, case: Case, mention: Mention) -> bool:
        return is_somebody_else(mention, self._facts.reading, case.forms, self._index)

    def _has_first_name(self, mention: Mention) -> bool:
        words = self._facts.reading.texts(mention.first, mention.end)
        return any(word in FIRST_NAMES or self._index.is_first_name(word) for word in words)

    def _is_professional(self, mention: Mention) -> bool:
        """Whether the same name stands elsewhere as a doctor's, whose « Dr » was misread here."""
        size = mention.end - mention.first
        if size < _FEWEST_OF_NAME:
            return False
        name = "".join(self._facts.reading.texts(mention.first, mention.end))
        return any(
            self._facts.roles.of_name(start, start + size).part is Part.PROFESSIONAL
            for start in self._facts.finder.window(size).get(name, ())
        )

    def _long_ago(self, case: Case) -> Iterable[DateFound]:
        """Give the dates that can be somebody else's birth date: years before the latest one."""
        latest = max((*self._facts.written_on, self._facts.today - _A_YEAR))
        return (
            found
            for found in self._facts.dates
            if found.day != case.person.birth_date and found.day < latest - _A_YEAR
        )

    def _is_added(self, seen: Occurrence) -> bool:
        """Whether « par ailleurs » before a name says that somebody else came first."""
        row = self._facts.reading.rows[self._facts.reading.tokens[seen.first].row]
        before = self._facts.reading.texts(row.first, seen.first)
        return any(text.endswith("ailleurs") for text in before)

    def _number(self, case: Case) -> str:
        person = case.person
        for number in self._facts.numbers:
            if not number.is_whole or number.insured:
                continue
            if number.value in {person.matricule.upper(), person.insured_nir.upper()}:
                continue
            if any(other.has_number for other in self._others(case)):
                return OTHER_NUMBER
        return ""

    def _birth(self, case: Case) -> str:
        """Look for a birth date that is neither this person's nor said to be somebody else's."""
        born = case.person.birth_date
        equal = {found.first for found in self._facts.dates if found.day == born}
        for found in self._facts.born_dates():
            if found.first in equal:
                continue
            near = any(
                seen.is_full and self._scorer.is_near(found, seen) for seen, _ in case.sightings
            )
            return TWO_BIRTHS if near else OTHER_BIRTH
        for odd in unread_births(self._facts.reading, self._facts.dates):
            is_own = born is not None and odd.can_be(born)
            if not is_own and self._facts.roles.of_date(odd.first) is not Part.THIRD:
                return OTHER_BIRTH
        for token in births_together(self._facts.reading):
            if self._facts.roles.of_date(token) is not Part.THIRD:
                return TWO_PATIENTS
        return ""

    def _twin(self, case: Case) -> str:
        if case.best is None:
            return ""
        mine = {form.glued for form in case.forms.families if form.ratio >= SURE_RATIO}
        for other in self._others(case):
            theirs = {form.glued for form in other.forms.families if form.ratio >= SURE_RATIO}
            same_day = other.person.birth_date == case.person.birth_date
            if not same_day or mine.isdisjoint(theirs) or case.person.birth_date is None:
                continue
            if case.best.given_kind is not FirstName.EXACT or any(
                seen.given_kind.is_strong for seen, _ in other.sightings
            ):
                return TWINS
            if self._is_given_somewhere(case, other):
                return TWINS
        return ""

    def _is_given_somewhere(self, case: Case, other: Case) -> bool:
        """Whether a first name that only the other one has stands anywhere: « Tom et Théo »."""
        return any(
            name not in case.forms.own and name in self._facts.finder.window(size)
            for name, size, kind in other.forms.firsts
            if kind is FirstName.EXACT
        )

    def _named_patient(self, case: Case) -> str:
        mine = [seen.block for seen, _ in case.sightings]
        rows = {self._facts.reading.tokens[seen.first].row for seen, _ in case.sightings}
        for other in self._others(case):
            if _are_alike(case, other) or self._is_doctor(other):
                continue
            for seen, role in other.sightings:
                row = self._facts.reading.tokens[seen.first].row
                elsewhere = row not in rows and not _touches(seen, mine)
                elsewhere = elsewhere and not self._is_first_name(case, seen)
                spoken_of = role.part is Part.PATIENT or (
                    role.part is Part.NEUTRAL and any(day.row == row for day in self._facts.dates)
                )
                if seen.is_full and spoken_of and elsewhere:
                    return ANOTHER_PATIENT
        return ""

    def _is_doctor(self, other: Case) -> bool:
        """Whether the full name also stands as a doctor's and no birth date goes with it."""
        return other.day is None and any(
            seen.is_full and role.part is Part.PROFESSIONAL for seen, role in other.sightings
        )

    def _is_first_name(self, case: Case, seen: Occurrence) -> bool:
        """Whether the family name seen is a first name of this person: « DENIS Jean »."""
        words = self._facts.reading.texts(seen.first, seen.end)
        mine = folded_words(f"{case.person.first_names} {case.person.used_first_name}")
        return set(words) <= set(mine)

    def _homonym(self, case: Case) -> str:
        born = case.person.birth_date
        if not self._facts.is_ocr or born is None:
            return ""
        for other in self._others(case):
            day = other.person.birth_date
            full = any(seen.is_full for seen, _ in other.sightings)
            if full and day is not None and one_digit_apart(day, born):
                return NEAR_HOMONYM
        return ""

    def _sex(self, case: Case) -> str:
        sex = case.person.sex
        if sex not in {"F", "M"}:
            return ""
        told = {role.sex for seen, role in case.sightings if seen.is_full and role.sex}
        if case.role.sex and case.role.sex != sex and sex not in told:
            return OTHER_SEX
        if self._facts.sexes and sex not in self._facts.sexes:
            return OTHER_SEX
        return ""

    def _age(self, case: Case) -> str:
        return OTHER_AGE if self._scorer.agrees_with_age(case) is False else ""

    def _deceased(self, case: Case) -> str:
        died = case.person.deceased_on
        if died is None or not self._facts.written_on:
            return ""
        return DECEASED if self._facts.written_on[0] > died else ""


def _are_alike(one: Case, other: Case) -> bool:
    """Whether two people have nearly the same names: homonyms, spellings of one name."""
    families = any(
        fuzz.ratio(a.glued, b.glued) >= _ALIKE
        for a in one.forms.families
        for b in other.forms.families
    )
    return families and any(
        fuzz.ratio(a, b) >= _ALIKE for a, _, _ in one.forms.firsts for b, _, _ in other.forms.firsts
    )


def _touches(seen: Occurrence, blocks: Iterable[tuple[int, int]]) -> bool:
    first, end = seen.block
    return any(first < other_end and other_first < end for other_first, other_end in blocks)
