"""Whether two documents say the same: a letter scanned twice, never two results of one patient.

Jaccard index of the sets of three-token shingles, at least a half, and the same numbers (notes on
incoming documents §8: re-readings have a median of 0.96, the nearest different document 0.43 at
most; two laboratory reports of one patient differ in their numbers only).
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from sys import byteorder
from zlib import crc32

from almapy.text import fold

_VERSION = 1
_MOST_SHINGLES = 4_000
_MOST_NUMBERS = 2_000
_LEAST_SHINGLES = 30  # under it, two empty forms look the same
_LEAST_JACCARD = 0.5
_WIDTH = 3
_NUMBER = re.compile(r"(?<![^\W_])\d+(?:[.,]\d+)*", re.ASCII)
_HEAD = 3  # numbers: version, count of shingles, count of numbers


def shingles(text: str) -> bytes:
    """Return what ``alike`` compares: sorted 32-bit hashes, words and numbers kept apart.

    At most some 24 kB; empty for a text too short to be told from another. Holds no word of it.
    """
    words = [token for token in fold(text).split() if not token.isdigit()]
    hashes = {_hash(" ".join(words[at : at + _WIDTH])) for at in range(len(words) - _WIDTH + 1)}
    if len(hashes) < _LEAST_SHINGLES:
        return b""
    kept = sorted(hashes)[:_MOST_SHINGLES]
    numbers = sorted(_hash(number.replace(",", ".")) for number in _NUMBER.findall(text))
    return _packed([_VERSION, len(kept), min(len(numbers), _MOST_NUMBERS)], kept, numbers)


def alike(one: bytes, other: bytes) -> bool:
    """Tell whether two texts, as ``shingles`` packed them, are the same document read twice.

    Never for short texts; one number that differs is enough to say no: « déjà reçu ? » may be
    missed after a bad reading, but a new result must never be taken for an old one.
    """
    first, second = _unpacked(one), _unpacked(other)
    if first is None or second is None:
        return False
    (words, numbers), (other_words, other_numbers) = first, second
    if numbers != other_numbers:
        return False
    union = sorted(words | other_words)[:_MOST_SHINGLES]  # the sample both sides hold whole
    common = sum(1 for shingle in union if shingle in words and shingle in other_words)
    return common >= _LEAST_JACCARD * len(union)


def _hash(words: str) -> int:
    return crc32(words.encode())


def _packed(head: list[int], words: list[int], numbers: list[int]) -> bytes:
    packed = array("I", [*head, *words, *numbers[:_MOST_NUMBERS]])
    if byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def _unpacked(data: bytes) -> tuple[frozenset[int], Counter[int]] | None:
    if not data or len(data) % 4:
        return None
    values = array("I")
    values.frombytes(data)
    if byteorder == "big":
        values.byteswap()
    if len(values) < _HEAD or values[0] != _VERSION or len(values) != _HEAD + values[1] + values[2]:
        return None
    end = _HEAD + values[1]
    return frozenset(values[_HEAD:end]), Counter(values[end:])
