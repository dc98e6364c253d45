"""Phrases of the second pack; none is about anybody."""

ADVICE = (
    "Les clichés transmis montrent une lésion érythémateuse bien limitée, sans critère d'urgence.",
    "Je conseille une application quotidienne pendant trois semaines puis une réévaluation.",
    "En l'absence d'amélioration avant le {ahead}, une consultation présentielle sera organisée.",
    "Les examens du {ago} ne montrent pas de retentissement rénal.",
    "Avis partagé avec le Dr {doctor}, qui n'a pas d'objection.",
    "Le bilan allergologique du {ago} peut être considéré comme négatif.",
    "Audition subnormale à droite, perte de 35 dB à gauche prédominant sur les aigus.",
    "Muqueuse nasale inflammatoire, cornets hypertrophiques, cavum libre en nasofibroscopie.",
    "Extraction de la 46 sous anesthésie locale, suites simples, sutures résorbables.",
    "La grand-mère maternelle a été suivie par le Professeur {doctor} pour une otospongiose.",
)
DIALYSIS = (
    "Trois séances de quatre heures par semaine sur fistule radiale gauche, bien tolérées.",
    "Poids sec inchangé à 68,5 kg, prise de poids interdialytique moyenne de 1,9 kg.",
    "Kt/V à 1,42 ; hémoglobine à 11,2 g/dL le {ago} sous darbépoétine.",
    "Échographie de la fistule prévue le {ahead} avec le Dr {doctor}.",
    "Sérologies de contrôle faites le {ago}, vaccination contre l'hépatite B à jour.",
)
BIRTH = (
    "Rupture spontanée des membranes, liquide clair, travail de sept heures sous péridurale.",
    "Délivrance naturelle complète, périnée intact, pertes sanguines estimées à 250 mL.",
    "Suites de couches physiologiques, allaitement maternel bien conduit.",
    "Contraception discutée, visite post-natale à prévoir avant le {ahead}.",
    "Dernière échographie du {ago} sans particularité, sérologie de la toxoplasmose négative.",
)
CHILD = (
    "Fièvre à 39,4 °C depuis deux jours, rhinorrhée claire, pas de signe de lutte.",
    "Tympans congestifs, auscultation libre, bonne hydratation, temps de recoloration normal.",
    "Vaccins à jour d'après le carnet de santé (dernier rappel le {ago}).",
    "Retour à domicile avec consignes de surveillance données aux parents.",
    "À revoir par le médecin traitant si la fièvre persiste au-delà du {ahead}.",
)
CARE = (
    "Transferts avec une aide, marche avec déambulateur sur dix mètres.",
    "Texture mixée, eau gélifiée, prise des repas stimulée.",
    "Escarre sacrée de stade II, pansement hydrocellulaire refait le {ago}.",
    "Chute sans gravité le {ago}, sans perte de connaissance.",
    "Orientation temporo-spatiale fluctuante, sommeil calme.",
    "Glycémies capillaires entre 1,10 et 1,95 g/L, injection faite matin et soir.",
    "Prochain passage du Dr {doctor} le {ahead}.",
)
NIGHT = (
    "Temps total de sommeil de 6 h 12, efficacité de 81 %.",
    "Index d'apnées et d'hypopnées à 24 par heure, surtout en décubitus dorsal.",
    "Désaturation minimale à 83 %, index de micro-éveils à 19 par heure.",
    "Pression positive continue conseillée, appareillage prévu le {ahead}.",
    "Par rapport à l'enregistrement du {ago}, aggravation modérée.",
)
REHABILITATION = (
    "Séjour marqué par une récupération motrice progressive du membre supérieur droit.",
    "Périmètre de marche de 400 mètres sans aide technique, montée d'un étage possible.",
    "Bilan orthophonique du {ago} : langage conservé, fatigabilité attentionnelle.",
    "Visite à domicile par l'ergothérapeute le {ago}, barre d'appui conseillée.",
    "Suites : vingt séances en ville, consultation avec le Dr {doctor} le {ahead}.",
)
MEDICINES = (
    "Bisoprolol 2,5 mg : à poursuivre, fréquence cardiaque correcte.",
    "Oméprazole 20 mg : indication à réévaluer, prise depuis le {ago}.",
    "Zopiclone 3,75 mg : diminution progressive proposée au Dr {doctor}.",
    "Metformine 1000 mg : adapter à la fonction rénale (contrôle avant le {ahead}).",
    "Paracétamol 500 mg : bien compris, pas de surdosage retrouvé.",
)
RESCUE = (
    "Appel pour douleur thoracique brutale, patient conscient à l'arrivée, EVA 7/10.",
    "ECG sans sus-décalage, TA 152/88, FC 96, SpO2 97 % en air ambiant.",
    "Voie veineuse, antalgique de palier II, amélioration pendant le transport.",
    "Antécédents rapportés : stent posé le {ago} par le Dr {doctor}.",
)
MAMMOGRAPHY = (
    "Densité mammaire de type b, pas de foyer de microcalcifications.",
    "Comparaison avec les clichés du {ago} : pas d'élément nouveau.",
    "Pas d'opacité suspecte, revêtement cutané normal.",
)
NEWS = (
    "Votre abonnement arrive à échéance le {ahead}, pensez à le renouveler.",
    "La prochaine réunion du groupe qualité aura lieu le {ahead} salle Lefèvre.",
    "Intervenants : Dr {doctor} et Pr {doctor}.",
    "Nous accusons réception de votre règlement du {ago}, dont nous vous remercions.",
    "Le protocole régional sur les antibiotiques a été révisé le {ago}.",
    "Le Dr {doctor} cesse son activité ; sa patientèle est invitée à nous joindre.",
)
GERMS = (
    ("Amoxicilline", "R"),
    ("Amox. + ac. clavulanique", "S"),
    ("Céfixime", "S"),
    ("Ceftriaxone", "S"),
    ("Ofloxacine", "R"),
    ("Ciprofloxacine", "S"),
    ("Nitrofurantoïne", "S"),
    ("Fosfomycine", "S"),
    ("Cotrimoxazole", "I"),
)
RESULTS = (
    ("Urée", "0,3{d} g/L", "0,15 - 0,45"),
    ("Sodium", "13{d} mmol/L", "136 - 145"),
    ("HbA1c", "6,{d} %", "4,0 - 6,0"),
    ("ASAT", "2{d} UI/L", "< 35"),
    ("ALAT", "3{d} UI/L", "< 45"),
    ("Gamma GT", "4{d} UI/L", "< 55"),
    ("Albumine", "3{d} g/L", "35 - 50"),
    ("Vitamine D", "2{d} ng/mL", "30 - 60"),
)
