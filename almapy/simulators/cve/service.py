"""The calls of the simulated service: who may make them, and who answers."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from urllib.parse import parse_qsl

from almapy.simulators.cve import carnets, lines, sharing
from almapy.simulators.cve.accounts import Accounts, unsigned
from almapy.simulators.cve.advice import advised
from almapy.simulators.cve.call import Call
from almapy.simulators.cve.control import CveControl, FailMode, Failure, Received
from almapy.simulators.cve.moments import ServiceClock
from almapy.simulators.cve.reference import Reference
from almapy.simulators.cve.refusal import Refused, said, unknown
from almapy.simulators.cve.remote import TEST_PATH, RemoteControl
from almapy.simulators.cve.store import Store
from almapy.simulators.web import BodyProblem, Cut, HttpAnswer, HttpRequest

BASE_PATH = "/cve/v1"
_MOST_QUERY = 2000
_MOST_VACCINES = 50
_Answering = Callable[..., HttpAnswer]


class CveService:
    """Answers the requests of one listener; ``mutual``: the certificate tells who calls."""

    def __init__(
        self,
        store: Store,
        accounts: Accounts,
        control: CveControl,
        clock: ServiceClock,
        reference: Reference,
        *,
        mutual: bool,
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._control = control
        self._clock = clock
        self._reference = reference
        self._mutual = mutual
        self._remote = RemoteControl(control)

    def __call__(self, request: HttpRequest) -> HttpAnswer:
        """Answer, wrong when the control says so, and keep what was asked."""
        whole, _, query = request.path.partition("?")
        path = whole.removeprefix(BASE_PATH)
        if path.startswith(TEST_PATH) and not self._mutual:
            return self._remote(request, path, query)
        failure = self._control.take(path)
        if failure is not None and failure.mode is FailMode.SLOW:
            self._control.hold(failure.seconds)
        code = ""
        try:
            answer = self._hindered(failure)
            if answer is None:
                answer, code = self._worked(request, whole, query)
        except Refused as refused:
            answer, code = refused.answer(), refused.code
        if failure is not None and failure.mode is FailMode.DROP_AFTER_STORING:
            answer = _cut()
        status = 0 if answer.cut is not Cut.NEVER else answer.status
        self._control.note(Received(request.method, path, status, code))
        return answer

    def _hindered(self, failure: Failure | None) -> HttpAnswer | None:
        if failure is None or failure.mode in {FailMode.SLOW, FailMode.DROP_AFTER_STORING}:
            return None
        if failure.mode is FailMode.DROP_BEFORE:
            return _cut()
        raise Refused(failure.status, "indisponible", "Le service ne répond pas (simulateur).")

    def _worked(self, request: HttpRequest, path: str, query: str) -> tuple[HttpAnswer, str]:
        if request.headers.get("Origin"):
            raise Refused(400, "requete_invalide", "Une page de navigateur n'a rien à faire ici.")
        if len(query) > _MOST_QUERY:
            raise Refused(400, "requete_invalide", "La demande est trop longue.")
        if not path.startswith(f"{BASE_PATH}/"):
            raise unknown("Cette adresse")
        with self._store.turn() as base:
            # What a refusal has counted is kept: wrong dates, keys received.
            try:
                return self._answered(base, request, path.removeprefix(BASE_PATH), query), ""
            except Refused as refused:
                return refused.answer(), refused.code

    def _answered(
        self, base: sqlite3.Connection, request: HttpRequest, path: str, query: str
    ) -> HttpAnswer:
        parts = path.strip("/").split("/")
        known = None
        if self._mutual:
            known = self._accounts.by_certificate(base, request.caller)
        answering = self._open_calls().get("/".join(parts))
        if answering is not None:
            if request.method != "POST":
                raise _wrong_method("POST")
            return answering(base, request)
        methods, names = _methods(parts)
        caller = self._accounts.by_token(base, request) or known
        if caller is None:
            raise unsigned("jeton_manquant", "Un jeton est demandé.")
        if known is not None and caller.email != known.email:
            raise unsigned("jeton_inconnu", "Ce jeton n'est pas celui de ce certificat.")
        if request.method not in methods:
            raise _wrong_method(", ".join(methods))
        if request.problem is BodyProblem.CUT:
            raise Refused(400, "requete_invalide", "Le message n'est pas arrivé entier.")
        call = Call(
            base=base,
            caller=caller,
            request=request,
            path=path,
            query=dict(parse_qsl(query, keep_blank_values=True)),
            now=self._clock.now(),
            today=self._clock.today(),
            reference=self._reference,
        )
        return methods[request.method](call, *names)

    def _open_calls(
        self,
    ) -> dict[str, Callable[[sqlite3.Connection, HttpRequest], HttpAnswer]]:
        """Return what is answered without a token."""
        return {
            "token": self._accounts.sign_in,
            "accounts": self._accounts.open,
            "password-reminders": self._accounts.remind,
            "certificates/withdraw": self._accounts.withdraw,
        }


def _methods(parts: list[str]) -> tuple[dict[str, _Answering], list[str]]:
    """Return what is answered on a path, by method, with the names in it."""
    for pattern, methods in _CALLS.items():
        wanted = pattern.split("/")
        if len(wanted) == len(parts) and all(
            one in {"*", part} for one, part in zip(wanted, parts, strict=True)
        ):
            names = [part for one, part in zip(wanted, parts, strict=True) if one == "*"]
            return methods, names
    raise unknown("Cette adresse")


def _me(call: Call) -> HttpAnswer:
    call.only()
    (count,) = call.base.execute(
        "SELECT COUNT(*) FROM access WHERE email = ? AND NOT revoked", (call.caller.email,)
    ).fetchone()
    return said(
        {
            "name": call.caller.name,
            "rpps": call.caller.rpps,
            "email": call.caller.email,
            "records_count": count,
        }
    )


def _vaccines(call: Call) -> HttpAnswer:
    call.only("q", "disease", "cip13")
    found = call.reference.search(
        call.query.get("q", ""), call.query.get("disease", ""), call.query.get("cip13", "")
    )
    return said({"items": [one.shown() for one in found[:_MOST_VACCINES]]})


def _wrong_method(allowed: str) -> Refused:
    return Refused(
        405,
        "methode_refusee",
        "Cette adresse ne répond pas à cette méthode.",
        headers=(("Allow", allowed),),
    )


def _cut() -> HttpAnswer:
    return HttpAnswer(503, "text/plain", b"", cut=Cut.BEFORE_HEADERS)


_CALLS: dict[str, dict[str, _Answering]] = {
    "me": {"GET": _me},
    "vaccines": {"GET": _vaccines},
    "records": {"GET": carnets.found, "POST": carnets.made},
    "records/*": {"GET": carnets.told},
    "records/*/share-code": {"POST": sharing.resent},
    "records/*/vaccinations": {"GET": lines.listed, "POST": lines.added},
    "records/*/vaccinations/*": {"PUT": lines.changed, "DELETE": lines.removed},
    "records/*/recommendations": {"GET": advised},
    "share-codes/resolve": {"POST": sharing.resolved},
    "share-requests/*/records/*": {"POST": sharing.asked},
}
