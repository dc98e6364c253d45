"""What the form holds before anybody types: guessed, and as this sender's documents are filed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import PurePath

from almapy.clock import civil_day
from almapy.documents.model import LONGEST_NAME, LONGEST_TITLE, Tab
from almapy.incoming.habits import Habit, says_little
from almapy.incoming.model import Entry, FilingOptions, Nature
from almapy.matching.model import Guess
from almapy.matching.tabs import usual_tab
from almapy.ocr.model import DocumentText
from almapy.text import fold

_DOCTOR = frozenset({"dr", "docteur", "confrere", "consoeur"})
_FIRST_LINES = 40


def proposed_entry(
    guess: Guess, habit: Habit, options: FilingOptions, *, arrived_at: datetime, name: str
) -> Entry:
    """Return what is proposed for a document that arrived then under this file name.

    What a sender's documents usually are decides only where the document itself says nothing in
    particular (notes on incoming documents §7).
    """
    is_open = says_little(guess)
    type_code = habit.type_code if is_open and habit.type_code else guess.type_code
    tab = Tab(habit.tab) if is_open and habit.tab else usual_tab(type_code)
    title = (guess.title or PurePath(name).stem)[:LONGEST_TITLE].strip()
    return Entry(
        title=title,
        day=guess.day,
        type_code=type_code or tab.usual_type,
        tab=tab,
        nature=Nature.SENT if tab is Tab.SENT else Nature.RECEIVED,
        correspondent=guess.sender[:LONGEST_NAME].strip(),
        contact_title=title if options.title_as_contact else "",
        contact_day=guess.day or civil_day(arrived_at),
    )


def addressee(text: DocumentText, doctors: Mapping[int, str]) -> int | None:
    """Return the one doctor of the practice to whom the first page speaks; None for several.

    ``doctors`` gives the family name of each. A name counts in the same segment as « Dr »,
    « Docteur » or « confrère » only: a patient may bear it too.
    """
    named = set(_named(text, {number: fold(name) for number, name in doctors.items()}))
    return named.pop() if len(named) == 1 else None


def _named(text: DocumentText, doctors: Mapping[int, str]) -> Iterable[int]:
    first = [page for page in text.pages if not page.blank][:1]
    for page in first:
        for line in page.lines[:_FIRST_LINES]:
            for segment in line.segments:
                said = fold(segment.text)
                if _DOCTOR.isdisjoint(said.split()):
                    continue
                for number, name in doctors.items():
                    if name and f" {name} " in f" {said} ":
                        yield number
