"""Asking INSi who a person is, and taking its answer over into a record, or not.

No transaction is open while the network answers: each call is stored, whatever its end, before
whoever asked hears of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from almapy.audit.model import Action
from almapy.errors import AlmaPyError, DomainError
from almapy.events import Changed, Topic
from almapy.identity.transitions import require_teleservices, strict_traits_changed
from almapy.insi import comparison, queries
from almapy.insi.acceptance import accepted_draft
from almapy.insi.advice import advise
from almapy.insi.calling import Caller, verified_identity
from almapy.insi.cascade import cascade
from almapy.insi.connection import InsiConnection
from almapy.insi.model import (
    Beneficiary,
    CallKind,
    Exchange,
    Identity,
    Ins,
    Outcome,
    Traits,
)
from almapy.insi.ports import Insi, VitaleReader
from almapy.insi.questions import askable, askable_ins
from almapy.insi.results import (
    CallTexts,
    Comparison,
    Decision,
    FormerIns,
    InsiCall,
    SearchResult,
)
from almapy.insi.tables import InsiCallRow
from almapy.insi.under_way import UnderWay
from almapy.patients.model import Patient
from almapy.patients.service import save_within, stored_draft, to_draft
from almapy.patients.tables import PatientRow
from almapy.places.service import PlaceService
from almapy.stop import Stop
from almapy.users.model import Actor, Right
from almapy.work import UnitOfWork, Works


class SameMatricule(DomainError):  # noqa: N818  (named after the fact, as in the French sentence)
    """Another active record holds this matricule: nothing was written (INS notes §3.7)."""

    code = "patient.same_ins"

    def __init__(self, patient_id: int, dossier: int) -> None:
        super().__init__(
            f"Le dossier n° {dossier} porte déjà ce matricule INS. Rien n'a été enregistré. "
            "Ouvrez ce dossier pour comparer, ou fusionnez les deux.",
            field="matricule_ins",
        )
        self.patient_id = patient_id
        self.dossier = dossier


class InsiService:
    """The calls to INSi and what is done with their answers."""

    def __init__(
        self, works: Works, connection: InsiConnection, reader: VitaleReader, places: PlaceService
    ) -> None:
        self._works = works
        self._connection = connection
        self._reader = reader
        self._places = places
        self._under_way = UnderWay()

    def interrupt(self) -> None:
        """Stop the calls that run and wait for their lines; to be called at sign-out."""
        self._under_way.interrupt()

    def close(self) -> None:
        """Refuse new calls and end those that run; to be called before the base is closed."""
        self._under_way.close()

    def simulated(self, actor: Actor) -> bool:  # noqa: ARG002  (the same for everybody so far)
        """Tell whether a simulator answers: demo practice, or loopback address."""
        return self._connection.is_simulated()

    def why_not(self, actor: Actor) -> str:
        """Return in French why no call can be made (a setting is missing), or an empty text."""
        try:
            actor.require(Right.QUALIFY_INS)
            self._connection.open(actor)
        except AlmaPyError as reason:
            return reason.message
        return ""

    def search(
        self, actor: Actor, traits: Traits, stop: Stop, *, patient_id: int | None = None
    ) -> SearchResult:
        """Search by traits, one given name after the other (``cascade``).

        What happens outside is told by the result. Raises AccessError without the right,
        DomainError for traits that cannot be asked and for a doubtful, fictitious or merged
        record: nothing is sent then.
        """
        with self._under_way.one(stop):
            self._require_callable(actor, patient_id)
            asked = askable(traits)
            call = self._caller(actor, patient_id, CallKind.TRAITS)

            def ask(name: str, insi: Insi) -> Exchange:
                # Another post may have marked or merged the record since the last answer.
                self._require_callable(actor, patient_id)
                return insi.search_by_traits(asked, name, stop)

            exchanges = cascade(lambda name: call(partial(ask, name)), asked.first_names, stop)
        return SearchResult(call.search_uid, exchanges, advise(exchanges, asked))

    def search_with_card(
        self, actor: Actor, beneficiary: Beneficiary, stop: Stop, *, patient_id: int | None = None
    ) -> SearchResult:
        """Search with what a carte Vitale tells of one person; see ``search``."""
        with self._under_way.one(stop):
            self._require_callable(actor, patient_id)
            call = self._caller(actor, patient_id, CallKind.CARD)
            exchange = call(lambda insi: insi.search_by_card(beneficiary, stop))
        return SearchResult(call.search_uid, (exchange,), advise((exchange,)))

    def verify(
        self,
        actor: Actor,
        ins: Ins,
        traits: Traits,
        stop: Stop,
        *,
        patient_id: int | None = None,
    ) -> SearchResult:
        """Have INSi verify a matricule with traits: FOUND when right, DISCORDANT when not.

        What was found right is the identity of the result, which may then be accepted: an INS is
        « récupérée » when INSi gave it or verified it (RNIV, A-INS-02). See ``search``.
        """
        with self._under_way.one(stop):
            self._require_callable(actor, patient_id)
            asked = askable(traits)
            whole = askable_ins(ins)
            call = self._caller(actor, patient_id, CallKind.VERIFICATION)
            exchange = call(lambda insi: insi.verify(whole, asked, stop))
        if exchange.outcome is Outcome.FOUND and exchange.identity is None:
            exchange = replace(exchange, identity=verified_identity(whole, asked))
        return SearchResult(call.search_uid, (exchange,), advise((exchange,), asked))

    def card_holders(self, actor: Actor) -> list[Beneficiary]:
        """Return the persons named on the carte Vitale in the reader.

        Raises ExternalError when there is no reader, no card, or it cannot be read.
        """
        actor.require(Right.QUALIFY_INS)
        return self._reader.read(actor)

    def compare(self, actor: Actor, patient: Patient, identity: Identity) -> Comparison:
        """Return the ten rows of « Comparaison », and what to read before accepting."""
        actor.require(Right.QUALIFY_INS)
        return comparison.compare(
            patient.data, identity, today=self._works.clock.today(), place_name=self._place_name
        )

    def accept(
        self,
        actor: Actor,
        patient: Patient,
        result: SearchResult,
        *,
        identity_document: str = "",
        sure: bool = False,
    ) -> Patient:
        """Take an answer over into the record it was asked for, all in one transaction.

        ``identity_document`` is the proof of high confidence checked with it, if any; ``sure``
        answers an alarming comparison. Raises SameMatricule, ConflictError when the record
        changed meanwhile, and DomainError: an answer that is not usable (``insi.unusable``),
        alarming (``insi.alarming``), about another record or already decided
        (``insi.other_answer``). Nothing is written then.
        """
        actor.require(Right.QUALIFY_INS)
        with self._works.begin(actor) as work:
            before = stored_draft(work, patient)
            require_teleservices(before)
            call = _undecided(work, patient.id, result)
            identity = result.identity
            if identity is None or call.outcome != Outcome.FOUND.value:
                raise _other_answer()
            stored = replace(patient, data=before)
            draft = accepted_draft(
                before,
                identity,
                today=self._works.clock.today(),
                place_name=self._place_name,
                identity_document=identity_document,
            )
            if not sure and self.compare(actor, stored, identity).alarming:
                raise _alarming()
            holder = queries.other_holder(work.session, identity.active, patient.id)
            if holder is not None:
                raise SameMatricule(*holder)
            accepted = save_within(work, stored, draft, insi_answer=True)
            former = list(identity.former)
            if before.matricule_ins not in {"", draft.matricule_ins}:
                former.append(Ins(before.matricule_ins, before.ins_oid))
            queries.keep_former(work, patient.id, former)
            call.decision = Decision.ACCEPTED.value
            detail: dict[str, object] = {
                "traits": "modifiés" if strict_traits_changed(before, draft) else "inchangés"
            }
            work.trace(Action.INSI_ACCEPTED, patient_id=patient.id, detail=detail)
            work.announce(Changed(Topic.INSI, patient.id))
            return accepted

    def refuse(self, actor: Actor, patient_id: int, result: SearchResult) -> None:
        """« Ne rien modifier »: the record stays as it is, and that is traced.

        Raises DomainError (``insi.other_answer``) for an answer about another record.
        """
        actor.require(Right.QUALIFY_INS)
        with self._works.begin(actor) as work:
            call = _undecided(work, patient_id, result)
            call.decision = Decision.REFUSED.value
            work.trace(Action.INSI_REFUSED, patient_id=patient_id)
            work.announce(Changed(Topic.INSI, patient_id))

    def withdraw(self, actor: Actor, patient: Patient) -> Patient:
        """Take matricule and OID off after a negative verification (RECUP→PROV, QUAL→VALI).

        Raises ConflictError when the record changed meanwhile, DomainError when it holds none.
        """
        actor.require(Right.QUALIFY_INS)
        with self._works.begin(actor) as work:
            before = stored_draft(work, patient)
            if not before.matricule_ins:
                raise DomainError(
                    "Ce dossier ne porte pas de matricule INS. Rien n'a été modifié.",
                    code="insi.no_matricule",
                    field="matricule_ins",
                )
            draft = replace(before, insi_accepted=False, matricule_ins="", ins_oid="")
            return save_within(work, replace(patient, data=before), draft)

    def history(self, actor: Actor, patient_id: int) -> list[InsiCall]:
        """Return the calls about a record, newest first."""
        actor.require(Right.IDENTITY)
        with self._works.database.reading() as session:
            return queries.calls_about(session, patient_id)

    def texts(self, actor: Actor, call_id: int) -> CallTexts:
        """Return the raw request and answer of a call; raises DomainError when there is none."""
        actor.require(Right.IDENTITY)
        with self._works.database.reading() as session:
            row = session.get(InsiCallRow, call_id)
            if row is None:
                raise DomainError("Cet appel n'est plus dans l'historique. Rouvrez la liste.")
            return CallTexts(row.request, row.answer)

    def former(self, actor: Actor, patient_id: int) -> list[FormerIns]:
        """Return « Historique de l'INS » of a record, as received, with its dates."""
        actor.require(Right.IDENTITY)
        with self._works.database.reading() as session:
            return queries.former_of(session, patient_id)

    def _require_callable(self, actor: Actor, patient_id: int | None) -> None:
        actor.require(Right.QUALIFY_INS)
        if patient_id is None:
            return
        with self._works.database.reading() as session:
            row = session.get(PatientRow, patient_id)
            if row is None or row.merged_into is not None:
                raise DomainError(
                    "Ce dossier n'existe plus, ou a été fusionné dans un autre. Rien n'a été "
                    "envoyé. Rouvrez le dossier de la personne.",
                    code="patient.merged" if row is not None else "patient.unknown",
                )
            require_teleservices(to_draft(row))

    def _caller(self, actor: Actor, patient_id: int | None, kind: CallKind) -> Caller:
        return Caller(self._works, self._connection, self._place_name, actor, patient_id, kind)

    def _place_name(self, code: str, day: date | None) -> str:
        place = self._places.place(code, day)
        return place.name if place else ""


def _undecided(work: UnitOfWork, patient_id: int, result: SearchResult) -> InsiCallRow:
    """Return the stored call of an answer; refuse one about another record, or decided already."""
    call = queries.last_call(work.session, result.search_uid)
    same = call is not None and call.patient_id == patient_id
    if call is None or not same or call.message_id != result.last.message_id[:60]:
        raise _other_answer()
    if call.decision:
        raise DomainError(
            "Cette réponse d'INSi a déjà été traitée. Rien n'a été modifié. Relancez la recherche "
            "pour en recevoir une nouvelle.",
            code="insi.other_answer",
        )
    return call


def _other_answer() -> DomainError:
    return DomainError(
        "Cette réponse d'INSi ne concerne pas ce dossier. Rien n'a été modifié. Relancez la "
        "recherche depuis le dossier ouvert.",
        code="insi.other_answer",
    )


def _alarming() -> DomainError:
    return DomainError(
        "Les traits reçus diffèrent trop de ceux du dossier\u00a0: la réponse concerne peut-être "
        "une autre personne. Rien n'a été modifié. Vérifiez une pièce d'identité, puis confirmez.",
        code="insi.alarming",
    )
