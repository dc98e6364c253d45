"""What is said of a birth place beside its field: help and doubts, never a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from almapy.places.index import PlaceIndex
from almapy.places.model import UNKNOWN_CODE, Place, PlaceRemark, is_unknown
from almapy.places.nir_place import place_digits, place_in_nir
from almapy.text import fold

_CORSICA = frozenset({"20", "2A", "2B"})


def remarks(
    index: PlaceIndex, code: str, town: str, birth_date: date | None, nir: str
) -> Iterator[PlaceRemark]:
    """Say what there is to say of a code of five characters, or of an empty one."""
    existence: PlaceRemark | None = None
    if code and not is_unknown(code):
        yield from _about_the_name(index, code, town)
        existence = about_the_day(index, code, birth_date)
        if existence:
            yield existence
    from_nir = _about_the_nir(index, code, birth_date, nir)
    already_proposed = existence.proposed if existence else None
    if from_nir and (already_proposed is None or from_nir.proposed != already_proposed):
        yield from_nir


def about_the_day(index: PlaceIndex, code: str, day: date | None) -> PlaceRemark | None:
    """Return a warning when no place had that code on that day."""
    places = index.named(code)
    if day is None or not places or any(place.may_have_existed(day) for place in places):
        return None
    place = index.at(code, day) or places[0]
    text = (
        f"{place.name} ({code})\u00a0: d'après l'Insee, ce code n'était pas en vigueur le "
        f"{day:%d/%m/%Y} ({place.existence})."
    )
    proposed = _code_of_that_day(index, place, day)
    if proposed:
        text += f" Ce jour-là, c'était {proposed.code} {proposed.name}."
    return PlaceRemark(text, proposed)


def _about_the_name(index: PlaceIndex, code: str, town: str) -> Iterator[PlaceRemark]:
    places = index.named(code)
    if not places:
        if index.knows(code):
            successors = ", ".join(
                f"{place.name} ({place.code})"
                for place in index.linked(code)
                if not (place.is_former or place.kind.is_past)
            )
            yield PlaceRemark(
                f"{code}\u00a0: ancien code, aujourd'hui {successors}.", is_warning=False
            )
        else:
            yield PlaceRemark(f"{code}\u00a0: code inconnu du COG. Il peut être gardé tel quel.")
        return
    names = {place.name for place in places}
    shown = fold(town).upper()
    # Abroad, the town itself may be written beside the code of the country.
    if shown and not places[0].kind.is_country and shown not in names:
        place = index.at(code, None) or places[0]
        yield PlaceRemark(f"{code} est le code de {place.name}.", place)


def _about_the_nir(
    index: PlaceIndex, code: str, birth_date: date | None, nir: str
) -> PlaceRemark | None:
    told = place_in_nir(nir, birth_date)
    if told is None or told == UNKNOWN_CODE:
        return None
    place = index.at(told, birth_date)
    if place is None or code in {place.code, told, place_digits(nir)}:
        return None
    if not code:
        return PlaceRemark(
            f"Le NIR indique {place.code} {place.name} comme lieu de naissance.",
            place,
            is_warning=False,
        )
    if is_unknown(code) or _same_ground(index, code, place.code):
        return None
    return PlaceRemark(
        f"Le NIR indique {place.code} {place.name}, la fiche {code}. Vérifiez le justificatif "
        "d'identité.",
        place,
    )


def _same_ground(index: PlaceIndex, code: str, other: str) -> bool:
    corsica = {code[:2], other[:2]} <= _CORSICA and code[2:] == other[2:]
    return corsica or any(place.code == code for place in index.linked(other))


def _code_of_that_day(index: PlaceIndex, place: Place, day: date) -> Place | None:
    candidates = [
        other
        for other in index.linked(place.code)
        if other.code != place.code and other.may_have_existed(day)
    ]
    same_name = [other for other in candidates if other.name == place.name]
    dated = [other for other in candidates if other.periods]
    sure = same_name or dated or candidates
    return sure[0] if len(sure) == 1 else None
