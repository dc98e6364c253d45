"""Writing of QR codes, for what a scanner is to read on the screen."""

from __future__ import annotations

from typing import Any, cast

from almapy.adapters.symbol_picture import Modules

_DARK = 128


def write_qr(content: str) -> Modules:
    """Return the rows of a symbol, True for black, without the quiet zone around it."""
    import zxingcpp

    symbol = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode)
    picture = memoryview(cast(Any, symbol.to_image(scale=1, add_quiet_zones=False)))
    rows, columns = picture.shape or (0, 0)
    pixels = picture.tobytes()
    return tuple(
        tuple(pixels[row * columns + column] < _DARK for column in range(columns))
        for row in range(rows)
    )
