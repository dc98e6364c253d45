"""Allergies and intolerances; « none known » is a statement, not an absence."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Allergy:
    """One allergy; with ``none_known`` it states that the question was asked and answered no.

    ``severity`` is « légère », « modérée », « grave » or « anaphylaxie ».
    """

    agent: str = field(default="", repr=False)
    reaction: str = field(default="", repr=False)
    severity: str = ""
    noted: str = ""
    none_known: bool = False
