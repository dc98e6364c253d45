"""Write a base, documents and their truth: ``python -m tests.letters --out DIR [sizes]``.

Nothing of the program was tuned on these documents, and nothing may be. « --pack » chooses the
layouts, phrases and names.
"""

import argparse
import csv
from pathlib import Path

from tests.letters import degrade, truth
from tests.letters.packs import FIRST, PACKS, town_and_maker
from tests.letters.people import write_csv


def main():
    asked = _parser().parse_args()
    write(asked.out, asked.patients, asked.docs, asked.seed, asked.variants.split(","), asked.pack)


def write(folder, patients, docs, seed, variants, pack=FIRST):
    """Write « patients.csv », « docs/ » and « truth.csv »; each document in one variant in turn."""
    town, maker = town_and_maker(patients, seed, pack)
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    write_csv(folder / "patients.csv", town.people)
    with (folder / "truth.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(truth.COLUMNS)
        for number in range(1, docs + 1):
            letter, variant = maker.letter(number), variants[number % len(variants)]
            data, form = degrade.file_of(letter, variant, seed)
            name = f"docs/{letter.truth.doc_id}-{variant}.{form}"
            (folder / name).write_bytes(data)
            writer.writerow(letter.row(name, variant, form))
    return town


def _parser():
    parser = argparse.ArgumentParser(prog="python -m tests.letters", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--patients", type=int, default=2000)
    parser.add_argument("--docs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pack", choices=tuple(PACKS), default=FIRST)
    parser.add_argument("--variants", default=",".join(("text", *degrade.VARIANTS)))
    return parser


if __name__ == "__main__":
    main()
