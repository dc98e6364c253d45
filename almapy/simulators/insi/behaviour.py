"""What the simulated INSi can be told to do wrong, and how an answer is spoiled."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from almapy.insi.standard import MEDIA_TYPE
from almapy.simulators.insi.refusals import KNOWN_FAULTS, SEARCH_FAILED
from almapy.simulators.web import Cut, HttpAnswer

_LONGEST = 3600.0  # seconds
HUGE_BYTES = 50 * 1024 * 1024
_HALF = 2
_HTML = (
    b"<!DOCTYPE html><html><head><title>Authentification requise</title></head><body>"
    b"<h1>Proxy</h1><p>Veuillez vous identifier<br>avant de continuer.</p></body></html>"
)
_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa">'
    + b"".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'.encode()
        for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + b"]><r>&j;</r>"
)


class Trouble(StrEnum):
    """One way of answering wrong, or late."""

    DELAY = "delai"
    CUT_BEFORE_HEADERS = "coupure_avant"
    CUT_AFTER_HEADERS = "coupure_apres"
    CUT_IN_BODY = "coupure_milieu"
    FAULT = "erreur"
    SERVER_ERROR = "http_500"
    PROXY_PAGE = "page_proxy"
    GARBAGE = "charabia"
    TRUNCATED = "tronque"
    ENTITY_BOMB = "bombe"
    HUGE = "enorme"
    DRIP = "goutte"  # one byte at a time: every read succeeds, the answer does not end
    WRONG_TYPE = "mauvais_type"
    UNKNOWN_CODE = "code_inconnu"
    ANOTHER_PERSON = "autre_personne"
    REPLAY = "rejeu"


@dataclass(frozen=True, slots=True)
class Behaviour:
    """A trouble and its details, for so many calls.

    ``times`` None: until it is reset. ``seconds`` is the wait of a delay, or before each byte of
    a drip; ``fault`` the detail code of a fault, ``answer`` the envelope that is replayed.
    """

    trouble: Trouble
    times: int | None = 1
    seconds: float = 0.0
    fault: str = SEARCH_FAILED.detail
    answer: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        """Refuse what makes no sense; raises ValueError."""
        if self.trouble is Trouble.FAULT and self.fault not in KNOWN_FAULTS:
            raise ValueError(f"unknown fault: {self.fault}")
        if not 0 <= self.seconds < _LONGEST or (self.times is not None and self.times < 1):
            raise ValueError("the wait or the number of calls makes no sense")


_CUTS = {
    Trouble.CUT_BEFORE_HEADERS: Cut.BEFORE_HEADERS,
    Trouble.CUT_AFTER_HEADERS: Cut.AFTER_HEADERS,
    Trouble.CUT_IN_BODY: Cut.IN_BODY,
}
_OTHER_BODIES = {
    Trouble.SERVER_ERROR: HttpAnswer(500, "text/plain; charset=utf-8", b"Internal Server Error"),
    Trouble.PROXY_PAGE: HttpAnswer(200, "text/html; charset=utf-8", _HTML),
    Trouble.GARBAGE: HttpAnswer(200, MEDIA_TYPE, bytes(range(256)) * 4),
    Trouble.ENTITY_BOMB: HttpAnswer(200, MEDIA_TYPE, _BOMB),
}


def spoiled(answer: HttpAnswer, behaviour: Behaviour, message_id: str) -> HttpAnswer:
    """Return what leaves instead of a good answer."""
    match behaviour.trouble:
        case Trouble.FAULT:
            fault = KNOWN_FAULTS[behaviour.fault]
            kind = f"{MEDIA_TYPE}; charset=utf-8"
            changed = HttpAnswer(fault.status, kind, fault.written(message_id))
        case Trouble.TRUNCATED:
            changed = replace(answer, body=answer.body[: len(answer.body) // _HALF])
        case Trouble.HUGE:
            start = answer.body.index(b"?>") + len(b"?>")
            head, tail = answer.body[:start], answer.body[start:]
            changed = replace(answer, body=head, padding=HUGE_BYTES, tail=tail)
        case Trouble.WRONG_TYPE:
            changed = replace(answer, media_type="application/octet-stream")
        case Trouble.DRIP:
            changed = replace(answer, pause=behaviour.seconds)
        case Trouble.REPLAY:
            changed = replace(answer, body=behaviour.answer)
        case trouble:
            changed = replace(answer, cut=_CUTS.get(trouble, Cut.NEVER))
            changed = _OTHER_BODIES.get(trouble, changed)
    return changed
