"""The words of the administrative screens."""

from __future__ import annotations

from datetime import date

from almapy.patients.age import age_text
from almapy.patients.model import Patient

SCREEN = "Don. administratives & sociales"
LABELS = {
    "doubtful": "Douteuse",
    "fictitious": "Fictive",
    "homonym": "Homonyme",
    "civility": "Civilité",
    "used_name": "Nom utilisé",
    "birth_name": "Nom de naissance",
    "used_first_name": "Prénom utilisé",
    "first_birth_first_name": "1er prénom de naiss.",
    "birth_first_names": "Prénoms de naissance",
    "sex": "Sexe",
    "birth_date": "Date de naissance",
    "birth_date_uncertain": "Date incertaine",
    "lunar_date": "Date lunaire",
    "identity_document": "Nature just. d'identité",
    "insi_accepted": "Réponse d'INSi acceptée",
    "birth_place_name": "Ville de naiss.",
    "birth_place_code": "Lieu naissance - Code INSEE",
    "deceased": "Décédé",
    "deceased_on": "Date du décès",
    "matricule_ins": "Matricule INS",
    "ins_oid": "OID",
    "archived": "Archivé",
    "passing": "Patient de passage",
    "address": "Adresse",
    "address_more": "Adresse comp.",
    "postal_code": "Code Postal",
    "town": "Ville",
    "building_code": "Code de l'immeuble",
    "admin_address": "Adresse administrative",
    "admin_postal_code": "Code Postal (adm.)",
    "admin_town": "Ville (adm.)",
    "medecin_traitant_id": "Médecin traitant",
    "contrat_mt_signed": "Contrat MT signé",
    "contrat_mt_signed_on": "Date signature contrat",
    "outside_medecin_traitant": "Médecin traitant (si extérieur)",
    "phone_home": "Téléphone fixe",
    "phone_mobile": "Téléphone port.",
    "phone_work": "Téléphone pro",
    "phone_fax": "Fax",
    "email": "Email",
    "insured_nir": "NIR de l'assuré",
    "comment": "Commentaire",
    "paper_number": "N° dossier papier",
    "former_number": "N° dossier ancien logiciel",
}


def record_title(patient: Patient, today: date) -> str:
    """Return « … : DE VINCI RUTH : 14/07/1977 (48 ans) - Sexe : F - Dossier : 23 »."""
    data = patient.data
    name = f"{patient.shown_name} {patient.shown_first_name}"
    born = f"{data.birth_date:%d/%m/%Y}" if data.birth_date else "date inconnue"
    age = age_text(data.birth_date, data.deceased_on or today)
    return (
        f"{SCREEN}\u00a0: {name}\u00a0: {born}{f' ({age})' if age else ''} - "
        f"Sexe\u00a0: {data.sex} - Dossier\u00a0: {patient.dossier}"
    )
