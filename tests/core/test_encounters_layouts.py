"""Free text or four blocks: going from one to the other never loses a word."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from almapy.encounters.blocks import HEADINGS, Blocks, blocks_of, free_text_of
from almapy.encounters.model import (
    EncounterContent,
    Nature,
    content_as_json,
    content_from_json,
)

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
LINES = st.one_of(
    st.sampled_from([*(f"{one} :" for one in HEADINGS), "Examen : TA 12/8", "", "  ", "Toux."]),
    st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=20),
)
TEXTS = st.lists(LINES, max_size=8).map("\n".join)
CONTENTS = st.builds(
    EncounterContent,
    nature=st.sampled_from(Nature),
    held_at=st.just(NOW),
    title=TEXTS,
    text=TEXTS,
    in_blocks=st.booleans(),
    interview=TEXTS,
    examination=TEXTS,
    conclusion=TEXTS,
    plan=TEXTS,
    important=st.booleans(),
    problems=st.lists(st.integers(1, 99), max_size=3).map(tuple),
)


def words(text):
    for heading in HEADINGS:
        text = text.replace(f"{heading}\u00a0:", " ").replace(f"{heading} :", " ")
    return Counter(text.split())


def of_text(text):
    return EncounterContent(Nature.CONSULTATION, NOW, text=text)


def test_headings_share_a_text_out():
    blocks = blocks_of("Tousse.\nExamen : TA 12/8\nConclusion :\nBronchite\nrepos")
    assert blocks == Blocks("Tousse.", "TA 12/8", "Bronchite\nrepos", "")
    assert free_text_of(Blocks("Tousse.")) == "Tousse."
    assert free_text_of(Blocks("Tousse.", plan="Repos")) == (
        "Interrogatoire\u00a0:\nTousse.\n\nConduite à tenir\u00a0:\nRepos"
    )


@given(TEXTS)
def test_a_free_text_comes_back_letter_for_letter(text):
    assert of_text(text).as_blocks().as_free_text().text == text


@given(CONTENTS)
def test_going_to_the_other_layout_and_back_changes_nothing_that_is_shown(content):
    start = content.settled()
    if start.in_blocks:
        back = start.as_free_text().as_blocks()
        assert back.blocks == start.blocks
    else:
        assert start.as_blocks().as_free_text().text == start.text
    assert start.as_blocks().full_text.split() == start.as_blocks().as_free_text().text.split()


@given(CONTENTS)
def test_no_word_is_lost_on_the_way(content):
    start = content.settled()
    shown = words("\n".join(start.as_blocks().as_free_text().text.splitlines()))
    assert words(start.full_text) <= shown


@given(CONTENTS)
def test_a_content_comes_back_from_its_kept_form(content):
    assert content_from_json(content_as_json(content)) == content


def test_a_kept_form_of_an_older_program_is_still_read():
    kept = content_as_json(of_text("Toux"))
    for name in ("reason", "in_blocks", "problems"):
        del kept[name]
    assert content_from_json(kept).text == "Toux"


def test_blanks_alone_are_an_empty_draft():
    assert of_text(" \n\t").is_empty
    assert not replace(of_text(""), title="Vaccin").is_empty
