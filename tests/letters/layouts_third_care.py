"""Hospitals and everything else of an ordinary week."""

from tests.letters import clinical_third as clinical
from tests.letters.clinical import DRUGS
from tests.letters.layouts_second_letters import body, fitted, pairs
from tests.letters.layouts_third_letters import farewell, head, number_line, to_doctor
from tests.letters.sheet import A5, Sheet


def stay(s):
    """A report of a stay: sentence with both days, sections, who to call."""
    sheet = Sheet(s.style)
    s.colleague("Médecine interne")
    sheet.line(45, s.hospital.upper(), bold=True, size=13)
    sheet.line(45, f"Service de médecine - Pr {s.sender.title}", size=9)
    sheet.line(45, f"Secrétariat {s.stranger()} {s.phone()}", size=8)
    to_doctor(s, sheet, y=120)
    sheet.line(45, f"{s.city}, le {s.today}")
    sheet.gap()
    title = s.pick("Compte rendu d'hospitalisation", "Lettre de sortie", "Lettre de liaison")
    sheet.line(297, title, bold=True, size=12, align="middle")
    sheet.gap()
    start, end = s.ago(15, 6), s.written(s.day, "slash")
    if s.maybe(0.5):
        pairs(sheet, 45, s.fields(), gap=115, wide=330)
        sheet.line(45, f"Hospitalisé{s.e} du {start} au {end}")
    else:
        sheet.paragraph(
            45,
            f"Votre patient{s.e} {s.title} {s.named}, {s.said_born}, a séjourné dans le service "
            f"du {start} au {end}.",
            545,
        )
        number_line(s, sheet)
    if s.maybe(0.5):
        label = s.pick("Personne de confiance", "Personne à prévenir")
        sheet.line(45, f"{label} : {s.pick(s.close_one(), s.spouse()[0])} {s.phone()}", size=9)
    sheet.gap()
    body(s, sheet, clinical.STAY, 6, x=45)
    farewell(s, sheet)
    if s.maybe(0.3):
        sheet.turn()
        sheet.line(45, f"{s.filed} - page 2", size=8)
        sheet.line(45, f"Ordonnance de sortie du {end}", bold=True)
        for name, how in s.rng.sample(DRUGS, 3):
            sheet.line(45, f"{name} : {how}", size=9)
    return sheet


def day_clinic(s):
    """A day clinic: a label glued at the top right, a short text."""
    sheet = Sheet(s.style)
    sheet.line(45, s.hospital, bold=True, size=12)
    sheet.line(45, s.pick("Hôpital de jour", "Unité de chirurgie ambulatoire"), size=9)
    low = sheet.y
    lines = [s.filed, f"{s.born or s.age}   {s.who.sex}   {s.rng.randint(10**6, 10**7)}"]
    if s.nir:
        lines.append(f"INS {s.nir}")
    lines.append(f"Entrée {s.written(s.day, 'slash')}")
    sheet.box(325, 46, 560, 56 + 13 * len(lines))
    sheet.y = 60
    for text in lines:
        fitted(sheet, 332, text, 222, size=9)
        sheet.y += 13
    sheet.y = max(low, sheet.y) + 30
    sheet.line(45, f"Dr {s.to.title}")
    sheet.line(45, f"Le {s.today}")
    sheet.gap()
    sheet.paragraph(45, f"Cher confrère, {s.title} {s.short_family} est venu{s.e} ce jour.", 545)
    body(s, sheet, clinical.STAY[2:], 4, x=45)
    farewell(s, sheet)
    return sheet


