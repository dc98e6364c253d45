"""The form of one vaccination: what is usual is filled in, Enter stores it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from almapy.errors import DomainError
from almapy.partial_day import PARTIAL_DAY_HELP, shown_partial_day, typed_partial_day
from almapy.record.model import Fact
from almapy.vaccination.model import ActState, Origin, Route, Severity, Site, Vaccination
from almapy.vaccination.warnings import REPORTING, Kind, Remark
from ui.desk import Desk
from ui.record.fact_form import FactForm, beside
from ui.theme import Tone
from ui.vaccination.product_line import ProductLine
from ui.vaccination.scan_scroll import IntoView, scrolling
from ui.widgets.bound_day import BoundDay
from ui.widgets.button import Button
from ui.widgets.code_list import CodeList
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection
from ui.widgets.message_strip import MessageStrip
from ui.widgets.note_edit import NoteEdit
from ui.widgets.partial_day_edit import PartialDayEdit

LABELS = {
    "label": "Vaccin",
    "given_on": "Fait le",
    "state": "État",
    "origin": "Origine",
    "dose": "Dose n°",
    "booster": "Rappel",
    "lot": "N° de lot",
    "expiry": "Péremption",
    "serial": "N° de série",
    "route": "Voie",
    "site": "Site et côté",
    "performer": "Fait par",
    "reason": "Motif",
    "comment": "Commentaire",
    "severity": "Réaction",
    "reaction": "Description",
    "reaction_on": "Réaction le",
    "expired_reason": "Boîte périmée, motif",
}
_LONGEST_LOT, _LONGEST_SERIAL, _LONGEST_NAME, _MOST_DOSES = 20, 20, 120, 30
_CRITICAL = frozenset({Kind.LIVE, Kind.REACTION})


class EntryForm(FactForm):
    """Enter is enough for a new one: the cursor is on « Valider », on the date to change one.

    In a window too low for the whole form the cursor is on the date too, where Enter stores as
    well: vaccine and remarks stay in view.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, columns=2)
        clock, bind = desk.application.clock, self.fields.bind
        self.product = bind("product", ProductLine())
        self.remarks = MessageStrip(closable=False)
        self._into_view = IntoView(self)
        self.given_on = bind("given_on", PartialDayEdit(clock))
        self.dose = bind("dose", QSpinBox())
        self.booster = bind("booster", QCheckBox("Rappel"))
        self.lot = bind("lot", text_edit(_LONGEST_LOT))
        self.expiry = bind("expiry", BoundDay(clock))
        self.site = bind("site", CodeList((one.value, one.label) for one in Site))
        self.route = bind("route", CodeList((one.value, one.label) for one in Route))
        self.origin = bind("origin", CodeList((one.value, one.label) for one in Origin))
        self.performer = bind("performer", text_edit(_LONGEST_NAME))
        self.state = bind("state", CodeList((one.value, one.label) for one in ActState))
        self.reason = bind("reason", text_edit(_LONGEST_NAME))
        self.serial = bind("serial", text_edit(_LONGEST_SERIAL))
        self.comment = bind("comment", NoteEdit())
        self.severity = bind("severity", CodeList((one.value, one.label) for one in Severity))
        self.reaction = bind("reaction", text_edit(_LONGEST_NAME))
        self.reaction_on = bind("reaction_on", BoundDay(clock))
        self.again_button = Button("Valider et ajouter un autre")
        today = clock.today().isoformat()
        self._usual = Vaccination("", "?", today, performer=desk.actor.name)
        self._place_fields()
        self.origin.changed.connect(self._follow_origin)
        self.severity.changed.connect(self._follow_severity)
        self._unfold.clicked.connect(self.state.setFocus)

    def open_new(self, patient_id: int, data: Vaccination, opener: QWidget) -> None:
        """Propose a new vaccination; what was typed and not stored comes back instead."""
        self._usual = data
        self.open_for(patient_id, None, opener)

    def open_for(self, patient_id: int, fact: Fact[Any] | None, opener: QWidget) -> None:
        """Show a vaccination to change, or the proposed one."""
        self.show_remarks(())
        super().open_for(patient_id, fact, opener)
        self.accept_button.setText("Valider")
        self.again_button.setVisible(fact is None)
        if fact is None and self._fits():
            self.accept_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus_day()
        self._into_view.bring(self.product)

    def focus_day(self) -> None:
        """Put the cursor on the day, ready to be typed over."""
        self.given_on.setFocus(Qt.FocusReason.OtherFocusReason)
        self.given_on.selectAll()

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        """Show what deserves a look; nothing of it keeps from storing."""
        if not remarks:
            self.remarks.hide()
            return
        tone = Tone.CRITICAL if any(one.kind in _CRITICAL for one in remarks) else Tone.ATTENTION
        first, *others = remarks
        lines = [first.detail, *(f"{one.title}. {one.detail}" for one in others)]
        self.remarks.show_message(tone, f"À vérifier – {first.title}", "\n".join(lines))
        self._into_view.bring(self.remarks)

    def _fits(self) -> bool:
        holder = scrolling(self)
        if holder is None:
            return True
        layout = self.layout()
        width = holder.viewport().width()
        high = layout.totalHeightForWidth(width) if layout is not None else 0
        return high <= holder.viewport().height()

    def shown(self, fact: Fact[Any] | None) -> Mapping[str, Any]:
        """Return the fields of a vaccination."""
        data: Vaccination = fact.data if fact is not None else self._usual
        return {
            "product": data,
            "given_on": shown_partial_day(data.given_on),
            "dose": data.dose,
            "booster": data.booster,
            "lot": data.lot,
            "expiry": data.expiry,
            "site": data.site.value,
            "route": data.route.value,
            "origin": data.origin.value,
            "performer": data.performer,
            "state": data.state.value,
            "reason": data.reason,
            "serial": data.serial,
            "comment": data.comment,
            "severity": data.severity.value,
            "reaction": data.reaction,
            "reaction_on": data.reaction_on,
        }

    def made(self, values: Mapping[str, Any]) -> Vaccination:
        """Return the vaccination that the fields make."""
        begun: Vaccination = values["product"]
        expiry = _day(values["expiry"], "expiry")
        return replace(
            begun,
            given_on=self._typed_day(values["given_on"]),
            dose=values["dose"],
            booster=values["booster"],
            lot=values["lot"],
            expiry=expiry,
            expiry_raw=begun.expiry_raw if expiry == begun.expiry else "",
            site=Site(values["site"]),
            route=Route(values["route"]),
            origin=Origin(values["origin"]),
            performer=values["performer"],
            performer_id=self._performer_id(begun, values["performer"]),
            state=ActState(values["state"]),
            reason=values["reason"],
            serial=values["serial"],
            comment=values["comment"],
            severity=Severity(values["severity"]),
            reaction=values["reaction"],
            reaction_on=_day(values["reaction_on"], "reaction_on"),
        )

    def _typed_day(self, text: str) -> str:
        kept = typed_partial_day(text, self.desk.application.clock.today())
        if kept is None:
            raise DomainError(
                f"Date non comprise. Exemples\u00a0: {PARTIAL_DAY_HELP}.", field="given_on"
            )
        return kept

    def _performer_id(self, begun: Vaccination, name: str) -> int | None:
        actor = self.desk.actor
        if name == begun.performer:
            return begun.performer_id
        return actor.user_id if name == actor.name else None

    @Slot()
    def _follow_origin(self) -> None:
        """Leave the name out of what this person did not give."""
        own = self.desk.actor.name
        if self.origin.value() != Origin.HERE.value:
            if self.performer.text() == own:
                self.performer.clear()
        elif not self.performer.text():
            self.performer.setText(own)

    @Slot()
    def _follow_severity(self) -> None:
        is_serious = self.severity.value() == Severity.SERIOUS.value
        self._rare_section.set_remark(self.severity, REPORTING if is_serious else "", Tone.CRITICAL)

    def _place_fields(self) -> None:
        self.dose.setRange(0, _MOST_DOSES)
        self.dose.setSpecialValueText("sans numéro")
        self.comment.setPlaceholderText("Ce qui mérite d'être relu")
        self.reason.setPlaceholderText("Obligatoire pour un refus ou une contre-indication")
        self.add_wide(self.product)
        self.add_wide(self.remarks)
        dose = beside(self.dose, self.booster)
        fields: dict[str, QWidget] = {
            "given_on": self.given_on,
            "dose": dose,
            "lot": self.lot,
            "expiry": self.expiry,
            "site": self.site,
            "route": self.route,
            "origin": self.origin,
            "performer": self.performer,
        }
        rare: dict[str, QWidget] = {
            "state": self.state,
            "reason": self.reason,
            "severity": self.severity,
            "reaction": self.reaction,
            "reaction_on": self.reaction_on,
            "serial": self.serial,
            "comment": self.comment,
        }
        for name, field in fields.items():
            self.add_row(LABELS[name], field)
        self.dose.setAccessibleName(LABELS["dose"])
        self._rare_section = FormSection(columns=2)
        for name, field in rare.items():
            self._rare_section.add_row(LABELS[name], field)
        self.fold(self._rare_section, "Refus, réaction, commentaire…", rare)
        self.end(self.accept_button, fields | rare)
        self._add_second_button()

    def _add_second_button(self) -> None:
        foot = self.accept_button.parentWidget()
        column = foot.layout() if foot is not None else None
        if not isinstance(column, QVBoxLayout):
            return
        last = column.itemAt(column.count() - 1)
        buttons = last.layout() if last is not None else None
        if isinstance(buttons, QHBoxLayout):
            buttons.insertWidget(buttons.count() - 1, self.again_button)
            QWidget.setTabOrder(self.refuse_button, self.again_button)
            QWidget.setTabOrder(self.again_button, self.accept_button)


def _day(value: date | str | None, name: str) -> date | None:
    if isinstance(value, str):
        raise DomainError("Date non comprise\u00a0: 31/12/2027.", field=name)
    return value
