"""« Téléservices »: how the practice reaches INSi; the same settings on every post."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from almapy.errors import DomainError
from almapy.insi.settings import InsiSettings
from almapy.insi.settings_rules import faults
from almapy.practice.model import Practitioner
from ui.desk import Desk
from ui.form_page import FormPage
from ui.teleservices.connection_trial import ConnectionTrial
from ui.teleservices.settings_fields import SettingsFields
from ui.theme import Tone
from ui.widgets.message_strip import MessageStrip
from ui.widgets.scroll_column import ScrollColumn


class _Read(NamedTuple):
    settings: InsiSettings
    own: Practitioner


class TeleservicesPage(FormPage):
    """Every change is traced, with its former value unless it is a secret."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "Téléservices", parent)
        self.set_subtitle(
            "Téléservice INSi (identité nationale de santé)\u00a0: ces réglages valent pour tous "
            "les postes du cabinet."
        )
        self._seen = InsiSettings()
        body = self.set_body(ScrollColumn())
        self.simulator = MessageStrip(closable=False)
        body.add_part(self.simulator)
        self.fields = SettingsFields(desk, body)
        self.trial = ConnectionTrial(desk, self.strip, lambda: self.fields.typed(self._seen))
        self.add_to_foot(self.trial)
        self.fields.changed.connect(self.follow_changes)
        if desk.application.is_demo:
            self.trial.hide()
            self.simulator.show_message(
                Tone.SIMULATOR,
                "Simulateur",
                "Cette démonstration répond avec un simulateur du téléservice\u00a0: rien ne sort "
                "de l'ordinateur, et les réglages ci-dessous ne servent pas.",
            )

    def fields_changed(self) -> bool:
        """Tell whether a field differs from what is stored."""
        return self.fields.are_changed()

    def load(self) -> None:
        """Read the settings."""
        application, actor = self.desk.application, self.desk.actor

        def work() -> _Read:
            own = application.information.get(actor).practitioner
            return _Read(application.insi_settings.get(), own)

        self.desk.run(self, work, self._show, self.fail_to_load)

    def store(self) -> None:
        """Write the settings, unless a field says why not."""
        self.fields.clear_errors()
        wanted = self.fields.typed(self._seen)
        wrong = faults(wanted)
        if wrong:
            self.fields.set_errors(wrong)
            return
        service, actor, seen = self.desk.application.insi_settings, self.desk.actor, self._seen

        def work() -> InsiSettings:
            service.save(actor, wanted, seen=seen)
            return service.get()

        self.desk.run(self, work, self._settle, self._refuse)

    def restore(self) -> None:
        """Bring every field back to what is stored, read again."""
        self.fields.restore()
        self.load()

    def _show(self, read: _Read) -> None:
        if self.fields_changed():
            return
        self._seen = read.settings
        self.fields.show(read.settings, read.own)
        self.show_loaded(self.fields.inputs["authentication"])

    def _settle(self, settings: InsiSettings) -> None:
        self._seen = settings
        self.fields.settle(settings)
        self.desk.tell("Réglages du téléservice enregistrés.")

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, DomainError) and error.field in self.fields.inputs:
            self.fields.set_errors({error.field: error.message})
        else:
            self.strip.show_failure(error)
