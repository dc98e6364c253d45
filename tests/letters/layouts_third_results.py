"""Results of an ordinary week: laboratories of the town and of the hospital, imaging."""

from tests.letters import clinical_third as clinical
from tests.letters.layouts_second_letters import body, fitted, grid, pairs
from tests.letters.layouts_third_letters import number_line
from tests.letters.sheet import Sheet, Style

_RAW = Style("Courier", "Courier-Bold", 10)
_ROOMS = ("Centre d'imagerie du Parc", "Imagerie médicale Pasteur", "Radiologie Saint-Martin")


def _results(s, sheet, count, *, before=""):
    sheet.write(260, "Résultats", bold=True, size=8)
    sheet.write(365, "Valeurs usuelles", bold=True, size=8)
    if before:
        sheet.write(470, f"Antér. {before}", bold=True, size=8)
    sheet.gap(12)
    for name, value, usual in s.rng.sample(clinical.BLOOD, count):
        sheet.write(45, name, size=9)
        sheet.write(260, value.format(d=s.rng.randint(0, 9)), size=9)
        if before:
            sheet.write(470, value.format(d=s.rng.randint(0, 9)), size=9)
        sheet.line(365, usual, size=9)


def town_laboratory(s):
    """The envelope's window on the right, dates and demander on the left, previous values."""
    sheet = Sheet(s.style)
    sheet.line(45, s.laboratory, bold=True, size=14)
    names = ", ".join(s.other_doctor().title for _ in range(s.rng.randint(2, 5)))
    sheet.line(45, f"Biologistes médicaux : {names}", size=7)
    sheet.line(45, f"{s.street()} {s.place} - {s.phone()}", size=7)
    sheet.y = 120
    window = [f"{s.opening} {s.named}", *s.home]
    for place, text in enumerate(window):
        fitted(sheet, 320, text.upper() if s.loses_accents else text, 240, y=132 + 14 * place)
    birth = f"né{s.e} le {s.born}" if s.born else s.age
    sheet.line(45, f"Dossier n° {s.rng.randint(10**9, 10**10)}", bold=True, size=9)
    said = [
        s.pick(f"Patient(e) {birth}", f"Date de naissance : {s.born}" if s.born else s.age),
        f"Prescrit par : Dr {s.to.title}",
        f"Prélevé le {s.ago(2, 0)} à 7h5{s.rng.randint(0, 9)} au laboratoire",
        f"Enregistré le {s.written(s.day, 'slash')}",
    ]
    sheet.lines(45, said, size=9)
    if s.nir:
        sheet.line(45, f"INS : {s.nir}", size=8)
    if s.maybe(0.5):
        sheet.line(45, f"Copie : Dr {s.other_doctor().title}", size=8)
    sheet.gap(16)
    sheet.line(297, "COMPTE RENDU D'ANALYSES", bold=True, align="middle")
    _results(s, sheet, 8, before=s.ago(400, 60))
    sheet.gap()
    sheet.line(
        45, f"Édité le {s.written(s.day, 'slash')} - Validé par {s.other_doctor().title}", size=8
    )
    if s.maybe(0.3):
        sheet.turn()
        sheet.line(45, f"{s.filed} - Suite du dossier - page 2/2", size=9)
        _results(s, sheet, 4)
    return sheet


def line_laboratory(s):
    """One line says all of the person; the copies below."""
    sheet = Sheet(s.style)
    sheet.line(297, s.laboratory.upper(), bold=True, size=14, align="middle")
    sheet.line(297, f"Site de {s.city} - {s.other_doctor().title}", size=8, align="middle")
    sheet.rule(45, sheet.y, 550, sheet.y)
    sheet.gap(20)
    parts = [f"{s.title} {s.named}", f"né{s.e} le {s.born}" if s.born else s.age]
    if s.nir:
        parts.append(f"INS {s.nir}")
    if s.maybe(0.4):
        parts.append(s.who.sex)
    fitted(sheet, 45, s.pick(" - ", "   ", ", ").join(parts), 505)
    sheet.gap(18)
    sheet.line(45, f"Demandeur : Dr {s.to.title}   Exemplaires : prescripteur, patient", size=9)
    sheet.line(
        45, f"Prélèvement du {s.ago(2, 0)}   Compte rendu du {s.written(s.day, 'slash')}", size=9
    )
    sheet.gap()
    _results(s, sheet, 6)
    sheet.line(340, f"Biologiste : {s.other_doctor().title}", size=8)
    return sheet


