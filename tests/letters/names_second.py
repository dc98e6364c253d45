"""Pools of the second pack: none of these names stands in the first; all people are invented.

Letters stay within cp1252, so that the base fonts of PDF can print them.
"""

SURNAMES = (
    """
Abadie;Aguilar;Alaoui;Albertini;Alibert;Amrani;Ancel;Angot;Anquetil;Arbogast;Ardouin;Astier
Audibert;Aznar;Badiou;Bakhti;Baldé;Balestra;Baptiste-Louis;Barthélémy;Baudoin;Bélanger;Bellamy
Ben Abdallah;Ben Salah;Bensoussan;Berthelot;Beyer;Bianchi;Bizien;Blondel;Boisnard;Boivin;Bonnefoy
Bossuet;Bouteiller;Boutin;Bremond;Briand;Brisset;Brunet;Burgaud;Cabanel;Caillaud;Calvez;Cardoso
Castagnède;Caumont;Chabert;Chabrol;Champagne;Charrier;Chastang;Châtelain;Chaumette;Chevrier;Cissé
Clavel;Cloarec;Colombani;Constantin;Corbière;Cornu;Coste;Coulibaly;Crépin;Cuvelier;D'Almeida
D'Aubigny;Da Costa;Dagorn;Daviau;De Carvalho;De Kermadec;De La Porte;De Lattre;De Montalembert
De Villepreux;Debaecker;Decroix;Dekeyser;Delacourt;Delannoy;Delaunay;Demaret;Derrien;Desbois
Des Rosiers;Desjardins;Devos;Dieng;Diop;Dirringer;Djebbar;Doucet;Drouet;Du Plessis;Dubernet
Dufresne;Dumoulin;Duparc;Durieux;Duvivier;Eberhardt;Echeverria;El Fassi;El Khattabi;Engelmann
Escoffier;Estève;Eyraud;Faucheux;Favreau;Ferrand;Feuillet;Fofana;Folliot;Fougères;Fouquet;Frey
Gagneux;Galliano;Gandon;Gasnier;Gérardin;Ghezali;Giacomini;Gicquel;Giordano;Godefroy;Gomis
Gouraud;Graff;Grondin;Gueguen;Guillemot;Guiraud;Haensler;Hamdi;Haouari;Harispe;Hellec;Heitz
Héritier;Heurtaux;Hirsch;Houdart;Ibarra;Idrissi;Iturbide;Jaffré;Jamet;Jaouen;Jégou;Joubert;Jouve
Kahn;Keita;Kermorvant;Kieffer;Kirchner;Konaté;L'Hermitte;L'Huillier;La Rocca;Labarthe;Lafitte
Lagarde;Lamothe;Lanoë;Larroque;Le Bras;Le Dantec;Le Gall;Le Gouill;Le Roy;Le Tallec;Lefebvre
Lefèvre;Legendre;Lelièvre;Lemaître;Lombardi;Loubet;M'Barek;Mabille;Magnin;Maignan;Mansouri
Marcellin;Martínez;Massoud;Mauduit;Maupas;Mbaye;Mendes;Meyer;Mohamed-Ali;Monnerie;Montagnac
Morvan;Mouret;N'Guessan;Nadaud;Naudin;Ndiaye;Neveu;Ngo;Obrecht;Oudin;Ouédraogo;Pacaud;Paoli
Papin;Payet;Peltier;Périer;Pernet;Peyrat;Pinto;Plantier;Pradel;Prigent;Quentin;Queffélec
Rakotomalala;Ramanantsoa;Rasoanaivo;Ravier;Rebours;Redon;Reinhardt;Ribot;Ricard;Rocher;Roques
Rossi;Roubaud;Rozier;Saïdi;Sanchez;Sangaré;Sarrazin;Schaeffer;Schlumberger;Sénéchal;Sérac;Silvestre
Simonet;Soulier;Spitz;St-Hilaire;Tardieu;Tavernier;Teboul;Terrier;Thévenot;Tissot;Touré;Tournier
Trémoulet;Trouvé;Truong;Uhlrich;Urrutia;Vaillant;Van der Meersch;Van Hove;Vandenbroucke;Vasquez
Verhaeghe;Vialatte;Viguier;Villeneuve;Vogel;Wagner;Weber;Wolff;Yacoubi;Ziegler;Zidane
""".strip()
    .replace("\n", ";")
    .split(";")
)
STARTS = (
    """
Ach;Arn;Aub;Baz;Bess;Blanq;Bouss;Brag;Cant;Cass;Chal;Clav;Crouz;Dauss;Desp;Est;Fab;Flam;Foug;Gal
Gim;Gouz;Grim;Guilh;Hess;Jul;Lann;Less;Lug;Mag;Mass;Mir;Mus;Naz;Oll;Paul;Pess;Plum;Rab;Ram;Sauv
Seg;Soub;Tann;Taur;Trem;Urs;Vauq;Vig;Yss
""".strip()
    .replace("\n", ";")
    .split(";")
)
ENDS = (
    """
ac;agnol;aillou;ain;algues;amont;ancier;arès;aud;avel;èche;egaray;eix;elin;ellier;enac;éol;ergue
ès;essac;euil;évant;ibal;ière;igny;illac;ineau;inger;isson;ival;obert;olles;onnet;ort;ouin;oux
udel;unan;urel;uzac
""".strip()
    .replace("\n", ";")
    .split(";")
)

