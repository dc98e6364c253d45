"""A birth name that the document states and that is not the candidate's."""

from __future__ import annotations

from rapidfuzz.fuzz import ratio

from almapy.matching.identity_labels import labelled
from almapy.matching.model import Person
from almapy.matching.words import Reading, folded_words

OTHER_BIRTH_NAME = "le nom de naissance imprimé n'est pas celui du dossier"
_SAME = 70.0
"""Edit ratio, 0–100, under which two names are not readings of one."""


def other_birth_name(reading: Reading, person: Person) -> bool:
    """Tell whether « Nom de naissance : … » names neither form of this person's name.

    Two people may share used name, first name and birth date: the birth name is what the RNIV
    tells them apart by.
    """
    stated = _glued(labelled(reading).identity.birth_name)
    if not stated:
        return False
    names = (_glued(person.birth_name), _glued(person.used_name))
    return not any(name in stated or ratio(stated, name) >= _SAME for name in names if name)


def _glued(name: str) -> str:
    return "".join(folded_words(name))
