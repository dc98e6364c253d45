"""A record as heavy as twenty years of practice make it."""

import uuid
from datetime import timedelta

from sqlalchemy import insert

from almapy.documents.model import Direction, DocumentDetails, NewDocument, Tab
from almapy.encounters.tables import EncounterRow
from almapy.measures.model import MeasureKind
from almapy.measures.tables import MeasureRow

ENCOUNTERS, DOCUMENTS, RESULTS = 300, 200, 1_000
_KINDS = (
    MeasureKind.WEIGHT,
    MeasureKind.HEIGHT,
    MeasureKind.BLOOD_PRESSURE,
    MeasureKind.HEART_RATE,
    MeasureKind.TEMPERATURE,
)
_TEXT = "Toux depuis trois jours, sans fièvre. Auscultation claire. Traitement poursuivi. " * 4


def fill_record(opened, patient_id):
    """Give a record 300 contacts, 200 documents and 1 000 results."""
    application, actor = opened.application, opened.actor
    now = application.clock.now()

    def common():
        return {
            "uid": str(uuid.uuid4()),
            "patient_id": patient_id,
            "author_id": actor.user_id,
            "created_at": now,
            "version": 1,
        }

    contacts = [
        common()
        | {
            "nature": "consultation",
            "held_at": now - timedelta(days=20 * number),
            "title": f"Suivi {number}",
            "text": _TEXT,
            "signed_at": now,
            "signed_by": actor.user_id,
        }
        for number in range(ENCOUNTERS)
    ]
    results = [
        common()
        | {
            "kind": _KINDS[number % len(_KINDS)].value,
            "value": 60.0 + number % 7,
            "second": 80.0 if number % len(_KINDS) == 2 else None,
            "unit": _KINDS[number % len(_KINDS)].unit,
            "taken_at": now - timedelta(days=7 * number),
        }
        for number in range(RESULTS)
    ]
    with application.works.begin(actor) as work:
        work.session.execute(insert(EncounterRow), contacts)
        work.session.execute(insert(MeasureRow), results)
    for number in range(DOCUMENTS):
        details = DocumentDetails(
            title=f"Compte rendu {number}",
            day=(now - timedelta(days=30 * number)).date(),
            tab=list(Tab)[number % len(Tab)],
            direction=Direction.RECEIVED,
        )
        data = f"Compte rendu fictif numéro {number}.".encode()
        application.record_documents.add(actor, NewDocument(patient_id, details, data))
