"""Where a call to INSi goes, and in whose name."""

from __future__ import annotations

from dataclasses import dataclass, field

from almapy import __version__
from almapy.insi.ports import Signer
from almapy.insi.settings import Environment


@dataclass(frozen=True, slots=True)
class InsiTarget:
    """One way to INSi, complete: nothing is looked up during a call.

    With a ``signer`` the assertion of a CPS is sent; without one ``client_certificate`` (PKCS#12)
    identifies the practice over mutual TLS (INS notes §4.4). ``simulated`` tells that a simulator
    answers there. ``verification_url`` empty means ``url`` for a simulator, no verification
    elsewhere. ``authorities`` is PEM, empty for those of the system. ``seconds`` bounds a whole
    call.
    """

    url: str
    idam: str
    instance: str
    verification_url: str = ""
    version: str = __version__
    environment: Environment = Environment.PRODUCTION
    signer: Signer | None = field(default=None, repr=False)
    billing_number: str = ""
    sector: str = ""
    speciality: str = ""
    authorities: str = field(default="", repr=False)
    client_certificate: bytes = field(default=b"", repr=False)
    password: str = field(default="", repr=False)
    proxy: str = field(default="", repr=False)
    seconds: float = 15
    simulated: bool = False
