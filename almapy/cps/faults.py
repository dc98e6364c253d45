"""What a CPS refuses, worded once for the professional."""

from __future__ import annotations

from almapy.cards.faults import CardUnreadable
from almapy.errors import AccessError, ExternalError


class CpsLibraryAbsent(ExternalError):  # noqa: N818  (named after the fact, like the others here)
    """The Cryptolib CPS is not installed on this post, or cannot be loaded."""

    code = "cps.no_library"

    def __init__(self) -> None:
        super().__init__(
            "La Cryptolib CPS n'est pas installée sur ce poste, ou ne peut pas être chargée. Rien "
            "n'a été modifié. Installez-la depuis le site de l'Agence du Numérique en Santé, ou "
            "indiquez son fichier dans «\u00a0Ce poste\u00a0»."
        )


class CpsLibraryFailed(ExternalError):  # noqa: N818
    """The vendor's library crashed, hung or answered nonsense; it was stopped."""

    code = "cps.library_failed"

    def __init__(self) -> None:
        super().__init__(
            "La bibliothèque de la carte CPS s'est arrêtée ou ne répond plus. Rien n'a été signé "
            "ni modifié. Retirez la carte, remettez-la, puis recommencez.",
            retryable=True,
        )


class CpsUnreadable(CardUnreadable):
    """The card is no CPS that can be used; ``why`` is a French sentence part."""

    code = "cps.unreadable"

    def __init__(self, why: str = "son certificat n'est pas celui d'un professionnel") -> None:
        ExternalError.__init__(
            self,
            f"La carte CPS n'a pas pu être lue\u00a0: {why}. Rien n'a été signé ni modifié. "
            "Retirez-la, remettez-la, puis recommencez\u00a0; si cela dure, vérifiez-la dans "
            "l'outil CPS-Gestion de l'ANS.",
        )


class WrongPin(AccessError):  # noqa: N818
    """The card refused the code; the try counts. It is never retried by the program."""

    code = "cps.wrong_pin"

    def __init__(self, tries_left: int | None) -> None:
        left = {
            None: "Il reste moins de trois essais.",
            1: "Il reste un seul essai avant le blocage de la carte.",
        }.get(tries_left, f"Il reste {tries_left} essais.")
        super().__init__(f"Code porteur incorrect. Rien n'a été signé. {left}")
        self.tries_left = tries_left


class CardBlocked(AccessError):  # noqa: N818
    """Too many wrong codes: the card only takes its unblocking code now."""

    code = "cps.blocked"

    def __init__(self) -> None:
        super().__init__(
            "La carte CPS est bloquée après trois codes faux. Rien n'a été signé ni modifié. "
            "Débloquez-la avec son code de déblocage dans l'outil CPS-Gestion de l'ANS\u00a0; en "
            "attendant, la e-CPS et le mot de passe d'AlmaPy fonctionnent."
        )


class PinNotGiven(AccessError):  # noqa: N818
    """The person closed the question of the code, or did not answer in time."""

    code = "cps.no_pin"

    def __init__(self) -> None:
        super().__init__(
            "Le code porteur n'a pas été saisi. Rien n'a été signé ni envoyé. Recommencez quand "
            "vous l'aurez sous la main."
        )


class OtherPersonsCard(AccessError):  # noqa: N818
    """The card names another professional than the person at work (card notes §3.6)."""

    code = "cps.other_person"

    def __init__(self) -> None:
        super().__init__(
            "Cette carte CPS n'est pas celle de la personne connectée. Rien n'a été signé. "
            "Insérez votre carte, ou choisissez «\u00a0Changer d'utilisateur\u00a0»."
        )


class NumberNotRecorded(AccessError):  # noqa: N818
    """The person at work has no RPPS in « Informations utilisateur » to compare the card with."""

    code = "cps.no_number"

    def __init__(self) -> None:
        super().__init__(
            "Votre numéro RPPS n'est pas renseigné\u00a0: AlmaPy ne peut pas savoir si cette carte "
            "CPS est la vôtre. Rien n'a été signé. Remplissez-le dans «\u00a0Informations "
            "utilisateur\u00a0», ou par «\u00a0Récup. code via CPS\u00a0»."
        )


class CardOfAnotherWorld(AccessError):  # noqa: N818
    """A test card before production services, or a real card before test ones (61478)."""

    code = "cps.mixed"

    def __init__(self, *, test_card: bool) -> None:
        super().__init__(
            "Cette carte CPS est une carte de test, et INSi est réglé sur la production. Rien n'a "
            "été signé ni envoyé. Insérez votre carte, ou choisissez la qualification dans "
            "«\u00a0Téléservices (INSi)\u00a0»."
            if test_card
            else "Cette carte CPS est une carte réelle, et INSi est réglé sur la qualification. "
            "Rien n'a été signé ni envoyé. Insérez une carte de test, ou choisissez la production "
            "dans «\u00a0Téléservices (INSi)\u00a0»."
        )


class CertificateOver(AccessError):  # noqa: N818
    """The certificate of the card is expired, or not yet valid."""

    code = "cps.certificate_over"

    def __init__(self, *, early: bool = False) -> None:
        super().__init__(
            "Le certificat de cette carte CPS n'est pas encore valable\u00a0: vérifiez d'abord "
            "l'heure du poste. Rien n'a été signé."
            if early
            else "Le certificat de cette carte CPS est expiré. Rien n'a été signé. Demandez son "
            "renouvellement à l'ANS, et vérifiez l'heure du poste."
        )
