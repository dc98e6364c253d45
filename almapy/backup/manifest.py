"""What a backup says of itself: whose it is, of when, and what it must hold."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime

from almapy.audit.model import Head, timestamp
from almapy.errors import FormatError

FORMAT_VERSION = 1


class DamagedBackup(FormatError):  # noqa: N818
    """The file is not, bit for bit, a backup that AlmaPy wrote; ``path`` tells where."""

    code = "backup.damaged"

    def __init__(self, path: str) -> None:
        super().__init__(
            f"Cette sauvegarde est abîmée, incomplète, ou n'en est pas une ({path}). Le cabinet "
            "en service n'a pas été touché. Prenez une autre sauvegarde vérifiée, et gardez "
            "celle-ci pour l'assistance.",
            path=path,
        )


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive; ``size`` in bytes, ``sha256`` in hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of one backup (storage notes §8).

    ``counts`` are rows per table of the copied base, ``head`` its last trace. ``documents`` are
    names of stored files; ``beside`` tells that they are in the folder next to the archive and
    not in it.
    """

    made_at: datetime
    base_id: str
    schema: int
    counts: dict[str, int]
    head: Head
    documents: tuple[str, ...] = field(repr=False)
    beside: bool
    members: tuple[Member, ...] = field(default=(), repr=False)

    @property
    def patients(self) -> int:
        """Return how many patients the copied base holds."""
        return self.counts.get("patient", 0)

    @property
    def audit_rows(self) -> int:
        """Return how many traces the copied base holds."""
        return self.counts.get("journal", 0)

    def to_json(self) -> bytes:
        """Return the bytes that are signed and stored."""
        values = {
            "v": FORMAT_VERSION,
            "made_at": timestamp(self.made_at),
            "base_id": self.base_id,
            "schema": self.schema,
            "counts": self.counts,
            "journal": {"seq": self.head.seq, "hash": self.head.hash.hex()},
            "documents_beside": self.beside,
            "document_count": len(self.documents),
            "documents": self.documents,
            "members": [[m.name, m.size, m.sha256] for m in self.members],
        }
        return json.dumps(values, indent=1).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Manifest:
        """Read bytes whose signature was proved; raises FormatError."""
        try:
            values = json.loads(content)
            if values["v"] > FORMAT_VERSION:
                raise _newer()
            return cls(
                made_at=datetime.fromisoformat(values["made_at"]),
                base_id=str(values["base_id"]),
                schema=int(values["schema"]),
                counts={str(name): int(count) for name, count in values["counts"].items()},
                head=Head(int(values["journal"]["seq"]), bytes.fromhex(values["journal"]["hash"])),
                documents=tuple(str(name) for name in values["documents"]),
                beside=bool(values["documents_beside"]),
                members=tuple(Member(str(n), int(s), str(h)) for n, s, h in values["members"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DamagedBackup("manifest.json") from error


def _newer() -> FormatError:
    return FormatError(
        "Cette sauvegarde vient d'une version plus récente d'AlmaPy. Le cabinet en service n'a pas "
        "été touché. Installez sur ce poste la dernière version d'AlmaPy, puis recommencez.",
        code="backup.newer",
        path="manifest.json",
    )


def signature(content: bytes, audit_key: bytes) -> bytes:
    """Return the HMAC-SHA256 of a manifest, in hexadecimal, as the archive holds it."""
    return hmac.new(audit_key, content, hashlib.sha256).hexdigest().encode()
