"""A browser without a window: follows redirections, keeps cookies, fills one form if told how."""

from __future__ import annotations

import re
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from http.cookiejar import CookieJar

Filling = Callable[[str], Mapping[str, str]]
"""From the page with the form to what the person fills in."""


class FakeBrowser:
    """Give it as ``open_browser``; it works in its own thread, as a real one does.

    ``change`` rewrites the address that leads back to the program: what a hostile page would do.
    """

    def __init__(
        self, filling: Filling | None = None, change: Callable[[str], str] | None = None
    ) -> None:
        self.pages: list[str] = []
        self.visited: list[str] = []
        self._filling = filling
        self._change = change or (lambda url: url)
        self._threads: list[threading.Thread] = []

    def __call__(self, url: str) -> None:
        thread = threading.Thread(target=self._browse, args=(url,), daemon=True)
        self._threads.append(thread)
        thread.start()

    def close(self) -> None:
        for thread in self._threads:
            thread.join(20)
            assert not thread.is_alive()

    def _browse(self, url: str) -> None:
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(CookieJar()),
            _Redirections(self),
        )
        page = self._open(opener, url)
        if self._filling is not None and "<form" in page:
            where = urllib.parse.urljoin(self.visited[-1], _action(page))
            self._open(opener, where, urllib.parse.urlencode(self._filling(page)).encode())

    def _open(
        self, opener: urllib.request.OpenerDirector, url: str, form: bytes | None = None
    ) -> str:
        self.visited.append(url)
        try:
            with opener.open(url, form, timeout=20) as answer:
                self.visited.append(answer.url)
                text = answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                text = error.read().decode()
        except OSError:
            text = ""
        self.pages.append(text)
        return text

    def to_follow(self, url: str) -> str:
        self.visited.append(url)
        return self._change(url) if "/psc/callback" in url.partition("?")[0] else url


class _Redirections(urllib.request.HTTPRedirectHandler):
    def __init__(self, browser: FakeBrowser) -> None:
        self._browser = browser

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        to = self._browser.to_follow(newurl)
        return super().redirect_request(req, fp, code, msg, headers, to)


def _action(page: str) -> str:
    found = re.search(r"""action=["']([^"']+)""", page)
    return found.group(1) if found else ""
