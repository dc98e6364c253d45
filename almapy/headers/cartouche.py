"""The cartouche « INS » of printed documents (INS notes §5.5; Guide INS, EXI DIF 02).

Matricule, type, secure address and Datamatrix are there only for a qualified identity: printed
otherwise, they would be taken for certain. Their labels stay, with nothing after them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from almapy.errors import DomainError
from almapy.identity import ins_datamatrix
from almapy.identity.oids import matricule_kind
from almapy.identity.transitions import status_of
from almapy.patients.model import IdentityStatus, PatientDraft, Sex
from almapy.text import NO_BREAK_SPACE

SECURE_MAIL_DOMAIN = "patient.mssante.fr"
_SEX_WORDS = {Sex.FEMALE: "Féminin", Sex.MALE: "Masculin", Sex.UNKNOWN: "Indéterminé"}
_COLON = f"{NO_BREAK_SPACE}: "
_TYPE = "Type"
_NO_INS = (
    "L'OID de ce dossier n'est pas celui d'une INS\u00a0: le matricule n'est pas imprimé. Le "
    "dossier est intact. Relancez une recherche INSi."
)


class Caption(StrEnum):
    """What stands under the Datamatrix; the second wording is that of the earlier format."""

    TO_SCAN = "INS à scanner"
    UNSIGNED = "INS non signée"


class CartoucheForm(StrEnum):
    """Which lines are printed; ``DOCUMENT`` adds the first birth first name."""

    HEADER = "en-tête"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class PrintedIns:
    """What a document may say of an INS: all empty unless the identity is qualified.

    ``remark`` tells in French why a qualified identity has no Datamatrix.
    """

    matricule: str = field(default="", repr=False)
    kind: str = ""
    datamatrix: bytes = field(default=b"", repr=False)
    remark: str = field(default="", repr=False)

    @property
    def secure_address(self) -> str:
        """Return the address of the person at « Mon espace santé »."""
        return f"{self.matricule}@{SECURE_MAIL_DOMAIN}" if self.matricule else ""


@dataclass(frozen=True, slots=True)
class Item:
    """A label and its value; the value may be empty, the label is printed all the same."""

    label: str
    value: str = field(repr=False)

    @property
    def lead(self) -> str:
        """Return « Label : »."""
        return f"{self.label}{_COLON}"


@dataclass(frozen=True, slots=True)
class Cartouche:
    """Lines of the frame, lines under it, and the Datamatrix with its caption.

    A line holds one item or several. ``datamatrix`` is the content of the code, empty when none
    is printed.
    """

    lines: tuple[tuple[Item, ...], ...] = field(repr=False)
    below: tuple[Item, ...] = field(repr=False)
    datamatrix: bytes = field(repr=False)
    caption: str
    remark: str = field(default="", repr=False)

    def texts(self) -> list[str]:
        """Return the lines of the frame as they read, then the one under it."""
        return [
            separator(line).join(f"{item.lead}{item.value}" for item in line)
            for line in (*self.lines, self.below)
        ]


def separator(line: tuple[Item, ...]) -> str:
    """Return what stands between the items of a line: « matricule - Type »."""
    return " - " if line[-1].label == _TYPE else f"{NO_BREAK_SPACE * 2} "


def printed_ins(draft: PatientDraft) -> PrintedIns:
    """Return what may be printed of the INS of a patient (A-INS-02)."""
    if status_of(draft) is not IdentityStatus.QUALIFIED or not draft.matricule_ins:
        return PrintedIns()
    kind = matricule_kind(draft.ins_oid)
    if kind is None:
        return PrintedIns(remark=_NO_INS)
    try:
        content, remark = ins_datamatrix.encode(draft), ""
    except DomainError as error:
        content, remark = b"", error.message
    return PrintedIns(draft.matricule_ins, kind.value, content, remark)


def cartouche_of(
    draft: PatientDraft, caption: Caption, form: CartoucheForm = CartoucheForm.HEADER
) -> Cartouche:
    """Return the cartouche of a patient; its status is computed here, never given."""
    ins = printed_ins(draft)
    first = Item("Premier prénom de naissance", draft.first_birth_first_name)
    lines = (
        (Item("Nom de naissance", draft.birth_name),),
        *(((first,),) if form is CartoucheForm.DOCUMENT else ()),
        (Item("Prénom(s) de naissance", first_names(draft)),),
        (Item("Date de naissance", birth_day(draft)),),
        (
            Item("Lieu de naissance (code INSEE)", draft.birth_place_code),
            Item("Sexe", sex_word(draft.sex)),
        ),
        (Item("N° matricule INS", ins.matricule), Item(_TYPE, ins.kind)),
        (Item("Adresse de messagerie sécurisée de l'usager", ins.secure_address),),
    )
    below = (
        Item("N. Ut.", draft.used_name or draft.birth_name),
        Item("Pr. Ut.", draft.used_first_name or draft.first_birth_first_name),
    )
    return Cartouche(lines, below, ins.datamatrix, caption.value, ins.remark)


def first_names(draft: PatientDraft) -> str:
    """Return the whole list of birth first names, or the only one that is known."""
    return draft.birth_first_names or draft.first_birth_first_name


def birth_day(draft: PatientDraft) -> str:
    """Return JJ/MM/AAAA, empty when unknown."""
    return f"{draft.birth_date:%d/%m/%Y}" if draft.birth_date else ""


def sex_word(sex: Sex) -> str:
    """Return « Féminin », « Masculin » or « Indéterminé »."""
    return _SEX_WORDS[sex]
