"""One thing that is asked of INSi."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Protocol

from almapy.insi.model import Beneficiary, CallKind, Ins, Traits

if TYPE_CHECKING:
    from almapy.insi.results import SearchResult
    from almapy.insi.service import InsiService
    from almapy.stop import Stop
    from almapy.users.model import Actor


class Question(Protocol):
    """What is asked, and how it is put to the service in a worker."""

    kind: ClassVar[CallKind]

    def put(self, service: InsiService, actor: Actor, stop: Stop, patient_id: int) -> SearchResult:
        """Ask and wait; raises what the service raises."""


@dataclass(frozen=True, slots=True)
class TraitsQuestion:
    """The INS of the person who has these traits."""

    kind: ClassVar[CallKind] = CallKind.TRAITS
    traits: Traits = field(repr=False)

    def put(self, service: InsiService, actor: Actor, stop: Stop, patient_id: int) -> SearchResult:
        """Search, one given name after the other."""
        return service.search(actor, self.traits, stop, patient_id=patient_id)


@dataclass(frozen=True, slots=True)
class CardQuestion:
    """The INS of a person named on a carte Vitale."""

    kind: ClassVar[CallKind] = CallKind.CARD
    holder: Beneficiary = field(repr=False)

    def put(self, service: InsiService, actor: Actor, stop: Stop, patient_id: int) -> SearchResult:
        """Search with what the card says."""
        return service.search_with_card(actor, self.holder, stop, patient_id=patient_id)


@dataclass(frozen=True, slots=True)
class VerificationQuestion:
    """Whether a matricule and traits belong together."""

    kind: ClassVar[CallKind] = CallKind.VERIFICATION
    ins: Ins = field(repr=False)
    traits: Traits = field(repr=False)

    def put(self, service: InsiService, actor: Actor, stop: Stop, patient_id: int) -> SearchResult:
        """Verify."""
        return service.verify(actor, self.ins, self.traits, stop, patient_id=patient_id)
