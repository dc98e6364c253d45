"""The official types of documents: codes and French labels of the value set JDV_J07."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from resources import resource


@cache
def type_labels() -> Mapping[str, str]:
    """Return the French label of each code, in the order of the official list."""
    path = resource("documents", "document_types.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["code"]: row["label"] for row in csv.DictReader(file)})


def type_label(code: str) -> str:
    """Return the label of a code, or the code itself when the list does not know it."""
    return type_labels().get(code, code)
