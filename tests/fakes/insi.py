"""An INSi in memory: the persons of the test platform, and switches for everything that fails."""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass, field, replace

from almapy.errors import AlmaPyError
from almapy.identity.oids import INS_NIA, INS_NIR
from almapy.insi.model import (
    AnsweredTraits,
    Beneficiary,
    CallKind,
    Exchange,
    Identity,
    Ins,
    Outcome,
    Traits,
)
from almapy.stop import Stop
from almapy.users.model import Actor


def person(
    name: str,
    first_names: str,
    sex: str,
    born: str,
    place: str,
    matricule: str,
    *,
    oid: str = INS_NIR,
    former: tuple[Ins, ...] = (),
) -> Identity:
    traits = AnsweredTraits(name, "", first_names, sex, born, place)
    return Identity(Ins(matricule, oid), traits, former)


RUTH = person("NESSI", "RUTH ISABELLE", "F", "1977-07-14", "63220", "277076322082910")
CORSE = person(
    "CORSE",
    "ANTHONY",
    "M",
    "1980-03-02",
    "2B020",
    "180032B02040123",
    former=(Ins("180032B02040123", INS_NIR, "2020-01-01", ""),),
)
HERMANN = person(
    "HERMANN",
    "GATIEN",
    "M",
    "1981-03-24",
    "63220",
    "181036322045660",
    former=(Ins("281036322045610", INS_NIR, "1999-01-01", "2019-02-28"),),
)
ECETINSI = person(
    "ECETINSI",
    "PIERRE-ALAIN MURIEL FLORIANT",
    "M",
    "2009-07-14",
    "63220",
    "109076322083489",
    former=(
        Ins("209076322083439", INS_NIR, "2019-03-01", "2019-02-28"),
        Ins("209066322012355", INS_NIR),
    ),
)
NIA = person("PROVISOIRE", "MATRICULE", "M", "2009-07-01", "63220", "109076322088835", oid=INS_NIA)
TCHITCHI = person("TCHITCHI", "CATARINA BELLA", "F", "1936-06-21", "63220", "236066322083656")
PERSONS = (RUTH, CORSE, HERMANN, ECETINSI, NIA, TCHITCHI)


@dataclass
class Called:
    """One call as it arrived; ``given_name`` is empty but for a search by traits."""

    kind: CallKind
    given_name: str = ""
    traits: Traits | None = None
    ins: Ins | None = None
    beneficiary: Beneficiary | None = None


@dataclass
class FakeInsi:
    """Answers from ``persons``; ``calls`` keeps what was asked.

    ``answers`` are given first, one a call, whatever was asked: an Outcome, a whole Exchange, or an
    error to raise. ``several`` names the first names to which many persons answer. With ``hold``
    each call waits until ``release`` is set, or it is stopped.
    """

    persons: tuple[Identity, ...] = PERSONS
    several: frozenset[str] = frozenset({"LEONARDO"})
    answers: list[Outcome | Exchange | AlmaPyError] = field(default_factory=list)
    calls: list[Called] = field(default_factory=list)
    simulated: bool = True
    hold: bool = False
    release: threading.Event = field(default_factory=threading.Event)
    waiting: threading.Event = field(default_factory=threading.Event)

    def search_by_traits(self, traits: Traits, given_name: str, stop: Stop) -> Exchange:
        self.calls.append(Called(CallKind.TRAITS, given_name, traits))
        return self._answered(CallKind.TRAITS, self._by_traits(traits, given_name), stop)

    def search_by_card(self, beneficiary: Beneficiary, stop: Stop) -> Exchange:
        self.calls.append(Called(CallKind.CARD, beneficiary=beneficiary))
        found = [
            one
            for one in self.persons
            if one.traits.birth_name == beneficiary.birth_name
            and one.traits.birth_date == beneficiary.birth_date
        ]
        return self._answered(CallKind.CARD, self._of(found, CallKind.CARD), stop)

    def verify(self, ins: Ins, traits: Traits, stop: Stop) -> Exchange:
        self.calls.append(Called(CallKind.VERIFICATION, traits=traits, ins=ins))
        right = any(
            one.active == ins
            and one.traits.birth_name == traits.birth_name
            and one.traits.birth_date == traits.birth_date
            and one.traits.sex == traits.sex
            for one in self.persons
        )
        outcome = Outcome.FOUND if right else Outcome.DISCORDANT
        answer = Exchange(CallKind.VERIFICATION, outcome, "00" if right else "")
        return self._answered(CallKind.VERIFICATION, answer, stop)

    def _by_traits(self, traits: Traits, given_name: str) -> Exchange:
        if given_name in self.several:
            return Exchange(CallKind.TRAITS, Outcome.SEVERAL, "02", "Plusieurs identites trouvees")
        found = [
            one
            for one in self.persons
            if one.traits.birth_name == traits.birth_name
            and one.traits.birth_date == traits.birth_date
            and one.traits.sex == traits.sex
            and given_name in {one.traits.first_names.split()[0], one.traits.first_names}
            and traits.birth_place_code in {"", one.traits.birth_place_code}
        ]
        return self._of(found, CallKind.TRAITS)

    def _of(self, found: list[Identity], kind: CallKind) -> Exchange:
        if not found:
            return Exchange(kind, Outcome.NOBODY, "01", "Aucune identite trouvee")
        return Exchange(kind, Outcome.FOUND, "00", "OK", identity=found[0])

    def _answered(self, kind: CallKind, answer: Exchange, stop: Stop) -> Exchange:
        if self.hold:
            taken_back = stop.on_asked(self.release.set)
            self.waiting.set()
            self.release.wait(30)
            taken_back()
        if stop.asked:
            answer = Exchange(kind, Outcome.CANCELLED)
        elif self.answers:
            given = self.answers.pop(0)
            if isinstance(given, AlmaPyError):
                raise given
            answer = Exchange(kind, given) if isinstance(given, Outcome) else given
        return replace(
            answer,
            kind=kind,
            request=answer.request or f"<demande n='{len(self.calls)}'/>",
            answer=answer.answer or f"<reponse n='{len(self.calls)}'/>",
            message_id=answer.message_id or f"uuid:{uuid.uuid4()}",
            milliseconds=12,
        )


@dataclass
class FakeConnection:
    """Gives one INSi to everybody; ``missing`` is raised instead while it is there."""

    insi: FakeInsi = field(default_factory=FakeInsi)
    missing: AlmaPyError | None = None

    def is_simulated(self) -> bool:
        return self.missing is None and self.insi.simulated

    def open(self, actor: Actor) -> FakeInsi:
        if self.missing is not None:
            raise self.missing
        return self.insi


@dataclass
class FakeReader:
    """A reader in which a card with these persons lies."""

    persons: tuple[Beneficiary, ...] = ()
    simulated: bool = True

    def read(self, actor: Actor) -> list[Beneficiary]:
        return list(self.persons)
