"""Sheets and tables of the second pack: urgent care, results, certificates, care at home."""

from tests.letters import clinical_second as clinical
from tests.letters.layouts_second_letters import body, fitted, grid, headed, pairs, signed
from tests.letters.sheet import Sheet


def paediatric_emergency(s):
    """A child, both parents, the one who came, and the one who is insured."""
    sheet = Sheet(s.style)
    sheet.line(50, f"URGENCES PÉDIATRIQUES - {s.hospital}", bold=True, size=12)
    sheet.line(50, f"Arrivée le {s.written(s.day, 'slash')} à 19:4{s.rng.randint(0, 9)}")
    sheet.gap()
    pairs(sheet, 50, s.fields(), gap=130, wide=350)
    mother, born = s.mother()
    said = [("Mère", f"{mother}, née le {s.written(born)}" if s.maybe(0.5) else mother)]
    if parent := s.parent():
        said.append(
            ("Père" if parent.sex == "M" else "Accompagnant", f"{parent.first} {parent.name}")
        )
        if s.maybe(0.5):
            said.append(("N° SS de l'assuré", s.spaced(parent.nir)))
    if siblings := [one for one in s.kin if one.age < 15 and one.born < s.day]:
        said.append(("Fratrie", ", ".join(f"{one.first} ({one.born.year})" for one in siblings)))
    pairs(sheet, 50, said, gap=130, wide=350)
    sheet.gap()
    body(s, sheet, clinical.CHILD, 5)
    sheet.line(50, f"Médecin traitant : Dr {s.to.title}")
    signed(s, sheet)
    return sheet


def occupational(s):
    """An occupational-health sheet: worker, employer, physician."""
    sheet = Sheet(s.style)
    sheet.line(297, "ATTESTATION DE SUIVI - SANTÉ AU TRAVAIL", bold=True, size=13, align="middle")
    sheet.gap(20)
    sheet.box(40, sheet.y - 14, 555, sheet.y + 100)
    low = sheet.y + 110
    sheet.line(50, "TRAVAILLEUR", bold=True, size=9)
    pairs(sheet, 50, s.fields(), gap=120, wide=360, size=9)
    sheet.y = max(low, sheet.y) + 12
    sheet.line(50, "ENTREPRISE", bold=True, size=9)
    pairs(
        sheet,
        50,
        [("Raison sociale", f"Établissements {s.stranger()}"), ("Adresse", s.street())],
        gap=120,
        wide=360,
        size=9,
    )
    sheet.gap()
    sheet.paragraph(
        50,
        f"Visite du {s.written(s.day, 'slash')} (précédente : {s.ago(900, 200)}). Apte au poste "
        f"occupé. À revoir au plus tard le {s.ahead(700)}.",
        545,
    )
    sheet.line(50, f"Médecin du travail : Dr {s.sender.title}")
    sheet.line(50, "Exemplaire destiné au travailleur", size=8)
    return sheet


def tumour_board(s):
    """A multidisciplinary meeting: many doctors, one patient in a box."""
    sheet = Sheet(s.style)
    sheet.line(50, "FICHE RCP - RÉUNION DE CONCERTATION PLURIDISCIPLINAIRE", bold=True, size=11)
    sheet.line(50, f"Réunion du {s.written(s.day, 'slash')} - {s.hospital}", size=9)
    sheet.gap()
    top = sheet.y
    sheet.line(400, "Présents", bold=True, size=8)
    for _ in range(s.rng.randint(5, 9)):
        one = s.other_doctor()
        fitted(sheet, 400, f"Dr {one.title} ({one.speciality})", 160, size=8)
        sheet.y += 12
    low, sheet.y = sheet.y, top
    said = s.fields()
    sheet.box(40, top - 13, 385, top + 16 * len(said) + 4)
    pairs(sheet, 48, said, gap=115, wide=215)
    sheet.y = max(low, sheet.y) + 16
    pairs(
        sheet,
        50,
        [
            ("Médecin demandeur", f"Dr {s.sender.title}"),
            ("Médecin traitant", f"Dr {s.to.title}"),
            ("Diagnostic du", s.ago(90, 10)),
        ],
    )
    sheet.gap()
    sheet.paragraph(
        50,
        f"Proposition : chirurgie première puis discussion d'un traitement adjuvant. Scanner du "
        f"{s.ago(40)} relu par le Dr {s.other_doctor().title}. Consultation d'annonce le "
        f"{s.ahead(20)}.",
        545,
    )
    return sheet


