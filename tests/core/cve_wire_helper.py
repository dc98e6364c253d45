"""A client of the simulated carnets, written from the notes alone."""

from __future__ import annotations

import http.client
import json
import ssl
import uuid
from contextlib import closing
from urllib.parse import urlsplit

RUTH = {
    "last_name": "DE VINCI",
    "birth_name": "NESSI",
    "first_names": "RUTH ISABELLE",
    "birth_date": "1977-07-14",
    "gender": "f",
    "zip_code": "67100",
    "email": "ruth.de-vinci@example.fr",
    "phone": "06 39 98 06 06",
    "external_id": "23",
}
FLU = {"nuva": "VAC0002", "date": "2019-10-14", "lot": "190022", "route": "IM", "site": "LD"}


def trusting(endpoint):
    return ssl.create_default_context(cadata=endpoint.authorities_pem.decode())


class Client:
    """One professional; ``tls`` carries their certificate when ``url`` is the mutual one."""

    def __init__(self, endpoint, email=None, *, url=None, tls=None):
        self.fixtures = endpoint.fixtures
        self.url = url or endpoint.url
        self.tls = tls or trusting(endpoint)
        self.token = ""
        self.headers = {}
        if email:
            account = next(one for one in self.fixtures.ACCOUNTS if one.email == email)
            status, answer = self.post("/token", email=email, password=account.password)
            assert status == 200
            self.token = answer["access_token"]

    def call(self, method, path, body=None, **headers):
        """Return the status and the values, or the bytes, of one answer."""
        parts = urlsplit(self.url)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
        connection = http.client.HTTPSConnection(
            parts.hostname, parts.port, timeout=10, context=self.tls
        )
        with closing(connection):
            connection.request(method, parts.path + path, body, sent)
            answer = connection.getresponse()
            text = answer.read()
            self.headers = answer.headers
        if "json" not in self.headers.get("Content-Type", "") or not text:
            return answer.status, text
        return answer.status, json.loads(text)

    def get(self, path, **headers):
        return self.call("GET", path, **headers)

    def post(self, path, **body):
        return self.call("POST", path, body)

    def make(self, key=None, **changed):
        """Make a carnet of RUTH; what is None lacks."""
        body = {name: value for name, value in (RUTH | changed).items() if value is not None}
        return self.call("POST", "/records", body, Idempotency_Key=key or str(uuid.uuid4()))

    def made(self, **changed):
        """Return the uuid of a new carnet."""
        status, answer = self.make(**changed)
        assert status == 201
        return answer["uuid"]

    def add(self, record, key=None, **changed):
        """Add a vaccination; what is None lacks."""
        body = {name: value for name, value in (FLU | changed).items() if value is not None}
        path = f"/records/{record}/vaccinations"
        return self.call("POST", path, body, Idempotency_Key=key or str(uuid.uuid4()))

    def added(self, record, **changed):
        """Return a new vaccination."""
        status, answer = self.add(record, **changed)
        assert status == 201
        return answer


def code_of(answer):
    return answer["error"]["code"]
