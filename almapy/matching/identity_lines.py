"""The small line in the head or foot of a page that says whose page it is.

« NOM Prénom – 12/03/1950 – IPP 123 – page 1/2 » is complete by itself: a signature above it does
not speak of it.
"""

from __future__ import annotations

import re

_DAY = r"(?:\d{1,2} ?[/.\-] ?\d{1,2} ?[/.\-] ?\d{2,4}|\d{1,2}(?:er)? [^\W\d_]{3,9}\.? \d{4})"
_DATED = re.compile(
    rf"[^\w]*(?:[A-ZÀ-Þ][\w'-]+[^\w]+){{0,2}}(?:(?i:n[ée]e?|ddn)[^\d]{{0,8}})?{_DAY}"
)
_FILED = re.compile(
    r"(?<!\w)(?:ipp|nip|iep|ddn|n[ée]e?|page|p|dossier)\W"
    rf"|{_DAY}.*(?<!\d)\d{{1,2}} ?/ ?\d{{1,2}}$",
    re.IGNORECASE,
)


def has_birth_date(after: str) -> bool:
    """Whether a date follows a name at once, alone or after « né(e) le » or « DDN »."""
    return _DATED.match(after) is not None


def is_filed(after: str) -> bool:
    """Whether what follows a name holds a number of a record, a birth word or « page 1/2 »."""
    return _FILED.search(after) is not None
