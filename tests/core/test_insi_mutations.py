"""Two thousand damaged answers: no crash, and no identity that the text does not carry."""

from __future__ import annotations

import random
import re
from xml.etree import ElementTree as ET

import pytest

from almapy.adapters.insi_soap.replay import replayed
from almapy.insi.model import CallKind, Exchange, Outcome
from tests.core import insi_answers_helper as answers

SEEDS = [
    answers.RUTH,
    answers.NOBODY,
    answers.TEST_2_04,
    answers.TEST_2_05,
    answers.TEST_2_08_CORSE,
    answers.TEST_2_08_HERMANN,
    answers.DARTAGNAN,
    answers.fault_a("siram_100", "desir_550", "IDAM inconnu"),
    answers.fault_b("siram_40", "insi_102", "Erreur technique"),
    answers.fault_c("siram_10", "insi_19", "Nom obligatoire"),
]
COUNT = 2_000
_SPACE = "{http://www.cnamts.fr/INSiResultat}"
_KNOWN = {f"1.2.250.1.213.1.4.{last}" for last in (8, 9, 10, 11)}


# The mutator


def flipped(text: bytes, chance: random.Random) -> bytes:
    changed = bytearray(text)
    for _ in range(chance.choice([1, 1, 2, 6])):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut_out(text: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(text))
    return text[:start] + text[start + chance.choice([1, 2, 8, 80]) :]


def truncated(text: bytes, chance: random.Random) -> bytes:
    return text[: chance.randrange(len(text))]


def doubled(text: bytes, chance: random.Random) -> bytes:
    """Repeat one whole element somewhere, often just behind itself."""
    found = chance.choice(list(re.finditer(rb"<(\w+)>[^\x00]*?</\1>", text)) or [None])
    if found is None:
        return text + text
    places = [found.end(), *(one.end() for one in re.finditer(rb">", text))]
    place = chance.choice([found.end(), chance.choice(places)])
    return text[:place] + found[0] + text[place:]


def swapped(text: bytes, chance: random.Random) -> bytes:
    """Exchange the texts of two elements."""
    values = list(re.finditer(rb">([^<>]+)<", text))
    if len(values) < 2:
        return text
    first, second = sorted(chance.sample(values, 2), key=lambda one: one.start())
    return (
        text[: first.start(1)]
        + second[1]
        + text[first.end(1) : second.start(1)]
        + first[1]
        + text[second.end(1) :]
    )


def renamed(text: bytes, chance: random.Random) -> bytes:
    names = sorted(set(re.findall(rb"</?(\w+)", text))) or [b"RESULTAT"]
    old, new = chance.choice(names), chance.choice([*names, b"AUTRE"])
    return re.sub(rb"\b" + old + rb"\b", new, text, count=chance.choice([0, 1, 2]))


def moved_namespace(text: bytes, chance: random.Random) -> bytes:
    spaces = re.findall(rb'"(http[^"]+|urn:[^"]+)"', text)
    others = [b"", b"http://autre", b"urn:siram", b"http://www.cnamts.fr/INSiRecSans"]
    return text.replace(chance.choice(spaces or [b"http"]), chance.choice([*others, *spaces]), 1)


def replaced(text: bytes, chance: random.Random) -> bytes:
    values = list(re.finditer(rb">([^<>]+)<", text))
    if not values:
        return text
    one = chance.choice(values)
    new = chance.choice(
        [
            b"",
            b" ",
            b"00",
            b"01",
            b"0" * 4000,
            b"\xc3\xa9\xe2\x80\xae",
            b"<!---->00",
            b"<![CDATA[00]]>",
            b"&#48;0",
            b"&amp;",
            b"&inconnu;",
            b"&#0;",
            b"<a/>",
            b"1.2.250.1.213.1.4.8",
            b"99999",
        ]
    )
    return text[: one.start(1)] + new + text[one.end(1) :]