def casualty(s):
    """An emergency department's automatic letter."""
    sheet = Sheet(s.style)
    sheet.line(45, f"Urgences adultes et pédiatriques - {s.hospital}", bold=True, size=12)
    sheet.gap()
    sheet.line(45, f"Courrier destiné au Dr {s.to.title}")
    sheet.gap()
    said = f"{s.opening} {s.named}, {s.said_born}"
    at = f"{s.rng.randint(10, 22)}h{s.rng.randint(10, 59)}"
    sheet.paragraph(
        45,
        f"{said}, a été pris{s.e} en charge aux urgences le {s.written(s.day, 'slash')} à {at}, "
        f"{s.pick('amené', 'accompagné')}{s.e} par {s.pick('les pompiers', s.close_one())}.",
        545,
    )
    if s.nir:
        sheet.line(45, f"INS : {s.nir}")
    if s.maybe(0.6):
        sheet.line(45, f"Adresse : {', '.join(s.home)}", size=9)
    sheet.gap()
    body(s, sheet, clinical.CASUALTY, 5, x=45)
    sheet.line(45, f"Examiné par : {s.stranger()}, interne - sénior Dr {s.sender.title}")
    return sheet


def operation(s):
    """An operation report with a crew."""
    sheet = Sheet(s.style)
    who = s.colleague("Chirurgie orthopédique")
    sheet.line(45, f"Dr {who.title} - {who.speciality}", bold=True, size=12)
    sheet.line(45, s.hospital, size=9)
    sheet.gap(20)
    sheet.line(297, "PROTOCOLE OPÉRATOIRE", bold=True, size=13, align="middle")
    sheet.gap()
    born = s.born or s.age
    said = [
        (s.pick("Opéré(e)", "Patient", "Nom-Prénom"), s.filed),
        (s.pick("Né(e) le", "Date de naissance"), born),
        ("Date opératoire", s.written(s.day, "slash")),
        ("Chirurgien", f"Dr {who.title}"),
        ("Aide", s.stranger()),
        ("Anesthésiste", f"Dr {s.other_doctor().title}"),
        ("Médecin traitant", f"Dr {s.to.title}"),
    ]
    if s.nir:
        said.insert(2, ("INS", s.nir))
    pairs(sheet, 45, said, gap=120, wide=350)
    sheet.line(45, f"Intervention : {s.pick('libération du canal carpien', 'ménisectomie')}")
    sheet.gap()
    body(s, sheet, clinical.KNIFE, 4, x=45)
    return sheet


def anaesthesia(s):
    """The form of a consultation before an operation."""
    sheet = Sheet(s.style)
    sheet.line(297, "CONSULTATION DE PRÉ-ANESTHÉSIE", bold=True, size=12, align="middle")
    sheet.line(297, s.hospital, size=9, align="middle")
    sheet.gap(20)
    top, said = sheet.y, s.fields()
    sheet.box(40, top - 14, 330, top + 15 * len(said) + 4)
    pairs(sheet, 48, said, gap=100, wide=175, size=9)
    low, sheet.y = sheet.y, top
    other = [
        ("Consultation", s.written(s.day, "slash")),
        ("Intervention", s.ahead(30)),
        ("Chirurgien", f"Dr {s.other_doctor().title}"),
        ("MAR", f"Dr {s.sender.title}"),
    ]
    pairs(sheet, 345, other, gap=75, wide=140, size=9)
    sheet.y = max(low, sheet.y, top + 15 * len(said)) + 24
    body(s, sheet, clinical.NIGHTCAP, 4, x=45)
    sheet.line(45, f"Médecin traitant : {s.to.title}")
    return sheet


def physiotherapist(s):
    """Ten lines, signed."""
    sheet = Sheet(s.style)
    sheet.line(45, s.stranger(), bold=True, size=12)
    sheet.line(45, f"Masseur-kinésithérapeute DE - {s.street()} - {s.place}", size=8)
    sheet.gap(30)
    sheet.line(330, f"Le {s.today}")
    sheet.line(45, f"Docteur {s.to.name},")
    sheet.gap()
    sheet.paragraph(
        45, f"Voici le point sur la rééducation de {s.title} {s.named} {s.said_born}.", 545
    )
    number_line(s, sheet)
    body(s, sheet, clinical.HANDS, 3, x=45)
    sheet.line(45, "Cordialement.")
    return sheet


