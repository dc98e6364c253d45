"""A person in front of Pro Santé Connect: what their browser and their telephone do."""

from __future__ import annotations

import threading
from urllib.parse import urlsplit

from tests.core.simulated_psc_helper import call, form


class BrowserPerson:
    """Follows the page that the program opens, chooses who they are, and comes back.

    ``person`` None leaves the page; with ``answers`` false the page is only opened.
    """

    def __init__(self, person: str | None = "medecin", *, answers: bool = True) -> None:
        self.person = person
        self.answers = answers
        self.pages: list[str] = []
        self.last = ""
        self._threads: list[threading.Thread] = []

    def openUrl(self, url) -> bool:  # the name of QDesktopServices
        page = url.toString()
        self.pages.append(page)
        if self.answers:
            thread = threading.Thread(target=self._follow, args=(page,))
            thread.start()
            self._threads.append(thread)
        return True

    def finish(self) -> None:
        for thread in self._threads:
            thread.join(20)

    def _follow(self, page: str) -> None:
        parts = urlsplit(page)
        relay = f"{parts.scheme}://{parts.netloc}"
        where = call(relay, path=f"{parts.path}?{parts.query}")[2]["Location"]
        attempt = urlsplit(where).query.removeprefix("demande=")
        action = "connexion" if self.person else "refus"
        _, _, headers = form(
            where, "/connexion", demande=attempt, personne=self.person or "", action=action
        )
        back = urlsplit(headers["Location"])
        home = f"{back.scheme}://{back.netloc}"
        self.last = call(home, path=f"{back.path}?{back.query}")[1]
