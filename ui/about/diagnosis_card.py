"""« Diagnostic »: what this post has and what it lacks, each with its remedy."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from almapy.diagnose import Check, checks
from almapy.insi.diagnosis import insi_checks
from almapy.settings import Place
from ui.desk import Desk
from ui.tasks import Lane
from ui.theme import SPACE_M, SPACE_S, Tone
from ui.widgets.badge import Badge
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.styling import TextRole, set_text_role


class DiagnosisCard(Card):
    """Nothing is looked at before it is asked; the answer can be copied for the support."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Diagnostic", parent)
        self._desk = desk
        self._text = ""
        self.run_button = Button("Lancer le diagnostic", icon_name="shield")
        self.copy_button = Button("Copier", ButtonKind.QUIET, icon_name="documents")
        self.copy_button.setAccessibleName("Copier le diagnostic")
        self.copy_button.hide()
        self.tools.addWidget(self.copy_button)
        self.tools.addWidget(self.run_button)
        self.summary = QLabel(
            "Contrôle les dossiers, les bibliothèques, les lecteurs de cartes et la place libre."
        )
        self.summary.setWordWrap(True)
        set_text_role(self.summary, TextRole.SECONDARY)
        self._strip = FailureStrip()
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(SPACE_M)
        self._lines.setVerticalSpacing(SPACE_S)
        self._lines.setColumnStretch(2, 1)
        self.body.addWidget(self.summary)
        self.body.addWidget(self._strip)
        self.body.addLayout(self._lines)
        self.run_button.clicked.connect(self._run)
        self.copy_button.clicked.connect(self._copy)

    @Slot()
    def _run(self) -> None:
        self.run_button.setEnabled(False)
        self.summary.setText("Diagnostic en cours…")
        self._strip.dismiss()
        application = self._desk.application
        place = Place(application.folders, application.settings)

        def work() -> list[Check]:
            settings, now = application.insi_settings.get(), application.clock.now()
            insi = insi_checks(settings, now, simulated=application.is_demo)
            return [*checks(place), *insi]

        self._desk.run(self, work, self._show, self._fail, lane=Lane.IO)

    def _show(self, found: Sequence[Check]) -> None:
        self.run_button.setEnabled(True)
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for line, check in enumerate(found):
            state = ("Ok", Tone.OK) if check.ok else ("À corriger", Tone.ATTENTION)
            self._lines.addWidget(Badge(*state), line, 0)
            self._lines.addWidget(QLabel(check.name), line, 1)
            words = check.detail if check.ok else f"{check.detail}\n{check.remedy}"
            detail = QLabel(words)
            detail.setTextFormat(Qt.TextFormat.PlainText)
            detail.setWordWrap(True)
            self._lines.addWidget(detail, line, 2)
        wrong = sum(not check.ok for check in found)
        self.summary.setText(
            f"À corriger\u00a0: {wrong} point{'s' if wrong > 1 else ''} sur {len(found)}."
            if wrong
            else f"Tout est en ordre ({len(found)} points contrôlés)."
        )
        self._text = "\n".join(_line(check) for check in found)
        self.copy_button.show()

    def _fail(self, error: Exception) -> None:
        self.run_button.setEnabled(True)
        self.summary.setText("Le diagnostic n'a pas abouti.")
        self._strip.show_failure(error)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self._desk.tell("Diagnostic copié\u00a0: il ne contient aucune donnée de patient.")


def _line(check: Check) -> str:
    mark = "ok" if check.ok else "à corriger"
    remedy = "" if check.ok or not check.remedy else f" -> {check.remedy}"
    return f"[{mark}] {check.name}\u00a0: {check.detail}{remedy}"
