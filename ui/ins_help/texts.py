"""« Aide INS » in words: what a secretary needs at the desk, without network."""

from __future__ import annotations

from typing import NamedTuple

from ui.insi.words import (
    ACCEPT,
    BY_CARD,
    BY_TRAITS,
    DOCUMENT,
    HISTORY,
    READ_CARD,
    REFUSE,
    SEARCH,
    VALIDATE_BOX,
    VERIFICATION,
    VERIFY,
)


class HelpPart(NamedTuple):
    """One card of the page; each line of the text is a paragraph or a step."""

    title: str
    text: str


def _quoted(label: str) -> str:
    return f"«\u00a0{label}\u00a0»"


_OPEN = (
    "Ouvrez le dossier puis appuyez sur Ctrl+I, ou cliquez sur «\u00a0INSI\u00a0» dans la fiche "
    "administrative (F4)."
)
_COMPARE = (
    "Comparez les deux colonnes\u00a0: ce qui diffère est marqué.",
    (
        f"Si vous avez vu une pièce d'identité, cochez {_quoted(VALIDATE_BOX)} et choisissez "
        f"{_quoted(DOCUMENT)}\u00a0: l'identité devient qualifiée. Sinon elle devient récupérée."
    ),
    (
        f"{_quoted(ACCEPT)} recopie les traits d'INSi dans le dossier. Au moindre doute, "
        f"{_quoted(REFUSE)}\u00a0: le dossier reste comme avant, et l'appel reste dans "
        "l'historique."
    ),
)


def _steps(*lines: str) -> str:
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


