"""Documents that tests file in records."""

from datetime import date

from almapy.demo.paper import Paper, pdf_of
from almapy.documents.model import DocumentDetails, NewDocument, Origin, Tab

DAY = date(2026, 3, 2)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


def letter(title="Avis du cardiologue", tab=Tab.RECEIVED, day=DAY, who="Dr Hélène FICTIVE"):
    return DocumentDetails(title, day, tab, tab.usual_direction, tab.usual_type, who)


def pdf(text="Examen normal.", title="Avis du cardiologue"):
    return pdf_of(Paper(letter(title), ("Docteur FICTIVE",), text), "Concerne : une patiente")


def new(patient_id, data=None, origin=Origin.IMPORT, **values):
    content = data if data is not None else pdf(values.get("title", ""))
    return NewDocument(patient_id, letter(**values), content, origin)
