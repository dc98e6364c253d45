"""Phrases of documents; none is about anybody."""

LETTERS = (
    "L'interrogatoire retrouve une gêne à l'effort depuis plusieurs mois, sans douleur au repos.",
    "L'auscultation est claire, la tension artérielle à 13/8 aux deux bras.",
    "Je propose de poursuivre le traitement en l'état et de revoir la situation au printemps.",
    "Il n'existe pas d'argument pour une cause inflammatoire ; le bilan du {ago} était rassurant.",
    "Une échographie a été demandée et sera faite le {ahead} à la clinique.",
    "Le sommeil reste fragmenté et l'appétit est conservé, le poids est stable depuis le {ago}.",
    "J'ai arrêté l'inhibiteur de la pompe à protons, devenu inutile.",
    "Le pronostic fonctionnel est bon, une reprise progressive des activités est possible.",
    "Par prudence, un avis complémentaire est demandé auprès du Dr {doctor}.",
    "Antécédents familiaux : le père, suivi par le Docteur {doctor}, a présenté un infarctus.",
)
HOSPITAL = (
    "Motif : altération de l'état général avec fièvre à 39 °C évoluant depuis le {ago}.",
    "Évolution favorable sous antibiotiques, relais par voie orale au troisième jour.",
    "À l'entrée : conscience normale, saturation à 94 % en air ambiant, marbrures absentes.",
    "Sortie au domicile avec passage d'une infirmière deux fois par semaine.",
    "Traitement de sortie : paracétamol 1 g si besoin, amoxicilline jusqu'au {ahead}.",
    "Rendez-vous de contrôle le {ahead} avec le Dr {doctor}.",
)
IMAGING = (
    "Technique : acquisition hélicoïdale après injection, reconstructions multiplanaires.",
    "Pas d'épanchement. Parenchyme homogène, sans lésion focale suspecte.",
    "Discopathie étagée prédominant en L4-L5, sans conflit radiculaire.",
    "Comparaison avec l'examen du {ago} : aspect stable.",
    "Conclusion : examen sans particularité décelable ce jour.",
)
SURGERY = (
    "Installation en décubitus dorsal, antibioprophylaxie par céfazoline 2 g.",
    "Voie d'abord antérieure. Dissection plan par plan, hémostase soigneuse.",
    "Fermeture sur un drain aspiratif, pansement compressif.",
    "Suites : ablation des fils au quinzième jour, kinésithérapie à partir du {ahead}.",
)
PATHOLOGY = (
    "Macroscopie : fragment de 9 mm, d'aspect polypoïde, inclus en totalité.",
    "Microscopie : muqueuse régulière, glandes de taille variable, pas d'atypie.",
    "Conclusion : adénome tubuleux en dysplasie de bas grade, exérèse complète.",
)
PHYSIO = (
    "Bilan initial : douleur à 6/10, flexion limitée à 95 degrés, marche avec une canne.",
    "Vingt séances réalisées depuis le {ago}, portant sur le gainage et la proprioception.",
    "Objectif atteint : escaliers sans rampe. Dix séances de plus seraient utiles.",
)
ANALYSES = (
    ("Hémoglobine", "13,{d} g/dL", "12,0 - 16,0"),
    ("Leucocytes", "6,{d} G/L", "4,0 - 10,0"),
    ("Plaquettes", "2{d}4 G/L", "150 - 400"),
    ("Glycémie à jeun", "0,9{d} g/L", "0,70 - 1,10"),
    ("Créatinine", "7{d} µmol/L", "50 - 98"),
    ("Ferritine", "8{d} µg/L", "20 - 200"),
    ("TSH", "2,{d}1 mUI/L", "0,40 - 4,00"),
    ("CRP", "{d},4 mg/L", "< 5,0"),
    ("Cholestérol LDL", "1,{d}2 g/L", "< 1,60"),
    ("Potassium", "4,{d} mmol/L", "3,5 - 5,1"),
)
DRUGS = (
    ("PARACÉTAMOL 1 g, comprimé", "1 comprimé matin, midi et soir si douleur, 7 jours"),
    ("RAMIPRIL 5 mg, comprimé", "1 comprimé le matin, 3 mois"),
    ("SÉRUM PHYSIOLOGIQUE, unidoses", "3 lavages par jour"),
    ("CHOLÉCALCIFÉROL 100 000 UI", "1 ampoule ce jour, à renouveler dans 3 mois"),
    ("BANDE DE CONTENTION, classe II", "2 paires, à porter la journée"),
)
NEWS = (
    "Nous avons le plaisir de vous convier à notre soirée de formation du {ahead}.",
    "Une collation sera servie à l'issue de la présentation, animée par le Dr {doctor}.",
    "Votre facture du {ago} reste impayée ; merci de régler sous huitaine.",
    "Découvrez notre gamme de tensiomètres à brassard, remise jusqu'au {ahead}.",
)


def told(scene, phrases, count):
    """Return some of these phrases, their holes filled."""
    chosen = scene.rng.sample(phrases, min(count, len(phrases)))
    return [
        phrase.format(ago=scene.ago(500), ahead=scene.ahead(120), doctor=scene.other_doctor().title)
        for phrase in chosen
    ]
