"""The vaccinations of a record: boxes, products by name, old booklets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from sqlalchemy.orm import Session

from almapy.errors import DomainError
from almapy.partial_day import is_before
from almapy.patients.tables import PatientRow
from almapy.record.model import Fact, FactKind
from almapy.record.together import TogetherService
from almapy.users.model import Actor
from almapy.vaccination.doses import Products, is_booster, next_dose, same_act
from almapy.vaccination.habits import usual_way
from almapy.vaccination.model import EntryWay, Vaccination
from almapy.vaccination.tables import VaccinationRow
from almapy.vaccines.model import Vaccine
from almapy.work import UnitOfWork, Works

if TYPE_CHECKING:
    from almapy.vaccination.box_model import ScannedBox

VACCINATION = FactKind(
    "vaccination",
    "Cette vaccination",
    VaccinationRow,
    Vaccination,
    newest_first="given_on",
)


class VaccinationListener(Protocol):
    """Who must write something in the transaction of a vaccination (the queue of the carnet)."""

    def written(
        self,
        work: UnitOfWork,
        fact: Fact[Vaccination],
        before: Fact[Vaccination] | None,
        *,
        removed: bool,
    ) -> None:
        """Hear of one change, before it is committed; what it raises undoes the whole change.

        ``before`` is the version that was replaced or removed, None for an addition and for a
        removed vaccination that comes back.
        """
        ...


class VaccinationService(TogetherService[Vaccination]):
    """Reads and writes vaccinations; what listens writes in the same transaction.

    ``catalogue`` gives the reference of vaccines; it is asked for each time, because its files are
    only read once somebody needs them.
    """

    def __init__(self, works: Works, catalogue: Callable[[], Products]) -> None:
        super().__init__(works, VACCINATION)
        self._catalogue = catalogue
        self._listeners: list[VaccinationListener] = []

    def add_listener(self, listener: VaccinationListener) -> None:
        """Have somebody called inside the transaction of every change."""
        self._listeners.append(listener)

    def of_box(
        self,
        actor: Actor,
        patient_id: int,
        box: ScannedBox,
        *,
        expired_reason: str = "",
        on: date | None = None,
    ) -> Vaccination:
        """Return the vaccine of a box that was read, as given today by this person.

        Raises DomainError when the box was past its last day and nobody said why it was given.
        """
        day = on or self._works.clock.today()
        code = box.code
        if code.is_expired(day) and not expired_reason.strip():
            raise _expired(code.expiry)
        bare = Vaccination(
            vaccine="",
            label=box.product or f"Produit inconnu, code {code.gtin}",
            given_on=day.isoformat(),
            performer_id=actor.user_id,
            performer=actor.name,
        )
        base = self.proposed(actor, patient_id, box.vaccine, on=day) if box.vaccine else bare
        return replace(
            base,
            label=box.product or base.label,
            cip13=code.cip13,
            gtin=code.gtin,
            lot=code.lot,
            expiry=code.expiry,
            expiry_raw=code.expiry_raw,
            serial=code.serial,
            way=EntryWay.SCAN,
            expired_reason=expired_reason.strip() if code.is_expired(day) else "",
        )

    def proposed(
        self, actor: Actor, patient_id: int, vaccine: Vaccine, *, on: date | None = None
    ) -> Vaccination:
        """Return a vaccination given by this person as the form proposes it.

        Today, by this person, the way this person last gave this vaccine, the next dose.
        """
        actor.require(self.kind.read_right)
        with self._works.database.reading() as session:
            route, site = usual_way(session, actor.user_id, vaccine.code)
            standing = [one.data for one in self.read(session, actor, patient_id)]
        dose = next_dose(vaccine, standing, self._catalogue())
        return Vaccination(
            vaccine=vaccine.code,
            label=vaccine.name,
            given_on=(on or self._works.clock.today()).isoformat(),
            diseases=" ".join(vaccine.diseases),
            dose=dose,
            booster=is_booster(vaccine, dose),
            route=route,
            site=site,
            performer_id=actor.user_id,
            performer=actor.name,
        )

    def twice(
        self,
        actor: Actor,
        patient_id: int,
        data: Vaccination,
        *,
        besides: Fact[Vaccination] | None = None,
    ) -> Fact[Vaccination] | None:
        """Return the vaccination of the same day that may be the same dose, None without one.

        ``besides`` is the one being changed, which is not its own double.
        """
        products = self._catalogue()
        return next(
            (
                one
                for one in self.of(actor, patient_id)
                if (besides is None or one.id != besides.id) and same_act(one.data, data, products)
            ),
            None,
        )

    def restore(self, actor: Actor, fact: Fact[Vaccination]) -> Fact[Vaccination]:
        """Bring a removed vaccination back."""
        (restored,) = self.restore_all(actor, [fact])
        return restored

    def add_one_within(
        self, work: UnitOfWork, patient_id: int, data: Vaccination
    ) -> Fact[Vaccination]:
        """Write a vaccination inside a transaction that is already open."""
        checked = self._new(work.session, patient_id, data)
        return self._told_to_all(work, super().add_one_within(work, patient_id, checked), None)

    def add_within(
        self, work: UnitOfWork, patient_id: int, data: Iterable[Vaccination]
    ) -> list[Fact[Vaccination]]:
        """Write vaccinations inside a transaction that is already open."""
        checked = [self._new(work.session, patient_id, one) for one in data]
        added = super().add_within(work, patient_id, checked)
        return [self._told_to_all(work, one, None) for one in added]

    def change_within(
        self, work: UnitOfWork, fact: Fact[Vaccination], data: Vaccination, *, reason: str = ""
    ) -> Fact[Vaccination]:
        """Replace what a vaccination says inside a transaction that is already open."""
        checked = self._checked(work.session, fact.patient_id, data)
        changed = super().change_within(work, fact, checked, reason=reason)
        return changed if changed is fact else self._told_to_all(work, changed, fact)

    def remove_one_within(self, work: UnitOfWork, fact: Fact[Vaccination]) -> Fact[Vaccination]:
        """Take a vaccination out inside a transaction that is already open."""
        return self._told_to_all(work, super().remove_one_within(work, fact), fact, removed=True)

    def remove_within(
        self, work: UnitOfWork, facts: Sequence[Fact[Vaccination]]
    ) -> list[Fact[Vaccination]]:
        """Take vaccinations out inside a transaction that is already open."""
        pairs = zip(super().remove_within(work, facts), facts, strict=True)
        return [self._told_to_all(work, one, before, removed=True) for one, before in pairs]

    def restore_within(
        self, work: UnitOfWork, facts: Sequence[Fact[Vaccination]]
    ) -> list[Fact[Vaccination]]:
        """Bring vaccinations back inside a transaction that is already open."""
        return [self._told_to_all(work, one, None) for one in super().restore_within(work, facts)]

    def _told_to_all(
        self,
        work: UnitOfWork,
        fact: Fact[Vaccination],
        before: Fact[Vaccination] | None,
        *,
        removed: bool = False,
    ) -> Fact[Vaccination]:
        for listener in self._listeners:
            listener.written(work, fact, before, removed=removed)
        return fact

    def _new(self, session: Session, patient_id: int, data: Vaccination) -> Vaccination:
        if data.way is EntryWay.SCAN and data.is_past_expiry() and not data.expired_reason.strip():
            raise _expired(data.expiry)
        return self._checked(session, patient_id, data)

    def _checked(self, session: Session, patient_id: int, data: Vaccination) -> Vaccination:
        patient = session.get(PatientRow, patient_id)
        return checked_vaccination(
            data, self._works.clock.today(), patient.birth_date if patient else None
        )


def _expired(day: date | None) -> DomainError:
    return DomainError(
        f"Cette boîte est périmée depuis le {day:%d/%m/%Y}\u00a0: rien n'a été enregistré. Prenez "
        "une autre boîte, ou notez pourquoi elle a été utilisée.",
        field="expired_reason",
        code="vaccination.expired",
    )


def checked_vaccination(data: Vaccination, today: date, birth: date | None) -> Vaccination:
    """Return the vaccination as it is kept; raises DomainError naming the field to change."""
    if is_before(today.isoformat(), data.given_on):
        raise DomainError(
            "Cette date est dans l'avenir\u00a0: rien n'a été enregistré. Vérifiez-la.",
            field="given_on",
        )
    if birth is not None and is_before(data.given_on, birth.isoformat()):
        raise DomainError(
            "Cette date est avant la naissance\u00a0: rien n'a été enregistré. Vérifiez-la, et "
            "vérifiez que le bon dossier est ouvert.",
            field="given_on",
        )
    return replace(
        data,
        label=" ".join(data.label.split()),
        lot=data.lot.strip(),
        serial=data.serial.strip(),
        reason=data.reason.strip(),
        comment=data.comment.strip(),
        reaction=data.reaction.strip(),
        performer=data.performer.strip(),
    )
