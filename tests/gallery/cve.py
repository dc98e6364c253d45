"""Pictures of the shared booklet: none, created, compared, retrieved, recommended, waiting."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from almapy.simulators.cve import fixtures
from ui.cve.view_names import ViewName
from ui.window import MainWindow

if TYPE_CHECKING:
    from tests.gallery.shots import Studio

_RUTH = 1


def take_cve(studio: Studio, window: MainWindow) -> None:
    """What happens with the booklet of RUTH; the link is taken back at the end."""
    if not studio.wants("carnet"):
        return
    _take_settings(studio, window)
    _activate(studio)
    window.open_patient(_RUTH)
    studio.settle()
    window.show_section("vaccines")
    studio.settle()
    page = window.pages.current()
    studio.shoot("carnet-none", window)
    panel = page.carnet
    panel.open_view(ViewName.RETRIEVE)
    view = panel.current
    view.code.setText(fixtures.SHARE_CODE)
    view.code_button.click()
    studio.settle()
    studio.shoot("carnet-pseudos", window)
    view.table.selectRow(fixtures.PSEUDOS.index("voyage"))
    view.ask_button.click()
    view.birth_date.setText(f"{fixtures.RUTH_BORN:%d/%m/%Y}")
    view.date_button.click()
    studio.settle()
    studio.shoot("carnet-found", window)
    panel.open_view(ViewName.CREATE)
    studio.settle()
    studio.shoot("carnet-create", window)
    view = panel.current
    view.form.email.setText("ruth@exemple.invalid")
    view.create_button.click()
    studio.settle()
    for name in (ViewName.COMPARE, ViewName.RECOMMENDATIONS, ViewName.RESEND, ViewName.CHOOSE):
        panel.open_view(name)
        studio.settle()
        studio.shoot(f"carnet-{name.value}", window)
    panel.leave()
    for section in ("carnet_queue", "cve_help"):
        window.show_section(section)
        studio.settle()
        studio.shoot(f"carnet-{section}", window)
    studio.opened.application.carnets.unlink(studio.opened.actor, _RUTH)
    window.show_section("home")


def _take_settings(studio: Studio, window: MainWindow) -> None:
    window.show_section("information")
    studio.settle()
    page = window.pages.current()
    page.tabs.setCurrentWidget(page.services)
    part = page.services.mesvaccins
    part.activate_button.click()
    studio.settle()
    page.services.bring_into_view(part.activation)
    studio.settle()
    studio.shoot("carnet-activation", window)
    part.activation.leave()
    window.show_section("home")


def _activate(studio: Studio) -> None:
    application, actor = studio.opened.application, studio.opened.actor
    known = application.information.get(actor)
    chosen = replace(known.preferences, use_mesvaccins=True, mesvaccins_email=fixtures.EMAIL)
    application.information.save(actor, known.practitioner, chosen)
    application.carnets.keep_password(actor, fixtures.PASSWORD)
