"""« Sources des données »: the credit lines that the licences of the shipped lists ask for."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from almapy.bdpm.model import BdpmState
from almapy.vaccines.catalogue import REFERENCE_DAY, REFERENCE_RELEASE
from almapy.vaccines.service import CREDIT, MARKET_CREDIT
from resources import resource
from ui.theme import SPACE_L, SPACE_S
from ui.widgets.card import Card
from ui.widgets.styling import TextRole, set_text_role

TITLE = "Sources des données"
_OPEN_LICENCE = "Licence Ouverte 2.0 (Etalab)"


@dataclass(frozen=True, slots=True)
class Source:
    """What a list is for, and whose it is."""

    name: str
    credit: str


def sources(loaded: BdpmState | None) -> list[Source]:
    """Return the credit lines; reads a file, so for a worker."""
    with resource("vaccines", "calendar_fr.toml").open("rb") as file:
        calendar = tomllib.load(file)
    medicines = (
        f"{loaded.source}, {_OPEN_LICENCE}."
        if loaded
        else "Non chargée. Téléchargez les fichiers de la base de données publique des "
        "médicaments, puis lancez «\u00a0almapy bdpm import DOSSIER\u00a0»."
    )
    return [
        Source(
            "Vaccins et valences",
            f"{CREDIT}, version {REFERENCE_RELEASE} du {REFERENCE_DAY:%d/%m/%Y}.",
        ),
        Source("Codes et commercialisation des vaccins", f"{MARKET_CREDIT}, {_OPEN_LICENCE}."),
        Source("Base des médicaments", medicines),
        Source("Calendrier vaccinal", f"{calendar['title']}. {calendar['credit']}."),
        Source("Lieux de naissance", f"Insee, Code officiel géographique 2026, {_OPEN_LICENCE}."),
        Source("Codes postaux", f"La Poste et Insee, {_OPEN_LICENCE}."),
        Source("Courbes de croissance", "CDC/NCHS, États-Unis, 2000, domaine public."),
    ]


class SourcesCard(Card):
    """A name and a line each; the lines can be copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE_L)
        self._grid.setVerticalSpacing(SPACE_S)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 3)
        self.body.addLayout(self._grid)

    def show_sources(self, told: Sequence[Source]) -> None:
        """Show these lines in place of the former ones."""
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for line, source in enumerate(told):
            name, credit = QLabel(source.name), QLabel(source.credit)
            for label in (name, credit):
                label.setWordWrap(True)
            set_text_role(name, TextRole.SECONDARY)
            credit.setTextFormat(Qt.TextFormat.PlainText)
            credit.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(credit, line, 1)
