"""What the program and the process of the library say to each other: one JSON object a line.

Each request gets one answer, in turn. The four digits of a code follow the line of ``login`` as
they are: they never become part of a text that is kept or shown.

| request | answer |
|---|---|
| ``{"do": "tokens"}`` | ``{"tokens": [{serial, label, reader, flags, certificates}]}`` |
| ``{"do": "login", "serial": …}`` then four bytes | ``{}`` |
| ``{"do": "sign", "serial", "id", "attempts": [[mechanism, base64], …]}`` | ``{"signature"}`` |
| ``{"do": "logout", "serial": …}`` | ``{}`` |

The first line of the process is ``{}`` when the library is loaded. A line with ``fault`` says
what went wrong; that of a wrong code tells the flags of the token too. ``flags`` stands for the
three truths ``low``, ``final`` and ``locked``.
"""

from __future__ import annotations

from enum import StrEnum

LONGEST_LINE = 4 * 1024 * 1024
HELPER_VERB = "pkcs11-helper"
"""The word that makes the packaged program, which has no Python to call, play the process."""


class Fault(StrEnum):
    """What a request met."""

    NO_LIBRARY = "no_library"
    REMOVED = "removed"
    WRONG_PIN = "wrong_pin"
    LOCKED = "locked"
    NO_PIN = "no_pin"
    NO_KEY = "no_key"
    FAILED = "failed"
