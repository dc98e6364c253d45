"""A post and a browser written from docs/psc-relay.md alone, towards the simulated relay."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import secrets
from urllib.parse import parse_qs, urlencode, urlsplit


def call(url, method="GET", path="", body=None, session="", headers=None):
    """Return the status, the values (or the text) and the headers of one answer."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    sent = dict(headers or {})
    if session:
        sent["Authorization"] = f"Bearer {session}"
    if isinstance(body, dict):
        sent.setdefault("Content-Type", "application/json")
        body = json.dumps(body)
    try:
        connection.request(method, parts.path + path, body, sent)
        answer = connection.getresponse()
        text = answer.read().decode()
    finally:
        connection.close()
    is_json = "json" in answer.headers.get("Content-Type", "") and text
    return answer.status, json.loads(text) if is_json else text, answer.headers


def form(url, path, **values):
    """Post a form as a browser does; return the status, the text and the headers."""
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": origin}
    return call(origin, "POST", path, urlencode(values), headers=kind)


class Browser:
    """One sign-in by the pages: ``callback`` is where the browser is sent at the end."""

    def __init__(self, relay_url, **changed):
        self.verifier = secrets.token_urlsafe(32)
        self.state = secrets.token_urlsafe(32)
        digest = hashlib.sha256(self.verifier.encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        asked = {"port": "50000", "challenge": challenge, "state": self.state} | changed
        self.status, self.text, headers = call(relay_url, path=f"/start?{urlencode(asked)}")
        self.page = headers.get("Location", "")
        self.callback = ""

    def look(self):
        """Return the text of the page."""
        parts = urlsplit(self.page)
        return call(self.page.split("?")[0], path=f"?{parts.query}")[1]

    def answer(self, person="medecin", action="connexion"):
        """Choose a person, or leave; return what the address of the post carries."""
        name = parse_qs(urlsplit(self.page).query)["demande"][0]
        status, _, headers = form(
            self.page, "/connexion", demande=name, personne=person, action=action
        )
        self.status, self.callback = status, headers.get("Location", "")
        return {key: one[0] for key, one in parse_qs(urlsplit(self.callback).query).items()}


def signed_in(relay_url, person="medecin"):
    """Return the name of the session of somebody who signed in by the pages."""
    browser = Browser(relay_url)
    ticket = browser.answer(person)["ticket"]
    asked = {"ticket": ticket, "verifier": browser.verifier}
    return call(relay_url, "POST", "/ticket", asked)[1]["proxy_session_id"]
