"""Postal codes and towns, from a list in memory; works without network."""

from __future__ import annotations

import csv
import gzip
import threading
from bisect import bisect_left
from collections import defaultdict
from itertools import islice

from almapy.text import fold
from resources import resource

_SAINTS = {"st": "saint", "ste": "sainte"}
_SHOWN = 50


class PostalService:
    """Answers from a list read at the first question (ask from a worker); safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._towns: dict[str, list[str]] = {}
        self._codes: dict[str, list[str]] = {}
        self._names: list[tuple[str, str]] = []

    def towns(self, code: str) -> list[str]:
        """Return the towns of a whole postal code, in capitals, in the order of the alphabet."""
        self._read_once()
        return list(self._towns.get("".join(code.split()), ()))

    def codes(self, town_prefix: str, limit: int = _SHOWN) -> list[tuple[str, str]]:
        """Return (town, code) for the towns that begin so; case, accents and « ST » aside."""
        self._read_once()
        typed = _compared(town_prefix)
        found: list[tuple[str, str]] = []
        if not typed:
            return found
        for name, town in islice(self._names, bisect_left(self._names, (typed, "")), None):
            if not name.startswith(typed) or len(found) >= limit:
                break
            found += [(town, code) for code in self._codes[town]]
        return found[:limit]

    def _read_once(self) -> None:
        with self._lock:
            if self._names:
                return
            towns: dict[str, list[str]] = defaultdict(list)
            codes: dict[str, list[str]] = defaultdict(list)
            data = gzip.decompress(resource("postal", "postal.csv.gz").read_bytes())
            for line in csv.DictReader(data.decode().splitlines()):
                towns[line["code"]].append(line["town"])
                codes[line["town"]].append(line["code"])
            self._towns, self._codes = dict(towns), dict(codes)
            self._names = sorted((_compared(town), town) for town in codes)


def _compared(town: str) -> str:
    return " ".join(_SAINTS.get(word, word) for word in fold(town).split())