HELP_PARTS = (
    HelpPart(
        "À quoi sert l'INS",
        "L'identité nationale de santé (INS) évite de ranger un document dans le dossier d'un "
        "autre. Elle réunit un matricule de 15 caractères, l'OID qui dit de quelle liste il vient, "
        "et les traits stricts\u00a0: nom de naissance, prénoms de naissance, sexe, date et lieu "
        "de naissance.\n"
        "Elle vient du téléservice INSi de l'Assurance Maladie. Le matricule ne se saisit jamais "
        "à la main\u00a0: celui d'un enfant n'est pas celui de la carte Vitale de son parent.",
    ),
    HelpPart(
        "Les quatre statuts",
        "Identité provisoire\u00a0: saisie au cabinet, rien n'est vérifié. Elle sert sur place.\n"
        "Identité récupérée\u00a0: INSi a répondu, mais aucun justificatif n'a été vu.\n"
        "Identité validée\u00a0: un justificatif de haut niveau a été vu, sans réponse d'INSi.\n"
        "Identité qualifiée\u00a0: les deux. C'est la seule dont le matricule s'imprime et "
        "s'envoie.\n"
        "Le statut se déduit de ces deux faits\u00a0: on ne le choisit pas dans une liste.",
    ),
    HelpPart(
        "Qualifier avec la carte Vitale",
        _steps(
            _OPEN,
            f"Dans {_quoted(BY_CARD)}, insérez la carte et cliquez sur {_quoted(READ_CARD)}.",
            "Choisissez la personne qui consulte parmi celles de la carte\u00a0: l'assuré n'est "
            "pas toujours le patient. La recherche part aussitôt.",
            *_COMPARE,
        ),
    ),
    HelpPart(
        "Qualifier sans la carte Vitale",
        _steps(
            _OPEN,
            f"Dans {_quoted(BY_TRAITS)}, vérifiez nom de naissance, prénoms, sexe et date de "
            "naissance, tels qu'ils figurent sur la pièce d'identité. Le code INSEE du lieu aide "
            "mais n'est pas obligatoire.",
            f"Cliquez sur {_quoted(SEARCH)}. Les prénoms sont essayés l'un après l'autre, puis "
            "tous ensemble\u00a0: vous pouvez continuer à travailler.",
            *_COMPARE,
        ),
    ),
    HelpPart(
        "Ce que répond INSi",
        "00, une identité trouvée\u00a0: comparez, puis acceptez ou refusez.\n"
        "01, aucune identité trouvée\u00a0: corrigez l'orthographe du nom de naissance, la date, "
        "le sexe, ou retirez le lieu. Un nom d'usage ne donne rien.\n"
        "02, plusieurs identités trouvées\u00a0: ajoutez les autres prénoms de la pièce "
        "d'identité, puis le code INSEE du lieu de naissance.\n"
        "Une clé ou un lieu qui surprend n'est pas une erreur\u00a0: ce qu'envoie INSi fait foi. "
        f"Les anciens matricules sont sous {_quoted(HISTORY)}.",
    ),
    HelpPart(
        "Le téléservice ne répond pas",
        "Panne, délai dépassé, message d'erreur\u00a0: rien n'est perdu et le statut ne change "
        "pas. Une panne ne veut pas dire que la personne est inconnue.\n"
        "Continuez la consultation, validez l'identité avec la pièce d'identité, et refaites la "
        "recherche plus tard\u00a0: le dossier reste dans «\u00a0Liste des statuts "
        "d'identité\u00a0».\n"
        "Si la panne dure, la personne qui gère le cabinet regarde Paramètres, "
        "«\u00a0Téléservices (INSi)\u00a0».",
    ),
    HelpPart(
        "Vérifier une INS reçue",
        f"{_quoted(VERIFICATION)} puis {_quoted(VERIFY)}\u00a0: INSi dit si le matricule et les "
        "traits vont ensemble. S'ils ne concordent pas, le matricule peut être retiré du dossier "
        "et l'identité redescend\u00a0: qualifiée devient validée, récupérée devient provisoire.\n"
        "Le format de cet appel n'est pas publié\u00a0: seul le simulateur y répond aujourd'hui.",
    ),
    HelpPart(
        "Valider une identité",
        _steps(
            "Demandez un passeport, une carte d'identité ou un titre de séjour.",
            "Recopiez les traits tels qu'ils y figurent\u00a0: tous les prénoms, dans l'ordre, "
            "sans accent.",
            f"Choisissez {_quoted(DOCUMENT)} puis «\u00a0Valider\u00a0».",
        )
        + "\nUne carte Vitale ou un permis de conduire ne suffit pas. Pour un enfant sans pièce "
        "d'identité\u00a0: acte de naissance ou livret de famille, avec la pièce d'un parent.",
    ),
    HelpPart(
        "Lieu et date de naissance",
        "Le code INSEE est celui de la commune le jour de la naissance. Né à l'étranger\u00a0: le "
        "code du pays (99…) remplace la commune. Lieu inconnu\u00a0: 99999.\n"
        "Jour inconnu\u00a0: le 1er du mois. Jour et mois inconnus\u00a0: 31/12 de l'année. La "
        "date de la carte Vitale qui n'existe pas au calendrier se garde dans «\u00a0Date "
        "lunaire\u00a0».",
    ),
    HelpPart(
        "Corriger des traits verrouillés",
        "Dès qu'une identité est récupérée, validée ou qualifiée, ses traits stricts sont "
        "verrouillés. «\u00a0Modifier les traits d'identité stricts\u00a0» les ouvre\u00a0: si "
        "l'un d'eux change, l'identité redevient provisoire, le matricule et l'OID sont retirés, "
        "et l'ancienne valeur reste dans l'historique.",
    ),
    HelpPart(
        "Douteuse, fictive, homonyme",
        "Douteuse\u00a0: on soupçonne un prêt ou une usurpation d'identité. Fictive\u00a0: "
        "dossier d'essai ou identité protégée. L'une comme l'autre ramène l'identité à provisoire "
        "et ferme les téléservices.\n"
        "Homonyme\u00a0: un autre dossier porte presque les mêmes traits\u00a0; un avertissement "
        "s'affiche à chaque ouverture.",
    ),
    HelpPart(
        "Imprimer et envoyer",
        "Le cartouche INS des documents porte les traits de tous les patients. Le matricule, son "
        "type (INS-NIR ou INS-NIA), l'adresse de messagerie de l'usager et le code carré "
        "«\u00a0INS à scanner\u00a0» n'y figurent que si l'identité est qualifiée\u00a0: sinon "
        "ces lignes restent vides.\n"
        "Le DMP et la messagerie avec le patient suivent la même règle.",
    ),
    HelpPart(
        "Lire un code",
        "Utilitaires, «\u00a0Lire un code INS…\u00a0»\u00a0: le code carré «\u00a0INS à "
        "scanner\u00a0» d'un document reçu donne les traits et le matricule.\n"
        "Il n'est pas signé\u00a0: il sert à retrouver le dossier ou à remplir une recherche "
        "INSi, jamais à changer un statut.",
    ),
    HelpPart(
        "Documentation en ligne",
        "Référentiel national d'identitovigilance (RNIV), dont le volet des acteurs "
        "libéraux\u00a0: ministère chargé de la santé.\n"
        "Référentiel INS et guide d'implémentation de l'INS\u00a0: Agence du numérique en santé "
        "(ANS), esante.gouv.fr.\n"
        "Format du datamatrix INS et outil de contrôle\u00a0: ANS, "
        "interop.esante.gouv.fr/datamatrixins.\n"
        "Certificats des autorités IGC-Santé\u00a0: ANS, igc-sante.esante.gouv.fr/PC.\n"
        "Guide d'intégration du téléservice INSi (SEL-MP-043)\u00a0: GIE SESAM-Vitale, "
        "sesam-vitale.fr.\n"
        "Code officiel géographique\u00a0: INSEE, insee.fr.\n"
        "Ces adresses se copient dans un navigateur\u00a0: AlmaPy n'ouvre rien sur Internet.",
    ),
)
