"""Many fictitious patients quickly: those of the demo practice, some of them under drawn names.

The demo practice draws from some hundred family names; a large practice has many thousands, and
the search must tell them apart.
"""

import random
from dataclasses import replace
from itertools import islice

from almapy.demo.people import demo_persons

_DRAWN = 0.2  # some 20 000 names among 100 000 patients, as in a real practice of that size
_STARTS = (
    *"bcdfghjlmnprstv",
    "bl",
    "br",
    "ch",
    "cl",
    "cr",
    "dr",
    "fl",
    "gr",
    "pl",
    "pr",
    "tr",
)
_VOWELS = ("a", "ai", "an", "au", "e", "eau", "en", "i", "in", "o", "oi", "on", "ou", "u")
_MIDDLES = (
    *"dlmnrstv",
    "bl",
    "ff",
    "ll",
    "mb",
    "nn",
    "nt",
    "rd",
    "rn",
    "rt",
    "ss",
    "vr",
    "ch",
)
_ENDS = (
    "ard",
    "as",
    "at",
    "aud",
    "ault",
    "eau",
    "el",
    "er",
    "et",
    "eux",
    "ez",
    "ier",
    "in",
    "ois",
    "y",
)


def crowd(count, *, today, seed=7):
    """Return the data of `count` patients, the same for the same arguments."""
    draw = random.Random(seed)
    return [
        replace(draft, birth_name=_family_name(draw)) if draw.random() < _DRAWN else draft
        for draft in islice(demo_persons(today=today), count)
    ]


def _family_name(draw):
    middle = draw.choice(_MIDDLES) if draw.random() < 0.8 else draw.choice(_MIDDLES) + "e"
    name = draw.choice(_STARTS) + draw.choice(_VOWELS) + middle + draw.choice(_ENDS)
    return name.upper()
