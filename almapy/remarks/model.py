"""« Remarque », which the whole practice reads, and « Confidentielle », which its author reads."""

from __future__ import annotations

from dataclasses import dataclass, field

from almapy.record.model import Fact

LONGEST_REMARK = 20_000
"""Characters of one remark: about ten pages."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One text of a record; with ``confidential`` only its author ever reads it."""

    text: str = field(repr=False)
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Remarks:
    """The two texts as one person sees them; None for one that nobody wrote yet."""

    shared: Fact[Remark] | None = field(default=None, repr=False)
    own: Fact[Remark] | None = field(default=None, repr=False)
