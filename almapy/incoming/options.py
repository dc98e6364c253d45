"""The options of filing that each person keeps (A-DOC-10, A-DOC-14)."""

from __future__ import annotations

from dataclasses import fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from almapy.audit.model import Action
from almapy.events import Changed, Topic
from almapy.incoming.model import FilingOptions
from almapy.users.tables import PreferenceRow
from almapy.work import UnitOfWork

_PREFIX = "filing_"


def options_of(session: Session, account_id: int) -> FilingOptions:
    """Return the options of a person; a stored value of another type counts for nothing."""
    query = select(PreferenceRow).where(PreferenceRow.account_id == account_id)
    stored = {row.name: row.value for row in session.scalars(query)}
    chosen = {one.name: stored.get(_PREFIX + one.name) for one in fields(FilingOptions)}
    return FilingOptions(
        **{name: value for name, value in chosen.items() if isinstance(value, bool)}
    )


def write_options(work: UnitOfWork, options: FilingOptions) -> None:
    """Keep the options of the person at work; what changed is traced by name."""
    account_id = work.actor.user_id
    before = options_of(work.session, account_id)
    names = [
        one.name
        for one in fields(options)
        if getattr(before, one.name) != getattr(options, one.name)
    ]
    for name in names:
        value = getattr(options, name)
        row = work.session.get(PreferenceRow, (account_id, _PREFIX + name))
        if row is None:
            work.session.add(PreferenceRow(account_id=account_id, name=_PREFIX + name, value=value))
        else:
            row.value = value
    if names:
        champs = ", ".join(sorted(_PREFIX + name for name in names))
        work.trace(Action.SETTING_CHANGED, detail={"champs": champs})
        work.announce(Changed(Topic.PREFERENCE))
