"""The question asked when a window is closed over a recovery key nobody has checked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def ask_before_leaving(window: QWidget, leave: Callable[[], None]) -> QMessageBox:
    """Ask; « Rester » is the default, and `leave` is called for the other answer."""
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("AlmaPy")
    box.setText("La clé de secours n'est pas vérifiée.")
    box.setInformativeText(
        "Le cabinet existe et vous pourrez vous connecter avec votre mot de passe. Mais cette clé "
        "ne sera plus montrée\u00a0: si vous n'avez pas la feuille, un mot de passe perdu sera une "
        "base perdue."
    )
    stay = box.addButton("&Rester et terminer", QMessageBox.ButtonRole.RejectRole)
    go = box.addButton("&Quitter sans vérifier", QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    go.clicked.connect(leave)
    box.open()
    return box
