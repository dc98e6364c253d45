"""Who may sign in to which account by Pro Santé Connect (PSC notes §7, rules L3, L5, L15)."""

from __future__ import annotations

from collections.abc import Iterable

from almapy.psc.faults import LinkRefused
from almapy.psc.model import PscIdentity
from almapy.sign_in.model import SignInLink, TokenKind
from almapy.text import digits
from almapy.users.model import Role

MEDECIN, INFIRMIER = "10", "60"
"""Codes of TRE_G15-ProfessionSante."""
_PROFESSIONS = {
    Role.MEDECIN: frozenset({MEDECIN}),
    Role.REMPLACANT: frozenset({MEDECIN}),
    Role.INFIRMIER: frozenset({INFIRMIER}),
}
_SAFE = "Rien n'a été associé."


def require_linkable(identity: PscIdentity, role: Role, rpps: str) -> None:
    """Raise LinkRefused when this identity may not be linked to an account of this role.

    ``rpps`` is that of « Informations utilisateur », empty when nobody filled it (L3). Roles that
    are no profession of health accept any identity: rights come from the account alone (L8).
    """
    own = digits(rpps)
    if own and own != identity.subject[1:]:
        raise LinkRefused(
            "Le numéro RPPS de ce compte n'est pas celui de l'identité Pro Santé Connect. "
            f"{_SAFE} Choisissez votre propre compte, ou corrigez le numéro RPPS dans "
            "«\u00a0Informations utilisateur\u00a0».",
            code="psc.link_refused.rpps",
        )
    allowed = _PROFESSIONS.get(role)
    if allowed is None:
        return
    if not identity.profession_codes & allowed:
        raise LinkRefused(
            f"La profession donnée par Pro Santé Connect n'est pas celle d'un compte {role.label}. "
            f"{_SAFE} Choisissez un compte de votre profession.",
            code="psc.link_refused.profession",
        )
    if identity.student:
        raise LinkRefused(
            "Pro Santé Connect vous désigne comme étudiant\u00a0: ce cabinet n'associe pas "
            f"d'étudiant à un compte {role.label}. {_SAFE} Connectez-vous par mot de passe.",
            code="psc.link_refused.student",
        )


def is_linked(handle: str, links: Iterable[SignInLink]) -> bool:
    """Tell whether one of these links of an account is that of this identity (L15)."""
    return any(link.kind is TokenKind.PSC and link.handle == handle for link in links)
