"""A heading with everything in it, about RUTH, on the day of the seed's pictures."""

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

from almapy.headers.heading import Heading, HeadingDoctor
from almapy.practice.model import Practice, Practitioner
from tests.core.test_patients import RUTH

NESSI = (
    b"IS010000000000000000000000S1277076322082910S21.2.250.1.213.1.4.8\x1d"
    b"S3RUTH ISABELLE\x1dS4NESSI\x1dS5FS614-07-1977S763220"
)
DEMO_PATIENTE = replace(
    RUTH,
    birth_name="DEMO",
    first_birth_first_name="PATIENTE",
    birth_first_names="PATIENTE HELENE CLAIRE",
    used_name="DEMO",
    used_first_name="PATIENTE",
    birth_date=date(1932, 7, 14),
    birth_place_code="42149",
    matricule_ins="",
    ins_oid="",
    insi_accepted=False,
)
RETRIEVED = replace(RUTH, identity_document="")


def heading(patient=RUTH, **changes):
    values = {
        "patient": patient,
        "doctor": HeadingDoctor(
            "DÉMO",
            "Paul",
            Practitioner(
                civility="Docteur",
                quality="Médecin",
                ordinal_speciality="Médecine générale",
                rpps="10001234565",
                adeli="671234567",
                phone="+33353012345",
            ),
        ),
        "practice": Practice(
            name="Cabinet des Tilleuls",
            address="12 rue des Tilleuls\n2e étage",
            postal_code="67000",
            town="Strasbourg",
        ),
        "today": date(2022, 10, 1),
    }
    return Heading(**(values | changes))


class _Words(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.words = []
        self.pictures = 0

    def handle_data(self, data):
        self.words.append(data)

    def handle_starttag(self, tag, attributes):
        self.pictures += tag == "img"
        if tag in {"br", "p", "td"}:
            self.words.append("\n")


def read(html):
    """Return the text that a reader of the HTML sees, and how many pictures."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    return "".join(parser.words), parser.pictures
