"""Pools of names, streets and towns; all people made of them are invented.

Letters stay within cp1252, so that the base fonts of PDF can print them.
"""


def _pool(text):
    return text.split()


def _entries(text):
    return text.strip().replace("\n", ";").split(";")


COMMON = _pool("""
Allard Andrieu Arnaud Aubert Auger Bailly Barbier Baron Barre Bazin Bénard Benoît Berger Bertin
Besson Blanchard Bodin Bonnet Boulanger Bourdon Bouvier Breton Brun Bureau Camus Carlier Carpentier
Chapuis Charpentier Chauvin Chevallier Clément Colin Collet Cordier Coulon Courtois Cousin Delmas
Descamps Deschamps Didier Dubreuil Dufour Dujardin Dumas Dupuy Étienne Évrard Faivre Fabre Fleury
Fontaine Forestier Foucher Gaillard Gallet Garnier Gaudin Gilles Girard Godard Gosselin Grandjean
Grégoire Guérin Guichard Guyot Hamon Hébert Hervé Hoarau Huet Humbert Imbert Jacquet Jacquot Joly
Jourdain Julien Labbé Lacombe Lacroix Laporte Launay Lebrun Leclercq Lejeune Lemoine Leroux Lévêque
Loiseau Lucas Maillard Mallet Marchand Maréchal Masson Mathieu Maury Ménard Mercier Meunier Michaud
Millet Monnier Morel Moulin Noël Ollivier Paris Parmentier Pascal Perrot Petitjean Picard Pichon
Pineau Poirier Poulain Prévost Raynaud Regnier Rémy Renaud Rey Ribeiro Rivière Rolland Rousseau
Roussel Roy Sabatier Salmon Sauvage Ségur Serre Tessier Thibault Toussaint Vallet Vasseur Verdier
Vidal Vincent Voisin Weiss Blanc Noir Petit Legrand Lenoir Leblanc Boucher Maçon Tisserand Fournier
Martin Bernard Thomas Robert Richard Simon Laurent Michel David Bertrand Vincent André Denis
""")

LONG_WAYS = _pool("""
Kerbrat Kervella Le_Goff Le_Bihan Le_Floch Le_Guen Quéméneur Tanguy Guivarc'h Riou Abgrall Cadiou
Schmitt Schneider Zimmermann Hoffmann Klingler Wurtz Stoeckel Oberlé Burckel Muller Jung Wendling
Colonna Leccia Mattei Santoni Luciani Poggi Casanova Ottavi Filippi d'Ornano
Benali Belkacem Haddad Bouchareb Ouali El_Mansouri Ben_Youssef Cherif Zerrouki Bensaïd Aït_Ouarab
Da_Silva Dos_Santos Pereira Ferreira De_Oliveira Carvalho Teixeira Gonçalves Lopes
Nguyen Tran Pham Vo Le Do Huynh Phan
Kowalski Wisniewski Nowak Wojcik Kaminski Lewandowski Szymanski
Diallo Traoré Koné N'Diaye Camara Sow Ba Mbemba M'Bala Okonkwo
De_La_Fontaine Du_Bellay De_Saint-Just D'Hauteville De_Beaumont Van_den_Berg Vandamme De_Clercq
Etcheverry Irigoyen Etchegaray Lacoste-Larrouy Saint-Martin Saint-Pierre Hautecœur Lecœur L'Hostis
Garcia Rodriguez Fernandez Lopez Esposito Ricci Moretti Papadopoulos Ionescu Popescu Yilmaz Kaya
""")

STARTS = _pool("""
Mar Ber Gau Cour Val Mont Lan Bel Cham Fer Gar Hau Jar Lam Mal Nor Par Quen Rou Sal Tour Ver Vil
Bour Cas Del Fon Gran Mor Per Pou San Tre Ker Cor Dur Brou Chau Den Fau Gué Her Lor Mé Pel Ray
""")
MIDDLES = ["", "", "", "an", "el", "i", "o", "ou", "en", "er", "al", "on", "in", "é"]
ENDS = _pool("""
din ret dier chot mand teau vois don tier gnon lier bert naud raud cheux vier melle get quet lot
sec nel vin geon tin deau zac gnac lac vic son maire mot cher tel brun nas reau
""")

