"""A refusal of the service – ``{"error": {"code", "message", "field"}}`` – in our words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from almapy.adapters.cve_rest.bodies import remote_line
from almapy.adapters.cve_rest.reading import name_of, number, text
from almapy.cve.faults import (
    AccessRevoked,
    AlreadyThere,
    CarnetAway,
    CarnetGone,
    CarnetNonsense,
    CarnetRefused,
    ChangedElsewhere,
    CodeOver,
    CodeUnknown,
    CredentialsRefused,
    RequestLocked,
    ValidatedByOther,
    WrongBirthDate,
)
from almapy.errors import AlmaPyError

_LONGEST_REASON = 300
_UNAUTHORISED, _SERVER_FAULT, _TOO_MANY, _TIME_OUT = 401, 500, 429, 408
_SAFE = "Ce qui est enregistré au cabinet est intact."
_FIELDS = {"accept_conditions": "accepts_terms", "withdrawal_code": "code"}
"""What the service names otherwise than our forms."""


def fault_of(status: int, found: object) -> AlmaPyError:
    """Return the fault that an answer other than a success stands for."""
    values = found if isinstance(found, dict) else {}
    error = values.get("error")
    error = error if isinstance(error, dict) else {}
    if status >= _SERVER_FAULT or status == _TIME_OUT:
        return CarnetAway("Le service du carnet de vaccination est en panne ou en maintenance.")
    if status == _UNAUTHORISED:
        return CredentialsRefused()
    code = error.get("code")
    known = _KNOWN.get(code) if isinstance(code, str) else None
    if known is not None:
        try:
            return known(values, error)
        except CarnetNonsense as nonsense:
            return nonsense
    if status == _TOO_MANY:
        return CarnetAway("Le service du carnet de vaccination demande d'attendre.")
    return _told(status, error)


def _told(status: int, error: Mapping[str, Any]) -> AlmaPyError:
    """Return a refusal that no rule of ours names, with the words of the service."""
    if status == 404:  # noqa: PLR2004  (RFC 9110)
        return CarnetGone()
    if not 400 <= status < 500:  # noqa: PLR2004  (the class of statuses, RFC 9110)
        return CarnetNonsense()
    try:
        said = " ".join(text(error, "message", _LONGEST_REASON).split())
        code, field = text(error, "code", 60), text(error, "field", 60)
    except CarnetNonsense:
        said, code, field = "", "", ""
    why = f"\u00a0: «\u00a0{said}\u00a0»" if said else ""
    return CarnetRefused(
        f"Le service du carnet de vaccination a refusé{why}. {_SAFE}",
        reason=code or str(status),
        field=_FIELDS.get(field, field) or None,
    )


def _too_soon(_values: Mapping[str, Any], _error: Mapping[str, Any]) -> AlmaPyError:
    return CarnetRefused(
        "Un code vient d'être envoyé à ce patient. Rien de plus n'a été envoyé. Attendez une "
        "minute, puis recommencez.",
        reason="trop_tot",
    )


def _birth_date(values: Mapping[str, Any], error: Mapping[str, Any]) -> AlmaPyError:
    there = error if "tries_left" in error else values
    left = number(there, "tries_left", 100, default=-1)
    return WrongBirthDate(left if left >= 0 else None)


def _double(values: Mapping[str, Any], error: Mapping[str, Any]) -> AlmaPyError:
    return AlreadyThere(name_of(error if "id" in error else values, "id"))


def _changed(values: Mapping[str, Any], error: Mapping[str, Any]) -> AlmaPyError:
    current = values.get("current") or error.get("current")
    return ChangedElsewhere(remote_line(current) if current else None)


def _unknown_code(_values: Mapping[str, Any], error: Mapping[str, Any]) -> AlmaPyError:
    field = text(error, "field", 60)
    return CodeUnknown(
        "Le service ne connaît pas ce code. Rien n'a été modifié. Vérifiez chaque caractère.",
        reason="code_inconnu",
        field=_FIELDS.get(field, field) or "code",
    )


def _used_code(_values: Mapping[str, Any], _error: Mapping[str, Any]) -> AlmaPyError:
    return CodeOver(
        "Ce code de retrait a déjà servi. Rien n'a été installé. Demandez-en un nouveau au "
        "service, ou choisissez le fichier déjà téléchargé.",
        reason="code_deja_utilise",
        field="code",
    )


def _expired_code(_values: Mapping[str, Any], _error: Mapping[str, Any]) -> AlmaPyError:
    return CodeOver(
        "Ce code a expiré. Rien n'a été modifié. Demandez-en un nouveau.",
        reason="code_expire",
        field="code",
    )


_Maker = Callable[[Mapping[str, Any], Mapping[str, Any]], AlmaPyError]
_KNOWN: Mapping[str, _Maker] = {
    "code_inconnu": _unknown_code,
    "code_deja_utilise": _used_code,
    "code_expire": _expired_code,
    "acces_revoque": lambda _values, _error: AccessRevoked(),
    "date_naissance_incorrecte": _birth_date,
    "verrouille": lambda _values, _error: RequestLocked(),
    "doublon": _double,
    "modifie_entre_temps": _changed,
    "valide_par_un_autre": lambda _values, _error: ValidatedByOther(),
    "trop_tot": _too_soon,
}
