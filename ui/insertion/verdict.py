"""What was read, held against the record that was chosen, in words."""

from __future__ import annotations

from dataclasses import dataclass, field

from almapy.incoming.model import PersonFound
from almapy.matching.model import Decision
from ui.insertion.detection import Seen
from ui.insertion.person_words import person_line
from ui.insertion.target_box import TargetBox
from ui.theme import Tone

_CHOOSE = "Choisissez le dossier vous-même, avec «\u00a0Insérer dans un autre dossier ...\u00a0»."


@dataclass(frozen=True, slots=True)
class Verdict:
    """A message with its ways out; ``sure`` is the person to whose record one of them leads."""

    tone: Tone
    title: str
    detail: str = field(default="", repr=False)
    sure: PersonFound | None = None
    may_be_accepted: bool = False


def verdict(seen: Seen, target: TargetBox, *, is_doubtful: bool) -> Verdict:
    """Return what to say; ``is_doubtful``: it speaks against the target and nobody said yes."""
    if seen.unread:
        return Verdict(Tone.ATTENTION, "Le document n'a pas pu être lu", f"{seen.unread} {_CHOOSE}")
    match seen.detected.match.decision:
        case Decision.SURE:
            return _sure(seen, target, is_doubtful=is_doubtful)
        case Decision.PROPOSE:
            return _proposed(target, is_doubtful=is_doubtful)
        case _:
            return Verdict(
                Tone.NEUTRAL,
                "Aucun dossier détecté",
                "Un nom composé ou un document peu lisible peuvent échapper à la détection\u00a0: "
                "vérifiez vous-même que le document va dans le bon dossier.",
            )


def _sure(seen: Seen, target: TargetBox, *, is_doubtful: bool) -> Verdict:
    sure = seen.sure
    whose = person_line(sure) if sure is not None else "un autre patient"
    if target.patient_id == seen.detected.match.patient_id:
        return Verdict(Tone.OK, "Le document est bien celui de ce patient", whose)
    if target.patient_id is None:
        return Verdict(
            Tone.INFORMATION, "Le document semble être celui de\u00a0:", f"{whose}.", sure
        )
    detail = f"Il irait dans le dossier de {target.words}."
    if not is_doubtful:
        return Verdict(
            Tone.ATTENTION,
            f"Le document semble être celui de {whose}",
            f"{detail} Vous avez confirmé que c'est le bon dossier.",
            sure,
        )
    return Verdict(
        Tone.CRITICAL,
        f"Le document semble être celui de {whose}",
        f"{detail} Vérifiez le nom et la date de naissance avant d'insérer.",
        sure,
        may_be_accepted=True,
    )


def _proposed(target: TargetBox, *, is_doubtful: bool) -> Verdict:
    if not is_doubtful or target.patient_id is None:
        return Verdict(
            Tone.INFORMATION,
            "Le patient n'est pas certain",
            "«\u00a0Détecter via OCR\u00a0» montre les dossiers possibles. Vérifiez le nom et la "
            "date de naissance.",
        )
    return Verdict(
        Tone.ATTENTION,
        "Le document ne semble pas être celui de ce patient",
        f"Rien n'y désigne {target.words}. «\u00a0Détecter via OCR\u00a0» montre les dossiers "
        "possibles.",
        may_be_accepted=True,
    )