def nurse(s):
    """A nurse's sheet of transmissions."""
    sheet = Sheet(s.style)
    sheet.line(45, f"{s.stranger()} - Infirmière libérale - {s.phone()}", bold=True)
    sheet.gap()
    sheet.line(45, f"FICHE DE TRANSMISSION du {s.written(s.day, 'slash')}", bold=True)
    sheet.gap()
    pairs(sheet, 45, [*s.fields(), ("Domicile", ", ".join(s.home))], gap=105, wide=370)
    pairs(sheet, 45, [("Dr traitant", s.to.title), ("Entourage", s.close_one())], gap=105)
    sheet.gap()
    body(s, sheet, clinical.NURSING, 4, x=45)
    return sheet


def prescription(s):
    """What another doctor prescribed, on half a page."""
    sheet = Sheet(s.style, A5)
    sheet.y = 40
    head(s, sheet, s.pick("Dermatologie", "Cardiologie", "Ophtalmologie"), x=30)
    sheet.gap(16)
    sheet.line(390, f"{s.city}, le {s.written(s.day, 'slash')}", align="right", size=9)
    fitted(sheet, 30, f"{s.opening} {s.named}", 360, bold=True)
    sheet.gap(15)
    birth = s.pick(f"Né{s.e} le {s.born}", f"{s.born} - {s.age}") if s.born else s.age
    sheet.line(30, birth, size=9)
    if s.nir:
        sheet.line(30, s.nir, size=9)
    sheet.gap()
    for name, how in s.rng.sample(DRUGS, 3):
        sheet.line(30, f"- {name}", size=9)
        sheet.line(42, how, size=8)
    return sheet


def certificate(s):
    """A certificate that a colleague gave."""
    sheet = Sheet(s.style)
    head(s, sheet, "Médecine générale")
    sheet.gap(60)
    sheet.line(297, "CERTIFICAT", bold=True, size=14, align="middle")
    sheet.gap(20)
    number = f", n° de sécurité sociale {s.nir}," if s.nir else ""
    sheet.paragraph(
        60,
        f"Je, soussigné{s.pick('', 'e')} Dr {s.sender.title}, docteur en médecine, certifie avoir "
        f"reçu en consultation {s.title} {s.named}, {s.said_born}{number} et que son état "
        f"nécessite {s.pick('un repos de cinq jours', 'une dispense de sport')} jusqu'au "
        f"{s.ahead(20)} inclus.",
        535,
    )
    sheet.gap(20)
    sheet.line(320, f"À {s.city}, le {s.today}")
    return sheet


def pharmacist(s):
    """A pharmacist's note about a prescription."""
    sheet = Sheet(s.style, A5)
    sheet.y = 40
    sheet.line(30, f"PHARMACIE {s.pick('DU CENTRE', s.sender.name.upper())}", bold=True, size=12)
    sheet.line(30, f"{s.street()} - {s.phone()}", size=8)
    sheet.gap(20)
    sheet.line(30, f"Le {s.today}, à l'attention du Dr {s.to.title}", size=9)
    sheet.gap()
    who = f"{s.title} {s.named} {s.bracketed}"
    sheet.paragraph(30, f"Docteur, votre ordonnance du {s.ago(8)} pour {who} :", 395)
    number_line(s, sheet, 30)
    drug = s.pick("PARACÉTAMOL", "RAMIPRIL", "LÉVOTHYROXINE")
    sheet.paragraph(30, f"{drug} en rupture ; merci de proposer une autre spécialité.", 395)
    sheet.line(200, f"{s.stranger()}, préparatrice", size=9)
    return sheet


def agreement(s):
    """The health insurance tells the treating doctor about a long illness."""
    sheet = Sheet(s.style)
    sheet.line(45, f"l'Assurance Maladie - CPAM de {s.city}", bold=True, size=12)
    sheet.line(45, f"Service médical - Dr {s.other_doctor().title}, médecin-conseil", size=8)
    to_doctor(s, sheet, y=130)
    sheet.line(330, f"Le {s.today}")
    said = [(s.pick("Assuré(e)", "Bénéficiaire", "Nom du patient"), s.filed)]
    if s.born:
        said.append((s.pick("Né(e) le", "Date de naissance"), s.born))
    if s.nir:
        said.append((s.pick("N° de Sécurité sociale", "N° d'immatriculation"), s.nir))
    said.append(("Référence", f"ALD{s.rng.randint(10**6, 10**7)}"))
    pairs(sheet, 45, said, gap=140, wide=300, size=9)
    sheet.gap()
    sheet.line(45, "Objet : accord de prise en charge au titre d'une affection de longue durée")
    sheet.gap()
    sheet.line(45, "Docteur,")
    sheet.paragraph(
        45,
        f"Suite à votre protocole de soins du {s.ago(50, 8)}, un avis favorable est donné du "
        f"{s.ago(30)} au {s.ahead(1500)}.",
        545,
    )
    sheet.line(340, s.stranger())
    return sheet


