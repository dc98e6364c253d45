"""Letters of specialists of an ordinary week, each in the habits of its typist."""

from tests.letters import clinical_third as clinical
from tests.letters.layouts_second_letters import body, fitted, grid, pairs
from tests.letters.sheet import Sheet

_ENDS = (
    "Bien confraternellement.",
    "Bien amicalement.",
    "En te remerciant de ta confiance, bien à toi.",
    "Restant à ta disposition, je te prie de croire, cher ami, à mes sentiments les meilleurs.",
    "Avec mes remerciements pour votre confiance.",
)
_HELLOS = ("Cher confrère,", "Chère consœur,", "Cher ami,", "Mon cher confrère,", "Docteur,")


def head(s, sheet, role, *, x=45, middle=False):
    """The printed head of a practice: who, what, where, numbers."""
    who = s.colleague(role)
    align = "middle" if middle else "left"
    sheet.line(x, f"{s.pick('Dr', 'Docteur')} {who.title}", bold=True, size=13, align=align)
    said = [role]
    if s.maybe(0.5):
        said.append(s.pick("Ancien interne des Hôpitaux", "Ancien chef de clinique", "DIU Tours"))
    said += [f"{s.street()} - {s.place}", f"Tél. {s.phone()} - Fax {s.phone()}"]
    if s.maybe(0.4):
        said.append(f"RPPS 1010{s.rng.randint(1000000, 9999999)}   AM 37 1 0{s.rng.randint(1, 9)}")
    for text in said:
        sheet.line(x, text, size=8, align=align)


def to_doctor(s, sheet, *, x=330, y=165):
    """The doctor of the practice as the envelope shows him."""
    for place, text in enumerate((f"Docteur {s.to.title}", s.street(), s.place)):
        sheet.write(x, text, y=y + 13 * place)
    sheet.y = y + 55


def hello(s):
    return s.pick(*_HELLOS, f"Cher {s.to.first},", f"Docteur {s.to.name},")


def farewell(s, sheet):
    sheet.paragraph(45, s.pick(*_ENDS), 545)
    sheet.line(340, f"{s.pick('Docteur', 'Dr')} {s.sender.title}")
    if s.maybe(0.3):
        sheet.gap()
        names = " - ".join(f"Dr {s.other_doctor().title}" for _ in range(s.rng.randint(1, 2)))
        sheet.line(45, f"{s.pick('cc', 'Double', 'Copie à', 'Correspondants')} : {names}", size=8)
    if s.maybe(0.25):
        sheet.line(
            45, s.pick("Lettre dictée, non relue", "Document signé électroniquement"), size=7
        )


def number_line(s, sheet, x=45):
    if s.nir:
        sheet.line(x, f"{s.pick('INS', 'N° SS', 'Matricule INS')} : {s.nir}", size=9)


def cardiologist(s):
    """Everything in the first sentence, on a page of prose."""
    sheet = Sheet(s.style)
    head(s, sheet, "Cardiologie et maladies vasculaires")
    to_doctor(s, sheet)
    sheet.line(330, f"{s.city}, le {s.today}")
    sheet.gap(16)
    sheet.line(45, hello(s))
    verb = s.pick(
        "Je viens de revoir en consultation",
        "J'ai eu le plaisir de voir ce jour",
        "Voici des nouvelles de",
        "Je te remercie de m'avoir adressé",
    )
    end = s.pick("pour son suivi annuel", "dans le cadre d'un bilan d'hypertension artérielle")
    sheet.paragraph(45, f"{verb} {s.title} {s.named}, {s.said_born}, {end}.", 545)
    number_line(s, sheet)
    body(s, sheet, clinical.HEART, 6, x=45)
    farewell(s, sheet)
    return sheet


def dermatologist(s):
    """Three short paragraphs; the birth date stands in brackets."""
    sheet = Sheet(s.style)
    head(s, sheet, "Dermatologie - Vénéréologie", x=297, middle=True)
    sheet.rule(45, sheet.y, 550, sheet.y)
    sheet.gap(30)
    sheet.line(545, f"Le {s.today}", align="right")
    sheet.line(45, f"Dr {s.to.title}")
    sheet.gap(20)
    sheet.line(45, hello(s))
    said = f"{s.title} {s.named} {s.bracketed}"
    sheet.paragraph(
        45,
        s.pick(
            f"J'ai vu {said} pour un examen dermatologique.",
            f"{said} est venu{s.e} me consulter sur tes conseils.",
            f"Merci pour {said} que j'ai reçu{s.e} ce jour.",
        ),
        545,
    )
    number_line(s, sheet)
    body(s, sheet, clinical.SKIN, 3, x=45)
    farewell(s, sheet)
    return sheet


