"""Starting, asking and ending a process of our own program that may crash or hang alone.

It speaks lines of JSON on its standard input and output. What is said to it goes through the pipe:
nothing of it stands in the arguments, the environment or a file.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import almapy

_FAREWELL = 2.0
_CHUNK = 65536


class HelperGone(Exception):  # noqa: N818
    """The process ended, said nonsense, or was killed; ``late`` when it let its time pass."""

    def __init__(self, *, late: bool = False, status: int | None = None) -> None:
        super().__init__(f"late: {late}, status: {status}")
        self.late = late
        self.status = status


class HelperProcess:
    """One run of the process. Belongs to whoever holds the lock around it."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        longest_line: int,
        is_background: bool = False,
    ) -> None:
        """Start it; OSError when the system refuses. ``is_background`` lowers its priority."""
        flags: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        if is_background:
            flags |= getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
        self._process = subprocess.Popen(  # noqa: S603  (our own program, no shell)
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env=environment,
            creationflags=flags,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._stdin, self._stdout = self._process.stdin, self._process.stdout
        self._longest_line = longest_line
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

    def ask(self, request: bytes | bytearray, seconds: float) -> dict[str, Any]:
        """Send a request and return its answer, which must be all that was said.

        Raises HelperGone when it ends, answers something else, or says nothing within this time:
        it is killed then.
        """
        with self._within(seconds):
            self._write(request)
            answer = self._read()
            if self._heard:
                raise ValueError
            return answer

    def say(self, *pieces: bytes, seconds: float) -> None:
        """Send a request whose answers are heard one by one; raises HelperGone likewise."""
        with self._within(seconds):
            for piece in pieces:
                self._write(piece)

    def hear(self, seconds: float) -> dict[str, Any]:
        """Return the next line that it says; raises HelperGone likewise."""
        with self._within(seconds):
            return self._read()

    def end(self) -> None:
        """Let it finish by itself, its input closed; kill it otherwise. Never raises."""
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            self._stdin.close()
            self._process.wait(_FAREWELL)
        self.kill()

    def kill(self) -> None:
        """End it at once. Never raises."""
        self.interrupt()
        for pipe in (self._stdin, self._stdout):
            with contextlib.suppress(OSError):
                pipe.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_FAREWELL)

    def interrupt(self) -> None:
        """Kill it from another thread: whoever asks or hears it gets HelperGone. Never raises."""
        self._killed = True
        with contextlib.suppress(OSError):
            self._process.kill()

    @contextlib.contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        late = threading.Event()
        timer = threading.Timer(seconds, self._let_down, (late,))
        timer.daemon = True
        timer.start()
        try:
            yield
        except (OSError, ValueError, RecursionError) as error:
            self.kill()
            raise HelperGone(late=late.is_set(), status=self._process.poll()) from error
        finally:
            timer.cancel()

    def _let_down(self, late: threading.Event) -> None:
        late.set()
        self.interrupt()

    def _write(self, request: bytes | bytearray) -> None:
        left = memoryview(request)
        while left:
            left = left[self._stdin.write(left) or 0 :]

    def _read(self) -> dict[str, Any]:
        """Return one line; ValueError for anything else, and at the end."""
        begun = 0
        while (end := self._heard.find(b"\n", begun)) < 0:
            begun = len(self._heard)
            chunk = self._stdout.read(_CHUNK)
            if not chunk or begun > self._longest_line:
                raise ValueError
            self._heard += chunk
        line = bytes(self._heard[:end])
        del self._heard[: end + 1]
        answer = json.loads(line)
        if not isinstance(answer, dict):
            raise ValueError  # noqa: TRY004  (nonsense, as any other)
        return answer


def command_of(module: str, verb: str, *arguments: str) -> list[str]:
    """Return what starts the process: this Python, or the packaged program by its hidden verb."""
    if getattr(sys, "frozen", False):
        return [sys.executable, verb, *arguments]
    return [sys.executable, "-m", module, *arguments]


def environment_of(of_program: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of the program, and where its own modules are."""
    kept = dict(of_program)
    if not getattr(sys, "frozen", False):
        folder = str(Path(almapy.__file__).parents[1])
        kept["PYTHONPATH"] = os.pathsep.join(filter(None, (folder, kept.get("PYTHONPATH"))))
    return kept
