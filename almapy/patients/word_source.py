"""What the search asks of the words of a practice, wherever they are read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

from almapy.patients.words import WordKind

NAMES = (WordKind.NAME, WordKind.FIRST_NAME)
OF_LETTERS = (*NAMES, WordKind.NUMBER)  # « A-1289 » may begin with letters
PENALTY = dict.fromkeys(WordKind, 0) | {WordKind.FIRST_NAME: 2, WordKind.BIRTH_YEAR: 2}
EACH_NEAR = 8
AFTER_EVERY_LETTER = "\x7f"

Near = Mapping[str, int]


class Token(NamedTuple):
    """One word of one record, and what the other typed words add to its place in the list."""

    kind: WordKind
    token: str
    sort_name: str
    patient_id: int
    score: int = 0


class WordSource(Protocol):
    """The words of the records that one search may show."""

    def counts(self, words: Sequence[str], at_most: int) -> list[int]:
        """Count the tokens that each word begins, no further than ``at_most``."""

    def walk(self, counted: Sequence[tuple[str, int]], most: int) -> list[Token]:
        """Return the tokens that the first word begins, of records that have the others too.

        Of each kind the first ``most`` come, by token, shown name and record.
        """

    def walk_within(self, words: Sequence[str], patient_ids: Collection[int]) -> list[Token]:
        """Return all the same tokens, of these records only."""

    def bearers(self, word: str, near: Mapping[str, Near]) -> set[int]:
        """Return the first records that bear each name near ``word`` and have the other words.

        An other word may be had nearly too.
        """

    def tokens(self, patient_ids: Collection[int], near: Mapping[str, Near]) -> list[Token]:
        """Return the tokens of these records, at least those that a typed word begins or nears."""
