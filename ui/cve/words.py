"""How booklets are told in words, the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from almapy.cve.model import CarnetLink, CertificateSeen, SendLine
from ui.cve.state import RecordState

_SHORT_UUID = 8
_AWAY = (
    "Le service des carnets ne répond pas\n"
    "Vos vaccins sont enregistrés dans AlmaPy. Ce qui attend partira tout seul au retour du "
    "service."
)


def moment_words(moment: datetime) -> str:
    """Return « 22/11/2026 à 10:42 », at this post."""
    return f"{moment.astimezone():%d/%m/%Y à %H:%M}"


def link_words(link: CarnetLink) -> str:
    """Return which booklet it is, shortly."""
    pseudo = f"«\u00a0{link.pseudo}\u00a0»" if link.pseudo else "électronique"
    return f"Carnet {pseudo} ({link.record_uuid[:_SHORT_UUID]}…)"


def carnet_name(link: CarnetLink) -> str:
    """Return the booklet by its pseudo alone, where the record has no other."""
    if not link.pseudo:
        return link_words(link)
    named = link.pseudo.casefold().startswith("carnet")
    return link.pseudo if named else f"Carnet «\u00a0{link.pseudo}\u00a0»"


def link_details(link: CarnetLink) -> str:
    """Return which booklet it is, whole, for a tooltip and the details of a patient."""
    title = f"Carnet de vaccination électronique {link.pseudo}".strip()
    return f"{title}\nUUID\u00a0: {link.record_uuid}"


def seen_words(link: CarnetLink) -> str:
    """Return when it was last compared."""
    if link.seen_at is None:
        return "pas encore synchronisé"
    return f"synchronisé le {moment_words(link.seen_at)}"


def strip_words(state: RecordState) -> str:
    """Return the state of the booklet of a record, on one line."""
    link, available = state.link, state.service.availability
    if state.to_choose:
        return "Deux carnets après la fusion des dossiers\u00a0: gardez-en un."
    if link is not None and not link.is_active:
        return f"{carnet_name(link)} – {link.state.label}"
    if link is not None:
        off = "" if available.ready else " – service non activé"
        return f"{carnet_name(link)} – {seen_words(link)}{off}"
    if not available.plugged:
        return "Carnet de vaccination électronique\u00a0: service non relié à ce poste"
    if not available.ready:
        return "Carnet de vaccination électronique\u00a0: non activé"
    return "Aucun carnet électronique lié à ce dossier"


def strip_details(state: RecordState) -> str:
    """Return what the line of the strip has no room for."""
    parts = [
        link_details(state.link) if state.link is not None else "",
        state.service.availability.why,
        certificate_words(state.service.certificate) if state.service.certificate else "",
    ]
    return "\n".join(part for part in parts if part)


def waiting_words(count: int) -> str:
    """Return how many sendings wait."""
    return "1 envoi en attente" if count == 1 else f"{count} envois en attente"


def away_words(waiting: Sequence[SendLine]) -> str:
    """Return title and detail, on two lines, when the service did not answer; else nothing."""
    return _AWAY if any(line.attempts and line.error for line in waiting) else ""


def certificate_remark(certificate: CertificateSeen | None) -> str:
    """Return title and detail when the certificate ends soon or ended (cve.md R4)."""
    if certificate is None or not certificate.warning:
        return ""
    return f"Certificat MesVaccins.net\n{certificate.warning}"


def certificate_words(seen: CertificateSeen) -> str:
    """Return whose certificate it is, its last day and where its key is."""
    told = f"Titulaire\u00a0: {seen.subject}. Valable jusqu'au {seen.not_after:%d/%m/%Y}."
    return f"{told} Clé gardée\u00a0: {seen.kept_in}." if seen.kept_in else told
