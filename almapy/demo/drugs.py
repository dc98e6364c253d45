"""Drugs by their common denomination: those that several diseases share, and insulins."""

from __future__ import annotations

from almapy.demo.disease import Drug

BISOPROLOL = Drug("bêtabloquant", "Bisoprolol 2,5 mg, comprimé", "1 comprimé le matin")
RAMIPRIL = Drug("IEC ou ARA2", "Ramipril 5 mg, comprimé", "1 comprimé le matin")
ATORVASTATINE_40 = Drug("statine", "Atorvastatine 40 mg, comprimé", "1 comprimé le soir")
ATORVASTATINE_20 = Drug("statine", "Atorvastatine 20 mg, comprimé", "1 comprimé le soir")
ASPIRINE = Drug(
    "antithrombotique",
    "Acide acétylsalicylique 75 mg, poudre pour solution buvable",
    "1 sachet le midi au cours du repas",
)
CLOPIDOGREL = Drug("antithrombotique", "Clopidogrel 75 mg, comprimé", "1 comprimé le matin")
APIXABAN = Drug("antithrombotique", "Apixaban 5 mg, comprimé", "1 comprimé matin et soir")
DAPAGLIFLOZINE = Drug("gliflozine", "Dapagliflozine 10 mg, comprimé", "1 comprimé le matin")
INSULINE_GLARGINE = Drug(
    "insuline lente", "Insuline glargine 100 UI/mL, stylo", "18 UI le soir, à adapter"
)
INSULINE_ASPARTE = Drug(
    "insuline rapide", "Insuline asparte 100 UI/mL, stylo", "6 UI avant chaque repas, à adapter"
)
VITAMIN_D = Drug("vitamine D", "Colécalciférol 50\u00a0000 UI, ampoule", "1 ampoule par mois")
SALBUTAMOL = Drug(
    "salbutamol",
    "Salbutamol 100 µg/dose, suspension pour inhalation",
    "2 bouffées en cas de gêne, à renouveler si besoin",
)
PARACETAMOL = Drug(
    "paracétamol", "Paracétamol 1 g, comprimé", "1 comprimé jusqu'à 3 fois par jour si douleurs"
)
