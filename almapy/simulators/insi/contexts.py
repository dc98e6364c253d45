"""ContexteBAM and ContexteLPS: who calls, by which program, when (§4.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lxml import etree

from almapy.insi.standard import BAM, BAM_VERSION, IDAM_KIND, LPS, LPS_VERSION
from almapy.simulators.insi.envelope import UUID4
from almapy.simulators.insi.refusals import UNKNOWN_SOFTWARE, Refused, malformed
from almapy.simulators.insi.tree import in_order, only, text

SKEW = timedelta(minutes=5)
_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_PROGRAM = re.compile(r"urn:lps:[^:\s]+:[^:\s]+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z")
_MICROSECONDS = 6


@dataclass(frozen=True, slots=True)
class Rules:
    """What the service knows when it checks: the time, the programs it accepts.

    ``replays`` accepts a message written long ago: a saved file sent again.
    """

    now: datetime
    programs: frozenset[str]
    replays: bool = False


def check_contexts(header: etree._Element, rules: Rules) -> None:
    """Check both contexts of a call; raises Refused."""
    bam = only(header, BAM, "ContexteBAM")
    _attributes(bam, "CTXBAM", BAM_VERSION)
    in_order(bam, BAM, ("Id", "Temps", "Emetteur", "DateRef", "COUVERTURE"))
    _stamped(bam, BAM, rules)
    only(bam, BAM, "COUVERTURE")
    lps = only(header, LPS, "ContexteLPS")
    _attributes(lps, "CTXLPS", LPS_VERSION)
    in_order(lps, LPS, ("Id", "Temps", "Emetteur", "LPS"))
    _stamped(lps, LPS, rules)
    _program(only(lps, LPS, "LPS"), rules)


def moment(written: str) -> datetime:
    """Return a moment written in UTC with a final Z; raises Refused."""
    if _MOMENT.fullmatch(written):
        whole, _, fraction = written.rstrip("Z").partition(".")
        try:
            known = datetime.fromisoformat(whole).replace(tzinfo=UTC)
        except ValueError:
            known = None
        if known is not None:
            return known + timedelta(microseconds=int(fraction[:_MICROSECONDS].ljust(6, "0")))
    raise malformed(
        "temps", "Un moment s'écrit en temps universel\u00a0: AAAA-MM-JJThh:mm:ss.sssZ."
    )


def _attributes(context: etree._Element, nature: str, version: str) -> None:
    if context.get("Version") != version:
        raise malformed("contexte", f"{nature} doit être en version {version}.")
    if context.get("Nature", nature) != nature:
        raise malformed("contexte", f"La nature de ce contexte est {nature}.")


def _stamped(context: etree._Element, namespace: str, rules: Rules) -> None:
    if not UUID4.fullmatch(text(only(context, namespace, "Id"))):
        raise malformed("contexte", "L'Id d'un contexte est un UUID v4.")
    written = moment(text(only(context, namespace, "Temps")))
    if not rules.replays and abs(written - rules.now) > SKEW:
        raise malformed(
            "horloge", "L'heure du message s'écarte de plus de cinq minutes de celle du service."
        )


def _program(program: etree._Element, rules: Rules) -> None:
    in_order(program, LPS, ("IDAM", "Version", "Instance", "Nom"))
    number = only(program, LPS, "IDAM")
    if number.get("R") != IDAM_KIND:
        raise malformed("idam", f'IDAM doit porter R="{IDAM_KIND}".')
    if text(number) not in rules.programs:
        raise Refused(UNKNOWN_SOFTWARE)
    if not text(only(program, LPS, "Version")):
        raise malformed("lps", "La version du logiciel manque.")
    if not _UUID.fullmatch(text(only(program, LPS, "Instance"))):
        raise malformed("lps", "L'instance du logiciel est un UUID.")
    if not _PROGRAM.fullmatch(text(only(program, LPS, "Nom"))):
        raise malformed("lps", "Le nom du logiciel s'écrit urn:lps:nom:version.")