def gynaecologist(s):
    """« RE : » above the text."""
    sheet = Sheet(s.style)
    head(s, sheet, "Gynécologie médicale et obstétrique")
    to_doctor(s, sheet, x=45, y=160)
    sheet.line(45, f"Le {s.today}")
    sheet.gap()
    mark = s.pick("RE :", "Re :", "Réf. :", "Patiente :", "Concerne :")
    birth = f"DDN {s.born}" if s.born else s.age
    said = s.pick(f"{s.title} {s.named}, {birth}", f"{s.filed} - {birth}")
    sheet.paragraph(45, f"{mark} {said}", 545)
    number_line(s, sheet)
    sheet.gap()
    sheet.line(45, hello(s))
    sheet.paragraph(45, f"J'ai vu votre patiente le {s.written(s.day, 'slash')}.", 545)
    body(s, sheet, clinical.WOMEN, 4, x=45)
    farewell(s, sheet)
    return sheet


def endoscopy(s):
    """A block of labels on the left, the others of the room on the right."""
    sheet = Sheet(s.style)
    s.colleague("Gastro-entérologie")
    sheet.line(297, f"{s.hospital} - Unité d'endoscopie", bold=True, size=13, align="middle")
    sheet.line(297, s.street(), size=8, align="middle")
    sheet.gap(20)
    top = sheet.y
    pairs(sheet, 45, s.fields(), gap=105, wide=160, size=9)
    low, sheet.y = sheet.y, top
    said = [
        ("Date examen", s.written(s.day, "slash")),
        ("Opérateur", f"Dr {s.sender.title}"),
        ("Anesthésiste", f"Dr {s.other_doctor().title}"),
        ("Adressé par", f"Dr {s.to.title}"),
        ("IDE", s.stranger()),
    ]
    pairs(sheet, 330, said, gap=85, wide=145, size=9)
    sheet.y = max(low, sheet.y) + 12
    title = s.pick("COLOSCOPIE TOTALE", "ENDOSCOPIE DIGESTIVE HAUTE", "VIDÉO-COLOSCOPIE")
    sheet.line(297, title, bold=True, size=12, align="middle")
    sheet.gap()
    body(s, sheet, clinical.GUT, 4, x=45)
    farewell(s, sheet)
    return sheet


def rheumatologist(s):
    """Identity and address in one frame without labels."""
    sheet = Sheet(s.style)
    head(s, sheet, "Rhumatologie")
    birth = s.pick(f"Né{s.e} le {s.born}", f"Né(e) le : {s.born}", s.born) if s.born else s.age
    lines = [f"{s.opening} {s.named}", birth, *s.home]
    if s.nir:
        lines.append(s.nir)
    if s.maybe(0.5):
        lines.append(f"Tél : {s.phone()}")
    left = s.pick(45, 300)
    sheet.y = 150
    sheet.box(left - 8, 134, left + 255, 142 + 15 * len(lines))
    for text in lines:
        fitted(sheet, left, text, 240)
        sheet.y += 15
    sheet.gap(16)
    sheet.line(45, f"{s.city}, le {s.today}")
    sheet.line(45, f"Dr {s.to.title}, {s.place}")
    sheet.gap()
    sheet.line(45, hello(s))
    body(s, sheet, clinical.JOINTS, 4, x=45)
    farewell(s, sheet)
    return sheet


def ear_nose_throat(s):
    """Our and your references in a column, the person between them."""
    sheet = Sheet(s.style)
    head(s, sheet, "Oto-rhino-laryngologie - Chirurgie cervico-faciale")
    to_doctor(s, sheet)
    initials = f"{s.sender.first[0]}{s.sender.name[0]}"
    said = [
        ("N/Réf", f"{initials}/{s.pick('ml', 'cb', 'sd')}/{s.rng.randint(1000, 99999)}"),
        ("Date", s.written(s.day, "slash")),
        (s.pick("Patient", "Objet", "V/Réf"), f"{s.title} {s.named}"),
        (s.pick("Naissance", "Né(e) le", "Date de naiss."), s.born or s.age),
    ]
    if s.nir:
        said.append(("NIR", s.nir))
    pairs(sheet, 45, said, gap=90, wide=380)
    sheet.gap()
    sheet.line(45, hello(s))
    body(s, sheet, clinical.EARS, 4, x=45)
    farewell(s, sheet)
    return sheet


def psychiatrist(s):
    """A subject that holds both names, and « Monsieur X » in the text."""
    sheet = Sheet(s.style)
    head(s, sheet, s.pick("Psychiatre", "Psychiatrie - CMP Saint-Martin"))
    sheet.gap(30)
    sheet.line(330, f"Le {s.today}")
    sheet.line(45, f"À l'attention du Docteur {s.to.title}")
    sheet.gap()
    word = s.pick("Objet", "Suivi de", "À propos de")
    sheet.paragraph(45, f"{word} : {s.title} {s.named}, {s.said_born}", 545)
    number_line(s, sheet)
    sheet.gap()
    sheet.line(45, hello(s))
    again = f"{s.courtesy} {s.short_family}"
    sheet.paragraph(45, f"Je suis {again} depuis le {s.ago(900, 60)}.", 545)
    if s.maybe(0.3):
        sheet.paragraph(45, f"Personne de confiance : {s.close_one()}.", 545)
    body(s, sheet, clinical.MIND, 4, x=45)
    farewell(s, sheet)
    return sheet


