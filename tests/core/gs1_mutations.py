"""Element strings of boxes made at random, and the same with faults."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

from almapy.gs1.box import read_box
from almapy.gs1.checks import check_digit, is_gtin
from almapy.gs1.elements import element_string
from almapy.gs1.faults import BoxRefused
from almapy.gs1.keyboard import typed_box
from almapy.gs1.model import GS, BoxCode

TODAY = date(2026, 11, 21)
_ORDERS = (("17", "10", "21"), ("21", "17", "10"), ("10", "17", "21"), ("21", "10", "17"))
_SIGNS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_FOREIGN = f"{GS}]()/é\x00 ￿0123456789AZ"


def any_fields(pick: random.Random) -> dict[str, str]:
    """The fields of a French box."""
    body = f"034009{pick.randrange(10**7):07}"
    day = f"{pick.randrange(24, 34):02}{pick.randrange(1, 13):02}{pick.randrange(29):02}"
    return {
        "01": body + check_digit(body),
        "17": day,
        "10": "".join(pick.choices(_SIGNS, k=pick.randrange(4, 11))),
        "21": "".join(pick.choices(_SIGNS, k=pick.randrange(8, 21))),
    }


def any_box(pick: random.Random) -> tuple[str, dict[str, str]]:
    """An element string in one of the orders of makers, and its fields."""
    fields = any_fields(pick)
    order = ("01", *pick.choice(_ORDERS))
    return element_string((ai, fields[ai]) for ai in order), fields


def mutated(pick: random.Random) -> str:
    """A box whose string was changed in up to four places."""
    signs = list(any_box(pick)[0])
    for _ in range(pick.randrange(1, 5)):
        place = pick.randrange(len(signs) + 1)
        match pick.randrange(5):
            case 0:
                signs[place : place + 1] = pick.choice(_FOREIGN)
            case 1:
                signs.insert(place, pick.choice(_FOREIGN))
            case 2:
                del signs[place : place + pick.randrange(1, 6)]
            case 3:
                signs[place:place] = signs[: pick.randrange(1, 20)]
            case _:
                signs = signs[place:] + signs[:place]
    return "".join(signs) or "0"


def accepted(text: str) -> Iterator[BoxCode]:
    """Give what is taken of a text, read and typed; anything but a refusal goes through."""
    for read in (read_box, typed_box):
        try:
            yield read(text, TODAY)
        except BoxRefused as refused:
            yield from refused.choices


def wrongly_accepted(count: int, seed: int) -> list[str]:
    """Return the mutated strings whose box has a wrong check digit or misses a field."""
    pick = random.Random(seed)
    texts = (mutated(pick) for _ in range(count))
    return [
        text
        for text in texts
        for box in accepted(text)
        if not (is_gtin(box.gtin) and box.gtin.startswith("0") and box.lot and box.expiry)
    ]
