"""Boxes before a webcam: what is read, what it costs, and what two libraries alone would read.

The frames come from a generator that stands outside the product: ``ALMAPY_BOXES`` names it, or it
lies in ``../shared/tools/datamatrix-frames`` beside the clone. Nothing was tuned on these seeds.
The references get the same grey frames in the same run: zxing-cpp on the whole frame, and libdmtx
within 300 ms of processor with FNC1 kept, as its users have to set it. Every goal is on one look at
each of these frames, in all the ways of the reader; what a camera does with them – its first frame,
then the same box held for three – stands apart, without a goal.
"""

import importlib.util
import os
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from almapy.adapters.boxes.frames import BoxFrameReader
from almapy.adapters.camera import load_opencv
from almapy.camera.ports import Frame
from tests.bench.figures import Figure, percentile
from tests.bench.whole_frame import dmtx_reader, zxing_reader
from tests.core.gs1_mutations import wrongly_accepted

TITLE = "Boîtes de vaccin"
VARIABLE = "ALMAPY_BOXES"
SEED = 9_100  # 9000-9999 are kept for measuring
CPU_AGAINST_DMTX = 1 / 4
MOST_UNREAD = {"d2": 3.0, "d3": 30.0}  # %
LEVELS = ("d1", "d2", "d3")
_BESIDE = Path(__file__).parents[3] / "shared/tools/datamatrix-frames/make_frames.py"
_OTHERS = ("d0", "d4")
_FACTORS = ("small", "tilt", "blur", "motion", "noise", "contrast", "glare", "metal", "invert")
_FACTORS += ("dots", "rect", "light")
_FEW = 5
_HELD = 3
"""Frames after which the reader has looked in all its ways once."""
_MUTATED = 50_000


def run(sizes):
    """Yield a row for each goal, and what else a person wants to know."""
    script = generator()
    if script is None:
        sys.stderr.write(f"{TITLE}\u00a0: make_frames.py absent ({VARIABLE})\n")
    else:
        yield from _frames(_Frames(script), sizes.boxes)
    yield Figure(
        f"chaînes mutées acceptées à tort, sur {_MUTATED}",
        len(wrongly_accepted(_MUTATED, SEED)),
        goal=0,
        on_measure=True,
    )


def generator():
    """Return where the generator is, None when it is absent."""
    path = Path(os.environ.get(VARIABLE) or _BESIDE)
    return path if path.is_file() else None


class _Frames:
    """Frames of the generator, with the element string that each one holds."""

    def __init__(self, script):
        spec = importlib.util.spec_from_file_location("make_frames", script)
        self._made = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self._made)
        self._cv2 = load_opencv()

    def of(self, level, count):
        for index in range(count):
            picture, truth = self._made.render(level, SEED, index)
            height, width = picture.shape[:2]
            wanted = truth["raw"].replace("<GS>", "\x1d").encode()
            grey = self._cv2.cvtColor(picture, self._cv2.COLOR_BGR2GRAY)
            yield Frame(width, height, picture.tobytes()), grey, wanted


@dataclass
class _Tally:
    """What one level gave."""

    count: int = 0
    read: Counter = field(default_factory=Counter)
    wrong: Counter = field(default_factory=Counter)
    cpu: dict = field(default_factory=dict)

    def judge(self, who, contents, wanted):
        self.read[who] += bool(wanted) and wanted in contents
        self.wrong[who] += any(one != wanted for one in contents)

    def unread(self, who):
        return 100 * (1 - self.read[who] / self.count)


