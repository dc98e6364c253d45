"""What the workers do at the door with an identity: look, open, link."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from almapy.errors import AlmaPyError
from almapy.psc.ports import PscSession
from almapy.sign_in.handles import psc_handle
from almapy.sign_in.model import TokenKind
from almapy.stop import Stop

if TYPE_CHECKING:
    from almapy.opening import Door, Opened
    from almapy.psc.model import Activity
    from ui.psc.link_panel import ChosenAccount

_NO_PLACE = (
    "Pro Santé Connect ne vous connaît aucun lieu d'exercice. Vous pouvez travailler\u00a0; "
    "certains envois demanderont peut-être de mettre à jour votre fiche au RPPS."
)


@dataclass(frozen=True, slots=True)
class Entered:
    """An open base, and the places of work to choose from (none when nothing is to be asked)."""

    opened: Opened
    places: tuple[Activity, ...] = ()
    usual: Activity | None = None


def is_known(door: Door, session: PscSession) -> bool:
    """Tell whether this identity opens this base."""
    return door.challenge(TokenKind.PSC, _handle(session)) is not None


def open_linked(door: Door, session: PscSession, stop: Stop) -> Entered:
    """Open the base with what the relay keeps; raises NotLinked, and what ``Door.open`` raises."""
    secret = session.opening_secret(door.base_id(), stop) or b""
    opened = door.open_with_token(TokenKind.PSC, _handle(session), secret)
    try:
        opened.application.psc.begin(opened.actor, session)
    except AlmaPyError as error:
        return Entered(_with_notice(opened, error.message))
    return _entered(opened)


def open_and_link(door: Door, session: PscSession, chosen: ChosenAccount, stop: Stop) -> Entered:
    """Open with the password, then link; raises what ``Door.open`` raises.

    A rule that refuses the link does not shut out who proved their password: it is told inside.
    """
    opened = door.open(chosen.login, chosen.password)
    psc = opened.application.psc
    try:
        psc.link(opened.actor, session, stop, take_rpps=chosen.take_rpps)
    except AlmaPyError as error:
        session.end()
        return Entered(_with_notice(opened, error.message))
    return _entered(opened)


def _entered(opened: Opened) -> Entered:
    psc, actor = opened.application.psc, opened.actor
    places = psc.activities(actor)
    if not places:
        return Entered(_with_notice(opened, _NO_PLACE))
    if psc.activity(actor) is not None:
        return Entered(opened)
    return Entered(opened, places, psc.last_activity(actor))


def _with_notice(opened: Opened, notice: str) -> Opened:
    return replace(opened, notices=(*opened.notices, notice))


def _handle(session: PscSession) -> str:
    return psc_handle(session.identity.issuer, session.identity.subject)