def block_laboratory(s):
    """Labels and values in a frame at the right."""
    sheet = Sheet(s.style)
    sheet.line(45, s.laboratory, bold=True, size=13)
    sheet.lines(45, [s.street(), s.place, f"Dr {s.other_doctor().title}"], size=8)
    low = sheet.y
    said = [*s.fields(), ("Adresse", s.who.address)]
    sheet.box(300, 48, 565, 58 + 14 * len(said))
    sheet.y = 62
    pairs(sheet, 308, said, gap=95, wide=155, size=9)
    sheet.y = max(low, sheet.y) + 20
    sheet.line(45, f"Prescripteur : {s.to.title.upper()}", size=9)
    sheet.line(45, f"Ordonnance du {s.ago(20, 3)}, reçue le {s.written(s.day, 'slash')}", size=9)
    sheet.gap()
    _results(s, sheet, 7, before=s.ago(300, 30))
    sheet.gap()
    sheet.line(45, f"Imprimé le {s.written(s.day, 'slash')} à 16:2{s.rng.randint(0, 9)}", size=7)
    return sheet


def hospital_laboratory(s):
    """A hospital's system: capital labels, the unit that asked, the number of the stay."""
    sheet = Sheet(s.style)
    sheet.line(45, s.hospital.upper(), bold=True, size=12)
    sheet.line(45, f"Pôle de biologie - Responsable Pr {s.sender.title}", size=8)
    sheet.gap()
    names = s.birth_name if s.way in {"one", "birth"} else s.name
    heads, values, widths = ["NOM", "PRÉNOM"], [names, s.first], [150, 110]
    if s.way in {"née", "aside", "épouse"}:
        heads.insert(1, "NOM NAIS.")
        values.insert(1, s.birth_name)
        widths.insert(1, 110)
    heads += ["DATE NAISS.", "SEXE"]
    values += [s.born or s.age, s.who.sex]
    widths += [95, 40]
    grid(sheet, 45, heads, values, widths)
    said = [
        ("IPP / Séjour", f"{s.rng.randint(10**6, 10**7)} / {s.rng.randint(10**8, 10**9)}"),
        ("UF demandeuse", f"{s.rng.randint(1000, 9999)} CONSULTATION Dr {s.other_doctor().title}"),
        ("Médecin traitant", f"Dr {s.to.title}"),
        ("Prélevé le", f"{s.ago(3, 0)} 06:30"),
        ("Rendu le", s.written(s.day, "slash")),
    ]
    if s.nir:
        said.append(("INS-NIR", s.nir))
    pairs(sheet, 45, said, gap=110, wide=300, size=8)
    sheet.gap()
    _results(s, sheet, 7, before=s.ago(40, 5))
    return sheet


def transmitted(s):
    """The twelve lines that a laboratory's program sends before its text, without labels."""
    sheet = Sheet(_RAW)
    number = s.rng.randint(100000, 999999)
    postal, _, town = s.who.town.partition(" ")
    family = s.birth_name if s.way in {"one", "birth"} else s.name
    born = f"{s.who.born:%d/%m/%Y}" if s.shows_date else ""
    told = [
        str(number),
        family,
        s.first,
        s.who.address,
        f"{postal}/{town}",
        born,
        s.who.nir if s.nir else "",
        f"D{number}",
        f"{s.day:%d/%m/%Y}",
        f"LAB37 {s.laboratory}",
        f"MED01 {s.to.title}",
    ]
    for text in told:
        if text:
            sheet.line(45, text)
    sheet.gap()
    for name, value, usual in s.rng.sample(clinical.BLOOD, 7):
        sheet.line(45, f"{name:.<24} {value.format(d=s.rng.randint(0, 9)):<14} ({usual})")
    sheet.gap()
    sheet.line(45, f"Compte rendu validé par {s.other_doctor().title}")
    return sheet


def cytology(s):
    """A report of cells: dates of sampling, reception and answer."""
    sheet = Sheet(s.style)
    sheet.line(45, "ANATOMIE ET CYTOLOGIE PATHOLOGIQUES", bold=True, size=12)
    sheet.line(45, " - ".join(f"Dr {s.other_doctor().title}" for _ in range(3)), size=8)
    sheet.gap(20)
    pairs(sheet, 45, s.fields(), gap=115, wide=330)
    said = [
        ("Préleveur", f"Dr {s.sender.title}"),
        ("Copie", f"Dr {s.to.title}"),
        ("Prélevé le", s.ago(15, 6)),
        ("Reçu le", s.ago(5, 3)),
    ]
    pairs(sheet, 45, said, gap=115, wide=330)
    sheet.gap()
    sheet.paragraph(
        45,
        s.pick(
            "Frottis cervico-utérin : absence de lésion malpighienne intra-épithéliale."
            if s.who.sex == "F"
            else "Biopsie gastrique : gastrite chronique légère, pas d'Helicobacter pylori.",
            "Lésion cutanée : kératose séborrhéique, exérèse complète.",
        ),
        545,
    )
    sheet.line(45, f"Compte rendu du {s.written(s.day, 'slash')}")
    sheet.line(340, f"Dr {s.other_doctor().title}")
    return sheet


