"""The booklets of one account at the reference service; implements ``Carnets``."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

from almapy.adapters.cve_rest import bodies
from almapy.adapters.cve_rest.reading import as_list, as_object, moment, number, text
from almapy.adapters.cve_rest.refusals import fault_of
from almapy.adapters.cve_rest.wire import Reply, Wire
from almapy.clock import Clock
from almapy.cve.exchanged import CreatedCarnet, Credentials
from almapy.cve.faults import CarnetGone, CarnetNonsense
from almapy.cve.model import (
    AccessRequest,
    CarnetIdentity,
    NewCarnet,
    Professional,
    Recommendations,
    RemoteLine,
    ShareCode,
    SharedLine,
)
from almapy.stop import Stop

_UNAUTHORISED = 401
_MARGIN = 30.0
_LONGEST_TOKEN = 8192
_LONGEST_LIFE = 24 * 3600
_KEY = "Idempotency-Key"
_MATCH = "If-Match"


class RestCarnets:
    """Speaks for one person: by certificate where there is one, else by a token.

    The token is asked with the password when one is needed, and stays in memory until its end.
    """

    def __init__(self, wire: Wire, credentials: Credentials, clock: Clock) -> None:
        self._wire = wire
        self._credentials = credentials
        self._clock = clock
        self._by_certificate = bool(credentials.certificate)
        self._guard = threading.Lock()
        self._token = ""
        self._good_until = 0.0

    def me(self, stop: Stop) -> Professional:
        """Return whom the service knows these credentials as."""
        return bodies.professional(self._ask("GET", "/me", stop).values)

    def create(self, new: NewCarnet, external_id: str, key: str, stop: Stop) -> CreatedCarnet:
        """Create a booklet; the same key gives the same one."""
        body = bodies.new_body(new, external_id)
        values = as_object(self._ask("POST", "/records", stop, body, {_KEY: key}).values)
        return CreatedCarnet(
            bodies.uuid_of(values), text(values, "pseudo"), _share(values, new.email)
        )

    def created(self, external_id: str, stop: Stop) -> CreatedCarnet | None:
        """Return the last booklet that was created under this name, None without one."""
        found = as_list(self._ask("GET", f"/records?external_id={_part(external_id)}", stop).values)
        if not found:
            return None
        values = as_object(found[0])
        return CreatedCarnet(bodies.uuid_of(values), text(values, "pseudo"))

    def resolve(self, code: str, stop: Stop) -> AccessRequest:
        """Return the booklets behind a sharing code."""
        reply = self._ask("POST", "/share-codes/resolve", stop, {"code": code})
        return bodies.access_request(reply.values)

    def ask(self, request_id: str, ref: str, birth_date: date, stop: Stop) -> str:
        """Return the UUID of a booklet whose holder was born that day."""
        path = f"/share-requests/{_part(request_id)}/records/{_part(ref)}"
        reply = self._ask("POST", path, stop, {"birth_date": birth_date.isoformat()})
        return bodies.uuid_of(as_object(reply.values))

    def identity(self, uuid: str, stop: Stop) -> CarnetIdentity:
        """Return whose booklet it is."""
        found = bodies.identity(self._ask("GET", f"/records/{_part(uuid)}", stop).values)
        if found.uuid != uuid:
            raise CarnetNonsense
        return found

    def lines(self, uuid: str, stop: Stop) -> tuple[RemoteLine, ...]:
        """Return its vaccinations."""
        return bodies.remote_lines(self._ask("GET", _lines(uuid), stop).values)

    def add(self, uuid: str, line: SharedLine, key: str, stop: Stop) -> RemoteLine:
        """Add one; the same key adds it once."""
        reply = self._ask("POST", _lines(uuid), stop, bodies.line_body(line), {_KEY: key})
        return bodies.remote_line(reply.values)

    def change(
        self, uuid: str, remote_id: str, etag: str, line: SharedLine, key: str, stop: Stop
    ) -> RemoteLine:
        """Replace one as it was under ``etag``."""
        path, headers = f"{_lines(uuid)}/{_part(remote_id)}", {_KEY: key, _MATCH: _quoted(etag)}
        return bodies.remote_line(
            self._ask("PUT", path, stop, bodies.line_body(line), headers).values
        )

    def delete(self, uuid: str, remote_id: str, etag: str, key: str, stop: Stop) -> None:
        """Delete one; that there is none is well."""
        path, headers = f"{_lines(uuid)}/{_part(remote_id)}", {_KEY: key, _MATCH: _quoted(etag)}
        try:
            self._ask("DELETE", path, stop, headers=headers)
        except CarnetGone:
            return

    def recommendations(self, uuid: str, on: date, stop: Stop) -> Recommendations:
        """Return what the service recommends."""
        path = f"/records/{_part(uuid)}/recommendations?on={on.isoformat()}"
        return bodies.recommendations(self._ask("GET", path, stop).values)

    def share_code(self, uuid: str, email: str, stop: Stop) -> ShareCode:
        """Send a new sharing code."""
        path = f"/records/{_part(uuid)}/share-code"
        values = as_object(self._ask("POST", path, stop, {"email": email}).values)
        found = _share(values, email)
        if found is None:
            raise CarnetNonsense
        return found

    def _ask(
        self,
        method: str,
        path: str,
        stop: Stop,
        body: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Return an answer that grants what was asked; a token past its end is renewed once."""
        sent = dict(headers or {})
        reply = self._wire.ask(method, path, stop, body=body, headers=sent | self._proof(stop))
        if reply.status == _UNAUTHORISED and not self._by_certificate:
            self._forget()
            reply = self._wire.ask(method, path, stop, body=body, headers=sent | self._proof(stop))
        if not reply.accepted:
            raise fault_of(reply.status, reply.values)
        return reply

    def _proof(self, stop: Stop) -> dict[str, str]:
        if self._by_certificate:
            return {}
        with self._guard:
            if not self._token or self._clock.monotonic() >= self._good_until:
                self._sign_in(stop)
            return {"Authorization": f"Bearer {self._token}"}

    def _sign_in(self, stop: Stop) -> None:
        sent = {"email": self._credentials.email, "password": self._credentials.password}
        began = self._clock.monotonic()
        reply = self._wire.ask("POST", "/token", stop, body=sent)
        if not reply.accepted:
            raise fault_of(reply.status, reply.values)
        values = as_object(reply.values)
        token = text(values, "access_token", _LONGEST_TOKEN, needed=True)
        if not token.isascii() or not token.isprintable() or " " in token:
            raise CarnetNonsense
        seconds = number(values, "expires_in", _LONGEST_LIFE)
        self._token, self._good_until = token, began + max(seconds - _MARGIN, 0.0)

    def _forget(self) -> None:
        with self._guard:
            self._token = ""


def _share(values: Mapping[str, object], email: str) -> ShareCode | None:
    code, ends = text(values, "share_code", 40), moment(values, "share_expires_at")
    return ShareCode(code, ends, email) if code and ends is not None else None


def _lines(uuid: str) -> str:
    return f"/records/{_part(uuid)}/vaccinations"


def _part(name: str) -> str:
    return quote(name, safe="")


def _quoted(etag: str) -> str:
    """Return a version as a header names it (RFC 9110 §8.8.3)."""
    return etag if etag.startswith(('"', "W/")) else f'"{etag}"'