GIRLS = (
    """
Abigaëlle;Adeline;Aïcha;Aïssatou;Albertine;Alice;Alix;Ambre;Anaïs;Angélique;Anita;Annick
Anne-Marie;Apolline;Arlette;Assia;Aude;Augustine;Axelle;Barbara;Bénédicte;Berthe;Brigitte;Carmen
Cassandra;Cécile;Charlène;Christelle;Christiane;Claire;Claudine;Clotilde;Constance;Cyrielle
Désirée;Djamila;Dolorès;Éléonore;Éliane;Élisabeth;Emma;Esther;Eulalie;Évelyne;Fabienne;Fatoumata
Félicité;Flora;Françoise;Gabrielle;Germaine;Gisèle;Graziella;Hanane;Hermine;Iris;Isabelle;Ivana
Jade;Jeannine;Joëlle;Julie;Juliette;Karine;Leïla;Lilou;Lou-Anne;Lucie;Luna;Lydie;Mai-Linh
Marie-Ange;Marie-Christine;Marie-Louise;Marine;Marion;Martine;Maryse;Maryvonne;Mélissa;Mila
Muriel;Naïma;Nina;Nolwenn;Odette;Ophélie;Patricia;Paule;Paulette;Philomène;Rachel;Rebecca;Renée
Romane;Roxane;Sarah;Soizic;Suzanne;Tiphaine;Ursule;Vanessa;Viviane;Wendy;Yaëlle;Zélie;Zohra
""".strip()
    .replace("\n", ";")
    .split(";")
)
BOYS = (
    """
Abdallah;Achille;Adama;Aimé;Alain;Aldric;Alexandre;Ambroise;Anatole;André-Pierre;Arnaud;Aristide
Ayoub;Barnabé;Bastien;Benoît;Bernard;Boris;Célestin;César;Charles;Charles-Henri;Christian;Côme
Constant;Cyprien;Damian;Daniel;David;Dimitri;Dylan;Édouard;Élie;Emmanuel;Éric;Ernest;Eugène;Évan
Fabrice;Farid;Fernand;Francis;François;Franck;Frédéric;Gauthier;Geoffroy;Gilles;Guillaume;Gustave
Habib;Henri-Paul;Honoré;Hubert;Ibrahim;Igor;Jacques;Jean-Baptiste;Jean-Louis;Jean-Marie;Jean-Noël
Jérôme;Jonathan;Jean;Julien;Justin;Killian;Laurent;Léandro;Liam;Louis;Luc;Lucas;Mamadou;Manuel
Marc;Marc-Antoine;Martial;Mathéo;Mathis;Matthieu;Maurille;Michel;Mickaël;Moussa;Nathan;Nicolas
Nino;Omar;Ousmane;Patrick;Paul;Philippe;Pierre;Quentin;Raphaël;Raymond;Renaud;Richard;Robin
Roger;Salim;Sami;Simon;Sofiane;Tanguy;Théodore;Thibaut;Timothée;Ugo;Vincent;Wilfried;Yannick
Yohan;Yvon
""".strip()
    .replace("\n", ";")
    .split(";")
)