def transfer(s):
    """The sheet of a nursing home for an urgent transfer: persons to call, treating doctor."""
    sheet = Sheet(s.style)
    sheet.line(50, f"EHPAD {s.pick('Les Genêts', 'Résidence Joubert')}", bold=True, size=13)
    sheet.line(50, f"DOSSIER DE LIAISON D'URGENCE - {s.written(s.day, 'slash')}", bold=True)
    sheet.gap(20)
    said = s.fields()
    labels = [label for label, _ in said]
    grid(sheet, 40, labels, [value for _, value in said], [515 / len(said)] * len(said))
    for label in ("Personne de confiance", "Personne à prévenir", "Tuteur"):
        if s.maybe(0.6):
            who = s.pick(s.close_one(), s.spouse()[0], s.stranger())
            pairs(sheet, 50, [(label, f"{who} - {s.phone()}")], gap=140, wide=330)
    pairs(
        sheet,
        50,
        [("Médecin traitant", f"Dr {s.to.title}"), ("Entré(e) le", s.ago(2500, 200))],
        gap=140,
    )
    sheet.gap()
    body(s, sheet, clinical.CARE, 5)
    sheet.line(340, f"Infirmière : {s.stranger()}")
    return sheet


def medication_review(s):
    """A pharmacist writes to the doctor; the person stands in the subject."""
    sheet = Sheet(s.style)
    sheet.line(50, f"Pharmacie {s.sender.name}", bold=True, size=13)
    sheet.lines(50, [s.street(), s.place, s.phone()], size=9)
    sheet.gap(20)
    sheet.line(330, f"Docteur {s.to.title}")
    sheet.line(330, f"Le {s.today}")
    sheet.gap()
    sheet.paragraph(
        50, f"Objet : bilan partagé de médication de {s.title} {s.in_prose} {s.said_born}", 545
    )
    if s.nir:
        sheet.line(50, f"N° SS : {s.nir}")
    sheet.gap()
    sheet.line(50, "Docteur,")
    sheet.paragraph(50, f"L'entretien a eu lieu le {s.ago(15)} en présence du conjoint.", 545)
    body(s, sheet, clinical.MEDICINES, 5)
    sheet.line(340, f"{s.sender.title}, pharmacien")
    return sheet


def rescue(s):
    """The sheet of an emergency ambulance, in boxes."""
    sheet = Sheet(s.style)
    sheet.line(50, "SAMU - SMUR   FICHE D'INTERVENTION", bold=True, size=13)
    sheet.gap(16)
    number = f"{s.rng.randint(10**5, 10**6)}"
    crew = [f"Dr {s.sender.title}", s.stranger(), s.stranger()]
    grid(
        sheet,
        40,
        ["N°", "Date", "Appelant"],
        [number, s.written(s.day, "slash"), s.stranger()],
        [120, 160, 235],
    )
    names = [
        ("NOM", s.family),
        ("PRÉNOM", s.first),
        ("NÉ(E) LE", s.born or s.age),
        ("SEXE", s.who.sex),
    ]
    grid(sheet, 40, [one for one, _ in names], [one for _, one in names], [215, 140, 110, 50])
    if s.nir:
        sheet.line(50, f"INS {s.nir}")
        sheet.gap()
    grid(sheet, 40, ["Médecin", "Infirmier", "Ambulancier"], crew, [175, 170, 170])
    sheet.line(50, f"Adresse d'intervention : {s.street()}, {s.place}")
    sheet.gap()
    body(s, sheet, clinical.RESCUE, 4)
    sheet.line(50, f"Destination : {s.hospital}, accueil Dr {s.other_doctor().title}")
    sheet.line(50, f"Médecin traitant déclaré : Dr {s.to.title}")
    return sheet


