"""Made-up pictures of boxes, each from a seed: symbols drawn by zxing-cpp, tilted and worn."""

from __future__ import annotations

import random
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

from almapy.camera.ports import Frame

SIZE = (1280, 720)
SEED_BOX = "(01)03400930056202(17)231231(10)3006440(21)169320711901"
SEED_STRING = b"010340093005620217231231103006440\x1d21169320711901"


def symbol(text: str, module: int = 4, *, gs1: bool = True) -> Image.Image:
    """A symbol with its quiet zone: « (01)… » for GS1, any text otherwise."""
    import zxingcpp

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, gs1=gs1)
    drawn = memoryview(code.to_image(scale=module, add_quiet_zones=True))
    height, width = drawn.shape
    return Image.frombytes("L", (width, height), drawn.tobytes())


def box(
    *texts: str,
    module: int = 4,
    turn: float = 0.0,
    tilt: float = 0.0,
    blur: float = 0.0,
    noise: float = 0.0,
    contrast: float = 1.0,
    plain: str = "",
    size: tuple[int, int] = SIZE,
    seed: int = 1,
) -> Image.Image:
    """A printed box side by side with symbols; ``plain`` adds one that is not GS1."""
    pick = random.Random(seed)
    page = Image.new("L", size, 235)
    _print(page, pick)
    drawn = [symbol(text, module) for text in texts]
    drawn += [symbol(plain, module, gs1=False)] if plain else []
    for number, one in enumerate(drawn):
        x = size[0] * (number + 1) // (len(drawn) + 1) - one.width // 2
        page.paste(one, (x, size[1] // 2 - one.height // 2))
    page = page.rotate(turn, Image.Resampling.BICUBIC, fillcolor=235)
    if tilt:
        page = _tilted(page, tilt)
    if blur:
        page = page.filter(ImageFilter.GaussianBlur(blur))
    page = page.point(lambda value: round(128 + (value - 128) * contrast))
    return _noisy(page, noise, pick) if noise else page


def no_box(seed: int = 1) -> Image.Image:
    """Words and lines, without any symbol."""
    return box(seed=seed)


def frame(picture: Image.Image) -> Frame:
    """The same as a webcam gives it."""
    blue, green, red = picture.convert("RGB").split()[::-1]
    return Frame(*picture.size, Image.merge("RGB", (blue, green, red)).tobytes())


def file(picture: Image.Image, form: str = "PNG") -> bytes:
    """The same as a saved picture."""
    made = BytesIO()
    picture.save(made, form)
    return made.getvalue()


def _print(page: Image.Image, pick: random.Random) -> None:
    pen = ImageDraw.Draw(page)
    for y in range(20, page.height // 4, 26):
        x = pick.randrange(20, 200)
        while x < page.width - 200:
            width = pick.randrange(20, 90)
            pen.rectangle((x, y, x + width, y + pick.randrange(4, 12)), fill=60)
            x += width + pick.randrange(8, 40)


def _tilted(page: Image.Image, tilt: float) -> Image.Image:
    wide, high = page.size
    away = tilt * wide / 2
    corners = (-away, 0, 0, high, wide, high, wide + away, 0)
    return page.transform(
        page.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=235
    )


def _noisy(page: Image.Image, noise: float, pick: random.Random) -> Image.Image:
    grain = Image.frombytes("L", page.size, pick.randbytes(page.width * page.height))
    return Image.blend(page, grain, noise)
