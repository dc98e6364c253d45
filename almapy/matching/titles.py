"""A short name for a list: « Scanner thoracique », « Biologie – NFS, HbA1c ».

Made of words of our own lists only: what the document writes beside them may be a person's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from almapy.matching.kind_words import ANALYSES, LINKS, MODALITIES, REGIONS
from almapy.matching.kinds import FoldedLine, KindSeen
from almapy.matching.model import DocumentKind as Kind
from almapy.text import fold

_MOST_ANALYSES = 4
_MOST_REGION_WORDS = 6
_TITLE_LINES = 30
_SHORT_WORDS = 10
_MASCULINE = frozenset(
    {"Scanner", "Angioscanner", "Arthroscanner", "Uroscanner", "TEP-scanner", "Écho-doppler"}
)
_FEMININE = re.compile(r"(?<=\w)(al|ien|el)(?:ne|e|le)$")
_AUXILIARIES = (
    ("kinesi", "Bilan de kinésithérapie"),
    ("orthophon", "Bilan orthophonique"),
    ("infirmi", "Compte rendu infirmier"),
    ("podolog", "Bilan podologique"),
    ("orthopti", "Bilan orthoptique"),
    ("ergotherap", "Bilan d'ergothérapie"),
    ("psychomotri", "Bilan psychomoteur"),
    ("dietet", "Bilan diététique"),
)
_HEAD_LINES = 8
_CONSULTATION = "Consultation"
_PLAIN = {"Courrier": "Courrier médical"}
_VOWELS = "aeiouhéèêAEIOUÉ"
_NAMES = {
    Kind.LETTER: "Courrier",
    Kind.BIOLOGY: "Biologie",
    Kind.IMAGING: "Imagerie",
    Kind.HOSPITAL: "Compte rendu d'hospitalisation",
    Kind.EMERGENCY: "Passage aux urgences",
    Kind.SURGERY: "Compte rendu opératoire",
    Kind.PATHOLOGY: "Anatomie pathologique",
    Kind.PRESCRIPTION: "Ordonnance",
    Kind.CERTIFICATE: "Certificat médical",
    Kind.PHYSIOTHERAPY: "Bilan paramédical",
    Kind.ADMINISTRATIVE: "Document administratif",
}


def title_of(seen: KindSeen, lines: Sequence[FoldedLine], speciality: str) -> str:
    """Return the name; ``speciality`` as titles say it (« cardiologie »), empty when not known."""
    name = seen.cue.name if seen.cue is not None else _NAMES[seen.kind]
    match seen.kind:
        case Kind.IMAGING:
            return _imaging(seen, lines) or name
        case Kind.BIOLOGY if name == _NAMES[Kind.BIOLOGY]:
            found = _analyses(lines)
            return f"{name} – {found}" if found else name
        case Kind.PHYSIOTHERAPY if seen.cue is None:
            return _auxiliary(lines) or name
        case Kind.HOSPITAL if speciality:
            return f"{name} – {speciality}"
        case Kind.LETTER if name in {_NAMES[Kind.LETTER], _CONSULTATION}:
            return f"{name} {_of(speciality)}" if speciality else _PLAIN.get(name, name)
        case _:
            return name


def _auxiliary(lines: Sequence[FoldedLine]) -> str:
    head = f" {' '.join(line.text for line in lines if line.row < _HEAD_LINES)}"
    return next((shown for stem, shown in _AUXILIARIES if f" {stem}" in head), "")


def _of(word: str) -> str:
    return f"d'{word}" if word[0] in _VOWELS else f"de {word}"


def _analyses(lines: Sequence[FoldedLine]) -> str:
    whole = f" {' '.join(line.text for line in lines)} "
    found = [name for name, words in ANALYSES if any(f" {word} " in whole for word in words)]
    more = "…" if len(found) > _MOST_ANALYSES else ""
    return f"{', '.join(found[:_MOST_ANALYSES])}{more}"


def _imaging(seen: KindSeen, lines: Sequence[FoldedLine]) -> str:
    candidates = [seen.title_line] if seen.title_line else []
    candidates += [
        line.text
        for line in lines
        if line.row < _TITLE_LINES and len(line.text.split()) <= _SHORT_WORDS
    ]
    told = [title for title in map(_modality, candidates) if title]
    return next((title for title in told if " " in title), told[0] if told else "")


def _modality(line: str) -> str:
    words = line.split()
    for name, forms in MODALITIES:
        for form in forms:
            start = _index_of(words, form.split())
            if start is not None:
                return _joined(name, _region(words[start + len(form.split()) :]))
    return ""


def _index_of(words: list[str], wanted: list[str]) -> int | None:
    places = range(len(words) - len(wanted) + 1)
    return next((at for at in places if words[at : at + len(wanted)] == wanted), None)


def _region(words: Iterable[str]) -> list[str]:
    """Return the words that say where, as they are written; stops at the first unknown one."""
    known, links = _shown_regions(), _shown_links()
    taken: list[str] = []
    for word in words:
        shown = known.get(word) or links.get(word)
        if shown is None or len(taken) == _MOST_REGION_WORDS:
            break
        taken.append(shown)
    while taken and taken[-1] in LINKS:
        taken.pop()
    return taken


def _joined(name: str, words: list[str]) -> str:
    if name in _MASCULINE:
        words = [_FEMININE.sub(lambda found: found[1], word) for word in words]
    text = " ".join([name, *words]).replace("' ", "'")
    return text.replace("abdomino pelvi", "abdomino-pelvi").replace("lombo sacré", "lombo-sacré")


@cache
def _shown_regions() -> dict[str, str]:
    return {fold(word): word for word in REGIONS}


@cache
def _shown_links() -> dict[str, str]:
    return {fold(word): word for word in LINKS}
