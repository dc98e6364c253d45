"""The head of the chain kept outside the base, so that a cut tail is seen.

The seal is a small JSON file: number and hash of the last trace, with an HMAC made by the audit
key so that nobody without it can move the seal back.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import os
import sys
import threading
from pathlib import Path

from almapy.audit.model import Head
from almapy.errors import FormatError

_LARGEST = 4096
_log = logging.getLogger(__name__)


class Seal:
    """Writes and reads the seal of one base; it never goes back."""

    def __init__(self, path: Path, audit_key: bytes) -> None:
        self._path = path
        self._key = audit_key
        self._guard = threading.Lock()
        self._last: int | None = None
        self._frozen = False

    def write(self, head: Head) -> None:
        """Remember this head unless a later one is remembered already.

        An altered or frozen seal is left as it is: it is the proof that the check will show. A
        disk that refuses leaves the seal behind, which is allowed: the traces are committed.
        """
        with self._guard:
            if self._frozen or head.seq <= self._latest():
                return
            try:
                self._put(head)
            except OSError:
                _log.warning("seal not written", exc_info=True)
            else:
                self._last = head.seq

    def freeze(self) -> None:
        """Write no more: what stands here proves that traces are missing."""
        with self._guard:
            self._frozen = True

    def read(self) -> Head | None:
        """Return the remembered head, or None before the first one.

        Raises FormatError when the file was altered.
        """
        try:
            with self._path.open("rb") as file:
                body = json.loads(file.read(_LARGEST))
            head = Head(int(body["seq"]), bytes.fromhex(body["hash"]))
            genuine = hmac.compare_digest(str(body["hmac"]), self._mac(head))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise FormatError(_ALTERED, code="seal.altered") from error
        if not genuine:
            raise FormatError(_ALTERED, code="seal.altered")
        return head

    def _latest(self) -> int:
        if self._last is None:
            try:
                known = self.read()
            except FormatError:
                self._frozen = True
                return sys.maxsize
            self._last = known.seq if known else 0
        return self._last

    def _put(self, head: Head) -> None:
        body = {"seq": head.seq, "hash": head.hash.hex(), "hmac": self._mac(head)}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # Two programs on one post must not take each other's file away.
        waiting = self._path.with_suffix(f".{os.getpid()}.new")
        waiting.write_text(json.dumps(body), encoding="ascii")
        waiting.replace(self._path)

    def _mac(self, head: Head) -> str:
        message = f"{head.seq}:{head.hash.hex()}".encode()
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()


_ALTERED = (
    "Le sceau du journal des traces a été modifié hors d'AlmaPy. Les dossiers sont intacts. "
    "Conservez le dossier «\u00a0seals\u00a0» et une sauvegarde, puis prévenez l'assistance."
)


def sealed_heads(folder: Path, audit_key: bytes) -> list[Head]:
    """Return the heads that the posts of the practice remember, one seal a post.

    Raises FormatError when a seal was altered.
    """
    heads = (Seal(path, audit_key).read() for path in sorted(folder.glob("*.seal")))
    return [head for head in heads if head is not None]
