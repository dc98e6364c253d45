"""Who is at work on an open base: unlocking, changing person, leaving."""

from __future__ import annotations

from almapy.application import Application
from almapy.audit.model import Action
from almapy.db.keys import WrongPassword
from almapy.errors import AccessError
from almapy.sign_in.faults import NotLinked, OtherPersonsToken
from almapy.sign_in.model import TokenKind
from almapy.sign_in.rows import means_of
from almapy.users.model import Actor, Role
from almapy.users.throttle import Throttle


class Session:
    """Who is at work on an open base; proves passwords for unlocking and for changing person."""

    def __init__(self, application: Application, throttle: Throttle) -> None:
        self._application = application
        self._throttle = throttle

    def sign_in(self, login: str, password: str, *, action: Action) -> Actor:
        """Return the person whose password this is; traced as ``action``.

        Raises WrongPassword, counted and slowed down like at the door.
        """
        self._throttle.require_open()
        keeper = self._application.keeper
        try:
            user_uid = keeper.prove(login, password)
        except WrongPassword:
            self._throttle.failed()
            self._trace_refusal(login)
            raise
        self._throttle.succeeded()
        account = self._application.accounts.account_of(user_uid)
        actor = account.at(self._application.post)
        self._application.journal.record(actor, action)
        return actor

    def sign_in_with_token(
        self,
        kind: TokenKind,
        handle: str,
        secret: bytes,
        *,
        action: Action,
        only: Actor | None = None,
    ) -> Actor:
        """Return the person whose card or identity this is; traced as ``action``.

        Raises NotLinked, counted and traced like a wrong password, and OtherPersonsToken when it
        is another person's than ``only``.
        """
        keeper = self._application.keeper
        try:
            user_uid = keeper.prove_token(kind, handle, secret)
            account = self._application.accounts.account_of(user_uid)
            actor = account.at(self._application.post)
            if only is not None and only.user_id != actor.user_id:
                raise OtherPersonsToken
            link = self._application.sign_in_links.used(actor, kind, handle)
        except AccessError as error:
            if kind is TokenKind.CPS:  # a code that opened nothing serves nobody who comes next
                self._application.cps.forget()
            if isinstance(error, NotLinked):
                self._throttle.failed()
                self._trace_refusal("", {"moyen": kind.label})
            raise
        self._throttle.succeeded()
        self._application.journal.record(actor, action, detail=means_of(link))
        return actor

    def sign_out(self, actor: Actor) -> None:
        """Close the session of a person; the base stays open."""
        self._application.cps.forget()  # first: calls may wait for its code
        self._application.incoming_reading.stop()
        self._application.insi_batch.close()
        self._application.insi.interrupt()
        self._application.psc.end()
        self._application.journal.record(actor, Action.SESSION_CLOSED)
        self._application.patients.session_closed(actor)
        self._application.record_documents.session_closed(actor)

    def _trace_refusal(self, login: str, means: dict[str, object] | None = None) -> None:
        nobody = Actor(0, "", "", "", Role.SECRETAIRE, frozenset(), self._application.post)
        known = login in self._application.keeper.logins()
        detail = means or {"identifiant": login if known else "inconnu"}
        self._application.journal.record(nobody, Action.SESSION_REFUSED, detail=detail)
