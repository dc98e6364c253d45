"""The session of Pro Santé Connect of the person at work: begun, used, linked, ended."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from almapy.audit.model import Action
from almapy.clock import Clock
from almapy.errors import AccessError, DomainError
from almapy.psc.faults import LinkRefused, NotSignedIn, OtherPerson, SessionOver
from almapy.psc.model import Activity, PscIdentity
from almapy.psc.ports import PscGateway, PscSession
from almapy.psc.rules import is_linked, require_linkable
from almapy.sign_in.handles import psc_handle
from almapy.sign_in.model import SignInLink, TokenKind
from almapy.stop import Stop
from almapy.users.information import InformationService
from almapy.users.model import Actor
from almapy.work import Works

RENEWED_AFTER = timedelta(minutes=20)
"""PSC notes §7: what is in use is renewed so often while somebody works, and stops at 4 h."""
LONGEST_SESSION = timedelta(hours=4)
_KEEPS_NOTHING = (
    "Cette connexion à Pro Santé Connect ne garde pas de quoi ouvrir la base. Rien n'a été "
    "associé. Réglez l'adresse du relais dans «\u00a0Ce poste\u00a0»."
)


class LinkBook(Protocol):
    """Where links are kept (``app.sign_in_links``)."""

    def of(self, actor: Actor) -> Sequence[SignInLink]:
        """Return the links of a person."""

    def link(
        self,
        actor: Actor,
        kind: TokenKind,
        handle: str,
        *,
        issuer: str,
        subject: str,
        secret: bytes,
        take_rpps: bool = False,
    ) -> SignInLink:
        """Link an identity to the person's account; ``secret`` opens the base with it."""

    def used(self, actor: Actor, kind: TokenKind, handle: str) -> object:
        """Remember that the person signed in with it now."""


@dataclass(slots=True)
class _Held:
    """The session of one person; it is never written anywhere."""

    actor_id: int
    session: PscSession
    ends_at: float
    activity: Activity | None = None
    renewed_at: float = 0.0
    in_use: bool = False


