"""What goes wrong while an ApCV is read, each worded once for the person at the desk."""

from __future__ import annotations

from almapy.errors import DomainError, ExternalError

_NOTHING = "Rien n'a été gardé ni modifié."
_CARD_INSTEAD = "demandez la carte Vitale"


class ApcvNotInstalled(ExternalError):  # noqa: N818  (named after the fact, like the others here)
    """No official connector on this post: the only one who can read what a telephone shows."""

    code = "apcv.not_installed"

    def __init__(self) -> None:
        super().__init__(
            "L'ApCV ne peut pas être lue sur ce poste\u00a0: le composant officiel du GIE "
            f"SESAM-Vitale n'y est pas installé. {_NOTHING} Demandez la carte Vitale, ou cherchez "
            "le patient par son nom."
        )


class NoChannel(DomainError):  # noqa: N818
    """Nobody chose how this post reads an ApCV."""

    code = "apcv.no_channel"

    def __init__(self) -> None:
        super().__init__(
            f"Le moyen de lire une ApCV n'est pas choisi sur ce poste. {_NOTHING} Choisissez "
            "webcam, douchette ou lecteur NFC dans «\u00a0Ce poste\u00a0»."
        )


class NothingScanned(DomainError):  # noqa: N818
    """The code held nothing."""

    code = "apcv.empty"

    def __init__(self) -> None:
        super().__init__(f"Le code lu est vide. {_NOTHING} Scannez de nouveau.")


class CodeTooLong(DomainError):  # noqa: N818
    """More came than any code holds: two scans stuck together, or something else was typed."""

    code = "apcv.too_long"

    def __init__(self) -> None:
        super().__init__(
            f"Ce qui a été lu est trop long pour une ApCV. {_NOTHING} Scannez de nouveau, une "
            "seule fois."
        )


class InsCodeShown(DomainError):  # noqa: N818
    """The code is an INS code, which has its own page; nothing of it went to the connector."""

    code = "apcv.ins_code"

    def __init__(self) -> None:
        super().__init__(
            "Ce code est un code INS, pas une ApCV. Il n'a pas été envoyé et rien n'a été "
            "modifié. Ouvrez-le dans «\u00a0Lire un code INS\u00a0»."
        )


class BoxCodeShown(DomainError):  # noqa: N818
    """The code is that of a box of medicine; nothing of it went to the connector."""

    code = "apcv.box_code"

    def __init__(self) -> None:
        super().__init__(
            "Ce code est celui d'une boîte de médicament, pas une ApCV. Il n'a pas été envoyé et "
            "rien n'a été modifié. Présentez le code que montre le téléphone du patient."
        )


class ContextOver(DomainError):  # noqa: N818
    """The context that the telephone opened has ended: what was read is forgotten."""

    code = "apcv.over"

    def __init__(self) -> None:
        super().__init__(
            "L'accord donné par le téléphone est terminé\u00a0: ce qui avait été lu est oublié. "
            "Les dossiers sont intacts. Demandez au patient d'afficher un nouveau code, puis "
            "scannez de nouveau."
        )


class ConnectorMute(ExternalError):  # noqa: N818
    """The connector did not answer within the time that was given."""

    code = "apcv.mute"

    def __init__(self) -> None:
        super().__init__(
            f"Le composant officiel n'a pas répondu. {_NOTHING} Recommencez avec un nouveau code, "
            f"sinon {_CARD_INSTEAD}.",
            retryable=True,
        )


class NobodyTold(ExternalError):  # noqa: N818
    """The connector answered without a person."""

    code = "apcv.nobody"

    def __init__(self) -> None:
        super().__init__(
            f"Le composant officiel n'a nommé personne. {_NOTHING} Recommencez avec un nouveau "
            f"code, sinon {_CARD_INSTEAD}."
        )
