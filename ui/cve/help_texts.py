"""The words of the help of booklets, by tab (features.md V-ACC-02, 03 and 05, V-CFG-02)."""

from __future__ import annotations

from typing import NamedTuple

from ui.cve.view_names import ViewName


class HelpPart(NamedTuple):
    """One card; each line of the text is a paragraph."""

    title: str
    text: str


def _quoted(label: str) -> str:
    return f"«\u00a0{label}\u00a0»"


HOME_PARTS = (
    HelpPart(
        "Le carnet de vaccination électronique",
        "Le carnet de vaccination électronique (CVE) est partagé par le patient et les "
        "professionnels qui le soignent. AlmaPy y écrit vos vaccinations et y lit celles faites "
        "ailleurs, sans jamais rien effacer de lui-même.\n"
        "L'inscription est gratuite pour les adhérents, sans limite de durée.",
    ),
    HelpPart(
        "Pourquoi s'inscrire",
        "–\u00a0La qualité de la pratique vaccinale\u00a0: l'historique complet du patient, où "
        "qu'il ait été vacciné.\n"
        "–\u00a0Des recommandations personnalisées, selon l'âge, le terrain et ce qui a été fait.\n"
        "–\u00a0Une base de vaccins et de conseils aux voyageurs tenue à jour.",
    ),
    HelpPart(
        "Les garanties du service",
        "–\u00a0Confidentialité\u00a0: les données sont chez un hébergeur de données de santé.\n"
        "–\u00a0Un comité d'experts valide les recommandations.\n"
        "–\u00a0Les recommandations sont mises à jour en temps réel.",
    ),
)
REGISTER_PARTS = (
    HelpPart(
        "Les trois sortes d'inscription",
        "–\u00a0Individuelle\u00a0: vous exercez seul ou pour votre compte\u00a0; le compte est à "
        "votre nom.\n"
        "–\u00a0Collective\u00a0: un centre de vaccination, une maison de santé ou un "
        "établissement inscrit plusieurs professionnels.\n"
        "–\u00a0Avec un code d'inscription\u00a0: votre structure vous a remis un code\u00a0; il "
        "vous rattache à elle.",
    ),
)
HELP_PARTS = (
    HelpPart(
        "Obtenir le code de retrait du certificat",
        "Envoyez au service\u00a0:\n"
        "–\u00a0une copie (scan) de votre CPS ou de votre diplôme\u00a0;\n"
        "–\u00a0votre nom\u00a0;\n"
        "–\u00a0le numéro de téléphone et les heures où vous joindre.\n"
        "Le code de retrait vous est envoyé par e-mail. Il ouvre aussi le fichier .p12 si vous "
        "l'avez reçu.",
    ),
    HelpPart(
        "Activer le service",
        "1. Ouvrez «\u00a0Informations utilisateur\u00a0», onglet «\u00a0Informations générales "
        "(2/2)\u00a0», «\u00a0Code MesVaccins.net\u00a0».\n"
        "2. Tapez l'adresse e-mail et le mot de passe de votre compte.\n"
        "3. «\u00a0Activer MesVaccins.net\u00a0»\u00a0: tapez le code de retrait, "
        "«\u00a0Valider\u00a0», «\u00a0Fermer\u00a0».\n"
        "4. Cochez «\u00a0Utiliser le service MesVaccins.net\u00a0» et enregistrez.",
    ),
    HelpPart(
        "Avec un patient",
        f"–\u00a0Il n'a pas de carnet\u00a0: {_quoted(ViewName.CREATE.label)}. Un e-mail l'en "
        "informe.\n"
        "–\u00a0Il en a un\u00a0: demandez-lui son code de partage (8 caractères), puis "
        "«\u00a0Récupérer un carnet…\u00a0» et sa date de naissance.\n"
        "–\u00a0Ensuite, chaque vaccin ajouté ou supprimé ici l'est aussi dans son carnet. Sans "
        "réseau, les envois attendent et partent une seule fois.\n"
        f"–\u00a0{_quoted(ViewName.COMPARE.label)} montre ce qui diffère\u00a0; rien n'est effacé "
        "sans vous.",
    ),
    HelpPart(
        "Joindre l'assistance",
        "Numéro de l'assistance\u00a0: voir mesvaccins.net.\n"
        "AlmaPy ne peut pas encore joindre le service réel\u00a0: son interface n'est pas "
        "publique. Dans la démonstration, un simulateur répond.",
    ),
)