MUTATIONS = [flipped, cut_out, truncated, doubled, swapped, renamed, moved_namespace, replaced]


def mutated(number: int) -> bytes:
    chance = random.Random(number)
    text = chance.choice(SEEDS)
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        if text:
            text = chance.choice(MUTATIONS)(text, chance) or text
    return text


# The oracle: another parser, other rules, written without looking at the reader


def carried(body: bytes) -> tuple[str, str] | None:
    """Return matricule and OID when the text really carries one usable identity."""
    text = body.decode("utf-8", errors="replace")
    text = re.sub(r"^\s*<\?xml[^>]*?\?>", "", text).strip(" \t\r\n")
    try:
        root = ET.fromstring(text)
    except ET.ParseError:
        return None
    codes = [(one.text or "").strip() for one in root.iter(f"{_SPACE}CodeCR")]
    people = list(root.iter(f"{_SPACE}INDIVIDU"))
    if "00" not in codes or len(people) != 1:
        return None
    for active in people[0].iter(f"{_SPACE}INSACTIF"):
        values = {
            name: (active.findtext(f"{_SPACE}{parent}{name}") or "").strip()
            for parent, name in (
                (f"IdIndividu/{_SPACE}", "NumIdentifiant"),
                (f"IdIndividu/{_SPACE}", "Cle"),
                ("", "OID"),
            )
        }
        matricule = values["NumIdentifiant"] + values["Cle"]
        if re.fullmatch(r"[0-9]{6}[0-9A-Za-z][0-9]{8}", matricule) and values["OID"] in _KNOWN:
            return matricule.upper(), values["OID"]
    return None


def assert_can_be_stored(exchange: Exchange) -> None:
    assert len(exchange.code) <= 40
    for text in (exchange.code, exchange.label, exchange.detail, exchange.answer):
        assert "\x00" not in text
        text.encode()  # no lone surrogate
    if exchange.identity is not None:
        for ins in (exchange.identity.active, *exchange.identity.former):
            assert len(ins.matricule) <= 15
            assert len(ins.oid) <= 40
            assert len(ins.starts_on) <= 10
            assert len(ins.ends_on) <= 10


@pytest.mark.parametrize("part", range(8))
def test_no_damaged_answer_crashes_or_gives_an_identity_that_it_does_not_carry(part):
    size = COUNT // 8
    found = 0
    for number in range(part * size, (part + 1) * size):
        body = mutated(number)
        exchange = replayed(CallKind.TRAITS, body)
        assert_can_be_stored(exchange)
        if exchange.outcome is Outcome.FOUND:
            found += 1
            active = exchange.identity.active
            assert carried(body) == (active.matricule, active.oid), number
        else:
            assert exchange.identity is None, number
    # The damage is real, and not so heavy that nothing would be tested.
    assert size * 0.05 < found < size * 0.6


@pytest.mark.parametrize("body", SEEDS[2:7], ids=range(5))
def test_the_oracle_and_the_reader_agree_on_whole_answers(body):
    active = replayed(CallKind.TRAITS, body).identity.active
    assert carried(body) == (active.matricule, active.oid)


def test_no_damaged_verification_is_right_without_its_code():
    whole = answers.verified("00", "NIR et traits d'identité corrects")
    found = 0
    for number in range(500):
        chance = random.Random(number)
        body = chance.choice([flipped, cut_out, truncated, swapped, replaced])(whole, chance)
        exchange = replayed(CallKind.VERIFICATION, body)
        assert_can_be_stored(exchange)
        if exchange.outcome is Outcome.FOUND:
            found += 1
            text = re.sub(r"<!--.*?-->", "", body.decode("utf-8", errors="replace"))
            text = text.replace("<![CDATA[", "").replace("]]>", "").replace("&#48;", "0")
            assert re.search(r"CodeCR[^<>]*>\s*00\s*<", text), number
    assert 20 < found < 480
