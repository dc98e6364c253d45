"""Phrases of the third pack; none is about anybody."""

HEART = (
    "Sur le plan fonctionnel, pas d'angor ni de dyspnée, pas de palpitation depuis le {ago}.",
    "TA 136/78 mmHg, fréquence cardiaque à 64/min, auscultation sans souffle.",
    "ECG : rythme sinusal, PR 180 ms, pas de trouble de repolarisation.",
    "Échocardiographie : FEVG à 60 %, pas de valvulopathie, pressions droites normales.",
    "Je propose de laisser le traitement inchangé et de refaire le point dans un an.",
    "Antécédent d'angioplastie de l'IVA par le Dr {doctor} le {ago}.",
    "Son frère a été opéré d'un pontage par le Pr {doctor}.",
)
SKIN = (
    "L'examen de l'ensemble du tégument ne retrouve pas de lésion suspecte.",
    "Deux kératoses actiniques du front ont été traitées ce jour par cryothérapie.",
    "Exérèse prévue le {ahead} pour un naevus atypique du dos.",
    "Je conseille une photoprotection et un contrôle annuel.",
    "Histologie du {ago} : carcinome basocellulaire nodulaire, limites saines.",
)
WOMEN = (
    "Examen clinique sans particularité, seins souples, frottis réalisé.",
    "Dernières règles le {ago}, cycles réguliers.",
    "Mammographie du {ago} classée ACR 2 des deux côtés.",
    "Échographie pelvienne : utérus antéversé, endomètre fin, ovaires d'aspect normal.",
    "Prochain rendez-vous le {ahead}, renouvellement de la contraception.",
)
GUT = (
    "Préparation de bonne qualité (score de Boston 8/9), progression jusqu'au bas-fond caecal.",
    "Un polype sessile de 6 mm du sigmoïde, réséqué à l'anse froide et récupéré.",
    "Gastroscopie : œsophage normal, gastrite antrale érythémateuse, biopsies.",
    "Précédente coloscopie le {ago} par le Dr {doctor}.",
    "Contrôle endoscopique conseillé dans cinq ans sauf avis histologique contraire.",
)
JOINTS = (
    "Lombalgie mécanique sans signe de compression, Lasègue à 70 degrés.",
    "Gonarthrose fémoro-tibiale interne sur les clichés du {ago}.",
    "Infiltration d'acide hyaluronique réalisée ce jour, repos relatif 48 heures.",
    "Ostéodensitométrie du {ago} : T-score à -2,1 au col.",
    "Kinésithérapie à poursuivre, nouvelle consultation vers le {ahead}.",
)
EARS = (
    "Otoscopie : bouchon de cérumen à droite retiré, tympans normaux.",
    "Audiogramme : presbyacousie bilatérale symétrique, perte moyenne de 38 dB.",
    "Nasofibroscopie : déviation septale gauche, pas de lésion du cavum.",
    "Je prescris un essai d'appareillage chez l'audioprothésiste.",
    "Manœuvre de Semont efficace, pas de contrôle sauf récidive avant le {ahead}.",
)
MIND = (
    "L'humeur est plus stable, le sommeil s'améliore, l'élan vital revient.",
    "Pas d'idée suicidaire exprimée, la critique de l'épisode du {ago} est bonne.",
    "La sertraline est maintenue à 100 mg, l'anxiolytique diminué progressivement.",
    "Le conjoint est présent et aidant ; une thérapie familiale avec le Dr {doctor} est évoquée.",
    "Prochain entretien le {ahead}.",
)
EYES = (
    "Fond d'œil : pas de rétinopathie diabétique, macula d'aspect normal.",
    "Cataracte débutante bilatérale, pas d'indication opératoire.",
    "Tonus 15 mmHg aux deux yeux, champ visuel du {ago} normal.",
    "Contrôle avant le {ahead}.",
)
HORMONES = (
    "HbA1c à 7,2 % (7,8 % le {ago}), pas d'hypoglycémie ressentie.",
    "Poids 84 kg, IMC 29,4, tension artérielle 13/7.",
    "Nodule thyroïdien gauche EU-TIRADS 3 stable depuis le {ago}.",
    "Metformine maintenue, ajout d'une gliflozine, bilan rénal à refaire vers le {ahead}.",
    "Pieds : grade 0, pouls présents.",
)
CHILDREN = (
    "Croissance régulière sur les courbes, développement psychomoteur normal.",
    "Souffle systolique fonctionnel, échographie normale.",
    "Vaccinations à jour (dernière dose le {ago}).",
    "La maman est rassurée ; pas de nouvelle consultation sauf symptôme.",
)
IMAGES = (
    "Foie de taille normale, de contours réguliers, sans lésion focale.",
    "Voies biliaires fines, vésicule alithiasique.",
    "Reins de taille normale, sans dilatation des cavités.",
    "Pas d'épanchement intra-péritonéal.",
    "Pas de foyer parenchymateux, pas d'adénomégalie médiastinale.",
    "Comparatif : examen du {ago}, aspect inchangé.",
    "Pincement modéré de l'interligne, ostéophytose marginale.",
    "Axes veineux profonds perméables et compressibles.",
)
STAY = (
    "Motif d'hospitalisation : douleurs abdominales fébriles depuis le {ago}.",
    "Antécédents : hypertension, cholécystectomie en 2009 (Dr {doctor}).",
    "À l'admission : apyrétique, hémodynamique stable, abdomen souple.",
    "Biologie du {ago} : CRP 84 mg/L, leucocytes 13,2 G/L.",
    "Scanner du {ago} : diverticulite sigmoïdienne non compliquée.",
    "Évolution favorable, relais oral, sortie à domicile.",
    "Consultation de contrôle le {ahead} auprès du Dr {doctor}.",
)
CASUALTY = (
    "Motif de recours : chute de sa hauteur avec traumatisme du poignet.",
    "Constantes : TA 142/80, FC 78, SpO2 98 %, T 36,8 °C, EVA 5.",
    "Radiographie : pas de fracture visible, attelle posée.",
    "Vaccination antitétanique à jour (rappel du {ago}).",
    "Conseils donnés, reconsulter si douleur persistante au {ahead}.",
)
KNIFE = (
    "Sous anesthésie générale, en décubitus dorsal, garrot à la racine du membre.",
    "Incision élective, libération du nerf sous contrôle de la vue.",
    "Lavage, fermeture en deux plans, pansement.",
    "Contrôle prévu le {ahead}, fils à retirer au 14e jour.",
)
NIGHTCAP = (
    "ASA 2, Mallampati 1, ouverture buccale supérieure à 35 mm.",
    "Allergie : aucune connue. Anesthésie antérieure le {ago} sans incident.",
    "Traitement : à poursuivre, sauf l'antiagrégant à arrêter cinq jours avant.",
    "Jeûne : six heures pour les solides, deux heures pour les liquides clairs.",
)
HANDS = (
    "Douze séances effectuées, nette diminution des douleurs.",
    "Amplitudes : flexion 120°, extension complète, force 4+/5.",
    "Un renouvellement de dix séances me paraît utile.",
)
NURSING = (
    "Pansement refait, plaie propre, bourgeonnement correct.",
    "TA 15/8 ce matin, patient un peu essoufflé, œdèmes des chevilles.",
    "Pilulier préparé, manque le renouvellement après le {ahead}.",
    "Dextro à jeun entre 1,20 et 1,60 g/L.",
    "Poids 61 kg (62,5 kg le {ago}).",
)
NEWS = (
    "Nous vous convions à une soirée de formation le {ahead} animée par le Dr {doctor}.",
    "Le cabinet de radiologie sera fermé à compter du {ahead}.",
    "Le Dr {doctor} rejoint notre équipe, remplaçant le Dr {doctor} depuis le {ago}.",
    "Votre cotisation de l'exercice a bien été reçue le {ago}.",
    "Un nouveau scanner a été mis en service, les délais sont ramenés à huit jours.",
)
BLOOD = (
    ("Hématies", "4,{d}2 T/L", "4,00 - 5,30"),
    ("Hémoglobine", "13,{d} g/dL", "12,0 - 16,0"),
    ("Hématocrite", "41,{d} %", "37,0 - 47,0"),
    ("Leucocytes", "7,{d} G/L", "4,0 - 10,0"),
    ("Plaquettes", "24{d} G/L", "150 - 400"),
    ("Glycémie à jeun", "1,0{d} g/L", "0,74 - 1,06"),
    ("Créatinine", "8{d} µmol/L", "49 - 90"),
    ("DFG (CKD-EPI)", "7{d} mL/min", "> 60"),
    ("Cholestérol total", "2,{d}1 g/L", "< 2,00"),
    ("Triglycérides", "1,{d}4 g/L", "< 1,50"),
    ("TSH", "1,{d}7 mUI/L", "0,27 - 4,20"),
    ("Ferritine", "9{d} µg/L", "15 - 150"),
    ("CRP", "{d},2 mg/L", "< 5,0"),
    ("INR", "2,{d}", "2,0 - 3,0"),
    ("PSA", "1,{d}3 ng/mL", "< 4,00"),
)
