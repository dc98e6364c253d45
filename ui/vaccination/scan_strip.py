"""What became of a reading, told in the panel."""

from __future__ import annotations

from almapy.camera.faults import CameraAbsent, NoCodeSeen
from almapy.errors import ExternalError
from almapy.gs1.wording import long_date
from almapy.vaccination.box_model import ScannedBox
from ui.theme import Tone
from ui.vaccination.scan_result import DONE, UNKNOWN
from ui.widgets.failure_strip import FailureStrip

NO_CAMERA = "Pas d'image de la webcam\u00a0: scannez, saisissez le code ou choisissez une image"
NOT_READ = "La boîte n'a pas été lue"
NOTHING_SEEN = "Aucun code lu en 60\u00a0secondes"
_NOTHING_SEEN_HOW = (
    "La webcam est éteinte et rien n'a été modifié. Recommencez plus près, sans reflet, ou "
    "utilisez une douchette, saisissez le code ou choisissez une image."
)
_ABSENT = (
    "ne s'ouvre pas\u00a0: absente, prise par un autre logiciel, ou interdite par les réglages de "
    "confidentialité du système. Rien n'a été modifié. «\u00a0Chercher les webcams\u00a0» dit "
    "lesquelles s'ouvrent."
)


class ScanStrip(FailureStrip):
    """Says what was read, or why nothing was and what to do instead."""

    def show_read(self, box: ScannedBox) -> None:
        """Tell a box; one past its last day is told by what shows its fields."""
        if box.is_unknown:
            self.show_message(
                Tone.ATTENTION,
                f"{UNKNOWN}. {DONE}",
                "Dites quel est ce vaccin\u00a0: le cabinet s'en souviendra.",
            )
        elif box.vaccine is None:
            self.show_message(
                Tone.CRITICAL,
                f"{DONE}\u00a0: ce n'est pas un vaccin",
                f"{box.product} est un médicament\u00a0; rien n'est ajouté. Si c'en est pourtant "
                "un, dites lequel.",
            )
        elif box.expired:
            self.dismiss()
        else:
            day = long_date(box.code.expiry)
            self.show_message(Tone.OK, DONE, f"{box.product}, lot {box.code.lot}, expire le {day}.")

    def show_refusal(self, error: Exception, camera: int) -> None:
        """Tell why nothing was read; ``camera`` is the number of the one that filmed, from 0."""
        if isinstance(error, NoCodeSeen):
            self.show_message(Tone.ATTENTION, NOTHING_SEEN, _NOTHING_SEEN_HOW)
        elif isinstance(error, CameraAbsent):
            told = f"La caméra\u00a0{camera + 1} {_ABSENT} [{error.code}]"
            self.show_message(Tone.ATTENTION, NO_CAMERA, told)
        else:
            is_outside = isinstance(error, ExternalError)
            self.show_failure(error, failed=NO_CAMERA if is_outside else NOT_READ)
