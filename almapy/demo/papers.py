"""Which fictitious documents lie in which records of the demo practice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from almapy.demo.paper import Paper
from almapy.documents.model import Direction, DocumentDetails, Origin, Tab

_CARDIOLOGY = ("Docteur Hélène FICTIVE", "Cardiologie", "3 quai des Modèles, 67000 STRASBOURG")
_EYES = ("Docteur Marc EXEMPLE", "Ophtalmologie", "8 rue du Test, 67000 STRASBOURG")
_LABORATORY = ("Laboratoire des Exemples", "Biologie médicale", "1 place du Test, 67000 STRASBOURG")
_PHYSIO = ("Anne MODÈLE", "Masseur-kinésithérapeute", "15 rue des Essais, 67100 STRASBOURG")
_NURSE = ("Paul ESSAI", "Infirmier", "22 rue des Essais, 67100 STRASBOURG")
_PRACTICE = ("Cabinet des Tilleuls", "Docteur Paul DÉMO, médecine générale", "12 rue des Tilleuls")
_RARELY = 0.1
_LONGEST_AGO = 700


def ruth_papers(today: date) -> tuple[Paper, ...]:
    """Return her documents as of the day before ``today``, some in each tab."""
    return tuple(sorted(_ruth(today), key=lambda paper: paper.details.day))


def drawn_papers(rng: Random, until: date, since: date) -> tuple[Paper, ...]:
    """Return the documents of somebody seen between these days: most have none."""
    if rng.random() >= _RARELY:
        return ()
    day = until - timedelta(days=rng.randint(1, _LONGEST_AGO))
    if day <= since:
        return ()
    paper = rng.choice((_heart, _blood_count, _rehabilitation))(day)
    return (replace(paper, is_read=rng.random() < 0.8),)  # noqa: PLR2004  (four in five)


def _ruth(today: date) -> Iterator[Paper]:
    yield _heart(_ago(today, 240))
    yield Paper(
        _details("Fond d'œil annuel", _ago(today, 33), Tab.RECEIVED, "78513-9", _EYES[0]),
        _EYES,
        "Cher confrère,\n"
        "J'ai examiné votre patiente pour la surveillance ophtalmologique de son diabète.\n"
        "Acuité visuelle corrigée\u00a0: 10/10 aux deux yeux. Tonus normal. Fond d'œil "
        "sans rétinopathie diabétique, macula saine.\n"
        "Contrôle proposé dans un an. Bien confraternellement.",
        is_read=False,
    )
    yield Paper(
        _details(
            "Demande d'avis cardiologique", _ago(today, 275), Tab.SENT, "96349-6", _CARDIOLOGY[0]
        ),
        _PRACTICE,
        "Chère consœur,\n"
        "Je vous adresse cette patiente diabétique de type 2, dont le père a fait un infarctus "
        "à 61 ans, pour un bilan cardiologique. Merci de votre avis.\n"
        "Bien confraternellement.",
        Origin.ALMAPY,
    )
    yield Paper(
        _details(
            "Bilan de kinésithérapie", _ago(today, 120), Tab.PARAMEDICAL, "11506-3", _PHYSIO[0]
        ),
        _PHYSIO,
        "Dix séances pour cervicalgies de posture (travail sur écran). Douleur passée de 6 à 2 "
        "sur 10, rotation complète. Exercices à poursuivre à domicile.",
    )
    yield Paper(
        _details(
            "Éducation au suivi glycémique", _ago(today, 60), Tab.PARAMEDICAL, "11506-3", _NURSE[0]
        ),
        _NURSE,
        "Lecteur de glycémie\u00a0: technique acquise. Carnet tenu. Pieds vus, peau intacte.",
        is_read=False,
    )
    yield _blood_count(_ago(today, 95))
    yield Paper(
        _details(
            "HbA1c et bilan lipidique", _ago(today, 5), Tab.BIOLOGY, "11502-2", _LABORATORY[0]
        ),
        _LABORATORY,
        " Examen                       Résultat     Unité    Valeurs usuelles\n"
        " HbA1c                             6,8     %        4,0 à 6,0\n"
        " LDL-cholestérol                  0,92     g/L      < 1,00\n"
        " HDL-cholestérol                  0,51     g/L      > 0,40\n"
        " Triglycérides                    1,34     g/L      < 1,50",
        is_read=False,
    )


def _heart(day: date) -> Paper:
    return Paper(
        _details("Compte rendu de consultation", day, Tab.RECEIVED, "11488-4", _CARDIOLOGY[0]),
        _CARDIOLOGY,
        "Cher confrère,\n"
        "Examen cardiovasculaire normal. Électrocardiogramme\u00a0: rythme sinusal, sans trouble "
        "de la repolarisation. Échographie\u00a0: fonction ventriculaire gauche conservée.\n"
        "Pas de modification du traitement. Contrôle dans deux ans. Bien confraternellement.",
    )


def _blood_count(day: date) -> Paper:
    return Paper(
        _details("Numération formule sanguine", day, Tab.BIOLOGY, "11502-2", _LABORATORY[0]),
        _LABORATORY,
        " Examen                       Résultat     Unité    Valeurs usuelles\n"
        " Hémoglobine                      13,4     g/dL     12,0 à 16,0\n"
        " Leucocytes                        6,2     G/L      4,0 à 10,0\n"
        " Plaquettes                        241     G/L      150 à 400",
        Origin.HPRIM,
    )


def _rehabilitation(day: date) -> Paper:
    return Paper(
        _details("Fin de rééducation", day, Tab.PARAMEDICAL, "11506-3", _PHYSIO[0]),
        _PHYSIO,
        "Quinze séances de rééducation. Marche sans aide, périmètre normal. Fin de soins.",
        Origin.SCAN,
    )


def _details(title: str, day: date, tab: Tab, type_code: str, who: str) -> DocumentDetails:
    direction = Direction.SENT if tab is Tab.SENT else Direction.RECEIVED
    return DocumentDetails(title, day, tab, direction, type_code, who)


def _ago(today: date, days: int) -> date:
    return today - timedelta(days=days)
