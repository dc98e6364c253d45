"""One free text or four blocks: the same note, laid out in two ways."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields

HEADINGS = ("Interrogatoire", "Examen", "Conclusion", "Conduite à tenir")
_HEADING = re.compile(rf"({'|'.join(HEADINGS)})[ \u00a0\u202f]*:[ \u00a0\u202f]?(.*)")


@dataclass(frozen=True, slots=True)
class Blocks:
    """« Interrogatoire », « Examen », « Conclusion » and « Conduite à tenir »."""

    interview: str = field(default="", repr=False)
    examination: str = field(default="", repr=False)
    conclusion: str = field(default="", repr=False)
    plan: str = field(default="", repr=False)


def free_text_of(blocks: Blocks) -> str:
    """Return the blocks one under the other, each under its heading.

    An « Interrogatoire » alone goes without one: that is how a short free text comes back.
    """
    texts = [getattr(blocks, one.name) for one in fields(blocks)]
    if not any(text.strip() for text in texts[1:]):
        return str(texts[0])
    pairs = zip(HEADINGS, texts, strict=True)
    return "\n\n".join(f"{heading}\u00a0:\n{text}" for heading, text in pairs if text.strip())


def blocks_of(text: str) -> Blocks:
    """Share a free text out by its headings; what stands before the first goes to the interview.

    « Examen : TA 12/8 » on one line counts as a heading and its text.
    """
    shares: list[list[str]] = [[] for _ in HEADINGS]
    current = shares[0]
    for line in text.split("\n"):
        found = _HEADING.fullmatch(line)
        if found is None:
            current.append(line)
            continue
        current = shares[HEADINGS.index(found[1])]
        if found[2]:
            current.append(found[2])
    return Blocks(*("\n".join(lines).strip("\n") for lines in shares))
