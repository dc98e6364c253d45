"""Two versions of one vaccination: what a person compares, and what follows a choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from enum import Enum
from typing import Any

from almapy.vaccination.model import Vaccination
from ui.vaccination.entry_form import LABELS

_CODES = ("vaccine", "diseases", "cip13", "gtin")


def compared(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a person compares: the codes go with the name of the vaccine."""
    return {name: values[name] for name in LABELS}


def stored_like(mine: Vaccination, stored: Mapping[str, object]) -> dict[str, Any]:
    """Return what is stored with the types of what was typed."""
    typed = asdict(mine)
    return {name: _like(typed[name], value) for name, value in stored.items()}


def chosen_version(
    mine: Vaccination, values: Mapping[str, Any], theirs: Mapping[str, Any]
) -> Vaccination:
    """Return the vaccination that the choices make."""
    typed = asdict(mine)
    chosen = {name: _like(typed[name], values[name]) for name in LABELS}
    is_theirs = chosen["label"] != typed["label"]
    codes = {name: theirs[name] for name in _CODES} if is_theirs else {}
    return Vaccination(**(typed | chosen | codes))


def _like(mine: object, stored: object) -> object:
    return type(mine)(stored) if isinstance(mine, Enum) else stored
