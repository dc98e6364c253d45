"""The NIR: number of a person in the national register."""

from __future__ import annotations

import re

from almapy.errors import DomainError

_THIRTEEN = re.compile(r"\d{5}(?:\d\d|2[AB])\d{6}", re.ASCII)
_CORSICA = {"A": "19", "B": "18"}
_DEPARTEMENT = slice(5, 7)


def nir_key(thirteen: str) -> int:
    """Return the key, 1 to 97, of the first 13 characters of a NIR.

    Corsica counts as 19 (2A) and 18 (2B); a remainder of 0 gives 97. Raises DomainError when the
    text is not 13 digits, or 13 with 2A or 2B as département. Rule of INSEE (INS notes §1.2).
    """
    if not _THIRTEEN.fullmatch(thirteen):
        raise DomainError(
            "Un numéro de sécurité sociale sans sa clé compte 13 chiffres (2A ou 2B pour la "
            "Corse). Rien n'a été modifié. Vérifiez la saisie.",
            field="nir",
        )
    departement = _CORSICA.get(thirteen[6], thirteen[_DEPARTEMENT])
    return 97 - int(f"{thirteen[:5]}{departement}{thirteen[7:]}") % 97
