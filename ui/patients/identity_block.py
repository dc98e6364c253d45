"""The identity of a patient as a block of text, for pasting into another program."""

from __future__ import annotations

from almapy.patients.model import IdentityStatus, Patient


def identity_block(patient: Patient) -> str:
    """Return the traits line by line; the matricule only when the identity is qualified."""
    data = patient.data
    born = f"{data.birth_date:%d/%m/%Y}" if data.birth_date else "inconnue"
    lines = [
        f"Nom de naissance\u00a0: {data.birth_name}",
        f"Prénoms de naissance\u00a0: {data.birth_first_names or data.first_birth_first_name}",
        f"Nom utilisé\u00a0: {patient.shown_name}",
        f"Prénom utilisé\u00a0: {patient.shown_first_name}",
        f"Sexe\u00a0: {data.sex}",
        f"Date de naissance\u00a0: {born}",
        f"Lieu de naissance\u00a0: {data.birth_place_name} ({data.birth_place_code})",
        f"Adresse\u00a0: {data.address} {data.postal_code} {data.town}".rstrip(),
        f"Téléphone\u00a0: {patient.phone}",
    ]
    if patient.status is IdentityStatus.QUALIFIED and data.matricule_ins:
        lines.append(f"Matricule INS\u00a0: {data.matricule_ins}")
    return "\n".join(lines)
