"""One try to bring one change to the service; no transaction is open meanwhile."""

from __future__ import annotations

from almapy.cve.claims import Claimed
from almapy.cve.faults import (
    AccessRevoked,
    AlreadyThere,
    CarnetGone,
    CarnetRefused,
    ChangedElsewhere,
)
from almapy.cve.lines import from_text, is_same
from almapy.cve.model import Operation, RemoteLine, SharedLine
from almapy.cve.outcome import Ending, Outcome
from almapy.cve.ports import Carnets
from almapy.stop import Stop

_NO_LINE = "La ligne n'est plus dans le carnet. Synchronisez pour décider."
_CHANGED_BEFORE = (
    "La ligne a été modifiée dans le carnet entre-temps\u00a0: elle n'y a pas été supprimée. "
    "Synchronisez pour décider."
)


def tried(carnets: Carnets, claimed: Claimed, stop: Stop) -> Outcome:
    """Send a change and return how it ended.

    Raises what says nothing about the change itself: CarnetAway, CarnetNonsense, CarnetStopped,
    CredentialsRefused.
    """
    try:
        return _GESTURES[claimed.operation](carnets, claimed, stop)
    except AccessRevoked as error:
        return Outcome(Ending.REVOKED, why=error.message, code=error.reason)
    except CarnetRefused as error:
        return Outcome(Ending.REFUSED, why=error.message, code=error.reason)


def _added(carnets: Carnets, claimed: Claimed, stop: Stop) -> Outcome:
    content = _content(claimed)
    if claimed.remote_id:  # an earlier addition of it was found to be done
        return _changed(carnets, claimed, stop)
    try:
        return Outcome(Ending.DONE, carnets.add(claimed.record_uuid, content, claimed.key, stop))
    except AlreadyThere as error:
        found = _line(carnets, claimed, error.remote_id, stop)
        if found is None:
            return Outcome(Ending.REFUSED, why=error.message, code=error.reason)
        if not is_same(content, found.content):  # what stands there is not what was given here
            return Outcome(
                Ending.CONFLICT, found, why=error.message, by_other=True, code=error.reason
            )
        return Outcome(Ending.DONE, found, by_other=True)


def _changed(carnets: Carnets, claimed: Claimed, stop: Stop) -> Outcome:
    content = _content(claimed)
    if not claimed.remote_id:  # refused, or deleted and brought back while that was under way
        return _added(carnets, claimed, stop)
    try:
        return Outcome(
            Ending.DONE,
            carnets.change(
                claimed.record_uuid, claimed.remote_id, claimed.etag, content, claimed.key, stop
            ),
        )
    except CarnetGone:
        return Outcome(Ending.REFUSED, why=_NO_LINE, code="inconnu")
    except ChangedElsewhere as error:
        current = error.current or _line(carnets, claimed, claimed.remote_id, stop)
        if current is None:
            return Outcome(Ending.REFUSED, why=_NO_LINE, code="inconnu")
        if is_same(content, current.content):  # an earlier try was done, its answer lost
            return Outcome(Ending.DONE, current)
        return Outcome(Ending.CONFLICT, current, why=error.message, code=error.reason)


def _deleted(carnets: Carnets, claimed: Claimed, stop: Stop) -> Outcome:
    if claimed.remote_id:
        try:
            carnets.delete(claimed.record_uuid, claimed.remote_id, claimed.etag, claimed.key, stop)
        except ChangedElsewhere as error:
            return Outcome(Ending.REFUSED, error.current, _CHANGED_BEFORE, code=error.reason)
    return Outcome(Ending.DONE)


def _line(carnets: Carnets, claimed: Claimed, remote_id: str, stop: Stop) -> RemoteLine | None:
    lines = carnets.lines(claimed.record_uuid, stop)
    return next((one for one in lines if one.remote_id == remote_id), None)


def _content(claimed: Claimed) -> SharedLine:
    content = from_text(claimed.body)
    assert content is not None
    return content


_GESTURES = {
    Operation.ADD: _added,
    Operation.UPDATE: _changed,
    Operation.DELETE: _deleted,
}
