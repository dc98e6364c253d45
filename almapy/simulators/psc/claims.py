"""What Pro Santé Connect tells of a person who signed in (PSC notes §6, shape of userinfo)."""

from __future__ import annotations

import uuid

from almapy.simulators.practitioners import Workplace
from almapy.simulators.psc.ledger import Session

ISSUER = "https://psc.simulateur.test/auth/realms/esante-wallet"
"""Who answers; the same at every start, so that a link made yesterday still stands."""
_NAMESPACE = uuid.UUID("6f0f1c7e-4e1c-4b53-9d0f-0c2f5ab0e5d1")
_SECTORS = "1.2.250.1.71.4.2.4"
_ROLES = "1.2.250.1.213.1.1.5.5"


def claims_of(session: Session) -> dict[str, object]:
    """Return the userinfo of a session; who is no professional has no ``SubjectRefPro``."""
    person = session.person
    claims: dict[str, object] = {
        "sub": f"f:{uuid.uuid5(_NAMESPACE, ISSUER)}:{person.national_id}",
        "SubjectNameID": person.national_id,
        "preferred_username": person.national_id,
        "given_name": person.first_name,
        "family_name": person.family_name,
        "codeCivilite": person.civility,
        "Palier_Authentification": session.means,
        "PSI_Locale": "1.2.250.1.213.1.3.1.1",
        "UITVersion": "1.0",
        "Mode_Acces_Raison": "",
        "Acces_Regulation_Medicale": "FAUX",
        "codeGenreActivite": "GENR01",
        "otherIds": [
            {"identifiant": person.national_id, "origine": "RPPS", "qualite": 1},
        ],
    }
    if not person.profession_code:
        return claims
    claims["SubjectRole"] = [f"{person.profession_code}^{_ROLES}"]
    if person.workplaces:
        first = person.workplaces[0]
        claims["Secteur_Activite"] = f"{first.sector}^{_SECTORS}"
        claims["SubjectOrganization"] = first.name
        claims["SubjectOrganizationID"] = first.structure_id
    claims["SubjectRefPro"] = {
        "codeCivilite": person.civility,
        "exercices": [
            {
                "codeProfession": person.profession_code,
                "codeCategorieProfessionnelle": person.category,
                "codeCiviliteDexercice": "DR" if person.category == "C" else "",
                "nomDexercice": person.family_name,
                "prenomDexercice": person.first_name,
                "codeTypeSavoirFaire": "",
                "codeSavoirFaire": "",
                "activities": [_activity(one) for one in person.workplaces],
            }
        ],
    }
    return claims


def _activity(place: Workplace) -> dict[str, str]:
    return {
        "codeModeExercice": place.mode,
        "codeSecteurDactivite": place.sector,
        "codeSectionPharmacien": "",
        "codeRole": "",
        "codeGenreActivite": "GENR01",
        "numeroSiretSite": "",
        "numeroSirenSite": "",
        "numeroFinessSite": place.finess,
        "numeroFinessetablissementJuridique": "",
        "identifiantTechniqueDeLaStructure": place.structure_id,
        "raisonSocialeSite": place.name,
        "enseigneCommercialeSite": "",
        "complementDestinataire": "",
        "complementPointGeographique": "",
        "numeroVoie": "12",
        "indiceRepetitionVoie": "",
        "codeTypeDeVoie": "R",
        "libelleVoie": "de l'Exemple",
        "mentionDistribution": "",
        "bureauCedex": place.town,
        "codePostal": "67000",
        "codeCommune": "67482",
        "codePays": "99000",
        "telephone": "",
        "telephone2": "",
        "telecopie": "",
        "adresseEMail": "",
        "codeDepartement": "67",
        "ancienIdentifiantDeLaStructure": "",
        "autoriteDenregistrement": "",
    }
