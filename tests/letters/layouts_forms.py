"""Forms and tables: hospital, laboratory, imaging, emergency, prescription, insurance."""

from tests.letters import clinical
from tests.letters.clinical import told
from tests.letters.layouts_prose import body, letterhead
from tests.letters.sheet import A5, Sheet


def _cells(sheet, x, cells, wide, *, values_below=True):
    """Write headings, and values under them or after them."""
    top = sheet.y
    for place, (heading, value) in enumerate(cells):
        left = x + wide * place
        sheet.write(left, heading, bold=True, size=8, y=top)
        sheet.write(left, value, size=9, y=top + 14 if values_below else top)
    sheet.box(x - 6, top - 12, x - 4 + wide * len(cells), top + 22)
    sheet.y = top + 42


def discharge(s):
    """A hospital report with a table of identity at its head."""
    sheet = Sheet(s.style)
    sheet.line(50, s.hospital.upper(), bold=True, size=13)
    sheet.line(
        50, f"Service de {s.sender.speciality} - Chef de service : Pr {s.sender.title}", size=9
    )
    sheet.line(50, "12 avenue du Docteur Rolland", size=9)
    sheet.gap(20)
    _cells(
        sheet,
        50,
        [
            ("Nom de naissance", s.birth_name),
            ("Nom utilisé", s.name if s.who.used_name else ""),
            ("Prénom", s.first),
            ("Né(e) le", s.born or s.age),
        ],
        125,
    )
    _cells(
        sheet,
        50,
        [
            ("IPP", str(s.rng.randint(10**7, 10**8))),
            ("Séjour", str(s.rng.randint(10**8, 10**9))),
            ("Matricule INS", s.nir),
        ],
        165,
    )
    sheet.line(
        297,
        s.pick("COMPTE RENDU D'HOSPITALISATION", "LETTRE DE LIAISON À LA SORTIE"),
        bold=True,
        size=12,
        align="middle",
    )
    sheet.gap()
    sheet.line(50, f"Entrée le {s.ago(20, 12)}   Sortie le {s.written(s.day, 'slash')}")
    sheet.line(50, f"Personne de confiance : {s.close_one()}")
    sheet.line(50, f"Médecin traitant : Dr {s.to.title}")
    sheet.gap()
    body(s, sheet, clinical.HOSPITAL, 6)
    sheet.gap()
    sheet.line(50, f"Fait le {s.today}")
    sheet.line(330, f"Dr {s.other_doctor().title}, interne")
    return sheet


def laboratory(s):
    """Headings above values, then the results."""
    sheet = Sheet(s.style)
    sheet.line(50, s.laboratory, bold=True, size=13)
    sheet.line(
        50, "Biologistes : " + ", ".join(f"Dr {s.other_doctor().title}" for _ in range(3)), size=8
    )
    sheet.gap(16)
    cells = [("PATIENT", f"{s.name} {s.first}"), ("NÉ(E) LE", s.born or s.age), ("SEXE", s.who.sex)]
    if s.names_birth:
        cells.insert(1, ("NOM DE NAISSANCE", s.birth_name))
    _cells(sheet, 50, cells, 500 / len(cells))
    _cells(
        sheet,
        50,
        [
            ("PRESCRIPTEUR", f"Dr {s.to.title}"),
            ("PRÉLEVÉ LE", s.ago(3, 0)),
            ("ÉDITÉ LE", s.written(s.day, "slash")),
        ],
        165,
    )
    if s.nir:
        sheet.line(50, f"INS : {s.nir}", size=8)
    sheet.line(50, s.pick("HÉMATOLOGIE - BIOCHIMIE", "BILAN BIOLOGIQUE"), bold=True)
    for name, value, usual in s.rng.sample(clinical.ANALYSES, 7):
        y = sheet.y
        sheet.write(60, name, y=y)
        sheet.write(280, value.format(d=s.rng.randint(0, 9)), y=y)
        sheet.write(420, usual, size=8, y=y)
        sheet.y += 18
    sheet.gap(20)
    sheet.line(340, f"Validé par Dr {s.other_doctor().title}", size=8)
    return sheet


