"""Strict reading of the key file: bounded, every field checked, nothing guessed."""

from __future__ import annotations

import json
import re
from typing import Any

from almapy.errors import FormatError

MAX_FILE_BYTES = 256 * 1024
NEWER = "keys.newer"
_HEXADECIMAL = re.compile(r"[0-9a-f]*")


def damaged(path: str) -> FormatError:
    """Return the error that names the faulty place of the key file, without its content."""
    return FormatError(
        "Le fichier de clés (keys.json) est abîmé ou n'est pas un fichier d'AlmaPy. La base n'a "
        "pas été touchée. Remettez à sa place le fichier keys.json d'une sauvegarde de cette "
        "base.",
        code="keys.damaged",
        path=path,
    )


def newer() -> FormatError:
    """Return the error of a key file written by a later version of the program."""
    return FormatError(
        "Le fichier de clés vient d'une version plus récente d'AlmaPy. La base n'a pas été "
        "touchée. Installez sur ce poste la dernière version d'AlmaPy.",
        code=NEWER,
        path="v",
    )


class Fields:
    """One JSON object of the key file; its fields are asked by name and checked as they come."""

    def __init__(self, value: object, path: str = "") -> None:
        if not isinstance(value, dict):
            raise damaged(path)
        self._values: dict[str, Any] = value
        self._path = path

    @classmethod
    def of_text(cls, text: str) -> Fields:
        """Read a whole file."""
        if len(text) > MAX_FILE_BYTES:
            raise damaged("")
        try:
            return cls(json.loads(text, object_pairs_hook=_without_repetition))
        except (ValueError, RecursionError) as error:
            raise damaged("") from error

    def require_only(self, *names: str) -> None:
        """Refuse a missing field and a field that is not of this format."""
        if self._values.keys() != set(names):
            raise self.damaged_at("*")

    def damaged_at(self, name: str) -> FormatError:
        """Return the error that names one field."""
        return damaged(self._place(name))

    def text(self, name: str, max_length: int) -> str:
        """Return a text of 1 to ``max_length`` printable characters."""
        value = self._values.get(name)
        if not isinstance(value, str) or not value.isprintable():
            raise self.damaged_at(name)
        if not 0 < len(value) <= max_length:
            raise self.damaged_at(name)
        return value

    def number(self, name: str, minimum: int, maximum: int) -> int:
        """Return a whole number between bounds."""
        value = self._values.get(name)
        if type(value) is not int or not minimum <= value <= maximum:
            raise self.damaged_at(name)
        return value

    def raw(self, name: str, length: int) -> bytes:
        """Return exactly ``length`` bytes, written in lower-case hexadecimal."""
        value = self._values.get(name)
        if not isinstance(value, str) or len(value) != 2 * length:
            raise self.damaged_at(name)
        if not _HEXADECIMAL.fullmatch(value):
            raise self.damaged_at(name)
        return bytes.fromhex(value)

    def raw_or_nothing(self, name: str, length: int) -> bytes:
        """Return exactly ``length`` bytes, or none at all where the text is empty."""
        return b"" if self._values.get(name) == "" else self.raw(name, length)

    def child(self, name: str) -> Fields:
        """Return the object held by a field."""
        return Fields(self._values.get(name), self._place(name))

    def children(self, name: str, maximum: int) -> list[Fields]:
        """Return 1 to ``maximum`` objects held in a list."""
        value = self._values.get(name)
        if not isinstance(value, list) or not 0 < len(value) <= maximum:
            raise self.damaged_at(name)
        return [Fields(item, f"{self._place(name)}[{rank}]") for rank, item in enumerate(value)]

    def _place(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("a field is written twice")
    return values
