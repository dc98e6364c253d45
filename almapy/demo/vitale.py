"""The official interface of a demo practice: what it tells of the card in the simulated reader."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from almapy.cards.faults import CardAbsent, CardUnreadable
from almapy.clock import Clock
from almapy.demo.readers import VITALE_1
from almapy.errors import ExternalError
from almapy.outside import SimulatedCards
from almapy.simulators.cards import CARDS, CardHolder, SimulatedCard
from almapy.simulators.readers.people import MORE_CARDS
from almapy.simulators.vitale import (
    TELEPHONE,
    SimulatedAmc,
    SimulatedBenefits,
    SimulatedVitale,
    Years,
    read_apcv_code,
    vitale_card,
)
from almapy.stop import Stop
from almapy.vitale.parser import birth_day
from almapy.vitale.reading import (
    Bearer,
    Complementary,
    Coverage,
    Insured,
    Origin,
    Period,
    VitaleReading,
)
from almapy.vitale.slots import OLD_CARD

_CONTEXT = timedelta(minutes=30)
_ORDINARY_SITUATION = "0100"


class NoSimulatedCard(CardAbsent):
    """No carte Vitale was put into the simulated reader."""

    def __init__(self) -> None:
        ExternalError.__init__(
            self,
            "Aucune carte Vitale n'est dans le lecteur simulé. Rien n'a été modifié. Choisissez "
            "une carte dans «\u00a0Lecteur simulé\u00a0», puis recommencez.",
            retryable=True,
        )


class DemoVitale:
    """Tells what ``almapy.simulators`` knows of the card that is in; nothing leaves the program.

    ``cards`` are those of the simulated readers: a CPS is passed over.
    """

    def __init__(self, clock: Clock, cards: SimulatedCards) -> None:
        self._clock = clock
        self._cards = cards

    @property
    def simulated(self) -> bool:
        """Tell that a simulator answers."""
        return True

    def read_card(self, reader: str, stop: Stop) -> VitaleReading:  # noqa: ARG002  (one card only)
        """Return what the card in the simulated reader tells; see ``OfficialVitale``."""
        cps = {one.key for one in self._cards.choices() if one.is_cps}
        key = next((one for one in self._cards.inserted() if one not in cps), None)
        if key is None:
            raise NoSimulatedCard
        return self._reading(key, Origin.OFFICIAL)

    def read_apcv(self, payload: bytes, stop: Stop) -> VitaleReading:  # noqa: ARG002
        """Return the reading that a simulated telephone allows with its code."""
        code = read_apcv_code(payload)
        if code is None:
            raise ExternalError(
                "Ce code n'est pas celui d'une application carte Vitale simulée. Rien n'a été "
                "envoyé ni modifié. Présentez le code du téléphone simulé.",
                code="apcv.unknown",
            )
        key, ends_at = code
        if ends_at <= self._clock.now():
            raise ExternalError(
                "Le code de l'application carte Vitale a expiré. Rien n'a été modifié. Demandez au "
                "patient d'en afficher un nouveau, puis recommencez.",
                code="apcv.expired",
                retryable=True,
            )
        return self._reading(key, Origin.APCV)

    def read_apcv_by_nfc(self, stop: Stop) -> VitaleReading:  # noqa: ARG002  (it answers at once)
        """Return what the telephone that always lies on the simulated reader tells."""
        return self._reading(TELEPHONE, Origin.APCV)

    def _reading(self, key: str, origin: Origin) -> VitaleReading:
        if key == VITALE_1.key:
            raise CardUnreadable(OLD_CARD)
        known = (*CARDS, *MORE_CARDS)
        card, told = next((one for one in known if one.key == key), None), vitale_card(key)
        if card is None or told is None:
            raise CardUnreadable("l'interface simulée ne connaît pas cette carte")
        now, today = self._clock.now(), self._clock.today()
        return VitaleReading(
            origin,
            tuple(
                _bearer(holder, benefits, today)
                for holder, benefits in zip(card.holders, told.people, strict=True)
            ),
            now,
            insured=_insured(card, told),
            certified=True,
            simulated=True,
            test_card=True,
            ends_at=_end(now, origin),
        )


def _end(now: datetime, origin: Origin) -> datetime | None:
    return now + _CONTEXT if origin is Origin.APCV else None


def _insured(card: SimulatedCard, told: SimulatedVitale) -> Insured:
    return Insured(card.holders[0].insured_nir, told.scheme, told.fund, told.centre)


def _bearer(holder: CardHolder, benefits: SimulatedBenefits, today: date) -> Bearer:
    birth = holder.birth_date.replace("-", "")
    rights = tuple(_period(one, today) for one in benefits.amo)
    return Bearer(
        name=holder.used_name,
        first_name=holder.first_name,
        birth_text=birth,
        birth_date=birth_day(birth),
        birth_name=holder.birth_name,
        own_nir=holder.own_nir,
        rank=int(holder.rank),
        quality=benefits.quality,
        rights=rights,
        coverages=tuple(Coverage(one, benefits.ald, _ORDINARY_SITUATION) for one in rights),
        complementary=_complementary(benefits.amc, today),
        no_complementary=benefits.amc is None,
    )


def _complementary(amc: SimulatedAmc | None, today: date) -> Complementary | None:
    if amc is None:
        return None
    return Complementary(
        amc.name, amc.number, amc.member_number, _period(amc.years, today), is_c2s=amc.is_c2s
    )


def _period(years: Years, today: date) -> Period:
    return Period(date(today.year + years.since, 1, 1), date(today.year + years.until, 12, 31))
