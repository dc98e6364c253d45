"""How the simulated service says no."""

from __future__ import annotations

import json
from collections.abc import Mapping

from almapy.simulators.web import HttpAnswer

JSON = "application/json; charset=utf-8"
MARK = ("X-Simulateur", "AlmaPy")
_COMMON = (MARK, ("Cache-Control", "no-store"))


class Refused(Exception):  # noqa: N818  (what the service answers, not a fault of it)
    """A refusal: status, code, French words, the field at fault when there is one.

    ``beside`` stands beside « error » in the body.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        field: str | None = None,
        *,
        beside: Mapping[str, object] | None = None,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message
        self.field = field
        self.beside = dict(beside or {})
        self.headers = headers

    def answer(self) -> HttpAnswer:
        """Return what leaves."""
        error = {"code": self.code, "message": self.message, "field": self.field}
        return said({"error": error} | self.beside, self.status, self.headers)


class Wrong(Exception):  # noqa: N818  (collected, then told together)
    """One field that cannot be taken."""

    def __init__(self, field: str | None, code: str, message: str) -> None:
        super().__init__(code)
        self.field = field
        self.code = code
        self.message = message


def refused_fields(wrong: list[Wrong]) -> Refused:
    """Return the 422 that names every wrong field."""
    first = wrong[0]
    errors = [{"field": one.field, "code": one.code, "message": one.message} for one in wrong]
    return Refused(422, first.code, first.message, first.field, beside={"errors": errors})


def unknown(what: str = "Ce carnet") -> Refused:
    """Return the 404 of what does not exist, or not for this caller."""
    return Refused(404, "inconnu", f"{what} n'existe pas, ou ne vous est pas ouvert (simulateur).")


def said(
    values: Mapping[str, object] | list[dict[str, object]],
    status: int = 200,
    headers: tuple[tuple[str, str], ...] = (),
) -> HttpAnswer:
    """Return an answer in JSON."""
    body = json.dumps(values, ensure_ascii=False).encode("utf-8", "replace")
    return HttpAnswer(status, JSON, body, headers=(*_COMMON, *headers))


def nothing() -> HttpAnswer:
    """Return 204."""
    return HttpAnswer(204, JSON, b"", headers=_COMMON)


def file_of(body: bytes, media_type: str) -> HttpAnswer:
    """Return a file."""
    return HttpAnswer(200, media_type, body, headers=_COMMON)
