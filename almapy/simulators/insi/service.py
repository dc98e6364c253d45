"""One call of the simulated INSi: checked, answered, kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from http import HTTPStatus

from cryptography import x509
from cryptography.x509.oid import NameOID
from lxml import etree

from almapy.clock import Clock
from almapy.insi.standard import (
    CALLED_BY_MACHINE,
    CALLED_BY_PERSON,
    MEDIA_TYPE,
    RESPONSE_SUFFIX,
    WSSE,
)
from almapy.simulators.insi.answers import (
    NOBODY_FOUND,
    NUMBER_WRONG,
    SEVERAL_FOUND,
    TRAITS_WRONG,
    UNKNOWN_RESULT,
    VERIFIED_RIGHT,
    Result,
    found,
    written,
)
from almapy.simulators.insi.assertion import check_assertion
from almapy.simulators.insi.behaviour import Behaviour, Trouble, spoiled
from almapy.simulators.insi.contexts import Rules, check_contexts
from almapy.simulators.insi.control import InsiControl, Received
from almapy.simulators.insi.envelope import announced_action, message_id_in, opened, read
from almapy.simulators.insi.people import (
    EVERYBODY,
    RUTH,
    UNAVAILABLE_FOR,
    ZOE,
    Person,
    Question,
)
from almapy.simulators.insi.questions import Asked, Check, asked_by
from almapy.simulators.insi.refusals import ACCESS_LEVEL, SEARCH_FAILED, Refused, malformed
from almapy.simulators.web import HttpAnswer, HttpRequest, Service

IDAM = "ALMAPYTEST00"
"""Authorisation number that the simulator knows."""
CARD_PORT = "carte"
CERTIFICATE_PORT = "certificat"
_SOFTWARE = frozenset({CALLED_BY_PERSON, CALLED_BY_MACHINE})
_FAULT_TYPE = f"{MEDIA_TYPE}; charset=utf-8"


@dataclass
class _Seen:
    """What is known of a call while it is read: a fault quotes it, the control keeps it."""

    ticket: int
    action: str = ""
    message_id: str = ""
    caller: str = ""


class InsiService:
    """Answers on every port; ``authority`` issued the cards that are believed.

    ``more`` are people known besides those of the notes.
    """

    def __init__(
        self,
        control: InsiControl,
        clock: Clock,
        authority: x509.Certificate,
        more: Iterable[Person] = (),
    ) -> None:
        self._control = control
        self._clock = clock
        self._authority = authority
        self._people = (*EVERYBODY, *more)

    def on(self, port: str) -> Service:
        """Return the service of one port."""
        by_card = port != CERTIFICATE_PORT
        return lambda request: self._served(request, port, by_card=by_card)

    def _served(self, request: HttpRequest, port: str, *, by_card: bool) -> HttpAnswer:
        seen = _Seen(self._control.ticket())
        asked: Asked | None = None
        refusal: Refused | None = None
        try:
            asked = self._checked(request, seen, by_card=by_card)
        except Refused as refused:
            refusal = refused
        self._control.note(
            Received(
                self._clock.now(),
                port,
                seen.action,
                seen.message_id,
                seen.caller,
                refusal.fault.detail if refusal is not None else "",
                request.body,
            )
        )
        if asked is None:
            assert refusal is not None
            return _refusing(refusal, seen)
        return self._answered(asked, seen)

    def _checked(self, request: HttpRequest, seen: _Seen, *, by_card: bool) -> Asked:
        announced = announced_action(request)
        root = read(request)
        seen.message_id = message_id_in(root)
        call = opened(root, announced)
        seen.action = call.action
        now = self._clock.now() + self._control.clock_offset
        replays = self._control.replays
        check_contexts(call.header, Rules(now, frozenset({IDAM}), replays=replays))
        if by_card:
            believes = self._control.believes
            seen.caller = check_assertion(call.header, self._authority, now, believes)
        else:
            seen.caller = _software(request.caller, call.header)
        asked = asked_by(call.action, call.payload)
        if not self._control.is_new(call.message_id) and not replays:
            raise malformed("doublon", "Ce MessageID a déjà servi.")
        return asked

    def _answered(self, asked: Asked, seen: _Seen) -> HttpAnswer:
        behaviour = self._control.take()
        wait = self._control.latency
        if behaviour is not None and behaviour.trouble is Trouble.DELAY:
            wait += behaviour.seconds
        if wait:
            self._control.hold(wait, seen.ticket)
        try:
            result = _changed(_result(asked, self._people), behaviour)
        except Refused as refused:
            return _refusing(refused, seen)
        body = written(result, self._control.next_style(), seen.action, seen.message_id)
        answer = HttpAnswer(
            200, f'{MEDIA_TYPE}; charset=utf-8; action="{seen.action}{RESPONSE_SUFFIX}"', body
        )
        return answer if behaviour is None else spoiled(answer, behaviour, seen.message_id)


def _software(caller: x509.Certificate | None, header: etree._Element) -> str:
    names = caller.subject.get_attributes_for_oid(NameOID.COMMON_NAME) if caller else []
    name = str(names[0].value) if len(names) == 1 else ""
    if name not in _SOFTWARE:
        raise Refused(ACCESS_LEVEL)
    if header.find(f"{{{WSSE}}}Security") is not None:
        raise malformed("securite", "Un certificat logiciel appelle sans assertion.")
    return name


def _refusing(refusal: Refused, seen: _Seen) -> HttpAnswer:
    fault = refusal.fault
    allowed = (("Allow", "POST"),) if fault.status == HTTPStatus.METHOD_NOT_ALLOWED else ()
    return HttpAnswer(fault.status, _FAULT_TYPE, fault.written(seen.message_id), headers=allowed)


def _result(asked: Asked, people: Iterable[Person]) -> Result:
    if isinstance(asked, Check):
        return _verified(asked, people)
    if isinstance(asked, Question) and any(
        replace(asked, birth_place_code="") == question for question in UNAVAILABLE_FOR
    ):
        raise Refused(SEARCH_FAILED)
    fitting = [person for person in people if asked.fits(person)]
    if not fitting:
        return NOBODY_FOUND
    return found(fitting[0]) if len(fitting) == 1 else SEVERAL_FOUND


def _verified(asked: Check, people: Iterable[Person]) -> Result:
    for person in people:
        active = person.active
        if (active.number, active.key, active.oid) == (asked.number, asked.key, asked.oid):
            return VERIFIED_RIGHT if asked.fits(person) else TRAITS_WRONG
    return NUMBER_WRONG


def _changed(result: Result, behaviour: Behaviour | None) -> Result:
    if behaviour is None:
        return result
    if behaviour.trouble is Trouble.UNKNOWN_CODE:
        return replace(
            UNKNOWN_RESULT, namespace=result.namespace, root=result.root, person=result.person
        )
    if behaviour.trouble is Trouble.ANOTHER_PERSON:
        return found(ZOE if result.person is not ZOE else RUTH)
    return result
