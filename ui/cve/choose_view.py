"""« Choisir un autre CVE ou en créer un »: the booklets a record had, and the ways to another."""

from __future__ import annotations

from PySide6.QtCore import Slot

from almapy.cve.model import CarnetLink
from ui.cve.view import CarnetView
from ui.cve.view_names import ViewName
from ui.cve.words import link_words, moment_words
from ui.desk import Desk
from ui.widgets.button import Button, ButtonKind
from ui.widgets.styling import Surface, set_surface
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel
from ui.widgets.wrap_layout import WrapLayout

_LEAST_LINES = 6
_EXPLAINED = (
    "Un dossier a un seul carnet à la fois. Les vaccins déjà enregistrés ici restent\u00a0; ceux "
    "qui attendent encore partent au carnet pour lequel ils ont été écrits."
)
_COLUMNS: tuple[Column[CarnetLink], ...] = (
    Column("Carnet", link_words, stretch=True, tooltip=lambda link: link.record_uuid),
    Column("État", lambda link: link.state.label, sample="accès retiré par le patient"),
    Column(
        "Associé",
        lambda link: moment_words(link.linked_at),
        sort_key=lambda link: link.linked_at,
        sample="00/00/0000 à 00:00",
    ),
    Column("Par", lambda link: link.linked_by, sample="P.D."),
)


class ChooseView(CarnetView):
    """Enter on a line takes that booklet again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, ViewName.CHOOSE.label, refusal="Annuler")
        self.add_words(_EXPLAINED)
        self._model = RecordTableModel(_COLUMNS, identity=lambda link: link.id)
        self.table = RecordTable(self._model, "Carnets de ce dossier", empty_text="Aucun carnet.")
        set_surface(self.table, Surface.PLAIN)
        self.table.setMinimumHeight(self.fontMetrics().lineSpacing() * _LEAST_LINES)
        self.content.addWidget(self.table, 1)
        self.choose_button = self.add_verb(Button("Prendre ce carnet", ButtonKind.PRIMARY))
        self.create_button = Button("Créer un autre carnet", icon_name="add")
        self.retrieve_button = Button("Récupérer avec un code de partage", icon_name="import")
        line = WrapLayout()
        line.addWidget(self.create_button)
        line.addWidget(self.retrieve_button)
        self.content.addLayout(line)
        self.create_button.clicked.connect(self._create)
        self.retrieve_button.clicked.connect(self._retrieve)
        self.choose_button.clicked.connect(self._choose)
        self.table.opened.connect(self._choose)
        self.table.current_changed.connect(self._follow_row)

    def begin(self) -> None:
        """Read the booklets of the record."""
        assert self.patient is not None
        patient_id = self.patient.id
        carnets, actor = self.desk.application.carnets, self.desk.actor

        def work() -> tuple[int, list[CarnetLink]]:
            return patient_id, carnets.links(actor, patient_id)

        self.table.setFocus()
        self.desk.run(self, work, self._show, self._fail)

    def rest(self) -> None:
        """Forget the list."""
        super().rest()
        self._model.set_records(())

    def _show(self, answer: tuple[int, list[CarnetLink]]) -> None:
        patient_id, links = answer
        if self.patient is None or self.patient.id != patient_id:
            return
        self._model.set_records(links)
        if links:
            self.table.selectRow(0)
        self._follow_row()

    def _fail(self, error: Exception) -> None:
        self.strip.show_failure(error)

    @Slot()
    def _follow_row(self) -> None:
        link = self.table.current_record()
        self.choose_button.setEnabled(link is not None and not link.is_active)

    @Slot()
    def _choose(self) -> None:
        link = self.table.current_record()
        if link is None or self.patient is None or not self.choose_button.isEnabled():
            return
        carnets, actor, patient_id = (
            self.desk.application.carnets,
            self.desk.actor,
            self.patient.id,
        )
        self.desk.run(
            self, lambda: carnets.choose(actor, patient_id, link.id), self._chosen, self._fail
        )

    def _chosen(self, _answer: object) -> None:
        self.desk.tell("Carnet associé au dossier.")
        self.changed.emit()
        self.leave()

    @Slot()
    def _create(self) -> None:
        self.left_for.emit(ViewName.CREATE)

    @Slot()
    def _retrieve(self) -> None:
        self.left_for.emit(ViewName.RETRIEVE)
