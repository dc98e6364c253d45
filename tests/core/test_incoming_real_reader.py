"""One ordonnance as text, as a scan and as a photo: the same patient, by the real reader."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest

from almapy.demo.inbox import _photographed, _scanned
from almapy.demo.paper import Paper, pdf_of
from almapy.documents.model import DocumentDetails
from almapy.matching.model import Decision
from almapy.ocr.model import TextSource
from tests.core.test_patients import MARTIN, RUTH

ABOUT = "Concerne\u00a0: Madame DEMO PATIENTE, née le 14/07/1932"


@pytest.fixture(scope="module")
def ordonnance():
    heading = ("Docteur Hélène FICTIVE", "Cardiologie", "67000 STRASBOURG")
    text = "Bisoprolol 2,5 mg\u00a0: un comprimé le matin pendant trois mois."
    return pdf_of(Paper(DocumentDetails("Ordonnance", date(2026, 3, 2)), heading, text), ABOUT)


@pytest.fixture
def office(practice):
    application, actor = practice.application, practice.actor
    for draft in (
        RUTH,
        MARTIN,
        replace(
            RUTH,
            birth_name="DEMO",
            used_name="",
            first_birth_first_name="PATIENTE",
            birth_first_names="PATIENTE",
            used_first_name="",
            birth_date=date(1932, 7, 14),
            matricule_ins="",
            ins_oid="",
            insured_nir="",
        ),
    ):
        application.patients.create(actor, draft)
    return practice


def blurred(pdf):
    """Return the page as an unsteady telephone sees it: nobody can read it."""
    from PIL import Image, ImageFilter

    out = BytesIO()
    with Image.open(BytesIO(_photographed(pdf))) as picture:
        picture.filter(ImageFilter.GaussianBlur(14)).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.slow
def test_text_scan_and_photo_give_the_same_patient_and_a_blur_gives_nobody(office, ordonnance):
    application, actor = office.application, office.actor
    files = (ordonnance, _scanned(ordonnance), _photographed(ordonnance))
    seen = [application.incoming.detect(actor, data) for data in files]
    assert [one.text.source for one in seen] == [TextSource.LAYER, TextSource.OCR, TextSource.OCR]
    assert {one.match.decision for one in seen} == {Decision.SURE}
    (patient_id,) = {one.match.patient_id for one in seen}
    (first, *_) = application.matching.found(
        actor, seen[0].match, deceased=False, archived=False, passing=False
    )
    assert (first.patient_id, first.birth_date) == (patient_id, date(1932, 7, 14))
    assert {one.guess.type_code for one in seen} == {"57833-6"}
    nobody = application.incoming.detect(actor, blurred(ordonnance))
    assert nobody.match.decision is Decision.NONE
    assert application.incoming.archives(actor) == []
