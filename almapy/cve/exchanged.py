"""What goes between the program and the service without ever being shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from almapy.cve.model import ShareCode


@dataclass(frozen=True, slots=True)
class Credentials:
    """What proves a person to the service; certificate and key are PEM, empty without one."""

    email: str = field(repr=False)
    password: str = field(repr=False)
    certificate: bytes = field(default=b"", repr=False)
    key: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A client certificate with its key, PEM."""

    subject: str
    not_before: datetime
    not_after: datetime
    certificate: bytes = field(repr=False)
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class CreatedCarnet:
    """A booklet that the service made, or had made for the same key."""

    uuid: str
    pseudo: str = field(repr=False)
    share: ShareCode | None = field(default=None, repr=False)