def ultrasound(s):
    """The examination, then whom it was done on, in a centred head."""
    sheet = Sheet(s.style)
    sheet.line(297, s.pick(*_ROOMS), bold=True, size=14, align="middle")
    names = ", ".join(s.other_doctor().title for _ in range(4))
    sheet.line(297, f"Drs {names}", size=7, align="middle")
    sheet.gap(20)
    birth = f"né{s.e} le {s.born}" if s.born else s.age
    sheet.line(45, f"{s.city}, le {s.today}")
    sheet.gap(4)
    sheet.paragraph(45, f"{s.opening} {s.named} {birth}", 545)
    number_line(s, sheet)
    sheet.line(45, f"Médecin prescripteur : Dr {s.to.title}")
    sheet.gap()
    organ = s.pick("ABDOMINO-PELVIENNE", "THYROÏDIENNE", "DES TISSUS MOUS", "RÉNALE ET VÉSICALE")
    sheet.line(297, f"ÉCHOGRAPHIE {organ}", bold=True, size=12, align="middle")
    sheet.gap()
    sheet.line(45, "Indication : douleurs, bilan étiologique.")
    body(s, sheet, clinical.IMAGES, 5, x=45)
    sheet.line(340, f"Dr {s.colleague('Radiologie').title}")
    return sheet


def scanner(s):
    """A band of cells at the head, and the reader's name at the foot."""
    sheet = Sheet(s.style)
    sheet.line(45, f"SCANNER - IRM   {s.hospital}", bold=True, size=13)
    sheet.gap(16)
    heads = [s.pick("Nom, prénom", "Nom Prénom", "Patient"), s.pick("DN", "Né(e) le", "Naissance")]
    heads += ["Sexe", "N° patient"]
    values = [s.filed, s.born or s.age, s.who.sex, str(s.rng.randint(10**5, 10**6))]
    grid(sheet, 45, heads, values, [255, 100, 40, 110])
    number_line(s, sheet)
    sheet.line(45, f"Examen du {s.written(s.day, 'slash')} à 11:4{s.rng.randint(0, 9)}", size=9)
    sheet.line(45, f"Demandé par le Dr {s.to.title}", size=9)
    sheet.gap()
    organ = s.pick("THORACO-ABDOMINO-PELVIENNE", "CÉRÉBRALE", "DU RACHIS LOMBAIRE")
    sheet.line(45, f"TOMODENSITOMÉTRIE {organ}", bold=True)
    for title in ("Technique", "Résultats", "Conclusion"):
        sheet.line(45, title, bold=True)
        body(s, sheet, clinical.IMAGES, 2, x=45)
    sheet.line(340, f"Dr {s.colleague('Radiologie').title}")
    sheet.line(45, f"Dicté par Dr {s.sender.name}, frappe {s.stranger()}, {s.ahead(10)}", size=7)
    return sheet


def radiography(s):
    """A letter of thanks with the answer."""
    sheet = Sheet(s.style)
    sheet.line(45, s.pick(*_ROOMS).upper(), bold=True, size=12)
    for _ in range(s.rng.randint(2, 5)):
        sheet.line(45, f"Docteur {s.other_doctor().title}", size=8)
    sheet.y = 150
    sheet.line(330, f"Le {s.today}")
    sheet.line(330, f"Dr {s.to.title}")
    sheet.gap(24)
    sheet.line(45, s.pick("Cher confrère,", "Chère amie, cher ami,"))
    part = s.pick("du genou droit", "du bassin", "du thorax", "du pied gauche")
    said = f"{s.title} {s.named} {s.bracketed}"
    sheet.paragraph(
        45,
        s.pick(
            f"Je vous remercie de nous avoir adressé {said}, pour une radiographie {part}.",
            f"Voici le résultat de la radiographie {part} de {said}.",
            f"Radiographie {part} effectuée ce jour chez {said}.",
        ),
        545,
    )
    number_line(s, sheet)
    body(s, sheet, clinical.IMAGES, 3, x=45)
    sheet.line(340, f"Dr {s.colleague('Radiologie').title}")
    return sheet


def vessels(s):
    """A Doppler of a physician of vessels, labels at the left, text beside them."""
    sheet = Sheet(s.style)
    who = s.colleague("Médecine vasculaire")
    sheet.line(45, f"Dr {who.title} - Angiologue", bold=True, size=13)
    sheet.line(45, f"{s.street()}, {s.place}", size=8)
    sheet.gap(20)
    sheet.line(45, "ÉCHO-DOPPLER VEINEUX DES MEMBRES INFÉRIEURS", bold=True)
    sheet.gap()
    for label, value in s.fields():
        fitted(sheet, 45, label, 85, size=8)
        fitted(sheet, 140, value, 400)
        sheet.gap(15)
    for label, value in (("Adressé par", f"Dr {s.to.title}"), ("Le", s.written(s.day, "slash"))):
        sheet.write(45, label, size=8)
        sheet.line(140, value)
    sheet.gap()
    body(s, sheet, clinical.IMAGES, 3, x=140)
    sheet.line(340, f"Dr {who.title}")
    return sheet
