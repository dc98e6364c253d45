"""The vaccinations of a record, in the columns of the vaccination module (A-VDM-01)."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from almapy.cve.model import LineState
from almapy.partial_day import shown_partial_day
from almapy.vaccination.lines import VaccinationLine
from almapy.vaccination.model import ActState, Origin, Severity, Vaccination
from almapy.vaccination.warnings import REPORTING
from ui.record.fact_lines import who_and_when
from ui.widgets.fitted_table import FittedTable
from ui.widgets.table_model import Column, RecordTableModel

EMPTY = "Aucune vaccination inscrite. «\u00a0Scanner une boîte\u00a0» ou «\u00a0Ajouter\u00a0»."
_STATE_ICONS = {
    ActState.DONE: "ok",
    ActState.CONTRAINDICATED: "warning",
    ActState.REFUSED: "cancel",
}


@dataclass(frozen=True, slots=True)
class ShownVaccination:
    """One line of the table; ``shared`` is its state in the electronic booklet, None unshared."""

    line: VaccinationLine = field(repr=False)
    shared: LineState | None = None

    @property
    def data(self) -> Vaccination:
        """Return what the record says."""
        return self.line.data


class VaccinationTable(FittedTable):
    """Enter opens, Inser adds, Suppr removes; the latest vaccination first."""

    add_asked = Signal()
    remove_asked = Signal()

    def __init__(self) -> None:
        self.lines = RecordTableModel(_columns(), identity=lambda one: one.line.fact.id)
        super().__init__(self.lines, "Vaccinations", empty_text=EMPTY)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add and remove by the keys of every list."""
        if event.key() == Qt.Key.Key_Insert or event.text() == "+":
            self.add_asked.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_asked.emit()
        else:
            super().keyPressEvent(event)

    def choose(self, fact_id: int) -> None:
        """Make the line of a vaccination the current one."""
        row = self.lines.row_of(fact_id)
        if row >= 0:
            self.selectRow(row)


def _columns() -> list[Column[ShownVaccination]]:
    return [
        Column(
            "PrimoVaccination",
            lambda one: one.line.title,
            tooltip=_hint,
            sample="GARDASIL 9 – dose 2",
        ),
        Column("NumeroLot", lambda one: one.data.lot, tooltip=_box, sample="AHBVC123"),
        Column(
            "Val.",
            lambda one: one.line.valences,
            tooltip=lambda one: one.line.valences,
            sample="Inf-SUnd3",
        ),
        Column(
            "Fait",
            _when,
            sort_key=lambda one: one.data.given_on,
            icon_name=lambda one: _STATE_ICONS[one.data.state],
            tooltip=lambda one: one.data.reason or one.data.state.label,
            sample="00/00/0000",
        ),
        Column(
            "Immunisation(s)",
            lambda one: ", ".join(one.line.diseases),
            tooltip=lambda one: "\n".join(one.line.diseases),
            sample="Grippe saisonn.",
        ),
        Column(
            "Commentaire",
            _comment,
            tooltip=_comment_hint,
            icon_name=_comment_icon,
            sample="Fait ailleurs",
            stretch=True,
        ),
    ]


def _when(one: ShownVaccination) -> str:
    day = shown_partial_day(one.data.given_on)
    return day if one.data.is_given else f"{one.data.state.label} ({day})"


def _box(one: ShownVaccination) -> str:
    data = one.data
    expiry = f"Péremption\u00a0: {data.expiry:%d/%m/%Y}" if data.expiry else ""
    serial = f"N° de série\u00a0: {data.serial}" if data.serial else ""
    return "\n".join(part for part in (data.lot, expiry, serial) if part)


def _comment(one: ShownVaccination) -> str:
    data = one.data
    told = [one.shared.label] if one.shared is not None else []
    if data.severity is not Severity.NONE:
        told.append(f"Réaction {data.severity.label}")
    if data.is_past_expiry():
        told.append("Boîte périmée")
    if data.origin is not Origin.HERE:
        told.append(data.origin.label)
    told += [data.reason, data.comment.replace("\n", " ")]
    return " · ".join(part for part in told if part)


def _comment_icon(one: ShownVaccination) -> str:
    if one.data.severity is Severity.SERIOUS or one.data.is_past_expiry():
        return "warning"
    if one.shared is not None and one.shared.error:
        return "error"
    return "link" if one.shared is not None else ""


def _comment_hint(one: ShownVaccination) -> str:
    data, shared = one.data, one.shared
    told = [_comment(one)]
    if shared is not None:
        told += [shared.reason, shared.error]
    if data.reaction:
        told.append(f"Réaction\u00a0: {data.reaction}")
    if data.severity is Severity.SERIOUS:
        told.append(REPORTING)
    if data.expired_reason:
        told.append(f"Boîte périmée\u00a0: {data.expired_reason}")
    return "\n".join(part for part in told if part)


def _hint(one: ShownVaccination) -> str:
    data = one.data
    parts = (
        one.line.title,
        data.route.label if data.route.value else "",
        data.site.label if data.site.value else "",
        f"Par {data.performer}" if data.performer else "",
        who_and_when(one.line.fact),
    )
    return "\n".join(part for part in parts if part)
