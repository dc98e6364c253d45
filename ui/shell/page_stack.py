"""The pages of the window, built when they are first shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.desk import Desk
from ui.page import Page
from ui.patients.open_records import OpenRecord
from ui.sections import Group, Section


class PageStack(QStackedWidget):
    """One page in front; pages of the record are given the record that is in front."""

    def __init__(
        self, desk: Desk, sections: Sequence[Section], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sections = {one.name: one for one in sections}
        self._pages: dict[str, Page] = {}
        self._name = ""
        self._record: OpenRecord | None = None
        self._given: dict[str, OpenRecord] = {}

    def section(self, name: str) -> Section | None:
        """Return the section of that name, or None when the person may not see it."""
        return self._sections.get(name)

    def sections(self) -> tuple[Section, ...]:
        """Return the sections that the person may see."""
        return tuple(self._sections.values())

    def prepare(self, name: str) -> Page:
        """Build a page when needed, ahead of its first showing or at it."""
        page = self._pages.get(name)
        if page is None:
            page = self._sections[name].build(self._desk)
            self._pages[name] = page
            self.addWidget(page)
        return page

    def show_section(self, name: str) -> None:
        """Bring a page to the front and let it refresh."""
        page = self.prepare(name)
        self._name = name
        self.setCurrentWidget(page)
        self._give_record()
        page.entered()

    def show_record(self, record: OpenRecord | None) -> None:
        """Give the page in front another record; the others get it when they come forward.

        None tells every page that no record is open any more.
        """
        self._record = record
        if record is None:
            self._given.clear()
            for page in self._pages.values():
                page.forget_record()
        else:
            self._give_record()

    def _give_record(self) -> None:
        """Give the page in front what was read last, once."""
        page, record = self._pages.get(self._name), self._record
        if page is not None and record is not None and self._given.get(self._name) is not record:
            self._given[self._name] = record
            page.show_record(record)

    def is_patient_section(self) -> bool:
        """Tell whether the page in front is about a patient."""
        section = self._sections.get(self._name)
        return section is not None and section.group is Group.PATIENT

    def current(self) -> Page | None:
        """Return the page in front."""
        return self._pages.get(self._name)

    def current_name(self) -> str:
        """Return the name of the section in front, empty before the first one."""
        return self._name

    def current_title(self) -> str:
        """Return the words of the page in front."""
        section = self._sections.get(self._name)
        return section.text if section else ""

    def has_unsaved_changes(self) -> bool:
        """Tell whether a page holds text that is not stored yet."""
        return any(page.has_unsaved_changes() for page in self._pages.values())

    def minimumSizeHint(self) -> QSize:
        """Let the banner keep its height on a small screen: pages scroll."""
        return QSize(0, self.fontMetrics().height() * 4)

    def focus_page(self) -> None:
        """Put the keyboard on the first field of the page in front."""
        page = self.current()
        if page is not None:
            page.setFocus()
            page.focusNextChild()
