"""The shared vaccination booklet as the practice sees it: links, lines, what waits and is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from almapy.record.model import Fact
from almapy.vaccination.model import Vaccination

CONFIRMATION = "ASSOCIER"
"""What a person types to link a booklet whose identity differs from the record (R13)."""


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether the booklet can be used now by this person; ``why`` says in French what lacks.

    ``plugged`` tells whether there is a service at all: without one nothing can be activated.
    """

    ready: bool
    simulated: bool
    why: str = ""
    plugged: bool = True


@dataclass(frozen=True, slots=True)
class Hint:
    """One fictitious value that a demonstration offers to try the service with."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class CertificateSeen:
    """An installed certificate.

    ``kept_in`` says in French where its key is; ``warning`` what keeps it from serving, or that it
    ends within 30 days.
    """

    subject: str
    not_after: datetime
    kept_in: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Professional:
    """Whom the service knows these credentials as; ``carnets`` is how many they may open."""

    name: str = field(repr=False)
    rpps: str
    email: str = field(repr=False)
    carnets: int


class LinkState(StrEnum):
    """What became of the link of a record to a booklet."""

    ACTIVE = "actif"
    REVOKED = "revoque"
    UNLINKED = "delie"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            "actif": "associé",
            "revoque": "accès retiré par le patient",
            "delie": "dissocié",
        }[self.value]


@dataclass(frozen=True, slots=True)
class CarnetLink:
    """The booklet of one record; ``seen_at`` is when it was last read."""

    id: int
    patient_id: int
    record_uuid: str
    pseudo: str = field(repr=False)
    state: LinkState
    linked_at: datetime
    linked_by: str = field(repr=False)
    ended_at: datetime | None = None
    seen_at: datetime | None = None

    @property
    def is_active(self) -> bool:
        """Tell whether changes of the record go to this booklet."""
        return self.state is LinkState.ACTIVE


@dataclass(frozen=True, slots=True)
class NewCarnet:
    """What creates a booklet; names in their RNIV form, ``gender`` « m » or « f ».

    ``instead_of`` is the link that stood when the form was opened: the new one takes its place.
    """

    last_name: str = field(repr=False)
    birth_name: str = field(repr=False)
    first_names: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    gender: str = field(repr=False)
    zip_code: str = field(repr=False)
    email: str = field(repr=False)
    phone: str = field(default="", repr=False)
    instead_of: int | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the names of the fields that must be filled before it can be created."""
        needed = ("birth_name", "first_names", "birth_date", "gender", "email")
        return tuple(name for name in needed if not getattr(self, name))


@dataclass(frozen=True, slots=True)
class CarnetIdentity:
    """Whose booklet it is, as the service tells once access was given."""

    uuid: str
    last_name: str = field(default="", repr=False)
    birth_name: str = field(default="", repr=False)
    first_names: str = field(default="", repr=False)
    birth_date: date | None = field(default=None, repr=False)
    gender: str = field(default="", repr=False)
    pseudo: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PseudoLine:
    """One booklet behind a sharing code: all that may be shown before its birth date is given."""

    ref: str
    pseudo: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AccessRequest:
    """What a sharing code opens."""

    request_id: str = field(repr=False)
    carnets: tuple[PseudoLine, ...]


@dataclass(frozen=True, slots=True)
class SharedLine:
    """What both sides say of one vaccination; routes and sites in HL7 codes (cve.md §1.1)."""

    nuva: str
    cip13: str = field(repr=False)
    day: date = field(repr=False)
    label: str = field(default="", repr=False)
    lot: str = field(default="", repr=False)
    expiry: date | None = field(default=None, repr=False)
    serial: str = field(default="", repr=False)
    route: str = field(default="", repr=False)
    site: str = field(default="", repr=False)
    booster: bool = False
    dose: int = 0
    comment: str = field(default="", repr=False)
    source: str = ""


@dataclass(frozen=True, slots=True)
class RemoteLine:
    """One vaccination of a booklet, with who wrote it there."""

    remote_id: str
    etag: str
    content: SharedLine = field(repr=False)
    validated: bool = False
    author: str = field(default="", repr=False)
    author_rpps: str = ""
    updated_at: datetime | None = None

    @property
    def day(self) -> date:
        """Return the day of the vaccination."""
        return self.content.day

    @property
    def label(self) -> str:
        """Return its name there, else its code."""
        return self.content.label or self.content.nuva or self.content.cip13


