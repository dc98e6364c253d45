"""Follows the reader where a session opens: a card comes in, its code is tried, it leaves."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from almapy.cards.faults import CardAbsent, CardRemoved
from almapy.cards.model import CardEvent, CardEventKind, CardFamily
from almapy.cards.service import CardService
from almapy.cps.faults import OtherPersonsCard, WrongPin
from almapy.cps.model import CpsCard
from almapy.sign_in.card_links import CardSight
from ui.cards.card_watch import CardWatch
from ui.cps.card_panel import CardPanel
from ui.tasks import Lane, TaskRunner

_MAY_BE_CPS = frozenset({CardFamily.CPS, CardFamily.UNKNOWN})


class CardEntry(QObject):
    """Late answers about an earlier card are dropped: each card has its number.

    ``look`` and ``enter`` run in workers: the first sees the card, the second opens with its code.
    """

    entered = Signal(object)  # what ``enter`` returned
    trying = Signal(bool)
    asked = Signal()  # the field of the code has just come
    unlinked = Signal(object)  # CpsCard, or None: the card in the reader that is not linked

    def __init__(
        self,
        cards: CardService,
        panel: CardPanel,
        tasks: TaskRunner,
        *,
        look: Callable[[], CardSight],
        enter: Callable[[CpsCard, str], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._cards = cards
        self._panel = panel
        self._tasks = tasks
        self._look = look
        self._enter = enter
        self._number = 0
        self._is_trying = False
        self._is_over = False
        self._told_removed = False
        self.reader = ""
        self.tried = ""  # the reader of the last code, be the card gone since
        self._watch = CardWatch(cards, self)
        self._watch.happened.connect(self._follow)
        panel.code_given.connect(self._try)

    def start(self) -> None:
        """Look at the card that is in already, if any."""
        found = [slot for slot in self._cards.slots() if slot.family in _MAY_BE_CPS]
        found.sort(key=lambda slot: slot.family is not CardFamily.CPS)
        if found and not self._number:
            self._see(found[0].reader)

    def stop(self) -> None:
        """Listen no more; what is under way is dropped."""
        self._is_over = True
        self._number += 1
        self._watch.stop()

    @Slot(object)
    def _follow(self, event: CardEvent) -> None:
        slot = event.slot
        if self._is_over or slot is None or slot.family not in _MAY_BE_CPS:
            return
        if event.kind is CardEventKind.INSERTED:
            self._see(slot.reader)
        elif event.kind is CardEventKind.REMOVED and slot.reader == self.reader:
            self._gone()

    def _gone(self) -> None:
        self._number += 1
        self.reader = ""
        self.unlinked.emit(None)
        # Why the try failed stays: the person who pulled the card out is to read it.
        if not (self._is_trying or self._told_removed):
            self._panel.clear()

    def _see(self, reader: str, told: Exception | None = None) -> None:
        self._number += 1
        self._told_removed = False
        self.reader = reader
        if told is None:
            self._panel.show_reading()
        number = self._number

        def seen(sight: CardSight) -> None:
            if number == self._number:
                self._show(sight, told)

        def failed(error: Exception) -> None:
            if number != self._number:
                return
            if isinstance(error, CardAbsent):  # not a CPS after all
                self._panel.clear()
            else:
                self._panel.show_failure(error)

        self._tasks.submit(self, self._look, seen, failed, lane=Lane.IO)

    def _show(self, sight: CardSight, told: Exception | None) -> None:
        if sight.is_others:
            self._panel.show_sight(sight)
            self._panel.show_failure(OtherPersonsCard())
            return
        self._panel.show_sight(sight, told=told)
        self.unlinked.emit(None if sight.is_linked else sight.card)
        if self._panel.asks_code:
            self.asked.emit()

    @Slot(object, object)
    def _try(self, card: CpsCard, pin: str) -> None:
        if self._is_trying or self._is_over:
            return
        self._set_trying(trying=True)
        self.tried = self.reader

        def work() -> object:
            return self._enter(card, pin)

        self._tasks.submit(self, work, self._done, self._failed)

    def _done(self, result: object) -> None:
        self._set_trying(trying=False)
        self.entered.emit(result)

    def _failed(self, error: Exception) -> None:
        self._set_trying(trying=False)
        if isinstance(error, WrongPin) and self.reader:
            self._see(self.reader, told=error)
        else:
            self._told_removed = isinstance(error, CardRemoved)
            self._panel.show_failure(error)

    def _set_trying(self, *, trying: bool) -> None:
        self._is_trying = trying
        self._panel.set_busy(busy=trying)
        self.trying.emit(trying)