STREETS = (
    """
rue|des Glycines;rue|du Docteur Fouquet;boulevard|Aristide Tavernier;allée|Claire Joubert
venelle|du Four;rue|Basse;route|de Lesneven;lotissement|Les Genêts;rue|Louis Lefèvre;quai|Vincent
place|de l'Église;résidence|Les Mimosas;rue|Jean-Marie Le Bras;avenue|du Professeur Wagner
rue|Alexandre Delaunay;impasse|Suzanne Clavel;cité|Bellevue;chemin|de la Fontaine aux Loups
rue|du Onze-Novembre;avenue|Charles Tissot;faubourg|Saint-Michel;rue|Paul Meyer
""".strip()
    .replace("\n", ";")
    .split(";")
)
TOWNS = (
    """
29200 Brest;29000 Quimper;29600 Morlaix;29260 Lesneven;29800 Landerneau;64100 Bayonne;64000 Pau
66000 Perpignan;63000 Clermont-Ferrand;59200 Tourcoing;62100 Calais;97410 Saint-Pierre
""".strip()
    .replace("\n", ";")
    .split(";")
)
BIRTH_TOWNS = (
    """
29151 Morlaix;64102 Bayonne;66136 Perpignan;63113 Clermont-Ferrand;59599 Tourcoing;62193 Calais
75120 Paris 20e;69389 Lyon 9e;31555 Toulouse;97416 Saint-Pierre;97209 Fort-de-France;2A247 Porto
2B096 Corte;99351 Tunisie;99341 Sénégal;99333 Madagascar;99127 Italie;99134 Espagne;99326 Mali
""".strip()
    .replace("\n", ";")
    .split(";")
)
HOSPITALS = (
    """
Hôpital Suzanne-Tavernier;Clinique des Trois Rivières;CHR Paul Delaunay;Centre hospitalier Joubert
Hôpital Saint-Vincent-de-Paul;Clinique mutualiste Claire Meyer;CH de Kerlann;Institut Weber
""".strip()
    .replace("\n", ";")
    .split(";")
)
LABORATORIES = (
    """
Laboratoire Tissot et Frey;Biopôle Iroise;SELAS Analyses du Littoral;LBM Le Bras-Clavel
""".strip()
    .replace("\n", ";")
    .split(";")
)
SPECIALITIES = (
    """
Pédiatrie;Oncologie;Chirurgie digestive;Médecine du sommeil;Gériatrie;Stomatologie;ORL;Allergologie
Médecine physique et de réadaptation;Hématologie;Psychiatrie;Radiologie;Gynécologie obstétrique
""".strip()
    .replace("\n", ";")
    .split(";")
)


def surname(rng):
    """Return one family name as it is printed, with its accents."""
    kind = rng.random()
    if kind < 0.5:
        return rng.choice(SURNAMES)
    made = rng.choice(STARTS) + rng.choice(ENDS)
    if kind < 0.9:
        return made
    other = rng.choice(SURNAMES)
    return f"{other}-{made}" if kind < 0.96 else f"{made} {other}"


def first_name(rng, sex):
    """Return one first name; sex is « F » or « M »."""
    return rng.choice(GIRLS if sex == "F" else BOYS)
