"""The search of patients against LIKE '%…%' on the same encrypted base, text by text."""

import statistics
from functools import partial

from sqlalchemy import and_, or_, select

from almapy.patients.tables import PatientRow
from tests.bench.figures import MILLISECOND, Figure, percentile, seconds
from tests.bench.queries import typed_texts

TITLE = "Recherche de patients"
LONGEST_MS = 50
_SHOWN = 50
_SEARCHED = (
    PatientRow.birth_name,
    PatientRow.used_name,
    PatientRow.first_birth_first_name,
    PatientRow.used_first_name,
    PatientRow.birth_first_names,
    PatientRow.phone_mobile,
)


def run(sizes, bases):
    """Yield the times that half, 95 % and 99 % of the searches do not exceed."""
    filled = bases()
    opened = filled.encrypted
    patients = opened.application.patients
    texts = typed_texts(filled.patients, sizes.searches, seed=11)
    service, like = [], []
    for text in texts:
        service.append(seconds(partial(patients.search, opened.actor, text)))
        like.append(seconds(partial(_search_like, opened, text)))
    count = len(filled.patients)
    for part in (50, 95, 99):
        yield Figure(
            f"{part}\u00a0% de {len(texts)} recherches parmi {count} / LIKE '%…%'",
            percentile(service, part) * MILLISECOND,
            "ms",
            percentile(like, part) * MILLISECOND,
            goal=LONGEST_MS,
            on_measure=True,
            details={"mean_ms": statistics.mean(service) * MILLISECOND},
        )


def _search_like(opened, text):
    every_word = and_(
        *(or_(*(one.ilike(f"%{word}%") for one in _SEARCHED)) for word in text.split())
    )
    with opened.application.database.reading() as session:
        return session.execute(
            select(PatientRow.__table__)
            .where(every_word)
            .order_by(PatientRow.birth_name)
            .limit(_SHOWN)
        ).all()
