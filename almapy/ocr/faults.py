"""Why a document could not be read: each one a sentence for its row; the document is kept."""

from __future__ import annotations

from almapy.errors import DomainError

_KEPT = "Il est gardé tel qu'il a été reçu."


class UnreadableFile(DomainError):  # noqa: N818
    """Damaged, cut short, of no accepted kind, or made to exhaust the machine."""

    code = "reading.unreadable"


class PasswordWanted(DomainError):  # noqa: N818
    """The PDF opens with a password, and none or a wrong one was given."""

    code = "reading.password"

    def __init__(self, *, wrong: bool = False) -> None:
        super().__init__(
            f"Ce mot de passe n'ouvre pas ce PDF. {_KEPT} Vérifiez-le, ou demandez à l'expéditeur "
            "un document sans mot de passe."
            if wrong
            else f"Ce PDF est protégé par un mot de passe. {_KEPT} Donnez le mot de passe pour le "
            "lire et le classer.",
            field="password",
        )


class ReadingTooLong(DomainError):  # noqa: N818
    """A page took more time or memory than one document may."""

    code = "reading.too_long"

    def __init__(self) -> None:
        super().__init__(
            f"La lecture de ce document a été arrêtée\u00a0: elle demandait trop de temps ou de "
            f"mémoire. {_KEPT} Classez-le à la main, ou numérisez-le de nouveau à 200 points par "
            "pouce."
        )


class ReaderFailed(DomainError):  # noqa: N818
    """The process that reads ended on this document."""

    code = "reading.failed"

    def __init__(self) -> None:
        super().__init__(
            f"Ce document n'a pas pu être lu. {_KEPT} Classez-le à la main, ou relancez la lecture."
        )


class ReadingStopped(DomainError):  # noqa: N818
    """Somebody gave up waiting; nothing was kept and the document can be read again."""

    code = "reading.stopped"

    def __init__(self) -> None:
        super().__init__(f"La lecture a été interrompue. {_KEPT}")
