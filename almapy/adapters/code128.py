"""Writing of Code 128 bar codes (ISO/IEC 15417), each read back before it is returned."""

from __future__ import annotations

from almapy.adapters.symbol_picture import Modules, gray_rows
from almapy.errors import ExternalError

QUIET_MODULES = 10
"""White on each side of the bars, in modules (ISO/IEC 15417)."""

_READ_BACK_PIXELS = 3
_READ_BACK_ROWS = 20


def write_code128(text: str) -> Modules:
    """Return the bars as one row of modules, True for black, without the quiet zone.

    ``text`` is ASCII. Raises ExternalError when it cannot be written (empty, too long, other
    letters) or does not read back the same.
    """
    import zxingcpp
    from PIL import Image

    try:
        text.encode("ascii")
        drawn = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
    except ValueError:
        raise _refused("ce texte ne s'écrit pas en code-barres", "code128.content") from None
    picture = Image.fromarray(drawn.to_image(scale=1, add_hrt=False, add_quiet_zones=False))
    bars: Modules = (tuple(not gray for gray in picture.tobytes()[: picture.width]),)
    if not reads_back(bars, text):
        raise _refused("relu par le programme, il ne rend pas son texte", "code128.not_read")
    return bars


def reads_back(bars: Modules, text: str) -> bool:
    """Tell whether the bars, drawn and read, give exactly this text."""
    import zxingcpp

    rows = gray_rows(bars * _READ_BACK_ROWS, _READ_BACK_PIXELS, QUIET_MODULES)
    picture = memoryview(b"".join(rows)).cast("B", (len(rows), len(rows[0])))
    found = zxingcpp.read_barcodes(
        picture,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.Code128),
        text_mode=zxingcpp.TextMode.Plain,
    )
    return [one.text for one in found] == [text]


def _refused(why: str, code: str) -> ExternalError:
    return ExternalError(
        f"Le code-barres n'a pas été dessiné\u00a0: {why}. Rien n'a été imprimé ni modifié. "
        "Imprimez sans lui, ou signalez ce message.",
        code=code,
    )
