"""« Qui a reçu le lot ? »: everybody of the practice who was given doses of a lot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, select

from almapy.audit.model import Action
from almapy.errors import DomainError
from almapy.identity.contact import shown_phone
from almapy.partial_day import shown_partial_day
from almapy.patients.tables import PatientRow
from almapy.users.model import Actor, Right
from almapy.users.tables import AccountRow
from almapy.vaccination.lot_export import LotSheet, writer_for
from almapy.vaccination.model import ActState
from almapy.vaccination.tables import VaccinationRow
from almapy.work import Works

TITLE = "Qui a reçu le lot"
_LEAST_TYPED = 2
_COLUMNS = (
    ("Dossier", 10),
    ("Nom de naissance", 26),
    ("Nom utilisé", 26),
    ("Prénom", 20),
    ("Date de naissance", 18),
    ("Remarque", 18),
    ("Vaccin", 34),
    ("Date du vaccin", 16),
    ("Lot", 22),
    ("Péremption", 14),
    ("Téléphone", 20),
    ("Vacciné par", 28),
)


@dataclass(frozen=True, slots=True)
class LotLine:
    """One dose of a lot; ``lot`` is as printed, ``given_on`` as it is kept (see partial_day)."""

    vaccination_id: int
    patient_id: int
    dossier: int
    birth_name: str = field(repr=False)
    used_name: str = field(repr=False)
    first_name: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    deceased: bool
    archived: bool
    vaccine: str
    label: str
    given_on: str = field(repr=False)
    lot: str = field(repr=False)
    expiry: date | None = field(repr=False)
    phone: str = field(repr=False)
    performer: str = field(repr=False)

    @property
    def remarks(self) -> tuple[str, ...]:
        """Return what to know before calling: « Décédé », « Archivé »."""
        marks = (("Décédé", self.deceased), ("Archivé", self.archived))
        return tuple(word for word, holds in marks if holds)


class LotService:
    """Reads the vaccinations of the whole practice; nothing here changes one."""

    def __init__(self, works: Works) -> None:
        self._works = works

    def received(self, actor: Actor, lot: str, *, vaccine: str = "") -> list[LotLine]:
        """Return who was given this lot or one whose number begins so, whoever gave it.

        Case and spaces do not count. ``vaccine`` narrows to one NUVA code. The lot typed whole
        comes first, then the others; the last dose first. The deceased and the archived are there,
        marked; removed lines are not. The reading is traced. Raises DomainError for less than two
        characters.
        """
        actor.require(Right.READ_NOTES)
        typed = compared(lot)
        if len(typed) < _LEAST_TYPED:
            raise DomainError(
                "Tapez au moins deux caractères du numéro de lot, tel qu'il est imprimé.",
                field="lot",
            )
        with self._works.database.reading() as session:
            rows = session.execute(_question(typed, vaccine)).all()
        lines = [
            LotLine(
                vaccination_id=row.id,
                patient_id=row.patient_id,
                dossier=row.dossier,
                birth_name=row.birth_name,
                used_name=row.used_name,
                first_name=row.used_first_name or row.first_birth_first_name,
                birth_date=row.birth_date,
                deceased=row.deceased,
                archived=row.archived,
                vaccine=row.vaccine,
                label=row.label,
                given_on=row.given_on,
                lot=row.lot,
                expiry=row.expiry,
                phone=shown_phone(row.phone_mobile or row.phone_home or row.phone_work),
                performer=row.performer
                or " ".join(part for part in (row.account_first, row.account_family) if part),
            )
            for row in rows
        ]
        lines.sort(key=lambda line: line.given_on, reverse=True)
        lines.sort(key=lambda line: (compared(line.lot) != typed, compared(line.lot)))
        with self._works.begin(actor) as work:
            detail: dict[str, object] = {"objet": TITLE, "lot": lot.strip(), "lignes": len(lines)}
            work.trace(Action.PATIENTS_LISTED, detail=detail)
        return lines

    def export(self, actor: Actor, lines: Sequence[LotLine], target: Path) -> int:
        """Write these lines to an .xlsx, .ods or .csv file; return how many. It is traced.

        Raises DomainError for another kind of file, StorageFull or ExternalError when it cannot be
        written.
        """
        actor.require(Right.READ_NOTES)
        write = writer_for(target)
        write(target, LotSheet(TITLE, _COLUMNS, [_cells(line) for line in lines]))
        with self._works.begin(actor) as work:
            detail: dict[str, object] = {"objet": TITLE, "lignes": len(lines)}
            work.trace(Action.EXPORTED, detail=detail)
        return len(lines)


def compared(lot: str) -> str:
    """Return the form in which lots are compared: without spaces, in capitals."""
    return "".join(lot.split()).upper()


def _question(typed: str, vaccine: str) -> Select[*tuple[Any, ...]]:
    bare = func.upper(func.replace(VaccinationRow.lot, " ", ""))
    query: Select[*tuple[Any, ...]] = (
        select(
            VaccinationRow.id,
            VaccinationRow.patient_id,
            VaccinationRow.vaccine,
            VaccinationRow.label,
            VaccinationRow.given_on,
            VaccinationRow.lot,
            VaccinationRow.expiry,
            VaccinationRow.performer,
            PatientRow.dossier,
            PatientRow.birth_name,
            PatientRow.used_name,
            PatientRow.used_first_name,
            PatientRow.first_birth_first_name,
            PatientRow.birth_date,
            PatientRow.deceased,
            PatientRow.archived,
            PatientRow.phone_mobile,
            PatientRow.phone_home,
            PatientRow.phone_work,
            AccountRow.first_name.label("account_first"),
            AccountRow.family_name.label("account_family"),
        )
        .join(PatientRow, PatientRow.id == VaccinationRow.patient_id)
        .outerjoin(AccountRow, AccountRow.id == VaccinationRow.performer_id)
        .where(
            VaccinationRow.deleted_at.is_(None),
            VaccinationRow.state == ActState.DONE.value,
            VaccinationRow.lot != "",
            bare.startswith(typed, autoescape=True),
        )
    )
    return query.where(VaccinationRow.vaccine == vaccine) if vaccine else query


def _cells(line: LotLine) -> tuple[str | int, ...]:
    return (
        line.dossier,
        line.birth_name,
        line.used_name,
        line.first_name,
        f"{line.birth_date:%d/%m/%Y}" if line.birth_date else "",
        ", ".join(line.remarks),
        line.label,
        shown_partial_day(line.given_on),
        line.lot,
        f"{line.expiry:%d/%m/%Y}" if line.expiry else "",
        line.phone,
        line.performer,
    )