@dataclass(frozen=True, slots=True)
class CarnetFound:
    """A booklet to which access was given, not linked yet.

    ``differs`` says in French what differs from the record that is open (R13): then ``attach`` asks
    for the words ``CONFIRMATION``.
    """

    patient_id: int
    identity: CarnetIdentity = field(repr=False)
    pseudo: str = field(repr=False)
    lines: tuple[RemoteLine, ...] = field(repr=False)
    differs: tuple[str, ...] = field(default=(), repr=False)

    @property
    def uuid(self) -> str:
        """Return the name of the booklet at the service."""
        return self.identity.uuid


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One vaccination on one side or both.

    ``linked`` tells that both are known to be the same; without it they are « déjà présent », to
    be linked by ``take``. ``differs`` names in French what is not the same. ``note`` explains.
    """

    local: Fact[Vaccination] | None = field(default=None, repr=False)
    remote: RemoteLine | None = field(default=None, repr=False)
    linked: bool = False
    differs: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides of a record, read together; nothing was changed on either."""

    both: tuple[ComparedLine, ...] = ()
    remote_only: tuple[ComparedLine, ...] = ()
    local_only: tuple[ComparedLine, ...] = ()
    differing: tuple[ComparedLine, ...] = ()
    deleted_remotely: tuple[ComparedLine, ...] = ()
    read_at: datetime | None = None


class Sharing(StrEnum):
    """Where one vaccination of a record stands with the booklet."""

    LOCAL = "local"
    WAITING = "attente"
    SHARED = "synchro"
    REFUSED = "refuse"
    DELETED = "supprime"
    CONFLICT = "conflit"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            "local": "non partagé",
            "attente": "en attente",
            "synchro": "envoyé",
            "refuse": "refusé",
            "supprime": "supprimé du carnet",
            "conflit": "à comparer",
        }[self.value]


@dataclass(frozen=True, slots=True)
class LineState:
    """The state of one vaccination, in words; ``error`` is why the last try failed."""

    state: Sharing
    label: str
    reason: str = ""
    error: str = ""


class Operation(StrEnum):
    """What is to be done at the service."""

    ADD = "add"
    UPDATE = "update"
    DELETE = "delete"
    CREATE = "create"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            "add": "Ajout",
            "update": "Modification",
            "delete": "Suppression",
            "create": "Création du carnet",
        }[self.value]


class SendState(StrEnum):
    """What became of a change that was to be sent."""

    WAITING = "attente"
    SENT = "envoye"
    REFUSED = "refuse"
    CANCELLED = "annule"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            "attente": "en attente",
            "envoye": "envoyé",
            "refuse": "refusé",
            "annule": "annulé",
        }[self.value]


@dataclass(frozen=True, slots=True)
class SendLine:
    """One change of the queue; ``by`` is who made it, ``own`` whether the reader did.

    Changes of a colleague leave when that colleague is at work.
    """

    id: int
    patient_id: int
    patient: str = field(repr=False)
    vaccination_id: int | None
    label: str = field(repr=False)
    operation: Operation
    state: SendState
    attempts: int
    next_try_at: datetime
    error: str
    created_at: datetime
    ended_at: datetime | None
    by: str = field(repr=False)
    own: bool
    sending: bool = False


@dataclass(frozen=True, slots=True)
class DeletionAdvice:
    """What deleting a vaccination would do elsewhere.

    ``shared``: it is in the booklet named ``carnet`` and would be deleted there. ``by_other``:
    another professional wrote or validated it there, so « supprimer seulement ici » comes first.
    """

    shared: bool
    by_other: bool = False
    carnet: str = field(default="", repr=False)
    author: str = field(default="", repr=False)


class RecommendationLight(StrEnum):
    """The four lights of a recommendation (cve.md §1.3)."""

    GREEN = "vert"
    ORANGE = "orange"
    RED = "rouge"
    GREY = "gris"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            "vert": "à jour",
            "orange": "à faire",
            "rouge": "en retard",
            "gris": "expertise indisponible",
        }[self.value]


@dataclass(frozen=True, slots=True)
class RecommendationLine:
    """What is recommended against one disease."""

    disease: str
    light: RecommendationLight
    status: str
    next_from: date | None
    next_to: date | None
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Recommendations:
    """« Recommandation CVE »; ``notice`` is empty unless the local calendar stands in (R23)."""

    lines: tuple[RecommendationLine, ...]
    computed_on: date
    engine: str
    local: bool
    notice: str = ""


@dataclass(frozen=True, slots=True)
class ShareCode:
    """A new sharing code, sent by the service to ``email``; the former one is void."""

    code: str = field(repr=False)
    expires_at: datetime
    email: str = field(default="", repr=False)
