"""Tour: a letter, a scan and a photo are filed by Enter, each in the record it is about."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt

from almapy.application import Application
from almapy.incoming.model import IncomingLine, State
from almapy.users.model import Actor
from ui.incoming.page import IncomingPage
from ui.incoming.review import Review
from ui.launcher import Launcher
from ui.tour.player import Player
from ui.tour.practice_steps import PracticeSteps

_FIRST = 3  # a PDF with its text, a scan, a photo


class DocumentsTour(PracticeSteps):
    """The documents that wait in the demo practice, read before anybody opens them."""

    def __init__(self, player: Player, launcher: Launcher) -> None:
        super().__init__(player, launcher)
        self._waiting: list[int] = []

    def waiting(self) -> str:
        """F8: what waits has been read in the background."""
        for place in range(_FIRST):
            self._player.wait_until(
                partial(self._is_read, place),
                f"la lecture du document {place + 1}",
            )
        self._player.press(Qt.Key.Key_F8, target=self._window())
        self._player.wait_until(self._is_listed, "la liste des documents")
        self._settle()
        self._waiting = [one.id for one in self._to_file()]
        return f"{len(self._waiting)} documents attendent, déjà lus."

    def letter(self) -> str:
        """Enter: the first document is in front, its patient sure."""
        self._player.press(Qt.Key.Key_Return)
        self._shows(self._waiting[0])
        return "Un PDF avec son texte\u00a0: le patient est sûr, les mots qui le prouvent marqués."

    def scan(self) -> str:
        """Enter: it is filed, the scan is in front."""
        self._player.press(Qt.Key.Key_Return)
        self._shows(self._waiting[1])
        return "Un document numérisé, lu par reconnaissance de caractères."

    def photo(self) -> str:
        """Enter: the scan is filed, the photo is in front."""
        self._player.press(Qt.Key.Key_Return)
        self._shows(self._waiting[2])
        return "La photo d'une ordonnance, de travers sur la table."

    def filed(self) -> str:
        """Enter: three documents are in their records."""
        self._player.press(Qt.Key.Key_Return)
        wanted = self._waiting[:_FIRST]
        self._player.wait_until(
            lambda: not {one.id for one in self._to_file()} & set(wanted), "le classement"
        )
        self._settle()
        application, actor = self._practice()
        archived = {one.id: one for one in application.incoming.archives(actor)}
        done = [archived[one] for one in wanted if one in archived]
        self._player.expect(
            that=len(done) == _FIRST and all(one.patient for one in done),
            what="un document n'est pas dans son dossier",
        )
        return (
            "Trois documents classés, une touche chacun\u00a0; «\u00a0Annuler\u00a0» les reprend."
        )

    def _shows(self, incoming_id: int) -> None:
        """Wait for that document in front, with a patient who is sure."""

        def is_shown() -> bool:
            review = self._review()
            return review is not None and review.line.id == incoming_id

        self._player.wait_until(is_shown, "le document")
        self._settle()
        review = self._review()
        self._player.expect(
            that=review is not None and review.sight.match.patient_id is not None,
            what="le patient n'est pas sûr",
        )

    def _review(self) -> Review | None:
        page = self._page()
        return page.flow.review if page is not None and page.is_reviewing() else None

    def _is_read(self, place: int) -> bool:
        return self._to_file()[place].state is State.READY

    def _is_listed(self) -> bool:
        page = self._page()
        return page is not None and len(page.flow.lines) >= _FIRST

    def _page(self) -> IncomingPage | None:
        page = self._window().pages.current()
        return page if isinstance(page, IncomingPage) else None

    def _to_file(self) -> list[IncomingLine]:
        application, actor = self._practice()
        return application.incoming.to_file(actor)

    def _practice(self) -> tuple[Application, Actor]:
        office = self._launcher.office
        assert office is not None
        return office.desk.application, office.desk.actor
