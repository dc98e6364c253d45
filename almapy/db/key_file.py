"""The key file beside the base. Imports no cryptography: the sign-in window reads logins here."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from almapy import durable_file
from almapy.db.file_turn import turn
from almapy.db.key_codec import MAX_FILE_BYTES, NEWER, damaged
from almapy.errors import ExternalError, FormatError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """What the file held; ``is_previous`` when the former file had to stand in for it."""

    value: T
    is_previous: bool


class KeyFile:
    """``keys.json``: the current text, and the former one until the current has been proved.

    On PostgreSQL the posts share it: ``change`` and ``settle`` are for several programs at once,
    ``write`` and ``confirm`` for the only one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._previous = path.with_name(path.name + ".previous")
        self._set_aside = path.with_name(path.name + ".damaged")
        self._turn = path.with_name(path.name + ".lock")

    def read(self, parse: Callable[[str], T]) -> Found[T]:
        """Return the current content, or the former one when the current cannot be read.

        ``parse`` (``KeyRing.from_json``) raises FormatError. A file of a later version of the
        program is not replaced by the former one. Raises FormatError or ExternalError of the
        current file when none of both is good.
        """
        try:
            return Found(parse(_text_of(self._path)), is_previous=False)
        except (FormatError, ExternalError) as error:
            if error.code == NEWER:
                raise
            try:
                return Found(parse(_text_of(self._previous)), is_previous=True)
            except (FormatError, ExternalError):
                raise error from None

    def write(self, text: str) -> None:
        """Make ``text`` the current content; the last proved one is kept aside until ``confirm``.

        Raises StorageFull or ExternalError, the current file being then unchanged.
        """
        former = self._current()
        if former is not None and not self._previous.exists():
            durable_file.write(self._previous, former)
        durable_file.write(self._path, text.encode("utf-8"))

    def confirm(self, text: str) -> None:
        """Keep only ``text``, which has just opened the base.

        Until then a former password still opens the file kept aside. When ``text`` came from the
        former file, it becomes the current one again and the damaged file is kept for support.
        """
        if self._current() != text.encode("utf-8"):
            with durable_file.writing_faults(self._path.parent):
                if self._path.exists():
                    self._path.replace(self._set_aside)
            durable_file.write(self._path, text.encode("utf-8"))
        with durable_file.writing_faults(self._path.parent):
            self._previous.unlink(missing_ok=True)

    def change(self, parse: Callable[[str], T], change: Callable[[T], str]) -> None:
        """Write what ``change`` makes of the present content; other posts wait meanwhile.

        Raises what ``change`` raises, FormatError rather than write what ``parse`` refuses,
        ExternalError when another post does not let go.
        """
        with turn(self._turn):
            text = change(self.read(parse).value)
            parse(text)
            self.write(text)
            self.confirm(text)

    def settle(self, text: str, parse: Callable[[str], T]) -> None:
        """Keep only the current file, now that ``text`` has opened the base.

        What another post wrote since ``text`` was read stays; only a file that cannot be read is
        replaced by ``text``, as ``confirm`` does.
        """
        if self._is_good(parse):
            with durable_file.writing_faults(self._path.parent):
                self._previous.unlink(missing_ok=True)
            return
        with turn(self._turn):
            if not self._is_good(parse):
                self.confirm(text)

    def _is_good(self, parse: Callable[[str], T]) -> bool:
        try:
            parse(_text_of(self._path))
        except (FormatError, ExternalError) as error:
            return error.code == NEWER  # another post has a later version already
        return True

    def _current(self) -> bytes | None:
        try:
            return _bytes_of(self._path)
        except (FormatError, ExternalError):
            return None


def list_logins(path: Path) -> list[str]:
    """Return the logins to propose at sign-in; an unreadable file proposes none."""
    for candidate in (path, path.with_name(path.name + ".previous")):
        try:
            values = json.loads(_text_of(candidate))
            logins = [user["login"] for user in values["users"]]
        except (FormatError, ExternalError, ValueError, KeyError, TypeError, RecursionError):
            continue
        return [login for login in logins if isinstance(login, str)]
    return []


def _text_of(path: Path) -> str:
    try:
        return _bytes_of(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise damaged("") from error


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise ExternalError(
            "Le fichier de clés (keys.json) est introuvable. La base n'a pas été touchée. Vérifiez "
            "que le disque des données est branché, ou remettez le fichier keys.json d'une "
            "sauvegarde de cette base.",
            code="keys.missing",
        ) from error
    except OSError as error:
        raise ExternalError(
            "Le fichier de clés (keys.json) ne peut pas être lu. La base n'a pas été touchée. "
            "Vérifiez le disque et les droits de ce compte de l'ordinateur, puis recommencez.",
            code="keys.unreadable",
            retryable=True,
        ) from error
    if len(content) > MAX_FILE_BYTES:
        raise damaged("")
    return content
