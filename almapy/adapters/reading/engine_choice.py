"""Which engine this post has, and what to say without one."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from almapy.adapters.reading.engine import LANGUAGE, Engine, hold_threads
from almapy.ocr.model import EngineState
from resources import resource


def make_engine() -> Engine | None:
    """Return the best engine of this post that knows French, None when there is none.

    The one inside the program comes first: it needs no other program and no temporary file.
    """
    hold_threads()
    for folder in french_folders():
        engine = _inside(folder) or _beside(folder)
        if engine:
            return engine
    return None


def engine_state() -> EngineState:
    """Tell whether pictures can be read on this post, without loading what reads them."""
    if not find_spec("tesserocr") and not tesseract_program():
        return EngineState.NO_ENGINE
    return EngineState.READY if any(french_folders()) else EngineState.NO_FRENCH


def remedy_of(state: EngineState) -> str:
    """Return what a person is told, in French: what happened, what still works, what to do."""
    if state is EngineState.READY:
        return ""
    happened = (
        "Le moteur de lecture Tesseract ne fonctionne pas sur ce poste"
        if state is EngineState.NO_ENGINE
        else "Les données françaises du moteur de lecture Tesseract manquent sur ce poste"
    )
    return (
        f"{happened}\u00a0: les images et les pages numérisées n'y sont pas lues. Elles sont "
        "gardées et se classent à la main\u00a0; les documents qui contiennent déjà leur texte "
        f"sont lus comme d'habitude. {_TO_DO[state]}"
    )


_TO_DO = {
    EngineState.NO_ENGINE: (
        "Réinstallez AlmaPy, ou installez le programme Tesseract (paquets "
        "«\u00a0tesseract-ocr\u00a0» et «\u00a0tesseract-ocr-fra\u00a0»), puis relancez la lecture."
    ),
    EngineState.NO_FRENCH: (
        "Réinstallez AlmaPy, ou installez le paquet «\u00a0tesseract-ocr-fra\u00a0», puis relancez "
        "la lecture."
    ),
}


def french_folders(folders: Iterable[Path] | None = None) -> list[Path]:
    """Return the folders that hold the French data: the program's own, then the system's."""
    among = _data_folders() if folders is None else folders
    return [folder for folder in among if (folder / f"{LANGUAGE}.traineddata").is_file()]


def tesseract_program() -> str | None:
    """Return the path of the program ``tesseract``, None where it is not installed."""
    found = shutil.which("tesseract")
    if found or sys.platform != "win32":
        return found
    usual = Path(os.environ.get("PROGRAMFILES", "C:/Program Files"), "Tesseract-OCR/tesseract.exe")
    return str(usual) if usual.is_file() else None


def _data_folders() -> Iterator[Path]:
    yield resource("ocr")
    if named := os.environ.get("TESSDATA_PREFIX"):
        yield from (Path(named), Path(named, "tessdata"))
    if program := tesseract_program():
        yield Path(program).parent / "tessdata"
    for root in (Path("/usr/share"), Path("/usr/local/share"), Path("/opt/homebrew/share")):
        yield from sorted(root.glob("tesseract-ocr/*/tessdata"), reverse=True)
        yield from (root / "tesseract-ocr" / "tessdata", root / "tessdata")


def _inside(folder: Path) -> Engine | None:
    from almapy.adapters.reading.tesserocr_engine import TesserocrEngine

    try:
        return TesserocrEngine(folder)
    except (ImportError, OSError, RuntimeError):
        return None


def _beside(folder: Path) -> Engine | None:
    from almapy.adapters.reading.pytesseract_engine import PytesseractEngine

    program = tesseract_program()
    if not program or not find_spec("pytesseract"):
        return None
    return PytesseractEngine(program, folder)
