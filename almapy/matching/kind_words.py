"""Words of letterheads and texts that tell what a document is: specialities, analyses, imaging.

Written from general knowledge; folded (``almapy.text.fold``) unless they are shown.
"""

from __future__ import annotations

import re

from almapy.matching.model import DocumentKind as Kind

SPECIALITIES: tuple[tuple[str, str], ...] = (
    ("chirurgie orthopedique", "chirurgie orthopédique"),
    ("chirurgien orthopedi", "chirurgie orthopédique"),
    ("orthopedie", "orthopédie"),
    ("chirurgie viscerale", "chirurgie viscérale"),
    ("chirurgie digestive", "chirurgie digestive"),
    ("chirurgie vasculaire", "chirurgie vasculaire"),
    ("chirurgien vasculaire", "chirurgie vasculaire"),
    ("chirurgie plastique", "chirurgie plastique"),
    ("chirurgie thoracique", "chirurgie thoracique"),
    ("chirurgie cardiaque", "chirurgie cardiaque"),
    ("chirurgie maxillo", "chirurgie maxillo-faciale"),
    ("chirurgie de la main", "chirurgie de la main"),
    ("chirurgie infantile", "chirurgie pédiatrique"),
    ("chirurgie pediatrique", "chirurgie pédiatrique"),
    ("neurochirurg", "neurochirurgie"),
    ("chirurgie", "chirurgie"),
    ("chirurgien", "chirurgie"),
    ("cardiolog", "cardiologie"),
    ("gastro enterolog", "gastro-entérologie"),
    ("gastroenterolog", "gastro-entérologie"),
    ("hepato", "hépato-gastro-entérologie"),
    ("proctolog", "proctologie"),
    ("rhumatolog", "rhumatologie"),
    ("dermatolog", "dermatologie"),
    ("ophtalmolog", "ophtalmologie"),
    ("ophtalmolo", "ophtalmologie"),
    ("orthopti", "orthoptie"),
    ("pneumolog", "pneumologie"),
    ("allergolog", "allergologie"),
    ("neurolog", "neurologie"),
    ("endocrinolog", "endocrinologie"),
    ("diabetolog", "diabétologie"),
    ("oto rhino", "ORL"),
    ("orl", "ORL"),
    ("urolog", "urologie"),
    ("nephrolog", "néphrologie"),
    ("gynecolog", "gynécologie"),
    ("obstetri", "obstétrique"),
    ("sage femme", "sage-femme"),
    ("pedopsychiatr", "pédopsychiatrie"),
    ("psychiatr", "psychiatrie"),
    ("psycholog", "psychologie"),
    ("addictolog", "addictologie"),
    ("medecine interne", "médecine interne"),
    ("infectiolog", "infectiologie"),
    ("maladies infectieuses", "infectiologie"),
    ("hematolog", "hématologie"),
    ("oncolog", "oncologie"),
    ("cancerolog", "cancérologie"),
    ("radiotherap", "radiothérapie"),
    ("pediatr", "pédiatrie"),
    ("geriatr", "gériatrie"),
    ("medecine physique", "médecine physique et de réadaptation"),
    ("angiolog", "angiologie"),
    ("medecine vasculaire", "médecine vasculaire"),
    ("phlebolog", "phlébologie"),
    ("medecine du sport", "médecine du sport"),
    ("medecine nucleaire", "médecine nucléaire"),
    ("centre de la douleur", "évaluation de la douleur"),
    ("algolog", "évaluation de la douleur"),
    ("soins palliatifs", "soins palliatifs"),
    ("stomatolog", "stomatologie"),
    ("chirurgien dentiste", "chirurgie dentaire"),
    ("orthodont", "orthodontie"),
    ("anesthes", "anesthésie"),
    ("reanimation", "réanimation"),
    ("genetique", "génétique"),
    ("nutrition", "nutrition"),
    ("tabacolog", "tabacologie"),
    ("medecine generale", "médecine générale"),
)
"""Stems as they stand in letterheads and after « service de », with the word for a title."""

