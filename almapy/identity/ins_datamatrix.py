"""The content of an INS DataMatrix: written for a qualified identity, read from anybody's code.

Format datamatrix INS v2.2 (ANS): INS notes §5. A code is not signed and says nothing that INSi
answered: what is read from one serves to search and to fill a form in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from almapy.errors import DomainError
from almapy.identity.birth import recorded_day
from almapy.identity.oids import MatriculeKind, matricule_kind
from almapy.identity.traits import LONGEST_NAME, strict_first_names, strict_name
from almapy.identity.transitions import status_of
from almapy.patients.model import IdentityStatus, PatientDraft, Sex

SEPARATOR = b"\x1d"
LONGEST_CONTENT = 4000
"""No reader gives more from one Data Matrix (3 116 digits); what is longer is not read."""

_MARKER = "IS01"
_HEADER = f"{_MARKER}{'0' * 22}"
_UNKNOWN_PLACE = "99999"
_LONGEST_OID = 20
_SEPARATORS = re.compile(r"\x1d|<GS>|\[GS\]|\{GS\}|\u241d|\^\]|\\X1D|\\U001D")
"""GS as producers and keyboard scanners write it, in capitals."""
_AIM = re.compile(r"[\]$]D\d")
_RESERVED = re.compile(r"[A-Z0-9]{22}(?=S\d|\x1d|$)|0*")
_ENDS = r"(?=[A-Z]\d|$)"
_FIELDS = {
    "1": re.compile(r"\d{6}[0-9A-Z]\d{8}", re.ASCII),
    "2": re.compile(rf"[0-9.]{{3,40}}{_ENDS}", re.ASCII),
    "3": re.compile(rf"[^\W\d_][^\d_]{{0,199}}?{_ENDS}|'[^\d_]{{1,199}}?{_ENDS}"),
    "4": re.compile(rf"[^\W\d_][^\d_]{{0,199}}?{_ENDS}|'[^\d_]{{1,199}}?{_ENDS}"),
    "5": re.compile(r"[MF]"),
    "6": re.compile(r"\d\d[-/]\d\d[-/]\d{4}", re.ASCII),
    "7": re.compile(r"\d[0-9AB]\d{3}", re.ASCII),
}
_NEEDED = frozenset("123456")


@dataclass(frozen=True, slots=True)
class InsCode:
    """The traits of one code.

    ``birth_text`` is JJ-MM-AAAA as the code has it: a lunar date (00-00-1950) is no calendar date.
    ``birth_place_code`` is empty when the code does not tell it.
    """

    matricule: str = field(repr=False)
    oid: str
    first_names: str = field(repr=False)
    birth_name: str = field(repr=False)
    sex: Sex = field(repr=False)
    birth_text: str = field(repr=False)
    birth_place_code: str = field(default="", repr=False)

    @property
    def birth_date(self) -> date | None:
        """Return the calendar date, None for a lunar one."""
        day, month, year = self._birth
        try:
            return date(year, month, day)
        except ValueError:
            return None

    @property
    def kind(self) -> MatriculeKind | None:
        """Return NIR or NIA, None for an OID that is no INS."""
        return matricule_kind(self.oid)

    def draft(self) -> PatientDraft:
        """Return the traits as a new record may take them: provisional, without the matricule.

        A lunar date is recorded as EXI PP 19 says. Raises DomainError for a date of year 0.
        """
        born, (day, month, year) = self.birth_date, self._birth
        if not year:
            raise DomainError(
                "Ce code n'a pas d'année de naissance. Rien n'a été créé. Créez le dossier à la "
                "main.",
                field="birth_date",
            )
        return PatientDraft(
            birth_name=self.birth_name,
            first_birth_first_name=self.first_names.split()[0],
            birth_first_names=self.first_names,
            sex=self.sex,
            birth_date=born or recorded_day(day, month, year),
            birth_date_uncertain=born is None,
            lunar_date="" if born else f"{day:02d}/{month:02d}/{year:04d}",
            birth_place_code=self.birth_place_code,
        )

    @property
    def _birth(self) -> tuple[int, int, int]:
        text = self.birth_text
        return int(text[:2]), int(text[3:5]), int(text[6:])


def encode(draft: PatientDraft) -> bytes:
    """Return the content of the code of a qualified identity (§5.1).

    An unknown birth place is left out. Raises DomainError for any other status, and for what the
    format cannot hold: it is for qualified identities only (§5.3).
    """
    if status_of(draft) is not IdentityStatus.QUALIFIED or not draft.matricule_ins:
        raise DomainError(
            "Le code INS ne s'imprime que pour une identité qualifiée. Rien n'a été imprimé ni "
            "modifié. Qualifiez l'identité, ou imprimez sans le code.",
            code="ins_code.not_qualified",
        )
    first_names = draft.birth_first_names or draft.first_birth_first_name
    place = draft.birth_place_code if draft.birth_place_code != _UNKNOWN_PLACE else ""
    born = f"{draft.birth_date:%d-%m-}{draft.birth_date.year:04d}" if draft.birth_date else ""
    parts = [
        ("1", draft.matricule_ins.upper(), 15),
        ("2", draft.ins_oid, _LONGEST_OID),
        ("3", first_names, LONGEST_NAME),
        ("4", draft.birth_name, LONGEST_NAME),
        ("5", draft.sex.value, 1),
        ("6", born, 10),
    ]
    if place:
        parts.append(("7", place, 5))
    for number, value, longest in parts:
        if len(value) > longest or not _is_writable(number, value):
            raise _not_writable(number)
    ends = {number: SEPARATOR if len(value) < longest else b"" for number, value, longest in parts}
    written = [f"S{number}{value}".encode("ascii") + ends[number] for number, value, _ in parts]
    return _HEADER.encode("ascii") + b"".join(written)


def decode(content: bytes | str) -> InsCode | None:
    """Read a code liberally (§5.4): None when it is no INS code, or one that lacks a strict trait.

    Fields may come in any order; separators may be written « <GS> », or be lost; unknown
    identifiers are skipped. The key of the matricule is not checked. Never raises.
    """
    if len(content) > LONGEST_CONTENT:
        return None
    text = _SEPARATORS.sub("\x1d", _as_text(content).strip().upper())
    if aim := _AIM.match(text):
        text = text[aim.end() :]
    if not text.startswith(_MARKER):
        return None
    reserved = _RESERVED.match(text, len(_MARKER))
    body = text[reserved.end() if reserved else len(_MARKER) :]
    found: dict[str, str] = {}
    for chunk in body.split("\x1d"):
        for number, value in _fields(chunk):
            found.setdefault(number, value)
    return _code(found)


def _fields(chunk: str) -> Iterator[tuple[str, str]]:
    """Give the fields that follow each other between two separators, in their order."""
    place = chunk.find("S")
    while place != -1:
        shape = _FIELDS.get(chunk[place + 1 : place + 2])
        shaped = shape.match(chunk, place + 2) if shape else None
        if shaped is None:
            place = chunk.find("S", place + 1)
        else:
            yield chunk[place + 1], shaped[0]
            place = chunk.find("S", shaped.end())


def _code(found: dict[str, str]) -> InsCode | None:
    if not found.keys() >= _NEEDED:
        return None
    try:
        first_names, birth_name = strict_first_names(found["3"]), strict_name(found["4"])
    except DomainError:
        return None
    return InsCode(
        matricule=found["1"],
        oid=found["2"],
        first_names=first_names,
        birth_name=birth_name,
        sex=Sex(found["5"]),
        birth_text=found["6"].replace("/", "-"),
        birth_place_code=found.get("7", ""),
    )


def _as_text(content: bytes | str) -> str:
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _is_writable(number: str, value: str) -> bool:
    if not value or not value.isascii() or not _FIELDS[number].fullmatch(value):
        return False
    try:
        written = {"3": strict_first_names, "4": strict_name}.get(number, str)(value)
    except DomainError:
        return False
    return written == value


_WORDS = {
    "1": "le matricule",
    "2": "l'OID",
    "3": "la liste des prénoms de naissance",
    "4": "le nom de naissance",
    "5": "le sexe",
    "6": "la date de naissance",
    "7": "le code du lieu de naissance",
}


def _not_writable(number: str) -> DomainError:
    return DomainError(
        f"Le code INS ne peut pas être imprimé\u00a0: {_WORDS[number]} manque ou n'a pas la forme "
        "attendue. Rien n'a été modifié. Vérifiez la fiche administrative.",
        code="ins_code.content",
    )
