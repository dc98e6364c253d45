"""A card goes in: the record opens, or is proposed to who is typing. Nothing closes with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QWidget

from almapy.cards.model import CardEvent, CardEventKind
from almapy.cards.model import Slot as CardSlot
from almapy.errors import AlmaPyError
from almapy.users.model import Right
from almapy.vitale.results import TakenOver
from ui.cards.card_watch import card_watch_of
from ui.desk import Desk
from ui.patients.open_records import OpenRecords
from ui.shell.page_stack import PageStack
from ui.theme import Tone
from ui.vitale.flow import CardRead, Taken, flow_of
from ui.vitale.insi_call import InsiByCard
from ui.vitale.typing_watch import is_at_work
from ui.vitale.wish import SECTION, ask_reading
from ui.vitale.words import bearer_name
from ui.widgets.toast import ACTION_SECONDS, Toast

_SHORT: Final = 110
_WAITS_SECONDS: Final = 120.0
_INSERTED = "Carte Vitale insérée"
_NOT_READ = "Carte Vitale non lue"
_THERE = "Une carte Vitale est dans le lecteur."
_UNTOUCHED = "il ressemble seulement à la carte, dont rien n'a été repris. Vérifiez l'identité."


class VitaleFront(QObject):
    """One for a window; does nothing for who may not see the patients."""

    def __init__(
        self, window: QWidget, desk: Desk, *, pages: PageStack, records: OpenRecords
    ) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self._pages, self._records = pages, records
        self._seen: dict[str, int] = {}
        self._notice: Toast | None = None
        if not desk.actor.may(Right.IDENTITY):
            return
        self._flow = flow_of(desk)
        self._watch = card_watch_of(desk)
        self._insi = InsiByCard(window, desk, pages, records, self)
        self._watch.happened.connect(self._follow)
        self._flow.arrived.connect(self._present)
        self._flow.refused.connect(self._tell_refusal)
        self._flow.taken.connect(self._tell_taken)
        self._flow.taken.connect(self._insi.begin)
        pages.currentChanged.connect(self._follow_page)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Offer the card that went in while the window was not in view (locked post)."""
        if event.type() is QEvent.Type.Show and watched is self._window:
            self._offer_present()
        return super().eventFilter(watched, event)

    @Slot(object)
    def _follow(self, event: CardEvent) -> None:
        slot = event.slot
        if not self._window.isVisible():
            return
        if event.kind is CardEventKind.STATE:
            self._offer_present()
        elif event.kind is not CardEventKind.INSERTED or slot is None or not self._is_new(slot):
            return
        elif self._desk.application.settings.open_on_vitale:
            self._flow.read_card(slot.reader)
        elif self._flow.is_reading:
            self._flow.read_card()

    def _is_new(self, slot: CardSlot) -> bool:
        """Tell, once an insertion, whether this is a carte Vitale in a reader of this post's."""
        wanted = self._desk.application.settings.vitale_reader
        is_vitale = slot.family is not None and slot.family.is_vitale
        if not is_vitale or (wanted and slot.reader != wanted):
            return False
        before = self._seen.get(slot.reader)
        self._seen[slot.reader] = slot.insertion
        return before != slot.insertion

    def _offer_present(self) -> None:
        """Offer a card that was in before anybody watched: it may be an earlier patient's."""
        found = [slot for slot in self._watch.cards.slots() if self._is_new(slot)]
        if found:
            self._show_notice(_THERE, "Lire la carte", partial(ask_reading, self._desk))

    @Slot(object)
    def _present(self, read: CardRead) -> None:
        """Open the only record; show the page where there is a choice; disturb nobody."""
        is_in_front = self._pages.current_name() == SECTION
        if not is_in_front and is_at_work(self._pages):
            self._propose(read)
            return
        self._dismiss_notice()
        if read.only_match is not None:
            self._open_only(read)
        elif not is_in_front:
            self._desk.section_asked.emit(SECTION)

    def _propose(self, read: CardRead) -> None:
        names = [bearer_name(one.bearer) for one in read.matches]
        who = names[0] if names else "sans nom lisible"
        more = len(names) - 1
        if more > 0:
            who += f" et {more} autre{'s' if more > 1 else ''}"
        if read.only_match is not None:
            self._show_notice(f"{_INSERTED}\u00a0: {who}", "Ouvrir", partial(self._open_only, read))
        elif more > 0 or (read.matches and read.matches[0].records):
            self._show_notice(f"{_INSERTED}\u00a0: {who}", "Choisir", self._show_page)
        else:
            text = f"{_INSERTED}\u00a0: {who}, inconnu au cabinet"
            self._show_notice(text, "Voir", self._show_page)

    @Slot(object)
    def _tell_refusal(self, error: Exception) -> None:
        """Show the page with the reason; a word of it to who is typing elsewhere."""
        if self._pages.current_name() == SECTION:
            return
        if is_at_work(self._pages):
            why = error.message if isinstance(error, AlmaPyError) else ""
            text = f"{_NOT_READ}. {why}".strip()
            self._show_notice(text, "Voir", self._show_page, Tone.ATTENTION)
        else:
            self._desk.section_asked.emit(SECTION)

    @Slot(object)
    def _tell_taken(self, taken: Taken) -> None:
        """Say what went into the record, and what the card says otherwise."""
        if taken.over is None:
            take = partial(self._flow.take_over, taken.reading, taken.bearer, taken.patient_id)
            text = f"{self._record_words(taken)}\u00a0: {_UNTOUCHED}"
            self._show_notice(text, "Reprendre les droits", take, Tone.ATTENTION)
            return
        told = _taken_words(taken.over)
        text = f"{self._record_words(taken)}\u00a0: {told}"
        if taken.over.left:
            self._show_notice(text, "Voir la carte", self._show_page, seconds=ACTION_SECONDS)
        elif told:
            self._desk.tell(text)

    def _record_words(self, taken: Taken) -> str:
        """Name the record: another one may be in front when the notice is read."""
        opened = (one.patient for one in self._records.all())
        dossier = next((one.dossier for one in opened if one.id == taken.patient_id), None)
        return f"Dossier n° {dossier}" if dossier is not None else "Carte Vitale"

    @Slot()
    def _follow_page(self) -> None:
        """Take the notice away from over the page that says the same."""
        if self._pages.current_name() == SECTION:
            self._dismiss_notice()

    @Slot()
    def _show_page(self) -> None:
        self._desk.section_asked.emit(SECTION)

    def _open_only(self, read: CardRead) -> None:
        match = read.only_match
        if match is not None and match.only_record is not None:
            self._flow.open_record(read, match.bearer, match.only_record.patient_id, takes=True)

    def _show_notice(
        self,
        text: str,
        verb: str,
        act: Callable[[], None],
        tone: Tone = Tone.INFORMATION,
        *,
        seconds: float = _WAITS_SECONDS,
    ) -> None:
        """Show one notice at a time: an earlier card's goes."""
        self._dismiss_notice()
        notice = Toast(self._window, text, tone=tone, action=verb, seconds=seconds)
        notice.action_chosen.connect(act)
        notice.closed.connect(self._forget_notice)
        self._notice = notice
        notice.show()

    def _dismiss_notice(self) -> None:
        notice = self._notice
        if notice is not None:
            notice.dismiss()

    @Slot()
    def _forget_notice(self) -> None:
        if self.sender() is self._notice:
            self._notice = None


def _taken_words(over: TakenOver) -> str:
    """Return how much went into the record and how much is to look at: the page says what."""
    count, left = len(over.changed), over.left
    more = "s" if count > 1 else ""
    told = f"{count} information{more} reprise{more} de la carte" if count else ""
    if len(left) == 1 and len(left[0]) <= _SHORT:
        return f"{told}. {left[0]}" if told else left[0]
    look = f"{len(left)} point{'s' if len(left) > 1 else ''} à vérifier" if left else ""
    return ", ".join(part for part in (told, look) if part) + "." if told or look else ""
