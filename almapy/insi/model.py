"""What is asked of INSi and what it answers, whatever the wire (INS notes §4.1 to §4.6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from almapy.identity.oids import MatriculeKind, matricule_kind
from almapy.insi.standard import FOUND, NOBODY, SEVERAL


class CallKind(StrEnum):
    """The operation called; the labels are those of the seed's traces (§3.10)."""

    TRAITS = "traits"
    CARD = "carte"
    VERIFICATION = "verification"

    @property
    def label(self) -> str:
        """Return « Type d'appel » as the histories show it."""
        return {
            "traits": "Rechercher l'INS avec les traits d'identité",
            "carte": "Rechercher l'INS avec la carte Vitale",
            "verification": "Vérifier l'INS et les traits d'identité",
        }[self.value]


class Outcome(StrEnum):
    """How one call ended. Only the first six are answers of the teleservice itself."""

    FOUND = "trouve"  # CR 00, with a usable identity; for a verification: number and traits right
    NOBODY = "personne"  # CR 01
    SEVERAL = "plusieurs"  # CR 02
    DISCORDANT = "discordant"  # a verification whose number or traits are not right
    OTHER = "autre"  # a code that the notes do not know
    FAULT = "refus"  # SOAP fault: `code` is the detail code or the subcode
    UNREADABLE = "illisible"  # not an answer of INSi: HTML of a proxy, broken XML, too long…
    UNREACHABLE = "injoignable"  # no connection, or cut
    TIMED_OUT = "delai"
    UNTRUSTED = "certificat"  # a certificate is wrong or expired, theirs or ours
    NOT_READY = "reglage"  # nothing was sent: address, certificate, card or number missing
    CANCELLED = "interrompu"  # the person stopped waiting

    @property
    def is_answer(self) -> bool:
        """Tell whether the teleservice said something about the person."""
        return self in _ANSWERS


_ANSWERS = frozenset(
    {Outcome.FOUND, Outcome.NOBODY, Outcome.SEVERAL, Outcome.DISCORDANT, Outcome.OTHER}
)
OUTCOME_OF_CODE = {FOUND: Outcome.FOUND, NOBODY: Outcome.NOBODY, SEVERAL: Outcome.SEVERAL}


@dataclass(frozen=True, slots=True)
class Traits:
    """The traits of a question, in their RNIV form.

    ``first_names`` is the whole list; ``birth_date`` is AAAA-MM-JJ; ``birth_place_code`` is five
    characters, or empty (99999 is not sent: §6.2). ``sex`` is M or F.
    """

    birth_name: str = field(repr=False)
    first_names: str = field(repr=False)
    sex: str = field(repr=False)
    birth_date: str = field(repr=False)
    birth_place_code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AnsweredTraits:
    """The traits of an answer, as received: any of them may be empty.

    ``birth_date`` stays text: a lunar date (1950-00-00) is no calendar date.
    """

    birth_name: str = field(default="", repr=False)
    first_name: str = field(default="", repr=False)
    first_names: str = field(default="", repr=False)
    sex: str = field(default="", repr=False)
    birth_date: str = field(default="", repr=False)
    birth_place_code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Ins:
    """One matricule with its OID, and the days between which it was in force, as received.

    ``matricule`` is number and key together, 15 characters; the key is never checked (§1.4).
    """

    matricule: str = field(repr=False)
    oid: str
    starts_on: str = ""
    ends_on: str = ""

    @property
    def kind(self) -> MatriculeKind | None:
        """Return NIR or NIA, None for an OID that is no INS."""
        return matricule_kind(self.oid)


@dataclass(frozen=True, slots=True)
class Identity:
    """What INSi says of one person: the matricule in force, the former ones, the traits."""

    active: Ins
    traits: AnsweredTraits
    former: tuple[Ins, ...] = ()


@dataclass(frozen=True, slots=True)
class Beneficiary:
    """One person named on a carte Vitale, as the official reading interface gives them.

    ``own_nir`` is the person's own number when the card tells it, ``insured_nir`` that of the
    insured; both have 15 characters. ``birth_date`` is AAAA-MM-JJ or a lunar date; ``rank`` tells
    twins apart.
    """

    birth_name: str = field(repr=False)
    used_name: str = field(repr=False)
    first_name: str = field(repr=False)
    birth_date: str = field(repr=False)
    insured_nir: str = field(repr=False)
    own_nir: str = field(default="", repr=False)
    rank: str = "1"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call over the wire: what left, what came back, how it ended.

    ``code`` is the CR code, the fault's code, or empty; ``label`` the service's own words.
    ``detail`` explains in French what no code tells (never a trait). ``request`` and ``answer``
    are the raw texts, kept as they were; ``answer`` is cut at the bound of the reader.
    """

    kind: CallKind
    outcome: Outcome
    code: str = ""
    label: str = ""
    detail: str = ""
    identity: Identity | None = field(default=None, repr=False)
    request: str = field(default="", repr=False)
    answer: str = field(default="", repr=False)
    message_id: str = ""
    milliseconds: int = 0

    @property
    def result(self) -> str:
        """Return « Résultat appel »: « OK - Code CR 00 », or why not."""
        if self.outcome is Outcome.FOUND:
            return f"OK - Code CR {self.code or FOUND}"
        if self.outcome is Outcome.FAULT:
            return f"Erreur - {self.code}" if self.code else "Erreur"
        if self.outcome.is_answer:
            words = RESULT_WORDS[self.outcome]
            return f"{words} - Code CR {self.code}" if self.code else words
        return RESULT_WORDS[self.outcome]


RESULT_WORDS = {
    Outcome.FOUND: "OK",
    Outcome.NOBODY: "Aucune identité trouvée",
    Outcome.SEVERAL: "Plusieurs identités trouvées",
    Outcome.DISCORDANT: "INS ou traits discordants",
    Outcome.OTHER: "Réponse inconnue",
    Outcome.FAULT: "Erreur",
    Outcome.UNREADABLE: "Réponse illisible",
    Outcome.UNREACHABLE: "Téléservice injoignable",
    Outcome.TIMED_OUT: "Délai dépassé",
    Outcome.UNTRUSTED: "Certificat refusé",
    Outcome.NOT_READY: "Réglage incomplet",
    Outcome.CANCELLED: "Appel interrompu",
}
