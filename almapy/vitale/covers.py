"""The covers that a reading gives, and what they say of the two lines of the banner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date

from almapy.administrative.model import CoverKind, HealthCover
from almapy.vitale.reading import Bearer, Complementary, Period, VitaleReading

SIMULATED = "simulateur"
QUALITIES = {
    "0": "Assuré",
    "1": "Ascendant, descendant, collatéral",
    "2": "Conjoint",
    "3": "Conjoint divorcé",
    "4": "Concubin",
    "5": "Conjoint séparé",
    "6": "Enfant",
    "8": "Conjoint veuf",
    "9": "Autre ayant droit",
}
"""« Qualité » of a beneficiary (SSV, group 104 field 14)."""
_KEY_FIELDS = {
    CoverKind.MANDATORY: ("insured_nir",),
    CoverKind.COMPLEMENTARY: ("organisation", "organisation_number"),
    CoverKind.C2S: ("organisation", "organisation_number"),
}
_HOW_IT_WAS_READ = frozenset({"source", "read_on"})


@dataclass(frozen=True, slots=True)
class Flags:
    """The two lines of the banner; None where the reading does not tell."""

    mandatory: bool | None = None
    complementary: bool | None = None


def in_force(period: Period, on: date) -> bool:
    """Tell whether a day is within a period."""
    return (period.since is None or period.since <= on) and (
        period.until is None or on <= period.until
    )


def flags_of(bearer: Bearer, on: date) -> Flags:
    """Return what the rights of a person say on a day: « non lu » says nothing."""
    mandatory = None if bearer.rights is None else any(in_force(one, on) for one in bearer.rights)
    complementary: bool | None = None
    if bearer.complementary is not None:
        complementary = in_force(bearer.complementary.period, on)
    elif bearer.no_complementary:
        complementary = False
    return Flags(mandatory, complementary)


def covers_of(reading: VitaleReading, bearer: Bearer, on: date) -> tuple[HealthCover, ...]:
    """Return the covers that a reading gives to one of its persons, as they would be stored."""
    source = SIMULATED if reading.simulated else reading.origin.value
    found: list[HealthCover] = []
    if reading.insured is not None and bearer.rights != ():
        period = _shown_period(bearer.rights or (), on)
        found.append(
            HealthCover(
                CoverKind.MANDATORY,
                scheme=reading.insured.scheme,
                fund=reading.insured.fund,
                centre=reading.insured.centre,
                insured_nir=reading.insured.nir,
                beneficiary_quality=QUALITIES.get(bearer.quality or "", ""),
                birth_rank=bearer.rank,
                since=period.since,
                until=period.until,
            )
        )
    if bearer.complementary is not None:
        found.append(_complementary(bearer.complementary))
    return tuple(replace(one, source=source, read_on=on) for one in found)


def same_cover(one: HealthCover, other: HealthCover) -> bool:
    """Tell whether two covers are the same one at two moments: same payer, same insured number.

    A child named on the cards of both parents has one for each of them.
    """
    return one.kind is other.kind and all(
        getattr(one, name) == getattr(other, name) for name in _KEY_FIELDS[one.kind]
    )


def says_the_same(stored: HealthCover, read: HealthCover) -> bool:
    """Tell whether a stored cover already says all that was read, however it was read."""
    return not differing(stored, read)


def differing(stored: HealthCover, read: HealthCover) -> tuple[str, ...]:
    """Return the fields in which a reading says something else than what is stored."""
    return tuple(
        one.name
        for one in fields(HealthCover)
        if one.name not in _HOW_IT_WAS_READ
        and getattr(read, one.name) not in {None, ""}
        and getattr(read, one.name) != getattr(stored, one.name)
    )


def updated(stored: HealthCover, read: HealthCover) -> HealthCover:
    """Return a cover read earlier with what was read now; what was not read stays."""
    told = {
        one.name: getattr(read, one.name)
        for one in fields(HealthCover)
        if getattr(read, one.name) not in {None, ""}
    }
    # The dates go together: an old end would close a right that has none any more.
    if read.since is not None or read.until is not None:
        told |= {"since": read.since, "until": read.until}
    return replace(stored, **told)


def _shown_period(rights: Iterable[Period], on: date) -> Period:
    """Return the period of today, else the latest one, else one without dates."""
    known = tuple(rights)
    current = [one for one in known if in_force(one, on)]
    latest = sorted(current or known, key=lambda one: (one.until or date.max, one.since or on))
    return latest[-1] if latest else Period()


def _complementary(read: Complementary) -> HealthCover:
    return HealthCover(
        CoverKind.C2S if read.is_c2s else CoverKind.COMPLEMENTARY,
        organisation=read.name,
        organisation_number=read.number,
        member_number=read.member_number,
        since=read.period.since,
        until=read.period.until,
    )
