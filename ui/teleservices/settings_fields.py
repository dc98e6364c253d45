"""The fields of « Téléservices », section by section, and what is said under each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QLabel, QSpinBox, QWidget

from almapy.errors import AlmaPyError
from almapy.insi.settings import Authentication, Environment, InsiSettings
from almapy.insi.settings_rules import (
    LABELS,
    LONGEST_SECONDS,
    SHORTEST_SECONDS,
    TEST_CARD_URL,
    TEST_CERTIFICATE_URL,
    remarks,
)
from almapy.insi.software_certificate import authority_files
from almapy.practice.model import Practitioner
from ui.desk import Desk
from ui.tasks import Lane
from ui.teleservices.certificate_section import CertificateSection
from ui.teleservices.file_field import FileField
from ui.widgets.bound_fields import BoundFields
from ui.widgets.button import Button
from ui.widgets.code_list import CodeList
from ui.widgets.fields import NumberEdit, text_edit
from ui.widgets.form import FormSection
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.wrap_layout import WrapLayout

_LONGEST_URL = 300
_PRODUCTION = (
    "Les adresses de production ne sont pas publiées\u00a0: elles sont remises avec "
    "l'autorisation du logiciel et se recopient ici."
)
_NOT_PUBLISHED = (
    "Vide\u00a0: les vérifications ne vont qu'à un simulateur. Le format de cet appel n'est pas "
    "publié\u00a0: seul le simulateur y répond."
)


class SettingsFields(QObject):
    """Shows settings, gives back what was typed, and tells each change."""

    changed = Signal()

    def __init__(self, desk: Desk, body: ScrollColumn) -> None:
        super().__init__(body)
        self._desk = desk
        self._body = body
        self._bound = BoundFields(self)
        self._sections: dict[str, FormSection] = {}
        self.inputs: dict[str, QWidget] = {}
        self._add_access()
        self._add_addresses()
        self._add_numbers()
        self._add_network()
        self.certificate = body.add_part(CertificateSection(desk, self._bound))
        self.certificate_url.editingFinished.connect(self.certificate.look)
        for name, field in (
            ("certificate", self.certificate.file),
            ("password", self.certificate.password),
        ):
            self.inputs[name], self._sections[name] = field, self.certificate
        self._bound.changed.connect(self._follow)
        self.certificate.password.changed.connect(self.changed)

    def are_changed(self) -> bool:
        """Tell whether a field differs from what was shown."""
        return self._bound.are_changed() or self.certificate.password_changed()

    def show(self, settings: InsiSettings, own: Practitioner) -> None:
        """Show what is stored, and what empty numbers are taken from."""
        self._bound.show_values(_plain(settings))
        self.certificate.show_stored(settings)
        self._hint("billing_number", "votre n° AM", own.am_number)
        self._hint("speciality", "votre code", own.speciality_code)
        self._follow()

    def typed(self, seen: InsiSettings) -> InsiSettings:
        """Return what the fields hold, over the settings that were read."""
        values = self._bound.values()
        values["authentication"] = Authentication(values["authentication"])
        values["environment"] = Environment(values["environment"])
        return replace(seen, **values, password=self.certificate.typed_password())

    def settle(self, stored: InsiSettings) -> None:
        """Take over what was stored; what was typed since then stays, and counts as changed."""
        self._bound.settle({name: getattr(_plain(stored), name) for name in self._bound.values()})
        self.certificate.show_stored(stored)

    def restore(self) -> None:
        """Come back to what was shown."""
        self._bound.restore()
        self.certificate.restore()
        self.clear_errors()

    def set_errors(self, errors: Mapping[str, str]) -> None:
        """Say under each field why it is refused, and go to the first of them."""
        for name, why in errors.items():
            self._sections[name].set_error(self.inputs[name], why)
        for section in self._each_section():
            if section.focus_first_error():
                return

    def clear_errors(self) -> None:
        """Remove every refusal."""
        for section in self._each_section():
            section.clear_errors()

    def _each_section(self) -> list[FormSection]:
        return list(dict.fromkeys(self._sections.values()))

    def _add_access(self) -> None:
        section = self._body.add_part(FormSection("Accès", columns=2))
        self._add(section, "authentication", _choices(Authentication))
        self._add(section, "environment", _choices(Environment))

    def _add_addresses(self) -> None:
        section = self._body.add_part(FormSection("Adresses du téléservice"))
        example = "https://…/lps"
        self._add(section, "card_url", text_edit(_LONGEST_URL, example=example))
        self.certificate_url = text_edit(_LONGEST_URL, example=example)
        self._add(section, "certificate_url", self.certificate_url)
        self._add(section, "verification_url", text_edit(_LONGEST_URL), hint=_NOT_PUBLISHED)
        self.test_button = Button("Remplir les adresses de qualification", icon_name="edit")
        self.test_button.clicked.connect(self._fill_test_addresses)
        holder = QWidget()
        WrapLayout(holder).addWidget(self.test_button)
        words = QLabel(_PRODUCTION)
        words.setWordWrap(True)
        section.add_wide(holder)
        section.add_wide(words)

    def _add_numbers(self) -> None:
        section = self._body.add_part(FormSection("Numéros transmis à chaque appel", columns=2))
        self._add(
            section,
            "idam",
            text_edit(40),
            hint="Numéro d'autorisation d'AlmaPy, remis par le CNDA.",
        )
        self._add(
            section,
            "sector",
            NumberEdit(10),
            hint="SA07 pour un cabinet individuel. Celui qui figure sur la CPS fait foi.",
        )
        own = (
            "Vide\u00a0: celui de chaque médecin, pris dans «\u00a0Informations utilisateur\u00a0»."
        )
        self._add(section, "billing_number", NumberEdit(20), hint=own)
        self._add(section, "speciality", NumberEdit(10), hint=own)

    def _add_network(self) -> None:
        section = self._body.add_part(FormSection("Réseau", columns=2))
        seconds = QSpinBox()
        seconds.setRange(SHORTEST_SECONDS, LONGEST_SECONDS)
        seconds.setSuffix("\u00a0s")
        self._add(section, "timeout_seconds", seconds, hint="Au-delà, l'appel est abandonné.")
        self._add(
            section,
            "proxy",
            text_edit(_LONGEST_URL, example="http://proxy:3128"),
            hint="Seulement si le cabinet passe par un proxy.",
        )
        files = FileField("Autorités de confiance", "Certificats (*.pem *.crt *.cer)", many=True)
        files.files_chosen.connect(self._read_authorities)
        self._add(
            section,
            "authorities",
            files,
            hint="Chaîne IGC-Santé publiée par l'ANS. Aucun fichier\u00a0: les autorités de "
            "l'ordinateur.",
        )
        self.authorities = files

    def _add(self, section: FormSection, name: str, field: QWidget, hint: str = "") -> None:
        section.add_row(LABELS[name], field, hint=hint)
        self.inputs[name] = self._bound.bind(name, field)
        self._sections[name] = section

    def _hint(self, name: str, what: str, number: str) -> None:
        field = self.inputs[name]
        if isinstance(field, NumberEdit):
            field.setPlaceholderText(f"{what}\u00a0: {number}" if number else "")

    @Slot()
    def _follow(self) -> None:
        found = remarks(self.typed(InsiSettings())) if self._bound.values() else {}
        for name in ("card_url", "certificate_url", "verification_url", "billing_number"):
            self._sections[name].set_remark(self.inputs[name], found.get(name, ""))
        for name in ("sector", "speciality"):
            self._sections[name].set_remark(self.inputs[name], found.get(name, ""))
        self.changed.emit()

    @Slot()
    def _fill_test_addresses(self) -> None:
        self._bound.type_in(
            {
                "environment": Environment.TEST.value,
                "card_url": TEST_CARD_URL,
                "certificate_url": TEST_CERTIFICATE_URL,
                "verification_url": "",
            }
        )

    @Slot(object)
    def _read_authorities(self, paths: list[Path]) -> None:
        section = self._sections["authorities"]
        section.clear_error(self.authorities)
        names = ", ".join(path.name for path in paths)

        def work() -> tuple[str, str]:
            return names, authority_files(paths)

        self._desk.run(
            self,
            work,
            lambda read: self.authorities.show_chosen(*read),
            self._refuse_authorities,
            lane=Lane.IO,
        )

    def _refuse_authorities(self, error: Exception) -> None:
        if isinstance(error, AlmaPyError):
            self.set_errors({"authorities": error.message})
        else:
            self._desk.fail(error)


def _choices(kind: type[Authentication | Environment]) -> CodeList:
    return CodeList((one.value, one.label) for one in kind)


def _plain(settings: InsiSettings) -> SimpleNamespace:
    """Return the settings as fields hold them: codes rather than members of a list."""
    values: dict[str, Any] = {name: getattr(settings, name) for name in LABELS}
    return SimpleNamespace(
        **{name: one.value if isinstance(one, StrEnum) else one for name, one in values.items()}
    )
