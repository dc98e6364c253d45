"""Starting, asking and ending the process of the library; a request never outlives its limit."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from typing import Any

from almapy.adapters import helper_process
from almapy.adapters.helper_process import HelperGone, environment_of
from almapy.adapters.pkcs11.wire import HELPER_VERB, LONGEST_LINE
from almapy.cps.faults import CpsLibraryFailed

_log = logging.getLogger(__name__)
_TRACES = ("CPS3_", "PYKCS11")


class HelperProcess:
    """One run of the process. Belongs to whoever holds the lock around it."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start it; CpsLibraryFailed when the system refuses."""
        try:
            self._process = helper_process.HelperProcess(
                command, _environment(os.environ), longest_line=LONGEST_LINE
            )
        except OSError as error:
            raise CpsLibraryFailed from error

    @property
    def alive(self) -> bool:
        """Tell whether it may be asked something."""
        return self._process.alive

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        return self._process.pid

    def hear(self, seconds: float) -> dict[str, Any]:
        """Return the next answer; CpsLibraryFailed, the process ended, when there is none."""
        return self.ask(b"", seconds)

    def ask(self, request: bytes | bytearray, seconds: float) -> dict[str, Any]:
        """Send a request and return its answer.

        Raises CpsLibraryFailed when it ends, answers something else, or says nothing within this
        time: it is killed then.
        """
        try:
            return self._process.ask(request, seconds)
        except HelperGone as gone:
            _log.warning("the process of the CPS library was ended", extra={"status": gone.status})
            raise CpsLibraryFailed from gone

    def end(self) -> None:
        """Let it take the code back from its cards and leave; kill it otherwise. Never raises."""
        self._process.end()

    def kill(self) -> None:
        """End it at once. Never raises."""
        self._process.kill()


def command_of(library: str) -> list[str]:
    """Return what starts the process: this Python, or the packaged program by its hidden verb."""
    return helper_process.command_of("almapy.adapters.pkcs11.helper", HELPER_VERB, library)


def _environment(of_program: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of the process: the traces of the vendor may hold the code."""
    kept = {name: of_program[name] for name in of_program if not name.startswith(_TRACES)}
    return environment_of(kept)
