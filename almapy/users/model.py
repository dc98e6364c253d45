"""Accounts, roles and rights of the people of a practice."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from almapy.errors import AccessError, DomainError
from almapy.text import fold


class Role(StrEnum):
    """The profession an account is opened for."""

    MEDECIN = "medecin"
    REMPLACANT = "remplacant"
    SECRETAIRE = "secretaire"
    INFIRMIER = "infirmier"
    ADMINISTRATEUR = "administrateur"

    @property
    def label(self) -> str:
        """Return the French name shown on screen."""
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.MEDECIN: "Médecin",
    Role.REMPLACANT: "Remplaçant",
    Role.SECRETAIRE: "Secrétaire",
    Role.INFIRMIER: "Infirmier",
    Role.ADMINISTRATEUR: "Administrateur",
}


class Right(StrEnum):
    """What a service asks before it acts."""

    IDENTITY = "identity"
    QUALIFY_INS = "qualify_ins"
    READ_NOTES = "read_notes"
    WRITE_NOTES = "write_notes"
    FILE_DOCUMENTS = "file_documents"
    VALIDATE_RESULTS = "validate_results"
    SEE_QUEUE = "see_queue"
    EXPORT_ALL = "export_all"
    MANAGE_USERS = "manage_users"
    BACK_UP = "back_up"
    READ_TRACES = "read_traces"
    READ_ALL_TRACES = "read_all_traces"

    @property
    def label(self) -> str:
        """Return the French sentence part that names the right."""
        return _RIGHT_LABELS[self]


_RIGHT_LABELS = {
    Right.IDENTITY: "voir et modifier les identités",
    Right.QUALIFY_INS: "qualifier l'INS",
    Right.READ_NOTES: "lire les notes médicales",
    Right.WRITE_NOTES: "écrire dans le dossier médical, prescrire et signer",
    Right.FILE_DOCUMENTS: "classer les documents",
    Right.VALIDATE_RESULTS: "valider un résultat de biologie",
    Right.SEE_QUEUE: "voir et relancer les envois",
    Right.EXPORT_ALL: "exporter toute la base",
    Right.MANAGE_USERS: "gérer les utilisateurs",
    Right.BACK_UP: "sauvegarder et restaurer",
    Right.READ_TRACES: "lire ses propres traces",
    Right.READ_ALL_TRACES: "lire toutes les traces",
}

_CARE = frozenset(
    {
        Right.IDENTITY,
        Right.QUALIFY_INS,
        Right.READ_NOTES,
        Right.WRITE_NOTES,
        Right.FILE_DOCUMENTS,
        Right.VALIDATE_RESULTS,
        Right.SEE_QUEUE,
        Right.READ_TRACES,
    }
)
_DESK = frozenset({Right.IDENTITY, Right.QUALIFY_INS, Right.FILE_DOCUMENTS, Right.READ_TRACES})
_KEYS_OF_THE_HOUSE = frozenset({Right.EXPORT_ALL, Right.MANAGE_USERS, Right.BACK_UP})

DEFAULT_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.MEDECIN: _CARE,
    Role.REMPLACANT: _CARE,
    Role.SECRETAIRE: _DESK | {Right.SEE_QUEUE},
    Role.INFIRMIER: _DESK,
    Role.ADMINISTRATEUR: _KEYS_OF_THE_HOUSE
    | {Right.SEE_QUEUE, Right.READ_TRACES, Right.READ_ALL_TRACES},
}
GRANTABLE: dict[Role, frozenset[Right]] = {
    Role.SECRETAIRE: frozenset({Right.READ_NOTES}),
    Role.INFIRMIER: frozenset({Right.READ_NOTES}),
}


def rights_of(
    role: Role, *, owner: bool = False, granted: frozenset[Right] = frozenset()
) -> frozenset[Right]:
    """Return what a person may do: the role's rights, the owner's keys, what was granted to them.

    Only a médecin can own a practice. A grant outside ``GRANTABLE`` counts for nothing.
    """
    rights = DEFAULT_RIGHTS[role] | (granted & GRANTABLE.get(role, frozenset()))
    if owner and role is Role.MEDECIN:
        rights |= _KEYS_OF_THE_HOUSE | {Right.READ_ALL_TRACES}
    return rights


@dataclass(frozen=True, slots=True)
class Actor:
    """The person at work, as every service wants to know them.

    ``post`` is the name of the computer, for the traces.
    """

    user_id: int
    login: str
    name: str = field(repr=False)
    initials: str = field(repr=False)
    role: Role
    rights: frozenset[Right] = field(repr=False)
    post: str = field(repr=False)

    def may(self, right: Right) -> bool:
        """Tell whether the person holds this right."""
        return right in self.rights

    def require(self, right: Right) -> None:
        """Raise AccessError when the person does not hold this right."""
        if right not in self.rights:
            raise AccessError(
                f"Votre compte ({self.role.label}) ne permet pas de {right.label}. "
                "Rien n'a été modifié. Demandez ce droit à la personne qui gère les comptes.",
                code="access.right",
            )


@lru_cache(maxsize=512)  # asked for each line of every list
def initials_of(first_name: str, family_name: str) -> str:
    """Return the initials computed from a name: « Paul Durand-Petit » gives « P.D »."""
    firsts = [part[0].upper() for part in (fold(first_name), fold(family_name)) if part]
    return ".".join(firsts)


@dataclass(frozen=True, slots=True)
class Account:
    """One person's account, without any secret."""

    id: int
    uid: str
    login: str
    role: Role
    first_name: str = field(repr=False)
    family_name: str = field(repr=False)
    own_initials: str = field(repr=False)
    owner: bool
    active: bool
    granted: frozenset[Right]
    version: int

    @property
    def name(self) -> str:
        """Return the first name and the family name."""
        return f"{self.first_name} {self.family_name}".strip()

    @property
    def initials(self) -> str:
        """Return the chosen initials, or the computed ones when none was chosen."""
        return self.own_initials or initials_of(self.first_name, self.family_name)

    @property
    def rights(self) -> frozenset[Right]:
        """Return what the person may do."""
        return rights_of(self.role, owner=self.owner, granted=self.granted)

    def at(self, post: str) -> Actor:
        """Return this person at work on a post."""
        return Actor(self.id, self.login, self.name, self.initials, self.role, self.rights, post)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What is asked to open an account."""

    login: str
    role: Role
    first_name: str = field(repr=False)
    family_name: str = field(repr=False)
    password: str = field(repr=False)
    owner: bool = False
    granted: frozenset[Right] = frozenset()

    def __post_init__(self) -> None:
        if not self.login.strip():
            raise DomainError("L'identifiant de connexion est obligatoire.", field="login")
        if not self.family_name.strip():
            raise DomainError("Le nom de la personne est obligatoire.", field="family_name")
        if self.owner and self.role is not Role.MEDECIN:
            raise DomainError("Seul un médecin peut être titulaire du cabinet.", field="role")
