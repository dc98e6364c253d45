"""The words that tell what part a person plays in a document (notes on incoming documents §6.2)."""

from __future__ import annotations

from almapy.matching.words import word_set

MADAM = word_set("madame mme mlle mademoiselle mmes mesdames me")
SIR = word_set("monsieur m mr mrs messieurs mm")
CHILD = word_set("enfant enfants bebe nourrisson jeune nouveaune garcon")
CIVILITIES = MADAM | SIR | CHILD

DOCTORS = word_set(
    "dr docteur drs docteurs docteure pr prof professeur professeure professeurs pre interne "
    "confrere consoeur"
)
"""Stand just before the name of a professional."""

PROFESSIONS = word_set(
    "biologiste biologistes pharmacien pharmacienne medecin medecins chirurgien chirurgienne "
    "radiologue cardiologue dermatologue pneumologue neurologue rhumatologue urologue "
    "gynecologue pediatre psychiatre geriatre nephrologue endocrinologue ophtalmologue "
    "ophtalmologiste oncologue gastroenterologue hepatologue anesthesiste reanimateur "
    "allergologue angiologue hematologue pathologiste infirmier infirmiere ide ipa masseur "
    "kinesitherapeute mk mkde osteopathe orthophoniste orthoptiste psychologue "
    "neuropsychologue dieteticien dieteticienne podologue sagefemme sage ergotherapeute "
    "psychomotricien dentiste chirurgiendentiste secretaire assistante technicien "
    "manipulatrice manipulateur praticien praticienne cadre directeur directrice rpps adeli "
    "finess externe interne generaliste urgentiste urgences cardiologie gastro rhumatologie "
    "dermatologie ophtalmologie pneumologie neurologie endocrinologie orl urologie "
    "gynecologie chirurgie nephrologie psychiatrie pediatrie geriatrie radiologie"
)
"""Follow the name of a professional, or stand under it."""

PLACES = word_set(
    "rue avenue av ave bd bld blvd boulevard place chemin impasse allee allees cours quai "
    "square route residence hopital hopitaux clinique polyclinique chu chru chr ch centre "
    "cabinet laboratoire laboratoires labo lbm biogroupe ehpad pharmacie institut fondation "
    "ecole college lycee imagerie hospitalier hospitaliere groupe maternite batiment "
    "pavillon espace villa maladie syndrome score test classification signe manoeuvre "
    "echelle"
)
"""Stand before names that are those of streets, houses and diseases."""

PATIENT = (
    "concerne", "concernant", "patient", "patiente", "objet", "ref", "votre patient",
    "votre patiente", "usager", "identite", "identite du patient", "nom du patient", "resident",
    "residente", "malade", "avoir examine", "avoir vu", "avoir recu", "examine ce jour",
    "aux parents de", "parents de l enfant", "parents du jeune", "parents de la jeune",
    "vu ce jour", "certifie que", "atteste que", "etat de sante de", "beneficiaire",
)  # fmt: skip
"""Open the mention of the patient, and close what was said of others."""

VERBS = (
    "certifie", "certifions", "atteste", "attestons", "declare", "declarons", "constate",
    "constatons", "prescris", "a examine", "ai examine", "avons examine", "ayant examine",
    "a vu", "ai vu", "avons vu", "a recu", "ai recu", "avons recu", "avoir constate",
    "avoir pris en charge", "recoit", "recois", "examine", "suit", "suis", "a opere", "ai opere",
    "avoir opere", "vous adresse", "nous adresse", "m a adresse", "nous a adresse",
    "vous confie", "m a confie", "nous a confie",
)  # fmt: skip
"""What a professional does to the patient: who is named next is not that professional."""

SEVERAL = word_set(
    "equipe medecins biologistes praticiens correspondants confrere validation valides secretariat"
)
"""Announce professionals one after the other, with whatever civility."""

JOBS = word_set("medecin infirmier infirmiere chirurgien praticien interlocuteur radiologue")
"""Before « de Madame X » they speak of the patient: « médecin traitant de Madame X »."""

