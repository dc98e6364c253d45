"""What a post is plugged into: readers, the CPS library, Pro Santé Connect – or simulators.

Made once for a place, before its base is open, because a card or Pro Santé Connect may open it.
Nothing starts and no heavy library is imported before it is used.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from almapy.adapters.camera import OpenCvCamera
from almapy.adapters.keyring_secrets import KeyringSecrets
from almapy.adapters.pcsc.system import PcscSystem
from almapy.adapters.pkcs11.libraries import installed_library
from almapy.adapters.psc_choice import SANDBOX, chosen_gateway
from almapy.adapters.vitale_library import VitaleLibrary
from almapy.camera.ports import FrameSource
from almapy.cards.faults import CardServiceAbsent
from almapy.cards.ports import CardContext, CardSystem
from almapy.clock import Clock
from almapy.cps.faults import CpsLibraryAbsent
from almapy.cps.model import CpsKey
from almapy.cps.ports import CpsModule, Token
from almapy.cve.ports import CarnetGateway, Keyring
from almapy.psc.ports import PscGateway
from almapy.settings import PostSettings
from almapy.vitale.ports import OfficialVitale


@dataclass(frozen=True, slots=True)
class CardChoice:
    """A simulated card that a person may put into the simulated reader; ``label`` is French."""

    key: str
    label: str
    is_cps: bool = False


class SimulatedCards(Protocol):
    """What a person does with the simulated readers: one takes a carte Vitale, one a CPS."""

    def choices(self) -> tuple[CardChoice, ...]:
        """Return the cards, in the order of the screen."""

    def inserted(self) -> tuple[str, ...]:
        """Return the keys of the cards that are in."""

    def insert(self, key: str) -> None:
        """Put a card in; the one in its reader is taken out first."""

    def eject(self, key: str) -> None:
        """Take a card out; nothing happens when it is not in."""


@dataclass(frozen=True, slots=True)
class BoxChoice:
    """A box that a person may hold before the simulated webcam; ``label`` is French."""

    key: str
    label: str


class SimulatedBoxes(Protocol):
    """What a person holds before the simulated webcam."""

    def choices(self) -> tuple[BoxChoice, ...]:
        """Return the boxes, in the order of the screen."""

    def shown(self) -> str:
        """Return the key of the box that is held, empty for an empty hand."""

    def show(self, key: str) -> None:
        """Hold this box from now on; empty for none."""


class NoReaders:
    """The readers of a post that has none."""

    simulated = False

    def open(self) -> CardContext:
        """Raise CardServiceAbsent."""
        raise CardServiceAbsent


class NoCps:
    """The CPS library of a post that has none."""

    simulated = False

    def tokens(self) -> tuple[Token, ...]:
        """Raise CpsLibraryAbsent."""
        raise CpsLibraryAbsent

    def login(self, serial: str, pin: str) -> None:  # noqa: ARG002
        """Raise CpsLibraryAbsent."""
        raise CpsLibraryAbsent

    def sign(self, serial: str, key: CpsKey, data: bytes) -> bytes:  # noqa: ARG002
        """Raise CpsLibraryAbsent."""
        raise CpsLibraryAbsent

    def logout(self, serial: str) -> None:
        """Do nothing: no card was ever given its code."""

    def close(self) -> None:
        """Do nothing: nothing runs."""


def _nothing_to_close() -> None: ...


@dataclass(frozen=True, slots=True)
class Outside:
    """The outside of one post; ``vitale`` and ``psc`` are None where nothing is set for them.

    ``simulated_cards`` and ``telephone_page`` (an address that plays the e-CPS) are there when
    simulators answer; ``camera`` gives the webcam of a number, not opened yet; ``box_camera`` takes
    its place for boxes where ``simulated_boxes`` are held before it; ``cve`` is
    None on a real post, because the interface of the booklet service is not public; ``keyring`` is
    that of the system, None where it must not be touched; ``close`` stops what runs; ``warnings``
    tell in French what is set and cannot be used.
    """

    readers: CardSystem = field(default_factory=NoReaders)
    cps: CpsModule = field(default_factory=NoCps)
    vitale: OfficialVitale | None = None
    psc: PscGateway | None = None
    simulated_cards: SimulatedCards | None = None
    telephone_page: Callable[[], str] | None = None
    camera: Callable[[int], FrameSource] = OpenCvCamera
    box_camera: Callable[[int], FrameSource] | None = None
    simulated_boxes: SimulatedBoxes | None = None
    cve: CarnetGateway | None = None
    keyring: Keyring | None = None
    close: Callable[[], None] = _nothing_to_close
    warnings: tuple[str, ...] = ()


def real_outside(settings: PostSettings, clock: Clock) -> Outside:
    """Return what the settings of a post plug it into."""
    psc, warning = chosen_gateway(settings.psc_relay, os.environ.get(SANDBOX, ""), clock)
    warnings = (warning,) if warning else ()
    vitale = VitaleLibrary(settings.vitale_library) if settings.vitale_library else None
    library = installed_library(settings.pkcs11_library)
    if not library:
        return Outside(
            readers=PcscSystem(),
            vitale=vitale,
            psc=psc,
            keyring=KeyringSecrets(),
            warnings=warnings,
        )
    from almapy.adapters.pkcs11.module import Pkcs11Module  # noqa: PLC0415  (only with a library)

    cps = Pkcs11Module(library)
    return Outside(
        readers=PcscSystem(),
        cps=cps,
        vitale=vitale,
        psc=psc,
        keyring=KeyringSecrets(),
        close=cps.close,
        warnings=warnings,
    )
