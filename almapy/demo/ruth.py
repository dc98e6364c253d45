"""RUTH DE VINCI née NESSI: the patient whose values screens and tests know by heart.

Identity, birth place, matricule and weight are those of the features list (test data). There is
no creatinine on purpose: her banner reads « DFG : Pas de Valeur » until one is entered.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import cycle

from almapy.allergies.model import Allergy
from almapy.demo.chance import working_day
from almapy.demo.model import DOCTOR, REMPLACANT, DemoRecord
from almapy.demo.papers import ruth_papers
from almapy.demo.person import OID_NIR, Home, Person, Proof
from almapy.demo.ruth_notes import NOTES, Note
from almapy.demo.ruth_vaccines import ruth_vaccinations
from almapy.demo.sources import Place
from almapy.encounters.model import Encounter
from almapy.history.model import HistoryItem, HistoryKind
from almapy.measures.model import Measure, MeasureKind
from almapy.medications.model import LongTermTreatment
from almapy.patients.model import PatientDraft, Sex

_MOST_LATER_NOTES = 8
_QUARTER = timedelta(days=91)
_WEIGHT = 56.0

# What her doctor goes on writing each quarter after the last note that was prepared.
_QUARTERLY = (
    ("HbA1c 6,7\u00a0%. Pas d'hypoglycémie. Renouvellement.", (121, 74)),
    ("HbA1c 6,8\u00a0%. Pieds\u00a0: monofilament normal. Même traitement.", (123, 75)),
    ("HbA1c 6,6\u00a0%. Natation 2 fois par semaine. Observance bonne.", (120, 73)),
    ("HbA1c 6,9\u00a0%. Fond d'œil de l'année fait, normal.", (122, 76)),
)

_HISTORY = (
    HistoryItem(
        "Diabète sucré de type 2",
        "Endocrinologie",
        cim10="E11.9",
        started="2023-02-13",
        ald_number=8,
        in_vsm=True,
    ),
    HistoryItem(
        "Stress professionnel, trouble de l'adaptation",
        "Psychiatrie",
        cim10="F43.2",
        started="2023-01-05",
    ),
    HistoryItem(
        "DIU au lévonorgestrel", "Gynécologie-obstétrique", cim10="Z97.5", started="2021-02-16"
    ),
    HistoryItem(
        "G2P2", "Gynécologie-obstétrique", HistoryKind.MEDICAL, started="2001", active=False
    ),
    HistoryItem(
        "Fracture du poignet gauche",
        "Orthopédie",
        HistoryKind.MEDICAL,
        "S52.5",
        started="2015",
        ended="2015",
        active=False,
    ),
    HistoryItem(
        "Appendicectomie",
        "Chirurgie digestive",
        HistoryKind.SURGICAL,
        "K35.8",
        started="1991",
        active=False,
        in_vsm=True,
    ),
    HistoryItem("Mère\u00a0: diabète de type 2", "Endocrinologie", HistoryKind.FAMILY, "Z83.3"),
    HistoryItem(
        "Père\u00a0: infarctus du myocarde à 61 ans", "Cardiologie", HistoryKind.FAMILY, "Z82.4"
    ),
    HistoryItem(
        "Activité physique\u00a0: natation",
        "Mode de vie",
        HistoryKind.LIFESTYLE,
        started="2023-01-06",
    ),
    HistoryItem(
        "Alcool\u00a0: occasionnel", "Mode de vie", HistoryKind.LIFESTYLE, started="2023-01-06"
    ),
    HistoryItem(
        "Tabac\u00a0: 15 cigarettes par jour",
        "Mode de vie",
        HistoryKind.LIFESTYLE,
        started="2023-01-06",
        in_vsm=True,
    ),
    HistoryItem("Travail prolongé sur écran", "Profession", HistoryKind.OCCUPATIONAL),
)

_TREATMENTS = (
    LongTermTreatment(
        "Metformine 500 mg, comprimé",
        "1 comprimé matin et soir",
        date(2023, 2, 13),
        date(2023, 5, 15),
    ),
    LongTermTreatment(
        "Metformine 1\u00a0000 mg, comprimé", "1 comprimé matin et soir", date(2023, 5, 15)
    ),
    LongTermTreatment("Atorvastatine 10 mg, comprimé", "1 comprimé le soir", date(2023, 5, 15)),
)


def ruth_record(today: date) -> DemoRecord:
    """Return her record as it stands the day before ``today``: nothing in it lies ahead."""
    prepared = [note for note in NOTES if note.day < today]
    notes = [*prepared, *list(_quarterly(today))[-_MOST_LATER_NOTES:]]
    return DemoRecord(
        key="ruth",
        patient=_draft(today),
        history=tuple(item for item in _HISTORY if item.started < today.isoformat()),
        allergies=(Allergy("Pénicilline", "urticaire", "modérée", "2009"),),
        treatments=tuple(_treatments(today)),
        encounters=tuple(_encounter(note) for note in notes),
        measures=tuple(measure for note in notes for measure in _measures(note)),
        papers=ruth_papers(today),
        vaccinations=ruth_vaccinations(today),
    )


def _draft(today: date) -> PatientDraft:
    return Person(
        key="ruth",
        sex=Sex.FEMALE,
        birth_name="NESSI",
        first_names=("RUTH", "ISABELLE"),
        used_name="DE VINCI",
        used_first_name="RUTH",
        born=date(1977, 7, 14),
        place=Place("63220", "MAZOIRES"),
        since=NOTES[0].day,
        until=today,
        nir="277076322082910",
        oid=OID_NIR,
        proof=Proof.QUALIFIED_BY_CARD,
        home=Home("5 rue des Mésanges", "67100", "STRASBOURG"),
        mobile="06 39 98 06 06",
        email="ruth.de-vinci@example.fr",
        mandatory_cover=False,
        complementary_cover=False,
    ).draft(today)


def _quarterly(today: date) -> Iterator[Note]:
    day = working_day(NOTES[-1].day + _QUARTER)
    for text, pressure in cycle(_QUARTERLY):
        if day >= today:
            return
        yield Note(day, "Suivi diabète", text, pressure, _WEIGHT)
        day = working_day(day + _QUARTER)


def _treatments(today: date) -> Iterator[LongTermTreatment]:
    for line in _TREATMENTS:
        if line.started_on is not None and line.started_on < today:
            ended = line.stopped_on is not None and line.stopped_on < today
            stopped = line.stopped_on if ended else None
            yield LongTermTreatment(line.label, line.posology, line.started_on, stopped)


def _moment(note: Note) -> datetime:
    """Return half past eight to a quarter to four, another quarter of an hour each day."""
    hour, quarter = divmod(34 + note.day.toordinal() % 30, 4)
    return datetime(note.day.year, note.day.month, note.day.day, hour, quarter * 15, tzinfo=UTC)


def _encounter(note: Note) -> Encounter:
    author, replaced = (REMPLACANT, DOCTOR) if note.replaced else (DOCTOR, "")
    return Encounter(note.nature, _moment(note), note.title, note.text, author, replaced)


def _measures(note: Note) -> Iterator[Measure]:
    at = _moment(note)
    if note.pressure:
        high, low = note.pressure
        yield Measure(MeasureKind.BLOOD_PRESSURE, float(high), at, float(low))
    for kind, value in (
        (MeasureKind.WEIGHT, note.weight),
        (MeasureKind.HEIGHT, note.height),
        (MeasureKind.TEMPERATURE, note.temperature),
    ):
        if value is not None:
            yield Measure(kind, value, at)
