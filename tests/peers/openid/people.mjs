// Fictitious practitioners only: these numbers belong to nobody.

const place = (name, structure, mode = 'L', sector = 'SA07') => ({
  codeModeExercice: mode,
  codeSecteurDactivite: sector,
  codeGenreActivite: 'GENR01',
  identifiantTechniqueDeLaStructure: structure,
  raisonSocialeSite: name,
  codePostal: '67000',
  codePays: '99000',
});

const people = [
  { id: '810001234565', family: 'DEMO', given: 'PAUL', profession: '10', category: 'C',
    places: [place('CABINET DES TILLEULS', 'R90000001')] },
  { id: '810007774564', family: 'MODELE', given: 'ALIX', profession: '10', category: 'C',
    places: [place('CABINET DES TILLEULS', 'R90000001'), place('CENTRE DE SANTE FICTIF', 'F990000017', 'S', 'SA05')] },
  { id: '810010002342', family: 'ESSAI', given: 'LINA', profession: '10', category: 'E', places: [] },
  { id: '810005551238', family: 'EXEMPLE', given: 'MARC', profession: '21', category: 'C',
    places: [place('PHARMACIE DU MODELE', 'F990000025', 'L', 'SA33')] },
];

export const personOf = (id) => people.find((one) => one.id === id);
export const subOf = (person) => `f:00000000-0000-4000-8000-000000000000:${person.id}`;
export const personOfSub = (sub) => personOf(sub.slice(sub.lastIndexOf(':') + 1));

// What userinfo tells with scope_all; nothing of it stands in the ID token.
export const claimsOf = (person) => ({
  preferred_username: person.id,
  SubjectNameID: person.id,
  given_name: person.given,
  family_name: person.family,
  Palier_Authentification: 'APPPRIP3^1.2.250.1.213.1.5.1.1.1',
  SubjectRole: [`${person.profession}^1.2.250.1.213.1.1.5.5`],
  SubjectRefPro: {
    exercices: [{
      codeProfession: person.profession,
      codeCategorieProfessionnelle: person.category,
      nomDexercice: person.family,
      prenomDexercice: person.given,
      activities: person.places,
    }],
  },
  otherIds: [{ identifiant: person.id, origine: 'RPPS', qualite: 1 }],
});
export const CLAIMS = ['preferred_username', 'SubjectNameID', 'given_name', 'family_name',
  'Palier_Authentification', 'SubjectRole', 'SubjectRefPro', 'otherIds'];
