"""The tabs of the administrative screen, each built when it is first shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QTabWidget, QWidget

from ui.administrative.tab import AdministrativeTab, Problem
from ui.desk import Desk

Makers = Sequence[tuple[str, Callable[[Desk], AdministrativeTab]]]


class TabStack(QTabWidget):
    """Builds step by step, so that the window never waits for a whole tab."""

    built = Signal(object)  # AdministrativeTab, ready to show a record

    def __init__(self, desk: Desk, makers: Makers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.every: list[AdministrativeTab] = []
        self._built: set[AdministrativeTab] = set()
        self._under_way: list[tuple[AdministrativeTab, Iterator[None]]] = []
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._step)
        for title, make in makers:
            tab = make(desk)
            self.every.append(tab)
            self.addTab(tab, title.replace("&", "&&"))
        self.currentChanged.connect(self.build_current)

    @property
    def current(self) -> AdministrativeTab:
        """The tab in front."""
        return self.every[self.currentIndex()]

    @property
    def is_building(self) -> bool:
        """Whether a tab is not whole yet."""
        return bool(self._under_way)

    def shown(self) -> list[AdministrativeTab]:
        """Return the tabs that hold fields: the others were never looked at."""
        return [tab for tab in self.every if tab in self._built]

    def are_changed(self) -> bool:
        """Tell whether something typed in one of them waits to be stored."""
        return any(tab.are_changed() for tab in self.shown())

    def turn(self, step: int) -> None:
        """Go to the next tab or to the one before."""
        self.setCurrentIndex((self.currentIndex() + step) % self.count())
        self.enter()

    def enter(self) -> None:
        """Put the cursor in the tab in front."""
        tab = self.current
        (tab.first_field if tab in self._built else self.tabBar()).setFocus()

    def show_problems(self) -> list[Problem]:
        """Mark what keeps the record from being stored, go to the first, and return them."""
        found: list[Problem] = []
        for tab in self.shown():
            problems = tab.problems()
            tab.show_problems(problems)
            if problems and not found:
                self.setCurrentWidget(tab)
                problems[0].field.setFocus()
            found += problems
        return found

    @Slot()
    def build_current(self) -> None:
        """Begin to build the tab in front, unless it is built."""
        tab = self.current
        if tab in self._built or any(tab is other for other, _ in self._under_way):
            return
        self._under_way.append((tab, tab.build_steps()))
        self._next.start()

    @Slot()
    def _step(self) -> None:
        tab, steps = self._under_way[0]
        try:
            next(steps)
        except StopIteration:
            self._under_way.pop(0)
            self._built.add(tab)
            tab.setFocusProxy(tab.first_field)
            self.built.emit(tab)
        if self._under_way:
            self._next.start()
