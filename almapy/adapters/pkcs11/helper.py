"""The process that holds the library of the vendor: it may crash or hang, the program goes on.

Run as a module with the path of the library, or by the hidden verb of the packaged program. It
speaks the lines of ``wire.py`` on its standard input and output, and ends with its input.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Sequence
from io import FileIO
from typing import Any

from almapy.adapters.pkcs11.wire import LONGEST_LINE, Fault
from almapy.cps.model import PIN_LENGTH


class RequestLines:
    """Reads lines, and codes, from a pipe; what was read is wiped as soon as it is used."""

    def __init__(self, pipe: FileIO) -> None:
        self._pipe = pipe
        self._read = bytearray()

    def line(self) -> dict[str, Any] | None:
        """Return the next request, None at the end of the input or for what is not one."""
        while (end := self._read.find(b"\n")) < 0:
            if len(self._read) > LONGEST_LINE or not self._more():
                return None
        text = self._taken(end + 1)
        try:
            request = json.loads(text)
        except ValueError:
            return None
        return request if isinstance(request, dict) else None

    def code(self) -> bytearray:
        """Return the four bytes that follow; fewer at the end of the input."""
        while len(self._read) < PIN_LENGTH and self._more():
            pass
        return self._taken(PIN_LENGTH)

    def _taken(self, count: int) -> bytearray:
        taken = self._read[:count]
        wipe(self._read, count)
        del self._read[:count]
        return taken

    def _more(self) -> bool:
        chunk = bytearray(65536)
        count = self._pipe.readinto(chunk)
        self._read += memoryview(chunk)[: count or 0]
        wipe(chunk, len(chunk))
        return bool(count)


def wipe(buffer: bytearray, count: int) -> None:
    """Overwrite the beginning of a buffer."""
    buffer[:count] = bytes(min(count, len(buffer)))


def main(arguments: Sequence[str]) -> int:
    """Serve until the input ends; the only argument is the path of the library."""
    _leave_no_core()
    answers = _own_output()
    from almapy.adapters.pkcs11.library import Library

    try:
        library = Library(arguments[0])
    except (ImportError, LookupError):
        _say(answers, {"fault": Fault.NO_LIBRARY})
        return 1
    _say(answers, {})
    lines = RequestLines(FileIO(0, closefd=False))
    while (request := lines.line()) is not None:
        _say(answers, _answer(library, request, lines))
    library.leave()
    return 0


def _answer(library: Any, request: dict[str, Any], lines: RequestLines) -> dict[str, Any]:
    match request:
        case {"do": "tokens"}:
            answer: dict[str, Any] = library.tokens()
        case {"do": "login", "serial": str(serial)}:
            code = lines.code()
            answer = library.login(serial, code)
            wipe(code, len(code))
        case {"do": "sign", "serial": str(serial), "id": str(key), "attempts": list(attempts)}:
            answer = library.sign(serial, key, attempts)
        case {"do": "logout", "serial": str(serial)}:
            answer = library.logout(serial)
        case _:
            answer = {"fault": Fault.FAILED}
    return answer


def _own_output() -> FileIO:
    """Keep the pipe of the answers to ourselves: libraries of vendors print what they like."""
    answers = FileIO(os.dup(1), "w")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    return answers


def _leave_no_core() -> None:
    """Have a crash write no image of this memory, where a code may be."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _say(answers: FileIO, answer: dict[str, Any]) -> None:
    left = memoryview(json.dumps(answer).encode() + b"\n")
    while left:
        left = left[answers.write(left) or 0 :]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
