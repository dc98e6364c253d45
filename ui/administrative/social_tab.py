"""The tab « Données sociales »."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from almapy.administrative.model import FAMILY_SITUATIONS, PROTECTION_MEASURES, SOCIO_CATEGORIES
from ui.administrative.contact_section import PhoneField
from ui.administrative.count_edit import CountEdit
from ui.administrative.tab import AdministrativeTab
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection

_LONGEST = 120


class SocialTab(AdministrativeTab):
    """Work, family, housing, protection."""

    def build(self) -> None:
        """Make the sections."""
        bind = self.social.bind
        self.profession = bind("profession", text_edit(_LONGEST))
        work = self.add_part(FormSection("Travail", columns=2))
        work.add_row("Profession", self.profession)
        work.add_row("Employeur", bind("employer", text_edit(_LONGEST)))
        work.add_row(
            "Catégorie socio-professionnelle", bind("socio_category", _list(SOCIO_CATEGORIES))
        )
        home = self.add_part(FormSection("Famille et logement", columns=2))
        home.add_row("Situation familiale", bind("family_situation", _list(FAMILY_SITUATIONS)))
        self.child_count = bind("children", CountEdit())
        home.add_row("Nombre d'enfants", self.child_count)
        home.add_row("Logement, mode de vie", bind("housing", text_edit(_LONGEST)))
        home.add_row(
            "Niveau d'aide",
            bind("help_level", text_edit(_LONGEST, example="GIR 4, aide à domicile")),
        )
        home.add_row("Langue parlée", bind("language", text_edit(_LONGEST)))
        home.add_row("Interprète", bind("needs_interpreter", QCheckBox("Nécessaire")))
        law = self.add_part(FormSection("Protection juridique", columns=2))
        law.add_row("Mesure", bind("protection_measure", _list(PROTECTION_MEASURES)))
        law.add_row("Représentant légal", bind("legal_representative", text_edit(_LONGEST)))
        law.add_row("Téléphone du représentant", bind("legal_representative_phone", PhoneField()))

    @property
    def first_field(self) -> QWidget:
        """The profession."""
        return self.profession


def _list(values: tuple[str, ...]) -> QComboBox:
    combo = QComboBox()
    combo.addItems(["", *values])
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(12)
    return combo
