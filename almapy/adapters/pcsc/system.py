"""PC/SC through the low-level functions of pyscard.

Its CardMonitor is not used: it asks in turns, and falls silent when pcscd is started again.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

from almapy.adapters.pcsc.codes import SUCCESS, unsigned
from almapy.adapters.pcsc.context import PcscContext
from almapy.cards.faults import CardServiceAbsent


class PcscSystem:
    """The readers of this post."""

    simulated = False

    def open(self) -> PcscContext:
        """Begin a conversation with the service of the readers.

        Raises CardServiceAbsent; ImportError when pyscard or the library of the system is missing.
        """
        api = _library()
        code, handle = api.SCardEstablishContext(api.SCARD_SCOPE_USER)
        if unsigned(code) != SUCCESS:
            raise CardServiceAbsent
        return PcscContext(api, handle)


def _library() -> Any:
    """Return pyscard, which takes a missing library of the system for a missing service."""
    if sys.platform == "linux":
        try:
            ctypes.CDLL("libpcsclite.so.1")
        except OSError as error:
            raise ImportError(str(error)) from None
    from smartcard import scard

    return scard
