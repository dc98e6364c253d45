"""What goes wrong between a program and a webcam, each worded once for the person at the desk."""

from __future__ import annotations

from almapy.errors import ExternalError

_OTHERWISE = "ou lisez le code par un autre moyen"


class CameraNotInstalled(ExternalError):  # noqa: N818  (named after the fact, like the others here)
    """The library that films cannot be loaded on this post."""

    code = "camera.no_library"

    def __init__(self) -> None:
        super().__init__(
            "La webcam ne peut pas être utilisée\u00a0: la bibliothèque OpenCV manque sur cet "
            f"ordinateur. Rien n'a été modifié. Réinstallez AlmaPy, {_OTHERWISE}."
        )


class CameraAbsent(ExternalError):  # noqa: N818
    """No camera of this number, one that is held or forbidden; systems do not tell which.

    People count cameras from 1, programs from 0.
    """

    code = "camera.absent"

    def __init__(self, number: int) -> None:
        super().__init__(
            f"La caméra\u00a0{number + 1} ne s'ouvre pas\u00a0: absente, prise par un autre "
            "logiciel, ou interdite par les réglages de confidentialité du système. Rien n'a été "
            "modifié. Vérifiez-le, ou changez de caméra dans «\u00a0Ce poste\u00a0», puis "
            "recommencez.",
            retryable=True,
        )


class CameraMute(ExternalError):  # noqa: N818
    """The camera does not open, or gives no picture, within the time that was given."""

    code = "camera.mute"

    def __init__(self) -> None:
        super().__init__(
            "La webcam ne répond pas. Rien n'a été modifié. Débranchez-la et rebranchez-la (une "
            f"webcam intégrée\u00a0: redémarrez AlmaPy), {_OTHERWISE}.",
            retryable=True,
        )


class CameraBusy(ExternalError):  # noqa: N818
    """This program already films with it, or an earlier film never ended."""

    code = "camera.busy"

    def __init__(self) -> None:
        super().__init__(
            "La webcam est encore prise par une lecture précédente. Rien n'a été modifié. "
            "Attendez un instant puis recommencez\u00a0; si cela dure, débranchez-la.",
            retryable=True,
        )


class CameraGone(ExternalError):  # noqa: N818
    """The camera was pulled out, or stopped giving pictures."""

    code = "camera.gone"

    def __init__(self) -> None:
        super().__init__(
            "La webcam a été débranchée, ou s'est arrêtée. Rien n'a été lu ni modifié. "
            "Rebranchez-la, puis recommencez.",
            retryable=True,
        )


class NoCodeSeen(ExternalError):  # noqa: N818
    """Nothing was read in the time that was given; the camera is off."""

    code = "camera.no_code"

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"Aucun code n'a été lu en {round(seconds)} secondes. La webcam est éteinte et rien "
            "n'a été modifié. Approchez le code, évitez les reflets, augmentez la luminosité de "
            "l'écran du téléphone, puis recommencez.",
            retryable=True,
        )
