"""BER-TLV as the free files of a carte Vitale hold it, bounded (card notes §2.1)."""

from __future__ import annotations

from dataclasses import dataclass, field

LARGEST_FILE = 8 * 1024
_PADDING = frozenset({0x00, 0xFF})
_LONG_TAG = 0x1F
_MORE = 0x80
_LONGEST_TAG = 3
_LENGTH_BYTES = {0x81: 1, 0x82: 2}
_LONG_LENGTH = 0x80


class TlvFault(ValueError):  # noqa: N818  (named after the fact, like the faults of cards)
    """The bytes are no sequence of objects; says nothing of what they hold."""


@dataclass(frozen=True, slots=True)
class Tlv:
    """One object: its tag as a number (0x65, 0x7F21) and its value."""

    tag: int
    value: bytes = field(repr=False)


def read_objects(data: bytes) -> tuple[Tlv, ...]:
    """Return the objects up to the padding (00 or FF), or to the end.

    Raises TlvFault for an object that the bytes do not hold whole.
    """
    found: list[Tlv] = []
    at = 0
    while at < len(data) and data[at] not in _PADDING:
        header = _header(data, at)
        if header is None or header.end > len(data):
            raise TlvFault
        found.append(Tlv(header.tag, data[header.start : header.end]))
        at = header.end
    return tuple(found)


def goes_on(data: bytes) -> bool:
    """Tell whether the beginning of a file calls for more bytes: no padding was met yet.

    Raises TlvFault when an object claims more than a whole file may hold.
    """
    at = 0
    while at < len(data):
        if data[at] in _PADDING:
            return False
        header = _header(data, at)
        if header is None:
            return True
        if header.end > LARGEST_FILE:
            raise TlvFault
        at = header.end
    return True


@dataclass(frozen=True, slots=True)
class _Header:
    tag: int
    start: int
    end: int


def _header(data: bytes, at: int) -> _Header | None:
    """Read tag and length; None when the bytes end within them."""
    tag, after = _tag(data, at)
    if after >= len(data):
        return None
    first = data[after]
    after += 1
    if first < _LONG_LENGTH:
        return _Header(tag, after, after + first)
    count = _LENGTH_BYTES.get(first)
    if count is None:
        raise TlvFault
    if after + count > len(data):
        return None
    length = int.from_bytes(data[after : after + count], "big")
    return _Header(tag, after + count, after + count + length)


def _tag(data: bytes, at: int) -> tuple[int, int]:
    """Return a tag and the place after it, which may lie behind the end."""
    tag, after = data[at], at + 1
    if tag & _LONG_TAG != _LONG_TAG:
        return tag, after
    while after < len(data):
        if after - at >= _LONGEST_TAG:
            raise TlvFault
        tag = tag << 8 | data[after]
        after += 1
        if not tag & _MORE:
            return tag, after
    return tag, after
