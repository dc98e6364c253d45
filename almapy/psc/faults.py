"""What goes wrong with Pro Santé Connect, worded once for the professional."""

from __future__ import annotations

from almapy.errors import AccessError, ExternalError

_LOCAL = "La connexion par mot de passe reste possible."


class PscUnavailable(ExternalError):  # noqa: N818  (named after the fact, like the others here)
    """The service or the relay does not answer, or answers nonsense."""

    code = "psc.unavailable"

    def __init__(self) -> None:
        super().__init__(
            f"Pro Santé Connect est indisponible. Rien n'a été modifié. {_LOCAL}", retryable=True
        )


class SignInRefused(AccessError):  # noqa: N818
    """The person left the page, or the service refused."""

    code = "psc.refused"

    def __init__(self) -> None:
        super().__init__(
            "La connexion par Pro Santé Connect a été abandonnée ou refusée. Rien n'a été modifié. "
            f"Recommencez si vous le souhaitez. {_LOCAL}"
        )


class SignInTooLate(AccessError):  # noqa: N818
    """Nobody confirmed in time, or what came back had expired."""

    code = "psc.too_late"

    def __init__(self) -> None:
        super().__init__(
            "Le délai de connexion à Pro Santé Connect est passé. Rien n'a été modifié. "
            f"Recommencez. {_LOCAL}"
        )


class UnknownPerson(AccessError):  # noqa: N818
    """The service knows nobody by this national identifier."""

    code = "psc.unknown_person"

    def __init__(self) -> None:
        super().__init__(
            "Pro Santé Connect ne connaît pas ce numéro. Rien n'a été modifié. Vérifiez le numéro "
            "RPPS, puis recommencez."
        )


class NotTrusted(AccessError):  # noqa: N818
    """What came back does not prove who signed in: wrong state, nonce, key or audience.

    Nothing of the answer is used.
    """

    code = "psc.not_trusted"

    def __init__(self) -> None:
        super().__init__(
            "La réponse de Pro Santé Connect n'est pas sûre et n'a pas été utilisée. Rien n'a été "
            f"modifié. Recommencez\u00a0; si cela dure, prévenez l'assistance. {_LOCAL}"
        )


class ClockWrong(AccessError):  # noqa: N818
    """The clock of this post is too far from that of the service for anything to be verified."""

    code = "psc.clock"

    def __init__(self) -> None:
        super().__init__(
            "L'horloge de ce poste diffère de plus d'une minute de celle de Pro Santé Connect. "
            f"Rien n'a été modifié. Réglez l'heure du poste, puis recommencez. {_LOCAL}"
        )


class SessionOver(AccessError):  # noqa: N818
    """The session has ended: what needs it asks to sign in again; records stay open (L11)."""

    code = "psc.session_over"

    def __init__(self) -> None:
        super().__init__(
            "La session Pro Santé Connect est terminée. Votre travail est intact. Reconnectez-vous "
            "à Pro Santé Connect pour continuer cet envoi."
        )


class NotSignedIn(SessionOver):
    """Nobody has signed in to the service since this person opened their session."""

    code = "psc.not_signed_in"

    def __init__(self) -> None:
        AccessError.__init__(
            self,
            "Vous n'êtes pas connecté à Pro Santé Connect. Rien n'a été modifié. Connectez-vous à "
            "Pro Santé Connect, puis recommencez.",
        )


class OtherPerson(AccessError):  # noqa: N818
    """The identity that signed in is not linked to the account at work (L15)."""

    code = "psc.other_person"

    def __init__(self) -> None:
        super().__init__(
            "L'identité Pro Santé Connect n'est pas celle qui est associée à ce compte. Rien n'a "
            "été transmis et cette connexion a été fermée. Connectez-vous avec votre propre "
            "identité, ou changez d'utilisateur."
        )


class LinkRefused(AccessError):  # noqa: N818
    """This identity may not be linked to this account; the message is a rule's own."""

    code = "psc.link_refused"
