"""What is said of incoming documents, in words for rows and headings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from almapy.incoming.model import IncomingLine, PersonFound, Progress, State
from almapy.matching.model import Decision
from almapy.patients.model import Patient, PatientHit
from ui.theme import Tone

_KILO, _MEGA = 1_000, 1_000_000
_DECISIONS = {
    Decision.SURE: (Tone.OK, "ok"),
    Decision.PROPOSE: (Tone.INFORMATION, "users"),
    Decision.NONE: (Tone.NEUTRAL, "help"),
}
_STATES = {
    State.LOCKED: (Tone.ATTENTION, "lock"),
    State.UNREADABLE: (Tone.ATTENTION, "warning"),
    State.WAITING: (Tone.NEUTRAL, "clock"),
    State.READING: (Tone.NEUTRAL, "clock"),
    State.SPLIT: (Tone.NEUTRAL, "documents"),
    State.FILED: (Tone.OK, "ok"),
    State.ERASED: (Tone.NEUTRAL, "delete"),
}
_SHORT = {State.UNREADABLE: "Illisible", State.LOCKED: "Mot de passe"}
EVERYBODY = "Tout le cabinet"
ALREADY = "Déjà reçu\u00a0?"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a document stands, in one word with its icon and its tone."""

    words: str
    tone: Tone
    icon_name: str


def standing(line: IncomingLine) -> Standing:
    """Return the one thing to know of a row first: a problem before a decision."""
    if line.repeats is not None:
        return Standing(ALREADY, Tone.ATTENTION, "copy")
    if line.state is not State.READY:
        words = _SHORT.get(line.state, line.state.label)
        return Standing(words, *_STATES[line.state])
    if line.parts_proposed > 1:
        return Standing(f"{line.parts_proposed} documents\u00a0?", Tone.ATTENTION, "documents")
    return decided(line.decision or Decision.NONE)


def decided(decision: Decision) -> Standing:
    """Return the words of an answer."""
    tone, icon_name = _DECISIONS[decision]
    return Standing(decision.label, tone, icon_name)


def size_words(size: int) -> str:
    """Return « 512 o », « 84 Ko » or « 1,2 Mo »."""
    if size < _KILO:
        return f"{size}\u00a0o"
    if size < _MEGA:
        return f"{size / _KILO:.0f}\u00a0Ko"
    return f"{size / _MEGA:.1f}\u00a0Mo".replace(".", ",")


def pages_words(count: int) -> str:
    """Return « 3 pages », nothing while they were not counted."""
    if not count:
        return ""
    return f"{count}\u00a0page{'s' if count > 1 else ''}"


def moment_words(moment: datetime) -> str:
    """Return « le 21/11/2026 à 18:42 » of this place."""
    return f"le {moment.astimezone():%d/%m/%Y à %H:%M}"


def received_words(line: IncomingLine) -> str:
    """Return « Reçu le … à … · Importé par : … »."""
    by = line.imported_by or "non renseigné"
    return f"Reçu {moment_words(line.arrived_at)} · Importé par\u00a0: {by}"


def file_words(line: IncomingLine) -> str:
    """Return the size and the pages of the file."""
    return " · ".join(filter(None, (size_words(line.size), pages_words(line.page_count))))


def person_name(person: PersonFound) -> str:
    """Return « DE VINCI RUTH (née NESSI) »; who was born under that name is said « naissance »."""
    name = f"{person.name} {person.first_name}".strip()
    if person.birth_name and person.birth_name != person.name:
        name += f" (naissance\u00a0: {person.birth_name})"
    return name


def person_short(person: PersonFound) -> str:
    """Return the name and the birth date, as « Documents à valider » shows them."""
    born = f" · {person.birth_date:%d/%m/%Y}" if person.birth_date else ""
    return f"{person.name} {person.first_name}{born}"


def person_line(person: PersonFound) -> str:
    """Return who it is: the names and the birth date."""
    born = f"{person.birth_date:%d/%m/%Y}" if person.birth_date else "date inconnue"
    return f"{person_name(person)}\u00a0· {born}"


def person_reasons(person: PersonFound) -> str:
    """Return the state and the number of the record, and what speaks for it.

    A line breaks between two of them only.
    """
    states = [
        word
        for wanted, word in (
            (person.deceased, "décédé(e)"),
            (person.archived, "dossier archivé"),
            (person.passing, "de passage"),
        )
        if wanted
    ]
    told = (*states, f"dossier {person.dossier}", *person.why)
    return "\u00a0· ".join(one.replace(" ", "\u00a0") for one in told)


def person_of(hit: PatientHit, why: str) -> PersonFound:
    """Return a patient whom a person chose, and how."""
    return PersonFound(
        patient_id=hit.patient_id,
        dossier=hit.dossier,
        name=hit.used_name or hit.birth_name,
        first_name=hit.first_name,
        birth_date=hit.birth_date,
        birth_name=hit.birth_name,
        deceased=hit.deceased,
        archived=hit.archived,
        passing=hit.passing,
        why=(why,),
    )


def person_of_patient(patient: Patient, why: str) -> PersonFound:
    """Return the patient of an open record, or of one that was just made."""
    data = patient.data
    return PersonFound(
        patient_id=patient.id,
        dossier=patient.dossier,
        name=patient.shown_name,
        first_name=patient.shown_first_name,
        birth_date=data.birth_date,
        birth_name=data.birth_name,
        deceased=data.deceased,
        archived=data.archived,
        passing=data.passing,
        why=(why,),
    )


def progress_words(progress: Progress) -> str:
    """Return « 12 en attente, lecture de la page 2/5 », empty when nothing is under way."""
    told = []
    if progress.waiting:
        told.append(f"{progress.waiting} en attente de lecture")
    if progress.reading:
        page = f" de la page {progress.page}/{progress.pages}" if progress.pages else ""
        told.append(f"lecture{page} de «\u00a0{progress.reading}\u00a0»")
    words = ", ".join(told)
    return words[:1].upper() + words[1:]


def count_words(count: int) -> str:
    """Return « n documents à valider »."""
    return f"{count} document{'s' if count > 1 else ''} à valider"