def nursing_home(s):
    """A nursing home asks for something."""
    sheet = Sheet(s.style)
    sheet.line(
        45, f"EHPAD {s.pick('La Vallée du Cher', 'Saint-Martin', 'Résidence Pasteur')}", bold=True
    )
    sheet.line(45, f"{s.street()} - {s.place} - Directrice : {s.stranger()}", size=8)
    sheet.gap(24)
    sheet.line(45, f"Dr {s.to.title}, le {s.today}")
    sheet.gap()
    room = f"chambre {s.rng.randint(1, 220)}"
    mark = s.pick("Résident(e)", "Concerne")
    sheet.paragraph(45, f"{mark} : {s.title} {s.named} {s.said_born}, {room}", 545)
    number_line(s, sheet)
    if s.maybe(0.4):
        sheet.line(45, f"Référent familial : {s.close_one()} ({s.phone()})", size=9)
    sheet.gap()
    body(s, sheet, clinical.NURSING, 4, x=45)
    sheet.line(340, f"{s.stranger()}, IDEC")
    return sheet


def pair_letter(s, other):
    """A couple or two children in one letter."""
    sheet = Sheet(s.style)
    head(s, sheet, "Cardiologie")
    to_doctor(s, sheet)
    sheet.line(330, f"Le {s.today}")
    sheet.gap()
    one, two = (_both(s, who) for who in (s.who, other))
    sheet.paragraph(45, f"J'ai reçu le même jour {one} et {two}.", 545)
    body(s, sheet, clinical.HEART, 4, x=45)
    farewell(s, sheet)
    return sheet


def two_sheets(s, other):
    """Two results that one scan put together."""
    sheet = Sheet(s.style)
    for who in (s.who, other):
        if who is other:
            sheet.turn()
        sheet.line(45, s.laboratory, bold=True, size=13)
        sheet.line(45, _both(s, who))
        sheet.line(45, f"Demandeur : Dr {s.to.title} - {s.written(s.day, 'slash')}")
        for name, value, usual in s.rng.sample(clinical.BLOOD, 4):
            sheet.line(45, f"{name} : {value.format(d=5)} ({usual})")
    return sheet


def _both(s, who):
    e = "e" if who.sex == "F" else ""
    return f"{who.name.upper()} {who.first}, né{e} le {s.written(who.born)}"


def circular(s):
    """An invitation or a notice for the doctor."""
    sheet = Sheet(s.style)
    sheet.line(45, s.pick("CPTS Val de Loire", s.hospital, s.laboratory), bold=True, size=13)
    to_doctor(s, sheet)
    sheet.line(45, f"Le {s.today}")
    sheet.gap()
    sheet.line(45, f"Cher Docteur {s.to.name},")
    body(s, sheet, clinical.NEWS, 3, x=45)
    sheet.line(340, s.pick(s.stranger(), f"Dr {s.sender.title}"))
    return sheet


def statement(s):
    """A table of payments, dates and sums."""
    sheet = Sheet(s.style)
    sheet.line(45, s.pick("Relevé de tiers payant", "Relevé d'honoraires"), bold=True, size=13)
    sheet.line(45, f"Praticien : Dr {s.to.title} - arrêté au {s.written(s.day, 'slash')}")
    sheet.gap()
    for _ in range(s.rng.randint(5, 12)):
        sheet.write(60, s.ago(30))
        sheet.write(180, f"lot {s.rng.randint(100, 999)}")
        sheet.line(320, f"{s.rng.randint(20, 900)},00 euros", align="right")
    return sheet
