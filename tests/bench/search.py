"""The search of patients against LIKE '%…%' on the same encrypted base, text by text."""

import statistics
import tempfile
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

from sqlalchemy import and_, or_, select

from almapy.patients.bulk import add_patients
from almapy.patients.tables import PatientRow
from tests.bench.bases import create
from tests.bench.crowd import crowd
from tests.bench.figures import MILLISECOND, Figure, percentile, seconds
from tests.bench.queries import typed_texts

TITLE = "Recherche de patients"
LONGEST_MS = 10
TIMES_SOONER = 20
_DAY = date(2026, 3, 10)
_BATCH = 1000
_WARM_UP = 60
_LIKE_EVERY = 10  # it reads the whole base each time
_SHOWN = 50
_SEARCHED = (
    PatientRow.birth_name,
    PatientRow.used_name,
    PatientRow.first_birth_first_name,
    PatientRow.used_first_name,
    PatientRow.birth_first_names,
    PatientRow.phone_mobile,
)


def run(sizes):
    """Yield the times that half, 95 % and 99 % of the searches do not exceed, and the means."""
    people = crowd(sizes.searched, today=_DAY)
    with tempfile.TemporaryDirectory(prefix="almapy-bench-") as folder:
        opened = create(Path(folder) / "crowd")
        try:
            taken = seconds(partial(_fill, opened, people))
            yield Figure(f"remplir une base de {len(people)} patients", taken, "s")
            yield from _measure(opened, people, sizes.searches)
        finally:
            opened.application.close()


def _fill(opened, people):
    left = iter(people)
    while batch := list(islice(left, _BATCH)):
        with opened.application.works.begin(opened.actor) as work:
            add_patients(work, batch)


def _measure(opened, people, count):
    search = partial(opened.application.patients.search, opened.actor)
    # As after the first seconds of a day: statements are made, names are in memory.
    opened.application.patients.keep_words()
    for text in typed_texts(people, _WARM_UP, seed=5):
        search(text)
    service, compared, like = [], [], []
    for number, text in enumerate(typed_texts(people, count, seed=11)):
        service.append(seconds(partial(search, text)))
        if number % _LIKE_EVERY == 0:
            compared.append(service[-1])
            like.append(seconds(partial(_search_like, opened, text)))
    what = f"de {count} recherches parmi {len(people)} / LIKE '%…%'"
    for part, goal in ((50, None), (95, None), (99, LONGEST_MS)):
        yield Figure(
            f"{part}\u00a0% {what}",
            percentile(service, part) * MILLISECOND,
            "ms",
            percentile(like, part) * MILLISECOND,
            goal=goal,
            on_measure=True,
        )
    means = (statistics.mean(series) * MILLISECOND for series in (compared, like))
    yield Figure(f"moyenne {what}", *_with_unit(means), goal=1 / TIMES_SOONER)


def _with_unit(means):
    measured, reference = means
    return measured, "ms", reference


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
