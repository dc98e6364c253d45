"""Writing of Data Matrix symbols (ISO/IEC 16022, ECC 200), each read back before it is returned.

The symbol is written by libdmtx and read back by zxing-cpp, two programs that share no code: what
comes out of here has been read once. Nothing is kept: a symbol costs some milliseconds, and its
content is often a person's identity.
"""

from __future__ import annotations

import threading
import warnings
from importlib import import_module
from types import ModuleType
from typing import Protocol, cast

from almapy.adapters.symbol_picture import Modules, gray_rows
from almapy.errors import ExternalError

_MODULE_PIXELS = 5  # libdmtx draws modules of 5 pixels, within a margin of 10
_MARGIN_PIXELS = 10
_BYTES_A_PIXEL = 3
_READ_BACK_PIXELS = 4
_QUIET_MODULES = 2
_SQUARE = "SquareAuto"
_SCHEMES = ("C40", "Ascii")
_NOTHING_PRINTED = "Rien n'a été imprimé ni modifié."
_loading = threading.Lock()


class _Drawing(Protocol):
    """What libdmtx draws: rows of three bytes a pixel."""

    width: int
    height: int
    pixels: bytes


def write_datamatrix(content: bytes) -> Modules:
    """Return the rows of a square symbol, True for black, without the quiet zone around it.

    Content is encoded in C40, which is short for capitals and digits, or byte by byte when that is
    no longer. Raises ExternalError when libdmtx is missing on this computer, when the content is
    empty or does not fit (about 1 500 bytes), or when the symbol does not read back the same.
    """
    library = load_libdmtx()
    if not content:
        raise _refused("il n'y a rien à écrire", "datamatrix.empty")
    drawn = [one for scheme in _SCHEMES if (one := _drawn(library, content, scheme)) is not None]
    if not drawn:
        raise _refused("le contenu est trop long pour un seul code", "datamatrix.too_long")
    for modules in sorted(drawn, key=len):
        if reads_back(modules, content):
            return modules
    raise _refused("relu par le programme, il ne rend pas son contenu", "datamatrix.not_read")


def load_libdmtx() -> ModuleType:
    """Return the binding of libdmtx; raises ExternalError when the library is not installed."""
    try:
        with _loading, warnings.catch_warnings():
            # pylibdmtx 0.1.10 imports distutils, which Python 3.11 announces as going away.
            warnings.simplefilter("ignore", DeprecationWarning)
            return import_module("pylibdmtx.pylibdmtx")
    except (ImportError, OSError):
        raise ExternalError(
            "Le code Datamatrix ne peut pas être dessiné\u00a0: la bibliothèque libdmtx manque sur "
            f"cet ordinateur. {_NOTHING_PRINTED} Installez le paquet libdmtx0b (ou libdmtx0t64), "
            "puis recommencez.",
            code="datamatrix.no_library",
        ) from None


def _drawn(library: ModuleType, content: bytes, scheme: str) -> Modules | None:
    try:
        drawing = library.encode(content, scheme=scheme, size=_SQUARE)
    except library.PyLibDMTXError:
        return None
    return _modules(cast(_Drawing, drawing))


def _modules(drawing: _Drawing) -> Modules:
    middle = _MARGIN_PIXELS + _MODULE_PIXELS // 2
    ends = drawing.width - _MARGIN_PIXELS
    places = range(middle, ends, _MODULE_PIXELS)
    return tuple(
        tuple(not drawing.pixels[(y * drawing.width + x) * _BYTES_A_PIXEL] for x in places)
        for y in places
    )


def reads_back(modules: Modules, content: bytes) -> bool:
    """Tell whether another library than the writer's reads exactly this content."""
    import zxingcpp

    rows = gray_rows(modules, _READ_BACK_PIXELS, _QUIET_MODULES)
    side = len(rows[0])
    picture = memoryview(b"".join(rows)).cast("B", (len(rows), side))
    found = zxingcpp.read_barcodes(
        picture,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix),
        try_downscale=False,
        try_invert=False,
        text_mode=zxingcpp.TextMode.Plain,
    )
    return [bytes(one.bytes) for one in found] == [content]


def _refused(why: str, code: str) -> ExternalError:
    return ExternalError(
        f"Le code Datamatrix n'a pas été dessiné\u00a0: {why}. {_NOTHING_PRINTED} Imprimez sans le "
        "code, ou signalez ce message.",
        code=code,
    )
