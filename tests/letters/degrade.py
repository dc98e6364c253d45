"""What scanners, fax machines and telephones do to a page, deterministic by its own generator."""

VARIANTS = (
    "scan",
    "scan300",
    "fax",
    "faxfine",
    "skew",
    "noise",
    "lowc",
    "rot90",
    "rot180",
    "rot270",
    "stamp",
    "photo",
    "coloured",
    "shadow",
)
CONTAINERS = {"photo": "jpg", "shadow": "jpg", "lowc": "png", "coloured": "png", "fax": "tif"}
_DPI = {"scan300": 300, "photo": 220, "shadow": 220}


def file_of(letter, variant, seed):
    """Return (bytes, extension) of the document in that state; « text » keeps the text layer."""
    import numpy as np

    from tests.letters.draw import container_of, pdf_of, pictures_of

    pdf = pdf_of(letter.pages)
    if variant == "text":
        return pdf, "pdf"
    key = [*f"{seed} {letter.truth.doc_id} {variant}".encode()]
    rng = np.random.default_rng(key)
    dpi = _DPI.get(variant, 200)
    pictures = [_TREATMENTS[variant](one, rng) for one in pictures_of(pdf, dpi)]
    form = CONTAINERS.get(variant, "pdf")
    if len(pictures) > 1 and form in {"jpg", "png"}:
        form = "pdf"
    return container_of(pictures, dpi, form), form


def _scan(page, rng, *, most=0.4, sigma=4.0):
    """A flat-bed scanner: hardly turned, slightly blurred, some grain."""
    import cv2

    page = _turned(page, rng.uniform(-most, most))
    page = cv2.GaussianBlur(page, (3, 3), 0.6)
    return _grain(page, rng, sigma)


def _turned(page, angle, border=255):
    import cv2

    high, wide = page.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1)
    fill = (border,) * 3
    return cv2.warpAffine(page, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=fill)


def _grain(page, rng, sigma):
    import numpy as np

    noisy = page + rng.normal(0, sigma, page.shape).astype(np.float32)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def _fax(page, rng, *, fine=False):
    """204 dots across, 98 or 196 lines an inch, black or white, some lines lost."""
    import cv2
    import numpy as np

    high, wide = page.shape
    page = _scan(page, rng, most=0.6)
    rows = round(high * (196 if fine else 98) / 200)
    small = cv2.resize(page, (round(wide * 204 / 200), rows), interpolation=cv2.INTER_AREA)
    black = np.where(small > 165, 255, 0).astype(np.uint8)
    for row in rng.integers(0, rows, 2):
        black[row] = 255
    specks = rng.random(black.shape) < 0.0008
    black[specks] = 0
    return cv2.resize(
        black, (round(wide * 204 / 200), round(high * 204 / 200)), interpolation=cv2.INTER_NEAREST
    )


def _faxfine(page, rng):
    return _fax(page, rng, fine=True)


def _skew(page, rng):
    return _grain(_turned(page, rng.uniform(1.0, 4.5) * rng.choice((-1, 1))), rng, 4)


def _noise(page, rng):
    """Grain, and black and white specks."""
    page = _grain(page, rng, 18)
    draw = rng.random(page.shape)
    page[draw < 0.012] = 0
    page[draw > 0.988] = 255
    return page


def _lowc(page, rng):
    """A worn toner or a bad copy: grey on grey."""
    import numpy as np

    ink, paper = rng.uniform(130, 150), rng.uniform(190, 215)
    pale = ink + page.astype(np.float32) / 255 * (paper - ink)
    return _grain(pale, rng, 4)


def _rotated(times):
    def turn(page, rng):
        import numpy as np

        return np.ascontiguousarray(np.rot90(_scan(page, rng), -times))

    return turn


