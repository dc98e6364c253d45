"""The traits of an identity and their values in words, as traces tell them (INS notes §3.10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeGuard

from almapy.identity.documents import IDENTITY_DOCUMENTS

TRAIT_LABELS = {
    "birth_name": "Nom de naissance",
    "first_birth_first_name": "1er prénom de naiss.",
    "birth_first_names": "Prénoms de naissance",
    "used_name": "Nom utilisé",
    "used_first_name": "Prénom utilisé",
    "sex": "Sexe",
    "birth_date": "Date de naissance",
    "birth_date_uncertain": "Date incertaine",
    "birth_place_code": "Lieu naissance - Code INSEE",
    "birth_place_name": "Ville de naiss.",
    "identity_document": "Nature just. d'identité",
    "insi_accepted": "Réponse d'INSi acceptée",
    "matricule_ins": "Matricule INS",
    "ins_oid": "OID",
    "doubtful": "Douteuse",
    "fictitious": "Fictive",
    "homonym": "Homonyme",
    "deceased": "Décédé",
    "archived": "Archivé",
    "status": "Statut de l'identité",
}
NOTHING = "non renseigné"


@dataclass(frozen=True, slots=True)
class TraitChange:
    """One trait with its former and its new value, in words."""

    label: str
    before: str = field(repr=False)
    after: str = field(repr=False)

    @property
    def sentence(self) -> str:
        """Return « <trait> : <former value> en : <new value> »."""
        if not self.before:
            return f"{self.label}\u00a0: modifié"
        return f"{self.label}\u00a0: {self.before} en\u00a0: {self.after}"

    def without_values(self) -> TraitChange:
        """Return the change for those who may not see identities."""
        return replace(self, before="", after="")


def trait_changes(detail: Mapping[str, object]) -> tuple[TraitChange, ...]:
    """Return the changes that a trace names, in the order of the form; what is no pair says none.

    A trait of a later program keeps its own name.
    """
    pairs = {name: pair for name, pair in detail.items() if is_pair(pair)}
    order = [name for name in TRAIT_LABELS if name in pairs]
    order += [name for name in pairs if name not in TRAIT_LABELS]
    return tuple(
        TraitChange(
            label=TRAIT_LABELS.get(name, name),
            before=_value_words(name, str(pairs[name]["de"])),
            after=_value_words(name, str(pairs[name]["en"])),
        )
        for name in order
    )


def is_pair(value: object) -> TypeGuard[dict[str, object]]:
    """Tell whether a value of a trace is a former value with the new one."""
    return isinstance(value, dict) and {"de", "en"} <= value.keys()


def _value_words(name: str, value: str) -> str:
    if not value:
        return NOTHING
    if name == "identity_document":
        return IDENTITY_DOCUMENTS.get(value, value)
    if name == "birth_date":
        return _day_words(value)
    return value


def _day_words(value: str) -> str:
    try:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    except ValueError:
        return value
