"""What goes wrong between a program and a card, each worded once for the person at the desk."""

from __future__ import annotations

from almapy.errors import ExternalError


class CardServiceAbsent(ExternalError):  # noqa: N818  (named after the fact, like the others here)
    """No service of readers on this post, or it was stopped: the calm state of many posts."""

    code = "cards.no_service"

    def __init__(self) -> None:
        super().__init__(
            "Le service des lecteurs de cartes ne répond pas sur ce poste. Rien n'a été modifié. "
            "Branchez un lecteur, ou faites vérifier l'installation de celui qui est branché, puis "
            "recommencez.",
            retryable=True,
        )


class ReaderAbsent(ExternalError):  # noqa: N818
    """The service works and shows no reader, or not the one that was chosen."""

    code = "cards.no_reader"

    def __init__(self) -> None:
        super().__init__(
            "Aucun lecteur de cartes n'est branché. Rien n'a été modifié. Branchez-le, puis "
            "recommencez.",
            retryable=True,
        )


class CardAbsent(ExternalError):  # noqa: N818
    """No card of the wanted kind is in a reader; ``wanted`` is its French name."""

    code = "cards.no_card"

    def __init__(self, wanted: str = "carte") -> None:
        super().__init__(
            f"Il n'y a pas de {wanted} dans le lecteur. Rien n'a été modifié. Insérez-la puce en "
            "avant, puis recommencez.",
            retryable=True,
        )


class CardRemoved(ExternalError):  # noqa: N818
    """The card left, or was swapped for another, while it was read."""

    code = "cards.removed"

    def __init__(self) -> None:
        super().__init__(
            "La carte a été retirée pendant la lecture. Rien n'a été pris d'elle ni modifié. "
            "Remettez-la et laissez-la jusqu'à la fin.",
            retryable=True,
        )


class CardMute(ExternalError):  # noqa: N818
    """The card does not answer within the time that was given."""

    code = "cards.mute"

    def __init__(self) -> None:
        super().__init__(
            "La carte ne répond pas. Rien n'a été modifié. Retirez-la, essuyez la puce, "
            "remettez-la puis recommencez.",
            retryable=True,
        )


class CardBusy(ExternalError):  # noqa: N818
    """Another program holds the card for itself, or an earlier reading has not ended."""

    code = "cards.busy"

    def __init__(self) -> None:
        super().__init__(
            "La carte est occupée par un autre logiciel, ou par une lecture qui n'est pas finie. "
            "Rien n'a été modifié. Attendez un instant, puis recommencez.",
            retryable=True,
        )


class CardUnreadable(ExternalError):  # noqa: N818
    """The card answered something that is not what its kind answers.

    ``why`` is a French sentence part without anything of what the card holds.
    """

    code = "cards.unreadable"

    def __init__(self, why: str = "ses données ne sont pas celles attendues") -> None:
        super().__init__(
            f"La carte n'a pas pu être lue\u00a0: {why}. Rien n'a été pris d'elle ni modifié. "
            "Essayez une autre fois, sinon saisissez le patient à la main."
        )
