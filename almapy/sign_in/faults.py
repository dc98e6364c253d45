"""Why a card or an identity opens nothing, worded once for the person at the desk."""

from __future__ import annotations

from almapy.errors import AccessError, DomainError
from almapy.sign_in.model import TokenKind


class NotLinked(AccessError):  # noqa: N818  (named after the fact, like the others here)
    """This card or identity opens no account of this base, or no longer does.

    The same answer for one that nobody linked and for one whose secret is another: the way out is
    the same too.
    """

    code = "keys.not_linked"

    def __init__(self, kind: TokenKind) -> None:
        what = {
            TokenKind.CPS: "Cette carte CPS n'est associée à aucun compte de ce cabinet, ou ne "
            "l'est plus.",
            TokenKind.PSC: "Cette identité Pro Santé Connect n'est associée à aucun compte de ce "
            "cabinet, ou ne l'est plus.",
        }[kind]
        super().__init__(
            f"{what} Rien n'a été ouvert ni modifié. Ouvrez avec votre mot de passe, puis "
            "associez-la."
        )


class OtherPersonsToken(AccessError):  # noqa: N818
    """The card or identity is linked to another account than the one that locked the post."""

    code = "keys.other_person"

    def __init__(self) -> None:
        super().__init__(
            "Ce n'est pas la carte ni l'identité de la personne qui a verrouillé ce poste. Il "
            "reste verrouillé. Utilisez la vôtre ou votre mot de passe, ou choisissez "
            "«\u00a0Changer d'utilisateur\u00a0»."
        )


class TokenRefused(DomainError):  # noqa: N818
    """A rule of the association refuses this card or identity; the message is the rule's own."""

    code = "sign_in.refused"
