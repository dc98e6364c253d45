"""From the card in a reader to the record of its bearer."""

from __future__ import annotations

from almapy.administrative.service import CoverService
from almapy.audit.model import Action
from almapy.cards.faults import CardMute
from almapy.cards.service import CardService
from almapy.clock import Clock
from almapy.errors import ExternalError
from almapy.insi.model import Beneficiary
from almapy.patients import queries as patient_queries
from almapy.patients.model import PatientDraft
from almapy.stop import Stop
from almapy.users.model import Actor, Right
from almapy.vitale import queries
from almapy.vitale.card_reader import read_holders
from almapy.vitale.matching import ranked
from almapy.vitale.patience import NoAnswer, Patience
from almapy.vitale.ports import OfficialVitale
from almapy.vitale.prefill import beneficiary_of, prefill_notes, prefilled
from almapy.vitale.reading import Bearer, Origin, VitaleReading
from almapy.vitale.results import BearerMatch, Likeness, TakenOver
from almapy.vitale.slots import slot_to_read
from almapy.vitale.taking import take_over_within
from almapy.work import Works

OFFICIAL_SECONDS = 30.0
"""How long the official interface may take, its own dialogue with the card included."""
_LIKELY = (Likeness.NUMBER, Likeness.TRAITS, Likeness.CLOSE, Likeness.NONE)


class VitaleService:
    """Reads cards and proposes records; what a card says never changes an identity by itself.

    ``official`` is the connector to the official interface, None where there is none;
    ``usual_reader`` the reader that the settings of the post name for the carte Vitale.
    """

    def __init__(
        self,
        works: Works,
        cards: CardService,
        official: OfficialVitale | None,
        clock: Clock,
        *,
        covers: CoverService,
        usual_reader: str = "",
        official_seconds: float = OFFICIAL_SECONDS,
    ) -> None:
        self._works = works
        self._cards = cards
        self._official = official
        self._clock = clock
        self._covers = covers
        self._usual_reader = usual_reader
        self._official_seconds = official_seconds

    @property
    def is_official(self) -> bool:
        """Tell whether cards are read by the official interface on this post."""
        return self._official is not None

    @property
    def simulated(self) -> bool:
        """Tell whether a simulator answers: screens then say « Simulateur »."""
        return self._official.simulated if self._official is not None else self._cards.simulated

    def read(self, actor: Actor, reader: str = "", stop: Stop | None = None) -> VitaleReading:
        """Return who is named on the card in this reader, by the official interface if any.

        Without ``reader``, the usual one, else the only one with a carte Vitale. The reading is
        traced without a name; nothing else is stored. Raises a fault of ``almapy.cards.faults``,
        TwoCards, or ExternalError in the connector's words. Not for the thread of the windows.
        """
        actor.require(Right.IDENTITY)
        if self._official is not None:
            reading = self._read_officially(self._official, reader, stop or Stop())
        else:
            reading = self._read_directly(reader)
        self._trace(actor, reading)
        return reading

    def take_apcv(self, actor: Actor, reading: VitaleReading) -> None:
        """Trace a reading that came from the application; nothing of it is stored."""
        actor.require(Right.IDENTITY)
        self._trace(actor, reading)

    def match(self, actor: Actor, reading: VitaleReading) -> tuple[BearerMatch, ...]:
        """Return the persons of a reading with the records that may be theirs, likely first.

        Who has an appointment today comes before the others, then who is known for certain.
        """
        actor.require(Right.IDENTITY)
        with self._works.database.reading() as session:
            matches = []
            for bearer in reading.bearers:
                kind, ids = ranked(bearer, queries.known_like(session, bearer))
                hits = patient_queries.by_id(session, ids)
                matches.append(BearerMatch(bearer, kind, tuple(hits[one] for one in ids)))
            certain = {
                one.patient_id
                for match in matches
                if match.likeness.is_certain_enough
                for one in match.records
            }
            expected = queries.expected_on(session, self._clock.today(), certain)

        def place(match: BearerMatch) -> tuple[bool, int]:
            awaited = any(one.patient_id in expected for one in match.records)
            return not awaited, _LIKELY.index(match.likeness)

        return tuple(sorted(matches, key=place))

    def prefill(self, actor: Actor, reading: VitaleReading, bearer: Bearer) -> PatientDraft:
        """Return the draft of « Nouveau patient »; never a matricule, a proof nor a status."""
        actor.require(Right.IDENTITY)
        return prefilled(reading, bearer, self._clock.today())

    def prefill_notes(self, reading: VitaleReading, bearer: Bearer) -> tuple[str, ...]:
        """Return in French what to look at in that form before it is recorded."""
        return prefill_notes(reading, bearer, self._clock.today())

    def take_over(
        self, actor: Actor, patient_id: int, reading: VitaleReading, bearer: Bearer
    ) -> TakenOver:
        """Take over the number of the insured, the covers and the two lines of the banner.

        All in one transaction. What was not read changes nothing; covers that somebody typed,
        traits and matricule stay, and ``left`` tells what the card says otherwise. Raises
        DomainError for another person's record (``vitale.other_person``) or a merged one.
        """
        actor.require(Right.IDENTITY)
        with self._works.begin(actor) as work:
            return take_over_within(
                work, self._covers, patient_id, reading, bearer, self._clock.today()
            )

    def beneficiary(self, reading: VitaleReading, bearer: Bearer) -> Beneficiary | None:
        """Return what INSi asks of a card, None when the reading is not certified."""
        return beneficiary_of(reading, bearer)

    def _read_officially(self, official: OfficialVitale, reader: str, stop: Stop) -> VitaleReading:
        """Ask the connector, in another thread: one that hangs is left there."""
        wanted = reader or self._usual_reader
        work = Patience(lambda: official.read_card(wanted, stop))
        try:
            reading = work.wait(stop, self._official_seconds)
        except NoAnswer:
            raise CardMute from None
        if reading is None:
            raise ExternalError(
                "La lecture de la carte a été interrompue. Rien n'a été modifié. Recommencez quand "
                "vous voulez.",
                code="vitale.given_up",
                retryable=True,
            )
        return reading

    def _read_directly(self, reader: str) -> VitaleReading:
        slots = self._cards.look()
        slot = slot_to_read(self._cards.state(), slots, reader, self._usual_reader)
        bearers = self._cards.use(slot.reader, read_holders)
        return VitaleReading(
            Origin.DIRECT, bearers, self._clock.now(), simulated=self._cards.simulated
        )

    def _trace(self, actor: Actor, reading: VitaleReading) -> None:
        detail: dict[str, object] = {
            "lecture": reading.origin.label,
            "personnes": len(reading.bearers),
        }
        if reading.simulated:
            detail["simulateur"] = "oui"
        with self._works.begin(actor) as work:
            work.trace(Action.VITALE_READ, detail=detail)