def _stamp(page, rng):
    """An ink stamp « REÇU LE » slanted somewhere on the upper half, on a colour scan."""
    import cv2
    import numpy as np

    page = _scan(page, rng)
    high, wide = page.shape
    ink = np.full((220, 520), 255, np.uint8)
    cv2.rectangle(ink, (12, 12), (508, 208), 0, 6)
    day = f"{rng.integers(1, 29):02d}/{rng.integers(1, 13):02d}/2026"
    cv2.putText(ink, "RECU LE", (120, 95), cv2.FONT_HERSHEY_SIMPLEX, 2, 0, 6)
    cv2.putText(ink, day, (70, 175), cv2.FONT_HERSHEY_SIMPLEX, 2, 0, 6)
    ink = _turned(ink, rng.uniform(-14, 14))
    x = int(rng.integers(40, max(41, wide - 560)))
    y = int(rng.integers(40, max(41, high // 2 - 260)))
    colour = cv2.cvtColor(page, cv2.COLOR_GRAY2RGB)
    tint = np.array(((40, 60, 190), (190, 40, 60), (90, 90, 90))[rng.integers(0, 3)], np.float32)
    zone = colour[y : y + 220, x : x + 520].astype(np.float32)
    pale = (255 - ink[: zone.shape[0], : zone.shape[1], None]) / 255 * 0.75
    colour[y : y + 220, x : x + 520] = np.minimum(zone, zone * (1 - pale) + tint * pale)
    return colour


def _photo(page, rng):
    """A telephone held by hand: perspective, uneven light, a dark table around."""
    import cv2
    import numpy as np

    high, wide = page.shape
    margin = 0.04
    corners = np.float32([(0, 0), (wide, 0), (wide, high), (0, high)])
    moved = corners + rng.uniform(-0.022, 0.022, (4, 2)).astype(np.float32) * wide
    moved = moved * (1 - 2 * margin) + np.float32((wide, high)) * margin
    shape = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    seen = cv2.warpPerspective(page, shape, (wide, high), borderValue=70)
    lit = np.linspace(rng.uniform(0.65, 0.85), 1, wide, dtype=np.float32)[None, :]
    seen = np.clip(seen * lit, 0, 255)
    blurred = cv2.GaussianBlur(seen.astype(np.uint8), (5, 5), 0.9)
    return cv2.cvtColor(_grain(blurred, rng, 5), cv2.COLOR_GRAY2RGB)


def _coloured(page, rng):
    """Yellow, pink, green or blue paper, scanned in colour."""
    import numpy as np

    papers = ((250, 236, 150), (248, 190, 200), (190, 230, 190), (180, 210, 245))
    paper = np.array(papers[rng.integers(0, 4)], np.float32)
    page = _scan(page, rng)
    return np.clip(page[..., None].astype(np.float32) / 255 * paper, 0, 255).astype(np.uint8)


def _shadow(page, rng):
    """A telephone above the sheet, whose shadow lies across the page."""
    import cv2
    import numpy as np

    high, wide = page.shape
    dark = np.ones((high, wide), np.float32)
    x, slope = rng.uniform(0.2, 0.6) * wide, rng.uniform(-0.3, 0.3)
    columns = np.arange(wide, dtype=np.float32)[None, :]
    rows = np.arange(high, dtype=np.float32)[:, None]
    inside = (columns > x + slope * rows) & (columns < x + slope * rows + 0.45 * wide)
    dark[inside] = rng.uniform(0.5, 0.65)
    dark = cv2.GaussianBlur(dark, (0, 0), wide / 40)
    tilted = _turned(page, rng.uniform(-1.5, 1.5))
    shaded = np.clip(tilted * dark * 0.95, 0, 255)
    return _grain(cv2.GaussianBlur(shaded.astype(np.uint8), (3, 3), 0.7), rng, 4)


_TREATMENTS = {
    "scan": _scan,
    "scan300": _scan,
    "fax": _fax,
    "faxfine": _faxfine,
    "skew": _skew,
    "noise": _noise,
    "lowc": _lowc,
    "rot90": _rotated(1),
    "rot180": _rotated(2),
    "rot270": _rotated(3),
    "stamp": _stamp,
    "photo": _photo,
    "coloured": _coloured,
    "shadow": _shadow,
}
