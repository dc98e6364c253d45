"""Letters of the second pack: advice, monthly reports, stays, letters to the patient."""

from datetime import timedelta

from tests.letters import clinical_second as clinical
from tests.letters.clinical import told
from tests.letters.sheet import A5, Sheet, width_of


def fitted(sheet, x, text, wide, *, bold=False, size=0.0, y=None):
    """Write a text in a cell, smaller when the cell is narrow."""
    size = size or sheet.style.size
    font = sheet.style.bold if bold else sheet.style.plain
    while size > 5 and width_of(text, font, size) > wide:
        size -= 0.5
    sheet.write(x, text, bold=bold, size=size, y=y)


def grid(sheet, x, headings, values, widths):
    """A table of one row under its headings."""
    top, left = sheet.y, x
    for heading, value, wide in zip(headings, values, widths, strict=True):
        fitted(sheet, left + 4, heading, wide - 8, bold=True, size=8, y=top)
        fitted(sheet, left + 4, value, wide - 8, size=9.5, y=top + 17)
        sheet.box(left, top - 12, left + wide, top + 24)
        left += wide
    sheet.y = top + 46


def pairs(sheet, x, said, *, gap=110, wide=200, size=0.0):
    """Labels and values, one below the other."""
    for label, value in said:
        fitted(sheet, x, f"{label} :", gap - 6, size=size)
        fitted(sheet, x + gap, value, wide, bold=True, size=size)
        sheet.y += (size or sheet.style.size) + 5


def body(s, sheet, phrases, count, *, x=50, right=545):
    for phrase in told(s, phrases, count):
        sheet.paragraph(x, phrase, right)


def headed(s, sheet, *, x=50, name="", role=""):
    """Who writes and where."""
    sheet.line(x, name or f"Dr {s.sender.title}", bold=True, size=12)
    sheet.lines(x, [role or s.sender.speciality, s.street(), f"{s.place} - {s.phone()}"], size=9)


def signed(s, sheet, who="", *, x=340):
    sheet.gap(8)
    said = who or s.pick("Dr", "Docteur", "Signé : Dr")
    sheet.line(x, f"{said} {s.sender.title}")
    if s.maybe(0.4):
        sheet.line(50, f"Copie : Dr {s.other_doctor().title}, Dr {s.other_doctor().title}", size=8)
    if s.maybe(0.2):
        sheet.line(50, f"Secrétariat : {s.stranger()} {s.phone()}", size=8)


def teleexpertise(s):
    """The answer to a request for advice; the patient stands in one row of a table."""
    sheet = Sheet(s.style)
    sheet.line(50, "RÉPONSE À UNE DEMANDE DE TÉLÉ-EXPERTISE", bold=True, size=13)
    sheet.line(50, f"Dossier TE-{s.rng.randint(10000, 99999)}   clos le {s.today}", size=9)
    sheet.gap()
    pairs(sheet, 50, [("Requérant", f"Dr {s.to.title}"), ("Requis", f"Dr {s.sender.title}")])
    sheet.gap(14)
    headings, values, widths = ["Patient", "Sexe"], [s.named, s.who.sex], [270, 40]
    headings.append(s.pick("Naissance", "Né(e) le", "DDN"))
    values.append(s.born or s.age)
    widths.append(110)
    if s.nir:
        headings.append("INS")
        values.append(s.nir)
        widths.append(110)
    grid(sheet, 40, headings, values, widths)
    sheet.line(50, f"Question posée le {s.ago(12)} : conduite à tenir ?")
    sheet.gap(4)
    body(s, sheet, clinical.ADVICE[:5], 4)
    signed(s, sheet)
    return sheet


def dialysis(s):
    """The monthly report of a dialysis centre, the identity above the text in one line."""
    sheet = Sheet(s.style)
    sheet.line(297, f"Centre de dialyse - {s.hospital}", bold=True, size=13, align="middle")
    names = ", ".join(s.other_doctor().title for _ in range(3))
    sheet.line(297, f"Néphrologues : {names}", size=8, align="middle")
    sheet.gap(20)
    sheet.paragraph(50, f"Bilan mensuel - {s.title} {s.named}, {s.said_born}", 545)
    if s.nir:
        sheet.line(50, f"NIR : {s.nir}")
    sheet.line(50, f"Établi le {s.written(s.day, 'slash')}, première dialyse le {s.ago(2000, 400)}")
    sheet.line(50, f"Médecin traitant : Dr {s.to.title}")
    sheet.gap()
    body(s, sheet, clinical.DIALYSIS, 5)
    signed(s, sheet)
    return sheet


