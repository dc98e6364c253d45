"""Which line of the record is which line of the booklet, and what differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from almapy.cve.lines import differences, goes_by_itself, to_shared, to_vaccination, why_not_shared
from almapy.cve.model import ComparedLine, Comparison, RemoteLine, Sharing
from almapy.cve.tables import CarnetLineRow
from almapy.record.model import Fact
from almapy.vaccination.doses import Products, same_act
from almapy.vaccination.model import Vaccination

ALREADY_THERE = "déjà présent"
WAITS = "en attente d'envoi"
NOT_ASKED = "déclaré par le patient\u00a0: à envoyer si vous le souhaitez"
GONE = "supprimé du carnet"
REMOVED_HERE = "supprimé du dossier"


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides as they were read, what is known of each vaccination, and which ones wait."""

    local: tuple[Fact[Vaccination], ...]
    remote: tuple[RemoteLine, ...]
    known: Mapping[int, CarnetLineRow]
    busy: frozenset[int]


def compared(sides: Sides, products: Products, at: datetime | None) -> Comparison:
    """Return every line of both sides once."""
    both: list[ComparedLine] = []
    differing: list[ComparedLine] = []
    local_only: list[ComparedLine] = []
    gone: list[ComparedLine] = []
    there = {one.remote_id: one for one in sides.remote}
    matched: set[str] = set()
    loose: list[Fact[Vaccination]] = []
    for fact in sides.local:
        row = sides.known.get(fact.id)
        remote = there.get(row.remote_id) if row is not None and row.remote_id else None
        if remote is not None:
            matched.add(remote.remote_id)
            _sort(both, differing, fact, remote, waits=fact.id in sides.busy)
        elif row is not None and row.state == Sharing.DELETED.value:
            gone.append(ComparedLine(local=fact, linked=True, note=GONE))
        else:
            loose.append(fact)
    removed = {
        row.remote_id: row
        for row in sides.known.values()
        if row.remote_id and row.remote_id not in matched
    }
    rest = [one for one in sides.remote if one.remote_id not in matched]
    for fact in loose:
        twin = next((one for one in rest if _is_twin(fact, one, products)), None)
        if twin is not None:
            rest.remove(twin)
            differs = differences(to_shared(fact.data), twin.content)
            both.append(ComparedLine(fact, twin, differs=differs, note=ALREADY_THERE))
        else:
            local_only.append(ComparedLine(local=fact, note=_why_here(fact, sides)))
    remote_only = [
        ComparedLine(remote=one, note=REMOVED_HERE if one.remote_id in removed else "")
        for one in rest
        if not (one.remote_id in removed and removed[one.remote_id].vaccination_id in sides.busy)
    ]
    return Comparison(
        tuple(both),
        tuple(remote_only),
        tuple(local_only),
        tuple(differing),
        tuple(gone),
        at,
    )


def _sort(
    both: list[ComparedLine],
    differing: list[ComparedLine],
    fact: Fact[Vaccination],
    remote: RemoteLine,
    *,
    waits: bool,
) -> None:
    why = why_not_shared(fact.data)
    if why and fact.data.vaccine:
        differing.append(ComparedLine(fact, remote, linked=True, differs=(why,)))
        return
    try:
        found = differences(to_shared(fact.data, remote.content), remote.content)
    except ValueError:
        found = (why,)
    one = ComparedLine(fact, remote, linked=True, differs=found, note=WAITS if waits else "")
    (both if waits or not found else differing).append(one)


def _is_twin(fact: Fact[Vaccination], remote: RemoteLine, products: Products) -> bool:
    return not why_not_shared(fact.data) and same_act(
        fact.data, to_vaccination(remote, known=True), products
    )


def _why_here(fact: Fact[Vaccination], sides: Sides) -> str:
    if fact.id in sides.busy:
        return WAITS
    row = sides.known.get(fact.id)
    if row is not None and row.reason:
        return row.reason
    why = why_not_shared(fact.data)
    if why or goes_by_itself(fact.data):
        return why
    return NOT_ASKED
