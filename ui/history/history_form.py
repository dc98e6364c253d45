"""The form of one entry of the « Histoire médicale »."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from almapy.errors import DomainError
from almapy.history.ald import ALD_LABELS
from almapy.history.model import KINSHIPS, SPECIALITIES, HistoryItem, HistoryKind
from almapy.partial_day import shown_partial_day
from almapy.record.model import Fact
from ui.coding.cim10_edit import Cim10Edit
from ui.desk import Desk
from ui.record.fact_form import FactForm, beside, choice
from ui.widgets.day_edit import DayEdit
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection
from ui.widgets.note_edit import NoteEdit
from ui.widgets.partial_day_edit import PartialDayEdit
from ui.widgets.wrap_layout import WrapLayout

_NO_ALD = "Aucune"
_ALD = {_NO_ALD: None} | {f"{number} – {label}": number for number, label in ALD_LABELS.items()}
_ALD_WORDS = {number: words for words, number in _ALD.items()}
_KINDS = {kind.label: kind for kind in HistoryKind}
_EMPTY = HistoryItem("", "")


class HistoryForm(FactForm):
    """Label first: Enter right after it is enough."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        clock = desk.application.clock
        bind = self.fields.bind
        self.label = bind("label", text_edit(300, example="En toutes lettres"))
        self.speciality = bind("speciality", choice(("", *SPECIALITIES), free=True))
        line = self.speciality.lineEdit()
        assert line is not None
        line.setMaxLength(60)
        self.kind = bind("kind", choice(tuple(_KINDS)))
        self.kinship = bind("kinship", choice(("", *KINSHIPS), free=True))
        self.started = bind("started", PartialDayEdit(clock))
        self.ended = bind("ended", PartialDayEdit(clock))
        self.active = bind("active", QCheckBox("En cours"))
        self.in_vsm = bind("in_vsm", QCheckBox("VSM"))
        self.in_vsm.setToolTip("Inscrit au volet de synthèse médicale")
        self.watch_point = bind("watch_point", QCheckBox("Point de vigilance"))
        self.watch_point.setToolTip("Affiché dans les points importants du bandeau")
        self.ald = bind("ald", choice(tuple(_ALD)))
        self.ald_since = bind("ald_since", DayEdit(clock))
        self.ald_until = bind("ald_until", DayEdit(clock))
        self.ald_exempt = bind("ald_exempt", QCheckBox("Exonérante"))
        self.cim10 = bind("cim10", Cim10Edit(desk))
        self.note = bind("note", NoteEdit())
        self._lay_out_fields()
        self.kind.currentTextChanged.connect(self._follow)
        self.ald.currentTextChanged.connect(self._follow)
        self.cim10.label_found.connect(self._take_label)

    def shown(self, fact: Fact[Any] | None) -> Mapping[str, Any]:
        """Return the fields of an entry."""
        item: HistoryItem = fact.data if fact is not None else _EMPTY
        return {
            "label": item.label,
            "speciality": item.speciality,
            "kind": item.kind.label,
            "kinship": item.kinship,
            "started": shown_partial_day(item.started),
            "ended": shown_partial_day(item.ended),
            "active": item.active,
            "in_vsm": item.in_vsm,
            "watch_point": item.watch_point,
            "ald": _ALD_WORDS[item.ald_number],
            "ald_since": f"{item.ald_since:%d/%m/%Y}" if item.ald_since else "",
            "ald_until": f"{item.ald_until:%d/%m/%Y}" if item.ald_until else "",
            "ald_exempt": item.ald_exempt,
            "cim10": item.cim10,
            "note": item.note,
        }

    def made(self, values: Mapping[str, Any]) -> HistoryItem:
        """Return the entry that the fields make."""
        number = _ALD[values["ald"]]
        for name, field in (("ald_since", self.ald_since), ("ald_until", self.ald_until)):
            if field.is_wrong and number is not None:
                raise DomainError("Date non comprise. Exemple\u00a0: 13/02/2023.", field=name)
        return HistoryItem(
            label=values["label"],
            speciality=values["speciality"],
            kind=_KINDS[values["kind"]],
            cim10=self.cim10.code("cim10"),
            started=self.started.kept("started"),
            ended=self.ended.kept("ended"),
            active=values["active"],
            ald_number=number,
            in_vsm=values["in_vsm"],
            kinship=values["kinship"],
            cim10_version=self.cim10.version(self.fact),
            ald_since=self.ald_since.day,
            ald_until=self.ald_until.day,
            ald_exempt=values["ald_exempt"],
            watch_point=values["watch_point"],
            note=values["note"],
        )

    def _lay_out_fields(self) -> None:
        self.add_row("Libellé", self.label)
        self.add_row("Spécialité", self.speciality)
        self.add_row("Type", beside(self.kind, self.kinship))
        self.kind.setAccessibleName("Type")
        self.kinship.setAccessibleName("Lien de parenté")
        self.kinship.setToolTip("Lien de parenté")
        days = beside(self.started, self.ended)
        self.add_row("Début et fin", days)
        self.started.setAccessibleName("Début")
        self.ended.setAccessibleName("Fin")
        self.ended.setPlaceholderText("Fin")
        self.started.setPlaceholderText("Début")
        boxes = QWidget()
        wrap = WrapLayout(boxes)
        for box in (self.active, self.in_vsm, self.watch_point):
            wrap.addWidget(box)
        self.add_wide(boxes)
        more = FormSection()
        more.add_row("ALD", self.ald)
        ald_days = beside(self.ald_since, self.ald_until)
        more.add_row("ALD du … au …", ald_days)
        self.ald_since.setAccessibleName("ALD depuis le")
        self.ald_until.setAccessibleName("ALD jusqu'au")
        more.add_wide(self.ald_exempt)
        more.add_row("Code CIM-10", self.cim10, hint=self.cim10.hint)
        more.add_row("Note", self.note)
        rare: dict[str, QWidget] = {
            "ald": self.ald,
            "ald_since": ald_days,
            "ald_until": ald_days,
            "cim10": self.cim10,
            "note": self.note,
        }
        self.fold(more, "ALD, code CIM-10, note", rare)
        common: dict[str, QWidget] = {
            "label": self.label,
            "started": days,
            "ended": days,
            "ald_number": self.ald,
        }
        self.end(self.label, common | rare)

    @Slot()
    def _follow(self) -> None:
        self.kinship.setVisible(self.kind.currentText() == HistoryKind.FAMILY.label)
        has_ald = self.ald.currentText() != _NO_ALD
        for field in (self.ald_since, self.ald_until, self.ald_exempt):
            field.setEnabled(has_ald)

    @Slot(str)
    def _take_label(self, label: str) -> None:
        """Write the official label where nobody wrote one: free text comes first."""
        if not self.label.text().strip():
            self.label.setText(label)
