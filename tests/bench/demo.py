"""How long the demo practice takes to be made; it informs, nothing is promised."""

import tempfile
from pathlib import Path

from almapy.clock import SystemClock
from almapy.demo.build import create_demo
from almapy.paths import Folders
from almapy.settings import Place, PostSettings
from tests.bench.figures import Figure, seconds

TITLE = "Cabinet de démonstration"


def run(sizes):
    """Yield the seconds of `almapy init --demo N`, without the start of the process."""
    with tempfile.TemporaryDirectory(prefix="almapy-bench-") as name:
        place = Place(Folders(Path(name) / "data"), PostSettings())

        def work():
            create_demo(place, SystemClock(), sizes.demo).application.close()

        yield Figure(f"créer {sizes.demo} dossiers complets", seconds(work), "s")
