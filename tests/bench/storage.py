"""What encryption costs: the same work on SQLCipher and on SQLite in clear.

The services, the models and the settings of the engine are the same; the reference differs by its
driver (`sqlite3` of this Python) and by having no key.
"""

import random

from tests.bench.figures import against, in_turns
from tests.bench.queries import typed_texts

TITLE = "Base chiffrée / SQLite en clair"
_IN_A_ROUND = 25


def run(sizes, bases):
    """Yield the ratio of each work: filling, opening records, searching."""
    filled = bases()
    patients = len(filled.patients)
    yield against(f"enregistrer {patients} patients, par lot de 250", filled.fill_taken)

    numbers = random.Random(7).sample(range(1, patients + 1), min(sizes.opened, patients))
    yield against(
        f"ouvrir {len(numbers)} dossiers, par {_IN_A_ROUND}",
        _both(filled, numbers, _open),
    )
    texts = typed_texts(filled.patients, sizes.searches)
    yield against(
        f"chercher {len(texts)} fois, par {_IN_A_ROUND}",
        _both(filled, texts, _search),
    )


def _both(filled, items, work):
    def on(opened):
        def one_round(number):
            for item in items[number * _IN_A_ROUND : (number + 1) * _IN_A_ROUND]:
                work(opened, item)

        return one_round

    return in_turns(len(items) // _IN_A_ROUND, on(filled.encrypted), on(filled.clear))


def _open(opened, patient_id):
    opened.application.patients.open(opened.actor, patient_id)


def _search(opened, text):
    opened.application.patients.search(opened.actor, text)
