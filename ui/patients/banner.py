"""The banner of the open record: who it is and what must not be forgotten."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from almapy.clock import Clock, civil_day
from almapy.measures.model import Measure, MeasureKind
from almapy.patients.age import age_text, full_years
from almapy.patients.model import IdentityStatus, Patient
from almapy.patients.overview import Overview
from almapy.patients.renal import ckd_epi_2009
from almapy.text import NO_BREAK_SPACE as NBSP
from ui.theme import SPACE_L, SPACE_S, SPACE_XS, Tone
from ui.widgets.badge import Badge
from ui.widgets.styling import Surface, set_surface
from ui.widgets.wrap_layout import WrapLayout

STATUS_TONES = {
    IdentityStatus.PROVISIONAL: Tone.NEUTRAL,
    IdentityStatus.RETRIEVED: Tone.INFORMATION,
    IdentityStatus.VALIDATED: Tone.INFORMATION,
    IdentityStatus.QUALIFIED: Tone.OK,
}
_OLD_CREATININE_DAYS = 365


class PatientBanner(QFrame):
    """Four lines in the words of the practice; on a small screen the last two share one."""

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        set_surface(self, Surface.BANNER)
        self.setAccessibleName("Bandeau du patient")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._lines = [_line() for _ in range(4)]
        self._badge_box = QWidget()
        self._badges = WrapLayout(self._badge_box, spacing=SPACE_XS)
        column = QVBoxLayout()
        column.setSpacing(2)
        self._first = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._first.setSpacing(SPACE_S)
        self._first.addWidget(self._lines[0], 1)
        self._first.addWidget(self._badge_box)
        column.addLayout(self._first)
        for line in self._lines[1:]:
            column.addWidget(line)
        strip = QHBoxLayout(self)
        strip.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        strip.addLayout(column)

    def set_compact(self, *, compact: bool) -> None:
        """Keep the two lines of identity and the alerts, for small screens and large text."""
        self._lines[2].setVisible(not compact)
        directions = QBoxLayout.Direction
        self._first.setDirection(directions.TopToBottom if compact else directions.LeftToRight)

    def show_patient(self, patient: Patient, overview: Overview) -> None:
        """Show the record; a clinical zone nobody filled says so."""
        today = self._clock.today()
        data = patient.data
        born = f"{data.birth_date:%d/%m/%Y}" if data.birth_date else "inconnue"
        if data.birth_date_uncertain:
            born += f" ({data.lunar_date or 'incertaine'})"
        self._lines[0].setText(
            _pairs(
                ("N. Ut.", patient.shown_name),
                ("Pr. Ut.", patient.shown_first_name),
                ("DDN", born),
                ("Tél.", patient.phone or "non renseigné"),
                ("Dossier", str(patient.dossier)),
            )
        )
        self._lines[1].setText(
            _pairs(
                ("N. Nais.", data.birth_name),
                ("Pr. 1.", data.first_birth_first_name),
                ("S\u00a0:", data.sex.short),
                ("", age_text(data.birth_date, data.deceased_on or today)),
                ("Régime obligatoire\u00a0:", _yes(value=data.mandatory_cover)),
                ("Régime complémentaire\u00a0:", _yes(value=data.complementary_cover)),
            )
        )
        self._show_clinical(patient, overview)
        self._show_badges(patient)

    def _show_clinical(self, patient: Patient, overview: Overview) -> None:
        if overview.notes_hidden:
            self._lines[2].setText(_pairs(("Points importants\u00a0:", "réservé au soin")))
            self._lines[3].setText("")
            self._lines[3].hide()
            return
        self._lines[3].show()
        weight = overview.latest.get(MeasureKind.WEIGHT)
        self._lines[2].setText(
            _pairs(
                (
                    "Points importants\u00a0:",
                    f"{weight.value:g}{NBSP}Kg".replace(".", ",")
                    if weight
                    else "poids non renseigné",
                ),
                ("DFG\u00a0:", self._dfg(patient, overview.latest.get(MeasureKind.CREATININE))),
            )
        )
        known = [one for one in overview.allergies if not one.none_known]
        if known:
            allergies = ", ".join(one.agent for one in known)
        elif overview.allergies:
            allergies = "aucune allergie connue"
        else:
            allergies = "non renseigné"
        self._lines[3].setText(
            _pairs(
                ("Contre-indications\u00a0:", "non renseigné"),
                ("Allergies\u00a0:", allergies),
            )
        )

    def _dfg(self, patient: Patient, creatinine: Measure | None) -> str:
        born = patient.data.birth_date
        self._lines[2].setToolTip("")
        if creatinine is None or born is None:
            return "Pas de Valeur"
        day = civil_day(creatinine.taken_at)
        rate = ckd_epi_2009(creatinine.value, full_years(born, day), patient.data.sex)
        if rate is None:
            return "Pas de Valeur"
        self._lines[2].setToolTip(
            f"CKD-EPI 2009\u00a0: créatinine {creatinine.value:g} µmol/L du {day:%d/%m/%Y}, "
            f"{full_years(born, day)} ans, {patient.data.sex.short}"
        )
        old = (self._clock.today() - day).days > _OLD_CREATININE_DAYS
        return f"{rate:.0f}{NBSP}mL/min/1,73{NBSP}m²" + (f" (ancien, {day:%m/%Y})" if old else "")

    def _show_badges(self, patient: Patient) -> None:
        while (item := self._badges.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        data = patient.data
        shown = [
            (data.deceased, "Décédé", Tone.NEUTRAL),
            (data.archived, "Archivé", Tone.NEUTRAL),
            (data.passing, "De passage", Tone.NEUTRAL),
            (data.doubtful, "Identité douteuse", Tone.CRITICAL),
            (data.fictitious, "Identité fictive", Tone.CRITICAL),
            (data.homonym, "Homonyme", Tone.ATTENTION),
            (True, patient.status.label, STATUS_TONES[patient.status]),
        ]
        for wanted, text, tone in shown:
            if wanted:
                self._badges.addWidget(Badge(text, tone))
        self._badge_box.updateGeometry()


def _line() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _pairs(*pairs: tuple[str, str]) -> str:
    shown = (
        f"{escape(label)}{NBSP}<b>{escape(value).replace(' ', NBSP)}</b>"
        if label
        else f"<b>{escape(value)}</b>"
        for label, value in pairs
        if value
    )
    return "&nbsp;&nbsp; ".join(shown)


def _yes(*, value: bool) -> str:
    return "OUI" if value else "NON"
