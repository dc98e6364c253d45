"""How a request of the simulated Pro Santé Connect is read, whatever was sent."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from almapy.simulators.web import HttpRequest

_HOSTS = frozenset({"127.0.0.1", "localhost"})


def is_for_this_computer(request: HttpRequest) -> bool:
    """Tell whether the caller named this computer: a page of some site would name its own."""
    try:
        return urlsplit(f"//{request.headers.get('Host', '')}").hostname in _HOSTS
    except ValueError:
        return False


def path_of(request: HttpRequest) -> str:
    """Return the path, without the query."""
    return request.path.partition("?")[0]


def query_of(request: HttpRequest) -> dict[str, str]:
    """Return what stands behind the question mark; the last of two equal names wins."""
    return dict(parse_qsl(request.path.partition("?")[2], keep_blank_values=True))


def form_of(request: HttpRequest) -> dict[str, str]:
    """Return the fields of a form that a browser posted."""
    return dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))
