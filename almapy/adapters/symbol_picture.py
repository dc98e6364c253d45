"""Pictures of a symbol made of black and white modules."""

from __future__ import annotations

from io import BytesIO

Modules = tuple[tuple[bool, ...], ...]
"""Rows of a symbol from the top, True for black; a bar code has one row."""

_BLACK, _WHITE = b"\x00", b"\xff"


def gray_rows(modules: Modules, module_pixels: int, quiet_modules: int) -> list[bytes]:
    """Return the rows of a picture, one byte a pixel, with the quiet zone around the symbol."""
    margin = _WHITE * (quiet_modules * module_pixels)
    blank = _WHITE * ((len(modules[0]) + 2 * quiet_modules) * module_pixels)
    rows = [blank] * (quiet_modules * module_pixels)
    for row in modules:
        bars = b"".join((_BLACK if black else _WHITE) * module_pixels for black in row)
        rows += [margin + bars + margin] * module_pixels
    return rows + [blank] * (quiet_modules * module_pixels)


def png_of(
    modules: Modules, module_pixels: int, *, quiet_modules: int = 2, rows_high: int = 1
) -> bytes:
    """Return a PNG of one bit a pixel.

    ``quiet_modules`` is the white border, at least one module (ISO/IEC 16022); a bar code wants
    ten (ISO/IEC 15417). ``rows_high`` repeats each row: the height of the bars of a bar code.
    """
    from PIL import Image

    tall = tuple(row for row in modules for _ in range(rows_high))
    rows = gray_rows(tall, max(module_pixels, 1), max(quiet_modules, 1))
    picture = Image.frombytes("L", (len(rows[0]), len(rows)), b"".join(rows))
    target = BytesIO()
    picture.convert("1", dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
    return target.getvalue()
