"""Fictitious documents that wait in « Documents à valider » of the demo practice."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from almapy.application import Application
from almapy.demo.paper import Paper, batch_of, pdf_of
from almapy.demo.practice_life import RUTH_ID
from almapy.documents.model import DocumentDetails
from almapy.documents.pdf import Picture, drawn
from almapy.patients.model import Sex
from almapy.patients.tables import PatientRow
from almapy.users.model import Actor

DEMO_PATIENTE_ID = 2
_DPI = 150
_POINTS = 72
_QUALITY = 60
_PHOTO_SLANT = 1.8  # degrees
_TABLE_AROUND, _TABLE = 40, (92, 84, 76)  # pixels, colour
_OTHERS = 4
_HEART = ("Docteur Hélène FICTIVE", "Cardiologie", "3 quai des Modèles, 67000 STRASBOURG")
_EYES = ("Docteur Marc EXEMPLE", "Ophtalmologie", "8 rue du Test, 67000 STRASBOURG")
_LABORATORY = ("Laboratoire des Exemples", "Biologie médicale", "1 place du Test, 67000 STRASBOURG")
_HOSPITAL = ("Hôpital des Essais", "Service de médecine interne", "2 avenue du Test")
_IMAGING = ("Imagerie des Modèles", "Docteur Rose ESSAI, radiologue", "5 rue des Essais")
_PHYSIO = ("Anne MODÈLE", "Masseur-kinésithérapeute", "15 rue des Essais, 67100 STRASBOURG")
_SHOP = ("MédiFourniture fictive", "Matériel pour cabinets", "Zone des Exemples")


def add_inbox(application: Application, secretary: Actor) -> None:
    """Bring ten documents, as a Monday morning does; nothing without its two known patients."""
    people = _people(application)
    if RUTH_ID not in people or DEMO_PATIENTE_ID not in people:
        return
    for name, data in _arrivals(people, application.clock.today()):
        application.incoming.take_bytes(secretary, data, name)


def _arrivals(people: dict[int, str], today: date) -> Iterator[tuple[str, bytes]]:
    ruth, old_lady = people[RUTH_ID], people[DEMO_PATIENTE_ID]
    others = [one for number, one in people.items() if number > DEMO_PATIENTE_ID]
    others += [ruth, old_lady] * _OTHERS
    yield "courrier-cardiologie.pdf", pdf_of(_heart(today), _about(ruth))
    yield "numerisation-0001.pdf", _scanned(pdf_of(_discharge(today), _about(others[0])))
    yield "photo-ordonnance.jpg", _photographed(pdf_of(_glasses(today), _about(others[1])))
    yield "resultats-biologie.pdf", pdf_of(_blood(today), _patient(old_lady))
    yield "irm-genou.pdf", pdf_of(_knee(today), _patient(others[2]))
    yield "courrier-famille.pdf", pdf_of(_family(today, ruth, old_lady), "")
    stranger = "Monsieur BASILE ANTOINE, né le 03/02/1961"
    yield "courrier-inconnu.pdf", pdf_of(_eyes(today), _about(stranger))
    both = [(_rehabilitation(today), _patient(others[3])), (_eyes(today), _about(ruth))]
    yield "lot-du-scanner.pdf", batch_of(both)
    yield "offre-materiel.pdf", pdf_of(_offer(today), "À l'attention du secrétariat")
    yield "bilan-kinesitherapie.pdf", pdf_of(_rehabilitation(today), _patient(ruth))


def _people(application: Application) -> dict[int, str]:
    """Return the two known patients and some others who live, with a whole birth date."""
    query = (
        select(PatientRow)
        .where(
            PatientRow.birth_date.is_not(None),
            PatientRow.deceased.is_(False),
            PatientRow.archived.is_(False),
            PatientRow.passing.is_(False),
            PatientRow.homonym.is_(False),
            PatientRow.birth_date_uncertain.is_(False),
            PatientRow.merged_into.is_(None),
        )
        .order_by(PatientRow.id)
        .limit(DEMO_PATIENTE_ID + _OTHERS)
    )
    with application.database.reading() as session:
        return {row.id: _named(row) for row in session.scalars(query)}


def _named(row: PatientRow) -> str:
    """Return how letters name a patient: « Madame DE VINCI RUTH, née NESSI le 14/07/1977 »."""
    is_woman = row.sex == Sex.FEMALE.value
    first = row.used_first_name or row.first_birth_first_name
    maiden = f" {row.birth_name}" if row.used_name and row.used_name != row.birth_name else ""
    return (
        f"{'Madame' if is_woman else 'Monsieur'} {row.used_name or row.birth_name} {first}, "
        f"né{'e' if is_woman else ''}{maiden} le {row.birth_date:%d/%m/%Y}"
    )


def _about(words: str) -> str:
    return f"Concerne\u00a0: {words}"


def _patient(words: str) -> str:
    return f"Patient\u00a0: {words}"


def _paper(heading: Sequence[str], title: str, day: date, *paragraphs: str) -> Paper:
    return Paper(DocumentDetails(title, day), tuple(heading), "\n".join(paragraphs))


def _heart(today: date) -> Paper:
    return _paper(
        _HEART,
        "Compte rendu de consultation",
        today - timedelta(days=6),
        "Cher confrère,",
        "L'examen cardiovasculaire est normal, l'électrocardiogramme en rythme sinusal. Pas de "
        "modification du traitement. Contrôle dans un an.",
        "Bien confraternellement. Docteur Hélène FICTIVE",
    )


def _discharge(today: date) -> Paper:
    return _paper(
        _HOSPITAL,
        "Compte rendu d'hospitalisation",
        today - timedelta(days=5),
        "Médecin traitant\u00a0: Docteur Paul DÉMO",
        "Hospitalisation de deux jours pour une pneumonie franche lobaire aiguë, d'évolution "
        "favorable sous amoxicilline. Sortie au domicile, traitement à poursuivre cinq jours.",
        "Docteur Rose ESSAI, chef de clinique",
    )


def _glasses(today: date) -> Paper:
    return _paper(
        _EYES,
        "Ordonnance",
        today - timedelta(days=4),
        "Larmes artificielles\u00a0: une goutte dans chaque œil trois fois par jour, un mois.",
        "Verres correcteurs pour la vision de près.",
        "Docteur Marc EXEMPLE",
    )


def _blood(today: date) -> Paper:
    return _paper(
        _LABORATORY,
        "Résultats d'analyses de biologie médicale",
        today - timedelta(days=3),
        "Prescripteur\u00a0: Docteur Paul DÉMO",
        " Examen                       Résultat     Unité    Valeurs usuelles",
        " Hémoglobine                      11,6     g/dL     12,0 à 16,0",
        " Créatinine                         92     µmol/L   50 à 98",
        " Potassium                         4,4     mmol/L   3,5 à 5,1",
    )


def _knee(today: date) -> Paper:
    return _paper(
        _IMAGING,
        "IRM du genou droit",
        today - timedelta(days=3),
        "Demandeur\u00a0: Docteur Paul DÉMO",
        "Fissure horizontale du ménisque interne. Ligaments croisés continus. Épanchement "
        "articulaire modéré.",
    )


def _family(today: date, one: str, other: str) -> Paper:
    return _paper(
        _HEART,
        "Consultation de dépistage familial",
        today - timedelta(days=2),
        "Cher confrère,",
        f"J'ai reçu ce jour {one} et {other} pour un dépistage familial.",
        "Les deux échographies sont normales. Bien confraternellement. Docteur Hélène FICTIVE",
    )


def _eyes(today: date) -> Paper:
    return _paper(
        _EYES,
        "Compte rendu de consultation",
        today - timedelta(days=2),
        "Acuité visuelle corrigée\u00a0: 10/10 aux deux yeux. Fond d'œil normal. Contrôle dans "
        "deux ans. Docteur Marc EXEMPLE",
    )


def _rehabilitation(today: date) -> Paper:
    return _paper(
        _PHYSIO,
        "Bilan de kinésithérapie",
        today - timedelta(days=1),
        "Dix séances après une entorse de la cheville droite. Appui complet sans douleur, "
        "équilibre retrouvé. Exercices à poursuivre à domicile.",
    )


def _offer(today: date) -> Paper:
    return _paper(
        _SHOP,
        "Offre de printemps",
        today - timedelta(days=1),
        "Tensiomètres, draps d'examen et gants\u00a0: remise de dix pour cent sur la première "
        "commande jusqu'à la fin du mois.",
    )


def _scanned(pdf: bytes) -> bytes:
    """Return the first page as a scanner makes it: a picture in a PDF, without text."""
    from PIL import Image

    picture = _drawn(pdf)
    page = Image.frombuffer("RGB", (picture.width, picture.height), *_layout(picture)).convert("L")
    out = io.BytesIO()
    page.save(out, "PDF", resolution=_DPI, quality=_QUALITY)
    return out.getvalue()


def _photographed(pdf: bytes) -> bytes:
    """Return the first page lying slanted on a table, as a telephone sees it."""
    from PIL import Image, ImageOps

    picture = _drawn(pdf)
    page = Image.frombuffer("RGB", (picture.width, picture.height), *_layout(picture))
    on_table = ImageOps.expand(page, _TABLE_AROUND, _TABLE)
    slanted = on_table.rotate(_PHOTO_SLANT, Image.Resampling.BILINEAR, fillcolor=_TABLE)
    out = io.BytesIO()
    slanted.save(out, "JPEG", quality=_QUALITY, dpi=(_DPI, _DPI))
    return out.getvalue()


def _drawn(pdf: bytes) -> Picture:
    return drawn(pdf, 0, _DPI / _POINTS)


def _layout(picture: Picture) -> tuple[bytes, str, str, int, int]:
    return picture.pixels, "raw", "BGRX", picture.stride, 1
