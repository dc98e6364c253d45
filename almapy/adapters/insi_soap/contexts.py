"""Headers of every call: ContexteBAM 01_02, ContexteLPS 01_00, WS-Addressing (INS notes §4.3)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from almapy.insi.standard import BAM, BAM_VERSION, IDAM_KIND, LPS, LPS_VERSION, WSA

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Sender:
    """Who calls: ``emitter`` is the professional's or the structure's number (« Emetteur »)."""

    emitter: str
    idam: str
    instance: str
    version: str

    @property
    def software(self) -> str:
        """Return « Nom » of the LPS: urn:lps:almapy:<version>."""
        return f"urn:lps:almapy:{self.version}"


def instant(moment: datetime) -> str:
    """Return a moment as the contexts and the assertion write it: UTC, milliseconds, Z."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def bam_context(sender: Sender, now: datetime) -> _Element:
    """Return ContexteBAM; COUVERTURE is mandatory and may stay empty."""
    from lxml import etree

    context = etree.Element(
        f"{{{BAM}}}ContexteBAM",
        {"Nature": "CTXBAM", "Version": BAM_VERSION},
        nsmap={"ctxbam": BAM},
    )
    _identify(context, BAM, sender, now)
    etree.SubElement(context, f"{{{BAM}}}COUVERTURE")
    return context


def lps_context(sender: Sender, now: datetime) -> _Element:
    """Return ContexteLPS: the program, its version, its authorisation, its installation."""
    from lxml import etree

    context = etree.Element(
        f"{{{LPS}}}ContexteLPS",
        {"Nature": "CTXLPS", "Version": LPS_VERSION},
        nsmap={"ctxlps": LPS},
    )
    _identify(context, LPS, sender, now)
    program = etree.SubElement(context, f"{{{LPS}}}LPS")
    etree.SubElement(program, f"{{{LPS}}}IDAM", {"R": IDAM_KIND}).text = sender.idam
    etree.SubElement(program, f"{{{LPS}}}Version").text = sender.version
    etree.SubElement(program, f"{{{LPS}}}Instance").text = sender.instance
    etree.SubElement(program, f"{{{LPS}}}Nom").text = sender.software
    return context


def addressing(action: str, message_id: str) -> list[_Element]:
    """Return wsa:Action and wsa:MessageID."""
    from lxml import etree

    elements = []
    for name, text in (("Action", action), ("MessageID", message_id)):
        element = etree.Element(f"{{{WSA}}}{name}", nsmap={"wsa": WSA})
        element.text = text
        elements.append(element)
    return elements


def _identify(context: _Element, space: str, sender: Sender, now: datetime) -> None:
    from lxml import etree

    etree.SubElement(context, f"{{{space}}}Id").text = str(uuid.uuid4())
    etree.SubElement(context, f"{{{space}}}Temps").text = instant(now)
    if sender.emitter:
        etree.SubElement(context, f"{{{space}}}Emetteur").text = sender.emitter
