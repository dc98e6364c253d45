"""The parts of « Insérer un document » and where they stand."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.documents.content_preview import ContentPreview
from ui.incoming.marks import marks_of, turns_of
from ui.insertion.chosen_file import ChosenFile
from ui.insertion.detection import Seen
from ui.insertion.doubt_strip import DoubtStrip
from ui.insertion.found_people import FoundPeoplePanel
from ui.insertion.insertion_form import InsertionForm
from ui.insertion.options_box import OptionsBox
from ui.insertion.password_panel import PasswordPanel
from ui.insertion.target_box import TargetBox
from ui.page import Page
from ui.theme import SPACE_L, SPACE_M, SPACE_S
from ui.widgets.button import Button, ButtonKind
from ui.widgets.empty_state import EmptyState
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_relative_font, set_text_role
from ui.widgets.wrap_layout import WrapLayout

_BESIDE_EM = 60
_PREVIEW_LINES = 20


class InsertionLayout:
    """Fields at the left, the preview at their right; one under the other where width is short."""

    def __init__(self, desk: Desk) -> None:
        self.strip = DoubtStrip()
        self.form = InsertionForm(desk)
        self.password = PasswordPanel()
        self.people = FoundPeoplePanel(desk)
        self.target = TargetBox()
        self.options = OptionsBox(desk)
        self.preview = ContentPreview(
            desk,
            empty=EmptyState(
                "documents",
                "Aucun fichier choisi",
                "Choisissez un fichier, ou déposez-le ici\u00a0: PDF, JPEG, PNG, TIFF ou texte.",
            ),
        )
        self.detect_button = Button("Détecter via OCR", icon_name="search")
        self.stop_button = Button("Interrompre", ButtonKind.QUIET, icon_name="cancel")
        self.status = QLabel()
        self.whose = QLabel()
        self._title = SectionTitle("Insérer un document", 1)
        self._holder = QWidget()
        self.close_button = Button("Fermer")
        self.insert_button = Button("Insérer", ButtonKind.PRIMARY, icon_name="tick")
        self._column = ScrollColumn()
        self._split = QSplitter()
        self._is_shared = False

    def bring_into_view(self, part: QWidget) -> None:
        """Scroll the fields to a part."""
        self._column.bring_into_view(part)

    def set_people_open(self, *, is_open: bool) -> None:
        """Have « Dossiers détectés » stand where the fields are, or give them back."""
        self.people.setVisible(is_open)
        for part in (self._title, self.form, self.target, self.options):
            part.setVisible(not is_open)

    def place(self, width: int) -> None:
        """Put the preview beside the fields, or under them where the page is not as wide."""
        metrics = self._split.fontMetrics()
        is_wide = width >= metrics.averageCharWidth() * 2 * _BESIDE_EM
        if is_wide and self._split.indexOf(self._holder) < 0:
            self.preview.setMinimumHeight(0)
            self._split.addWidget(self._holder)
        elif not is_wide and self._split.indexOf(self._holder) >= 0:
            self.preview.setMinimumHeight(metrics.height() * _PREVIEW_LINES)
            self._column.add_part(self._holder)
        if is_wide and not self._is_shared:
            self._is_shared = True  # what the person drags the line to stays
            self._split.setSizes([width // 2, width // 2])

    def show_file(self, file: ChosenFile | None, seen: Seen | None) -> None:
        """Show the file if it is wanted, with what was detected in it highlighted."""
        wanted = self.form.shows_preview.isChecked()
        self._holder.setVisible(wanted)
        if not wanted or file is None:
            return
        text = seen.detected.text if seen is not None else None
        turns = turns_of(text)
        self.preview.show_content(file, file.content, turns=turns)
        if seen is None:
            return
        if turns and not self.preview.turns:
            self.preview.set_turns(turns)
        self.preview.set_text(text)
        self.preview.set_marks(marks_of(seen.detected.match, None))

    def lay_out(self, page: Page) -> None:
        """Put the parts into the page."""
        set_text_role(self.status, TextRole.SECONDARY)
        set_relative_font(self.whose, 1.0, bold=True)
        self.whose.setWordWrap(True)
        self.status.setWordWrap(True)
        self._column.add_part(self.strip)
        self._column.add_part(self._title)
        for part in (self.form, self.password, self.people, self.target, self.options):
            self._column.add_part(part)
        self.people.hide()
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._column)
        beside = QVBoxLayout(self._holder)
        beside.setContentsMargins(SPACE_S, SPACE_S, SPACE_S, 0)
        beside.addWidget(self.preview)
        self._split.addWidget(self._holder)
        foot = QWidget()
        buttons = WrapLayout(foot, spacing=SPACE_S)
        for tool in (
            self.insert_button,
            self.detect_button,
            self.close_button,
            self.stop_button,
            self.status,
        ):
            buttons.addWidget(tool)
        around = QVBoxLayout()
        around.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_M)
        around.setSpacing(SPACE_S)
        around.addWidget(self.whose)
        around.addWidget(foot)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._split, 1)
        whole.addLayout(around)
        page.setAcceptDrops(True)
