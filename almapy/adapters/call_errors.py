"""How a call to an outside service fails before the service itself says anything."""

from __future__ import annotations

from almapy.errors import ExternalError


class CallError(ExternalError):
    """No whole answer came; ``received`` is the start of what did, up to 64 KiB."""

    code = "call"

    def __init__(self, message: str, *, received: bytes = b"", retryable: bool = False) -> None:
        super().__init__(message, retryable=retryable)
        self.received = received


class Unreachable(CallError):  # noqa: N818  (named after the fact, as the messages say it)
    """No connection, or it was cut before the end of the answer."""

    code = "call.unreachable"


class TimedOut(CallError):  # noqa: N818
    """The whole call did not end within its time."""

    code = "call.timed_out"


class Untrusted(CallError):  # noqa: N818
    """A certificate is not accepted: theirs by this computer, or ours by them."""

    code = "call.untrusted"


class BadAnswer(CallError):  # noqa: N818
    """What answers does not speak HTTP as asked."""

    code = "call.bad_answer"


class TooLong(BadAnswer):
    """The answer passes the bound; the rest was not read."""

    code = "call.too_long"


class Cancelled(CallError):  # noqa: N818
    """Somebody stopped waiting."""

    code = "call.cancelled"


def unreachable(why: str, received: bytes = b"") -> Unreachable:
    """Return the failure whose French sentence says why, and what to do."""
    return Unreachable(
        f"{why} Rien n'a été modifié. Vérifiez la connexion à Internet et l'adresse du service, "
        "puis recommencez.",
        received=received,
        retryable=True,
    )


def timed_out(seconds: float, received: bytes = b"") -> TimedOut:
    """Return the failure of a call that outlasted ``seconds``."""
    return TimedOut(
        f"Le service n'a pas répondu en entier dans le délai de {seconds:.0f}\u00a0s. Rien n'a été "
        "modifié. Recommencez dans quelques minutes.",
        received=received,
        retryable=True,
    )


def cancelled() -> Cancelled:
    """Return the failure of a call that somebody gave up."""
    return Cancelled(
        "L'appel a été interrompu avant la réponse. Rien n'a été modifié. Vous pouvez recommencer "
        "quand vous voulez."
    )
