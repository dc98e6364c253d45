"""The process that reads documents: it may crash or hang, the program goes on.

Run as a module, or by the hidden verb of the packaged program. It speaks the lines of ``wire.py``
on its standard input and output and ends with its input. It works at low priority, writes no file
and gives no more memory to a document than ``MOST_MEMORY``.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import sys
from io import FileIO
from typing import TYPE_CHECKING, Any

from almapy.adapters.reading.wire import Fault, page_line
from almapy.documents.kinds import FileKind
from almapy.errors import DomainError
from almapy.ocr.faults import PasswordWanted, UnreadableFile
from almapy.ocr.model import PageText, TextSource

if TYPE_CHECKING:
    from almapy.adapters.reading.document import OpenDocument
    from almapy.adapters.reading.engine import Engine

MOST_MEMORY = 1_000_000_000
"""Bytes of address space of the process; its libraries take a third (measured)."""

PATIENCE = 300.0
"""Seconds after which a page ends the process by itself.

The program ends it long before; this is for a program that was killed meanwhile.
"""
_STANDARD_ERROR = 2  # by its number: the packaged program has no object for it
_POLITE = 10
_LONGEST_REQUEST = 1_000_000
_TOO_MUCH = (
    "Cette page demandait trop de mémoire pour être lue. Elle est gardée telle qu'elle a été "
    "reçue. Numérisez-la de nouveau à 200 points par pouce."
)
_BROKEN = "La lecture de cette page a échoué. Elle est gardée telle qu'elle a été reçue."


def main(patience: float = PATIENCE) -> int:
    """Serve until the input ends."""
    _hold_back()
    requests, answers = FileIO(os.dup(0), "r"), _own_pipes()
    Service(requests, answers, patience).serve()
    return 0


class Service:
    """Answers requests one after the other; the engine is made for the first picture."""

    def __init__(self, requests: FileIO, answers: FileIO, patience: float) -> None:
        self._requests, self._answers = requests, answers
        self._patience = patience
        self._engine: Engine | None = None
        self._has_looked = False

    def serve(self) -> None:
        """Say that all is ready, then answer until the input ends."""
        self._say({})
        while (request := self._request()) is not None:
            data = self._bytes(request["size"])
            if data is None:
                return
            _end_within(self._patience)
            self._answer(request, data)
            faulthandler.cancel_dump_traceback_later()
            del data

    def _answer(self, request: dict[str, Any], data: bytes) -> None:
        from almapy.adapters.reading.document import opened

        try:
            with opened(data, FileKind(request["kind"]), request["password"]) as document:
                self._read(document, request)
        except PasswordWanted:
            was_given = bool(request["password"])
            self._say({"fault": Fault.WRONG_PASSWORD if was_given else Fault.PASSWORD})
        except UnreadableFile as fault:
            self._say({"fault": Fault.UNREADABLE, "message": fault.message})
        except MemoryError:
            self._say({"fault": Fault.TOO_MUCH})
        except Exception:  # noqa: BLE001  (a hostile file breaks libraries in any way)
            self._say({"fault": Fault.FAILED})

    def _read(self, document: OpenDocument, request: dict[str, Any]) -> None:
        from almapy.adapters.reading.document import pages_to_read, remarks_on

        all_pages = bool(request["all_pages"])
        numbers = pages_to_read(document.count, all_pages=all_pages)
        remarks = remarks_on(document, all_pages=all_pages)
        self._say({"to_read": numbers, "count": document.count, "remarks": remarks})
        without = set(request["without"])
        damaged = 0
        for number in numbers:
            if number in without:
                continue
            _end_within(self._patience)
            try:
                page = document.page(number, self._made_engine)
            except DomainError as fault:
                damaged += 1
                if damaged == len(numbers):
                    raise
                page = _unread(number, fault.message)
            except MemoryError:
                page = _unread(number, _TOO_MUCH)
            except Exception:  # noqa: BLE001
                page = _unread(number, _BROKEN)
            self._say({"page": page_line(page)})
        self._say({"end": True})

    def _made_engine(self) -> Engine | None:
        if not self._has_looked:
            from almapy.adapters.reading.engine_choice import make_engine

            self._engine = make_engine()
            self._has_looked = True
        return self._engine

    def _request(self) -> dict[str, Any] | None:
        """Return the next request, None at the end of the input or for what is not one."""
        line = bytearray()
        while not line.endswith(b"\n"):
            one = self._requests.read(1)
            if not one or len(line) > _LONGEST_REQUEST:
                return None
            line += one
        request = json.loads(line)
        return request if isinstance(request, dict) else None

    def _bytes(self, size: int) -> bytes | None:
        data = bytearray(size)
        left = memoryview(data)
        while left:
            count = self._requests.readinto(left)
            if not count:
                return None
            left = left[count:]
        left.release()
        return bytes(data)

    def _say(self, answer: dict[str, Any]) -> None:
        left = memoryview(json.dumps(answer, ensure_ascii=False).encode(errors="replace") + b"\n")
        while left:
            left = left[self._answers.write(left) or 0 :]


def _unread(number: int, problem: str) -> PageText:
    return PageText(number, (), TextSource.NONE, 0.0, problem=problem)


def _end_within(seconds: float) -> None:
    """End the process then, whatever a library is lost in, unless told anew."""
    faulthandler.dump_traceback_later(seconds, exit=True, file=_STANDARD_ERROR)


def _own_pipes() -> FileIO:
    """Keep the pipe of the answers to ourselves: libraries print what they like."""
    answers = FileIO(os.dup(1), "w")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    os.close(nowhere)
    return answers


def _hold_back() -> None:
    """Work after everybody else, within bounds, leaving no image of this memory after a crash."""
    with contextlib.suppress(AttributeError, OSError):
        os.nice(_POLITE)
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    sys.exit(main())
