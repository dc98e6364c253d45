"""What people type into the search of patients, drawn from those of the base."""

import random
import string

from almapy.patients.words import name_parts

_SLIPS_FROM = 5
_MISSES = ("zzyx", "quetzalcoatl", "31121850", "0000000000")


def typed_texts(patients, count, seed=2026):
    """Return `count` texts: beginnings, whole names, two words, dates, numbers, slips, misses."""
    draw = random.Random(seed)
    ways = (
        _beginning,
        _beginning,
        _whole_name,
        _two_words,
        _first_name,
        _birth_date,
        _telephone,
        _slip,
    )
    texts = []
    while len(texts) < count:
        if draw.random() < 0.05:
            texts.append(draw.choice(_MISSES))
            continue
        text = draw.choice(ways)(draw.choice(patients), draw)
        if text:
            texts.append(text)
    return texts


def _beginning(patient, draw):
    return _start_of(patient.used_name or patient.birth_name, draw)


def _whole_name(patient, _draw):
    return patient.birth_name


def _two_words(patient, draw):
    return f"{_beginning(patient, draw)} {_start_of(patient.first_birth_first_name, draw)}"


def _first_name(patient, _draw):
    return patient.first_birth_first_name.lower()


def _birth_date(patient, _draw):
    return f"{patient.birth_date:%d/%m/%Y}" if patient.birth_date else ""


def _telephone(patient, _draw):
    return patient.phone_mobile


def _slip(patient, draw):
    word = max(name_parts(patient.birth_name), key=len, default="")
    if len(word) < _SLIPS_FROM:
        return ""
    place, letter = draw.randrange(1, len(word)), draw.choice(string.ascii_lowercase)
    before, after = word[:place], word[place:]
    return draw.choice(
        (
            before + after[1:],
            before + letter + after,
            before + letter + after[1:],
            before[:-1] + after[0] + before[-1] + after[1:],
        )
    )


def _start_of(name, draw):
    parts = name_parts(name)
    return parts[0][: draw.randint(2, 6)] if parts else ""
