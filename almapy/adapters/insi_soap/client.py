"""INSi over SOAP 1.2 and HTTPS: one question, one exchange."""

from __future__ import annotations

import ssl
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from almapy.adapters import call_errors
from almapy.adapters.bounded_xml import text_of
from almapy.adapters.certificates import Described, describe
from almapy.adapters.http_post import Answer, Post, post
from almapy.adapters.insi_soap import request
from almapy.adapters.insi_soap.answer import Reading, read_answer
from almapy.adapters.insi_soap.assertion import Assertions, Claims
from almapy.adapters.insi_soap.contexts import Sender
from almapy.adapters.insi_soap.faults import REFUSED_FAMILY
from almapy.adapters.insi_soap.subject import national_number
from almapy.adapters.insi_soap.target import InsiTarget
from almapy.adapters.tls import Trust, context_of
from almapy.clock import Clock
from almapy.errors import AlmaPyError
from almapy.identity.oids import NEVER_IN_PRODUCTION
from almapy.insi.model import Beneficiary, CallKind, Exchange, Ins, Outcome, Traits
from almapy.insi.settings import Environment
from almapy.insi.standard import MEDIA_TYPE, SEARCH_BY_CARD, SEARCH_BY_TRAITS, VERIFY
from almapy.stop import Stop

if TYPE_CHECKING:
    from lxml.etree import _Element

_ACTIONS = {
    CallKind.TRAITS: SEARCH_BY_TRAITS,
    CallKind.CARD: SEARCH_BY_CARD,
    CallKind.VERIFICATION: VERIFY,
}
_OUTCOMES: dict[type[AlmaPyError], Outcome] = {
    call_errors.Unreachable: Outcome.UNREACHABLE,
    call_errors.TimedOut: Outcome.TIMED_OUT,
    call_errors.Untrusted: Outcome.UNTRUSTED,
    call_errors.BadAnswer: Outcome.UNREADABLE,
    call_errors.TooLong: Outcome.UNREADABLE,
    call_errors.Cancelled: Outcome.CANCELLED,
}
_SKEW_MINUTES = 5
_TEST_INS = (
    "Cette INS est celle d'une personne de test ou de démonstration, que le service de production "
    "ne connaît pas. Rien n'a été envoyé ni modifié. Vérifiez l'environnement dans les réglages "
    "d'INSi\u00a0; s'il est juste, retirez ce matricule du dossier."
)


@dataclass(frozen=True, slots=True)
class _Call:
    """One question on its way."""

    kind: CallKind
    message_id: str
    started: float


