"""Hears each change of a vaccination and writes with it what the booklet must learn."""

from __future__ import annotations

from almapy.cve.lines import goes_by_itself, why_not_shared
from almapy.cve.model import Sharing
from almapy.cve.queue import share, unshare
from almapy.cve.rows import only_active
from almapy.cve.tables import CarnetLineRow, CarnetLinkRow
from almapy.record.model import Fact
from almapy.vaccination.model import EntryWay, Vaccination
from almapy.work import UnitOfWork

_SETTLED_BY_A_PERSON = frozenset({Sharing.CONFLICT.value, Sharing.DELETED.value})


class CarnetListener:
    """Implements ``VaccinationListener``: a record without a booklet costs one question."""

    def written(
        self,
        work: UnitOfWork,
        fact: Fact[Vaccination],
        before: Fact[Vaccination] | None,
        *,
        removed: bool,
    ) -> None:
        """Queue what the change means for the booklet of the record, if it has one."""
        link = only_active(work.session, fact.patient_id)
        if link is None:
            return
        line = work.session.get(CarnetLineRow, (fact.id, link.record_uuid))
        if line is None:
            came_from_there = fact.data.way is EntryWay.CARNET and before is None
            if not removed and not came_from_there and goes_by_itself(fact.data):
                share(work, link, fact)
        elif removed:
            if not is_kept_here(line):
                unshare(work, link, fact.id)
        elif line.state not in _SETTLED_BY_A_PERSON:
            taken_back = before is None and bool(line.remote_id)  # « supprimer seulement ici »
            if taken_back or not is_kept_here(line):
                _changed(work, link, line, fact)


def is_kept_here(line: CarnetLineRow) -> bool:
    """Tell whether somebody decided that this vaccination and the booklet go separate ways."""
    return line.state == Sharing.LOCAL.value and bool(line.reason)


def _changed(
    work: UnitOfWork, link: CarnetLinkRow, line: CarnetLineRow, fact: Fact[Vaccination]
) -> None:
    why = why_not_shared(fact.data)
    if not fact.data.is_given or (why and not line.remote_id):
        unshare(work, link, fact.id)
    elif why and fact.data.vaccine == "" and len(fact.data.given_on) == len("AAAA-MM-JJ"):
        share(work, link, fact)  # a code that our table does not know: the booklet has it
    elif why:
        line.state, line.reason = Sharing.REFUSED.value, why
    elif line.remote_id or goes_by_itself(fact.data):
        share(work, link, fact)
