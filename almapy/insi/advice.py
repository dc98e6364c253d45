"""What to tell after a search or a verification: what happened, what is safe, what to do.

Conduct on each code: INS notes §4.5.
"""

from __future__ import annotations

from collections.abc import Sequence

from almapy.insi.model import CallKind, Exchange, Outcome, Traits
from almapy.insi.results import Advice

_LONGEST = 300  # a message of the service that goes on is cut on the screen, kept in the history
_SAFE = "Rien n'a été modifié."
_WHOLE = "Rien n'a"  # what is safe: a message that tells it has its three parts
_LATER = "Réessayez plus tard\u00a0; rien ne permet de dire que la personne est inconnue."
_UNAVAILABLE = Advice(
    "INSi ne peut pas répondre pour le moment",
    f"Le téléservice est momentanément indisponible. {_SAFE} {_LATER}",
    retry=True,
)
_REFUSED_ACCESS = Advice(
    "INSi refuse l'accès",
    f"Le téléservice n'accepte pas d'être appelé par ce cabinet. {_SAFE} Faites vérifier "
    "«\u00a0Téléservices\u00a0» (numéro d'autorisation, certificat, carte) par la personne qui "
    "gère AlmaPy.",
)
_FAULTS = {
    "insi_19": Advice(
        "INSi demande un nom de naissance",
        f"Le nom de naissance manque dans la demande. {_SAFE} Complétez-le, puis relancez.",
    ),
    "siram_10": Advice(
        "INSi n'a pas compris la demande",
        f"Le téléservice juge la demande incomplète ou mal formée. {_SAFE} Vérifiez les traits "
        "d'identité, puis relancez\u00a0; si cela se répète, prévenez l'assistance.",
    ),
    "insi_102": Advice(
        "La recherche a échoué chez INSi",
        "La recherche par les traits s'est terminée par une erreur technique du téléservice. "
        f"{_SAFE} {_LATER}",
        retry=True,
    ),
    "insi_111": _UNAVAILABLE,
    "siram_40": _UNAVAILABLE,
    "desir_550": Advice(
        "INSi ne reconnaît pas le numéro d'autorisation",
        f"Le numéro d'autorisation du logiciel (IDAM) est inconnu du téléservice. {_SAFE} Faites "
        "corriger ce numéro dans «\u00a0Téléservices\u00a0».",
    ),
    "desir_560": Advice(
        "INSi refuse le certificat de la structure",
        "Le certificat logiciel n'a pas le droit d'appeler INSi\u00a0: son nom doit être INSI-MANU "
        f"ou INSI-AUTO. {_SAFE} Faites installer le bon certificat dans "
        "«\u00a0Téléservices\u00a0».",
    ),
    "siram_100": _REFUSED_ACCESS,
}
_UNKNOWN_FAULT = Advice(
    "INSi a répondu par une erreur",
    f"Le téléservice a refusé la demande. {_SAFE} Réessayez plus tard\u00a0; si cela se répète, "
    "transmettez à l'assistance le code affiché dans l'historique des appels.",
    retry=True,
)
_OTHERS = {
    Outcome.DISCORDANT: Advice(
        "L'INS ou les traits ne correspondent pas",
        "INSi ne reconnaît pas ce matricule avec ces traits d'identité. Rien n'a encore été "
        "modifié. Vérifiez les traits avec la personne\u00a0; si le matricule du dossier est en "
        "cause, retirez-le, puis recherchez de nouveau l'INS.",
    ),
    Outcome.OTHER: Advice(
        "Réponse inconnue d'INSi",
        f"Le téléservice a répondu par un code qu'AlmaPy ne connaît pas. {_SAFE} La réponse est "
        "gardée dans l'historique\u00a0: transmettez ce code à l'assistance.",
    ),
    Outcome.UNREADABLE: Advice(
        "Réponse illisible",
        f"Ce qui a été reçu n'est pas une réponse d'INSi. {_SAFE} Réessayez\u00a0; si cela se "
        "répète, faites vérifier la connexion à Internet et le serveur mandataire (proxy).",
        retry=True,
    ),
    Outcome.UNREACHABLE: Advice(
        "INSi est injoignable",
        f"La connexion au téléservice n'a pas abouti, ou a été coupée. {_SAFE} Vérifiez la "
        "connexion à Internet, puis réessayez.",
        retry=True,
    ),
    Outcome.TIMED_OUT: Advice(
        "INSi n'a pas répondu à temps",
        f"Le délai d'attente est dépassé. {_SAFE} Réessayez dans quelques minutes.",
        retry=True,
    ),
    Outcome.UNTRUSTED: Advice(
        "Certificat refusé",
        "Un certificat est faux, expiré ou inconnu\u00a0: celui du téléservice, ou celui du "
        f"cabinet. Aucun trait d'identité n'a été pris en compte. {_SAFE} Vérifiez la date de ce "
        "poste et les certificats de «\u00a0Téléservices\u00a0».",
    ),
    Outcome.NOT_READY: Advice(
        "INSi n'est pas réglé",
        f"Un réglage, un certificat ou une carte manque\u00a0: rien n'a été envoyé. {_SAFE} "
        "Complétez «\u00a0Téléservices\u00a0».",
    ),
    Outcome.CANCELLED: Advice(
        "Recherche interrompue",
        f"L'appel a été interrompu à votre demande. {_SAFE} Relancez quand vous voulez.",
        retry=True,
    ),
}


