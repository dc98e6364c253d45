"""Letters of one doctor to another: the patient stands in a sentence, a block or a foot."""

from tests.letters import clinical
from tests.letters.clinical import told
from tests.letters.names import SPECIALITIES, STREETS
from tests.letters.sheet import Sheet


def letterhead(s, sheet, *, x=50):
    """Name and address of who writes, the street often bearing a family name."""
    sheet.line(x, f"Docteur {s.sender.title}", bold=True, size=12)
    street = s.pick(*STREETS).replace("|", " ")
    sheet.lines(
        x,
        [
            s.sender.speciality,
            f"{s.rng.randint(1, 90)} {street}",
            s.place,
            f"Tél. 03 99 00 {s.rng.randint(10, 99)} {s.rng.randint(10, 99)}",
        ],
        size=9,
    )


def addressee(s, sheet, *, x=330, y=130):
    """The doctor of the practice whom the letter is for."""
    for place, text in enumerate((f"Docteur {s.to.title}", "12 rue des Tilleuls", s.place)):
        sheet.write(x, text, y=y + place * 13)


def farewell(s, sheet):
    """The end, the signature, the copies."""
    sheet.paragraph(50, s.pick("Bien confraternellement.", "Bien amicalement à toi."), 540)
    sheet.gap()
    sheet.line(340, f"Dr {s.sender.title}", bold=s.maybe(0.5))
    if copies := s.copies():
        sheet.gap()
        joined = ", ".join(copies)
        sheet.line(50, s.pick(f"Copies : {joined}", f"Double à {joined}"), size=8)


def body(s, sheet, phrases, count, right=545):
    for phrase in told(s, phrases, count):
        sheet.paragraph(50, phrase, right)


def consultation(s):
    """« J'ai vu en consultation ce jour Mme X née Y le … »."""
    sheet = Sheet(s.style)
    letterhead(s, sheet)
    addressee(s, sheet)
    sheet.y = 210
    town = s.place.partition(" ")[2]
    sheet.line(330, s.pick(f"{town}, le {s.today}", f"Le {s.today}"))
    sheet.gap(20)
    sheet.line(50, s.pick("Cher confrère,", f"Cher {s.to.first},", "Chère consœur, cher confrère,"))
    sheet.gap(4)
    seen = s.pick("J'ai vu en consultation ce jour", "Merci de m'avoir confié", "J'ai reçu")
    nir = f" (INS {s.nir})" if s.nir else ""
    said = s.prose()
    if s.names_birth and s.born:
        said = f"{said}, né{s.e} {s.birth_name} le {s.born}"
    else:
        said = f"{said}, {s.born_words}"
    sheet.paragraph(50, f"{seen} {said}{nir}, pour avis.", 545)
    body(s, sheet, clinical.LETTERS, 5)
    farewell(s, sheet)
    return sheet


def block_right(s):
    """The identity in a box on the right, labels and values."""
    sheet = Sheet(s.style)
    letterhead(s, sheet)
    lines = [*s.identity_lines(), s.who.address, s.who.town]
    sheet.box(300, 150, 560, 165 + 14 * len(lines))
    sheet.y = 166
    sheet.lines(308, lines)
    sheet.y = max(sheet.y, 270)
    sheet.line(50, f"À l'attention du Dr {s.to.title}")
    sheet.line(50, f"Date de la consultation : {s.written(s.day, 'slash')}")
    sheet.gap()
    sheet.line(50, "COMPTE RENDU DE CONSULTATION", bold=True)
    sheet.gap()
    body(s, sheet, clinical.LETTERS, 6)
    farewell(s, sheet)
    return sheet


def subject_line(s):
    """« Objet » or « Concerne » above the text; a column of colleagues on the left."""
    sheet = Sheet(s.style)
    sheet.line(297, s.hospital, bold=True, size=14, align="middle")
    sheet.line(297, f"Service de {s.sender.speciality}", align="middle")
    for place in range(s.rng.randint(3, 6)):
        one = s.other_doctor()
        y = 150 + 44 * place
        sheet.write(40, f"Dr {one.title}", bold=True, size=8, y=y)
        sheet.write(40, s.pick("Praticien hospitalier", "Chef de clinique"), size=7, y=y + 10)
        sheet.write(40, f"RPPS 1000{s.rng.randint(1000000, 9999999)}", size=7, y=y + 20)
    sheet.y = 130
    sheet.line(560, f"Le {s.today}", align="right")
    sheet.gap()
    sheet.line(190, f"Docteur {s.to.title}")
    sheet.gap()
    word = s.pick("Objet", "Concerne", "Concernant", "Réf. patient")
    said = s.prose() if not s.names_birth else f"{s.courtesy} {s.married} {s.first}"
    sheet.paragraph(190, f"{word} : {said}, {s.born_words}", 560)
    if s.nir:
        sheet.line(190, f"Matricule : {s.nir}")
    sheet.gap(4)
    sheet.line(190, "Mon cher confrère,")
    for phrase in told(s, clinical.LETTERS, 6):
        sheet.paragraph(190, phrase, 560)
    sheet.gap()
    sheet.line(350, f"Pr {s.sender.title}")
    return sheet


