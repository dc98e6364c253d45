"""Starting, asking and ending the process of the library; a request never outlives its limit."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import almapy
from almapy.adapters.pkcs11.wire import HELPER_VERB, LONGEST_LINE
from almapy.cps.faults import CpsLibraryFailed

_log = logging.getLogger(__name__)
_FAREWELL = 2.0
_CHUNK = 65536
_TRACES = ("CPS3_", "PYKCS11")


class HelperProcess:
    """One run of the process. Belongs to whoever holds the lock around it."""

    def __init__(self, command: Sequence[str]) -> None:
        """Start it; CpsLibraryFailed when the system refuses."""
        try:
            self._process = subprocess.Popen(  # noqa: S603  (our own program, no shell)
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env=_environment(os.environ),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise CpsLibraryFailed from error
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._stdin, self._stdout = self._process.stdin, self._process.stdout
        self._heard = bytearray()
        self._killed = False

    @property
    def alive(self) -> bool:
        """Tell whether it may be asked something."""
        return not self._killed and self._process.poll() is None

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
        late = threading.Timer(seconds, self._process.kill)
        late.daemon = True
        late.start()
        try:
            self._write(request)
            return self._read()
        except (OSError, ValueError, RecursionError) as error:
            self.kill()
            _log.warning(
                "the process of the CPS library was ended", extra={"status": self._process.poll()}
            )
            raise CpsLibraryFailed from error
        finally:
            late.cancel()

    def end(self) -> None:
        """Let it take the code back from its cards and leave; kill it otherwise. Never raises."""
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            self._stdin.close()
            self._process.wait(_FAREWELL)
        self.kill()

    def kill(self) -> None:
        """End it at once. Never raises."""
        self._killed = True
        self._process.kill()
        for pipe in (self._stdin, self._stdout):
            with contextlib.suppress(OSError):
                pipe.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_FAREWELL)

    def _write(self, request: bytes | bytearray) -> None:
        left = memoryview(request)
        while left:
            left = left[self._stdin.write(left) or 0 :]

    def _read(self) -> dict[str, Any]:
        """Return one answer; ValueError for anything else, EOFError at the end."""
        while (end := self._heard.find(b"\n")) < 0:
            chunk = self._stdout.read(_CHUNK)
            if not chunk or len(self._heard) > LONGEST_LINE:
                raise ValueError
            self._heard += chunk
        line = bytes(self._heard[:end])
        del self._heard[: end + 1]
        answer = json.loads(line)
        if not isinstance(answer, dict) or self._heard:
            raise ValueError
        return answer


def command_of(library: str) -> list[str]:
    """Return what starts the process: this Python, or the packaged program by its hidden verb."""
    if getattr(sys, "frozen", False):
        return [sys.executable, HELPER_VERB, library]
    return [sys.executable, "-m", "almapy.adapters.pkcs11.helper", library]


def _environment(of_program: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of the process: the traces of the vendor may hold the code."""
    kept = {name: of_program[name] for name in of_program if not name.startswith(_TRACES)}
    if not getattr(sys, "frozen", False):
        folder = str(Path(almapy.__file__).parents[1])
        kept["PYTHONPATH"] = os.pathsep.join(filter(None, (folder, kept.get("PYTHONPATH"))))
    return kept
