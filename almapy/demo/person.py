"""One fictitious person, and the administrative record that a practice makes of them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from almapy.demo.sources import Place
from almapy.patients.age import full_years
from almapy.patients.model import PatientDraft, Sex
from almapy.patients.nir import nir_key

# INS notes §2. Invented people bear the OID of demonstration, so that no number of theirs can
# pass for that of somebody real; RUTH keeps the one of the INSi test platform.
OID_NIR = "1.2.250.1.213.1.4.8"
OID_NIA = "1.2.250.1.213.1.4.9"
OID_DEMONSTRATION = "1.2.250.1.213.1.4.11"

UNKNOWN_PLACE = Place("99999", "")
_UNKNOWN_COUNTRY_IN_NIR = "99990"

_CHILD_UNTIL = 16
_MISS_UNTIL = 20
_LIGATURES = str.maketrans(
    {"Œ": "OE", "ẞ": "SS", "Æ": "AE", "Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "’": "'"}
)


def strict_form(name: str) -> str:
    """Return a trait in capitals without accents, as the RNIV stores it (INS notes §3.2)."""
    letters = unicodedata.normalize("NFKD", name.upper().translate(_LIGATURES))
    return "".join(c for c in letters if not unicodedata.combining(c))


class Proof(Enum):
    """How sure the identity is: was INSi's answer accepted, which document was seen."""

    def __init__(self, insi_accepted: bool, document: str) -> None:  # noqa: FBT001
        self.insi_accepted = insi_accepted
        self.document = document

    NOTHING = (False, "")
    WEAK_CARD = (False, "carte_vitale")
    WEAK_LICENCE = (False, "permis")
    RETRIEVED = (True, "")
    RETRIEVED_WITH_CARD = (True, "carte_vitale")
    VALIDATED_BY_CARD = (False, "carte_identite")
    VALIDATED_BY_PASSPORT = (False, "passeport")
    VALIDATED_BY_PERMIT = (False, "titre_sejour")
    VALIDATED_BY_FAMILY_BOOK = (False, "livret_famille")
    QUALIFIED_BY_CARD = (True, "carte_identite")
    QUALIFIED_BY_PASSPORT = (True, "passeport")
    QUALIFIED_BY_PERMIT = (True, "titre_sejour")
    QUALIFIED_BY_BIRTH_ACT = (True, "acte_naissance")
    QUALIFIED_BY_FAMILY_BOOK = (True, "livret_famille")
    QUALIFIED_BY_APP = (True, "appli_cv")


@dataclass(frozen=True, slots=True)
class Home:
    """Where a household lives; its telephone is that of everybody there."""

    address: str
    postal_code: str
    town: str
    more: str = ""
    phone: str = ""


@dataclass(slots=True, kw_only=True)
class Person:
    """What is decided about a person; names are spelled with their accents.

    ``since`` and ``until`` are the first and last days on which the practice may have seen them;
    ``conditions`` are the codes of diseases that they must have; ``births`` the birth dates of a
    mother's children.
    """

    key: str
    sex: Sex
    birth_name: str
    first_names: tuple[str, ...]
    born: date
    place: Place
    since: date = date.min
    until: date = date.max
    nir: str = ""
    insured_nir: str = ""
    proof: Proof = Proof.NOTHING
    oid: str = OID_DEMONSTRATION
    used_name: str = ""
    used_first_name: str = ""
    lunar_date: str = ""
    home: Home | None = None
    mobile: str = ""
    phone_work: str = ""
    email: str = ""
    died: date | None = None
    archived: bool = False
    passing: bool = False
    doubtful: bool = False
    fictitious: bool = False
    homonym: bool = False
    mandatory_cover: bool = True
    complementary_cover: bool = True
    comment: str = ""
    paper_number: str = ""
    former_number: str = ""
    conditions: tuple[str, ...] = ()
    births: tuple[date, ...] = ()

    @property
    def strict_names(self) -> tuple[str, str]:
        """Return birth name and first name in their RNIV form."""
        return strict_form(self.birth_name), strict_form(self.first_names[0])

    def draft(self, today: date) -> PatientDraft:
        """Return the administrative record as a secretary would have entered it."""
        birth_name, first_name = self.strict_names
        insi_accepted = self.proof.insi_accepted
        home = self.home or Home("", "", "")
        return PatientDraft(
            birth_name=birth_name,
            first_birth_first_name=first_name,
            sex=self.sex,
            birth_date=self.born,
            birth_first_names=" ".join(map(strict_form, self.first_names)),
            used_name=self.used_name or _if_different(self.birth_name.upper(), birth_name),
            used_first_name=self.used_first_name
            or _if_different(self.first_names[0].upper(), first_name),
            civility=_civility(self.sex, full_years(self.born, self.died or today)),
            birth_date_uncertain=bool(self.lunar_date),
            lunar_date=self.lunar_date,
            birth_place_code=self.place.code,
            birth_place_name=self.place.name,
            insi_accepted=insi_accepted,
            identity_document=self.proof.document,
            doubtful=self.doubtful,
            fictitious=self.fictitious,
            homonym=self.homonym,
            matricule_ins=self.nir if insi_accepted else "",
            ins_oid=self.oid if insi_accepted else "",
            insured_nir=self.insured_nir,
            mandatory_cover=self.mandatory_cover,
            complementary_cover=self.complementary_cover,
            deceased=self.died is not None,
            deceased_on=self.died,
            archived=self.archived,
            passing=self.passing,
            address=home.address,
            address_more=home.more,
            postal_code=home.postal_code,
            town=home.town,
            phone_home=home.phone,
            phone_mobile=self.mobile,
            phone_work=self.phone_work,
            email=self.email,
            comment=self.comment,
            paper_number=self.paper_number,
            former_number=self.former_number,
        )


def _if_different(spelled: str, strict: str) -> str:
    return spelled if spelled != strict else ""


def _civility(sex: Sex, years: int) -> str:
    if years < _CHILD_UNTIL:
        return "Enfant"
    if sex is Sex.MALE:
        return "Monsieur"
    return "Mademoiselle" if years < _MISS_UNTIL else "Madame"


@dataclass(slots=True)
class Register:
    """The register of births: no number and no identity is given twice."""

    _numbers: set[str] = field(default_factory=set)
    _identities: set[tuple[str, str, date]] = field(default_factory=set)

    def admit(self, person: Person) -> bool:
        """Take the identity in, unless somebody bears the same names and birth date."""
        identity = (*person.strict_names, person.born)
        if identity in self._identities:
            return False
        self._identities.add(identity)
        return True

    def number(
        self, person: Person, rank: int, *, month: int | None = None, place_code: str = ""
    ) -> str:
        """Return a NIR with its key; a rank already taken gives the next one.

        ``month`` is the two digits written when the civil status is incomplete (20 and more);
        ``place_code`` the place when it is not the one of the record.
        """
        sex = "1" if person.sex is Sex.MALE else "2"
        place = place_code or person.place.code
        if place == UNKNOWN_PLACE.code:
            place = _UNKNOWN_COUNTRY_IN_NIR
        head = f"{sex}{person.born.year % 100:02d}{month or person.born.month:02d}{place}"
        while (thirteen := f"{head}{rank:03d}") in self._numbers:
            rank = rank % 999 + 1
        self._numbers.add(thirteen)
        return f"{thirteen}{nir_key(thirteen):02d}"
