"""``almapy scan``: what the boxes on pictures say."""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from almapy.cli.common import DONE, REFUSED, Verbs, output_of, root_of
from almapy.clock import SystemClock
from almapy.errors import AlmaPyError, DomainError
from almapy.gs1.box import read_box
from almapy.gs1.model import BoxCode
from almapy.gs1.wording import shown_elements

if TYPE_CHECKING:
    from almapy.bdpm.service import BdpmService
    from almapy.vaccines.catalogue import Catalogue

_log = logging.getLogger(__name__)
_MILLISECOND = 1000
_ABOUT = """\
Lit le code Datamatrix des boîtes de vaccin sur des images (PNG, JPEG…). Rien n'est enregistré. Une
boîte périmée, ou inconnue de la base des médicaments, est lue comme les autres. Une image qui ne
peut pas être lue est dite sur sa ligne et n'arrête pas les autres\u00a0; plusieurs boîtes sur une
même image font plusieurs lignes."""
_NO_CODE = DomainError(
    "Aucun code de boîte n'a été lu sur cette image. Rien n'a été modifié. Prenez une image plus "
    "nette, où le code carré est entier et assez grand.",
    code="scan.no_code",
)
_UNREADABLE = DomainError(
    "Ce fichier n'a pas pu être lu sur le disque. Il n'a pas été modifié. Vérifiez son chemin et "
    "les droits de lecture.",
    code="scan.file",
)
_BROKEN = DomainError(
    "Cette image n'a pas pu être lue. Rien n'a été modifié. Signalez-le à l'éditeur et saisissez "
    "le code à la main.",
    code="scan.broken",
)

Line = dict[str, object]


def register(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb."""
    scan = verbs.add_parser(
        "scan",
        help="lire les boîtes de vaccin sur des images",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common],
    )
    scan.add_argument("files", metavar="IMAGE", nargs="+", type=Path)
    scan.set_defaults(run=_scan)


def _scan(args: argparse.Namespace) -> int:
    output, names = output_of(args), _Names(root_of(args))
    today = SystemClock().today()
    _load_libraries()
    fine = True
    for file in args.files:
        for line in _lines(file, names.of, today):
            output.line({"file": str(file)} | line, f"{file}\u00a0: {_french(line)}")
            fine = fine and line["ok"] is True
    return DONE if fine else REFUSED


class _Names:
    """What products are called: vaccines first, then the drug base when it is loaded."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._sources: tuple[Catalogue, BdpmService] | None = None

    def of(self, box: BoxCode) -> str:
        """Return the name of the product, empty when it is not known or cannot be looked up."""
        try:
            return self._named(box)
        except AlmaPyError as fault:
            _log.warning("a product could not be looked up", extra={"fault": fault.code})
            return ""

    def _named(self, box: BoxCode) -> str:
        catalogue, medicines = self._opened()
        if not box.cip13:
            vaccine = catalogue.of_gtin(box.gtin)
            return vaccine.name if vaccine else ""
        vaccine = catalogue.of_cip13(box.cip13)
        if vaccine is None and (medicine := medicines.presentation(box.cip13)):
            vaccine = catalogue.of_cis(medicine.cis)
            return vaccine.name if vaccine else medicine.speciality or medicine.label
        return vaccine.name if vaccine else ""

    def _opened(self) -> tuple[Catalogue, BdpmService]:
        if self._sources is None:
            from almapy.bdpm.service import BdpmService
            from almapy.places.service import reference_folder
            from almapy.vaccines.service import VaccineService

            folder = reference_folder(self._root)
            self._sources = VaccineService().catalogue(), BdpmService(folder, SystemClock())
        return self._sources


def _lines(file: Path, named: Callable[[BoxCode], str], today: date) -> Iterator[Line]:
    """Yield a line for each box, or one that says why there is none."""
    begin = time.process_time()
    contents, fault = _contents(file)
    read = list(_boxes(contents, today))
    spent = round((time.process_time() - begin) * _MILLISECOND, 1)
    boxes = [(content, box) for content, box in read if isinstance(box, BoxCode)]
    for content, box in boxes:
        yield _line(content, spent, box=box, name=named(box), today=today)
    if not boxes:
        content, refused = next(
            ((content, error) for content, error in read if isinstance(error, AlmaPyError)),
            (b"", fault or _NO_CODE),
        )
        yield _line(content, spent, reason=refused.message)


def _contents(file: Path) -> tuple[list[bytes], AlmaPyError | None]:
    from almapy.adapters.boxes import boxes_of_picture
    from almapy.adapters.code_reader import MOST_BYTES
    from almapy.stop import Stop

    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except (OSError, ValueError):
        return [], _UNREADABLE
    try:
        return boxes_of_picture(data, Stop()), None
    except AlmaPyError as fault:
        return [], fault
    except Exception as error:  # noqa: BLE001  (one picture never stops the others)
        _log.error("a picture could not be read", extra={"fault": type(error).__name__})
        return [], _BROKEN


def _boxes(contents: list[bytes], today: date) -> Iterator[tuple[bytes, BoxCode | AlmaPyError]]:
    for content in contents:
        try:
            yield content, read_box(content, today)
        except AlmaPyError as fault:
            yield content, fault


def _line(
    content: bytes,
    spent: float,
    *,
    box: BoxCode | None = None,
    name: str = "",
    today: date = date.max,
    reason: str = "",
) -> Line:
    return {
        "ok": box is not None,
        "gtin": box.gtin if box else "",
        "cip13": box.cip13 if box else "",
        "lot": box.lot if box else "",
        "expiry": box.expiry.isoformat() if box else "",
        "expired": box.is_expired(today) if box else False,
        "serial": box.serial if box else "",
        "name": name,
        "element_string": shown_elements(content),
        "cpu_ms": spent,
        "reason": reason,
    }


def _french(line: Line) -> str:
    if not line["ok"]:
        return str(line["reason"])
    day = date.fromisoformat(str(line["expiry"]))
    code = line["cip13"] or line["gtin"]
    return (
        f"{line['name'] or 'produit inconnu'} ({code}), lot {line['lot']}, expiration "
        f"{day:%d/%m/%Y}{' (PÉRIMÉ)' if line['expired'] else ''}, n° de série "
        f"{line['serial'] or 'absent'}"
    )


def _load_libraries() -> None:
    """Load what reads pictures first, so that the time told is that of reading."""
    from almapy.adapters.camera import load_opencv

    with suppress(AlmaPyError, ImportError, OSError):
        load_opencv()
        import zxingcpp  # noqa: F401
        from PIL import Image

        Image.preinit()
        import almapy.adapters.boxes.search  # noqa: F401
