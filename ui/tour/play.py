"""``almapy tour``: the main job in the real windows, one picture and one line for each step."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from PySide6.QtWidgets import QApplication, QWidget

from almapy.clock import SystemClock
from almapy.demo.build import DEMO_LOGIN, create_demo
from almapy.opening import DEMO_HINT, Opened
from almapy.paths import Folders
from almapy.settings import Place, PostSettings
from ui.launcher import Launcher
from ui.program import make_application, own_settings
from ui.theme import ColorMode, Theme
from ui.tour.cards import CardsTour
from ui.tour.carnet import CarnetTour
from ui.tour.day import Day
from ui.tour.documents import DocumentsTour
from ui.tour.first_run import FirstRun
from ui.tour.player import Player, StepReport
from ui.tour.qualify import QualifyTour, forget_qualification
from ui.tour.record import RecordTour
from ui.tour.vaccination import VaccinationTour

Step = tuple[str, Callable[[], str], Callable[[], QWidget]]


def play(folder: Path, *, patients: int, out: TextIO) -> int:
    """Play every step on bases made for it and thrown away; return 0 when all succeeded."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in (*folder.glob("*.png"), folder / "tour.json"):
        old.unlink(missing_ok=True)
    application = make_application()
    application.setQuitOnLastWindowClosed(False)
    scratch = Path(tempfile.mkdtemp(prefix="almapy-visite-"))
    own_settings(scratch / "reglages")
    theme = Theme()
    theme.apply(application, ColorMode.LIGHT)
    reports: list[StepReport] = []
    player = Player(application, folder)
    clock = SystemClock()
    try:
        demo = Place(Folders(scratch / "demo"), PostSettings(idle_minutes=0))
        _prepare(create_demo(demo, clock, patients))
        new = Place(Folders(scratch / "neuf"), PostSettings(idle_minutes=0))
        first = Launcher(application, new, clock, theme)
        with _ended(player, first):
            reports += _run(player, out, _first_run(FirstRun(player, first, scratch / "cle.pdf")))
        day = Launcher(application, demo, clock, theme, hint=DEMO_HINT, login=DEMO_LOGIN)
        with _ended(player, day):
            steps = _day(
                Day(player, day),
                QualifyTour(player, day),
                RecordTour(player, day),
                CardsTour(player, day),
                DocumentsTour(player, day),
                VaccinationTour(player, day),
                CarnetTour(player, day),
            )
            reports += _run(player, out, steps)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    failed = sum(not report.ok for report in reports)
    last: dict[str, object] = {"tour": "done", "steps": len(reports), "failed": failed}
    _tell(out, last)
    lines = [*(report.values() for report in reports), last]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    (folder / "tour.json").write_text(text + "\n", encoding="utf-8")
    return 1 if failed else 0


def _prepare(opened: Opened) -> None:
    forget_qualification(opened)
    opened.application.close()


def _first_run(tour: FirstRun) -> list[Step]:
    return [
        ("premier démarrage", tour.welcome, tour.subject),
        ("cabinet", tour.practice, tour.subject),
        ("médecin", tour.doctor, tour.subject),
        ("compte", tour.account, tour.subject),
        ("clé de secours", tour.recovery_key, tour.subject),
        ("vérification de la clé", tour.proof, tour.subject),
        ("cabinet ouvert", tour.opened, tour.subject),
    ]


def _day(
    tour: Day,
    qualify: QualifyTour,
    record: RecordTour,
    cards: CardsTour,
    documents: DocumentsTour,
    vaccination: VaccinationTour,
    carnet: CarnetTour,
) -> list[Step]:
    return [
        ("connexion", tour.arrive, tour.subject),
        ("accueil", tour.sign_in, tour.subject),
        ("palette", tour.palette, tour.subject),
        ("dossier de RUTH", tour.open_ruth, tour.subject),
        ("comparaison INSi", qualify.compare, qualify.subject),
        ("qualifier RUTH", qualify.accept, qualify.subject),
        ("nouveau patient", record.new_patient, record.subject),
        ("consultation", record.consultation, record.subject),
        ("poids", record.weight, record.subject),
        ("courbe du poids", record.curve, record.subject),
        ("verrouiller", tour.lock, tour.subject),
        ("déverrouiller", tour.unlock, tour.subject),
        ("patient suivant", record.next_patient, record.subject),
        ("carte Vitale → dossier", cards.vitale, cards.subject),
        ("associer la CPS", cards.link_cps, cards.subject),
        ("connexion par CPS", cards.sign_in, cards.subject),
        ("documents à valider", documents.waiting, documents.subject),
        ("courrier reconnu", documents.letter, documents.subject),
        ("numérisation reconnue", documents.scan, documents.subject),
        ("photo reconnue", documents.photo, documents.subject),
        ("trois documents classés", documents.filed, documents.subject),
        ("vaccin par la boîte", vaccination.box, vaccination.subject),
        ("vaccin par son nom", vaccination.by_name, vaccination.subject),
        ("carnet de vaccination", vaccination.booklet, vaccination.subject),
        ("activer MesVaccins.net", carnet.activate, carnet.subject),
        ("carnet électronique", carnet.create, carnet.subject),
        ("vaccin partagé", carnet.shared, carnet.subject),
        ("journal des traces", tour.traces, tour.subject),
        ("sauvegarde", tour.backup, tour.subject),
    ]


def _run(player: Player, out: TextIO, steps: list[Step]) -> list[StepReport]:
    reports = []
    for name, act, subject in steps:
        report = player.play(name, act, subject)
        _tell(out, report.values())
        reports.append(report)
        if not report.ok:
            break
    return reports


def _tell(out: TextIO, values: dict[str, object]) -> None:
    out.write(json.dumps(values, ensure_ascii=False) + "\n")
    out.flush()


@contextmanager
def _ended(player: Player, launcher: Launcher) -> Iterator[None]:
    """Close what the launcher opened, whatever happened in between."""
    try:
        yield
        if launcher.office is not None:
            launcher.office.leave(comes_back=False)
            player.wait_until(lambda: launcher.office is None, "fermeture")
    finally:
        launcher.end()
        QApplication.processEvents()