def advise(exchanges: Sequence[Exchange], traits: Traits | None = None) -> Advice:
    """Return what to tell of the calls of one search, the last of which decides.

    ``traits`` are those asked, None for a search by card. A fault never concludes that the person
    is unknown: the platform has answered siram_40 for people who do not exist and for others.
    """
    last = exchanges[-1]
    match last.outcome:
        case Outcome.FOUND:
            return _found(last)
        case Outcome.NOBODY:
            return _nobody(exchanges, traits)
        case Outcome.SEVERAL:
            return _several(traits)
        case Outcome.FAULT:
            return _fault(last)
        case outcome:
            return _with_detail(_OTHERS[outcome], last)


def _found(last: Exchange) -> Advice:
    if last.kind is CallKind.VERIFICATION:
        return Advice("Vérification terminée", "NIR et Traits d'identité corrects", good=True)
    return Advice(
        "Une identité trouvée",
        "INSi a trouvé une seule identité. Rien n'a encore été modifié. Comparez-la au dossier, "
        "puis validez les modifications ou ne modifiez rien.",
        good=True,
    )


def _nobody(exchanges: Sequence[Exchange], traits: Traits | None) -> Advice:
    if traits is None:
        return Advice(
            "Aucune identité trouvée",
            f"INSi ne trouve personne avec les données de cette carte. {_SAFE} Vérifiez que le "
            "bon bénéficiaire est choisi, ou recherchez sans carte par les traits d'identité.",
        )
    if any(one.outcome is Outcome.SEVERAL for one in exchanges):
        return Advice(
            "Aucune identité unique",
            "INSi connaît plusieurs personnes sous un seul de ces prénoms, et aucune sous tous ces "
            f"prénoms à la fois. {_SAFE} Vérifiez les prénoms sur une pièce d'identité"
            f"{_and_place(traits)}, puis relancez.",
        )
    place = ", le lieu de naissance (ou laissez-le vide)" if traits.birth_place_code else ""
    return Advice(
        "Aucune identité trouvée",
        f"INSi ne trouve personne avec ces traits. {_SAFE} Vérifiez sur une pièce d'identité, dans "
        "cet ordre\u00a0: l'orthographe du nom de naissance et des prénoms, la date de naissance"
        f"{place}\u00a0; puis relancez.",
    )


def _several(traits: Traits | None) -> Advice:
    if traits is None:
        return Advice(
            "Plusieurs identités trouvées",
            f"INSi ne peut pas départager plusieurs personnes avec cette carte. {_SAFE} "
            "Recherchez sans carte, par les traits d'identité.",
        )
    if " " not in traits.first_names:
        text = "Ajoutez les autres prénoms de naissance inscrits sur la pièce d'identité"
        if not traits.birth_place_code:
            text += "\u00a0; si cela ne suffit pas, ajoutez le code INSEE du lieu de naissance"
    elif not traits.birth_place_code:
        text = (
            "Vérifiez que tous les prénoms de naissance y sont, puis ajoutez le code INSEE du "
            "lieu de naissance"
        )
    else:
        text = (
            "Tous les traits ont été envoyés\u00a0: vérifiez-les sur une pièce d'identité, ou "
            "recherchez avec la carte Vitale"
        )
    return Advice(
        "Plusieurs identités trouvées",
        f"Plusieurs personnes portent ces traits\u00a0: INSi n'en choisit aucune. {_SAFE} {text}.",
    )


def _and_place(traits: Traits) -> str:
    return "" if traits.birth_place_code else " et ajoutez le code INSEE du lieu de naissance"


def _fault(last: Exchange) -> Advice:
    advice = _FAULTS.get(last.code.lower(), _UNKNOWN_FAULT)
    words = f"Message d'INSi\u00a0: «\u00a0{last.label[:_LONGEST]}\u00a0»." if last.label else ""
    text = " ".join(part for part in (advice.text, last.detail, words) if part)
    return Advice(advice.title, text, retry=advice.retry)


def _with_detail(advice: Advice, last: Exchange) -> Advice:
    """Add what no code tells; a detail that is a whole message of its own is told alone."""
    if not last.detail:
        return advice
    whole = _WHOLE in last.detail
    text = last.detail if whole else f"{advice.text} {last.detail}"
    return Advice(advice.title, text, retry=advice.retry)
