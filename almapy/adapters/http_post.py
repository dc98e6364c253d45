"""One POST to an outside service, like any other call of ``http_call``."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field

from almapy.adapters.http_call import LONGEST_ANSWER, Answer, Call, call
from almapy.stop import Stop

__all__ = ["LONGEST_ANSWER", "Answer", "Post", "post"]


@dataclass(frozen=True, slots=True)
class Post:
    """What to send, and within which bounds: those of ``Call``."""

    url: str
    body: bytes = field(repr=False)
    headers: Mapping[str, str]
    seconds: float
    proxy: str = field(default="", repr=False)
    longest: int = LONGEST_ANSWER


def post(question: Post, context: ssl.SSLContext | None, stop: Stop) -> Answer:
    """Send once and return the whole answer; redirections are answers like others.

    ``context`` is for an https address (None: the system's authorities); http is accepted towards
    this computer only. Raises what ``call`` raises.
    """
    asked = Call(
        "POST",
        question.url,
        question.body,
        question.headers,
        question.seconds,
        question.proxy,
        question.longest,
    )
    return call(asked, context, stop)