GIRLS = _pool("""
Adèle Agathe Alba Aline Amandine Amina Anaëlle Andréa Angèle Anne-Laure Armelle Astrid Aurore Aya
Béatrice Bérengère Bérénice Blandine Capucine Carine Célia Céline Chantal Clarisse Claudette
Clémence Colette Coline Corinne Danielle Delphine Denise Diane Dominique Édith Élise Éloïse Élodie
Émeline Estelle Eugénie Fanny Fatima Faustine Fernande Flavie Florence Gaëlle Geneviève Ghislaine
Ginette Hélène Henriette Huguette Inès Irène Jacqueline Janine Jeanne Joséphine Josiane Judith
Justine Khadija Laetitia Laure Léa Léonie Lila Linh Lise Louise Lucienne Ludivine Madeleine Maëlys
Magali Manon Margaux Maria Marie-Claude Marie-Thérèse Marthe Mathilde Maud Mélanie Micheline
Mireille Monique Morgane Myriam Nadia Nathalie Nicole Noémie Océane Odile Olga Pauline Perrine
Raymonde Régine Rosalie Rose-Marie Sabine Salomé Samira Sandrine Séverine Simone Solange Sylvie
Thérèse Valentine Véronique Victoire Violette Yasmine Yolande Yvette Zoé
""")
BOYS = _pool("""
Abel Adrien Alban Albert Alexis Alphonse Amaury Ange Anthony Antonin Armand Arsène Arthur Augustin
Aurélien Baptiste Basile Benjamin Bertrand Brice Bruno Camille Cédric Charly Christophe Claude
Clément Corentin Cyril Damien Denis Désiré Didier Edmond Éloi Émile Enzo Erwan Étienne Fabien
Félix Ferdinand Firmin Florian François-Xavier Gabin Gaël Gaspard Gaston Georges Gérald Gilbert
Gildas Grégory Guy Hamza Henri Hervé Hippolyte Hugo Isaac Ismaël Jean-Claude Jean-Yves Jérémie
Joachim Joël Jordan Joris José Jules Kamel Karim Kévin Lazare Léandre Léon Léopold Lionel Loïc
Lucien Ludovic Malo Marceau Marcel Marius Maurice Maxence Mehdi Minh Mohamed Noé Norbert Octave
Olivier Oscar Pascal Paul-Émile Philibert Pierre-Yves Rachid Raoul Régis Rémi Roland Romain
Ronan Samuel Sébastien Serge Stéphane Sylvain Théo Théophile Thierry Titouan Tristan Ulysse
Valentin Victor Virgile William Xavier Yann Youssef Yves Zacharie
""")

STREETS = (
    """
rue|des Acacias;rue|du Lavoir;avenue|de la Gare;place|du Marché;chemin|des Vignes;rue|Pasteur
boulevard|Garnier;rue|du Docteur Fleury;allée|des Peupliers;impasse|du Moulin;rue|Lucas
route|de Colmar;rue|du Général Rolland;quai|des Pêcheurs;rue|Marcel Fontaine;cours|Julien Masson
rue|Simone Mercier;square|Édith Renaud;avenue|Victor Lemoine;rue|de l'Abbé Girard
""".replace("\n", ";")
    .strip(";")
    .split(";")
)

TOWNS = (
    """
67000 Strasbourg;67100 Strasbourg;67400 Illkirch-Graffenstaden;67300 Schiltigheim;67800 Bischheim
67200 Strasbourg;67500 Haguenau;67600 Sélestat;67210 Obernai;67120 Molsheim;68000 Colmar
""".replace("\n", ";")
    .strip(";")
    .split(";")
)

BIRTH_TOWNS = (
    """
67482 Strasbourg;68066 Colmar;57463 Metz;75113 Paris 13e;29019 Brest;2A004 Ajaccio;2B033 Bastia
69383 Lyon 3e;33063 Bordeaux;97411 Saint-Denis;13208 Marseille 8e;59350 Lille;99350 Maroc
99352 Algérie;99139 Portugal;99243 Viet Nam;99122 Pologne
""".replace("\n", ";")
    .strip(";")
    .split(";")
)

HOSPITALS = (
    """
Hôpital Girard-Lemoine;Clinique Saint-Luc;Centre hospitalier Édouard Mercier;Polyclinique du Rhin
Hôpital d'instruction Jean Rolland;Clinique Renaud;CHU de la Plaine;Fondation Vincent Michaud
""".replace("\n", ";")
    .strip(";")
    .split(";")
)

LABORATORIES = (
    """
Biologie Rhin-Vosges;Laboratoire Masson et Associés;LBM des Trois Ponts;Bioréseau Est
""".replace("\n", ";")
    .strip(";")
    .split(";")
)

SPECIALITIES = (
    """
Cardiologie;Pneumologie;Rhumatologie;Endocrinologie;Neurologie;Gastro-entérologie;Dermatologie
Gynécologie médicale;Urologie;Ophtalmologie;Oto-rhino-laryngologie;Médecine interne;Néphrologie
""".replace("\n", ";")
    .strip(";")
    .split(";")
)


def surname(rng):
    """Return one family name as it is printed, with its accents."""
    kind = rng.random()
    if kind < 0.34:
        return rng.choice(COMMON)
    if kind < 0.52:
        return rng.choice(LONG_WAYS).replace("_", " ")
    made = rng.choice(STARTS) + rng.choice(MIDDLES) + rng.choice(ENDS)
    if kind < 0.93:
        return made
    if kind < 0.97:
        return f"{made}-{rng.choice(COMMON)}"
    return f"{rng.choice(COMMON)} {made}"


def first_name(rng, sex):
    """Return one first name; sex is « F » or « M »."""
    return rng.choice(GIRLS if sex == "F" else BOYS)
