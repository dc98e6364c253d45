"""One document made ready for the lane: what was read, and who the candidates are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from almapy.application import Application
from almapy.documents.kinds import FileKind
from almapy.incoming.model import Entry, IncomingLine, PersonFound, Sight, State
from almapy.users.model import Actor


@dataclass(frozen=True, slots=True, eq=False)
class Review:
    """What the lane shows at once; ``people`` are the candidates, likeliest first."""

    sight: Sight
    people: tuple[PersonFound, ...] = field(default=(), repr=False)

    @property
    def line(self) -> IncomingLine:
        """Return the row of the document."""
        return self.sight.incoming.line

    @property
    def entry(self) -> Entry:
        """Return what fills the form: what was typed and kept, else what is proposed."""
        return self.sight.incoming.entry or self.sight.incoming.proposed

    @property
    def content_key(self) -> object:
        """Return what tells two contents apart: an unlocked file shows other pages."""
        incoming = self.sight.incoming
        return (self.line.id, incoming.sha256, self.line.state is State.LOCKED)

    @property
    def is_locked(self) -> bool:
        """Whether a password is wanted before anything can be shown."""
        return self.line.state is State.LOCKED


def read_review(application: Application, actor: Actor, incoming_id: int) -> Review:
    """Read one document; to be called in a worker. Raises as ``IncomingService.sight`` does."""
    sight = application.incoming.sight(actor, incoming_id)
    people = application.matching.found(
        actor, sight.match, deceased=True, archived=True, passing=True
    )
    return Review(sight, tuple(people))


def content_of(
    application: Application, actor: Actor, incoming_id: int
) -> Callable[[], tuple[bytes, FileKind]]:
    """Return what reads the bytes of a document, in a worker."""
    return lambda: application.incoming.content(actor, incoming_id)