def ophthalmologist(s):
    """A block at the right of the head; a table of the two eyes."""
    sheet = Sheet(s.style)
    head(s, sheet, "Ophtalmologie")
    low, sheet.y = sheet.y, 60
    pairs(sheet, 335, s.fields(), gap=90, wide=130, size=8)
    sheet.y = max(low, sheet.y) + 20
    sheet.line(45, f"Examen du {s.written(s.day, 'slash')} pour le Dr {s.to.title}")
    sheet.gap(20)
    heads = ["Œil", "Réfraction", "Acuité", "Tonus"]
    for eye in ("OD", "OG"):
        values = [
            eye,
            f"+{s.rng.randint(0, 3)},50 (-0,75) {s.rng.randint(5, 175)}°",
            "10/10 P2",
            "15",
        ]
        grid(sheet, 45, heads, values, [60, 200, 120, 80])
    sheet.line(45, hello(s))
    body(s, sheet, clinical.EYES, 3, x=45)
    farewell(s, sheet)
    return sheet


def hospital_consultation(s):
    """A typed letter of a hospital: units and colleagues in the left margin, a title line."""
    sheet = Sheet(s.style)
    role = s.pick("Neurologie", "Urologie", "Pneumologie", "Chirurgie orthopédique")
    s.colleague(role)
    sheet.line(45, s.hospital, bold=True, size=13)
    sheet.line(45, f"Service de {role}", size=9)
    for place in range(s.rng.randint(3, 5)):
        one = s.other_doctor()
        sheet.write(45, f"{s.pick('Pr', 'Dr')} {one.title}", size=8, y=140 + 30 * place)
        sheet.write(45, s.pick("PH", "CCA", "Assistant", "Interne"), size=7, y=150 + 30 * place)
    sheet.y = 130
    sheet.line(205, f"{s.city}, le {s.today}")
    sheet.line(205, f"Docteur {s.to.title}")
    sheet.gap()
    born = f"né{s.e} le {s.born}" if s.born else s.age
    file = f"IPP {s.rng.randint(10**6, 10**7)}"
    title = s.pick(
        f"Consultation du {s.written(s.day, 'slash')} - {s.title} {s.named}, {born}",
        f"{s.title} {s.named} - {born} - {file}",
        f"Nom : {s.filed} / {born} / {file}",
    )
    sheet.paragraph(205, title, 560)
    number_line(s, sheet, 205)
    sheet.gap()
    sheet.line(205, hello(s))
    body(s, sheet, clinical.STAY[:5], 4, x=205, right=560)
    sheet.line(340, f"Dr {s.sender.title}")
    return sheet


def endocrinologist(s):
    """The person below the addressee on two lines, treatment as a list."""
    sheet = Sheet(s.style)
    head(s, sheet, "Endocrinologie - Diabète - Nutrition")
    to_doctor(s, sheet)
    sheet.line(45, f"Le {s.today}")
    sheet.gap()
    sheet.line(45, f"{s.title} {s.named}", bold=True)
    fallback = f"{s.age}, {s.who.address}"
    birth = s.pick(f"Né{s.e} le {s.born}", f"né{s.e} le {s.born}, {s.age}") if s.born else fallback
    sheet.line(45, birth)
    number_line(s, sheet)
    if s.maybe(0.5):
        sheet.line(45, ", ".join(s.home), size=9)
    sheet.gap()
    sheet.line(45, hello(s))
    body(s, sheet, clinical.HORMONES, 4, x=45)
    farewell(s, sheet)
    return sheet


def child_specialist(s):
    """A child who came with a parent."""
    sheet = Sheet(s.style)
    head(s, sheet, "Pédiatrie - Cardiologie de l'enfant")
    to_doctor(s, sheet)
    sheet.line(330, f"Le {s.today}")
    sheet.gap()
    sheet.line(45, hello(s))
    parent = s.parent()
    name = f"{parent.first} {parent.name.upper()}" if parent else s.mother()[0]
    with_whom = s.pick(
        f"accompagné{s.e} de ses parents", f"accompagné{s.e} par {name}", f"venu{s.e} avec sa maman"
    )
    sheet.paragraph(
        45, f"J'ai examiné {s.title} {s.named}, {s.said_born}, {with_whom}, pour un souffle.", 545
    )
    number_line(s, sheet)
    body(s, sheet, clinical.CHILDREN, 3, x=45)
    farewell(s, sheet)
    return sheet