def imaging(s):
    """Two columns: the radiologists on the left, the report on the right."""
    sheet = Sheet(s.style)
    sheet.line(30, f"IMAGERIE {s.pick('DU RHIN', 'MÉDICALE DES HALLES')}", bold=True, size=13)
    for place in range(s.rng.randint(4, 9)):
        sheet.write(30, f"Dr {s.other_doctor().title}", size=8, y=120 + place * 22)
    sheet.y = 110
    sheet.line(200, f"{s.courtesy} {s.married} {s.first}", bold=True)
    if s.born:
        sheet.line(
            200, s.pick(f"Né{s.e} le {s.born}", f"Date de naissance : {s.born}", f"DDN {s.born}")
        )
    if s.nir:
        sheet.line(200, f"NIR {s.nir}")
    sheet.line(200, f"Examen du {s.written(s.day, 'words')}")
    sheet.line(200, f"Prescripteur : Dr {s.to.title}")
    sheet.gap()
    title = s.pick("SCANNER THORACIQUE", "ÉCHOGRAPHIE ABDOMINALE", "RADIOGRAPHIE DU POIGNET")
    sheet.line(200, title, bold=True, size=12)
    for phrase in told(s, clinical.IMAGING, 5):
        sheet.paragraph(200, phrase, 570)
    sheet.line(380, f"Dr {s.sender.title}")
    return sheet


def emergency(s):
    """The fiche of an emergency department."""
    sheet = Sheet(s.style)
    sheet.line(50, f"{s.hospital} - SERVICE D'ACCUEIL DES URGENCES", bold=True, size=12)
    sheet.line(
        50, f"Passage aux urgences du {s.written(s.day, 'slash')} à 2{s.rng.randint(0, 3)}:15"
    )
    sheet.gap()
    for text in s.identity_lines():
        label, _, value = text.partition(" : ")
        sheet.write(60, label, size=9)
        sheet.write(210, value, bold=True, size=10)
        sheet.y += 16
    sheet.write(60, "Accompagné par", size=9)
    sheet.line(210, s.close_one())
    sheet.write(60, "À prévenir", size=9)
    sheet.line(210, s.close_one())
    sheet.write(60, "Médecin traitant", size=9)
    sheet.line(210, f"Dr {s.to.title}")
    sheet.gap()
    body(s, sheet, clinical.HOSPITAL, 4)
    sheet.line(50, f"Médecin urgentiste : Dr {s.sender.title}")
    return sheet


def prescription(s):
    """An A5 prescription."""
    sheet = Sheet(s.style, A5)
    sheet.y = 45
    letterhead(s, sheet, x=30)
    sheet.gap()
    sheet.line(230, f"Le {s.written(s.day, 'slash')}")
    sheet.line(30, s.prose(), bold=True)
    sheet.line(30, f"{s.born_words}")
    if s.nir:
        sheet.line(30, s.nir)
    sheet.gap()
    for name, how in s.rng.sample(clinical.DRUGS, 3):
        sheet.line(30, name, bold=True)
        sheet.line(44, how, size=9)
    sheet.gap()
    sheet.line(200, f"Dr {s.sender.title}")
    return sheet


def physiotherapy(s):
    """A report of a physiotherapist."""
    sheet = Sheet(s.style)
    sheet.line(50, f"{s.sender.title}", bold=True, size=12)
    sheet.line(50, "Masseur-kinésithérapeute D.E.")
    sheet.gap()
    sheet.line(50, f"Bilan diagnostic kinésithérapique - {s.today}", bold=True)
    sheet.gap()
    sheet.line(50, f"Patient{s.e} : {s.married} {s.first}")
    sheet.line(50, f"Naissance : {s.born}" if s.born else f"Âge : {s.age}")
    if s.nir:
        sheet.line(50, f"N° de sécurité sociale : {s.nir}")
    sheet.line(50, f"Prescripteur : Docteur {s.to.title}")
    sheet.gap()
    body(s, sheet, clinical.PHYSIO, 3)
    return sheet


