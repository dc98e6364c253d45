"""The calls of one search by traits: one given name after the other (INS notes §4.5)."""

from __future__ import annotations

from collections.abc import Callable

from almapy.insi.model import CallKind, Exchange, Outcome
from almapy.stop import Stop


def given_names(first_names: str) -> tuple[str, ...]:
    """Return the names of a list in their order, each once; « JEAN-LOUIS » is one."""
    return tuple(dict.fromkeys(first_names.split()))


def cascade(ask: Callable[[str], Exchange], first_names: str, stop: Stop) -> tuple[Exchange, ...]:
    """Ask for one name after the other, and last for all of them joined.

    It ends at the first identity found (CR 00), at the first answer that is no « nobody », and
    when asked to stop: then the last exchange says CANCELLED. « Several » (CR 02) on one name goes
    straight to the joined names: adding the others is what narrows it, while another name asked
    alone could only find somebody else.
    """
    names = given_names(first_names)
    exchanges: list[Exchange] = []
    for name in names:
        if stop.asked:
            return (*exchanges, _given_up())
        exchanges.append(ask(name))
        if exchanges[-1].outcome is not Outcome.NOBODY:
            break
    goes_on = exchanges[-1].outcome in {Outcome.NOBODY, Outcome.SEVERAL}
    if len(names) > 1 and goes_on:
        exchanges.append(_given_up() if stop.asked else ask(" ".join(names)))
    return tuple(exchanges)


def _given_up() -> Exchange:
    """Return what stands for the call that was not made: nothing left, nothing is stored."""
    return Exchange(CallKind.TRAITS, Outcome.CANCELLED)