def child_letter(s):
    """A paediatric letter: the parents are named, with the number of the one who is insured."""
    sheet = Sheet(s.style)
    letterhead(s, sheet)
    addressee(s, sheet)
    sheet.y = 215
    sheet.line(50, f"Le {s.today}")
    sheet.gap()
    parent, kind = s.parent(), "fils" if s.who.sex == "M" else "fille"
    whose = f"{parent.first} {parent.name}" if parent else f"Sandra {s.who.name}"
    word = s.pick("votre petit patient", "l'enfant", "votre jeune patient")
    sheet.paragraph(
        50,
        f"J'ai examiné {word} {s.first} {s.name}, {s.born_words}, {kind} de "
        f"{'Madame' if not parent or parent.sex == 'F' else 'Monsieur'} {whose}.",
        545,
    )
    if s.nir:
        sheet.line(50, f"INS de l'enfant : {s.nir}")
    if parent:
        sheet.line(50, f"N° SS de l'assuré : {s.spaced(parent.nir)}")
    sheet.paragraph(50, f"L'enfant est venu accompagné de {whose}.", 545)
    body(s, sheet, clinical.LETTERS, 4)
    farewell(s, sheet)
    return sheet


def mri_foot(s):
    """The identity only at the foot of each page, small, behind the number of the examination."""
    sheet = Sheet(s.style)
    sheet.line(50, "IMAGERIE PAR RÉSONANCE MAGNÉTIQUE", bold=True, size=13)
    sheet.line(50, f"Centre d'imagerie {s.hospital}", size=9)
    sheet.line(50, f"Examen du {s.written(s.day, 'slash')} - Demandeur : Dr {s.to.title}", size=9)
    sheet.gap()
    sheet.line(50, f"IRM {s.pick('du genou droit', 'cérébrale', 'du rachis lombaire')}", bold=True)
    sheet.gap()
    body(s, sheet, clinical.IMAGING, 5)
    _foot(s, sheet, 1)
    if s.maybe(0.4):
        sheet.turn()
        body(s, sheet, clinical.IMAGING, 3)
        _foot(s, sheet, 2)
    sheet.line(340, f"Dr {s.sender.title}, radiologue")
    return sheet


def _foot(s, sheet, page):
    parts = [f"{s.name} {s.first}", s.born or s.age]
    if s.nir:
        parts.append(s.nir)
    parts += [f"Examen n° {s.rng.randint(10000, 99999)}", f"page {page}"]
    sheet.write(297, " - ".join(parts), size=8, y=815, align="middle")


def certificate(s):
    """« Je soussigné… certifie avoir examiné ce jour… »."""
    sheet = Sheet(s.style)
    letterhead(s, sheet)
    sheet.y = 220
    sheet.line(
        297,
        s.pick("CERTIFICAT MÉDICAL", "Certificat médical initial"),
        bold=True,
        size=15,
        align="middle",
    )
    sheet.gap(24)
    nir = f", immatriculé{s.e} sous le numéro {s.nir}" if s.nir else ""
    sheet.paragraph(
        60,
        f"Je soussigné, Docteur {s.sender.title}, certifie avoir examiné ce jour "
        f"{s.prose()}, {s.born_words}{nir}, demeurant {s.who.address} à {s.who.town}.",
        540,
        size=11,
    )
    sheet.paragraph(
        60,
        s.pick(
            "Son état de santé ne présente pas de contre-indication à la pratique de la natation.",
            "Son état justifie un arrêt de toute activité sportive pour trois semaines.",
        ),
        540,
        size=11,
    )
    sheet.paragraph(
        60, "Certificat remis en main propre pour servir et valoir ce que de droit.", 540
    )
    sheet.line(340, f"Fait le {s.today}")
    sheet.line(340, f"Dr {s.sender.title}")
    return sheet


def several(s, other):
    """One letter about two people of the base, both with name and birth date."""
    sheet = Sheet(s.style)
    letterhead(s, sheet)
    addressee(s, sheet)
    sheet.y = 215
    sheet.line(50, f"Le {s.today}")
    sheet.gap()
    both = [
        f"{one.first} {one.name} (né{'e' if one.sex == 'F' else ''} le {one.born:%d/%m/%Y})"
        for one in (s.who, other)
    ]
    opening = s.pick(
        f"J'ai reçu en consultation {both[0]} et {both[1]}.",
        f"Concerne : {both[0]} - {both[1]}",
        f"Je vous remercie de m'avoir adressé {both[0]}. J'ai également revu {both[1]}.",
    )
    sheet.paragraph(50, opening, 545)
    body(s, sheet, clinical.LETTERS, 3)
    farewell(s, sheet)
    return sheet


def nobody(s):
    """Mail of the practice that concerns no patient: an invitation, an invoice, an offer."""
    sheet = Sheet(s.style)
    sheet.line(
        50,
        s.pick("Amicale des médecins du Rhin", "MédiFourniture", s.laboratory),
        bold=True,
        size=14,
    )
    addressee(s, sheet)
    sheet.y = 220
    sheet.line(50, f"Le {s.today}")
    sheet.gap()
    sheet.line(50, f"Cher Docteur {s.to.name},")
    body(s, sheet, clinical.NEWS, 3)
    sheet.line(50, s.pick("Le service client", f"Dr {s.other_doctor().title}, président"))
    sheet.line(50, s.pick(*SPECIALITIES), size=7)
    return sheet
