"""The notes of one person's visits, in the order in which they were written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from almapy.demo.agenda import Agenda, Planned, Reason, full_years
from almapy.demo.body import Body
from almapy.demo.chance import happens, surgery_hour
from almapy.demo.childhood import Examination
from almapy.demo.complaints import Complaint
from almapy.demo.disease import Disease
from almapy.demo.figures import Figures
from almapy.demo.health import Health
from almapy.demo.model import DOCTOR, REMPLACANT
from almapy.demo.person import Person
from almapy.encounters.model import Encounter, Nature
from almapy.measures.model import Measure

_ADULT = 18
_HOME_VISITS_FROM = 84
_REMOTE_SINCE = date(2020, 4, 1)
_CREATININE_EVERY = timedelta(days=330)
_DAYS_PER_MONTH = 28
_RARELY_TOLD_DAYS = 150

_OPENINGS = ("Renouvellement.", "Va bien.", "Pas de plainte.", "Renouvellement 3 mois.", "Stable.")
_CLOSINGS = (
    "Observance bonne.",
    "RAS par ailleurs.",
    "Revoir dans 3 mois.",
    "Bio à faire avant la prochaine consultation.",
    "Vaccins à jour.",
    "",
    "",
    "",
)
_PREGNANCY_REMARKS = (
    "Pas de contraction, pas de métrorragie. BU négative.",
    "Toxo négative, sérologie du mois suivant prescrite.",
    "Écho conforme au terme.",
    "Va bien, sommeil correct. BU négative.",
)
_DEATHS = (
    "Décès constaté au domicile, famille présente. Certificat rempli.",
    "Appel de l'hôpital, décès ce jour. Dossier mis à jour.",
    "Appel de la famille, décès ce jour à l'hôpital.",
)

_Written = tuple[Nature, str, str]


@dataclass(slots=True)
class Visits:
    """Writes nature, title and text of each visit; remembers what was said before."""

    rng: Random
    person: Person
    health: Health
    body: Body
    encounters: list[Encounter] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    _told: dict[str, tuple[date, int]] = field(default_factory=dict)
    _last_creatinine: date = date.min
    _height_known: bool = False

    def write(self) -> None:
        """Fill ``encounters`` and ``measures``, oldest first."""
        for day, reason in Agenda(self.rng, self.person, self.health).days():
            held_at = surgery_hour(self.rng, day)
            figures = Figures(self.body, held_at)
            nature, title, text = self._written(reason, figures)
            author, replaced = DOCTOR, ""
            if happens(self.rng, 9):
                author, replaced = REMPLACANT, DOCTOR
            self.encounters.append(Encounter(nature, held_at, title, text, author, replaced))
            self.measures += figures.measures

    def _written(self, reason: Reason, figures: Figures) -> _Written:
        match reason:
            case Complaint():
                return self._complaint(reason, figures)
            case Examination():
                day = figures.held_at.date()
                text = reason.words(self.person.born, self.person.sex, day).format_map(figures)
                figures.take("poids", "taille")
                return Nature.CONSULTATION, reason.title, text
            case Planned.FOLLOW_UP:
                return self._follow_up(figures)
            case Planned.PREGNANCY:
                return self._pregnancy(figures)
            case Planned.DEATH:
                return Nature.NOTE, "Décès", self.rng.choice(_DEATHS)

    def _complaint(self, reason: Complaint, figures: Figures) -> _Written:
        text = reason.words(penicillin=self.health.penicillin).format_map(figures)
        if reason.nature is not Nature.CONSULTATION:
            return reason.nature, reason.title, text
        if reason.fever and happens(self.rng, 75):
            text = f"T° {figures['temperature']}. {text}"
        grown = full_years(self.person.born, figures.held_at.date()) >= _ADULT
        if not grown and happens(self.rng, 65):
            text = f"{figures['poids']} kg. {text}"
        if grown and "ta" not in figures and happens(self.rng, 40):
            text = f"{text} TA {figures['ta']}."
        if grown and happens(self.rng, 20):
            figures.take("poids")
        return reason.nature, reason.title, text

    def _follow_up(self, figures: Figures) -> _Written:
        day = figures.held_at.date()
        known = [one for one, onset in self.health.diseases if onset <= day and one.remarks]
        told = sorted(known, key=lambda one: self._overdue(one, day), reverse=True)
        main = next(one for one in told if one.every)
        told = [one for one in told if self._overdue(one, day) >= 1][
            : self.rng.choice((1, 2, 2, 3))
        ]
        nature = self._nature(day)
        if nature is Nature.REMOTE:
            return nature, main.title, "Pas de plainte, va bien. Renouvellement, bio reçue et vue."
        parts = [self.rng.choice(_OPENINGS), *self._examined(day, figures)]
        parts += (self._remark(one, day).format_map(figures) for one in told)
        parts += self._kidneys(day, known, figures)
        parts.append(self.rng.choice(_CLOSINGS))
        return nature, main.title, " ".join(part for part in parts if part)

    def _overdue(self, disease: Disease, day: date) -> float:
        """Return how long ago the disease was spoken of, against how often it should be."""
        told, _ = self._told.get(disease.code, (date.min, 0))
        every = disease.every * _DAYS_PER_MONTH or _RARELY_TOLD_DAYS
        return (day - told).days / every

    def _remark(self, disease: Disease, day: date) -> str:
        """Return the next thing to say of a disease; all are said before one comes again."""
        _, last = self._told.get(disease.code, (day, self.rng.randrange(len(disease.remarks))))
        self._told[disease.code] = (day, last + 1)
        return disease.remarks[last % len(disease.remarks)]

    def _examined(self, day: date, figures: Figures) -> Iterator[str]:
        """Yield what is measured at a follow-up: pressure of grown-ups, often the weight."""
        if full_years(self.person.born, day) >= _ADULT:
            yield f"TA {figures['ta']}."
            if not self._height_known:
                self._height_known = True
                yield f"Taille {figures['taille']} cm, poids {figures['poids']} kg."
        if happens(self.rng, 45):
            figures.take("poids")

    def _kidneys(self, day: date, known: list[Disease], figures: Figures) -> Iterator[str]:
        if "creat" in figures:
            self._last_creatinine = day
        elif any(one.renal for one in known) and day - self._last_creatinine > _CREATININE_EVERY:
            self._last_creatinine = day
            yield f"Créat {figures['creat']} µmol/L, K {figures['potassium']}."

    def _pregnancy(self, figures: Figures) -> _Written:
        since = self.health.pregnant_since or figures.held_at.date()
        weeks, days = divmod((figures.held_at.date() - since).days, 7)
        text = (
            f"{weeks} SA + {days} j. TA {figures['ta']}, poids {figures['poids']} kg. "
            f"{self.rng.choice(_PREGNANCY_REMARKS)}"
        )
        return Nature.CONSULTATION, "Suivi de grossesse", text

    def _nature(self, day: date) -> Nature:
        if full_years(self.person.born, day) >= _HOME_VISITS_FROM and happens(self.rng, 60):
            return Nature.HOME_VISIT
        if day >= _REMOTE_SINCE and happens(self.rng, 4):
            return Nature.REMOTE
        return Nature.CONSULTATION


def draw_visits(
    rng: Random, person: Person, health: Health, body: Body
) -> tuple[tuple[Encounter, ...], tuple[Measure, ...]]:
    """Draw all visits of a person from the day they came to the practice."""
    visits = Visits(rng, person, health, body)
    visits.write()
    return tuple(visits.encounters), tuple(visits.measures)