def bacteriology(s):
    """A laboratory: antibiogram, and previous results with their own dates."""
    sheet = Sheet(s.style)
    sheet.line(50, s.laboratory.upper(), bold=True, size=13)
    sheet.line(50, f"{s.street()} {s.place}", size=8)
    sheet.line(50, f"Biologiste responsable : {s.sender.title}", size=8)
    sheet.gap(16)
    top = sheet.y
    if s.maybe(0.5):
        fitted(sheet, 290, f"{s.title} {s.named}", 270, bold=True)
    else:
        _window(s, sheet)
    sheet.y = top
    if s.born:
        sheet.line(50, s.pick(f"Né(e) le : {s.born}", f"Date de naissance : {s.born}"))
    sheet.line(50, f"Sexe : {s.who.sex}   Âge : {s.age}")
    if s.nir:
        sheet.line(50, f"INS : {s.nir}", size=8)
    sheet.line(50, f"Demande n° {s.rng.randint(10**7, 10**8)} - Dr {s.to.title}", size=8)
    sheet.line(50, f"Prélevé le {s.ago(4, 1)} à 08:1{s.rng.randint(0, 9)}", size=8)
    sheet.line(50, f"Édité le {s.written(s.day, 'slash')}", size=8)
    sheet.gap(20)
    before = s.ago(300, 30)
    sheet.write(270, "Résultat", bold=True, size=8)
    sheet.write(370, "Référence", bold=True, size=8)
    sheet.line(470, f"Antériorité {before}", bold=True, size=8)
    for name, value, usual in s.rng.sample(clinical.RESULTS, 5):
        sheet.write(50, name, size=9)
        sheet.write(270, value.format(d=s.rng.randint(0, 9)), size=9)
        sheet.write(370, usual, size=9)
        sheet.line(470, value.format(d=s.rng.randint(0, 9)), size=9)
    sheet.gap()
    sheet.line(50, "ECBU : Escherichia coli 10^6 UFC/mL - ANTIBIOGRAMME", bold=True, size=9)
    for name, answer in s.rng.sample(clinical.GERMS, 6):
        sheet.write(60, name, size=9)
        sheet.line(270, answer, size=9)
    sheet.gap()
    sheet.line(320, f"Validé par {s.other_doctor().title}", size=8)
    return sheet


def _window(s, sheet):
    """The address as the envelope shows it."""
    fitted(sheet, 290, f"{s.title} {s.named}".upper(), 270)
    sheet.y += 14
    sheet.lines(290, [s.who.address, s.who.town])


def physiotherapy_end(s):
    """The end report of a physiotherapist."""
    sheet = Sheet(s.style)
    headed(s, sheet, name=s.stranger(), role="Masseur-kinésithérapeute")
    sheet.gap()
    sheet.line(50, "Fiche de synthèse de fin de traitement", bold=True, size=12)
    sheet.gap()
    sheet.paragraph(50, f"Concernant {s.title} {s.in_prose}", 545)
    sheet.paragraph(50, s.said_born, 545)
    if s.nir:
        sheet.line(50, f"NIR {s.nir}")
    sheet.line(50, f"Ordonnance du {s.ago(150, 40)} du Dr {s.to.title}")
    sheet.gap()
    body(s, sheet, clinical.REHABILITATION, 3)
    sheet.line(340, f"Le {s.today}")
    return sheet


def home_care(s):
    """A weekly sheet of home nurses, days in a table."""
    sheet = Sheet(s.style)
    sheet.line(50, "Cabinet infirmier - feuille de liaison", bold=True, size=13)
    sheet.line(50, f"{s.stranger()} / {s.stranger()} - {s.phone()}", size=9)
    sheet.gap()
    sheet.paragraph(50, f"Patient(e) : {s.named}   {s.said_born}", 545)
    sheet.paragraph(50, f"Domicile : {s.who.address}, {s.who.town}", 545)
    if s.nir:
        sheet.line(50, f"Sécurité sociale {s.nir}")
    sheet.line(50, f"Médecin : Dr {s.to.title}   Aidant : {s.close_one()}")
    sheet.gap(16)
    sheet.line(50, f"Semaine du {s.written(s.day, 'slash')}", bold=True)
    sheet.gap(4)
    for day in ("Lundi", "Mercredi", "Vendredi"):
        sheet.write(50, day)
        sheet.write(140, f"TA 1{s.rng.randint(1, 5)}/{s.rng.randint(6, 9)}")
        sheet.line(240, f"glycémie 1,{s.rng.randint(10, 90)} g/L")
    sheet.gap()
    body(s, sheet, clinical.CARE, 3)
    return sheet


