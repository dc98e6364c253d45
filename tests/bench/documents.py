"""Incoming documents: whose they are, by two generators; what reading costs; the fast lane.

Rates are told by what is missing: « non reconnus » is the share of the documents whose patient
can be proven and whom the program did not name. The reference of reading is OCRmyPDF on the same
pages (``ALMAPY_OCRMYPDF`` or the PATH).
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from almapy.ocr.ports import ReadingWanted
from tests.bench import letters
from tests.bench.figures import Figure, percentile
from tests.bench.helper_cost import cpu_seconds, peak_megabytes
from tests.letters import degrade
from tests.letters.packs import FIRST, SECOND, THIRD

TITLE = "Documents reçus"
TEXT_MISSED, IMAGE_MISSED, OWN_MISSED = 2, 5, 7  # %
NOBODY_PER_THOUSAND, MATCH_MS, AGAINST_OCRMYPDF, MEMORY_MB = 1, 50, 1 / 3, 1_000
AMONG, AMONG_MANY = 10_000, 100_000
OCR_VARIABLE = "ALMAPY_OCRMYPDF"
_SEED = 9_101  # 9000-9999 are kept for measuring
_OWN_SEED = 7_301
_SECOND_SEED = 8_301
_THIRD_SEED = 8_501
_OCR_PAGES = 6
_TIMED = 500


def run(sizes):
    """Yield a row for each goal, and what else a person wants to know."""
    with tempfile.TemporaryDirectory(prefix="almapy-bench-") as made:
        folder, reader = Path(made), letters.reader_of_all_cores()
        try:
            yield from _Rates(folder, reader, sizes).figures()
            yield from _reading(folder, reader)
        finally:
            reader.close()
        yield from _matching_time(folder)
    yield from _lane(sizes)


class _Rates:
    """All answers of the run, set after set."""

    def __init__(self, folder, reader, sizes):
        self._folder, self._reader, self._sizes = folder, reader, sizes
        self._all = []

    def figures(self):
        script, sizes = letters.generator(), self._sizes
        if script is None:
            sys.stderr.write(f"{TITLE}\u00a0: make_letters.py absent ({letters.VARIABLE})\n")
        else:
            yield from self._first(script, sizes)
        yield from self._own(sizes)
        yield from self._others(sizes)
        yield from self._faults()

    def _first(self, script, sizes):
        said = self._answers("text", script, docs=sizes.documents * 2, seed=_SEED, variants="text")
        yield _missed(f"PDF avec texte, parmi {AMONG}", said, TEXT_MISSED)
        yield from _guesses("PDF avec texte", said)
        cycle = self._answers(
            "cycle", script, docs=sizes.pictures, seed=_SEED + 1, variants="cycle"
        )
        yield from _by_variant(
            "images", [one for one in cycle if one.sheet.variant != "text"], IMAGE_MISSED
        )
        exact = self._answers(
            "exact", script, docs=sizes.texts // 2, seed=_SEED + 2, variants="none"
        )
        yield _missed("textes exacts", exact)

    def _own(self, sizes):
        exact = self._both_answers("own-exact", docs=sizes.texts - sizes.texts // 2)
        yield _missed("second générateur, textes exacts", exact, OWN_MISSED)
        yield from _worst_layouts(exact)
        text = self._both_answers("own-text", 1, docs=sizes.documents, variants=("text",))
        yield _missed("second générateur, PDF avec texte", text, OWN_MISSED)
        yield from _guesses("second générateur", text)
        seen = self._both_answers("own", 2, docs=sizes.pictures, variants=degrade.VARIANTS)
        yield from _by_variant("second générateur, images", seen, OWN_MISSED)

    def _others(self, sizes):
        """The third pack: written without knowledge of how the matching works."""
        what = "autres mises en page (à l'aveugle)"
        exact = self._own_answers(
            "others-exact", docs=sizes.texts // 2, seed=_THIRD_SEED, pack=THIRD
        )
        yield _missed(f"{what}, textes exacts", exact, OWN_MISSED)
        yield from _worst_layouts(exact)
        text = self._own_answers(
            "others-text",
            docs=sizes.documents,
            seed=_THIRD_SEED + 1,
            variants=("text",),
            pack=THIRD,
        )
        yield _missed(f"{what}, PDF avec texte", text, OWN_MISSED)
        yield from _guesses(what, text)
        seen = self._own_answers(
            "others",
            docs=sizes.pictures,
            seed=_THIRD_SEED + 2,
            variants=degrade.VARIANTS,
            pack=THIRD,
        )
        yield from _by_variant(f"{what}, images", seen, OWN_MISSED)

    def _faults(self):
        worth = Counter(one.worth for one in self._all)
        known = [one for one in self._all if one.sheet.ids]
        nobody = [one for one in self._all if not one.sheet.ids]
        exact = sum(one.sheet.variant == "none" for one in self._all)
        what = f"{len(self._all) - exact} documents et {exact} textes exacts"
        yield Figure(
            f"sûrs d'un autre patient, sur {what}",
            worth["wrong"],
            goal=0,
            on_measure=True,
            details={"of": [_named(one) for one in known if one.worth == "wrong"]},
        )
        yield Figure(
            "lettres de deux patients dites sûres",
            worth["two"],
            goal=0,
            on_measure=True,
            details={"of": [_named(one) for one in known if one.worth == "two"]},
        )
        yield Figure(
            f"documents de personne ({len(nobody)}) dits sûrs",
            1000 * worth["nobody"] / max(1, len(nobody)),
            "‰",
            goal=NOBODY_PER_THOUSAND,
            on_measure=True,
            details={"of": [_named(one) for one in nobody if one.worth == "nobody"]},
        )

    def _answers(self, name, script, **how):
        path, sheets = letters.first_set(script, self._folder / name, patients=AMONG, **how)
        return self._kept(name, path, sheets)

    def _both_answers(self, name, more=0, *, docs, **how):
        """Half of the documents from the first pack, half from the second."""
        first = self._own_answers(
            name, docs=docs - docs // 2, seed=_OWN_SEED + more, pack=FIRST, **how
        )
        second = self._own_answers(
            name, docs=docs // 2, seed=_SECOND_SEED + more, pack=SECOND, **how
        )
        return first + second

    def _own_answers(self, name, **how):
        path, sheets = letters.own_set(self._folder / name, patients=AMONG, **how)
        return self._kept(name, path, sheets)

    def _kept(self, name, path, sheets):
        said = letters.answers(letters.People(path), sheets, self._reader)
        self._all += said
        shutil.rmtree(self._folder / name)
        return said


def _named(answer):
    return f"{answer.sheet.doc_id} {answer.sheet.variant} {answer.sheet.layout}"


def _provable(said):
    return [one for one in said if one.sheet.expected == "auto"]


def _missed(what, said, goal=None):
    """The documents that could be sure of the right patient and are not, in %."""
    provable = _provable(said)
    missed = sum(one.worth != "right" for one in provable)
    single = [one for one in said if len(one.sheet.ids) == 1]
    top = sum(one.first == one.sheet.ids[0] for one in single)
    return Figure(
        f"{what}\u00a0: non reconnus sur {len(provable)}",
        100 * missed / max(1, len(provable)),
        "%",
        goal=goal,
        on_measure=True,
        details={"first_right_percent": 100 * top / max(1, len(single))},
    )


def _by_variant(what, said, goal):
    yield _missed(f"{what}, toutes variantes", said, goal)
    for variant in dict.fromkeys(one.sheet.variant for one in said):
        yield _missed(f"  {variant}", [one for one in said if one.sheet.variant == variant])


def _worst_layouts(said):
    for layout in sorted({one.sheet.layout for one in said}):
        yield _missed(f"  {layout}", [one for one in said if one.sheet.layout == layout])


def _guesses(what, said):
    known = [one for one in said if one.sheet.expected == "auto"]
    for name, wrong in (
        ("type", sum(not one.kind_right for one in known)),
        ("date", sum(not one.day_right for one in known)),
    ):
        yield Figure(f"{what}\u00a0: {name} inexact", 100 * wrong / max(1, len(known)), "%")


def _matching_time(folder):
    """The time of matching alone, the text being given."""
    path, sheets = letters.own_set(
        folder / "many", patients=AMONG_MANY, docs=_TIMED, seed=_OWN_SEED + 3
    )
    people = letters.People(path)
    said = letters.answers(people, sheets, None)
    spent = [one.milliseconds for one in said]
    worked = [one.cpu_milliseconds for one in said]
    for part, goal in ((50, None), (95, MATCH_MS)):
        yield Figure(
            f"{part}\u00a0% des rapprochements parmi {AMONG_MANY}",
            percentile(spent, part),
            "ms",
            goal=goal,
            on_measure=True,
            details={"cpu_ms": percentile(worked, part)},
        )


def _reading(folder, reader):
    """What a page costs, against OCRmyPDF on the same pages, and the memory it takes."""
    _, sheets = letters.own_set(
        folder / "pages",
        patients=200,
        docs=_OCR_PAGES,
        seed=_OWN_SEED + 4,
        variants=("scan", "skew", "rot90"),
    )
    for sheet in sheets[:2]:  # the processes are started and have read once
        reader.read(ReadingWanted(sheet.file.read_bytes()))
    begin, pages = cpu_seconds(reader.pids), 0
    for sheet in sheets:
        pages += reader.read(ReadingWanted(sheet.file.read_bytes())).page_count
    ours = (cpu_seconds(reader.pids) - begin) / pages
    yield Figure(
        "mémoire la plus grande des processus de lecture",
        peak_megabytes(reader.pids),
        "Mo",
        goal=MEMORY_MB,
        on_measure=True,
    )
    program = os.environ.get(OCR_VARIABLE) or shutil.which("ocrmypdf")
    if program is None:
        sys.stderr.write(f"{TITLE}\u00a0: ocrmypdf absent ({OCR_VARIABLE})\n")
        yield Figure("processeur par page lue, sans référence", ours, "s")
        return
    what = "processeur par page A4 à 200 points / OCRmyPDF"
    for options, goal in ((("--rotate-pages", "--deskew"), AGAINST_OCRMYPDF), ((), None)):
        reference = _ocrmypdf(program, sheets, folder, options) / pages
        yield Figure(f"{what} {' '.join(options)}".rstrip(), ours, "s", reference, goal)


def _ocrmypdf(program, sheets, folder, options):
    """Return the processor seconds of OCRmyPDF over these files."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for sheet in sheets:
        command = [program, "-q", "-l", "fra", "--jobs", "1", *options]
        subprocess.run(
            [*command, str(sheet.file), str(folder / "out.pdf")],
            check=True,
            capture_output=True,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _lane(sizes):
    from tests.bench import documents_lane

    yield from documents_lane.run(sizes)
