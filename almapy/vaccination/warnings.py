"""What deserves a look before a vaccination is stored; nothing here forbids it.

Sources: « same day, same valence twice » and « live vaccines » in vaccines.md §3.3 and §5; what a
record says about allergies is only brought near the vaccine, in its own words, never judged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from almapy.partial_day import shown_partial_day
from almapy.text import fold
from almapy.vaccination.model import Severity, Vaccination

REPORTING = "Déclarer à la pharmacovigilance\u00a0: signalement.social-sante.gouv.fr"
_SHORTEST_WORD = 4
_OF_VACCINES = frozenset(
    {
        "vaccin",
        "vaccins",
        "vaccination",
        "oeuf",
        "oeufs",
        "ovalbumine",
        "gelatine",
        "neomycine",
        "kanamycine",
        "gentamicine",
        "streptomycine",
        "polymyxine",
        "formaldehyde",
        "formol",
        "aluminium",
        "thiomersal",
        "mercure",
        "polysorbate",
        "polyethylene",
        "macrogol",
        "peg",
        "latex",
        "levure",
        "levures",
    }
)
"""Usual components of vaccines: whether this one holds them, its leaflet says [gk]."""
_EMPTY_WORDS = frozenset(
    {
        "avec",
        "dans",
        "dose",
        "injectable",
        "inactive",
        "inactivee",
        "normale",
        "precision",
        "sans",
        "saisonniere",
        "suspension",
        "type",
        "valence",
        "vaccin",
        "virus",
        "vivant",
        "vivante",
    }
)


class Kind(StrEnum):
    """What a remark is about."""

    TWICE = "deux_fois"
    EXPIRED = "perimee"
    LIVE = "vivant"
    NOTED = "note"
    REACTION = "reaction"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to look at, in French; ``title`` is short, ``detail`` says what to do."""

    kind: Kind
    title: str
    detail: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Product:
    """What is known of the product: its names, and whether it is a live vaccine."""

    words: str
    is_live: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the record says around a vaccination.

    ``against_live`` are the confirmed conditions under which no live vaccine is given, ``noted``
    the allergies and contraindications in their own words, ``same`` a dose of the same day,
    ``earlier`` the doses that were given before.
    """

    against_live: tuple[str, ...] = field(default=(), repr=False)
    noted: tuple[str, ...] = field(default=(), repr=False)
    same: Vaccination | None = field(default=None, repr=False)
    earlier: tuple[Vaccination, ...] = field(default=(), repr=False)


def remarks_on(data: Vaccination, product: Product, around: Surroundings) -> tuple[Remark, ...]:
    """Return what to look at, the gravest first; nothing for what was not given."""
    if not data.is_given:
        return ()
    found = [
        *_live(product, around.against_live),
        *_reactions(data, around.earlier),
        *_noted(product, around.noted),
        *_twice(around.same),
    ]
    if data.is_past_expiry() and data.expiry is not None and not data.expired_reason:
        found.append(
            Remark(
                Kind.EXPIRED,
                f"Boîte périmée depuis le {data.expiry:%d/%m/%Y}",
                "Vérifiez la date de péremption, ou dites pourquoi dans le commentaire.",
            )
        )
    return tuple(found)


def is_live(labels: Iterable[str]) -> bool:
    """Tell whether the labels of valences name a live one; a vector that cannot breed is none."""
    return any(
        "vivant" in label.casefold() and "non réplicatif" not in label.casefold()
        for label in labels
    )


def mentions(text: str, product_words: str) -> bool:
    """Tell whether what a record says names this product, or a component that vaccines have."""
    written = {word for word in fold(text).split() if len(word) >= _SHORTEST_WORD or word == "peg"}
    own = {
        word
        for word in fold(product_words).split()
        if len(word) >= _SHORTEST_WORD and word not in _EMPTY_WORDS
    }
    return bool(written & (own | _OF_VACCINES))


def _live(product: Product, against: tuple[str, ...]) -> list[Remark]:
    if not (product.is_live and against):
        return []
    return [
        Remark(
            Kind.LIVE,
            f"Vaccin vivant\u00a0: {', '.join(against)}",
            "Un vaccin vivant est en principe contre-indiqué dans cette situation. À vérifier "
            "avant l'injection.",
        )
    ]


def _reactions(data: Vaccination, earlier: tuple[Vaccination, ...]) -> list[Remark]:
    return [
        Remark(
            Kind.REACTION,
            f"Réaction grave notée après {one.label}, le {shown_partial_day(one.given_on)}",
            f"{one.reaction}. {REPORTING}" if one.reaction else REPORTING,
        )
        for one in earlier
        if one.severity is Severity.SERIOUS and _is_alike(one, data)
    ]


def _is_alike(one: Vaccination, other: Vaccination) -> bool:
    if one.vaccine and one.vaccine == other.vaccine:
        return True
    return bool(set(one.diseases.split()) & set(other.diseases.split()))


def _noted(product: Product, noted: tuple[str, ...]) -> list[Remark]:
    return [
        Remark(
            Kind.NOTED,
            f"Noté au dossier\u00a0: {text}",
            "À vérifier avec la notice du vaccin\u00a0: AlmaPy ne connaît pas ses excipients.",
        )
        for text in noted
        if mentions(text, product.words)
    ]


def _twice(same: Vaccination | None) -> list[Remark]:
    if same is None:
        return []
    return [
        Remark(
            Kind.TWICE,
            f"Déjà inscrit ce jour-là\u00a0: {same.label}",
            "Deux lignes du même jour comptent pour une seule dose. Vérifiez qu'il ne s'agit pas "
            "de la même injection.",
        )
    ]
