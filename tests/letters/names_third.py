"""Pools of the third pack: the names of an ordinary waiting room; all people are invented.

Common family names that are also first names, words or places stand among them. Letters stay
within cp1252, so that the base fonts of PDF can print them.
"""

from tests.letters import names, names_second

_COMMON = (
    """
Martin;Bernard;Thomas;Petit;Robert;Richard;Durand;Dubois;Moreau;Laurent;Simon;Michel;Lefebvre;Leroy
Roux;David;Bertrand;Morel;Fournier;Girard;Bonnet;Dupont;Lambert;Fontaine;Rousseau;Vincent;Muller
Lefèvre;Faure;André;Mercier;Blanc;Guérin;Boyer;Garnier;Chevalier;François;Legrand;Gauthier;Garcia
Perrin;Robin;Clément;Morin;Nicolas;Henry;Roussel;Mathieu;Gautier;Masson;Marchand;Duval;Denis
Dumont;Marie;Lemaire;Noël;Meyer;Dufour;Meunier;Brun;Blanchard;Giraud;Joly;Rivière;Lucas;Brunet
Gaillard;Barbier;Arnaud;Martinez;Gérard;Roche;Renard;Schmitt;Roy;Leroux;Colin;Vidal;Caron;Picard
Roger;Fabre;Aubert;Lemoine;Renaud;Dumas;Lacroix;Olivier;Philippe;Bourgeois;Pierre;Benoît;Rey;Leclerc
Payet;Rolland;Leclercq;Guillaume;Lecomte;Lopez;Jean;Dupuy;Guillot;Hubert;Berger;Carpentier;Sanchez
Dupuis;Moulin;Louis;Deschamps;Huet;Vasseur;Perez;Boucher;Fleury;Royer;Klein;Jacquet;Adam;Paris
Poirier;Marty;Aubry;Guyot;Carré;Charles;Renault;Charpentier;Ménard;Maillard;Baron;Bertin;Bailly
Hervé;Schneider;Fernandez;Le Goff;Collet;Léger;Bouvier;Julien;Prévost;Millet;Perrot;Daniel;Le Roux
Cousin;Germain;Breton;Besson;Langlois;Rémy;Le Gall;Pelletier;Lévêque;Perrier;Leblanc;Barré;Lebrun
Marchal;Weber;Mallet;Hamon;Boulanger;Jacob;Monnier;Michaud;Rodriguez;Guichard;Gillet;Étienne;Grondin
Poulain;Tessier;Chevallier;Collin;Chauvin;Da Silva;Bouchet;Gay;Lemaître;Bénard;Maréchal;Humbert
Reynaud;Antoine;Hoarau;Perret;Barthélemy;Cordier;Pichon;Lejeune;Gilbert;Lamy;Delaunay;Pasquier
Carlier;Laporte;Labbé;Lecoq;Janvier;Lenfant
""".strip()
    .replace("\n", ";")
    .split(";")
)
GIRLS = (
    """
Marie;Jeanne;Françoise;Monique;Catherine;Nathalie;Isabelle;Jacqueline;Anne;Sylvie;Martine;Madeleine
Nicole;Suzanne;Hélène;Christine;Marguerite;Denise;Louise;Christiane;Yvonne;Valérie;Sophie;Sandrine
Stéphanie;Céline;Chantal;Brigitte;Véronique;Laurence;Simone;Annie;Camille;Julie;Léa;Manon;Chloé
Emma;Inès;Jade;Alice;Lina;Rose;Ambre;Mathilde;Pauline;Marion;Aurélie;Émilie;Élodie;Laëtitia;Claire
Paulette;Odette;Ginette;Raymonde;Colette;Josette;Marie-Thérèse;Marie-Claude;Anne-Sophie;Dominique
Claude;Michèle;Danielle;Fatima;Karima;Sabrina;Anaïs;Lucie;Margaux;Océane;Zoé;Louna;Agathe;Gabrielle
Marie-Hélène;Danièle;Élise;Virginie;Delphine;Séverine
""".strip()
    .replace("\n", ";")
    .split(";")
)
BOYS = (
    """
Jean;Pierre;Michel;André;Philippe;René;Louis;Alain;Jacques;Bernard;Marcel;Daniel;Roger;Robert;Paul
Claude;Christian;Henri;Georges;Nicolas;François;Patrick;Gérard;Christophe;Joseph;Julien;Maurice
Laurent;Frédéric;Éric;David;Stéphane;Pascal;Sébastien;Alexandre;Thierry;Olivier;Antoine;Raymond
Guy;Dominique;Gilbert;Jean-Claude;Jean-Pierre;Jean-Luc;Jean-Michel;Jean-François;Lucien;Thomas
Maxime;Hugo;Léo;Gabriel;Raphaël;Arthur;Jules;Adam;Lucas;Louis;Noah;Ethan;Mohamed;Karim;Mehdi;Yanis
Kévin;Anthony;Jérémy;Romain;Florian;Quentin;Clément;Théo;Valentin;Benjamin;Vincent;Guillaume;Serge
Camille;Marc;Mathieu;Sacha;Tom;Nolan;Simon;Martin
""".strip()
    .replace("\n", ";")
    .split(";")
)
STREETS = (
    """
rue|Pasteur;rue|Jean Jaurès;avenue|du Général de Gaulle;rue|Victor Hugo;place|de la Mairie
rue|des Écoles;chemin|du Moulin;allée|des Tilleuls;rue|Louis Pasteur;impasse|des Lilas;rue|du Stade
boulevard|Gambetta;rue|Émile Zola;rue|Anatole France;avenue|Jean Moulin;rue|de l'Hôpital
rue|du Docteur Roux;place|Charles de Gaulle;route|de Paris;rue|Pierre Curie;rue|du 8 Mai 1945
rue|Saint-Martin;résidence|Le Parc;rue|Jules Ferry;square|Robert Schuman;rue|Haute;hameau|Le Bourg
""".strip()
    .replace("\n", ";")
    .split(";")
)
TOWNS = (
    """
37000 Tours;37300 Joué-lès-Tours;45000 Orléans;18000 Bourges;36000 Châteauroux;41000 Blois
28000 Chartres;86000 Poitiers;72000 Le Mans;49000 Angers;37500 Saint-Benoît-la-Forêt;37600 Loches
""".strip()
    .replace("\n", ";")
    .split(";")
)
BIRTH_TOWNS = (
    """
37261 Tours;45234 Orléans;18033 Bourges;36044 Châteauroux;41018 Blois;28085 Chartres;86194 Poitiers
72181 Le Mans;49007 Angers;75114 Paris 14e;13203 Marseille 3e;33063 Bordeaux;44109 Nantes
99350 Maroc;99352 Algérie;99139 Portugal;99134 Espagne;97411 Saint-Denis
""".strip()
    .replace("\n", ";")
    .split(";")
)
HOSPITALS = (
    """
Hôpital Bretonneau;Clinique Saint-Gatien;Hôpital Trousseau;Centre hospitalier Jacques Cœur
Clinique de l'Alliance;Pôle Santé Léonard de Vinci;Polyclinique Jean Vilar;CHR La Source
""".strip()
    .replace("\n", ";")
    .split(";")
)
LABORATORIES = (
    """
ABO+ Biologie;Laboratoire Arnaud;SELAS Biologie du Val de Loire;Laboratoire Saint-Symphorien
""".strip()
    .replace("\n", ";")
    .split(";")
)
SPECIALITIES = (
    """
Cardiologie;Dermatologie;Gynécologie;Gastro-entérologie;Rhumatologie;ORL;Psychiatrie;Ophtalmologie
Pneumologie;Endocrinologie;Neurologie;Urologie;Radiologie;Chirurgie orthopédique;Médecine vasculaire
""".strip()
    .replace("\n", ";")
    .split(";")
)


def surname(rng):
    """Return one family name as it is printed: one in three is among the commonest."""
    kind = rng.random()
    if kind < 0.34:
        return rng.choice(_COMMON)
    if kind < 0.5:
        return names.surname(rng)
    if kind < 0.97:
        return names_second.surname(rng)
    return f"{rng.choice(_COMMON)}-{rng.choice(_COMMON)}"


def first_name(rng, sex):
    """Return one first name; sex is « F » or « M »."""
    return rng.choice(GIRLS if sex == "F" else BOYS)
