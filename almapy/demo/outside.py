"""What a demo practice is plugged into: simulators of this program, nothing of the post."""

from __future__ import annotations

from pathlib import Path

from almapy.clock import Clock
from almapy.demo.box_camera import BoxCamera
from almapy.demo.boxes import BoxBoard
from almapy.demo.cps import CPS_FOLDER, SimulatedCps
from almapy.demo.cve import DemoCve
from almapy.demo.psc import DemoPsc
from almapy.demo.readers import SimulatedReaders
from almapy.demo.telephone import TelephoneCamera
from almapy.demo.vitale import DemoVitale
from almapy.outside import Outside
from almapy.simulators.cps.cards import CPS_CARDS


def simulated_outside(clock: Clock, folder: Path | None = None) -> Outside:
    """Return the outside of a demo practice; nothing starts before it is used.

    ``folder`` is that of its data, where the fictitious keys of its CPS stay; without it nothing
    is written.
    """
    readers = SimulatedReaders([(one.key, one.label) for one in CPS_CARDS])
    cps = SimulatedCps(readers, clock, folder / CPS_FOLDER if folder else None)
    psc = DemoPsc(clock)
    cve = DemoCve(clock, folder)
    boxes = BoxBoard(clock.today)

    def close() -> None:
        cps.close()
        psc.close()
        cve.close()

    return Outside(
        readers=readers,
        cps=cps,
        vitale=DemoVitale(clock, readers),
        psc=psc,
        simulated_cards=readers,
        telephone_page=psc.telephone_page,
        camera=lambda _number: TelephoneCamera(clock),
        box_camera=lambda _number: BoxCamera(boxes),
        simulated_boxes=boxes,
        cve=cve,
        close=close,
    )
