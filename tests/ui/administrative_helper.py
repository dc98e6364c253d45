"""What the tests of the administrative screens share."""

from __future__ import annotations

from ui.patients.open_records import OpenRecord


def record_of(desk, patient_id):
    """Read a record as the window does."""
    application, actor = desk.application, desk.actor
    return OpenRecord(
        application.patients.open(actor, patient_id), application.overview.of(actor, patient_id)
    )


def show(qtbot, settle, page, patient_id):
    """Bring a record to the page, whole."""
    page.show_record(record_of(page.desk, patient_id))
    qtbot.waitUntil(lambda: not page.tabs.is_building, timeout=20_000)
    settle()


def stored(page, patient_id=1):
    """What the base holds now."""
    return page.desk.application.patients.open(page.desk.actor, patient_id).data
