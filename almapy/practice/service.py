"""Reading and changing the practice."""

from __future__ import annotations

from sqlalchemy.orm import Session

from almapy.audit.model import Action
from almapy.errors import ConflictError
from almapy.events import Changed, Topic
from almapy.practice.model import Practice
from almapy.practice.tables import PracticeRow
from almapy.users.model import Actor, Right
from almapy.work import UnitOfWork, Works

PRACTICE_ID = 1
_FIELDS = ("name", "finess", "address", "postal_code", "town", "phone", "email")


class PracticeService:
    """The one practice of a base."""

    def __init__(self, works: Works) -> None:
        self._works = works

    def get(self) -> Practice:
        """Return the practice."""
        with self._works.database.reading() as session:
            return _to_practice(session.get_one(PracticeRow, PRACTICE_ID))

    def change(self, actor: Actor, seen: Practice, practice: Practice) -> None:
        """Replace the data of the practice; the former values go to the traces.

        ``seen`` is what the person had before their eyes: raises ConflictError when another post
        changed the practice since.
        """
        actor.require(Right.MANAGE_USERS)
        with self._works.begin(actor) as work:
            row = work.session.get_one(PracticeRow, PRACTICE_ID)
            before = _to_practice(row)
            if before != seen:
                raise ConflictError(
                    "Un autre poste a modifié les données du cabinet entre-temps. Rien n'a été "
                    "écrasé et votre saisie reste à l'écran. Annulez pour relire, puis "
                    "recommencez."
                )
            detail: dict[str, object] = {
                name: {"de": getattr(before, name), "en": getattr(practice, name)}
                for name in _FIELDS
                if getattr(before, name) != getattr(practice, name)
            }
            if not detail:
                return
            for name in detail:
                setattr(row, name, getattr(practice, name))
            work.trace(Action.PRACTICE_CHANGED, detail=detail)
            work.announce(Changed(Topic.PRACTICE))


def add_practice(work: UnitOfWork, practice: Practice, base_id: str) -> None:
    """Add the row of a new base."""
    row = PracticeRow(id=PRACTICE_ID, base_id=base_id)
    for name in _FIELDS:
        setattr(row, name, getattr(practice, name))
    work.session.add(row)
    work.session.flush()
    work.trace(Action.PRACTICE_CREATED, detail={"nom": practice.name})


def base_id_of(session: Session) -> str:
    """Return the identifier that the base bears inside, to be held against its key file."""
    return session.get_one(PracticeRow, PRACTICE_ID).base_id


def _to_practice(row: PracticeRow) -> Practice:
    return Practice(**{name: getattr(row, name) for name in _FIELDS})