class SoapInsi:
    """The real client (``insi.ports.Insi``); may be called from several threads at once.

    ``assertions`` is shared by the clients of one session so that the card signs once; raises
    nothing for what happens outside.
    """

    def __init__(
        self, target: InsiTarget, clock: Clock, assertions: Assertions | None = None
    ) -> None:
        self._target = target
        self._clock = clock
        self._assertions = assertions or Assertions()
        self._guard = threading.Lock()
        self._context: ssl.SSLContext | None = None
        self._certificate: Described | None = None

    @property
    def simulated(self) -> bool:
        """Tell whether a simulator answers there."""
        return self._target.simulated

    def search_by_traits(self, traits: Traits, given_name: str, stop: Stop) -> Exchange:
        """Call WS_INS2 once with this one given name."""
        return self._asked(CallKind.TRAITS, lambda: request.by_traits(traits, given_name), stop)

    def search_by_card(self, beneficiary: Beneficiary, stop: Stop) -> Exchange:
        """Call WS_INS1 once."""
        return self._asked(CallKind.CARD, lambda: request.by_card(beneficiary), stop)

    def verify(self, ins: Ins, traits: Traits, stop: Stop) -> Exchange:
        """Call WS_INS3 once: format non publié, it has met the simulator only.

        It is sent to a simulator, or to the address that the settings give it, nowhere else.
        """
        in_production = self._target.environment is Environment.PRODUCTION
        if in_production and ins.oid in NEVER_IN_PRODUCTION:
            return Exchange(CallKind.VERIFICATION, Outcome.OTHER, detail=_TEST_INS)
        return self._asked(CallKind.VERIFICATION, lambda: self._verification(ins, traits), stop)

    def _verification(self, ins: Ins, traits: Traits) -> _Element:
        if not (self._target.simulated or self._target.verification_url):
            raise _not_published()
        return request.verification(ins, traits)

    def _asked(self, kind: CallKind, body: Callable[[], _Element], stop: Stop) -> Exchange:
        call = _Call(kind, f"uuid:{uuid.uuid4()}", self._clock.monotonic())
        if stop.asked:
            return self._failed(call, call_errors.cancelled(), b"")
        try:
            message = self._message(call, body())
        except AlmaPyError as error:  # no card, PIN refused, certificate unreadable
            return self._failed(call, error, b"")
        except ValueError:
            return self._failed(call, _unwritable(), b"")
        try:
            answer = self._posted(call, message, stop)
        except AlmaPyError as error:
            return self._failed(call, error, message)
        reading = read_answer(
            kind, answer.body, status=answer.status, environment=self._target.environment
        )
        return self._answered(call, message, answer, reading)

    def _message(self, call: _Call, body: _Element) -> bytes:
        target, now = self._target, self._clock.now()
        assertion = b""
        if target.signer is not None:
            claims = Claims(target.billing_number, target.sector, target.speciality)
            assertion = self._assertions.current(target.signer, claims, now)
        return request.envelope(
            body,
            action=_ACTIONS[call.kind],
            message_id=call.message_id,
            sender=Sender(self._sender_number(), target.idam, target.instance, target.version),
            now=now,
            assertion=assertion,
        )

    def _sender_number(self) -> str:
        """Return the national number of the card, or the OU of the software certificate.

        Raises Untrusted when that certificate does not open or has expired.
        """
        target = self._target
        if target.signer is not None:
            return national_number(target.signer.certificate)
        if not target.client_certificate:
            return ""
        with self._guard:
            if self._certificate is None:
                self._certificate = describe(target.client_certificate, target.password)
            shown = self._certificate
        if self._clock.now() > shown.expires_at:
            raise call_errors.Untrusted(
                f"Le certificat du cabinet a expiré le {shown.last_day}. Rien n'a été envoyé. "
                "Enregistrez le nouveau certificat dans «\u00a0Téléservices\u00a0»."
            )
        return shown.unit

    def _posted(self, call: _Call, message: bytes, stop: Stop) -> Answer:
        target = self._target
        verification = call.kind is CallKind.VERIFICATION
        url = (target.verification_url if verification else "") or target.url
        action = _ACTIONS[call.kind]
        headers = {"Content-Type": f'{MEDIA_TYPE}; charset=utf-8; action="{action}"'}
        sent = Post(url, message, headers, target.seconds, target.proxy)
        return post(sent, self._secured(), stop)

    def _secured(self) -> ssl.SSLContext:
        with self._guard:
            if self._context is None:
                target = self._target
                self._context = context_of(
                    Trust(target.authorities, target.client_certificate, target.password)
                )
            return self._context

    def _answered(self, call: _Call, message: bytes, answer: Answer, reading: Reading) -> Exchange:
        detail = reading.detail
        if reading.fault is not None:
            if reading.fault.family == REFUSED_FAMILY:
                self._assertions.drop()
            hint = self._about_time(answer)
            detail = f"{detail} {hint}" if hint else detail
        return Exchange(
            call.kind,
            reading.outcome,
            reading.code,
            reading.label,
            detail,
            reading.identity,
            message.decode(),
            text_of(answer.body),
            call.message_id,
            self._elapsed(call),
        )

    def _failed(self, call: _Call, error: AlmaPyError, message: bytes) -> Exchange:
        received = error.received if isinstance(error, call_errors.CallError) else b""
        return Exchange(
            call.kind,
            _OUTCOMES.get(type(error), Outcome.NOT_READY),
            detail=error.message,
            request=message.decode(),
            answer=text_of(received),
            message_id=call.message_id,
            milliseconds=self._elapsed(call),
        )

    def _elapsed(self, call: _Call) -> int:
        return round((self._clock.monotonic() - call.started) * 1000)

    def _about_time(self, answer: Answer) -> str:
        """Return what to say of the clock when a call was refused: the server dates its answers."""
        there = _moment(answer.headers.get("date", ""))
        if there is None:
            return ""
        minutes = round(abs((self._clock.now() - there).total_seconds()) / 60)
        if minutes < _SKEW_MINUTES:
            return ""
        return (
            f"L'horloge de ce poste a {minutes}\u00a0minutes d'écart avec celle du service\u00a0: "
            "c'est peut-être la cause du refus."
        )


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _not_published() -> AlmaPyError:
    return AlmaPyError(
        "Le format de la vérification d'une INS n'est pas publié\u00a0: AlmaPy ne l'envoie pas au "
        "service des recherches. Rien n'a été envoyé ni modifié. Recherchez plutôt l'INS\u00a0; "
        "pour essayer la vérification, donnez son adresse dans «\u00a0Téléservices (INSi)\u00a0».",
        code="insi.not_published",
    )


def _unwritable() -> AlmaPyError:
    return AlmaPyError(
        "Un trait d'identité contient un caractère qui ne peut pas être envoyé. Rien n'a été "
        "envoyé. Corrigez les noms et prénoms du dossier, puis recommencez.",
        code="insi.unwritable",
    )
