"""A consultation as it is read: who, when, what, and what it said before its corrections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

from almapy.encounters.model import EncounterContent, StoredEncounter, WritingHelp
from almapy.record.model import FormerVersion
from ui.encounters.text_area import TextArea
from ui.theme import SPACE_S, SPACE_XS, Tone
from ui.widgets.badge import Badge
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.wrap_layout import WrapLayout

_LEAST_LINES = 9
Former = FormerVersion[EncounterContent]


class EncounterReading(QWidget):
    """Read only; « Versions » shows any former text in the same place, with who replaced it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stored: StoredEncounter | None = None
        self._former: tuple[Former, ...] = ()
        self._problems: dict[int, str] = {}
        self.heading = SectionTitle("")
        self.who = QLabel()
        self.about = QLabel()
        self.text = TextArea("Texte de la consultation", _LEAST_LINES)
        self.versions = QComboBox()
        self.why = QLabel()
        self._badges = QWidget()
        self._badge_line = WrapLayout(self._badges)
        self._version_holder = QWidget()
        self._lay_out()
        self.versions.currentIndexChanged.connect(self._show_version)

    def show_encounter(
        self, stored: StoredEncounter, former: Sequence[Former], proposed: WritingHelp
    ) -> None:
        """Show a consultation; the same again keeps the version that is being read."""
        same = self._stored is not None and self._stored.id == stored.id
        place = self.versions.currentIndex() if same and len(former) == len(self._former) else 0
        scroll = self.text.verticalScrollBar().value() if same else 0
        self._stored, self._former = stored, tuple(former)
        self._problems = {one.id: one.label for one in proposed.problems}
        self._show_badges(stored)
        self.who.setText(_signature(stored, self._former))
        self._fill_versions(max(0, place))
        self.text.verticalScrollBar().setValue(scroll)

    def clear(self) -> None:
        """Show nothing of anybody."""
        self._stored, self._former = None, ()
        self.text.clear()
        for label in (self.heading, self.who, self.about, self.why):
            label.clear()

    def _lay_out(self) -> None:
        self.text.setReadOnly(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.versions.setAccessibleName("Versions")
        self.versions.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.versions.setMinimumContentsLength(12)
        adjust = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.versions.setSizeAdjustPolicy(adjust)
        for label in (self.who, self.about, self.why):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (self.who, self.why):
            set_text_role(label, TextRole.SECONDARY)
        holder = QVBoxLayout(self._version_holder)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.setSpacing(SPACE_XS)
        caption = QLabel("Versions")
        caption.setBuddy(self.versions)
        holder.addWidget(caption)
        holder.addWidget(self.versions)
        holder.addWidget(self.why)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        for part in (self.heading, self._badges, self.who, self.about):
            column.addWidget(part)
        column.addWidget(self.text, 1)
        column.addWidget(self._version_holder)

    def _show_badges(self, stored: StoredEncounter) -> None:
        while (item := self._badge_line.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        badges = [Badge("Validé", Tone.OK)] if stored.signed else []
        if not stored.signed:
            badges.append(Badge("Brouillon", Tone.NEUTRAL, icon_name="edit"))
        if stored.content.important:
            badges.append(Badge("Important", Tone.ATTENTION))
        if stored.removed:
            badges.append(Badge("Retirée", Tone.NEUTRAL, icon_name="remove"))
        for badge in badges:
            self._badge_line.addWidget(badge)
            badge.show()

    def _fill_versions(self, place: int) -> None:
        stored = self._stored
        assert stored is not None
        self.versions.blockSignals(True)
        self.versions.clear()
        written = _moment(stored.changed_at or stored.created_at)
        by = stored.changed_by or stored.author
        self.versions.addItem(f"Version actuelle\u00a0: {written}, {by}")
        for former in self._former:
            label = f"Version {former.version}\u00a0: {_moment(former.written_at)}"
            self.versions.addItem(f"{label}, {former.written_by}")
        self.versions.setCurrentIndex(place)
        self.versions.blockSignals(False)
        self._version_holder.setVisible(bool(self._former))
        self._show_version(place)

    @Slot(int)
    def _show_version(self, place: int) -> None:
        if self._stored is None or place < 0:
            return
        former = self._former[place - 1] if place else None
        content = former.data if former is not None else self._stored.content
        self.heading.setText(content.title or content.reason or content.nature.label)
        self.about.setText(self._details(content))
        self.about.setVisible(bool(self.about.text()))
        self.text.setPlainText(content.full_text)
        if former is None:
            latest = self._former[0] if self._former else None
            self.why.setText(_reason(latest) if latest else "")
        else:
            self.why.setText(_reason(former))

    def _details(self, content: EncounterContent) -> str:
        lines = []
        if content.title and content.reason:
            lines.append(f"Motif\u00a0: {content.reason}")
        names = [self._problems.get(one, "") for one in content.problems]
        if any(names):
            lines.append(f"Problèmes abordés\u00a0: {', '.join(name for name in names if name)}")
        return "\n".join(lines)


def _signature(stored: StoredEncounter, former: Sequence[Former]) -> str:
    who = f"{stored.author_name} ({stored.author})"
    if stored.replaced:
        who += f" rempl.({stored.replaced})"
    content = stored.content
    lines = [f"{content.nature.label} du {_moment(content.held_at)} · {who}"]
    if stored.signed_at is not None:
        lines.append(f"Validé le {_moment(stored.signed_at)} par {stored.signed_by}")
    if stored.signed and former and stored.changed_at is not None:
        lines.append(f"Corrigé le {_moment(stored.changed_at)} par {stored.changed_by}")
    return "\n".join(lines)


def _reason(former: Former) -> str:
    return (
        f"Version {former.version} remplacée le {_moment(former.replaced_at)} par "
        f"{former.replaced_by}\u00a0: {former.reason}"
    )


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone():%d/%m/%Y à %H:%M}"
