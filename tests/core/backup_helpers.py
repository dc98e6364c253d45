"""What the tests of backups put into a practice, and how they damage files."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from almapy.encounters.tables import EncounterRow
from almapy.patients.model import PatientDraft, Sex

if TYPE_CHECKING:
    from almapy.opening import Opened

BIRTH_NAME = "VANDERQUINTE"
FIRST_NAME = "ISALINE"
NIR = "277076322082910"
NOTE = "Céphalées matinales, tension au brassard normale"
LETTER = b"%PDF-1.4 courrier fictif de la cardiologue " * 40
CANARIES = (BIRTH_NAME, FIRST_NAME, NIR, NOTE, "courrier fictif", "Tilleul-2026!", "Strasbourg")


def fill(opened: Opened, *, patients: int = 2, documents: int = 2) -> list[str]:
    """Add fictitious patients, a clinical note and documents; return the documents' names."""
    application, actor = opened.application, opened.actor
    for rank in range(patients):
        application.patients.create(
            actor,
            PatientDraft(
                birth_name=BIRTH_NAME
                if rank == 0
                else f"FICTIF {chr(65 + rank // 26)}{chr(65 + rank % 26)}",
                first_birth_first_name=FIRST_NAME,
                sex=Sex.FEMALE,
                birth_date=date(1977, 7, 14),
                insured_nir=NIR,
                comment="Préfère être appelée le soir" * 3,
            ),
        )
    with application.works.begin(actor) as work:
        work.session.add(
            EncounterRow(
                uid="00000000-0000-4000-8000-000000000001",
                patient_id=1,
                author_id=actor.user_id,
                created_at=work.at,
                nature="consultation",
                held_at=datetime(2026, 3, 9, 8, 15, 30, 123456, tzinfo=UTC),
                title="Consultation",
                text=NOTE,
            )
        )
    return [application.documents.put(LETTER + bytes([n])).name for n in range(documents)]


def flip(path: Path, offset: int, bit: int = 0) -> None:
    """Change one bit of a file, as a tired disk does; a negative offset counts from the end."""
    content = bytearray(path.read_bytes())
    content[offset] ^= 1 << bit
    path.write_bytes(content)