def sports(s):
    """A certificate for a sports club."""
    sheet = Sheet(s.style)
    headed(s, sheet)
    sheet.gap(50)
    sheet.line(297, "Certificat de non contre-indication", bold=True, size=14, align="middle")
    sheet.gap(20)
    nir = f" (NIR {s.nir})" if s.nir else ""
    sheet.paragraph(
        60,
        f"Je soussignée, Docteur {s.sender.title}, atteste que l'examen de {s.title} {s.named} "
        f"{s.said_born}{nir} ne révèle pas ce jour de contre-indication à la pratique "
        f"{s.pick('du judo', 'du football', 'de la plongée', 'du handball')} en compétition.",
        535,
        size=11,
    )
    sheet.line(60, f"Club : AS {s.place.partition(' ')[2]}, entraîneur {s.stranger()}", size=10)
    sheet.gap(20)
    sheet.line(320, f"Le {s.today}")
    sheet.line(320, f"Dr {s.sender.title}")
    return sheet


def mammography(s):
    """A screening mammography with a first and a second reader."""
    sheet = Sheet(s.style)
    sheet.line(50, f"RADIOLOGIE {s.pick('DE LA RADE', 'TAVERNIER-MEYER')}", bold=True, size=13)
    sheet.line(50, "Dépistage organisé du cancer du sein", size=9)
    sheet.gap(20)
    grid(
        sheet,
        40,
        ["Nom de naissance", "Nom d'usage", "Prénom", "Date de naissance"],
        [s.birth_name, s.name if s.who.used_name else "", s.first, s.born or s.age],
        [150, 150, 115, 100],
    )
    if s.nir:
        sheet.line(50, f"N° assurée : {s.nir}")
    pairs(
        sheet,
        50,
        [
            ("Mammographie du", s.written(s.day, "slash")),
            ("Première lecture", f"Dr {s.sender.title}"),
            ("Deuxième lecture", f"Dr {s.other_doctor().title}, le {s.ahead(15)}"),
            ("Médecin traitant", f"Dr {s.to.title}"),
        ],
        gap=130,
        wide=300,
    )
    sheet.gap()
    body(s, sheet, clinical.MAMMOGRAPHY, 3)
    sheet.line(50, "Classification ACR 2 à droite, ACR 1 à gauche.", bold=True)
    signed(s, sheet)
    return sheet


def device(s):
    """What a breath or heart recorder prints by itself, the identity in its header."""
    sheet = Sheet(s.style)
    sheet.write(40, s.named, bold=True, y=40)
    sheet.y = 54
    said = f"Né(e) : {s.born}" if s.born else s.age
    sheet.write(40, f"ID {s.rng.randint(1000, 9999)}   {said}   {s.who.sex}", size=9)
    sheet.write(
        555, f"{s.written(s.day, 'slash')} 10:2{s.rng.randint(0, 9)}", size=9, align="right"
    )
    sheet.y += 14
    if s.nir:
        sheet.line(40, s.nir, size=8)
    sheet.rule(40, sheet.y, 555, sheet.y)
    sheet.y += 24
    sheet.line(40, s.pick("SPIROMÉTRIE", "HOLTER ECG 24 H"), bold=True, size=13)
    sheet.line(40, f"Opérateur : {s.stranger()}   Demandé par : Dr {s.to.title}", size=9)
    sheet.gap()
    for name in ("Mesure 1", "Mesure 2", "Mesure 3", "Moyenne"):
        sheet.write(60, name, size=9)
        sheet.write(200, f"{s.rng.randint(50, 120)}", size=9)
        sheet.line(300, f"{s.rng.randint(80, 110)} %", size=9)
    sheet.gap()
    sheet.line(40, "Conclusion : tracé dans les limites de la normale.")
    sheet.line(340, f"Relu par Dr {s.sender.title}")
    return sheet
