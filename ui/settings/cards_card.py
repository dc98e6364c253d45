"""« Cartes et lecteurs »: the readers of this post and what an inserted card does."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from ui.desk import Desk
from ui.settings.reader_choice import ReaderChoice
from ui.settings.readers_now import ReadersNow
from ui.widgets.bound_fields import BoundFields
from ui.widgets.form import FormSection

TITLE = "Cartes et lecteurs"


class CardsCard(FormSection):
    """Open to whoever sits at the post: who plugs a reader in says which card goes in it."""

    def __init__(self, desk: Desk, fields: BoundFields, parent: QWidget | None = None) -> None:
        """Bind the settings to `fields`."""
        super().__init__(TITLE, columns=2, parent=parent)
        self.readers = ReadersNow(desk)
        self.vitale = fields.bind("vitale_reader", ReaderChoice("Celui où elle se trouve"))
        self.cps = fields.bind("cps_reader", ReaderChoice("Celui où elle se trouve"))
        self.opens = fields.bind(
            "open_on_vitale", QCheckBox("Ouvrir le dossier à l'insertion d'une carte Vitale")
        )
        self.readers.seen.connect(self.vitale.show_readers)
        self.readers.seen.connect(self.cps.show_readers)
        self.add_wide(self.readers)
        self.add_row("Lecteur de carte Vitale", self.vitale)
        self.add_row("Lecteur de carte CPS", self.cps)
        self.add_wide(self.opens)