def insurance(s):
    """A letter of an insurer to the patient, in the window of the envelope."""
    sheet = Sheet(s.style)
    sheet.line(40, s.pick("MUTUELLE DES DEUX RIVES", "CAISSE PRIMAIRE DU RHIN"), bold=True, size=13)
    sheet.line(40, "Service des prestations", size=9)
    for place, text in enumerate((f"{s.courtesy} {s.first} {s.name}", s.who.address, s.who.town)):
        sheet.write(320, text, y=150 + 14 * place)
    sheet.y = 220
    sheet.line(40, f"Le {s.today}")
    if s.nir:
        sheet.line(40, f"Votre n° de sécurité sociale : {s.nir}")
    if s.born:
        sheet.line(40, f"Bénéficiaire : {s.first} {s.name}, {s.born_words}")
    sheet.line(40, "Objet : prise en charge de votre affection de longue durée", bold=True)
    sheet.gap()
    sheet.line(40, f"{s.courtesy},")
    sheet.paragraph(
        40,
        f"Nous vous confirmons la prise en charge à compter du {s.ahead(60)}, après avis du "
        f"médecin conseil, le Dr {s.other_doctor().title}. Votre médecin traitant, le "
        f"Dr {s.to.title}, en est informé.",
        550,
    )
    sheet.line(340, s.pick("Le directeur", "La responsable du service"))
    sheet.line(340, s.other_doctor().title)
    return sheet


def screening(s):
    """The result of a screening centre, sent to the person, a copy to the doctor."""
    sheet = Sheet(s.style)
    sheet.line(40, "Centre régional de coordination des dépistages", bold=True, size=12)
    sheet.write(330, f"{s.courtesy} {s.name} {s.first}", y=140)
    sheet.write(330, s.who.address, y=154)
    sheet.write(330, s.who.town, y=168)
    sheet.y = 210
    sheet.line(
        40,
        f"Dossier n° {s.rng.randint(10**6, 10**7)}   {f'né{s.e} le {s.born}' if s.born else s.age}",
    )
    if s.nir:
        sheet.line(40, f"Immatriculation : {s.nir}")
    sheet.line(40, f"Strasbourg, le {s.today}")
    sheet.gap()
    sheet.line(40, "Chère Madame, Cher Monsieur,")
    sheet.paragraph(
        40,
        f"Le test que vous avez réalisé le {s.ago(20)} est négatif. Un nouveau test vous sera "
        "proposé dans deux ans. Votre médecin reçoit une copie de ce courrier.",
        550,
    )
    sheet.line(40, f"Copie : Dr {s.to.title}", size=9)
    sheet.line(340, f"Dr {s.sender.title}, médecin coordonnateur")
    return sheet


def surgery(s):
    """An operative report."""
    sheet = Sheet(s.style)
    sheet.line(297, s.hospital, bold=True, size=13, align="middle")
    sheet.line(297, "COMPTE RENDU OPÉRATOIRE", bold=True, size=12, align="middle")
    sheet.gap()
    sheet.line(50, f"Opérateur : Dr {s.sender.title}   Anesthésiste : Dr {s.other_doctor().title}")
    sheet.line(50, f"Date de l'intervention : {s.written(s.day, 'slash')}")
    sheet.line(50, f"PATIENT : {s.married}, {s.first} - {s.born_words}", bold=True)
    if s.nir:
        sheet.line(50, f"Matricule INS : {s.nir}")
    sheet.gap()
    body(s, sheet, clinical.SURGERY, 4)
    sheet.line(50, f"Courrier au Dr {s.to.title}", size=8)
    return sheet


def pathology(s):
    """A report of a pathology practice, with dotted labels."""
    sheet = Sheet(s.style)
    sheet.line(50, "Cabinet d'anatomie et cytologie pathologiques", bold=True, size=12)
    sheet.line(
        50, f"Drs {s.sender.name}, {s.other_doctor().name} et {s.other_doctor().name}", size=9
    )
    sheet.gap()
    for text in s.identity_lines():
        label, _, value = text.partition(" : ")
        sheet.line(50, f"{label} {'.' * max(3, 24 - len(label))} {value}")
    sheet.line(50, f"Demandeur {'.' * 14} Dr {s.to.title}")
    sheet.line(50, f"Compte rendu du {s.written(s.day, 'slash')}, reçu le {s.ago(9)}")
    sheet.gap()
    body(s, sheet, clinical.PATHOLOGY, 3)
    sheet.line(340, f"Dr {s.sender.title}")
    return sheet
