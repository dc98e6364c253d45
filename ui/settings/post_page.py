"""« Ce poste »: how the program looks and behaves on this computer."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QSpinBox, QWidget

from almapy.errors import DomainError
from almapy.post_rules import may_sit_at
from almapy.settings import PostSettings
from almapy.users.model import Right
from ui.desk import Desk
from ui.form_page import FormPage
from ui.settings.apcv_card import ApcvCard
from ui.settings.appearance_card import AppearanceCard
from ui.settings.cards_card import CardsCard
from ui.settings.components_card import ComponentsCard
from ui.settings.incoming_card import IncomingCard
from ui.widgets.bound_fields import BoundFields
from ui.widgets.folder_field import FolderField
from ui.widgets.form import FormSection
from ui.widgets.scroll_column import ScrollColumn

_LONGEST_IDLE = 120
_LONGEST_PAUSE = 24
_RESERVED = (
    "Les réglages grisés sont réservés à la personne qui gère le cabinet. L'apparence, les "
    "lecteurs et l'ApCV se règlent par qui travaille à ce poste."
)
_SAVED = "Réglages enregistrés."
_NEXT_START = f"{_SAVED} Ils compteront au prochain démarrage d'AlmaPy."
_AT_ONCE = frozenset({"apcv_channel", "camera", "backup_folder", "watched_folder"})
"""What is asked of the file, or told to the services, as soon as it is stored."""


class PostPage(FormPage):
    """Appearance changes at once; the other settings with « Valider », for the next start."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "Ce poste", parent)
        self._service = desk.application.post_settings
        self._stored = PostSettings()
        self._fields = BoundFields(self)
        self._parts = self.set_body(ScrollColumn())
        self.appearance = self._parts.add_part(AppearanceCard(desk.theme))
        self.cards = self._parts.add_part(CardsCard(desk, self._fields))
        self.apcv = self._parts.add_part(ApcvCard(desk, self._fields))
        self.components = self._parts.add_part(ComponentsCard(desk, self._fields))
        self.incoming = self._parts.add_part(IncomingCard(desk, self._fields))
        self.idle = self._fields.bind("idle_minutes", QSpinBox())
        self.idle.setRange(0, _LONGEST_IDLE)
        self.idle.setSuffix("\u00a0min")
        self.idle.setSpecialValueText("jamais")
        self.hours = self._fields.bind("backup_hours", QSpinBox())
        self.hours.setRange(0, _LONGEST_PAUSE)
        self.hours.setSuffix("\u00a0h")
        self.hours.setSpecialValueText("seulement à la fermeture")
        self.folder = self._fields.bind(
            "backup_folder", FolderField("Second dossier de sauvegarde")
        )
        self.lock_section = self._add_lock()
        self.backup_section = self._add_backup()
        self._add_place()
        self._fields.changed.connect(self.follow_changes)
        keeps, sits = desk.actor.may(Right.BACK_UP), may_sit_at(desk.actor)
        self.set_subtitle("" if keeps else _RESERVED)
        for section in (self.components, self.lock_section, self.backup_section):
            section.setEnabled(keeps)
        for section in (self.cards, self.apcv):
            section.setEnabled(sits)
        for part in (self.incoming.folder, self.incoming.test_button):
            part.setEnabled(keeps)

    def fields_changed(self) -> bool:
        """Tell whether a setting differs from the file."""
        return self._fields.are_changed()

    def load(self) -> None:
        """Read the settings file, which a technician may have changed."""
        self.appearance.show_stored()
        self.desk.run(self, self._service.get, self._show, self.fail_to_load)

    def store(self) -> None:
        """Write the settings file."""
        self._clear_errors()
        typed = self._fields.values()
        settings, actor = replace(self._stored, **typed), self.desk.actor
        changed = self._fields.changes().keys()

        def work() -> None:
            self._service.change(actor, settings)

        def stored(_nothing: None) -> None:
            self._stored = settings
            self._fields.settle(typed)
            self.desk.application.backups.use_second_folder(settings.backup_folder)
            self.desk.tell(_SAVED if changed <= _AT_ONCE else _NEXT_START)

        self.desk.run(self, work, stored, self._refuse)

    def restore(self) -> None:
        """Bring every setting back to the file."""
        self._fields.restore()
        self._clear_errors()

    def _show(self, settings: PostSettings) -> None:
        if self.fields_changed():
            return
        self._stored = settings
        self._fields.show_values(settings)
        self.show_loaded(self.appearance.chosen_mode())

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, DomainError) and error.field is not None:
            field = self._fields.field(error.field)
            for section in self._sections:
                if field is not None and section.isAncestorOf(field):
                    section.set_error(field, error.message)
                    section.focus_first_error()
                    return
        self.strip.show_failure(error)

    @property
    def _sections(self) -> tuple[FormSection, ...]:
        return (
            self.cards,
            self.apcv,
            self.components,
            self.incoming,
            self.lock_section,
            self.backup_section,
        )

    def _clear_errors(self) -> None:
        for section in self._sections:
            section.clear_errors()

    def _add_lock(self) -> FormSection:
        section = self._parts.add_part(FormSection("Verrouillage", columns=2))
        section.add_row(
            "Verrouiller après",
            self.idle,
            hint="Sans toucher au clavier ni à la souris. F12 verrouille à tout moment.",
        )
        return section

    def _add_backup(self) -> FormSection:
        section = self._parts.add_part(FormSection("Sauvegardes automatiques", columns=2))
        section.add_row(
            "Sauvegarder toutes les", self.hours, hint="Et toujours à la fermeture d'AlmaPy."
        )
        section.add_row(
            "Second dossier",
            self.folder,
            hint="Disque amovible ou partage\u00a0: une copie y est faite à chaque sauvegarde.",
        )
        return section

    def _add_place(self) -> None:
        application = self.desk.application
        where = "serveur PostgreSQL" if application.settings.database_url else "base chiffrée"
        section = self._parts.add_part(FormSection("Données", columns=2))
        section.add_row("Dossier des données", _fact(str(application.folders.root)))
        section.add_row("Base", _fact(where))
        section.add_row("Nom de ce poste", _fact(application.post))


def _fact(text: str) -> QLineEdit:
    field = QLineEdit(text)
    field.setReadOnly(True)
    field.setCursorPosition(0)
    return field
