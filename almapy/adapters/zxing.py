"""The matrix codes of a picture in memory, read by zxing-cpp."""

from __future__ import annotations

from collections.abc import Iterator

from almapy.camera.ports import CodeForm


def matrix_codes(pixels: bytes, *shape: int) -> Iterator[tuple[bytes, CodeForm]]:
    """Give the content of each code and its form.

    ``shape`` is height and width for a grey picture of one byte a pixel; a third number, 3, for
    blue, green and red.
    """
    import zxingcpp

    forms = {
        zxingcpp.BarcodeFormat.DataMatrix: CodeForm.DATAMATRIX,
        zxingcpp.BarcodeFormat.QRCode: CodeForm.QR,
    }
    read = zxingcpp.read_barcodes(
        memoryview(pixels).cast("B", shape),
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.AllMatrix),
        text_mode=zxingcpp.TextMode.Plain,
    )
    for one in read:
        yield bytes(one.bytes), forms.get(one.symbology, CodeForm.OTHER)
