"""What the tests of the INSI page share: a practice whose INSi answers from memory."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QApplication

from almapy.identity.oids import INS_NIR
from almapy.insi.model import CallKind, Exchange, Identity, Outcome
from almapy.insi.service import InsiService
from tests.core.test_patients import RUTH
from tests.fakes.insi import FakeConnection

PLAIN = replace(
    RUTH,
    matricule_ins="",
    ins_oid="",
    insi_accepted=False,
    identity_document="",
    phone_mobile="",
)
LONG_NAME = "DE LA ROCHEFOUCAULD-MONTMORENCY"
OID = INS_NIR


def give_insi(desk, insi, reader):
    """Have the practice of a desk call this INSi."""
    application = desk.application
    connection = FakeConnection(insi)
    service = InsiService(application.works, connection, reader, application.places)
    desk.application = replace(application, insi=service)
    return connection


def found(identity: Identity) -> Exchange:
    """An answer with one identity."""
    return Exchange(CallKind.TRAITS, Outcome.FOUND, "00", "OK", identity=identity)


def press(qtbot, key, modifier=None):
    """Press a key where the keyboard is."""
    arguments = () if modifier is None else (modifier,)
    qtbot.keyClick(QApplication.focusWidget(), key, *arguments)
