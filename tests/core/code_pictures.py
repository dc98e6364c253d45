"""Made-up scans and photographs of a page that bears a symbol, each from a seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from almapy.adapters.symbol_picture import Modules, gray_rows

_MM_PER_INCH = 25.4
_PAGE_MM = (90, 70)
_WHITE_MM = 2


@dataclass(frozen=True)
class Wear:
    """How a page suffered: lengths in millimetres, blur in modules, angles in degrees."""

    width_mm: float = 28.0
    dpi: int = 300
    turn: float = 0.0
    blur: float = 0.0
    noise: int = 0
    contrast: float = 1.0
    tilt: float = 0.0
    shade: float = 0.0
    quality: int = 90


def any_scan(seed: int) -> Wear:
    """Return the wear of a page put on a flat scanner."""
    pick = random.Random(seed)
    return Wear(
        width_mm=pick.choice((16.0, 20.0, 24.0, 28.0)),
        dpi=pick.choice((150, 200, 300)),
        turn=pick.choice((0, 90, 180, 270)) + pick.uniform(-6, 6),
        blur=pick.uniform(0, 0.35),
        noise=pick.randrange(0, 40),
        contrast=pick.uniform(0.35, 1),
        quality=pick.randrange(45, 95),
    )


def any_photograph(seed: int) -> Wear:
    """Return the wear of a page photographed by hand."""
    pick = random.Random(seed)
    return Wear(
        width_mm=pick.choice((20.0, 24.0, 28.0)),
        dpi=pick.choice((150, 200, 300)),
        turn=pick.uniform(0, 360),
        blur=pick.uniform(0, 0.5),
        noise=pick.randrange(0, 50),
        contrast=pick.uniform(0.35, 0.9),
        tilt=pick.uniform(0, 0.2),
        shade=pick.uniform(0, 0.5),
        quality=pick.randrange(40, 90),
    )


def page_with(modules: Modules, wear: Wear, seed: int = 0) -> Image.Image:
    """Draw the page, then wear it."""
    pick = random.Random(seed)
    pixels = wear.dpi / _MM_PER_INCH
    size = (round(_PAGE_MM[0] * pixels), round(_PAGE_MM[1] * pixels))
    page = Image.new("L", size, 255)
    _write_lines(page, pick, pixels)
    side = round(wear.width_mm * pixels)
    sharp = gray_rows(modules, 8, 2)
    drawn = Image.frombytes("L", (len(sharp[0]), len(sharp)), b"".join(sharp))
    drawn = drawn.resize((side, side), Image.Resampling.BOX)
    place = [pick.randrange(side // 2, max(side // 2 + 1, one - side - side // 2)) for one in size]
    white = round(_WHITE_MM * pixels)
    left, top = place
    page.paste(255, (left - white, top - white, left + side + white, top + side + white))
    page.paste(drawn, (left, top))
    page = page.rotate(wear.turn, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    if wear.tilt:
        page = _tilted(page, wear.tilt, pick)
    module = side / (len(modules) + 4)
    page = page.filter(ImageFilter.GaussianBlur(wear.blur * module))
    return _worn(page, wear, pick)


def jpeg_of(page: Image.Image, quality: int = 90) -> bytes:
    target = BytesIO()
    page.save(target, "JPEG", quality=quality)
    return target.getvalue()


def content_of(
    page: Image.Image, form: str, *, append_images: Sequence[Image.Image] = (), **values: object
) -> bytes:
    """Write copies: Pillow leaves in a saved picture how it was saved, for the next time."""
    target = BytesIO()
    more = [one.copy() for one in append_images]
    page.copy().save(target, form, append_images=more, **values)
    return target.getvalue()


def _write_lines(page: Image.Image, pick: random.Random, pixels: float) -> None:
    pen = ImageDraw.Draw(page)
    for line in range(int(4 * pixels), page.height, int(5 * pixels)):
        x = 4 * pixels
        while x < page.width - 8 * pixels:
            width = pick.uniform(1, 8) * pixels
            pen.rectangle((x, line, x + width, line + 1.6 * pixels), fill=pick.randrange(0, 120))
            x += width + 1.5 * pixels


def _tilted(page: Image.Image, tilt: float, pick: random.Random) -> Image.Image:
    """Squeeze one side, as a page photographed from aside."""
    width, height = page.size
    squeeze = tilt * height / 2 * pick.uniform(0.5, 1)
    corners = (0, -squeeze, 0, height + squeeze, width, height, width, 0)
    if pick.random() < 0.5:
        corners = (-squeeze, 0, 0, height, width, height, width + squeeze, 0)
    return page.transform(
        page.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=255
    )


def _worn(page: Image.Image, wear: Wear, pick: random.Random) -> Image.Image:
    dark = round(255 * (1 - wear.contrast) / 2)
    page = page.point([round(dark + gray * wear.contrast) for gray in range(256)])
    if wear.shade:
        slope = Image.linear_gradient("L").resize(page.size)
        floor = round(255 * (1 - wear.shade))
        page = ImageChops.multiply(page, slope.point([max(gray, floor) for gray in range(256)]))
    if wear.noise:
        area = page.width * page.height
        for sign in (1, -1):
            grain = Image.frombytes("L", page.size, pick.randbytes(area))
            grain = grain.point([gray * wear.noise // 255 for gray in range(256)])
            page = (ImageChops.add if sign > 0 else ImageChops.subtract)(page, grain)
    return page
