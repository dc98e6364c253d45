"""« Informations utilisateur »: what a person sets about themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QWidget

from almapy.users.information import UserInformation
from almapy.users.model import Account
from ui.desk import Desk
from ui.form_page import FormPage
from ui.users.general_tab import GeneralTab
from ui.users.services_tab import ServicesTab, keep_secret
from ui.users.software_tab import SoftwareTab
from ui.widgets.bound_fields import BoundFields


@dataclass(frozen=True, slots=True)
class _Loaded:
    information: UserInformation
    account: Account


class InformationPage(FormPage):
    """Three tabs stored together; a login or a password changes at once, by its own button."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "Informations utilisateur", parent)
        self._loaded: _Loaded | None = None
        self._practitioner = BoundFields(self)
        self._preferences = BoundFields(self)
        self._initials = BoundFields(self)
        self.tabs = self.set_body(QTabWidget())
        self.general = GeneralTab(desk, self._practitioner, self._initials)
        self.services = ServicesTab(desk, self._preferences)
        self.software = SoftwareTab(desk, self._preferences)
        self.tabs.addTab(self.general, "Informations générales (1/2)")
        self.tabs.addTab(self.services, "Informations générales (2/2)")
        self.tabs.addTab(self.software, "Configuration logiciel")
        for tab in (self.general, self.services, self.software):
            tab.build()
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._turn, step))
        for fields in self._bound():
            fields.changed.connect(self.follow_changes)
        self.services.secrets_changed.connect(self.follow_changes)
        self.general.card_links.linked.connect(self._follow_card)
        self.general.psc_link.changed.connect(self._follow_card)

    def fields_changed(self) -> bool:
        """Tell whether a field of the three tabs was changed."""
        return bool(self.services.secret_changes()) or any(
            fields.are_changed() for fields in self._bound()
        )

    def has_unsaved_changes(self) -> bool:
        """Tell whether a field was changed, or a new recovery key is still on screen."""
        recovery = self.software.recovery
        return self.fields_changed() or (recovery is not None and recovery.shows_key)

    def load(self) -> None:
        """Read one's own information."""
        self.desk.run(self, self._read, self._show, self.fail_to_load)
        self.general.card_links.load()
        self.general.psc_link.load()

    def store(self) -> None:
        """Write the three tabs, then the passwords of the services and the initials."""
        loaded = self._loaded
        if loaded is None:
            return
        practitioner = replace(loaded.information.practitioner, **self._practitioner.values())
        preferences = replace(loaded.information.preferences, **self._preferences.values())
        secrets = self.services.secret_changes()
        typed = [(fields, fields.values()) for fields in self._bound()]
        initials = self._initials.values()["own_initials"]
        application, actor = self.desk.application, self.desk.actor

        def work() -> _Loaded:
            application.information.save(actor, practitioner, preferences)
            for name, text in secrets.items():
                keep_secret(application, actor, name, text)
            account = application.accounts.change_own_initials(actor, initials)
            return _Loaded(application.information.get(actor), account)

        def stored(loaded: _Loaded) -> None:
            for fields, values in typed:
                fields.settle(values)
            self._stored(loaded)

        self.desk.run(self, work, stored, self.strip.show_failure)

    def restore(self) -> None:
        """Bring every field back to what is stored."""
        for fields in self._bound():
            fields.restore()
        self.services.restore()
        self.general.cps.forget_card()
        self.general.settle()

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            *super().keys(),
            ("Ctrl+PgDown", "Onglet suivant"),
            ("Ctrl+PgUp", "Onglet précédent"),
        ]

    def _turn(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())

    def _bound(self) -> tuple[BoundFields, ...]:
        return (self._practitioner, self._preferences, self._initials)

    def _read(self) -> _Loaded:
        application, actor = self.desk.application, self.desk.actor
        return _Loaded(application.information.get(actor), application.accounts.own(actor))

    def _show(self, loaded: _Loaded) -> None:
        if self.fields_changed():
            return
        account, information = loaded.account, loaded.information
        owner = ", titulaire du cabinet" if account.owner else ""
        self.set_subtitle(f"{account.name} – {account.role.label}{owner}")
        self._practitioner.show_values(information.practitioner)
        self._preferences.show_values(information.preferences)
        self._initials.show_values(account)
        self._take_over(loaded)
        self.show_loaded(self.tabs.tabBar())

    @Slot()
    def _follow_card(self) -> None:
        """Take over the number that a card just linked gave; what is being typed stays."""
        self.desk.run(self, self._read, self._take_number)

    def _take_number(self, loaded: _Loaded) -> None:
        self._practitioner.follow(loaded.information.practitioner)
        self._loaded = loaded
        self.follow_changes()

    def _stored(self, loaded: _Loaded) -> None:
        self._take_over(loaded)
        self.follow_changes()
        self.desk.change_actor(loaded.account.at(self.desk.application.post))
        self.desk.tell("Informations utilisateur enregistrées.")

    def _take_over(self, loaded: _Loaded) -> None:
        self._loaded = loaded
        self.services.show_stored(loaded.information.secrets)
        self.general.show_account(loaded.account)
        self.general.settle()
