"""Documents of the second pack about two patients, or about nobody."""

from tests.letters import clinical_second as clinical
from tests.letters.layouts_second_letters import body, headed, pairs, signed
from tests.letters.sheet import Sheet


def _told(s, one):
    e = "e" if one.sex == "F" else ""
    return f"{one.first} {one.name.upper()}, né{e} le {s.written(one.born)}"


def couple(s, other):
    """One consultation for two: both stand in the first sentence."""
    sheet = Sheet(s.style)
    headed(s, sheet)
    sheet.gap(40)
    sheet.line(330, f"Dr {s.to.title}")
    sheet.line(330, f"Le {s.today}")
    sheet.gap()
    sheet.paragraph(
        50,
        s.pick(
            f"Je vois ensemble {_told(s, s.who)} et {_told(s, other)}.",
            f"Bilan conjoint. Patient 1 : {_told(s, s.who)}. Patient 2 : {_told(s, other)}.",
            f"Voici mes conclusions pour {_told(s, s.who)} ainsi que pour {_told(s, other)}.",
        ),
        545,
    )
    body(s, sheet, clinical.ADVICE, 4)
    signed(s, sheet)
    return sheet


def two_pages(s, other):
    """Two sheets of two people that one scan has put together."""
    sheet = Sheet(s.style)
    for one in (s.who, other):
        if one is other:
            sheet.turn()
        sheet.line(50, s.laboratory, bold=True, size=13)
        sheet.gap()
        said = [("Nom", one.name.upper()), ("Prénom", one.first), ("Né(e) le", s.written(one.born))]
        pairs(sheet, 50, said)
        sheet.line(50, f"Édité le {s.written(s.day, 'slash')} pour le Dr {s.to.title}")
        sheet.gap()
        for name, value, usual in s.rng.sample(clinical.RESULTS, 4):
            sheet.write(60, name)
            sheet.write(250, value.format(d=s.rng.randint(0, 9)))
            sheet.line(400, usual)
    return sheet


def round_list(s, other):
    """What a nurse left for the doctor: a list of two of his patients."""
    sheet = Sheet(s.style)
    sheet.line(50, f"Passage du {s.written(s.day, 'slash')}", bold=True, size=13)
    sheet.line(50, f"Pour le Dr {s.to.title}, de la part de {s.stranger()}")
    sheet.gap()
    for number, one in enumerate((s.who, other), start=1):
        sheet.line(50, f"{number}. {one.name.upper()} {one.first}", bold=True)
        sheet.line(70, f"{s.written(one.born)} - {one.address}")
        body(s, sheet, clinical.CARE, 2, x=70)
    return sheet


def meeting(s):
    """An invitation, a minute or a bill addressed to a doctor at his home."""
    sheet = Sheet(s.style)
    sender = s.pick("Groupe qualité du littoral", "Revue du Généraliste", "CPTS des Deux Caps")
    sheet.line(50, sender, bold=True, size=14)
    sheet.write(330, f"Dr {s.to.title}", y=130)
    sheet.write(330, s.street(), y=144)
    sheet.write(330, s.place, y=158)
    sheet.y = 210
    sheet.line(50, f"Le {s.today}")
    sheet.gap()
    sheet.line(50, s.pick(f"Cher Docteur {s.to.name},", "Mesdames, Messieurs,"))
    body(s, sheet, clinical.NEWS, 3)
    sheet.line(50, f"{s.stranger()}, {s.pick('trésorière', 'rédacteur', 'coordinatrice')}")
    return sheet


def duty_roster(s):
    """Who is on duty: a list of doctors with days, some of whom are patients elsewhere."""
    sheet = Sheet(s.style)
    sheet.line(50, "Tableau de garde du secteur", bold=True, size=14)
    sheet.line(50, f"Mis à jour le {s.written(s.day, 'slash')}")
    sheet.gap()
    for _ in range(s.rng.randint(6, 12)):
        sheet.write(60, s.ahead(90))
        sheet.line(180, f"Dr {s.other_doctor().title}")
    sheet.gap()
    sheet.line(50, f"Contact : {s.stranger()} {s.phone()}", size=9)
    return sheet


def blank_form(s):
    """A form that nobody has filled in."""
    sheet = Sheet(s.style)
    sheet.line(50, s.hospital.upper(), bold=True, size=13)
    sheet.line(50, f"Demande d'admission - service du Pr {s.sender.title}", bold=True)
    sheet.gap()
    for label in ("Nom de naissance", "Nom d'usage", "Prénom", "Né(e) le", "N° de SS", "Motif"):
        sheet.line(50, f"{label} : {'.' * 40}", after=8)
    sheet.gap()
    sheet.line(50, f"À retourner au Dr {s.other_doctor().title} avant le {s.ahead(60)}")
    sheet.line(50, f"Formulaire du {s.written(s.day, 'slash')}", size=8)
    return sheet
