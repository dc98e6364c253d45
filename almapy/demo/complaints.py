"""What people come for now and then, in the words of a general practitioner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from almapy.demo.disease import NO_CODES
from almapy.encounters.model import Nature
from almapy.patients.model import Sex

_WINTER = frozenset({10, 11, 12, 1, 2, 3})
_SPRING = frozenset({4, 5, 6})
_SUMMER = frozenset({6, 7, 8, 9})
_START_OF_SEASON = frozenset({8, 9, 10})
_FLU_CAMPAIGN = frozenset({10, 11, 12})
_ALL_YEAR = frozenset(range(1, 13))
_COVID_SINCE = date(2020, 3, 1)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One reason to come; ages in full years, both included.

    ``instead`` replaces ``text`` for somebody allergic to penicillin; ``unless`` names diseases
    with which it would not be written so, ``only`` those that it needs; ``once`` in a life.
    """

    title: str
    text: str
    ages: tuple[int, int] = (0, 120)
    months: frozenset[int] = _ALL_YEAR
    sex: Sex | None = None
    instead: str = ""
    fever: bool = False
    unless: frozenset[str] = NO_CODES
    only: frozenset[str] = NO_CODES
    nature: Nature = Nature.CONSULTATION
    since: date = date.min
    once: bool = False

    def suits(self, age: int, sex: Sex, day: date, diseases: frozenset[str]) -> bool:
        """Tell whether somebody may come for it that day."""
        first, last = self.ages
        return (
            first <= age <= last
            and self.sex in (None, sex)
            and day.month in self.months
            and day >= self.since
            and not self.unless & diseases
            and self.only <= diseases
        )

    def words(self, *, penicillin: bool) -> str:
        """Return the note; ``penicillin`` is false for somebody allergic to it."""
        return self.text if penicillin or not self.instead else self.instead


_PREGNANT = frozenset({"grossesse"})

CHILDREN: tuple[Complaint, ...] = (
    Complaint(
        "Rhinopharyngite",
        "Nez qui coule, toux depuis 3 jours. Tympans normaux, auscultation libre. DRP, "
        "paracétamol si fièvre. Revoir si mauvaise tolérance.",
        ages=(0, 12),
    ),
    Complaint(
        "Otite moyenne aiguë",
        "Otalgie droite depuis hier. Tympan bombé, congestif. Amoxicilline 80 mg/kg/j, 8 jours.",
        ages=(0, 6),
        instead="Otalgie droite depuis hier. Tympan bombé, congestif. Cotrimoxazole 10 jours "
        "(allergie à la pénicilline).",
        fever=True,
    ),
    Complaint(
        "Otite moyenne aiguë",
        "OMA gauche depuis 2 jours. Amoxicilline 5 jours, contrôle du tympan.",
        ages=(2, 9),
        instead="OMA gauche depuis 2 jours. Abstention et antalgiques (allergie à la "
        "pénicilline), contrôle à 48 h.",
        fever=True,
    ),
    Complaint(
        "Bronchiolite",
        "FR 42, tirage intercostal léger, SpO2 97\u00a0%. DRP avant les repas, "
        "fractionner. Consignes de surveillance données, revoir demain.",
        ages=(0, 1),
        months=_WINTER,
    ),
    Complaint(
        "Gastro-entérite",
        "Vomissements et selles liquides depuis 24 h. Pas de déshydratation. SRO à volonté.",
        ages=(0, 10),
        months=_WINTER,
    ),
    Complaint(
        "Angine",
        "Odynophagie, amygdales érythémateuses. TDR positif. Amoxicilline 50 mg/kg/j, 6 jours.",
        ages=(3, 15),
        instead="Odynophagie, amygdales érythémateuses. TDR positif. Azithromycine 3 jours "
        "(allergie à la pénicilline).",
        fever=True,
    ),
    Complaint(
        "Angine virale",
        "TDR négatif. Paracétamol, lavages de nez.",
        ages=(3, 17),
        fever=True,
    ),
    Complaint(
        "Varicelle",
        "Éruption vésiculeuse depuis hier, bon état général. Pas d'AINS, chlorhexidine locale, "
        "ongles courts.",
        ages=(1, 8),
        months=frozenset({2, 3, 4, 5, 6}),
        once=True,
    ),
    Complaint(
        "Laryngite", "Toux aboyante cette nuit. Bétaméthasone 1 prise.", (0, 4), _WINTER, fever=True
    ),
    Complaint(
        "Conjonctivite", "Yeux collés le matin. Lavages, azithromycine collyre 3 jours.", (0, 9)
    ),
    Complaint(
        "Certificat de sport",
        "Examen normal, auscultation cardiaque normale, pas d'antécédent familial. "
        "Questionnaire de santé relu avec les parents.",
        (6, 17),
        _START_OF_SEASON,
    ),
    Complaint("Verrue plantaire", "Cryothérapie, acide salicylique le soir.", (6, 16)),
    Complaint(
        "Douleurs abdominales",
        "Ventre souple, fosse iliaque droite indolore. Constipation, macrogol 1 mois.",
        (4, 14),
    ),
    Complaint("Plaie du menton", "Chute à l'école. Colle, vaccin à jour.", (3, 10)),
    Complaint(
        "Entorse de cheville",
        "Réception de saut au basket. Critères d'Ottawa négatifs. Attelle, dispense 3 semaines.",
        (10, 17),
    ),
    Complaint(
        "Acné", "Rétentionnelle du visage. Adapalène le soir, conseils de toilette.", (13, 17)
    ),
    Complaint(
        "Fatigue",
        "Écrans tard le soir, se couche après minuit. Sommeil repris avec les parents présents, "
        "examen normal.",
        (12, 17),
    ),
    Complaint(
        "Fièvre isolée",
        "Fièvre depuis 24 h sans point d'appel, bonne tolérance. BU négative. Surveillance.",
        (1, 6),
        fever=True,
    ),
    Complaint(
        "Conseil téléphonique",
        "Mère inquiète\u00a0: toux sans gêne ni fièvre. Conseils, rappeler si gêne respiratoire.",
        (0, 6),
        nature=Nature.PHONE,
    ),
)

