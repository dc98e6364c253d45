"""What a browser is answered by the simulated service: the sign-in page and the telephone."""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

from almapy.simulators.practitioners import PROFESSIONALS
from almapy.simulators.psc.asking import form_of, is_for_this_computer, path_of, query_of
from almapy.simulators.psc.behaviour import BROWSER_TROUBLES, Trouble
from almapy.simulators.psc.control import PscControl
from almapy.simulators.psc.ledger import Attempt, Ledger
from almapy.simulators.psc.pages import refusal_page, sign_in_page, telephone_page
from almapy.simulators.web import HttpAnswer, HttpRequest

SIGN_IN = "/connexion"
TELEPHONE = "/telephone"
_PEOPLE = {person.key: person for person in PROFESSIONALS}


class BrowserPages:
    """Serves the pages of one simulated Pro Santé Connect."""

    def __init__(self, control: PscControl, ledger: Ledger) -> None:
        self._control = control
        self._ledger = ledger

    def __call__(self, request: HttpRequest) -> HttpAnswer:
        """Answer one request of a browser; what makes no sense changes nothing."""
        host = request.headers.get("Host", "")
        origin = request.headers.get("Origin")
        if not is_for_this_computer(request) or origin not in {None, f"http://{host}"}:
            return refusal_page("Cette demande vient d'une autre page.", 403)
        match request.method, path_of(request):
            case "GET", "/telephone":
                return telephone_page(self._ledger.pending())
            case "POST", "/telephone":
                return self._decide(form_of(request))
            case "GET", "/connexion":
                attempt = self._ledger.attempt(query_of(request).get("demande", ""))
                return sign_in_page(attempt, PROFESSIONALS) if attempt else _nothing_waits()
            case "POST", "/connexion":
                return self._sign_in(form_of(request))
        return refusal_page("Cette page n'existe pas.", 404)

    def _decide(self, form: dict[str, str]) -> HttpAnswer:
        action = form.get("action")
        if action not in {"confirmer", "refuser"}:
            return refusal_page("La réponse n'est pas comprise.")
        self._ledger.decide(form.get("demande", ""), accept=action == "confirmer")
        return _to(TELEPHONE)

    def _sign_in(self, form: dict[str, str]) -> HttpAnswer:
        person = _PEOPLE.get(form.get("personne", ""))
        leaves = form.get("action") == "refus"
        if person is None and not leaves:
            return refusal_page("Personne n'a été choisi.")
        attempt = self._ledger.end_attempt(form.get("demande", ""))
        if attempt is None:
            return _nothing_waits()
        trouble = self._trouble()
        if person is None or leaves:
            return self._back(attempt, {"error": "access_denied"}, trouble)
        ticket = self._ledger.ticket_for(attempt, person, expired=trouble is Trouble.EXPIRED_TICKET)
        return self._back(attempt, {"ticket": ticket}, trouble)

    def _back(
        self, attempt: Attempt, values: dict[str, str], trouble: Trouble | None
    ) -> HttpAnswer:
        if trouble is Trouble.WRONG_STATE:
            values |= {"state": secrets.token_urlsafe(32)}
        elif trouble is not Trouble.NO_STATE:
            values |= {"state": attempt.state}
        return _to(f"http://127.0.0.1:{attempt.port}/psc/callback?{urlencode(values)}")

    def _trouble(self) -> Trouble | None:
        behaviour = self._control.take(SIGN_IN, BROWSER_TROUBLES)
        return behaviour.trouble if behaviour else None


def _to(where: str) -> HttpAnswer:
    return HttpAnswer(
        303, "text/plain", b"", headers=(("Location", where), ("Cache-Control", "no-store"))
    )


def _nothing_waits() -> HttpAnswer:
    return refusal_page("Cette demande de connexion est terminée ou trop ancienne.", 410)
