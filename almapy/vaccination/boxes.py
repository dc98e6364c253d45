"""Boxes of vaccine: what their code says, which product it is, and what was told once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from almapy.audit.model import Action
from almapy.camera.ports import CodeForm, FrameSource
from almapy.camera.scan import CodeScan, ScanTimes
from almapy.camera.service import CameraService
from almapy.errors import DomainError
from almapy.gs1.box import read_box
from almapy.gs1.faults import BoxFault, BoxRefused
from almapy.gs1.keyboard import typed_box
from almapy.gs1.model import BoxCode
from almapy.stop import Stop
from almapy.users.model import Actor, Right
from almapy.vaccination.box_model import ScannedBox
from almapy.vaccination.box_watch import BoxReader, BoxWatch
from almapy.vaccination.tables import BoxProductRow
from almapy.vaccines.model import Vaccine
from almapy.work import Works

if TYPE_CHECKING:
    from almapy.bdpm.service import BdpmService
    from almapy.vaccines.service import VaccineService

SEARCH = ScanTimes(code=60.0)
"""A box takes longer than a telephone: a hand looks for the side and the distance."""


class BoxService:
    """Tells which product a box is; writes nothing in a record."""

    def __init__(
        self,
        works: Works,
        vaccines: VaccineService,
        medicines: BdpmService,
        cameras: CameraService,
        *,
        reader: Callable[[], BoxReader],
        pictures: Callable[[bytes, Stop], list[bytes]],
        box_camera: Callable[[int], FrameSource] | None = None,
    ) -> None:
        """Make the service.

        ``reader`` gives a reader of frames for one search, ``pictures`` the codes of a picture;
        ``box_camera`` films simulated boxes.
        """
        self._works, self._cameras = works, cameras
        self._vaccines, self._medicines = vaccines, medicines
        self._reader, self._pictures = reader, pictures
        self._box_camera = box_camera

    @property
    def simulated(self) -> bool:
        """Tell whether the boxes before the webcam are drawn by a simulator."""
        return self._box_camera is not None

    def watch(self) -> BoxWatch:
        """Return a reader for one search: it tells meanwhile what would help."""
        return BoxWatch(self._reader(), self._works.clock.today)

    def film(self, number: int, watch: BoxWatch | None = None) -> CodeScan:
        """Return a search for a box with the webcam of this number, not begun."""
        return self._cameras.scan(
            number,
            (CodeForm.DATAMATRIX,),
            read=watch or self.watch(),
            times=SEARCH,
            source_of=self._box_camera,
        )

    def read(self, actor: Actor, content: bytes) -> ScannedBox:
        """Say which box holds this code.

        Raises BoxRefused; for several possible readings its ``choices`` go to ``known``.
        """
        actor.require(Right.READ_NOTES)
        return self.known(actor, read_box(content, self._today()))

    def typed(self, actor: Actor, text: str) -> ScannedBox:
        """Say which box a scanner, or a person, typed; raises BoxRefused."""
        actor.require(Right.READ_NOTES)
        return self.known(actor, typed_box(text, self._today()))

    def picture(self, actor: Actor, data: bytes, stop: Stop) -> ScannedBox:
        """Say which box a picture shows.

        The first code that can be a dose counts. Raises BoxRefused, FormatError for what is no
        picture, DomainError when it shows no code of a box.
        """
        actor.require(Right.READ_NOTES)
        refused: BoxRefused | None = None
        for content in self._pictures(data, stop):
            try:
                return self.known(actor, read_box(content, self._today()))
            except BoxRefused as error:
                refused = refused or error
        if refused is not None:
            raise refused
        raise DomainError(
            "Aucun code de boîte n'a été lu sur cette image. Rien n'a été modifié. Choisissez une "
            "image plus nette où le code carré est entier, ou saisissez le code.",
            code="box.no_code",
        )

    def known(self, actor: Actor, code: BoxCode) -> ScannedBox:
        """Say which product a code names (vaccines.md §2.2, in that order)."""
        actor.require(Right.READ_NOTES)
        expired = code.is_expired(self._today())
        catalogue = self._vaccines.catalogue()
        vaccine = catalogue.of_cip13(code.cip13) if code.cip13 else catalogue.of_gtin(code.gtin)
        if vaccine is not None:
            return ScannedBox(code, vaccine, vaccine.name, expired=expired)
        told = self._told(code.gtin)
        if told is not None:
            return ScannedBox(code, told, told.name, expired=expired, told=True)
        medicine = self._medicines.presentation(code.cip13) if code.cip13 else None
        if medicine is None:
            return ScannedBox(code, expired=expired)
        vaccine = catalogue.of_cip13(code.cip13, medicine.cis)
        name = vaccine.name if vaccine else medicine.speciality or medicine.label
        return ScannedBox(code, vaccine, name, is_vaccine=vaccine is not None, expired=expired)

    def remember(self, actor: Actor, gtin: str, vaccine: Vaccine) -> None:
        """Keep for the whole practice which vaccine a code is; an earlier answer is replaced."""
        actor.require(Right.WRITE_NOTES)
        with self._works.begin(actor) as work:
            row = work.session.get(BoxProductRow, gtin)
            if row is None:
                row = BoxProductRow(gtin=gtin)
                work.session.add(row)
            row.vaccine, row.label = vaccine.code, vaccine.name
            row.told_by, row.told_at = actor.user_id, work.at
            told = {"boîte": gtin, "vaccin": vaccine.name}
            work.trace(Action.SETTING_CHANGED, detail=dict(told))

    def _told(self, gtin: str) -> Vaccine | None:
        with self._works.database.reading() as session:
            row = session.get(BoxProductRow, gtin)
            code = row.vaccine if row is not None else ""
        return self._vaccines.catalogue().vaccine(code) if code else None

    def _today(self) -> date:
        return self._works.clock.today()


def choices_of(error: Exception) -> tuple[BoxCode, ...]:
    """Return the possible readings of a code that lost its separators, empty for another fault."""
    if isinstance(error, BoxRefused) and error.reason is BoxFault.AMBIGUOUS:
        return error.choices
    return ()
