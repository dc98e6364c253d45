"""A card that answers commands, written from the card notes and ISO 7816-4 alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from almapy.simulators.readers.command import Command, command_of
from almapy.simulators.readers.files import MASTER_FILE, CardImage, Df, Ef

_GET_RESPONSE: Final = 0xC0
_TRIES: Final = 3
_BLOCK: Final = 256

DONE: Final = b"\x90\x00"
_WRONG_LENGTH: Final = b"\x67\x00"
_REFUSED: Final = b"\x69\x82"
_BLOCKED: Final = b"\x69\x83"
_NOTHING_WAITS: Final = b"\x69\x85"
_NO_FILE_SELECTED: Final = b"\x69\x86"
_NOT_FOUND: Final = b"\x6a\x82"
_WRONG_PARAMETERS: Final = b"\x6a\x86"
_NO_SUCH_REFERENCE: Final = b"\x6a\x88"
_CUT_SHORT: Final = b"\x62\x82"
_BEYOND: Final = b"\x6b\x00"
_NO_SUCH_COMMAND: Final = b"\x6d\x00"
_NO_SUCH_CLASS: Final = b"\x6e\x00"

_NO_ANSWER_WANTED: Final = 0x0C
_BY_SFI: Final = 0x80
_BY_NAME: Final = 0x04
_SHORTEST_NAME: Final = 5  # a name may be selected by its beginning


class _Refusal(Exception):  # noqa: N818  (a status, not a fault)
    """What was asked ends with this status."""

    def __init__(self, status: bytes) -> None:
        super().__init__(status.hex())
        self.status = status


class VirtualCard:
    """One card as its last commands left it; a reset forgets all but the tries of codes."""

    def __init__(self, image: CardImage) -> None:
        self.image = image
        self._tries = {reference: _TRIES for reference, _code in image.pins}
        self._handlers: dict[int, Callable[[Command], bytes]] = {
            0x20: self._verify,
            0xA4: self._select,
            0xB0: self._read_binary,
            _GET_RESPONSE: self._get_response,
        }
        self.reset()

    @property
    def atr(self) -> bytes:
        """Return the answer to reset."""
        return self.image.atr

    def reset(self) -> None:
        """Be as just put under power."""
        self._folder: Df = self.image.master
        self._file: Ef | None = None
        self._waiting = b""
        self._verified: set[int] = set()

    def process(self, command: bytes) -> bytes:
        """Answer one command; the last two bytes are SW1 SW2."""
        if self.image.refusal:
            return self.image.refusal.to_bytes(2, "big")
        read = command_of(command)
        if read is None:
            return _WRONG_LENGTH
        if read.cla != 0:
            return _NO_SUCH_CLASS
        if read.ins != _GET_RESPONSE:
            self._waiting = b""
        handler = self._handlers.get(read.ins)
        if handler is None:
            return _NO_SUCH_COMMAND
        try:
            return handler(read)
        except _Refusal as refusal:
            return refusal.status

    def _select(self, command: Command) -> bytes:
        if command.p1 == _BY_NAME:
            target: Df | Ef | None = self._application(command.data)
        elif command.p1 in {0x00, 0x01, 0x02}:
            target = self._named(int.from_bytes(command.data, "big") if command.data else 0x3F00)
        else:
            return _WRONG_PARAMETERS
        if target is None:
            return _NOT_FOUND
        if isinstance(target, Df):
            self._folder, self._file = target, None
        else:
            self._file = target
        if command.p2 & _NO_ANSWER_WANTED == _NO_ANSWER_WANTED:
            return DONE
        return self._answered(_description(target), command)

    def _application(self, name: bytes) -> Df | None:
        if len(name) < _SHORTEST_NAME:
            return None
        return next((one for one in self.image.master.walk() if one.aid.startswith(name)), None)

    def _named(self, fid: int) -> Df | Ef | None:
        if fid == MASTER_FILE:
            return None if self.image.master_is_hidden else self.image.master
        inside: tuple[Df | Ef, ...] = self._folder.files + self._folder.folders
        return next((one for one in inside if one.fid == fid), None)

    def _answered(self, data: bytes, command: Command) -> bytes:
        """Answer a command that carried data: over T=0 the answer waits to be fetched."""
        if self.image.is_t0:
            self._waiting = data
            return bytes([0x61, len(data) & 0xFF])
        return data[: command.expected or _BLOCK] + DONE

    def _get_response(self, command: Command) -> bytes:
        if not self._waiting:
            return _NOTHING_WAITS
        if not 0 < command.expected <= len(self._waiting):
            return bytes([0x6C, min(len(self._waiting), _BLOCK) & 0xFF])
        given, self._waiting = (
            self._waiting[: command.expected],
            self._waiting[command.expected :],
        )
        left = bytes([0x61, min(len(self._waiting), _BLOCK) & 0xFF])
        return given + (left if self._waiting else DONE)

    def _read_binary(self, command: Command) -> bytes:
        content, offset = self._content_to_read(command)
        left = content[offset:]
        if not left:
            return _BEYOND
        if not command.expected:
            return _WRONG_LENGTH
        if command.expected > len(left):
            return bytes([0x6C, len(left)]) if self.image.is_t0 else left + _CUT_SHORT
        return left[: command.expected] + DONE

    def _content_to_read(self, command: Command) -> tuple[bytes, int]:
        offset = command.p1 << 8 | command.p2
        if command.p1 & _BY_SFI:
            sfi, offset = command.p1 & 0x1F, command.p2
            self._file = next((one for one in self._folder.files if one.sfi == sfi), None)
            if self._file is None:
                raise _Refusal(_NOT_FOUND)
        if self._file is None:
            raise _Refusal(_NO_FILE_SELECTED)
        if not self._file.free:
            raise _Refusal(_REFUSED)
        return self._file.content, offset

    def _verify(self, command: Command) -> bytes:
        code = dict(self.image.pins).get(command.p2)
        if code is None:
            return _NO_SUCH_REFERENCE
        if not self._tries[command.p2]:
            return _BLOCKED
        if not command.data:
            return DONE if command.p2 in self._verified else self._tries_left(command.p2)
        if command.data.rstrip(b"\xff") == code.encode("ascii"):
            self._tries[command.p2] = _TRIES
            self._verified.add(command.p2)
            return DONE
        self._verified.discard(command.p2)
        self._tries[command.p2] -= 1
        return self._tries_left(command.p2)

    def _tries_left(self, reference: int) -> bytes:
        return bytes([0x63, 0xC0 | self._tries[reference]])


def _description(target: Df | Ef) -> bytes:
    """Return the control parameters of a folder or file (ISO 7816-4, table 12)."""
    identifier = b"\x83\x02" + target.fid.to_bytes(2, "big")
    if isinstance(target, Ef):
        size = len(target.content).to_bytes(2, "big")
        inside = b"\x80\x02" + size + b"\x82\x01\x01" + identifier
    else:
        name = b"\x84" + bytes([len(target.aid)]) + target.aid if target.aid else b""
        inside = b"\x82\x01\x38" + identifier + name
    return b"\x6f" + bytes([len(inside)]) + inside