LABELS = (
    "nom", "prenom", "prenoms", "nom de naissance", "nom utilise", "nom d usage", "nom usuel",
    "ne", "nee", "ipp", "ins", "nom patronymique", "nom de jeune fille", "nip", "iep",
    "nom de famille", "nom et prenom", "nom prenom", "prenom nom", "nom marital", "nom d epouse",
)  # fmt: skip
"""Label a field of somebody's identity: the patient's, unless somebody else was named first."""

PROFESSIONAL = (
    "medecin traitant", "mt", "medecin", "medecins", "prescripteur", "prescriptrice",
    "prescrit par", "valide par", "validation", "validee par", "valides par", "equipe",
    "biologiste", "biologistes", "operateur", "operatrice", "chirurgien", "anesthesiste",
    "aide operatoire", "redige par", "redacteur", "dicte par", "signe par", "signataire",
    "electroniquement par", "numeriquement par", "signee par",
    "signature", "radiologue", "chef de service", "praticien", "praticiens", "correspondant",
    "correspondants", "adresse par", "adressee par", "demande par", "demandeur",
    "l attention de", "attention de", "secretaire", "secretariat", "interlocuteur",
    "realise par", "realisee par", "effectue par", "effectuee par", "examinateur", "expediteur",
    "emetteur", "auteur", "cadre", "responsable de", "je soussigne", "je soussignee",
    "soussigne", "soussignee", "infirmiere", "infirmier", "assistante", "manipulateur",
    "manipulatrice", "interne", "externe", "preleve par", "prelevee par", "preleveur", "lu par",
    "interprete par", "conclu par", "confrere", "consoeur", "vu avec", "avis de", "suivi par",
    "suivie par", "pris en charge par", "vu par", "vue par",
)  # fmt: skip
"""Announce a professional, in the same phrase."""

LISTS = (
    "copie", "copies", "copie a", "copies a", "cc", "double", "doubles", "double a",
    "destinataire", "destinataires", "diffusion", "en copie", "ampliation", "c c",
    "liste de diffusion",
)  # fmt: skip
"""Announce several people, to the end of the list."""

THIRD = (
    "personne de confiance", "contact", "contacts", "receveur", "personne a prevenir",
    "personnes a prevenir", "a prevenir",
    "a contacter", "accompagne de", "accompagnee de", "accompagne e de", "accompagne par",
    "accompagnee par", "accompagne e par", "accompagne d", "accompagnee d", "accompagnant",
    "accompagnante", "fils de", "fille de", "fils d", "fille d", "fils du", "fille du",
    "antecedents familiaux", "atcd familiaux", "antecedent familial", "mere", "pere", "parent",
    "parents", "maman", "papa", "conjoint", "conjointe", "epoux de", "epouse de", "epouse d",
    "son epouse", "son epoux", "sa femme", "son mari", "mari", "mari de", "son fils",
    "sa fille", "ses fils", "ses filles", "ses enfants", "son enfant", "frere", "soeur",
    "oncle", "tante", "cousin", "cousine", "neveu", "niece", "grand mere", "grand pere",
    "beau pere", "belle mere", "beau frere", "belle soeur", "gendre", "belle fille",
    "beau fils", "tuteur", "tutrice", "curateur", "curatrice", "representant legal",
    "representante legale", "responsable legal", "mandataire", "assure", "assuree",
    "ouvrant droit", "aidant", "aidante", "voisin", "voisine", "en presence de", "compagnon",
    "compagne", "concubin", "concubine", "proche", "proches", "entourage", "temoin", "donneur",
    "jumeau", "jumelle", "famille", "partenaire", "petit fils", "petite fille",
    "heberge chez", "hebergee chez", "vit chez", "habite chez",
)  # fmt: skip
"""Announce a relative, or somebody with the patient, in the same phrase."""

RELATIVES_AFTER = word_set(
    "mere pere parent fils fille epouse epoux mari femme conjoint conjointe frere soeur compagnon "
    "compagne tuteur tutrice tante oncle voisine voisin aidant aidante"
)
"""After « sa », « son », « leur » or alone in brackets behind a name: a relative."""
