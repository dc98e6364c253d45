"""The objects of the reference service in our values, both ways (cve.md §5)."""

from __future__ import annotations

import re
from datetime import date

from almapy.adapters.cve_rest.reading import (
    LONGEST_TEXT,
    Values,
    as_list,
    as_object,
    day,
    moment,
    name_of,
    needed_day,
    number,
    text,
    truth,
)
from almapy.cve.faults import CarnetNonsense
from almapy.cve.model import (
    AccessRequest,
    CarnetIdentity,
    NewCarnet,
    Professional,
    PseudoLine,
    RecommendationLight,
    RecommendationLine,
    Recommendations,
    RemoteLine,
    SharedLine,
)

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_CODE = re.compile(r"[0-9A-Za-z]{0,20}", re.ASCII)
_CIP13 = re.compile(r"(?:[0-9]{13})?", re.ASCII)
_LOT, _MOST_DOSES, _MOST_CARNETS, _MOST_ADVICE = 20, 99, 200, 300


def uuid_of(values: Values) -> str:
    """Return the name of a booklet."""
    found = text(values, "uuid", 36, needed=True)
    if not _UUID.fullmatch(found):
        raise CarnetNonsense
    return found.lower()


def remote_line(found: object) -> RemoteLine:
    """Return one vaccination of a booklet."""
    values = as_object(found)
    author = as_object(values.get("author") or {})
    return RemoteLine(
        remote_id=name_of(values, "id"),
        etag=text(values, "etag", 80, needed=True),
        content=_content(values),
        validated=truth(values, "validated"),
        author=text(author, "name"),
        author_rpps=text(author, "rpps", 11),
        updated_at=moment(values, "updated_at"),
    )


def remote_lines(found: object) -> tuple[RemoteLine, ...]:
    """Return the vaccinations of a booklet, each once."""
    lines = tuple(remote_line(one) for one in as_list(as_object(found).get("items")))
    if len({one.remote_id for one in lines}) != len(lines):
        raise CarnetNonsense
    return lines


def line_body(line: SharedLine) -> dict[str, object]:
    """Return what is sent of a vaccination: by its NUVA code, else by its CIP13."""
    vaccine = {"nuva": line.nuva} if line.nuva else {"cip13": line.cip13}
    return {
        "vaccine": vaccine,
        "date": line.day.isoformat(),
        "lot": line.lot,
        "expiry": line.expiry.isoformat() if line.expiry else None,
        "serial": line.serial,
        "route": line.route,
        "site": line.site,
        "booster": line.booster,
        "dose_rank": line.dose or None,
        "comment": line.comment,
        "source": line.source,
    }


def new_body(new: NewCarnet, external_id: str) -> dict[str, object]:
    """Return what creates a booklet."""
    return {
        "last_name": new.last_name or new.birth_name,
        "birth_name": new.birth_name,
        "first_names": new.first_names,
        "birth_date": new.birth_date.isoformat() if new.birth_date else None,
        "gender": new.gender,
        "zip_code": new.zip_code,
        "email": new.email.strip(),
        "phone": new.phone,
        "external_id": external_id,
    }


def identity(found: object) -> CarnetIdentity:
    """Return whose booklet it is."""
    values = as_object(found)
    return CarnetIdentity(
        uuid=uuid_of(values),
        last_name=text(values, "last_name"),
        birth_name=text(values, "birth_name"),
        first_names=text(values, "first_names"),
        birth_date=day(values, "birth_date"),
        gender=text(values, "gender", 10),
        pseudo=text(values, "pseudo"),
    )


def access_request(found: object) -> AccessRequest:
    """Return the booklets behind a sharing code: nothing but their pseudos is read."""
    values = as_object(found)
    carnets = [as_object(one) for one in as_list(values.get("records"), _MOST_CARNETS)]
    return AccessRequest(
        name_of(values, "request_id"),
        tuple(PseudoLine(name_of(one, "ref"), text(one, "pseudo")) for one in carnets),
    )


def professional(found: object) -> Professional:
    """Return whom the service knows."""
    values = as_object(found)
    return Professional(
        name=text(values, "name", needed=True),
        rpps=text(values, "rpps", 11),
        email=text(values, "email"),
        carnets=number(values, "records_count"),
    )


def recommendations(found: object) -> Recommendations:
    """Return what the service recommends."""
    values = as_object(found)
    items = [as_object(one) for one in as_list(values.get("items"), _MOST_ADVICE)]
    return Recommendations(
        lines=tuple(_advice(one) for one in items),
        computed_on=needed_day(values, "computed_on"),
        engine=text(values, "engine", needed=True),
        local=False,
    )


def _advice(values: Values) -> RecommendationLine:
    light = text(values, "light", 20)
    return RecommendationLine(
        disease=text(values, "disease", needed=True),
        light=RecommendationLight(light)
        if light in set(RecommendationLight)
        else RecommendationLight.GREY,
        status=text(values, "status"),
        next_from=day(values, "next_from"),
        next_to=day(values, "next_to"),
        text=text(values, "text", LONGEST_TEXT),
        source=text(values, "rule_id"),
    )


def _content(values: Values) -> SharedLine:
    nuva, cip13 = text(values, "nuva", 20), text(values, "cip13", 13)
    if not _CODE.fullmatch(nuva) or not _CIP13.fullmatch(cip13):
        raise CarnetNonsense
    when: date = needed_day(values, "date")
    return SharedLine(
        nuva=nuva,
        cip13=cip13,
        day=when,
        label=text(values, "label"),
        lot=text(values, "lot", _LOT),
        expiry=day(values, "expiry"),
        serial=text(values, "serial", _LOT),
        route=text(values, "route", 10),
        site=text(values, "site", 10),
        booster=truth(values, "booster"),
        dose=number(values, "dose_rank", _MOST_DOSES),
        comment=text(values, "comment", LONGEST_TEXT),
    )