ADULTS: tuple[Complaint, ...] = (
    Complaint(
        "Rhinopharyngite",
        "Rhinite, gorge irritée depuis 4 jours. Auscultation libre. Traitement symptomatique.",
        (18, 95),
        _WINTER,
    ),
    Complaint(
        "Syndrome grippal",
        "Fièvre, courbatures depuis 48 h. Auscultation libre. Paracétamol, AT 3 jours.",
        (18, 62),
        _WINTER,
        fever=True,
    ),
    Complaint(
        "Covid-19",
        "Test positif hier. Bien toléré, SpO2 98\u00a0%. Isolement, consignes données.",
        (18, 90),
        since=_COVID_SINCE,
        nature=Nature.REMOTE,
    ),
    Complaint(
        "Bronchite",
        "Toux grasse depuis une semaine, pas de foyer. Pas d'antibiotique, revoir si fièvre.",
        (18, 95),
        _WINTER,
    ),
    Complaint(
        "Sinusite maxillaire",
        "Douleur sous-orbitaire gauche, rhinorrhée purulente. Amoxicilline 1 g x 3, 7 jours.",
        (18, 75),
        _WINTER,
        instead="Douleur sous-orbitaire gauche, rhinorrhée purulente. Pristinamycine 4 jours "
        "(allergie à la pénicilline).",
        unless=_PREGNANT,
    ),
    Complaint(
        "Lombalgie aiguë",
        "En soulevant un carton. Pas de déficit, Lasègue négatif. Paracétamol, rester actif, "
        "AT 3 jours.",
        (18, 62),
        unless=_PREGNANT,
    ),
    Complaint("Lombalgie", "Barre lombaire, pas d'irradiation. Kiné 10 séances.", (25, 85)),
    Complaint("Cervicalgie", "Contracture du trapèze droit. Chaleur, kiné si persiste.", (20, 75)),
    Complaint("Gastro-entérite", "Diarrhée depuis 24 h. Hydratation, AT 2 jours.", (18, 62)),
    Complaint(
        "Cystite",
        "Brûlures mictionnelles depuis hier, pas de fièvre. BU\u00a0: leuco +, nitrites +. "
        "Fosfomycine-trométamol dose unique.",
        (18, 64),
        sex=Sex.FEMALE,
        unless=_PREGNANT,
    ),
    Complaint(
        "Certificat de sport",
        "Course à pied. Examen normal, pas d'antécédent familial de mort subite. Apte.",
        (18, 45),
        _START_OF_SEASON,
        unless=frozenset({"grossesse", "epilepsie", "diabete-1", "sclerose-en-plaques"}),
    ),
    Complaint(
        "Contraception",
        "Renouvellement lévonorgestrel et éthinylestradiol 1 an, bien toléré. TA {ta}. Pas de "
        "tabac.",
        (17, 34),
        sex=Sex.FEMALE,
        unless=frozenset({"grossesse", "migraine", "endometriose", "hta", "epilepsie", "tabac"}),
    ),
    Complaint(
        "Frottis",
        "Frottis fait, col sain. Palpation mammaire sans particularité.",
        (25, 64),
        sex=Sex.FEMALE,
        unless=_PREGNANT,
    ),
    Complaint(
        "Dépistage",
        "Kit de dépistage colorectal remis, mode d'emploi expliqué.",
        (50, 74),
        unless=frozenset({"cancer-colon", "rectocolite"}),
    ),
    Complaint(
        "Stress professionnel",
        "Surcharge au travail, dort mal, irritable. Pas d'idées noires. AT 8 jours, médecin du "
        "travail à voir.",
        (22, 60),
    ),
    Complaint(
        "Tendinopathie de l'épaule",
        "Jobe positif à droite. Repos, kiné, radio et écho demandées.",
        (30, 70),
    ),
    Complaint("Épicondylite", "Coude droit, bricolage. Glace, repos, coudière.", (28, 62)),
    Complaint(
        "Entorse de cheville", "Inversion au foot. Ottawa négatif. Attelle, AT 5 jours.", (18, 50)
    ),
    Complaint(
        "Plaie de l'index", "Couteau de cuisine. 3 points, DTP à jour. Ablation J10.", (18, 80)
    ),
    Complaint("Vertiges", "VPPB droit. Manœuvre de Semont faite, soulagement.", (35, 90)),
    Complaint("Bouchon de cérumen", "Lavage des deux oreilles, tympans normaux.", (30, 95)),
    Complaint(
        "Piqûre de tique", "Retirée hier, pas d'érythème. Surveillance 1 mois.", (4, 85), _SUMMER
    ),
    Complaint(
        "Rhume des foins", "Éternuements, yeux rouges. Lavages, cétirizine.", (18, 60), _SPRING
    ),
    Complaint("Insomnie", "Réveils à 3 h. Hygiène du sommeil, pas d'hypnotique.", (35, 85)),
    Complaint(
        "Sevrage tabagique",
        "Bien décidé, 1re tentative. Patchs 21 mg, gommes à la demande. Revoir dans 15 jours.",
        (25, 68),
        sex=Sex.MALE,
        only=frozenset({"tabac"}),
        once=True,
    ),
    Complaint(
        "Résultats de biologie",
        "NFS, glycémie et bilan hépatique normaux. Résultats donnés par téléphone.",
        (25, 95),
        unless=frozenset({"diabete-1", "diabete-2"}),
        nature=Nature.PHONE,
    ),
    Complaint("Courrier reçu", "Compte rendu du spécialiste classé.", (40, 95), nature=Nature.NOTE),
    Complaint(
        "Vaccin grippe",
        "Vaccin antigrippal fait au bras gauche, bien toléré.",
        (65, 105),
        _FLU_CAMPAIGN,
    ),
    Complaint(
        "Rappel dTP", "Rappel dTP fait, bras gauche. Prochain dans 10 ans.", (65, 90), once=True
    ),
    Complaint(
        "Chute",
        "Tapis de la salle de bain. Pas de PC, hématome de la hanche, marche possible. Radio "
        "demandée. Barres d'appui conseillées.",
        (74, 105),
    ),
    Complaint("Constipation", "Fibres, hydratation, macrogol 1 sachet par jour.", (65, 105)),
    Complaint("Asthénie", "Se sent fatigué depuis 2 mois. Bilan prescrit.", (45, 95), sex=Sex.MALE),
    Complaint(
        "Asthénie", "Se sent fatiguée depuis 2 mois. Bilan prescrit.", (25, 95), sex=Sex.FEMALE
    ),
    Complaint(
        "Ulcère de jambe",
        "Ulcère veineux malléolaire, bourgeonne bien. Pansements infirmiers, contention.",
        (75, 105),
    ),
    Complaint("Zona", "Zona thoracique depuis 48 h. Valaciclovir 7 jours.", (55, 90)),
    Complaint(
        "Dossier APA",
        "Certificat et grille remplis avec l'aide à domicile.",
        (78, 105),
        nature=Nature.NOTE,
        once=True,
    ),
)
