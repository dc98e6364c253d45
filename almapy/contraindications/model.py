"""What must not be given to a patient, in words."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Contraindication:
    """One contraindication; ``since`` is « AAAA », « AAAA-MM » or « AAAA-MM-JJ », or empty."""

    text: str = field(repr=False)
    since: str = ""
    note: str = field(default="", repr=False)
