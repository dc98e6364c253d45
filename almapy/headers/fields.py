"""Merge fields of headers: names between angle brackets, replaced by values (A-HDR-12).

A template is HTML. A field stands there as a text editor writes it, ``&lt;NOMPATIENT&gt;``, even
when the letters of its name are dressed differently and tags cut it, or raw, ``<NOMPATIENT>``.
Raw, it is told from a tag by its name: no element of HTML bears the name of a field, and a name
that is neither is a field nobody knows. Such a field, and a known one in other letters (case
counts), prints nothing and is reported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape

from almapy.headers.cartouche import birth_day, first_names, printed_ins, sex_word
from almapy.headers.heading import Heading, long_day, short_civility
from almapy.identity.contact import shown_phone
from almapy.patients.age import age_text


class MergeField(StrEnum):
    """The 23 fields, spelt as templates of practices spell them."""

    DOCTOR_NAME = "NOMPrenomMEDECIN"
    PROFESSION = "PROFESSIONMEDECIN"
    ADDRESS = "ADRESSEL1MEDECIN"
    RPPS = "ID_RPPS"
    ADELI = "NUMADELI"
    POSTAL_CODE = "CODEPOSTALMEDECIN"
    TOWN = "VILLEMEDECIN"
    RPPS_BARS = "CODEBARRERPPSPETTIT"
    PHONE = "TELEPHONEPROMEDECIN"
    LONG_DAY = "DATEJOURETENDUE"
    CIVILITY = "CIVILITE"
    FIRST_NAME = "PRENOMPATIENT"
    NAME = "NOMPATIENT"
    AGE = "AGEPATIENT"
    BIRTH_NAME = "NOMNAISSANCEPATIENT"
    DATAMATRIX = "DATAMATRIX"
    BIRTH_FIRST_NAMES = "LISTEPRENOMSPATIENT"
    BIRTH_DAY = "DATENAISSANCE"
    BIRTH_PLACE = "INSEE"
    SEX = "SEXEPATIENT"
    MATRICULE = "MATRICULEINS"
    MATRICULE_KIND = "TYPEMATRICULEINS"
    SECURE_ADDRESS = "ADRESSESECURISEE"


@dataclass(frozen=True, slots=True)
class Merged:
    """HTML with values in place of fields, and what to tell before it is printed."""

    html: str = field(repr=False)
    warnings: tuple[str, ...] = ()


_OTHER_SPELLINGS = {"CODEBARRERPPSPETIT": MergeField.RPPS_BARS}
_FIELDS: dict[str, MergeField] = {one.value: one for one in MergeField} | _OTHER_SPELLINGS
_OPEN, _CLOSE = r"&(?:lt|\#0*60|\#[xX]0*3[cC]);", r"&(?:gt|\#0*62|\#[xX]0*3[eE]);"
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_RAW = re.compile(r"<([A-Za-z][A-Za-z0-9_]*)>")
_FIELD = re.compile(rf"{_OPEN}((?:[A-Za-z0-9_]|</?[A-Za-z][^<>]*>)+?){_CLOSE}")
_ELEMENTS = """
a abbr address article aside b base basefont big blockquote body br caption center cite code col
colgroup dd del details dfn div dl dt em figcaption figure font footer form h1 h2 h3 h4 h5 h6 head
header hr html i img ins kbd label li link main mark meta nav nobr ol p pre q qt s samp script
section small span strike strong style sub summary sup table tbody td template text tfoot th thead
time title tr tt u ul var wbr
"""
_HTML = frozenset(_ELEMENTS.split())
_UNKNOWN = "Champ inconnu dans le modèle\u00a0: {}. Il ne sera pas imprimé."


def field_values(heading: Heading, pictures: Mapping[MergeField, str]) -> dict[MergeField, str]:
    """Return the HTML of every field: values escaped, pictures as given (``img`` elements)."""
    doctor, practice = heading.doctor, heading.practice
    professional, patient = doctor.professional, heading.patient
    ins = printed_ins(patient)
    last_day = (patient.deceased_on if patient.deceased else None) or heading.today
    texts = {
        MergeField.DOCTOR_NAME: f"{doctor.family_name} {doctor.first_name}".strip(),
        MergeField.PROFESSION: professional.ordinal_speciality or professional.quality,
        MergeField.ADDRESS: next(iter(practice.address.strip().splitlines()), ""),
        MergeField.RPPS: professional.rpps,
        MergeField.ADELI: professional.adeli,
        MergeField.POSTAL_CODE: practice.postal_code,
        MergeField.TOWN: practice.town,
        MergeField.PHONE: shown_phone(professional.phone or practice.phone),
        MergeField.LONG_DAY: long_day(heading.today),
        MergeField.CIVILITY: short_civility(patient.civility),
        MergeField.FIRST_NAME: patient.used_first_name or patient.first_birth_first_name,
        MergeField.NAME: patient.used_name or patient.birth_name,
        MergeField.AGE: age_text(patient.birth_date, last_day),
        MergeField.BIRTH_NAME: patient.birth_name,
        MergeField.BIRTH_FIRST_NAMES: first_names(patient),
        MergeField.BIRTH_DAY: birth_day(patient),
        MergeField.BIRTH_PLACE: patient.birth_place_code,
        MergeField.SEX: sex_word(patient.sex),
        MergeField.MATRICULE: ins.matricule,
        MergeField.MATRICULE_KIND: ins.kind,
        MergeField.SECURE_ADDRESS: ins.secure_address,
    }
    written = {name: escape(text) for name, text in texts.items()}
    return {one: written.get(one) or pictures.get(one, "") for one in MergeField}


def merged(template: str, values: Mapping[MergeField, str]) -> Merged:
    """Replace every field of a template; one pass: a value is never read again as a field."""
    unknown: dict[str, None] = {}

    def value(match: re.Match[str]) -> str:
        name, dress = _TAG.sub("", match[1]), "".join(_TAG.findall(match[1]))
        if not name:  # tags alone, between two escaped brackets
            return match[0]
        one = _FIELDS.get(name)
        if one is None:
            unknown[name] = None
            return dress
        return values.get(one, "") + dress

    html = _FIELD.sub(value, _RAW.sub(_escaped, template))
    return Merged(html, tuple(_UNKNOWN.format(name) for name in unknown))


def _escaped(match: re.Match[str]) -> str:
    """Return a raw field as a text editor writes it; a tag stays a tag."""
    name = match[1]
    is_tag = name.lower() in _HTML and name not in _FIELDS
    return match[0] if is_tag else f"&lt;{name}&gt;"
