"""The exceptions of the program, drawn as one tree.

AlmaPyError(code, message)        message: French, for the user
├─ DomainError                    a rule refuses; the user changes something
├─ ConflictError                  somebody changed the row meanwhile
├─ AccessError                    not signed in, wrong password, right missing
├─ ExternalError(retryable)       disk, network, card, service
│  └─ StorageFull
└─ FormatError(path)              received data not conforming

Anything else is a bug: it is logged and shown as « Erreur inattendue » with an incident number.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime


class AlmaPyError(Exception):
    """An expected failure, worded for the user.

    ``code`` is stable and short (``base.occupied``): it is what logs and support speak of.
    ``message`` says in French what happened, what is safe and what to do; it never holds
    patient data.
    """

    code = "almapy"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return self.message


class DomainError(AlmaPyError):
    """A rule of the practice refuses what was asked.

    ``field`` names the entry that the user has to change, when there is one.
    """

    code = "domain"

    def __init__(self, message: str, *, code: str | None = None, field: str | None = None) -> None:
        super().__init__(message, code=code)
        self.field = field


class ConflictError(AlmaPyError):
    """Another post changed the same thing since it was read; nothing was overwritten.

    ``stored`` holds what the base keeps now, by field, for a choice field by field; ``by`` and
    ``at`` tell who wrote it and when. None of them is part of the message.
    """

    code = "conflict"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        stored: Mapping[str, object] | None = None,
        by: str = "",
        at: datetime | None = None,
    ) -> None:
        super().__init__(message, code=code)
        self.stored = dict(stored or {})
        self.by = by
        self.at = at


class AccessError(AlmaPyError):
    """Not signed in, wrong password or right missing."""

    code = "access"


class ExternalError(AlmaPyError):
    """The world outside failed: disk, network, card, service.

    ``retryable`` is true when the same attempt may succeed later without anybody's help.
    """

    code = "external"

    def __init__(self, message: str, *, code: str | None = None, retryable: bool = False) -> None:
        super().__init__(message, code=code)
        self.retryable = retryable


class StorageFull(ExternalError):  # noqa: N818  (named after the fact, as in the French sentence)
    """The disk or the base has no room left."""

    code = "storage.full"


class FormatError(AlmaPyError):
    """Received or stored data does not conform.

    ``path`` tells where inside the document, without quoting its content.
    """

    code = "format"

    def __init__(self, message: str, *, code: str | None = None, path: str = "") -> None:
        super().__init__(message, code=code)
        self.path = path
