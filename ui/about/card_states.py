"""How it stands with the cards of this post: readers, ApCV, CPS, Pro Santé Connect."""

from __future__ import annotations

from almapy.adapters.pkcs11.libraries import installed_library
from almapy.adapters.vitale_library import VitaleLibrary
from almapy.application import Application
from almapy.cards.model import ReaderState
from almapy.errors import AlmaPyError
from ui.about.connectors_card import (
    ABSENT,
    APCV,
    CARDS,
    NOT_CHOSEN,
    PROFESSIONAL,
    SET,
    SIMULATED,
    TO_SET,
    Told,
)


def card_states(application: Application) -> dict[str, Told]:
    """Return the state of each connector by its name; may wait for the readers, in a worker."""
    return {
        CARDS: _cards(application),
        **_apcv(application),
        PROFESSIONAL: _professional(application),
    }


def _cards(application: Application) -> Told:
    if application.vitale.simulated:
        return SIMULATED
    if isinstance(application.outside.vitale, VitaleLibrary):
        return TO_SET
    application.cards.look()
    state = application.cards.state()
    if state is ReaderState.NOT_INSTALLED:
        return ABSENT
    return SET if state is ReaderState.READY else TO_SET


def _apcv(application: Application) -> dict[str, Told]:
    apcv = application.apcv
    if not apcv.installed or isinstance(application.outside.vitale, VitaleLibrary):
        return dict.fromkeys(APCV.values(), ABSENT)
    try:
        chosen = apcv.way().channel
    except AlmaPyError:
        return dict.fromkeys(APCV.values(), TO_SET)
    answers = SIMULATED if apcv.simulated else SET
    return {name: answers if channel is chosen else NOT_CHOSEN for channel, name in APCV.items()}


def _professional(application: Application) -> Told:
    outside = application.outside
    if outside.cps.simulated or application.psc.simulated:
        return SIMULATED
    library = installed_library(application.settings.pkcs11_library)
    return SET if library or application.psc.available else TO_SET
