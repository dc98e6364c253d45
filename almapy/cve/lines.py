"""One vaccination as both sides write it: what is shared, in which words, and what differs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import date

from almapy.cve.model import RemoteLine, SharedLine
from almapy.partial_day import shown_partial_day
from almapy.vaccination.model import (
    ActState,
    EntryWay,
    Origin,
    Route,
    Site,
    Vaccination,
)

_WHOLE_DAY = len("AAAA-MM-JJ")
_LABELS = {
    "product": "vaccin",
    "day": "date",
    "lot": "lot",
    "expiry": "péremption",
    "serial": "numéro de série",
    "route": "voie",
    "site": "site",
    "booster": "rappel",
    "dose": "numéro de dose",
    "comment": "commentaire",
}
_LONGEST = {"label": 300, "lot": 20, "serial": 20, "comment": 4000, "performer": 200}


def why_not_shared(data: Vaccination) -> str:
    """Return in French why a vaccination cannot stand in a booklet; empty when it can."""
    if data.state is ActState.REFUSED:
        return "un refus n'est pas partagé"
    if data.state is ActState.CONTRAINDICATED:
        return "une contre-indication n'est pas partagée"
    if len(data.given_on) != _WHOLE_DAY:
        return f"date incomplète ({shown_partial_day(data.given_on)})"
    if not data.vaccine and not data.cip13:
        return "vaccin inconnu de la table"
    return ""


def goes_by_itself(data: Vaccination) -> bool:
    """Tell whether a vaccination is sent without being asked: not what a patient only declared."""
    return not why_not_shared(data) and data.origin is not Origin.DECLARED


def to_shared(data: Vaccination, known: SharedLine | None = None) -> SharedLine:
    """Return what is sent of a vaccination; raises ValueError for a date that is not whole.

    ``known`` is the line as the booklet had it: a code that our table does not know stays.
    """
    nuva = data.vaccine or (known.nuva if known else "")
    return SharedLine(
        nuva=nuva,
        cip13=data.cip13,
        day=date.fromisoformat(data.given_on),
        label=data.label,
        lot=data.lot,
        expiry=data.expiry,
        serial=data.serial,
        route=data.route.value,
        site=data.site.value,
        booster=data.booster,
        dose=data.dose,
        comment=_one_line(data.comment),
        source=data.origin.value,
    )


def to_vaccination(
    remote: RemoteLine, *, known: bool, diseases: str = "", own_rpps: str = ""
) -> Vaccination:
    """Return the vaccination of a record that a line of a booklet becomes (R15).

    ``known`` tells whether our table has its code; one that it has not stays in the label.
    """
    content = remote.content
    return Vaccination(
        vaccine=content.nuva if known else "",
        label=_label(content, known=known),
        given_on=content.day.isoformat(),
        state=ActState.DONE,
        origin=_origin(remote, own_rpps),
        diseases=diseases,
        cip13=content.cip13,
        dose=content.dose,
        booster=content.booster,
        lot=content.lot,
        expiry=content.expiry,
        serial=content.serial,
        route=_route(content.route),
        site=_site(content.site),
        performer=remote.author[: _LONGEST["performer"]],
        way=EntryWay.CARNET,
        comment=content.comment,
    )


def over(data: Vaccination, content: SharedLine, *, known: bool, diseases: str) -> Vaccination:
    """Return a vaccination with what the booklet says of it; the rest stays."""
    return replace(
        data,
        vaccine=content.nuva if known else "",
        label=_label(content, known=known),
        given_on=content.day.isoformat(),
        diseases=diseases,
        cip13=content.cip13,
        dose=content.dose,
        booster=content.booster,
        lot=content.lot,
        expiry=content.expiry,
        serial=content.serial,
        route=_route(content.route),
        site=_site(content.site),
        comment=data.comment
        if _one_line(data.comment) == _one_line(content.comment)
        else content.comment,
    )


def differences(local: SharedLine, remote: SharedLine) -> tuple[str, ...]:
    """Return in French what two versions of one line say otherwise.

    Names are not compared: each side has its own. A code that one side alone knows is no
    difference, nor what one cannot hold.
    """
    found = [] if _same_product(local, remote) else ["product"]
    names = ("day", "lot", "expiry", "serial", "route", "site", "booster", "dose")
    found += [name for name in names if getattr(local, name) != getattr(remote, name)]
    if _one_line(local.comment) != _one_line(remote.comment):
        found.append("comment")
    return tuple(_LABELS[name] for name in found)


def is_same(local: SharedLine, remote: SharedLine) -> bool:
    """Tell whether nothing needs to be sent to make them alike."""
    return not differences(local, remote)


def as_text(content: SharedLine) -> str:
    """Return a line as rows keep it."""
    return json.dumps(asdict(content), ensure_ascii=False, default=date.isoformat)


def from_text(text: str) -> SharedLine | None:
    """Return a line that a row kept, None for an empty one."""
    if not text:
        return None
    stored: Mapping[str, object] = json.loads(text)
    values: dict[str, object] = {
        one.name: stored[one.name] for one in fields(SharedLine) if one.name in stored
    }
    for name in ("day", "expiry"):
        value = values.get(name)
        values[name] = date.fromisoformat(value) if isinstance(value, str) else None
    return SharedLine(**values)  # type: ignore[arg-type]


def _one_line(comment: str) -> str:
    """Return a comment as a booklet takes it: lines and no-break spaces become spaces."""
    return " ".join(comment.split())


def _same_product(one: SharedLine, other: SharedLine) -> bool:
    if one.nuva and other.nuva:
        return one.nuva == other.nuva
    if one.cip13 and other.cip13:
        return one.cip13 == other.cip13
    return True


def _label(content: SharedLine, *, known: bool) -> str:
    label = " ".join(content.label.split())[: _LONGEST["label"]]
    if known:
        return label or content.nuva
    code = content.nuva or content.cip13
    return f"{label} (code {code})" if label and code not in label else label or code or "Vaccin"


def _origin(remote: RemoteLine, own_rpps: str) -> Origin:
    if own_rpps and remote.author_rpps == own_rpps:
        return Origin.HERE
    return Origin.ELSEWHERE if remote.validated else Origin.DECLARED


def _route(code: str) -> Route:
    return Route(code) if code in set(Route) else Route.UNKNOWN


def _site(code: str) -> Site:
    return Site(code) if code in set(Site) else Site.UNKNOWN
