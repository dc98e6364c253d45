"""The journal of traces: actions, entries and the chain that shows tampering."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

FIRST_PREVIOUS = bytes(32)
NO_SUBJECT = ""


class Action(StrEnum):
    """What was done; the value stands in the chain and never changes."""

    SESSION_OPENED = "session.open"
    SESSION_CLOSED = "session.close"
    SESSION_REFUSED = "session.refused"
    SESSION_LOCKED = "session.lock"
    SESSION_UNLOCKED = "session.unlock"
    PSC_SIGNED_IN = "psc.sign_in"
    PSC_REFUSED = "psc.refused"
    PATIENT_READ = "patient.read"
    PATIENT_CREATED = "patient.create"
    PATIENT_CHANGED = "patient.update"
    PATIENT_MERGED = "patient.merge"
    PATIENT_UNMERGED = "patient.unmerge"
    PATIENTS_IMPORTED = "patient.import"
    INS_READ = "ins.read"
    INS_CHANGED = "ins.update"
    INSI_CALLED = "insi.call"
    INSI_ACCEPTED = "insi.accept"
    INSI_REFUSED = "insi.refuse"
    CARD_SIGNED = "card.sign"
    RECORD_CHANGED = "record.update"
    ENCOUNTER_SIGNED = "encounter.sign"
    ENCOUNTER_CORRECTED = "encounter.correct"
    DOCUMENT_READ = "document.read"
    DOCUMENT_FILED = "document.file"
    DOCUMENT_UNFILED = "document.unfile"
    DOCUMENT_ERASED = "document.erase"
    VITALE_READ = "vitale.read"
    PATIENTS_LISTED = "patient.list"
    CARNET_LINKED = "cve.link"
    CARNET_UNLINKED = "cve.unlink"
    CARNET_READ = "cve.read"
    CARNET_SENT = "cve.send"
    CARNET_REFUSED = "cve.refuse"
    MESSAGE_SENT = "message.send"
    PRINTED = "print"
    SENT = "send"
    EXPORTED = "export"
    DELETED = "delete"
    ACCOUNT_CREATED = "account.create"
    ACCOUNT_CHANGED = "account.update"
    RIGHTS_CHANGED = "account.rights"
    PASSWORD_CHANGED = "account.password"  # noqa: S105  (the name of an action)
    RECOVERY_CHANGED = "account.recovery"
    ACCESS_LINKED = "account.link"
    ACCESS_UNLINKED = "account.unlink"
    SETTING_CHANGED = "setting.update"
    PRACTICE_CREATED = "practice.create"
    PRACTICE_CHANGED = "practice.update"
    BACKED_UP = "backup"
    RESTORED = "restore"
    MIGRATED = "migrate"

    @property
    def label(self) -> str:
        """Return the French words of the journal's list."""
        return _LABELS[self]


