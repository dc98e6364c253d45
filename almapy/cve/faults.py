"""How the booklet service fails, told apart because what is done next differs."""

from __future__ import annotations

from almapy.cve.model import RemoteLine
from almapy.errors import AccessError, DomainError, ExternalError

_KEPT = "Ce qui est enregistré au cabinet est intact."


class CarnetAway(ExternalError):  # noqa: N818  (named after the fact, as the messages say it)
    """No answer, or the service says that it cannot work now: the same may succeed later."""

    code = "cve.away"

    def __init__(self, why: str = "Le service du carnet de vaccination ne répond pas.") -> None:
        super().__init__(
            f"{why} {_KEPT} Vous pouvez continuer à vacciner\u00a0: les envois partiront plus "
            "tard.",
            retryable=True,
        )


class CarnetStopped(ExternalError):  # noqa: N818
    """Somebody stopped waiting."""

    code = "cve.stopped"

    def __init__(self) -> None:
        super().__init__(
            f"L'appel a été interrompu avant la réponse. {_KEPT} Vous pouvez recommencer."
        )


class CarnetNonsense(ExternalError):  # noqa: N818
    """What answered is not what the service promises."""

    code = "cve.nonsense"

    def __init__(self) -> None:
        super().__init__(
            "Le service du carnet de vaccination a donné une réponse incompréhensible. "
            f"{_KEPT} Recommencez plus tard\u00a0; si cela dure, prévenez le support."
        )


class CarnetNotPublic(ExternalError):  # noqa: N818
    """This post is plugged into no service."""

    code = "cve.not_public"

    def __init__(self) -> None:
        super().__init__(NOT_PUBLIC)


class NotActivated(DomainError):  # noqa: N818
    """Something is missing before the service can be called; ``message`` says what."""

    code = "cve.not_activated"


class CredentialsRefused(AccessError):  # noqa: N818
    """The service does not accept this e-mail and password, or this certificate."""

    code = "cve.credentials"

    def __init__(self) -> None:
        super().__init__(
            "Le service du carnet de vaccination n'accepte pas cet e-mail et ce mot de passe, ou "
            f"ce certificat. {_KEPT} Corrigez-les dans «\u00a0Info utilisateurs\u00a0»."
        )


class CarnetRefused(DomainError):  # noqa: N818
    """The service refuses what was asked, for good: ``reason`` is its code, or ours."""

    code = "cve.refused"

    def __init__(self, message: str, *, reason: str = "", field: str | None = None) -> None:
        super().__init__(message, field=field)
        self.reason = reason


class CodeUnknown(CarnetRefused):
    """No such withdrawal or sharing code."""

    code = "cve.code_unknown"


class CodeOver(CarnetRefused):
    """The code was used already, or its time is over."""

    code = "cve.code_over"


class WrongBirthDate(CarnetRefused):
    """The birth date is not that of the holder; ``tries_left`` is None when nobody tells."""

    code = "cve.birth_date"

    def __init__(self, tries_left: int | None = None) -> None:
        left = "" if tries_left is None else f" Essais restants\u00a0: {tries_left}."
        super().__init__(
            "Cette date de naissance n'est pas celle du titulaire du carnet. Rien n'a été "
            f"associé.{left} Demandez-la au patient.",
            reason="date_naissance_incorrecte",
            field="birth_date",
        )
        self.tries_left = tries_left


class RequestLocked(CarnetRefused):
    """Three wrong birth dates: this request opens this booklet no more."""

    code = "cve.locked"

    def __init__(self) -> None:
        super().__init__(
            "Trois dates de naissance fausses\u00a0: ce carnet est verrouillé pour ce code de "
            "partage. Rien n'a été associé. Demandez un nouveau code au patient.",
            reason="verrouille",
        )


class AccessRevoked(CarnetRefused):
    """The patient stopped sharing this booklet."""

    code = "cve.revoked"

    def __init__(self) -> None:
        super().__init__(
            "Le patient a retiré l'accès à son carnet de vaccination. Les vaccinations du dossier "
            "restent. Plus rien n'y est envoyé\u00a0; demandez un nouveau code pour reprendre.",
            reason="acces_revoque",
        )


class CarnetGone(CarnetRefused):
    """The service knows no such booklet, or no such line in it."""

    code = "cve.gone"

    def __init__(self) -> None:
        super().__init__(
            "Le service ne connaît pas ce carnet ou cette ligne. Les vaccinations du dossier "
            "restent. Synchronisez, ou associez un autre carnet.",
            reason="inconnu",
        )


class AlreadyThere(CarnetRefused):
    """The same vaccine of the same day is in the booklet, under ``remote_id``."""

    code = "cve.duplicate"

    def __init__(self, remote_id: str) -> None:
        super().__init__(
            "Cette vaccination est déjà dans le carnet. Rien n'y a été doublé.", reason="doublon"
        )
        self.remote_id = remote_id


class ChangedElsewhere(CarnetRefused):
    """The line changed in the booklet meanwhile; ``current`` is what it says now."""

    code = "cve.changed"

    def __init__(self, current: RemoteLine | None) -> None:
        super().__init__(
            "Cette vaccination a été modifiée dans le carnet entre-temps. Rien n'a été écrasé. "
            "Comparez les deux versions et choisissez.",
            reason="modifie_entre_temps",
        )
        self.current = current


class ValidatedByOther(CarnetRefused):
    """Another professional validated the line: it is neither changed nor deleted from here."""

    code = "cve.validated"

    def __init__(self) -> None:
        super().__init__(
            "Cette vaccination a été validée par un autre professionnel\u00a0: le carnet la garde "
            "telle quelle. Seule la ligne du cabinet a changé.",
            reason="valide_par_un_autre",
        )


class CarnetOfAnother(DomainError):  # noqa: N818
    """The booklet does not seem to be that of the open record (R13)."""

    code = "cve.other_person"


class CertificateWrongCode(DomainError):  # noqa: N818
    """The file is a sound PKCS#12 that this code does not open."""

    code = "cve.certificate_code"

    def __init__(self) -> None:
        super().__init__(
            "Ce code de retrait n'ouvre pas le certificat. Rien n'a été installé. Recopiez le code "
            "reçu par e-mail, sans espace.",
            field="code",
        )


class CertificateDamaged(DomainError):  # noqa: N818
    """The file is no PKCS#12, or it is cut or altered."""

    code = "cve.certificate_damaged"

    def __init__(self) -> None:
        super().__init__(
            "Ce fichier n'est pas un certificat complet (.p12, .pfx)\u00a0: il est abîmé ou "
            "incomplet. Rien n'a été installé. Téléchargez-le à nouveau.",
            field="certificate",
        )


class CertificateExpired(DomainError):  # noqa: N818
    """The certificate is past its last day, or not valid yet."""

    code = "cve.certificate_expired"

    def __init__(self, fact: str) -> None:
        super().__init__(
            f"Ce certificat {fact}. Rien n'a été installé. Demandez un nouveau code de retrait au "
            "service.",
            field="certificate",
        )


NOT_PUBLIC = (
    "L'interface de MesVaccins.net n'est pas publique\u00a0: elle est remise par l'éditeur du "
    "service. Sans elle, ce poste n'échange rien avec le carnet électronique. Scan des boîtes, "
    "saisie, calendrier, relances et carnet imprimé fonctionnent entièrement ici."
)