HEADS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (
        Kind.BIOLOGY,
        (
            "laboratoire",
            "labo",
            "lbm",
            "biogroupe",
            "cerba",
            "cerballiance",
            "eurofins",
            "synlab",
            "inovie",
            "biologie medicale",
            "biologiste",
            "biologistes",
            "unilabs",
            "bio group",
        ),
    ),
    (
        Kind.PATHOLOGY,
        (
            "anatomie et cytologie",
            "anatomie pathologique",
            "anatomo pathologie",
            "anatomopathologie",
            "cytologie pathologiques",
            "pathologistes",
            "medecin pathologiste",
        ),
    ),
    (
        Kind.IMAGING,
        (
            "imagerie",
            "radiologie",
            "radiologue",
            "radiologues",
            "radiodiagnostic",
            "scanner",
            "irm",
            "echographie",
            "medecine nucleaire",
        ),
    ),
    (
        Kind.EMERGENCY,
        ("service des urgences", "service d accueil des urgences", "urgences", "sau", "smur"),
    ),
    (
        Kind.PHYSIOTHERAPY,
        (
            "kinesitherapeute",
            "kinesitherapeutes",
            "kinesitherapie",
            "orthophoniste",
            "infirmier",
            "infirmiere",
            "infirmiers",
            "pedicure",
            "podologue",
            "orthoptiste",
            "ergotherapeute",
            "psychomotricien",
            "psychomotricienne",
            "dieteticienne",
        ),
    ),
    (
        Kind.ADMINISTRATIVE,
        (
            "assurance maladie",
            "cpam",
            "caisse primaire",
            "mutuelle",
            "mdph",
            "msa",
            "mutualite sociale agricole",
            "maison departementale",
            "service medical",
            "controle medical",
            "urssaf",
            "carmf",
            "conseil de l ordre",
            "agence regionale de sante",
            "conseil departemental",
            "assurances",
            "carsat",
            "medecine du travail",
            "sante au travail",
            "tribunal",
        ),
    ),
)
"""Words in the first lines of a document that tell the trade of the sender."""

BODY: tuple[tuple[Kind, int, tuple[str, ...]], ...] = (
    (
        Kind.LETTER,
        2,
        ("cher confrere", "chere consoeur", "cher ami", "chere amie", "cher collegue"),
    ),
    (
        Kind.LETTER,
        2,
        ("j ai vu", "j ai revu", "j ai recu", "je revois", "je vous remercie de m avoir"),
    ),
    (Kind.LETTER, 1, ("en consultation", "bien confraternellement", "salutations confraternelles")),
    (
        Kind.BIOLOGY,
        2,
        ("valeurs de reference", "valeurs usuelles", "valeurs de ref", "anteriorites"),
    ),
    (Kind.BIOLOGY, 2, ("valide par", "validation biologique", "biologiste", "dossier valide")),
    (Kind.BIOLOGY, 1, ("prelevement du", "preleve le", "prelevement effectue", "a jeun")),
    (Kind.IMAGING, 2, ("technique", "protocole", "produit de contraste", "injection d iode")),
    (Kind.IMAGING, 1, ("indication", "incidences", "acquisition", "coupes axiales", "sequences")),
    (Kind.HOSPITAL, 2, ("hospitalisation du", "hospitalise du", "hospitalisee du", "sejour du")),
    (
        Kind.HOSPITAL,
        2,
        ("mode d entree", "motif d hospitalisation", "date d entree", "date de sortie"),
    ),
    (Kind.HOSPITAL, 2, ("evolution dans le service", "au total", "traitement de sortie")),
    (Kind.EMERGENCY, 2, ("motif de recours", "circonstances d arrivee", "orientation ioa", "ccmu")),
    (
        Kind.SURGERY,
        2,
        ("operateur", "voie d abord", "installation en decubitus", "type d anesthesie"),
    ),
    (Kind.SURGERY, 2, ("aide operatoire", "fermeture plan par plan", "incision", "garrot")),
    (Kind.PATHOLOGY, 2, ("macroscopie", "microscopie", "histologie", "examen macroscopique")),
    (
        Kind.PATHOLOGY,
        2,
        ("immunohistochimie", "lame", "fixation", "fragment", "fragments biopsiques"),
    ),
    (Kind.PRESCRIPTION, 2, ("a renouveler", "ar", "qsp", "non substituable", "par voie orale")),
    (
        Kind.CERTIFICATE,
        5,
        ("je soussigne", "je soussignee", "certifie avoir examine", "certifie que"),
    ),
    (Kind.CERTIFICATE, 2, ("remis en main propre", "pour faire valoir ce que de droit")),
    (Kind.PHYSIOTHERAPY, 2, ("bilan initial", "amplitudes articulaires", "nombre de seances")),
    (Kind.PHYSIOTHERAPY, 2, ("objectifs therapeutiques", "reeducation", "seances realisees")),
    (Kind.ADMINISTRATIVE, 3, ("votre demande", "nous vous informons", "voies de recours")),
    (Kind.ADMINISTRATIVE, 3, ("numero de dossier a rappeler", "vos references", "nos references")),
    (Kind.ADMINISTRATIVE, 3, ("votre caisse vous informe", "votre interlocuteur", "votre delegue")),
    (Kind.ADMINISTRATIVE, 3, ("ne necessite pas de reponse", "salutations distinguees")),
    (
        Kind.ADMINISTRATIVE,
        4,
        ("inscriptions ouvertes", "nouvelle gamme", "le montant", "reglement par"),
    ),
)
"""Words of the text and how much they weigh; the first one found of each row counts."""