_LABELS = {
    Action.SESSION_OPENED: "Ouverture de session",
    Action.SESSION_CLOSED: "Fermeture de session",
    Action.SESSION_REFUSED: "Ouverture de session refusée",
    Action.SESSION_LOCKED: "Verrouillage du poste",
    Action.SESSION_UNLOCKED: "Déverrouillage du poste",
    Action.PSC_SIGNED_IN: "Connexion par Pro Santé Connect",
    Action.PSC_REFUSED: "Connexion par Pro Santé Connect refusée",
    Action.PATIENT_READ: "Ouverture d'un dossier",
    Action.PATIENT_CREATED: "Création d'un dossier",
    Action.PATIENT_CHANGED: "Modification d'un dossier",
    Action.PATIENT_MERGED: "Fusion de deux dossiers",
    Action.PATIENT_UNMERGED: "Annulation d'une fusion",
    Action.PATIENTS_IMPORTED: "Import de patients",
    Action.INS_READ: "Visualisation de l'INS",
    Action.INS_CHANGED: "Modification de l'identité",
    Action.INSI_CALLED: "Appel au téléservice INSi",
    Action.INSI_ACCEPTED: "Réponse INSi acceptée",
    Action.INSI_REFUSED: "Réponse INSi laissée sans rien modifier",
    Action.CARD_SIGNED: "Signature par carte CPS",
    Action.RECORD_CHANGED: "Modification du dossier médical",
    Action.ENCOUNTER_SIGNED: "Validation d'une consultation",
    Action.ENCOUNTER_CORRECTED: "Correction d'une consultation validée",
    Action.DOCUMENT_READ: "Lecture d'un document",
    Action.DOCUMENT_FILED: "Classement d'un document",
    Action.DOCUMENT_UNFILED: "Annulation du classement d'un document",
    Action.DOCUMENT_ERASED: "Effacement d'un document non classé",
    Action.VITALE_READ: "Lecture d'une carte Vitale",
    Action.PATIENTS_LISTED: "Lecture d'une liste de patients",
    Action.CARNET_LINKED: "Association d'un carnet de vaccination électronique",
    Action.CARNET_UNLINKED: "Retrait d'un carnet de vaccination électronique",
    Action.CARNET_READ: "Lecture d'un carnet de vaccination électronique",
    Action.CARNET_SENT: "Envoi au carnet de vaccination électronique",
    Action.CARNET_REFUSED: "Envoi refusé par le carnet de vaccination électronique",
    Action.MESSAGE_SENT: "Message interne",
    Action.PRINTED: "Impression",
    Action.SENT: "Envoi",
    Action.EXPORTED: "Export",
    Action.DELETED: "Suppression",
    Action.ACCOUNT_CREATED: "Création d'un compte",
    Action.ACCOUNT_CHANGED: "Modification d'un compte",
    Action.RIGHTS_CHANGED: "Modification des droits",
    Action.PASSWORD_CHANGED: "Changement de mot de passe",
    Action.RECOVERY_CHANGED: "Nouvelle clé de secours",
    Action.ACCESS_LINKED: "Association d'une carte ou d'une identité",
    Action.ACCESS_UNLINKED: "Retrait d'une carte ou d'une identité associée",
    Action.SETTING_CHANGED: "Modification d'un réglage",
    Action.PRACTICE_CREATED: "Création du cabinet",
    Action.PRACTICE_CHANGED: "Modification du cabinet",
    Action.BACKED_UP: "Sauvegarde",
    Action.RESTORED: "Restauration",
    Action.MIGRATED: "Mise à niveau de la base",
}


def label_of(action: str) -> str:
    """Return the French words for a stored action, or the action itself when it is unknown."""
    try:
        return Action(action).label
    except ValueError:
        return action


def patient_subject(patient_id: int) -> str:
    """Return how the chain names a patient: by internal number only."""
    return f"patient:{patient_id}"


@dataclass(frozen=True, slots=True)
class Trace:
    """One fact waiting to be written; ``detail`` holds no clinical text.

    For identity traits ``detail`` carries ``{"champ": {"de": …, "en": …}}``.
    """

    action: Action
    subject: str = NO_SUBJECT
    detail: dict[str, object] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """One written link."""

    seq: int
    ts: str
    actor: str
    action: str
    subject: str
    detail: str = field(repr=False)
    prev: bytes = field(repr=False)
    hash: bytes = field(repr=False)

    @property
    def moment(self) -> datetime:
        """Return the moment in UTC."""
        return datetime.fromisoformat(self.ts)

    @property
    def values(self) -> dict[str, object]:
        """Return the detail as values."""
        loaded = json.loads(self.detail)
        return loaded if isinstance(loaded, dict) else {}

    @property
    def post(self) -> str:
        """Return the computer on which it was done."""
        return str(self.values.get("poste", ""))

    @property
    def patient_id(self) -> int | None:
        """Return the patient concerned, or None."""
        kind, _, number = self.subject.partition(":")
        return int(number) if kind == "patient" and number.isdigit() else None


def timestamp(moment: datetime) -> str:
    """Return the moment as the chain writes it: UTC, milliseconds, « Z »."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def compact(detail: dict[str, object]) -> str:
    """Return the detail as the chain writes it: compact JSON, letters unescaped."""
    return json.dumps(detail, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def link_hash(  # the six members of a link, in their order
    prev: bytes, seq: int, ts: str, actor: str, action: str, subject: str, detail: str
) -> bytes:
    """Return SHA-256(prev ‖ compact JSON array of the six members), storage notes §10."""
    canonical = json.dumps(
        [seq, ts, actor, action, subject, detail], ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(prev + canonical.encode()).digest()


@dataclass(frozen=True, slots=True)
class Head:
    """The last link: what a seal outside the base remembers."""

    seq: int
    hash: bytes


EMPTY_HEAD = Head(0, FIRST_PREVIOUS)
