"""A titled group of labelled fields that keeps itself readable at any width."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL, SPACE_XS, Tone
from ui.widgets.announce import announce
from ui.widgets.icon_label import IconLabel
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import (
    TONE_ICONS,
    Surface,
    TextRole,
    set_invalid,
    set_surface,
    set_text_role,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_FIELD_CHARACTERS: Final = 24


class FormSection(QFrame):
    """Labels at the left of their fields, in up to `columns` pairs; above them when room is short.

    Tab follows the order in which rows were added.
    """

    def __init__(self, title: str = "", *, columns: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, Surface.CARD)
        self.setAccessibleName(title)
        self._columns = columns
        self._rows: list[_Row] = []
        self._shape = (columns, False)
        self._next_place = 0
        self._label_widths: tuple[int, ...] = ()
        self._legend = QLabel("* obligatoire")
        set_text_role(self._legend, TextRole.SECONDARY)
        self._legend.hide()
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(SPACE_XS)
        self._grid.setHorizontalSpacing(0)
        self._lay_out(title)
        self._share_width()

    def add_row(
        self, label: str, field: QWidget, *, required: bool = False, hint: str = ""
    ) -> None:
        """Add a field; `label` may hold a mnemonic (`&`), `hint` stays readable under the field."""
        spoken = label.replace("&", "")
        field.setAccessibleName(f"{spoken}, obligatoire" if required else spoken)
        field.setAccessibleDescription(hint)
        caption = QLabel(f"{label}\u00a0*" if required else label)
        caption.setBuddy(field)
        if required:
            self._legend.show()
        self._add(_Row(caption, _Cell(field, hint)))

    def add_wide(self, content: QWidget) -> None:
        """Add a widget without label over the whole width."""
        self._add(_Row(None, content))

    def set_error(self, field: QWidget, text: str) -> None:
        """Show under the field why it is refused, and have it said by the screen reader."""
        self._cell(field).show_error(text)

    def label_widths(self) -> tuple[int, ...]:
        """Return the width that the labels of each column ask for."""
        widths = [0] * self._columns
        columns, _ = self._shape
        place = 0
        for row in self._rows:
            if row.label is None:
                place = -(-place // columns) * columns
                continue
            column = place % columns
            widths[column] = max(widths[column], row.label.sizeHint().width())
            place += 1
        return tuple(widths)

    def set_label_widths(self, widths: tuple[int, ...]) -> None:
        """Give the labels of each column at least that room, as in the sections beside."""
        self._label_widths = widths
        self._share_width()

    def clear_error(self, field: QWidget) -> None:
        """Remove the refusal; the hint of the field comes back as its description."""
        self._cell(field).show_error("")

    def set_remark(self, field: QWidget, text: str, tone: Tone = Tone.ATTENTION) -> None:
        """Say under the field what deserves a look and refuses nothing; empty removes it."""
        self._cell(field).show_remark(text, tone)

    def remark(self, field: QWidget) -> str:
        """Return what is said under the field, empty when nothing is."""
        return self._cell(field).remark

    def clear_errors(self) -> None:
        """Remove every refusal of the section."""
        for cell in self._cells():
            cell.show_error("")

    def focus_first_error(self) -> bool:
        """Take the keyboard to the first refused field; False when none is refused."""
        for cell in self._cells():
            if cell.has_error:
                cell.field.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def minimumSizeHint(self) -> QSize:
        """Leave the parent free to shrink it down to labels above fields."""
        widest = max((row.narrow_width() for row in self._rows), default=0)
        height = super().minimumSizeHint().height()
        return QSize(widest + 2 * SPACE_L, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:  # a larger text changed what fits
            self._arrange()
        return super().event(event)

    def _lay_out(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        head = QHBoxLayout()
        if title:
            head.addWidget(SectionTitle(title), 1)
        head.addStretch()
        head.addWidget(self._legend)
        column.addLayout(head)
        column.addLayout(self._grid)
        column.addStretch(1)

    def _add(self, row: _Row) -> None:
        self._rows.append(row)
        self._put(row)

    def _cells(self) -> list[_Cell]:
        return [row.content for row in self._rows if isinstance(row.content, _Cell)]

    def _cell(self, field: QWidget) -> _Cell:
        return next(
            cell for cell in self._cells() if cell.field is field or cell.field.isAncestorOf(field)
        )

    def _fitting_shape(self) -> tuple[int, bool]:
        """Columns that fit the width, and whether labels must stand above."""
        labels = [row.label.sizeHint().width() for row in self._rows if row.label is not None]
        if not labels:
            return 1, True
        fields = [cell.minimumSizeHint().width() for cell in self._cells()]
        usual = self.fontMetrics().averageCharWidth() * _FIELD_CHARACTERS
        pair = max(labels) + SPACE_M + max(usual, *fields)
        room = self.contentsRect().width() - 2 * SPACE_L
        columns = min(self._columns, max(1, (room + SPACE_XL) // (pair + SPACE_XL)))
        return columns, room < pair

    def _arrange(self) -> None:
        shape = self._fitting_shape()
        if shape == self._shape:
            return
        self._shape = shape
        self._next_place = 0
        for row in self._rows:
            for placed in (row.label, row.content):
                if placed is not None:
                    self._grid.removeWidget(placed)
        for line in range(self._grid.rowCount()):
            self._grid.setRowMinimumHeight(line, 0)  # a line left empty would keep its room
        self._share_width()
        for row in self._rows:
            self._put(row)
        self.updateGeometry()

    def _share_width(self) -> None:
        """Give each pair a label, a gap, a field that stretches, and a gap before the next pair."""
        columns, above = self._shape
        as_beside = len(self._label_widths) == columns and not above
        for column in range(self._columns):
            first, used = column * 4, column < columns
            width = self._label_widths[column] if as_beside and used else 0
            self._grid.setColumnMinimumWidth(first, width)
            self._grid.setColumnMinimumWidth(first + 1, SPACE_M if used else 0)
            self._grid.setColumnStretch(first + 2, 1 if used else 0)
            self._grid.setColumnMinimumWidth(first + 3, SPACE_XL if column < columns - 1 else 0)

    def _put(self, row: _Row) -> None:
        """Put a row in the next place of the grid, which has two lines for each line of pairs."""
        columns, above = self._shape
        whole_line = above or row.label is None
        if whole_line:
            self._next_place = -(-self._next_place // columns) * columns
        line, column = divmod(self._next_place, columns)
        line, first = line * 2, column * 4
        self._next_place += columns if whole_line else 1
        if row.label is None:
            self._grid.addWidget(row.content, line, 0, 1, -1)
        elif above:
            row.label.setContentsMargins(0, SPACE_XS, 0, 0)
            self._grid.addWidget(row.label, line, 0, 1, -1)
            self._grid.addWidget(row.content, line + 1, 0, 1, -1)
        else:
            row.label.setContentsMargins(0, SPACE_S, 0, 0)  # level with the text of the field
            self._grid.addWidget(row.label, line, first, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(row.content, line, first + 2, Qt.AlignmentFlag.AlignTop)
            self._grid.setRowMinimumHeight(line + 1, SPACE_XS)


class _Row(NamedTuple):
    label: QLabel | None
    content: QWidget

    def narrow_width(self) -> int:
        widths = [self.content.minimumSizeHint().width()]
        if self.label is not None:
            widths.append(self.label.sizeHint().width())
        return max(widths)


class _Cell(QWidget):
    """A field with its hint and its refusal underneath."""

    def __init__(self, field: QWidget, hint: str) -> None:
        super().__init__()
        self.field = field
        self._hint = hint
        self._error = _ErrorLine()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(field)
        if hint:
            below = QLabel(hint)
            below.setWordWrap(True)
            set_text_role(below, TextRole.SECONDARY)
            column.addWidget(below)
        column.addWidget(self._error)
        self._remark: _RemarkLine | None = None

    @property
    def remark(self) -> str:
        return self._remark.text if self._remark is not None else ""

    def show_remark(self, text: str, tone: Tone) -> None:
        if text == self.remark:
            return
        if self._remark is None:
            self._remark = _RemarkLine()
            column = self.layout()
            assert column is not None
            column.addWidget(self._remark)
        self._remark.show_text(text, tone)
        self._remark.setVisible(bool(text) and not self.has_error)
        if not self.has_error:
            self.field.setAccessibleDescription(text or self._hint)
        if text:
            announce(self.field, text)

    @property
    def has_error(self) -> bool:
        return not self._error.isHidden()

    def show_error(self, text: str) -> None:
        self._error.show_text(text)
        if self._remark is not None:  # one thing at a time: the refusal says what to do
            self._remark.setVisible(bool(self.remark) and not text)
        self.field.setAccessibleDescription(text or self.remark or self._hint)
        set_invalid(self.field, invalid=bool(text))
        if text:
            announce(self.field, text)


class _ErrorLine(QWidget):
    def __init__(self) -> None:
        super().__init__()
        icon = IconLabel("error", scale=1.0)
        self._text = QLabel()
        self._text.setWordWrap(True)
        for part in (icon, self._text):
            set_text_role(part, TextRole.ERROR)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_XS + 2)
        line.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._text, 1)
        self.hide()

    def show_text(self, text: str) -> None:
        self._text.setText(text)
        self.setVisible(bool(text))


class _RemarkLine(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel(TONE_ICONS[Tone.ATTENTION], scale=1.0)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_XS + 2)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._text, 1)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def show_text(self, text: str, tone: Tone) -> None:
        self._icon.set_icon(TONE_ICONS[tone])
        self._text.setText(text)
        self.setVisible(bool(text))
