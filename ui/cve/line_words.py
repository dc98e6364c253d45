"""How one vaccination is told, on each side."""

from __future__ import annotations

from almapy.cve.model import RemoteLine
from almapy.partial_day import shown_partial_day
from almapy.record.model import Fact
from almapy.vaccination.model import Route, Site, Vaccination

COLUMNS = ("Date", "Vaccin", "Lot", "Auteur et état")
WIDE = 1


def remote_words(line: RemoteLine) -> tuple[str, ...]:
    """Return the columns of a line of the booklet."""
    validated = "validé" if line.validated else "non validé"
    who = f"{line.author}, {validated}" if line.author else validated
    return (f"{line.day:%d/%m/%Y}", line.label, line.content.lot, who)


def local_words(fact: Fact[Vaccination]) -> tuple[str, ...]:
    """Return the columns of a line of the record."""
    data = fact.data
    return (shown_partial_day(data.given_on), data.label, data.lot, data.performer or fact.author)


def remote_details(line: RemoteLine) -> list[tuple[str, str]]:
    """Return each property of a line of the booklet under its name."""
    content = line.content
    return [
        ("Vaccin", line.label),
        ("Date", f"{line.day:%d/%m/%Y}"),
        ("Lot", content.lot),
        ("Péremption", f"{content.expiry:%d/%m/%Y}" if content.expiry else ""),
        ("Numéro de série", content.serial),
        ("Voie", _route(content.route)),
        ("Site", _site(content.site)),
        ("Rappel", "oui" if content.booster else "non"),
        ("Numéro de dose", str(content.dose or "")),
        ("Commentaire", content.comment),
    ]


def local_details(fact: Fact[Vaccination]) -> list[tuple[str, str]]:
    """Return each property of a line of the record, in the order of ``remote_details``."""
    data = fact.data
    return [
        ("Vaccin", data.label),
        ("Date", shown_partial_day(data.given_on)),
        ("Lot", data.lot),
        ("Péremption", f"{data.expiry:%d/%m/%Y}" if data.expiry else ""),
        ("Numéro de série", data.serial),
        ("Voie", data.route.label if data.route else ""),
        ("Site", data.site.label if data.site else ""),
        ("Rappel", "oui" if data.booster else "non"),
        ("Numéro de dose", str(data.dose or "")),
        ("Commentaire", data.comment),
    ]


def _route(code: str) -> str:
    return Route(code).label if code and code in set(Route) else code


def _site(code: str) -> str:
    return Site(code).label if code and code in set(Site) else code
