"""Identities and their statuses in the words of the lists."""

from __future__ import annotations

from PySide6.QtCore import Qt

from almapy.identity_status.model import StatusOrder, StatusRow, ToQualify
from almapy.patients.model import IdentityStatus
from ui.widgets.table_model import Column

STATUS_ICONS = {
    IdentityStatus.PROVISIONAL: "neutral",
    IdentityStatus.RETRIEVED: "info",
    IdentityStatus.VALIDATED: "info",
    IdentityStatus.QUALIFIED: "shield",
}


def row_name(row: StatusRow) -> str:
    """Return « DE VINCI RUTH (née NESSI) »."""
    shown = row.used_name or row.birth_name
    name = f"{shown} {row.first_name}"
    if row.birth_name == shown:
        return name
    return f"{name} ({'né' if row.sex == 'M' else 'née'} {row.birth_name})"


def last_call_day(row: StatusRow) -> str:
    """Return the day and hour of the last call, « jamais » without one."""
    return f"{row.last_call.at.astimezone():%d/%m/%Y %H:%M}" if row.last_call else "jamais"


def status_columns() -> list[tuple[StatusOrder, Column[StatusRow]]]:
    """Return the columns of the list, each with the order that its title asks for."""
    return [
        (
            StatusOrder.BIRTH_NAME,
            Column("Nom de naissance", lambda r: r.birth_name, sample="DE LA FONTAINE"),
        ),
        (
            StatusOrder.USED_NAME,
            Column("Nom utilisé", lambda r: r.used_name, sample="DE LA FONTAINE"),
        ),
        (
            StatusOrder.FIRST_NAME,
            Column("Prénom", lambda r: r.first_name, sample="JEAN-CHRISTOPHE"),
        ),
        (
            StatusOrder.BIRTH_DATE,
            Column(
                "Naissance",
                lambda r: f"{r.birth_date:%d/%m/%Y}" if r.birth_date else "",
                sample="00/00/0000",
            ),
        ),
        (StatusOrder.SEX, Column("Sexe", lambda r: r.sex.short, sample="Masc.")),
        (
            StatusOrder.DOSSIER,
            Column(
                "Dossier",
                lambda r: str(r.dossier),
                alignment=Qt.AlignmentFlag.AlignRight,
                sample="000000",
            ),
        ),
        (
            StatusOrder.STATUS,
            Column(
                "Statut de l'identité",
                _status_and_remarks,
                icon_name=lambda r: STATUS_ICONS[r.status],
                tooltip=_status_and_remarks,
                sample="Identité provisoire",
            ),
        ),
        (
            StatusOrder.LAST_CALL,
            Column("Dernier appel INSi", last_call_day, sample="00/00/0000 00:00"),
        ),
        (
            StatusOrder.RESULT,
            Column(
                "Résultat",
                lambda r: r.last_call.result if r.last_call else "",
                tooltip=lambda r: r.last_call.result if r.last_call else "",
                stretch=True,
            ),
        ),
    ]


def today_columns() -> list[Column[ToQualify]]:
    """Return the columns of « À qualifier aujourd'hui »."""
    return [
        Column(
            "Heure",
            lambda one: f"{one.appointment.astimezone():%H:%M}" if one.appointment else "ouvert",
            sort_key=lambda one: (
                one.appointment is None,
                one.appointment.timestamp() if one.appointment else 0,
            ),
            icon_name=lambda one: "clock" if one.appointment else "record",
            sample="ouvert",
        ),
        Column("Patient", _who, sample="DE LA FONTAINE JEAN (née MARTIN)"),
        Column(
            "Il manque",
            missing_words,
            tooltip=missing_words,
            sample="INSi, Justificatif, Prénoms de naissance",
        ),
        Column(
            "Naissance",
            lambda one: f"{one.birth_date:%d/%m/%Y}" if one.birth_date else "",
            sort_key=lambda one: one.birth_date.toordinal() if one.birth_date else 0,
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
            "Statut de l'identité",
            lambda one: one.status.label,
            icon_name=lambda one: STATUS_ICONS[one.status],
            stretch=True,
        ),
    ]


def missing_words(one: ToQualify) -> str:
    """Return what is missing to qualify, after what blocks it."""
    return "\u00a0; ".join(part for part in (one.blocked, ", ".join(one.missing)) if part)


def _who(one: ToQualify) -> str:
    name = f"{one.used_name} {one.first_name}"
    return name if one.used_name == one.birth_name else f"{name} ({one.birth_name})"


def _status_and_remarks(row: StatusRow) -> str:
    return ", ".join((row.status.label, *row.remarks))
