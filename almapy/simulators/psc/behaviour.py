"""What the simulated Pro Santé Connect can be told to do wrong."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from almapy.simulators.web import Cut, HttpAnswer

JSON = "application/json; charset=utf-8"
HUGE_BYTES = 50 * 1024 * 1024
_LONGEST = 3600.0  # seconds
_PROXY_PAGE = (
    b"<!DOCTYPE html><html><head><title>Authentification requise</title></head><body>"
    b"<h1>Proxy</h1><p>Veuillez vous identifier<br>avant de continuer.</p></body></html>"
)


class Trouble(StrEnum):
    """One way of answering wrong, or late. The last three spoil the browser's way only."""

    DELAY = "delai"
    DOWN = "indisponible"  # 503 psc_unavailable
    SERVER_ERROR = "http_500"
    GARBAGE = "charabia"
    PROXY_PAGE = "page_proxy"
    EMPTY_OBJECT = "objet_vide"
    WRONG_TYPES = "mauvais_types"
    TRUNCATED = "tronque"
    HUGE = "enorme"
    DRIP = "goutte"  # one byte at a time: every read succeeds, the answer does not end
    CUT_BEFORE_HEADERS = "coupure_avant"
    CUT_IN_BODY = "coupure_milieu"
    SESSION_OVER = "session_terminee"
    EXPIRED_TICKET = "ticket_expire"
    WRONG_STATE = "mauvais_state"
    NO_STATE = "sans_state"


BROWSER_TROUBLES = frozenset({Trouble.EXPIRED_TICKET, Trouble.WRONG_STATE, Trouble.NO_STATE})


@dataclass(frozen=True, slots=True)
class Behaviour:
    """A trouble for so many calls; ``times`` None: until it is reset.

    ``path`` limits it to the calls whose path begins so (« /token »); ``seconds`` is the wait of
    a delay, or before each byte of a drip.
    """

    trouble: Trouble
    times: int | None = 1
    path: str = ""
    seconds: float = field(default=0.0)

    def __post_init__(self) -> None:
        """Refuse what makes no sense; raises ValueError."""
        if not 0 <= self.seconds < _LONGEST or (self.times is not None and self.times < 1):
            raise ValueError("the wait or the number of calls makes no sense")


_BODIES = {
    Trouble.SERVER_ERROR: HttpAnswer(500, "text/plain; charset=utf-8", b"Internal Server Error"),
    Trouble.DOWN: HttpAnswer(
        503, JSON, b'{"code": "psc_unavailable", "message": "down", "metadata": {}}'
    ),
    Trouble.GARBAGE: HttpAnswer(200, JSON, bytes(range(256)) * 4),
    Trouble.PROXY_PAGE: HttpAnswer(200, "text/html; charset=utf-8", _PROXY_PAGE),
    Trouble.EMPTY_OBJECT: HttpAnswer(200, JSON, b"{}"),
    Trouble.WRONG_TYPES: HttpAnswer(
        200,
        JSON,
        b'{"proxy_session_id": 7, "session_state": null, "access_token": [], "expires_in": "soon",'
        b' "issuer": {}, "userinfo": "x", "session_expires_in": {}, "server_time": "now",'
        b' "secret": 12}',
    ),
}


def spoiled(answer: HttpAnswer, behaviour: Behaviour) -> HttpAnswer:
    """Return what leaves instead of a good answer."""
    match behaviour.trouble:
        case Trouble.TRUNCATED:
            return replace(answer, body=answer.body[: len(answer.body) // 2])
        case Trouble.HUGE:
            return replace(answer, padding=HUGE_BYTES)
        case Trouble.DRIP:
            return replace(answer, pause=behaviour.seconds)
        case Trouble.CUT_BEFORE_HEADERS:
            return replace(answer, cut=Cut.BEFORE_HEADERS)
        case Trouble.CUT_IN_BODY:
            return replace(answer, cut=Cut.IN_BODY)
        case trouble:
            return _BODIES.get(trouble, answer)