def _frames(frames, count):
    tallies = {level: _with_references(frames, level, count) for level in LEVELS}
    for level, tally in tallies.items():
        best = min(tally.unread("zxing"), tally.unread("libdmtx"))
        yield _unread(level, tally, best)
        yield Figure(f"{level}, non lues à la 1re image filmée", tally.unread("first"), "%", best)
        yield Figure(f"{level}, non lues, boîte tenue {_HELD} images", tally.unread("held"), "%")
    none = _with_references(frames, "none", count)
    yield _cost("sans code, image filmée (libdmtx 300 ms)", none, "film", CPU_AGAINST_DMTX)
    yield _cost("sans code, tous les regards (libdmtx 300 ms)", none, "ours")
    yield _slowest(none)
    few = {level: _ours(frames, level, count // 2) for level in _OTHERS}
    few |= {f"f_{one}": _ours(frames, f"f_{one}", _FEW) for one in _FACTORS}
    yield _wrong([*tallies.values(), none, *few.values()])
    for level, tally in few.items():
        yield Figure(f"{level}, non lues", tally.unread("ours"), "%")


def _with_references(frames, level, count):
    tally = _Tally()
    zxing, dmtx = zxing_reader(), dmtx_reader(milliseconds=300)
    film = BoxFrameReader()
    for frame, grey, wanted in frames.of(level, count):
        tally.count += 1
        works = {
            "zxing": lambda grey=grey: zxing(grey),
            "libdmtx": lambda grey=grey: dmtx(grey),
            "ours": lambda frame=frame: _once(frame),
        }
        if level == "none":
            works["film"] = lambda frame=frame: _contents(film, frame)
        else:
            works["first"] = lambda frame=frame: _contents(BoxFrameReader(), frame)
            works["held"] = lambda frame=frame: _held(frame)
        for who, work in _turned(works, tally.count):
            begin = time.process_time()
            contents = work()
            tally.cpu.setdefault(who, []).append((time.process_time() - begin) * 1000)
            tally.judge(who, contents, wanted)
    return tally


def _ours(frames, level, count):
    tally = _Tally()
    for frame, _grey, wanted in frames.of(level, count):
        tally.count += 1
        tally.judge("ours", _once(frame), wanted)
    return tally


def _turned(works, number):
    """Return the works in an order that changes at each frame."""
    named = list(works.items())
    start = number % len(named)
    return named[start:] + named[:start]


def _contents(reader, frame):
    return [one.content for one in reader(frame)]


def _once(frame):
    """Return what all the ways of the reader give of one frame, as of a saved picture."""
    from almapy.adapters.boxes.search import grey_of, search

    grey = grey_of(frame.pixels, frame.width, frame.height)
    return [one.content for one in search(grey, thorough=True).symbols]


def _held(frame):
    """Return what is read of a box held still: the same frame until all looks were taken once."""
    reader = BoxFrameReader()
    return next((read for _ in range(_HELD) if (read := _contents(reader, frame))), [])


def _unread(level, tally, best):
    costs = {f"{who}_cpu_ms": statistics.median(spent) for who, spent in tally.cpu.items()}
    return Figure(
        f"{level}, non lues",
        tally.unread("ours"),
        "%",
        best,
        min(best, MOST_UNREAD.get(level, best)),
        on_measure=True,
        details={
            "frames": tally.count,
            **{f"unread_{name}": tally.unread(name) for name in ("zxing", "libdmtx")},
            **costs,
        },
    )


def _cost(what, tally, who, goal=None):
    """Frames that follow one another, as a camera gives them: every third one is searched more."""
    dmtx, zxing = (statistics.median(tally.cpu[name]) for name in ("libdmtx", "zxing"))
    return Figure(
        what,
        statistics.median(tally.cpu[who]),
        "ms",
        dmtx,
        goal,
        details={
            "frames": tally.count,
            "zxing_ms": zxing,
            "mean_ms": statistics.fmean(tally.cpu[who]),
        },
    )


def _slowest(tally):
    return Figure(
        "sans code, image filmée, 95e centile",
        percentile(tally.cpu["film"], 95),
        "ms",
        percentile(tally.cpu["libdmtx"], 95),
    )


def _wrong(tallies):
    ours = ("ours", "first", "held", "film")
    wrong = sum(tally.wrong[who] for tally in tallies for who in ours)
    frames = sum(tally.count for tally in tallies)
    return Figure(f"lectures fausses, sur {frames} images", wrong, goal=0, on_measure=True)
