"""Two readers of Data Matrix as they come: what the reading of boxes is measured against."""

import time
import warnings
from ctypes import POINTER, byref, c_ubyte, cast, string_at

_TURN_MS = 20
_FNC1, _GS, _GREY = 104, 29, 300
"""A property of libdmtx that its binding has no name for, its value, and 8 bits a pixel."""


def zxing_reader():
    """Return what reads the GS1 Data Matrix of a grey frame with zxing-cpp."""
    import zxingcpp

    forms = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)

    def read(grey):
        found = zxingcpp.read_barcodes(grey, formats=forms)
        return [bytes(one.bytes) for one in found if one.content_type == zxingcpp.ContentType.GS1]

    return read


def dmtx_reader(*, milliseconds):
    """Return what reads them with libdmtx; symbols without FNC1 are passed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from pylibdmtx import wrapper as dmtx

    def read(grey):
        pixels = (c_ubyte * grey.size).from_buffer_copy(grey.tobytes())
        height, width = grey.shape
        image = dmtx.dmtxImageCreate(cast(pixels, POINTER(c_ubyte)), width, height, _GREY)
        decoder = dmtx.dmtxDecodeCreate(image, 1)
        try:
            dmtx.dmtxDecodeSetProp(decoder, _FNC1, _GS)
            return list(_until_gs1(dmtx, decoder, milliseconds))[-1:]
        finally:
            dmtx.dmtxDecodeDestroy(byref(decoder))
            dmtx.dmtxImageDestroy(byref(image))

    return read


def _until_gs1(dmtx, decoder, milliseconds):
    """Search in short turns until so much processor time is spent.

    The time-out of libdmtx is one of the clock, which a busy machine would shorten. A turn that
    ends before its time has searched the whole frame; the next one goes on where it stopped.
    """
    end = time.process_time() + milliseconds / 1000
    while time.process_time() < end:
        begin = time.monotonic()
        turn = dmtx.dmtxTimeAdd(dmtx.dmtxTimeNow(), _TURN_MS)
        region = dmtx.dmtxRegionFindNext(decoder, byref(turn))
        if not region:
            if time.monotonic() - begin < _TURN_MS / 2000:
                return
            continue
        message = dmtx.dmtxDecodeMatrixRegion(decoder, region, -1)
        content = string_at(message.contents.output, message.contents.outputIdx) if message else b""
        if message:
            dmtx.dmtxMessageDestroy(byref(message))
        dmtx.dmtxRegionDestroy(byref(region))
        if content[:1] == bytes([_GS]):
            yield content[1:]
            return
