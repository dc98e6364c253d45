"""What a record suggests of the conditions: asked, never taken for granted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from almapy.text import fold
from almapy.vaccine_calendar.conditions import ConditionKey

_SEVERE_OBESITY = 40.0


class Problem(NamedTuple):
    """One line of the medical history that still stands."""

    label: str
    cim10: str
    ald: int | None


_Clue = tuple[ConditionKey, str, str, frozenset[int]]
_CLUES: tuple[_Clue, ...] = (
    (ConditionKey.PREGNANCY, r"\bgrossesse\b|\benceinte\b", r"Z3[345]", frozenset()),
    (
        ConditionKey.IMMUNODEFICIENCY,
        (
            r"\bvih\b|\bimmunodepri|\bimmunodeficien|\blymphome|\bleucemi|\bmyelome|\bchimiotherapie|"
            r"\bgreffe (de|du|renale|hepatique|cardiaque)"
        ),
        r"B2[0-4]|C8[1-8]|C9[0-6]|D8[0-4]|Z94|Z21",
        frozenset({2, 7, 28}),
    ),
    (ConditionKey.TRANSPLANT, r"\b(attente|liste) de greffe|\bgreffe\b", r"Z94", frozenset({28})),
    (
        ConditionKey.ASPLENIA,
        r"\basplenie|\bsplenectomi|\bdrepanocyt",
        r"D57|D73|Q890|Z908",
        frozenset({10}),
    ),
    (
        ConditionKey.HEART,
        (
            r"\binsuffisance cardiaque|\bcardiopathi|\bcoronar|\binfarctus|\bvalvulopathi|"
            r"\bfibrillation"
        ),
        r"I05|I06|I07|I08|I11|I13|I2[0-5]|I3[4-7]|I42|I48|I50|Q2[0-8]",
        frozenset({5, 13}),
    ),
    (
        ConditionKey.LUNG,
        (
            r"\bbpco\b|\binsuffisance respiratoire|\bbronchopneumopathi|\bemphyseme|"
            r"\bmucoviscidose|\bdilatation des bronches"
        ),
        r"J4[1-4]|J47|J84|J96|E84",
        frozenset({14, 18}),
    ),
    (ConditionKey.DIABETES, r"\bdiabet", r"E1[0-4]", frozenset({8})),
    (
        ConditionKey.KIDNEY,
        r"\binsuffisance renale|\bdialys|\bsyndrome nephrotique|\bmaladie renale",
        r"N0[4-5]|N18|N19|Z49|Z992",
        frozenset({19}),
    ),
    (
        ConditionKey.LIVER,
        r"\bcirrhose|\bhepatite (b|c) chronique|\bhepatopathi|\bsteatohepatite",
        r"K7[0-6]|B18",
        frozenset({6}),
    ),
    (ConditionKey.ASTHMA, r"\basthme (persistant )?severe", r"J46", frozenset()),
    (
        ConditionKey.COCHLEAR,
        r"\bimplant cochleaire|\bbreche (osteo|dure)",
        r"Z962|G960",
        frozenset(),
    ),
    (ConditionKey.CHICKENPOX, r"\bvaricelle\b", r"B01", frozenset()),
    (ConditionKey.SHINGLES, r"\bzona\b", r"B02", frozenset()),
    (ConditionKey.DENGUE, r"\bdengue\b", r"A9[07]", frozenset()),
    (
        ConditionKey.CARER,
        r"\b(infirmi(er|ere)|aide soignante?|medecin|sage femme|kinesitherapeute)\b",
        r"",
        frozenset(),
    ),
)
_TREATMENTS: tuple[tuple[ConditionKey, str], ...] = (
    (
        ConditionKey.IMMUNODEFICIENCY,
        (
            r"\b(methotrexate|azathioprine|ciclosporine|tacrolimus|mycophenolate|adalimumab|"
            r"infliximab|etanercept|rituximab|tocilizumab|ustekinumab|cellcept|imurel|humira)\b"
        ),
    ),
    (ConditionKey.DIABETES, r"\b(metformine|insuline|gliclazide|lantus|novorapid|januvia)\b"),
)
_PATTERNS = [
    (key, re.compile(words), re.compile(codes) if codes else None, ald)
    for key, words, codes, ald in _CLUES
]
_DRUGS = [(key, re.compile(words)) for key, words in _TREATMENTS]


def suggested(
    problems: Iterable[Problem], treatments: Iterable[str], body_mass: float | None
) -> dict[ConditionKey, str]:
    """Return why each condition is to be asked, the first reason found for each."""
    found: dict[ConditionKey, str] = {}
    for problem in problems:
        plain = fold(problem.label)
        code = problem.cim10.replace(".", "").upper()
        for key, words, codes, ald in _PATTERNS:
            # A code or the words of the label, or a long-term condition of this sort.
            coded = bool(code) and codes is not None and codes.match(code) is not None
            if coded or problem.ald in ald or words.search(plain):
                found.setdefault(key, f"{problem.label} dans les antécédents")
    for label in treatments:
        plain = fold(label)
        for key, drugs in _DRUGS:
            if drugs.search(plain):
                found.setdefault(key, f"{label} dans les traitements")
    if body_mass is not None and body_mass >= _SEVERE_OBESITY:
        shown = f"{body_mass:.1f}".replace(".", ",")
        found.setdefault(ConditionKey.OBESITY, f"IMC calculé à {shown}")
    return {key: f"{why}\u00a0: à confirmer" for key, why in found.items()}
