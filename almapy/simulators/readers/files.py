"""What is written in a virtual card: folders and files as ISO 7816-4 names them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

MASTER_FILE: Final = 0x3F00


@dataclass(frozen=True, slots=True)
class Ef:
    """One transparent file; ``sfi`` is its short identifier, 0 without one.

    A file that is not ``free`` is refused to everybody: what protects it is not simulated.
    """

    fid: int
    content: bytes = field(repr=False)
    sfi: int = 0
    free: bool = True


@dataclass(frozen=True, slots=True)
class Df:
    """One folder, or an application when it has an ``aid``."""

    fid: int
    aid: bytes = b""
    files: tuple[Ef, ...] = ()
    folders: tuple[Df, ...] = ()

    def walk(self) -> Iterator[Df]:
        """Go through this folder and all that it holds."""
        yield self
        for folder in self.folders:
            yield from folder.walk()


@dataclass(frozen=True, slots=True)
class CardImage:
    """A card as it leaves the factory.

    ``refusal`` is the status that it answers to everything, 0 for a card that works.
    ``master_is_hidden`` refuses the selection of the master file, as a CPS does. ``pins`` are the
    codes by reference, three tries each. ``is_t0`` makes it answer 61 XX and 6C XX.
    """

    atr: bytes
    master: Df = Df(MASTER_FILE)
    refusal: int = 0
    master_is_hidden: bool = False
    pins: tuple[tuple[int, str], ...] = field(default=(), repr=False)
    is_t0: bool = True

    def with_file_cut(self, folder_fid: int, sfi: int, length: int) -> CardImage:
        """Return this card with one of its files cut to so many bytes."""
        return replace(self, master=_cut(self.master, folder_fid, sfi, length))


def _cut(folder: Df, folder_fid: int, sfi: int, length: int) -> Df:
    files = folder.files
    if folder.fid == folder_fid:
        files = tuple(
            replace(one, content=one.content[:length]) if one.sfi == sfi else one for one in files
        )
    inner = tuple(_cut(one, folder_fid, sfi, length) for one in folder.folders)
    return replace(folder, files=files, folders=inner)
