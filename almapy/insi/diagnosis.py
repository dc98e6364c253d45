"""How it stands with the settings of INSi, without calling anybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from almapy.diagnose import Check
from almapy.errors import DomainError
from almapy.insi.settings import InsiSettings
from almapy.insi.settings_rules import LABELS, missing, remarks, url_field
from almapy.insi.software_certificate import certificate_of

_NAME = "téléservice INSi"
_CERTIFICATE = "certificat logiciel INSi"
_WHERE = "dans Paramètres, «\u00a0Téléservices (INSi)\u00a0»"


def insi_checks(
    settings: InsiSettings, now: datetime, *, simulated: bool = False
) -> Iterator[Check]:
    """Look at the settings; a practice that never set any has nothing to correct.

    ``simulated``: a simulator answers whatever they say.
    """
    if simulated:
        yield Check(_NAME, ok=True, detail="simulateur de la démonstration")
        return
    if replace(settings, instance="") == InsiSettings():
        yield Check(
            _NAME, ok=True, detail=f"non réglé\u00a0: aucun appel possible. Il se règle {_WHERE}."
        )
        return
    yield _addresses(settings)
    if settings.certificate:
        yield _certificate(settings, now)


def _addresses(settings: InsiSettings) -> Check:
    if lacking := missing(settings):
        return Check(
            _NAME,
            ok=False,
            detail=f"il manque\u00a0: {', '.join(lacking)}",
            remedy=f"Complétez {_WHERE}.",
        )
    name = url_field(settings)
    if remark := remarks(settings).get(name):
        return Check(_NAME, ok=False, detail=f"{LABELS[name]}\u00a0: {remark}", remedy=_corrected())
    detail = f"{settings.environment.label}, {settings.authentication.label}"
    return Check(_NAME, ok=True, detail=detail)


def _certificate(settings: InsiSettings, now: datetime) -> Check:
    try:
        facts = certificate_of(settings, now)
    except DomainError as error:
        return Check(_CERTIFICATE, ok=False, detail=error.message, remedy=_corrected())
    if facts is None:
        return Check(_CERTIFICATE, ok=True, detail="aucun")
    return Check(
        _CERTIFICATE,
        ok=not facts.warning,
        detail=f"valable jusqu'au {facts.valid_until:%d/%m/%Y}",
        remedy=facts.warning,
    )


def _corrected() -> str:
    return f"Corrigez {_WHERE}."
