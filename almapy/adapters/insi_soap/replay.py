"""A saved answer, taken as if INSi had just sent it.

The certification hands out canned answers that the program must show and store (INS notes §4.8).
"""

from __future__ import annotations

from almapy.adapters.bounded_xml import text_of
from almapy.adapters.http_post import LONGEST_ANSWER
from almapy.adapters.insi_soap.answer import read_answer
from almapy.insi.model import CallKind, Exchange
from almapy.insi.settings import Environment


def replayed(
    kind: CallKind, saved: bytes, *, environment: Environment = Environment.TEST
) -> Exchange:
    """Return the exchange that this answer would have made; nothing is sent.

    The file goes through the reader of real answers and its bounds; whatever it holds, nothing is
    raised. ``environment`` is TEST: canned answers are about fictitious people.
    """
    kept = saved[: LONGEST_ANSWER + 1]
    reading = read_answer(kind, kept, environment=environment)
    return Exchange(
        kind,
        reading.outcome,
        reading.code,
        reading.label,
        reading.detail,
        reading.identity,
        answer=text_of(kept),
    )
