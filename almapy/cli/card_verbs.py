"""``almapy cards``: the readers of this post and what the cards in them say."""

from __future__ import annotations

import argparse
import queue
import signal
from types import FrameType
from typing import TYPE_CHECKING

from almapy.cli.common import DONE, REFUSED, Output, Verbs, output_of, place_of
from almapy.errors import AlmaPyError

if TYPE_CHECKING:
    from almapy.cards.model import CardEvent, Slot
    from almapy.cards.service import CardService
    from almapy.cps.ports import CpsModule
    from almapy.vitale.reading import Bearer

_TURN = 0.5  # seconds: on Windows a wait without an end is deaf to Ctrl+C


def register(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb."""
    cards = verbs.add_parser(
        "cards",
        help="lecteurs et cartes de ce poste",
        description="Donne les lecteurs de ce poste et ce que disent les cartes insérées, lues "
        "directement\u00a0: rien n'est certifié, rien n'est gardé, aucun code n'est demandé.",
        parents=[common],
    )
    cards.add_argument(
        "--watch",
        action="store_true",
        help="continuer, une ligne à chaque carte insérée ou retirée, jusqu'à Ctrl+C",
    )
    cards.set_defaults(run=_cards)


def _cards(args: argparse.Namespace) -> int:
    from almapy.cards.service import CardService
    from almapy.clock import SystemClock
    from almapy.outside import real_outside

    clock = SystemClock()
    outside = real_outside(place_of(args).settings, clock)
    service = CardService(outside.readers, clock)
    teller = _Teller(output_of(args), service, outside.cps)
    try:
        return _watch(service, teller) if args.watch else _list(service, teller)
    finally:
        service.close()
        outside.close()


def _list(service: CardService, teller: _Teller) -> int:
    from almapy.cards.faults import CardServiceAbsent, ReaderAbsent
    from almapy.cards.model import ReaderState

    slots = service.look()
    if service.state() is ReaderState.NO_READER:
        raise ReaderAbsent
    if service.state() is not ReaderState.READY:
        raise CardServiceAbsent
    unread = [slot for slot in slots if not teller.tell(slot)]
    return REFUSED if unread else DONE


def _watch(service: CardService, teller: _Teller) -> int:
    events: queue.SimpleQueue[CardEvent | None] = queue.SimpleQueue()

    def stop(_number: int, _frame: FrameType | None) -> None:
        events.put(None)

    former = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    unlisten = service.listen(events.put)
    try:
        service.start()
        while True:
            try:
                event = events.get(timeout=_TURN)
            except queue.Empty:
                continue
            if event is None:
                return DONE
            teller.tell_event(event)
    finally:
        unlisten()
        for number, handler in former.items():
            signal.signal(number, handler)


class _Teller:
    """Prints one line a reader."""

    def __init__(self, output: Output, service: CardService, cps: CpsModule) -> None:
        self._output = output
        self._service = service
        self._cps = cps

    def tell_event(self, event: CardEvent) -> None:
        from almapy.cards.model import CardEventKind

        if event.kind is CardEventKind.STATE:
            self._output.say(_STATES[event.state.value])
        elif event.kind is CardEventKind.READERS:
            for slot in self._service.slots():
                if slot.family is None:
                    self.tell(slot)
        elif event.slot is not None:
            if event.kind is CardEventKind.REMOVED:
                self._empty(event.slot.reader)
            else:
                self.tell(event.slot)

    def tell(self, slot: Slot) -> bool:
        """Print what is in a reader; tell whether it could be read."""
        if slot.family is None:
            self._empty(slot.reader)
            return True
        kind = "vitale" if slot.family.is_vitale else slot.family.value
        line: dict[str, object] = {"reader": slot.reader, "kind": kind, "holders": []}
        heading = f"{slot.reader}\u00a0: {slot.family.label}"
        try:
            line["holders"], sentences = self._holders(slot)
        except AlmaPyError as error:
            self._output.line({**line, "problem": error.message}, f"{heading}\n  {error.message}")
            return False
        self._output.line(line, "\n  ".join([heading, *sentences]))
        return True

    def _empty(self, reader: str) -> None:
        self._output.line({"reader": reader, "kind": None, "holders": []}, f"{reader}\u00a0: vide")

    def _holders(self, slot: Slot) -> tuple[list[dict[str, object]], list[str]]:
        from almapy.cards.faults import CardUnreadable
        from almapy.cards.model import CardFamily
        from almapy.vitale.card_reader import read_holders
        from almapy.vitale.slots import OLD_CARD

        if slot.family is CardFamily.CPS:
            return self._professional(slot.reader)
        if slot.family is CardFamily.VITALE_1:
            raise CardUnreadable(OLD_CARD)
        if slot.family is CardFamily.UNKNOWN:
            return [], [f"ATR {slot.atr.hex(' ').upper() or 'aucun, la carte ne répond pas'}"]
        bearers = self._service.use(slot.reader, read_holders)
        return [_bearer(one) for one in bearers], [_sentence(one) for one in bearers]

    def _professional(self, reader: str) -> tuple[list[dict[str, object]], list[str]]:
        from almapy.clock import SystemClock
        from almapy.cps.reader import CpsReader

        card = CpsReader(self._cps, SystemClock(), reader=reader).read()
        identity = card.identity
        holder: dict[str, object] = {
            "name": identity.family_name,
            "first_name": identity.first_name,
            "rpps": identity.rpps,
            "profession": identity.profession,
        }
        return [holder], [f"{identity.name}, {identity.profession}, RPPS {identity.rpps}"]


def _bearer(bearer: Bearer) -> dict[str, object]:
    """Return a bearer; a date that is not in the calendar stays as the card has it."""
    born = bearer.birth_date.isoformat() if bearer.birth_date else bearer.birth_text
    return {
        "name": bearer.name,
        "first_name": bearer.first_name,
        "birth_date": born,
        "nir": bearer.own_nir,
    }


def _sentence(bearer: Bearer) -> str:
    born = f"{bearer.birth_date:%d/%m/%Y}" if bearer.birth_date else bearer.birth_text
    number = bearer.own_nir or ("non lu" if bearer.own_nir is None else "absent de la carte")
    return f"{bearer.name} {bearer.first_name}, {born}, NIR {number}"


_STATES = {
    "stopped": "Lecteurs non surveillés.",
    "not_installed": "La bibliothèque des lecteurs n'est pas installée sur ce poste.",
    "no_service": "Le service des lecteurs ne répond pas\u00a0; on continue d'attendre.",
    "no_reader": "Aucun lecteur n'est branché\u00a0; on attend.",
    "ready": "Lecteurs prêts.",
}