class PscService:
    """Pro Santé Connect for the person at work; any thread may ask.

    Only one session is held: that of the person at work. Tokens live in memory, in the session,
    and leave it only towards who asks for one. The network is never awaited under a lock here.
    """

    def __init__(
        self,
        works: Works,
        gateway: PscGateway | None,
        information: InformationService,
        links: LinkBook,
        base_id: str,
    ) -> None:
        """Keep the way out; ``gateway`` is None where nothing is set for it."""
        self._works = works
        self._clock: Clock = works.clock
        self._gateway = gateway
        self._information = information
        self._links = links
        self._base_id = base_id
        self._guard = threading.Lock()
        self._held: _Held | None = None

    @property
    def gateway(self) -> PscGateway | None:
        """Return the way to the service, None where this post has none."""
        return self._gateway

    @property
    def available(self) -> bool:
        """Tell whether this post may sign in by Pro Santé Connect."""
        return self._gateway is not None

    @property
    def simulated(self) -> bool:
        """Tell whether a simulator answers."""
        return self._gateway is not None and self._gateway.simulated

    def begin(self, actor: Actor, session: PscSession) -> None:
        """Hold the session of the person who has just signed in; an earlier one is ended.

        Raises OtherPerson when its identity is not linked to this account (L15). A session that is
        not held is ended, whatever the reason: nothing of it is used.
        """
        try:
            self._accept(actor, session.identity)
        except BaseException:
            session.end()
            raise
        self._hold(actor, session)

    def session(self, actor: Actor) -> PscSession | None:
        """Return the person's session, None when there is none or its four hours are over."""
        held = self._of(actor)
        return held.session if held is not None else None

    def access_token(self, actor: Actor, stop: Stop) -> str:
        """Return a token valid now, renewed when it has to be; the longest call is this one's.

        Raises NotSignedIn, SessionOver when the session has ended (the work of the caller is
        untouched, L11), ExternalError when nobody answers: the session may go on later.
        """
        held = self._of(actor)
        if held is None:
            raise NotSignedIn
        try:
            token = held.session.access_token(stop)
        except SessionOver:
            self._drop(held)
            raise
        held.in_use = True
        held.renewed_at = self._clock.monotonic()
        return token

    def keep_alive(self, actor: Actor, stop: Stop) -> None:
        """Renew the session of somebody who is at work, when that is due; else do nothing.

        Due: a token served already, and none was asked for these last 20 minutes. Whoever calls
        this knows that the person uses the keyboard or the mouse. Never raises for a session that
        has ended; raises ExternalError when nobody answers.
        """
        held = self._of(actor)
        if held is None or not held.in_use:
            return
        if self._clock.monotonic() - held.renewed_at < RENEWED_AFTER.total_seconds():
            return
        try:
            held.session.access_token(stop)
        except SessionOver:
            self._drop(held)
        else:
            held.renewed_at = self._clock.monotonic()

    def link(
        self, actor: Actor, session: PscSession, stop: Stop, *, take_rpps: bool = False
    ) -> SignInLink:
        """Link the identity that signed in to the account at work, and hold its session.

        The account was proved by its password (L3); ``take_rpps`` tells that the person agreed to
        have an empty RPPS filled from the identity. Raises LinkRefused, whose message is the rule,
        SessionOver, ExternalError; nothing is linked then and the session stays the caller's.
        """
        identity = session.identity
        rpps = self._information.get(actor).practitioner.rpps
        try:
            require_linkable(identity, actor.role, rpps)
            secret = session.opening_secret(self._base_id, stop, create=True)
            if secret is None:
                raise LinkRefused(_KEEPS_NOTHING, code="psc.link_refused.no_secret")
            link = self._links.link(
                actor,
                TokenKind.PSC,
                psc_handle(identity.issuer, identity.subject),
                issuer=identity.issuer,
                subject=identity.subject,
                secret=secret,
                take_rpps=take_rpps,
            )
        except (LinkRefused, DomainError):
            self._trace(actor, Action.PSC_REFUSED, identity)
            raise
        self.begin(actor, session)
        return link

    def activities(self, actor: Actor) -> tuple[Activity, ...]:
        """Return the places of work that the service told, empty without a session."""
        held = self._of(actor)
        return held.session.identity.activities if held is not None else ()

    def activity(self, actor: Actor) -> Activity | None:
        """Return where the person works in this session; None: to be asked, or none is known.

        The only place of somebody who has one needs no question (L6).
        """
        held = self._of(actor)
        if held is None:
            return None
        known = held.session.identity.activities
        return known[0] if len(known) == 1 else held.activity

    def last_activity(self, actor: Actor) -> Activity | None:
        """Return the place chosen last time, when it is one of this session: what to propose."""
        last = self._information.get(actor).preferences.psc_activity
        return next((one for one in self.activities(actor) if one.key == last), None)

    def choose_activity(self, actor: Actor, activity: Activity) -> None:
        """Take this place for the session, and propose it next time.

        Raises NotSignedIn, or AccessError for a place that is not one of this person.
        """
        held = self._of(actor)
        if held is None:
            raise NotSignedIn
        if activity not in held.session.identity.activities:
            raise AccessError(
                "Ce lieu d'exercice n'est pas l'un des vôtres. Rien n'a été modifié. Choisissez-en "
                "un dans la liste.",
                code="psc.activity",
            )
        held.activity = activity
        stored = self._information.get(actor)
        self._information.save(
            actor, stored.practitioner, replace(stored.preferences, psc_activity=activity.key)
        )

    def end(self) -> None:
        """Sign out at the service and forget its tokens: sign-out, change of person, closing.

        At best effort, within two seconds; never raises (L9).
        """
        with self._guard:
            held, self._held = self._held, None
        if held is not None:
            held.session.end()

    def _accept(self, actor: Actor, identity: PscIdentity) -> None:
        handle = psc_handle(identity.issuer, identity.subject)
        if not is_linked(handle, self._links.of(actor)):
            self._trace(actor, Action.PSC_REFUSED, identity)
            raise OtherPerson
        self._links.used(actor, TokenKind.PSC, handle)
        self._trace(actor, Action.PSC_SIGNED_IN, identity)

    def _hold(self, actor: Actor, session: PscSession) -> None:
        now = self._clock.monotonic()
        new = _Held(actor.user_id, session, now + self._length(session), renewed_at=now)
        with self._guard:
            former, self._held = self._held, new
        if former is not None and former.session is not session:
            former.session.end()

    def _length(self, session: PscSession) -> float:
        told = session.ends_at
        longest = LONGEST_SESSION.total_seconds()
        if told is None:
            return longest
        return min(longest, (told - self._clock.now()).total_seconds())

    def _of(self, actor: Actor) -> _Held | None:
        with self._guard:
            held = self._held
        if held is None or held.actor_id != actor.user_id:
            return None
        if self._clock.monotonic() >= held.ends_at:
            self._drop(held)
            return None
        return held

    def _drop(self, held: _Held) -> None:
        with self._guard:
            if self._held is held:
                self._held = None

    def _trace(self, actor: Actor, action: Action, identity: PscIdentity) -> None:
        with self._works.begin(actor) as work:
            work.trace(
                action,
                detail={"identifiant national": identity.subject, "moyen": identity.means},
            )
