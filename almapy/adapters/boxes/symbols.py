"""The GS1 Data Matrix that zxing-cpp reads in a grey picture, and nothing else.

A box may carry a second Data Matrix of its maker: without FNC1 at its beginning it is no GS1 symbol
and is never given. zxing-cpp keeps the separators, whether they were encoded as FNC1 or as GS.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from almapy.gs1.box import GTIN
from almapy.gs1.elements import elements_of

Picture = Any
"""Rows of one byte a pixel: an array of numpy, or a memoryview of two dimensions."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol: its element string without prefix, and where its middle is, in pixels."""

    content: bytes = field(repr=False)
    x: float
    y: float


def gs1_symbols(picture: Picture, *, one_threshold: bool = False) -> list[Symbol]:
    """Return the symbols that name a product, those that read to their end first.

    ``one_threshold`` parts dark from light by one value for the whole picture instead of by
    neighbourhoods: for small crops.
    """
    import zxingcpp

    binarizer = zxingcpp.Binarizer.GlobalHistogram if one_threshold else None
    read = zxingcpp.read_barcodes(
        picture,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix),
        text_mode=zxingcpp.TextMode.Plain,
        binarizer=binarizer or zxingcpp.Binarizer.LocalAverage,
    )
    found = [
        _symbol(one) for one in read if one.valid and one.content_type == zxingcpp.ContentType.GS1
    ]
    named = [one for one in found if _elements(one).value(GTIN)]
    return sorted(named, key=lambda one: _elements(one).stopped_at >= 0)


def _symbol(read: Any) -> Symbol:
    place = read.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    x = sum(one.x for one in corners) / len(corners)
    y = sum(one.y for one in corners) / len(corners)
    return Symbol(bytes(read.bytes), x, y)


def _elements(symbol: Symbol) -> Any:
    return elements_of(symbol.content.decode("latin-1"))
