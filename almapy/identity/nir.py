"""Reading and showing a NIR or a matricule (INS notes §1, UX notes §4.2); never a refusal."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from almapy.patients.model import Sex
from almapy.patients.nir import nir_key

_SEPARATORS = re.compile(r"[\s.\-]+")
_SHAPE = re.compile(
    r"([1-478])(\d\d)(0\d|1[0-2]|[23]\d|4[0-2]|[5-9]\d)(\d\d|2[AB])(\d{3})(\d{3})(\d\d)?", re.ASCII
)
_MEN = frozenset("137")
_BEING_REGISTERED = frozenset("3478")
_LAST_MONTH = 12
_CENTURY = 100
_NO_SHAPE = (
    "Ce numéro n'a pas la forme d'un numéro de sécurité sociale\u00a0: 13 chiffres, ou 15 avec la "
    "clé (2A ou 2B pour la Corse)."
)


@dataclass(frozen=True, slots=True)
class Nir:
    """A number of 13 characters, capitals, and its key as it was written (empty when left out)."""

    thirteen: str = field(repr=False)
    written_key: str = field(default="", repr=False)

    @property
    def computed_key(self) -> str:
        """Return the two digits of the key that the rule gives."""
        return f"{nir_key(self.thirteen):02d}"

    @property
    def key_is_right(self) -> bool:
        """Tell whether the written key, if any, is the computed one."""
        return self.written_key in {"", self.computed_key}

    @property
    def number(self) -> str:
        """Return 15 characters: a written key is kept, even a wrong one."""
        return f"{self.thirteen}{self.written_key or self.computed_key}"

    @property
    def sex(self) -> Sex:
        """Return the sex that the first digit tells."""
        return Sex.MALE if self.thirteen[0] in _MEN else Sex.FEMALE

    @property
    def year(self) -> int:
        """Return the last two digits of the year of birth."""
        return int(self.thirteen[1:3])

    @property
    def month(self) -> int | None:
        """Return the month of birth, None when the civil status was incomplete."""
        month = int(self.thirteen[3:5])
        return month if 1 <= month <= _LAST_MONTH else None


def read_nir(text: str) -> Nir | None:
    """Read 13 or 15 characters, with or without separators; None when the shape is wrong."""
    shaped = _SHAPE.fullmatch(_SEPARATORS.sub("", text).upper())
    if shaped is None:
        return None
    return Nir("".join(shaped.groups()[:6]), shaped[7] or "")


def shown_nir(text: str) -> str:
    """Return « 2 77 07 63 220 829 10 », key included; another text as it stands."""
    nir = read_nir(text)
    if nir is None:
        return text.strip()
    shaped = _SHAPE.fullmatch(nir.number)
    return " ".join(part or "" for part in shaped.groups()) if shaped else text.strip()


def nir_remarks(text: str, *, sex: Sex | str | None, birth_date: date | None) -> list[str]:
    """Return what to look at in a number; information only, for a sex or a date may change.

    ``sex`` and ``birth_date`` are those of the person whose number it is, None when unknown.
    """
    if not text.strip():
        return []
    nir = read_nir(text)
    if nir is None:
        return [_NO_SHAPE]
    found: list[str] = []
    if not nir.key_is_right:
        found.append(
            f"La clé {nir.written_key} n'est pas celle de ce numéro\u00a0: le calcul donne "
            f"{nir.computed_key}. Vérifiez la saisie."
        )
    if nir.thirteen[0] in _BEING_REGISTERED:
        found.append("Numéro provisoire ou en cours d'immatriculation (premier chiffre).")
    if nir.month is None:
        found.append("Mois particulier\u00a0: état civil incomplet à l'immatriculation.")
    if sex in {Sex.MALE, Sex.FEMALE} and nir.sex != sex:
        found.append("Le premier chiffre ne correspond pas au sexe du dossier.")
    if birth_date is not None:
        if nir.year != birth_date.year % _CENTURY:
            found.append("L'année du numéro n'est pas celle de la date de naissance.")
        if nir.month is not None and nir.month != birth_date.month:
            found.append("Le mois du numéro n'est pas celui de la date de naissance.")
    return found
