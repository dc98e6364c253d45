"""Technical logs without personal data: a rotating file, a mask as the last net."""

from __future__ import annotations

import logging
import re
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path

_LARGEST = 2_000_000
_KEPT = 5
_MATRICULE = re.compile(r"\b[1-478] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3}(?: ?\d{2})?\b")
_EMAIL = re.compile(r"[^\s@'\"<>]+@[^\s@'\"<>]+\.[^\s@'\"<>]+")
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def masked(text: str) -> str:
    """Return the text with what looks like a NIR or an e-mail address replaced."""
    return _EMAIL.sub("<adresse>", _MATRICULE.sub("<nir>", text))


class MaskingFormatter(logging.Formatter):
    """Writes time in UTC, the constant message and the ``extra`` values, masked."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__("%(asctime)sZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and the traceback when there is one, masked."""
        extra = {k: v for k, v in vars(record).items() if k not in _STANDARD}
        text = super().format(record)
        if extra:
            head, newline, rest = text.partition("\n")
            values = " ".join(f"{name}={value}" for name, value in sorted(extra.items()))
            text = f"{head} {values}{newline}{rest}"
        return masked(text)


def start(folder: Path) -> logging.Handler:
    """Send the logs of the program to a rotating file; return the handler, to be closed.

    A folder that cannot be written gives logs on standard error only: logging stops no work.
    """
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "almapy.log",
            maxBytes=_LARGEST,
            backupCount=_KEPT,
            encoding="utf-8",
            delay=True,
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(MaskingFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return handler


def stop(handler: logging.Handler) -> None:
    """Close the file and leave the logging system as it was found."""
    logging.getLogger().removeHandler(handler)
    handler.close()
