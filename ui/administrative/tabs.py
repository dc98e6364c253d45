"""The seven tabs in their order."""

from __future__ import annotations

from collections.abc import Callable

from ui.administrative.civil_status_tab import CivilStatusTab
from ui.administrative.confidential_tab import ConfidentialTab
from ui.administrative.cover_tab import CoverTab
from ui.administrative.links_tab import LinksTab
from ui.administrative.rights_tab import RightsTab
from ui.administrative.social_tab import SocialTab
from ui.administrative.tab import AdministrativeTab
from ui.administrative.visits_tab import VisitsTab
from ui.desk import Desk

TABS: tuple[tuple[str, Callable[[Desk], AdministrativeTab]], ...] = (
    ("Etat civil", CivilStatusTab),
    ("Couverture santé", CoverTab),
    ("Données sociales", SocialTab),
    ("Confidentiel", ConfidentialTab),
    ("Dossiers Liés", LinksTab),
    ("Données de venues", VisitsTab),
    ("DMP & Droits spécifiques", RightsTab),
)
