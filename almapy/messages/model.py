"""Messages between the people of one practice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from almapy.errors import DomainError

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class NewMessage:
    """What is written to colleagues; ``patient_id`` when it is about one record."""

    recipients: tuple[int, ...]
    text: str = field(repr=False)
    patient_id: int | None = None

    def __post_init__(self) -> None:
        if not self.recipients:
            raise DomainError("Choisissez au moins un destinataire.", field="recipients")
        if not self.text.strip():
            raise DomainError("Le message est vide.", field="text")
        if len(self.text) > LONGEST:
            raise DomainError(
                f"Le message dépasse {LONGEST} caractères. Rien n'a été envoyé. Raccourcissez-le.",
                field="text",
            )


@dataclass(frozen=True, slots=True)
class Message:
    """One message as its reader sees it; ``read_at`` is None while it is new."""

    id: int
    sender_id: int
    sender: str = field(repr=False)
    recipients: tuple[str, ...] = field(repr=False)
    text: str = field(repr=False)
    sent_at: datetime
    read_at: datetime | None
    patient_id: int | None
    patient: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody a message can be written to."""

    account_id: int
    name: str = field(repr=False)
    role: str
