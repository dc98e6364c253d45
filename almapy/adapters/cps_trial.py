"""Trying the library of the CPS cards, as the settings of a post or a diagnosis ask for it."""

from __future__ import annotations

from almapy.adapters.pkcs11.libraries import installed_library
from almapy.cps.faults import CpsLibraryAbsent


def try_library(chosen: str) -> str:
    """Load the library aside, look for cards, let it go; return what to tell (French).

    ``chosen`` is the setting of the post, empty for the Cryptolib at its usual place. No code is
    asked for. Raises CpsLibraryAbsent, CpsLibraryFailed.
    """
    library = installed_library(chosen)
    if not library:
        raise CpsLibraryAbsent
    from almapy.adapters.pkcs11.module import Pkcs11Module

    module = Pkcs11Module(library)
    try:
        count = len(module.tokens())
    finally:
        module.close()
    cards = {0: "aucune carte CPS n'est insérée", 1: "une carte CPS est présente"}
    return f"La bibliothèque répond\u00a0: {cards.get(count, f'{count} cartes sont présentes')}."
