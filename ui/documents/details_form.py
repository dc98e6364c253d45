"""What is said of a document, changed in place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox

from almapy.documents.model import LONGEST_NAME, LONGEST_TITLE, Direction, DocumentDetails, Tab
from almapy.errors import DomainError
from almapy.record.model import Fact
from ui.desk import Desk
from ui.documents.type_box import TypeBox
from ui.record.fact_form import FactForm
from ui.widgets.day_edit import DayEdit
from ui.widgets.fields import text_edit

_TABS = {tab.label: tab for tab in Tab}


class DetailsForm(FactForm):
    """Title first: that of a file that was just added is its name."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        bind = self.fields.bind
        self.title = bind("title", text_edit(LONGEST_TITLE))
        self.day = bind("day", DayEdit(desk.application.clock))
        self.tab = bind("tab", QComboBox())
        self.type = bind("type", TypeBox())
        self.correspondent = bind("correspondent", text_edit(LONGEST_NAME))
        self.critical = bind("critical", QCheckBox("À voir sans attendre"))
        self.tab.addItems(list(_TABS))
        self.add_row("Titre", self.title)
        self.add_row("Date", self.day)
        self.add_row("Onglet", self.tab)
        self.add_row("Type", self.type)
        self.add_row("Expéditeur ou destinataire", self.correspondent)
        self.add_row("Critique", self.critical)
        self.end(
            self.title,
            {
                "title": self.title,
                "day": self.day,
                "tab": self.tab,
                "type": self.type,
                "correspondent": self.correspondent,
            },
        )

    def shown(self, fact: Fact[Any] | None) -> Mapping[str, Any]:
        """Return the fields of a document."""
        today = self.desk.application.clock.today()
        details: DocumentDetails = fact.data if fact is not None else DocumentDetails("", today)
        return {
            "title": details.title,
            "day": f"{details.day:%d/%m/%Y}",
            "tab": details.tab.label,
            "type": details.type_code,
            "correspondent": details.correspondent,
            "critical": details.critical,
        }

    def made(self, values: Mapping[str, Any]) -> DocumentDetails:
        """Return the details that the fields make; a tab decides which way a document went."""
        day = self.day.day
        if day is None:
            raise DomainError("Écrivez la date du document\u00a0: JJ/MM/AAAA.", field="day")
        tab = _TABS[values["tab"]]
        is_same_tab = self.fact is not None and self.fact.data.tab is tab
        direction: Direction = (
            self.fact.data.direction
            if self.fact is not None and is_same_tab
            else tab.usual_direction
        )
        return DocumentDetails(
            title=values["title"],
            day=day,
            tab=tab,
            direction=direction,
            type_code=self.type.checked(),
            correspondent=values["correspondent"],
            critical=values["critical"],
        )
