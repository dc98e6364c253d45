"""The titles that a file of patients may bear, in French or in English.

Case, accents and punctuation of titles do not count; columns with other titles are left aside.

=====================  ==================================================================
field                  titles, among others
=====================  ==================================================================
birth name *           nom de naissance, nom patronymique, nom de famille, birth name
used name              nom utilisé, nom d'usage, nom marital, used name
name                   nom, name, last name: the birth name, or the used one beside a birth name
first name *           premier prénom de naissance, prénom1, first birth first name
all first names        prénoms de naissance, prénoms, birth first names
used first name        prénom utilisé, used first name
given name             prénom, first name: the first name, or the used one beside a first name
sex                    sexe, sex, gender: M, H, 1, F, 2, I…
birth date *           date de naissance, né le, DDN, birth date: JJ/MM/AAAA or AAAA-MM-JJ
birth place            code INSEE, lieu_insee; lieu de naissance, ville de naissance
number                 NIR, n° de sécurité sociale, matricule, INS
address                adresse, complément d'adresse, CP, ville, address, postal code, town
telephones, mail       téléphone, portable, téléphone professionnel, e-mail
file numbers           n° dossier ancien logiciel, dossier, n° dossier papier
others                 civilité, commentaire, décédé, date de décès, archivé, de passage
=====================  ==================================================================

Those with * must be there. These are also the columns of the files of letters used for trials.
"""

from __future__ import annotations

from collections.abc import Sequence

from almapy.errors import FormatError
from almapy.text import fold

MOST_COLUMNS = 200
_TITLES = {
    "birth_name": "nom de naissance|nom naissance|nom patronymique|nom de famille|nom de jeune "
    "fille|birth name|birth family name|maiden name|family name|nom famille",
    "used_name": "nom utilise|nom d usage|nom usage|nom usuel|nom marital|nom d epouse|used name|"
    "married name",
    "name": "nom|name|last name|lastname|surname",
    "first_birth_first_name": "premier prenom de naissance|premier prenom|prenom1|prenom 1|"
    "1er prenom|1er prenom de naissance|prenom de naissance|prenom naissance|"
    "first birth first name|birth first name",
    "birth_first_names": "prenoms de naissance|prenoms|liste des prenoms|prenoms naissance|"
    "birth first names|first names|given names",
    "used_first_name": "prenom utilise|prenom d usage|prenom usage|prenom usuel|used first name|"
    "preferred name",
    "given_name": "prenom|first name|firstname|given name",
    "sex": "sexe|sex|gender|genre",
    "birth_date": "date de naissance|date naissance|naissance|ne le|nee le|ne e le|ddn|birth date|"
    "birthdate|date of birth|dob",
    "birth_place_code": "code insee|insee|lieu insee|code insee de naissance|"
    "code insee du lieu de naissance|lieu naissance code insee|lieu de naissance code insee|"
    "code lieu de naissance|birth place code|insee code",
    "birth_place_name": "lieu de naissance|lieu naissance|ville de naissance|ville de naiss|"
    "ville naissance|commune de naissance|birth place|place of birth|birth town",
    "nir": "nir|numero de securite sociale|n de securite sociale|n securite sociale|"
    "no securite sociale|numero securite sociale|securite sociale|n ss|no ss|nss|num ss|matricule|"
    "ssn|social security number|insured nir",
    "ins": "ins|matricule ins|ins nir",
    "civility": "civilite|titre|title|civility",
    "address": "adresse|adresse 1|rue|address|street",
    "address_more": "complement d adresse|adresse complementaire|adresse comp|adresse 2|"
    "complement adresse|complement|address 2|address more",
    "postal_code": "code postal|cp|postal code|postcode|zip|zip code",
    "town": "ville|commune|localite|town|city",
    "phone": "telephone|tel|phone|telephones|numero de telephone|telephone 1|tel 1|phone number",
    "phone_home": "telephone fixe|tel fixe|fixe|telephone domicile|tel domicile|domicile|"
    "telephone personnel|home phone|phone home",
    "phone_mobile": "portable|mobile|telephone portable|tel portable|telephone mobile|"
    "tel mobile|gsm|mobile phone|phone mobile|cell phone",
    "phone_work": "telephone professionnel|tel professionnel|telephone travail|tel travail|"
    "telephone pro|tel pro|work phone|phone work",
    "email": "e mail|email|mail|courriel|adresse e mail|adresse mail|messagerie",
    "former_number": "n dossier ancien logiciel|no dossier ancien logiciel|"
    "numero dossier ancien logiciel|numero de dossier ancien logiciel|n dossier|no dossier|"
    "numero de dossier|numero dossier|dossier|ancien numero|former number|file number|"
    "record number",
    "paper_number": "n dossier papier|no dossier papier|numero dossier papier|"
    "numero de dossier papier|dossier papier|paper number",
    "comment": "commentaire|commentaires|remarque|remarques|note|notes|comment|comments",
    "deceased": "decede|decedee|decede e|deceased|dead",
    "deceased_on": "date de deces|date deces|deces|decede le|date of death|death date",
    "archived": "archive|archivee|archive e|archived",
    "passing": "patient de passage|de passage|passage|passing",
}
_FIELDS = {title: name for name, titles in _TITLES.items() for title in titles.split("|")}


def fields_of(titles: Sequence[str]) -> list[str]:
    """Return the field of each column, empty for those left aside.

    Raises FormatError, in one sentence, when a needed column is missing or stands twice.
    """
    if len(titles) > MOST_COLUMNS:
        raise _refused(f"il compte plus de {MOST_COLUMNS} colonnes")
    found = [_FIELDS.get(fold(title), "") for title in titles]
    _settle(found, "name", "birth_name", "used_name")
    _settle(found, "given_name", "first_birth_first_name", "used_first_name")
    twice = {title for title, name in zip(titles, found, strict=True) if name in _doubled(found)}
    if twice:
        raise _refused("plusieurs colonnes disent la même chose", sorted(twice))
    missing = [
        french
        for names, french in (
            (("birth_name", "used_name"), "nom de naissance"),
            (("first_birth_first_name", "birth_first_names", "used_first_name"), "prénom"),
            (("birth_date",), "date de naissance"),
        )
        if not set(names) & set(found)
    ]
    if missing:
        raise _refused("il lui manque une colonne", missing)
    return found


def known_titles(titles: Sequence[str]) -> int:
    """Return how many titles are known."""
    return sum(fold(title) in _FIELDS for title in titles)


def _settle(found: list[str], name: str, first: str, second: str) -> None:
    """Give the bare title « nom » or « prénom » the meaning that the other titles leave it."""
    if name in found:
        found[found.index(name)] = second if first in found else first


def _doubled(found: Sequence[str]) -> set[str]:
    return {name for name in found if name and found.count(name) > 1}


def _refused(why: str, titles: Sequence[str] = ()) -> FormatError:
    # A file without titles has a patient in its first line: only our own words may be said.
    told = f" ({', '.join(titles)})" if titles else ""
    return FormatError(
        f"Ce fichier ne peut pas être importé\u00a0: {why}{told}. Rien n'a été modifié. Vérifiez "
        "les titres de sa première ligne, donnés par «\u00a0almapy patients import --help\u00a0».",
        code="import.columns",
    )
