"""A patient in the words of a list."""

from __future__ import annotations

from almapy.patients.model import PatientHit


def hit_name(hit: PatientHit) -> str:
    """Return « DE VINCI RUTH (née NESSI) »."""
    shown = hit.used_name or hit.birth_name
    name = f"{shown} {hit.first_name}"
    if hit.birth_name != shown:
        born = "né" if hit.sex == "M" else "née"
        name += f" ({born} {hit.birth_name})"
    return name


def hit_states(hit: PatientHit) -> str:
    """Return « décédé, de passage » or an empty text."""
    states = [
        (hit.deceased, "décédé" if hit.sex == "M" else "décédée"),
        (hit.archived, "archivé" if hit.sex == "M" else "archivée"),
        (hit.passing, "de passage"),
    ]
    return ", ".join(word for wanted, word in states if wanted)


def hit_text(hit: PatientHit) -> str:
    """Return the whole line of a short list."""
    born = f"{hit.birth_date:%d/%m/%Y}" if hit.birth_date else "date inconnue"
    states = hit_states(hit)
    return f"{hit_name(hit)}  ·  {born}  ·  dossier {hit.dossier}" + (
        f"  ·  {states}" if states else ""
    )
