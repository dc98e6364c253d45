"""The ways the names of one person may be written in a document.

Birth and used names, both together, particles left out, parts of double names; first names whole,
in part, the other ones (notes on incoming documents §6.1 and §6.3).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from almapy.matching.index import PARTICLES
from almapy.matching.model import EvidenceKind, Person
from almapy.matching.words import folded_words, glued, word_set

SURE_RATIO = 88.0
"""A family name agrees from this edit ratio on (0–100)."""

SHORT = 4
"""Names with fewer letters must be written exactly."""

PART_RATIO = 84.0
"""How well a part of a double name can agree (0–100)."""

CORE_RATIO = 92.0
"""How well a name without its particle can agree (0–100)."""

EXACT_RATIO = 100.0

DROPPED = word_set("de d da do dos das du el al von van ben bin ait zu y")
"""Particles that letters often leave out."""


class FirstName(IntEnum):
    """How the first name beside a family name agrees, weakest first."""

    NONE = 0
    INITIAL = 1
    PART = 2
    OTHER = 3  # one of the other first names of birth
    LIKE = 4
    EXACT = 5

    @property
    def is_strong(self) -> bool:
        """Whether it may help to be sure."""
        return self >= FirstName.LIKE


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a family name: glued, in ``size`` words, agreeing at most ``ratio``."""

    glued: str = field(repr=False)
    size: int
    ratio: float
    kind: EvidenceKind


@dataclass(frozen=True, slots=True)
class Forms:
    """All the ways the names of one person may be written; ``own`` are all their words."""

    families: tuple[Form, ...]
    firsts: tuple[tuple[str, int, FirstName], ...] = field(repr=False)
    own: frozenset[str] = field(repr=False)

    @property
    def initials(self) -> set[str]:
        """Return the first letters of the first and of the used first name."""
        return {first[0] for first, _, kind in self.firsts if kind is FirstName.EXACT}


def forms_of(person: Person) -> Forms:
    """Return the ways the names of a person may be written."""
    birth, used = folded_words(person.birth_name), folded_words(person.used_name)
    families: dict[str, Form] = {}
    for words, kind in ((birth, EvidenceKind.BIRTH_NAME), (used, EvidenceKind.USED_NAME)):
        for form in _family_forms(words, kind):
            known = families.get(form.glued)
            if known is None or known.ratio < form.ratio:
                families[form.glued] = form
    if birth and used and birth != used:
        for both in (birth + used, used + birth):
            families.setdefault(
                glued(both), Form(glued(both), len(both), EXACT_RATIO, EvidenceKind.USED_NAME)
            )
    firsts = _first_forms(person)
    own = {*birth, *used, *folded_words(f"{person.first_names} {person.used_first_name}")}
    return Forms(tuple(families.values()), firsts, frozenset(own))


def _family_forms(words: tuple[str, ...], kind: EvidenceKind) -> Iterator[Form]:
    if not words:
        return
    yield Form(glued(words), len(words), EXACT_RATIO, kind)
    core = words
    while len(core) > 1 and core[0] in PARTICLES:
        core = core[1:]
    if core != words and len(glued(core)) >= SHORT:
        dropped = set(words[: len(words) - len(core)]) <= DROPPED | {"la", "l", "les"}
        yield Form(glued(core), len(core), CORE_RATIO if dropped else PART_RATIO, kind)
    if len(core) > 1:
        for word in core:
            if len(word) >= SHORT and word not in PARTICLES:
                yield Form(word, 1, PART_RATIO, kind)


def _first_forms(person: Person) -> tuple[tuple[str, int, FirstName], ...]:
    forms: dict[str, tuple[int, FirstName]] = {}

    def add(words: Sequence[str], kind: FirstName) -> None:
        name = glued(words)
        if len(name) > 1 and (name not in forms or forms[name][1] < kind):
            forms[name] = (len(words), kind)

    names = person.first_names.split()
    for whole in (person.used_first_name, *names[:1]):
        words = folded_words(whole)
        add(words, FirstName.EXACT)
        for word in words if len(words) > 1 else ():
            add((word,), FirstName.PART)
    for other in names[1:]:
        add(folded_words(other), FirstName.OTHER)
    return tuple((name, size, kind) for name, (size, kind) in forms.items())
