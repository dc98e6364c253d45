"""The lines of one official file: tabs, no heading, no quotes, an encoding of its own.

CIS_CIP is UTF-8 with LF and all others are Windows-1252 with CRLF (vaccines.md §4), but nothing
says that it will stay so: each file is looked at, as a whole, before it is read.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from almapy.bdpm.faults import BdpmRefused

PACKED = ".xz"
_LONGEST_LINE = 200_000
_LARGEST = 1_000_000_000


def read_lines(path: Path, *, may_end_open: bool = False) -> Iterator[tuple[int, list[str]]]:
    """Give the number of each line (from 1) and its fields, without blank lines.

    Spaces are made single and taken off the ends. ``may_end_open``: this file is published without
    an end of its last line; any other one that ends so was cut. Raises BdpmRefused, OSError.
    """
    encoding = _encoding_of(path)
    with _opened(path) as file:
        number, read, line = 0, 0, b""
        while line := file.readline(_LONGEST_LINE):
            number, read = number + 1, read + len(line)
            if read > _LARGEST or (len(line) == _LONGEST_LINE and not line.endswith(b"\n")):
                raise BdpmRefused(path.name, number, "ligne ou fichier démesuré")
            if not line.endswith(b"\n") and not may_end_open:
                raise BdpmRefused(
                    path.name, number, "le fichier est coupé au milieu de cette ligne"
                )
            fields = [" ".join(part.split()) for part in _text(path, number, line, encoding)]
            if any(fields):
                yield number, fields


def _text(path: Path, number: int, line: bytes, encoding: str) -> list[str]:
    try:
        text = line.decode(encoding)
    except UnicodeDecodeError:
        raise BdpmRefused(path.name, number, "des caractères ne se lisent pas") from None
    if "\0" in text:
        raise BdpmRefused(path.name, number, "des caractères ne se lisent pas")
    return text.removeprefix("\ufeff").rstrip("\r\n").split("\t")


def _encoding_of(path: Path) -> str:
    """Return what most of the lines with accents are written in; a line apart is then a fault."""
    utf8 = other = 0
    with _opened(path) as file:
        while line := file.readline(_LONGEST_LINE):
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
                utf8 += 1
            except UnicodeDecodeError:
                other += 1
    return "utf-8" if utf8 >= other else "cp1252"


def _opened(path: Path) -> BinaryIO:
    if path.suffix == PACKED:
        return lzma.open(path, "rb")  # type: ignore[return-value]
    return path.open("rb")