def maternity(s):
    """The discharge of a mother; the newborn and the other parent are named with their dates."""
    sheet = Sheet(s.style)
    sheet.line(50, s.hospital.upper(), bold=True, size=13)
    sheet.line(50, "Pôle mère-enfant - Maternité", size=9)
    sheet.gap()
    sheet.line(297, "COMPTE RENDU DE SORTIE DE MATERNITÉ", bold=True, size=12, align="middle")
    sheet.gap()
    pairs(sheet, 50, s.fields(), gap=130, wide=350)
    if s.maybe(0.6):
        name, born = s.spouse()
        pairs(sheet, 50, [("Conjoint", f"{name}, né le {s.written(born)}")], gap=130, wide=350)
    sheet.gap()
    child = s.town.pools.first_name(s.rng, "F")
    day = s.written(s.day - timedelta(days=4), "slash")
    sheet.paragraph(
        50,
        f"{s.pick('A donné naissance', 'Accouchement')} le {day} : une fille prénommée {child} "
        f"{s.who.name.upper()}, née le {day} à 04 h 17, 3 280 g, Apgar 10/10.",
        545,
    )
    body(s, sheet, clinical.BIRTH, 5)
    sheet.line(50, f"Sortie le {s.written(s.day, 'slash')}. Sage-femme : {s.stranger()}")
    sheet.line(50, f"Destinataire : Dr {s.to.title}", size=9)
    signed(s, sheet)
    return sheet


def ent(s):
    """A letter that names nobody in its text; the identity stands at the foot of the page."""
    sheet = Sheet(s.style)
    role = s.pick("Oto-rhino-laryngologiste", "Chirurgien-dentiste")
    headed(
        s, sheet, name=f"{s.pick('Cabinet du', 'Consultation du')} Dr {s.sender.title}", role=role
    )
    sheet.write(330, f"Dr {s.to.title}", y=150)
    sheet.write(330, s.street(), y=164)
    sheet.write(330, s.place, y=178)
    sheet.y = 225
    sheet.line(330, f"Le {s.today}")
    sheet.gap()
    sheet.line(50, s.pick("Cher ami,", "Chère consœur,", "Mon cher confrère,"))
    sheet.paragraph(50, "Merci de nous avoir adressé ce patient pour avis.", 545)
    body(s, sheet, clinical.ADVICE[4:], 5)
    signed(s, sheet)
    parts = [s.named, s.born or s.age]
    if s.nir:
        parts.append(s.nir)
    parts.append(f"dossier {s.rng.randint(1000, 99999)}")
    sheet.rule(50, 800, 545, 800)
    fitted(sheet, 50, s.pick(" / ", " - ", " | ").join(parts), 495, size=8, y=812)
    return sheet


def sleep(s):
    """Two columns under a header that gives the person and the recording."""
    sheet = Sheet(s.style)
    sheet.line(50, "LABORATOIRE DU SOMMEIL", bold=True, size=13)
    sheet.line(50, f"{s.hospital} - Dr {s.sender.title}", size=9)
    sheet.gap()
    top = sheet.y
    pairs(sheet, 40, s.fields(), gap=90, wide=160, size=9)
    low, sheet.y = sheet.y, top
    said = [
        ("Enregistrement", s.written(s.day, "slash")),
        ("Prescripteur", f"Dr {s.to.title}"),
        ("Technicien", s.stranger()),
        ("Appareil", f"PSG-{s.rng.randint(100, 999)}"),
    ]
    pairs(sheet, 310, said, gap=90, wide=160, size=9)
    sheet.y = max(low, sheet.y) + 10
    sheet.rule(40, sheet.y - 12, 560, sheet.y - 12)
    sheet.y += 6
    top, low = sheet.y, 0
    for place, phrase in enumerate(told(s, clinical.NIGHT, 5)):
        left = 40 + 270 * (place % 2)
        if place == 1:
            sheet.y = top
        if place in {2, 3, 4}:
            sheet.y = low
        sheet.paragraph(left, phrase, left + 245, size=9)
        low = max(low, sheet.y)
    sheet.y = low
    signed(s, sheet)
    return sheet


