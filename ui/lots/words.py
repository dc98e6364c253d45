"""Doses of a lot in the words of the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from almapy.partial_day import shown_partial_day
from almapy.vaccination.lots import LotLine, compared
from ui.identity_status.batch_words import counted
from ui.widgets.table_model import Column


def line_name(line: LotLine) -> str:
    """Return « DE VINCI RUTH (NESSI) »: the name in use, then that of birth when it differs."""
    shown = line.used_name or line.birth_name
    name = f"{shown} {line.first_name}"
    return name if shown == line.birth_name else f"{name} ({line.birth_name})"


def counts_of(lines: Sequence[LotLine]) -> str:
    """Return « 12 doses, 11 patients, 2 lots »."""
    patients = len({line.patient_id for line in lines})
    lots = len({compared(line.lot) for line in lines})
    return ", ".join(
        (
            counted(len(lines), "dose", "doses"),
            counted(patients, "patient", "patients"),
            counted(lots, "lot", "lots"),
        )
    )


def vaccines_of(lines: Sequence[LotLine]) -> list[tuple[object, str]]:
    """Return the vaccines of these lines by code and name, in the order of their names.

    A product that the reference does not know has its name as its code.
    """
    names = {code_of(line): line.label for line in lines}
    return sorted(names.items(), key=lambda one: one[1])


def code_of(line: LotLine) -> str:
    """Return what tells the vaccine of a line."""
    return line.vaccine or line.label


def lot_columns() -> list[Column[LotLine]]:
    """Return the columns of the list; who to call and how comes first."""
    return [
        Column(
            "Patient",
            lambda one: ", ".join((line_name(one), *one.remarks)),
            icon_name=lambda one: "warning" if one.remarks else "patient",
            tooltip=lambda one: ", ".join((line_name(one), *one.remarks)),
            sample="DE LA FONTAINE JEAN (MARTIN)",
        ),
        Column(
            "Naissance",
            lambda one: f"{one.birth_date:%d/%m/%Y}" if one.birth_date else "",
            sort_key=lambda one: one.birth_date.toordinal() if one.birth_date else 0,
            sample="00/00/0000",
        ),
        Column("Téléphone", lambda one: one.phone, sample="00 00 00 00 00"),
        Column(
            "Vaccin", lambda one: one.label, tooltip=lambda one: one.label, sample="VAXIGRIPTETRA M"
        ),
        Column(
            "Date",
            lambda one: shown_partial_day(one.given_on),
            sort_key=lambda one: one.given_on,
            sample="00/00/0000",
        ),
        Column("Lot", lambda one: one.lot, sample="AB 1234567"),
        Column(
            "Péremption",
            lambda one: f"{one.expiry:%d/%m/%Y}" if one.expiry else "",
            sort_key=lambda one: one.expiry.toordinal() if one.expiry else 0,
            sample="00/00/0000",
        ),
        Column(
            "Dossier",
            lambda one: str(one.dossier),
            sort_key=lambda one: one.dossier,
            alignment=Qt.AlignmentFlag.AlignRight,
            sample="000000",
        ),
        Column(
            "Vacciné par",
            lambda one: one.performer,
            tooltip=lambda one: one.performer,
            stretch=True,
        ),
    ]
