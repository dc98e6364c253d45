"""The protocols that a patient follows, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QSizePolicy, QWidget

from almapy.care.model import AppliedProtocol, Protocol
from almapy.record.model import Fact
from almapy.users.model import Right
from ui.desk import Desk
from ui.icons import icon
from ui.record.fact_verbs import FactVerbs
from ui.theme import SPACE_S
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.styling import Surface, set_surface
from ui.widgets.wrap_layout import WrapLayout

_Item = Fact[AppliedProtocol]
_ROLE = Qt.ItemDataRole.UserRole
_FOLLOWED_LINES = 4
_LEAST_LINES = 9


class ProtocolsCard(Card):
    """The protocols above, the steps of the chosen one below; Space ticks a step."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Protocoles", parent)
        self._desk = desk
        self._patient_id = 0
        self._wanted = 0
        self._filling = False
        self._service = desk.application.protocols
        self._verbs = FactVerbs(desk, self, self._service)
        self.strip = FailureStrip()
        self.apply_button = Button("Appliquer un protocole", icon_name="add")
        self.end_button = Button("Terminer", icon_name="tick")
        self.remove_button = Button("Supprimer", icon_name="delete")
        self.menu = QMenu(self)
        self.apply_button.setMenu(self.menu)
        self.followed = _list("Protocoles suivis")
        self.steps = _list("Étapes du protocole")
        policies = QSizePolicy.Policy
        self.followed.setSizePolicy(policies.Preferred, policies.Fixed)
        self.followed.setMinimumHeight(self.fontMetrics().lineSpacing() * 3)
        bar = QWidget()
        tools = WrapLayout(bar, spacing=SPACE_S)
        for button in (self.apply_button, self.end_button, self.remove_button):
            tools.addWidget(button)
        self.body.addWidget(bar)
        self.body.addWidget(self.strip)
        self.body.addWidget(self.followed)
        self.steps.setMinimumHeight(self.fontMetrics().lineSpacing() * _LEAST_LINES)
        self.body.addWidget(self.steps, 1)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.followed.currentItemChanged.connect(self._show_steps)
        self.steps.itemChanged.connect(self._tick)
        self.end_button.clicked.connect(self._end)
        self.remove_button.clicked.connect(self._remove)
        self._known: Sequence[Protocol] = ()
        self._show_steps()

    def show_patient(self, patient_id: int) -> None:
        """Read the protocols of this record."""
        if patient_id != self._patient_id:
            self._patient_id = patient_id
            self.followed.clear()
        actor, service = self._desk.actor, self._service

        def work() -> tuple[int, list[_Item], list[Protocol]]:
            return patient_id, service.of(actor, patient_id), service.known(actor)

        self._desk.run(self, work, self._show)

    def show_protocol(self, fact_id: int) -> None:
        """Choose a protocol, at once or when it is read."""
        self._wanted = fact_id
        self._choose_wanted()

    def _choose_wanted(self) -> None:
        for row in range(self.followed.count()):
            fact = self.followed.item(row).data(_ROLE)
            if fact is not None and fact.id == self._wanted:
                self.followed.setCurrentRow(row)
                self.steps.setFocus()
                self._wanted = 0
                return

    def _show(self, answer: tuple[int, Sequence[_Item], Sequence[Protocol]]) -> None:
        patient_id, facts, known = answer
        if patient_id != self._patient_id:
            return
        self._known = known
        current = self._current()
        step = self.steps.currentRow()
        self.followed.clear()
        for fact in sorted(facts, key=lambda one: one.data.ended_on is not None):
            item = QListWidgetItem(icon("history"), protocol_line(fact.data))
            item.setData(_ROLE, fact)
            self.followed.addItem(item)
            if current is not None and fact.id == current.id:
                self.followed.setCurrentItem(item)
        if facts and self.followed.currentItem() is None:
            self.followed.setCurrentRow(0)
        if not facts:
            none = QListWidgetItem("Aucun protocole suivi")
            none.setFlags(Qt.ItemFlag.NoItemFlags)
            self.followed.addItem(none)
        self.steps.setCurrentRow(step)
        self._fit_followed()
        self._choose_wanted()

    def _fit_followed(self) -> None:
        """Leave the room to the steps: the list is as high as its lines, up to a few."""
        rows = min(max(1, self.followed.count()), _FOLLOWED_LINES)
        height = max(self.followed.sizeHintForRow(0), self.fontMetrics().lineSpacing() * 2)
        wanted = height * rows + 2 * self.followed.frameWidth() + SPACE_S
        self.followed.setFixedHeight(max(wanted, self.fontMetrics().lineSpacing() * 3))

    def _current(self) -> _Item | None:
        item = self.followed.currentItem()
        fact: _Item | None = item.data(_ROLE) if item is not None else None
        return fact

    @Slot()
    def _show_steps(self) -> None:
        fact = self._current()
        writes = self._desk.actor.may(Right.WRITE_NOTES)
        self.apply_button.setEnabled(writes)
        self.end_button.setEnabled(writes and fact is not None and fact.data.ended_on is None)
        self.remove_button.setEnabled(writes and fact is not None)
        self._filling = True
        self.steps.clear()
        for step in fact.data.lines if fact is not None else ():
            done = f" – fait le {step.done_on:%d/%m/%Y}" if step.done_on else ""
            item = QListWidgetItem(f"{step.kind.label}\u00a0: {step.text}{done}")
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            item.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable if writes else flags)
            checked = Qt.CheckState.Checked if step.done_on else Qt.CheckState.Unchecked
            item.setCheckState(checked)
            self.steps.addItem(item)
        self._filling = False

    @Slot(QListWidgetItem)
    def _tick(self, item: QListWidgetItem) -> None:
        fact = self._current()
        if self._filling or fact is None:
            return
        place = self.steps.row(item)
        is_done = item.checkState() is Qt.CheckState.Checked
        today = self._desk.application.clock.today()
        step = replace(fact.data.lines[place], done_on=today if is_done else None)
        told = "Étape faite." if is_done else "Étape à refaire."
        data = fact.data.with_step(place, step)
        self._verbs.change(fact, data, told, None, self.strip.show_failure)

    @Slot()
    def _fill_menu(self) -> None:
        self.menu.clear()
        for protocol in self._known:
            action = self.menu.addAction(protocol.title.replace("&", "&&"))
            action.triggered.connect(lambda _=False, chosen=protocol: self._apply(chosen))

    def _apply(self, protocol: Protocol) -> None:
        data = protocol.applied(self._desk.application.clock.today())

        def applied(fact: _Item) -> None:
            self._wanted = fact.id

        told = f"Protocole «\u00a0{protocol.title}\u00a0» appliqué."
        self._verbs.add(self._patient_id, data, told, applied, self.strip.show_failure)

    @Slot()
    def _end(self) -> None:
        fact = self._current()
        if fact is not None:
            data = replace(fact.data, ended_on=self._desk.application.clock.today())
            self._verbs.change(fact, data, "Protocole terminé.", None, self.strip.show_failure)

    @Slot()
    def _remove(self) -> None:
        fact = self._current()
        if fact is not None:
            self._verbs.remove(fact, "Protocole retiré.", None, self.strip.show_failure)


def protocol_line(data: AppliedProtocol) -> str:
    """Return « Gestion du stress – 2 étapes sur 6, depuis le 10/03/2026 »."""
    done, count = data.progress
    line = f"{data.title} – {done} étape{'s' if done > 1 else ''} sur {count}"
    if data.ended_on:
        return f"{line}, terminé le {data.ended_on:%d/%m/%Y}"
    return f"{line}, depuis le {data.started_on:%d/%m/%Y}"


def _list(name: str) -> QListWidget:
    view = QListWidget()
    view.setAccessibleName(name)
    view.setWordWrap(True)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    set_surface(view, Surface.PLAIN)
    view.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
    return view
