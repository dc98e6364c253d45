"""A person of « Dossiers détectés » in words."""

from __future__ import annotations

from almapy.incoming.model import PersonFound
from ui.widgets.table_model import Column


def person_line(person: PersonFound) -> str:
    """Return « NOM Prénom (naissance : X), JJ/MM/AAAA, dossier N »."""
    born = f", {person.birth_date:%d/%m/%Y}" if person.birth_date is not None else ""
    name = f"{person.name} {person.first_name}".strip()
    return f"{name}{_birth_name(person)}{born}, dossier\u00a0{person.dossier}"


def reasons(person: PersonFound) -> str:
    """Return what speaks for a person, what speaks against, and why they are seldom shown."""
    words = [*person.why]
    if person.why_not:
        words.append(f"mais {person.why_not}" if words else person.why_not)
    if person.archived:
        words.append("dossier archivé")
    if person.passing:
        words.append("patient de passage")
    return ", ".join(words)


def found_columns() -> list[Column[PersonFound]]:
    """Return the columns of A-OCR-02; why somebody is there is told under the table."""
    return [
        Column("Nom", _name, sample="ROCHEFOUCAULD", stretch=True, tooltip=_told),
        Column("Prénom", lambda one: one.first_name, sample="Marie-Anne"),
        Column(
            "Date naissance",
            lambda one: f"{one.birth_date:%d/%m/%Y}" if one.birth_date is not None else "",
            sort_key=lambda one: one.birth_date.toordinal() if one.birth_date is not None else 0,
            sample="31/12/2000",
        ),
        Column("Décédé", lambda one: "Oui" if one.deceased else "Non", sample="Non"),
        Column(
            "Dossier",
            lambda one: str(one.dossier),
            sort_key=lambda one: one.dossier,
            sample="12345",
        ),
    ]


def _told(person: PersonFound) -> str:
    return "\n".join(filter(None, (_name(person), reasons(person))))


def _name(person: PersonFound) -> str:
    return f"{person.name}{_birth_name(person)}"


def _birth_name(person: PersonFound) -> str:
    if person.birth_name and person.birth_name != person.name:
        return f" (naissance\u00a0: {person.birth_name})"
    return ""