def rehabilitation(s):
    """The report of a stay, the person named in the first sentence."""
    sheet = Sheet(s.style)
    sheet.line(50, "Centre de médecine physique et de réadaptation", bold=True, size=12)
    sheet.line(50, f"{s.street()}, {s.place}", size=9)
    sheet.line(50, f"Chef de service : Pr {s.other_doctor().title}", size=9)
    sheet.gap(24)
    sheet.line(50, f"Dr {s.to.title}")
    sheet.gap()
    sheet.line(50, "Compte rendu de séjour en soins de suite et de réadaptation", bold=True)
    sheet.gap()
    nir = f", matricule INS {s.nir}," if s.nir else ","
    said = s.said_born
    opening = s.pick(
        f"{s.title} {s.named}, {said}{nir} a séjourné dans notre établissement",
        f"Votre patient{s.e} {s.named}, {said}{nir} a été hospitalisé{s.e} dans le service",
    )
    until = s.written(s.day, "slash")
    sheet.paragraph(50, f"{opening} du {s.ago(60, 20)} au {until}.", 545)
    sheet.paragraph(50, f"Personne de confiance : {s.spouse()[0]} ({s.phone()}).", 545)
    body(s, sheet, clinical.REHABILITATION, 5)
    if s.maybe(0.3):
        sheet.turn()
        sheet.line(50, f"Traitement de sortie au {until} (page 2)", bold=True)
        body(s, sheet, clinical.MEDICINES, 3)
    sheet.line(50, f"{s.place.partition(' ')[2]}, le {s.today}")
    signed(s, sheet)
    return sheet


def entitlement(s):
    """A letter of an administration in the window of its envelope, the birth date below."""
    sheet = Sheet(s.style)
    office = s.pick("MAISON DÉPARTEMENTALE DES PERSONNES HANDICAPÉES", "ASSURANCE MALADIE")
    sheet.line(40, office, bold=True, size=12)
    sheet.line(40, f"Dossier suivi par {s.stranger()} - {s.phone()}", size=9)
    said = f"{s.courtesy} {s.in_prose if s.order == 'first' else s.named}"
    home = (said, s.who.address, s.who.town)
    for place, text in enumerate(home):
        fitted(sheet, 300, text.upper() if s.loses_accents else text, 270, y=150 + 14 * place)
    sheet.y = 225
    sheet.line(40, f"{s.place.partition(' ')[2]}, le {s.today}")
    if s.nir:
        sheet.line(40, f"N° d'immatriculation : {s.nir}")
    if s.born:
        sheet.line(40, s.pick(f"Date de naissance : {s.born}", f"Né(e) le : {s.born}"))
    sheet.line(40, f"Référence : {s.rng.randint(10**6, 10**7)}")
    sheet.gap()
    sheet.line(40, "Objet : notification de décision", bold=True)
    sheet.gap()
    sheet.line(40, f"{s.courtesy},")
    sheet.paragraph(
        40,
        f"Votre demande déposée le {s.ago(120)} a été examinée. Vos droits sont ouverts du "
        f"{s.ahead(30)} au {s.ahead(1500)}. Un exemplaire est adressé au Dr {s.to.title}, médecin "
        f"traitant. Le Dr {s.other_doctor().title}, médecin conseil, reste à votre disposition.",
        550,
    )
    sheet.line(340, s.pick("Pour le directeur,", "La présidente de la commission,"))
    sheet.line(340, s.stranger())
    return sheet


def optician(s):
    """A small prescription of glasses."""
    sheet = Sheet(s.style, A5)
    sheet.y = 45
    headed(s, sheet, x=30)
    sheet.gap()
    sheet.line(230, f"Le {s.today}")
    sheet.paragraph(30, f"{s.title} {s.named}", 400)
    sheet.paragraph(30, s.said_born, 400)
    if s.nir:
        sheet.line(30, s.nir)
    sheet.gap()
    for side in ("OD", "OG"):
        turn = s.rng.randint(1, 179)
        sheet.line(30, f"{side} : +{s.rng.randint(0, 3)},25 (-0,{s.pick('50', '75')} à {turn}°)")
    sheet.line(30, "Monture et verres correcteurs, vision de loin")
    signed(s, sheet, x=200)
    return sheet
