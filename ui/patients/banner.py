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

from almapy.allergies.model import Allergy
from almapy.clock import Clock, civil_day
from almapy.identity.contact import shown_phone
from almapy.measures.model import Measure, MeasureKind
from almapy.patients.age import age_text, full_years
from almapy.patients.model import IdentityStatus, Patient
from almapy.patients.overview import Overview
from almapy.patients.renal import ckd_epi_2009
from almapy.text import NO_BREAK_SPACE as NBSP
from ui.theme import SPACE_L, SPACE_S, SPACE_XS, Tone
from ui.widgets.badge import Badge
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import Surface, set_surface, set_tone
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
        self._compact = False
        self._patient: Patient | None = None
        self._overview: Overview | None = None
        set_surface(self, Surface.BANNER)
        self.setAccessibleName("Bandeau du patient")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._lines = [_line() for _ in range(4)]
        self._alert = QFrame()
        self._alert_text = _line()
        self._lay_out_alert()
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
        column.addWidget(self._alert)
        strip = QHBoxLayout(self)
        strip.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        strip.addLayout(column)

    def set_compact(self, *, compact: bool) -> None:
        """Keep the two lines of identity and the alerts, for small screens and large text.

        What is left out of the lines is told on hover.
        """
        self._compact = compact
        self._lines[2].setVisible(not compact)
        if self._patient is not None:
            self._show_identity(self._patient)
        if self._overview is not None:
            self._show_alerts(self._overview)

    def show_patient(self, patient: Patient, overview: Overview) -> None:
        """Show the record; a clinical zone nobody filled says so."""
        self._patient = patient
        set_tone(self, Tone.NEUTRAL if patient.data.deceased else None)
        self._show_identity(patient)
        self._show_clinical(patient, overview)
        self._show_badges(patient)

    def _show_identity(self, patient: Patient) -> None:
        data = patient.data
        born = f"{data.birth_date:%d/%m/%Y}" if data.birth_date else "inconnue"
        if data.birth_date_uncertain:
            born += f" ({data.lunar_date or 'incertaine'})"
        used = [
            ("N. Ut.", patient.shown_name),
            ("Pr. Ut.", patient.shown_first_name),
            ("DDN", born),
        ]
        reach = [
            ("Tél.", shown_phone(patient.phone) or "non renseigné"),
            ("Dossier", str(patient.dossier)),
        ]
        birth = [
            ("N. Nais.", data.birth_name),
            ("Pr. 1.", data.first_birth_first_name),
            ("S\u00a0:", data.sex.short),
            ("", age_text(data.birth_date, data.deceased_on or self._clock.today())),
        ]
        cover = [
            ("Régime obligatoire\u00a0:", _yes(value=data.mandatory_cover)),
            ("Régime complémentaire\u00a0:", _yes(value=data.complementary_cover)),
        ]
        for line, kept, rest in ((0, used, reach), (1, birth, cover)):
            self._lines[line].setText(_pairs(*kept, *(() if self._compact else rest)))
            self._lines[line].setToolTip(_pairs(*rest) if self._compact else "")

    def _show_clinical(self, patient: Patient, overview: Overview) -> None:
        self._overview = None if overview.notes_hidden else overview
        if overview.notes_hidden:
            self._lines[2].setText(_pairs(("Points importants\u00a0:", "réservé au soin")))
            self._lines[3].hide()
            self._alert.hide()
            return
        watched = _watched(overview)
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
            + (
                f"&nbsp;&nbsp; Vigilance{NBSP}: <b>{escape(', '.join(watched))}</b>"
                if watched
                else ""
            )
        )
        self._lines[2].setVisible(not self._compact)
        self._show_alerts(overview)

    def _show_alerts(self, overview: Overview) -> None:
        """Show what must not be given: in the critical tone, whole, on as many lines as needed."""
        against = [one.data.text for one in overview.contraindications]
        known = [one.data for one in overview.allergies if one.data.warns]
        none_known = any(one.data.none_known for one in overview.allergies)
        allergies = ", ".join(_allergy(one) for one in known)
        if not known:
            allergies = "aucune allergie connue" if none_known else "non renseigné"
        watched = ", ".join(_watched(overview)) if self._compact else ""
        shown = (
            ("Contre-indications\u00a0:", ", ".join(against) or "non renseigné"),
            ("Allergies\u00a0:", allergies),
            *((("Vigilance\u00a0:", watched),) if watched else ()),
        )
        is_alert = bool(against or known)
        self._alert.setVisible(is_alert)
        self._lines[3].setVisible(not is_alert)
        text = "&nbsp;&nbsp; ".join(
            f"{escape(label)}{NBSP}<b>{escape(value)}</b>" for label, value in shown
        )
        (self._alert_text if is_alert else self._lines[3]).setText(text)
        spoken = " ".join(f"{label} {value}" for label, value in shown)
        self._alert.setAccessibleName(spoken)
        self._alert.setToolTip("\n".join(f"{label} {value}" for label, value in shown))

    def _lay_out_alert(self) -> None:
        set_tone(self._alert, Tone.CRITICAL)
        line = QHBoxLayout(self._alert)
        line.setContentsMargins(SPACE_S, 2, SPACE_S, 2)
        line.setSpacing(SPACE_S)
        line.addWidget(IconLabel("warning"))
        line.addWidget(self._alert_text, 1)
        self._alert.hide()

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


def _watched(overview: Overview) -> list[str]:
    """Return the points of vigilance of the medical history."""
    return [one.data.label for one in overview.history if one.data.watch_point]


def _allergy(allergy: Allergy) -> str:
    serious = allergy.severity in {"grave", "anaphylaxie"}
    return f"{allergy.agent} ({allergy.severity})" if serious else allergy.agent


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
