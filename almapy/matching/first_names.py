"""Frequent French first names, to tell which word of « MARTIN CLAIRE » is the family name."""

from __future__ import annotations

_NAMES = """
abdel adam adele adeline adrien agathe agnes ahmed aicha alain albert alexandra alexandre alexia
alexis alice alicia aline alix amandine amelie amina amine ana anais andre andrea andree angele
angelique anna annabelle anne annette annick annie anthony antoine antonin apolline ariane armand
armelle arnaud arthur astrid audrey augustin aurelie aurelien aurore axel ayoub baptiste barbara
bastien beatrice benjamin benoit bernadette bernard bertrand blandine boris brigitte bruno camille
carine carla carole caroline catherine cecile cedric celia celine chantal charlene charles charlotte
chloe christel christelle christian christiane christine christophe claire clara clarisse claude
claudette claudine clement clemence clotilde colette coline constance corentin corinne cyril cyrille
damien daniel daniele danielle david deborah delphine denis denise didier dimitri dominique dorian
dylan edith edouard elena eliane elias elie eliott elisabeth elise ella elodie eloise elsa emeline
emile emilie emma emmanuel emmanuelle enzo eric erwan estelle esther ethan etienne eugene eugenie
eva evelyne fabien fabienne fabrice fanny farid fatiha fatima fatou faustine felix fernand fernande
fiona flavie flora florence florent florian france francine francis francois francoise franck
frank frederic frederique gabriel gabrielle gael gaelle gaetan gaspard gaston genevieve georges
georgette gerald gerard germaine ghislaine gilbert gilberte gilles gisele giselle gregoire gregory
guillaume gustave guy gwenaelle hamza hanna hassan helene heloise henri henriette hubert hugo hugues
ibrahim ilyes ines irene iris isabelle ismael ivan jacqueline jacques jade jamal janine jean jeanne
jeannine jeremie jeremy jerome jessica joanna jocelyne joel joelle johan johanna johnny jonathan
jordan josephine joseph josette josiane jules julia julie julien juliette justin justine karim
karima karine kevin khadija laetitia laila lara laura laure laurence laurent laurine lea leila lena
leo leon leonie lilian liliane lina linda lisa lise loic lola lorenzo lou louane louis louise luc
lucas lucette lucie lucien lucienne lucile ludivine ludovic lydia lydie madeleine mael maelle
magali magalie malik manon manuel marc marcel marcelle marcelline margaux margot marguerite maria
mariam marianne marie marina marine marion marius marjorie martial martin martine maryse maryvonne
mateo mathias mathieu mathilde mathis matteo matthias matthieu maud maurice max maxence maxime
maya mehdi melanie melina melissa melodie mia michel michele micheline mickael michael mireille
mohamed mohammed monique morgan morgane mounir muriel myriam nabil nadege nadia nadine nael nathalie
nathan nicolas nicole nina noah noe noel noelle noemie nolan nora odette odile olga olivia olivier
oceane omar ophelie oscar pascal pascale patrice
patricia patrick paul paule paulette pauline perrine
philippe pierre pierrette quentin rachel rachid raphael raymond raymonde regine regis remi remy rene
renee richard robert roger roland rolande romain romane rosa rose roxane ruth sabine sabrina sacha
salome samia samir samuel sandra sandrine sara sarah sasha sebastien serge severine simon simone
sofia solange solene solenne sonia sophie stella stephane stephanie sylvain sylvette sylviane sylvie
tania teo theo theophile therese thibault thibaut thierry thomas timeo timothee titouan tom tristan
ugo valentin valentine valerie vanessa vera veronique victor victoire victoria vincent violette
virginie viviane walid william xavier yael yann yanis yannick yasmine yassine yolande youssef yves
yvette yvon yvonne zacharie zoe
"""
FIRST_NAMES = frozenset(_NAMES.split())
"""Folded. Some are family names too: they decide nothing alone."""
