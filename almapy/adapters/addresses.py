"""Web addresses of services, as settings hold them."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class ServiceAddress:
    """The parts of an http or https address; ``target`` is the path and what follows it."""

    scheme: str
    host: str
    port: int
    target: str
    user: str = ""
    password: str = ""

    @property
    def on_this_computer(self) -> bool:
        """Tell whether the address is a loopback one: nothing then leaves the computer."""
        return is_loopback(self.host)


def read_address(text: str) -> ServiceAddress | None:
    """Read an address; None when it is not a whole http or https one."""
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or not _printable(text.strip()):
        return None
    target = parts.path or "/"
    return ServiceAddress(
        parts.scheme,
        parts.hostname,
        port or _PORTS[parts.scheme],
        f"{target}?{parts.query}" if parts.query else target,
        parts.username or "",
        parts.password or "",
    )


def is_loopback(host: str) -> bool:
    """Tell whether a host name or number is this computer."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _printable(text: str) -> bool:
    return text.isascii() and text.isprintable() and " " not in text