ANALYSIS_UNIT = re.compile(
    r"\d(?:[.,]\d+)?\s*(?:[mµun]?g/(?:l|dl|ml|100ml|24h)|g/l|[mµunp]?mol/l|[mµk]?ui/m?l|[gt]/l|fl|"
    r"/mm3|10\*?[369]/|ml/min|[np]g/ml|pg|mm(?:\s|$)|%)",
)
"""A value with a unit of laboratories, in lower case."""

POSOLOGY = re.compile(
    r"\d\s*(?:mg|g|µg|ui|ml|%)?.{0,40}\b(?:comprim|g[ée]lule|sachet|goutte|ampoule|bouff|"
    r"application|suppositoire|cuill|injection|patch|dose)|"
    r"\b(?:matin|midi|soir|coucher)\b.{0,40}\b(?:pendant|jours?|mois|semaines?|matin|midi|soir)|"
    r"\bfois par jour\b|\bsi besoin\b.{0,30}\bmax"
)
PRESCRIBED_ANALYSES = re.compile(r"^\W*(?:prise de sang|faire pratiquer|bilan sanguin) ?:")
SESSIONS = re.compile(r"\b\d+ s[ée]ances\b|\bs[ée]ances? de (?:kin|r[ée][ée]duc)")

ANALYSES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("NFS", ("hemoglobine", "leucocytes", "nfs", "hemogramme", "numeration formule", "hematies")),
    ("HbA1c", ("hba1c", "hbalc", "hemoglobine glyquee", "hemoglobine a1c", "hb a1c")),
    ("glycémie", ("glycemie", "glucose")),
    ("créatinine", ("creatinine", "dfg", "creatininemie", "dfg estime")),
    ("ionogramme", ("potassium", "sodium", "natremie", "kaliemie", "ionogramme")),
    ("lipides", ("cholesterol", "ldl", "triglycerides", "bilan lipidique", "hdl")),
    (
        "bilan hépatique",
        ("asat", "alat", "gamma gt", "tgo", "tgp", "ggt", "phosphatases alcalines"),
    ),
    ("CRP", ("crp", "proteine c reactive")),
    ("VS", ("vitesse de sedimentation",)),
    ("TSH", ("tsh", "thyreostimuline", "t4 libre", "t4l")),
    ("PSA", ("psa", "antigene prostatique")),
    ("INR", ("inr", "taux de prothrombine", "temps de quick")),
    ("D-dimères", ("d dimeres", "ddimeres")),
    ("ferritine", ("ferritine", "fer serique", "transferrine")),
    ("vitamine D", ("vitamine d", "25 oh vitamine d")),
    ("vitamine B12", ("vitamine b12", "folates", "b12")),
    ("acide urique", ("acide urique", "uricemie")),
    ("ECBU", ("ecbu", "cytobacteriologique des urines", "uroculture")),
    ("coproculture", ("coproculture", "parasitologie des selles")),
    ("troponine", ("troponine",)),
    ("BNP", ("bnp", "nt probnp")),
    ("bêta-HCG", ("beta hcg", "b hcg", "hcg")),
    ("groupe sanguin", ("groupe sanguin", "groupage", "rai")),
    ("sérologies", ("serologie", "serologies", "anticorps anti", "vih", "syphilis", "hepatite b")),
    ("électrophorèse", ("electrophorese",)),
    ("calcémie", ("calcium", "calcemie", "phosphore")),
)
"""Names for a title, each with the words of reports, in the order of a usual request."""

MODALITIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Mammographie", ("mammographie", "mammographies")),
    ("Ostéodensitométrie", ("osteodensitometrie", "densitometrie")),
    ("Angioscanner", ("angioscanner", "angio scanner")),
    ("Arthroscanner", ("arthroscanner",)),
    ("Uroscanner", ("uroscanner",)),
    ("Coroscanner", ("coroscanner",)),
    ("Bili-IRM", ("bili irm",)),
    ("Angio-IRM", ("angio irm",)),
    ("TEP-scanner", ("tep scan", "tep scanner", "tep tdm", "tep")),
    ("Scintigraphie", ("scintigraphie",)),
    ("Scanner", ("scanner", "tomodensitometrie", "tdm")),
    ("IRM", ("irm", "imagerie par resonance magnetique")),
    ("Écho-doppler", ("echo doppler", "echodoppler", "doppler")),
    ("Échocardiographie", ("echocardiographie", "echographie cardiaque", "ett")),
    ("Échographie", ("echographie",)),
    ("Panoramique dentaire", ("panoramique dentaire", "orthopantomogramme")),
    ("Radiographie", ("radiographie", "radiographies", "radio", "rx")),
)
"""Names for a title, the particular before the general."""

_REGIONS = (
    "abdominale abdominal abdomen abdomino pelvienne pelvien pelvis thoracique thorax thoraco "
    "pulmonaire pulmonaires cérébrale cérébral crâne encéphalique rachis cervical cervicale "
    "lombaire lombo sacré dorsal dorso dorsale bassin hanche hanches genou genoux cheville "
    "chevilles pied pieds épaule épaules coude coudes poignet poignets main mains doigt "
    "doigts jambe cuisse bras avant-bras fémur tibia humérus clavicule côtes rénale rénal "
    "rénales vésicale vésico prostatique testiculaire scrotale mammaire mammaires sein seins "
    "thyroïdienne thyroïde cervico artères artériel artérielle veineux veineuse troncs supra "
    "aortiques membres membre inférieurs inférieur supérieurs supérieur hépatique hépatiques "
    "foie biliaire vésiculaire cardiaque coeur cœur coronaires aorte transthoracique "
    "obstétricale obstétrical endovaginale utérine ovarienne sinus rochers orbites face "
    "dentaire osseuse corps entier myocardique ganglionnaire ganglions parties molles "
    "articulaire musculaire sacro iliaques coccyx droite droit gauche bilatérale bilatéral "
    "bilatérales comparative axiale premier deuxième troisième trimestre morphologique "
    "dépistage sacrum maxillo faciale massif facial hypophysaire médullaire inguinale "
    "inguinal pariétale paroi tendon achille"
)
REGIONS: tuple[str, ...] = tuple(_REGIONS.split())
"""Words that may follow a modality in a title: never a person's name."""

LINKS = ("de", "du", "des", "d'", "la", "le", "les", "l'", "et", "des", "à", "aux", "au", "en")
