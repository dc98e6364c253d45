"""Any string: a box with a right check digit, or a refusal in French."""

import random
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from almapy.gs1.box import read_box
from almapy.gs1.checks import is_gtin
from almapy.gs1.elements import CHARACTERS, element_string, elements_of
from almapy.gs1.faults import BoxRefused
from almapy.gs1.keyboard import looks_like_box
from almapy.gs1.model import GS
from tests.core import gs1_mutations as made

VALUES = st.text(sorted(CHARACTERS), min_size=1, max_size=20)


def test_two_thousand_mutated_strings_never_give_a_wrong_box():
    assert made.wrongly_accepted(2_000, seed=1) == []


def test_a_built_string_reads_as_it_was_written():
    pick = random.Random(2)
    for _ in range(300):
        text, fields = made.any_box(pick)
        box = read_box(text, made.TODAY)
        assert (box.gtin, box.lot) == (fields["01"], fields["10"])
        assert (box.expiry_raw, box.serial) == (fields["17"], fields["21"])


def test_without_separators_a_wrong_reading_is_never_taken_for_the_only_one():
    pick = random.Random(3)
    unique = 0
    for _ in range(300):
        text, fields = made.any_box(pick)
        wanted = (fields["10"], fields["21"])
        try:
            box = read_box(text.replace(GS, ""), made.TODAY)
        except BoxRefused as refused:
            assert wanted in {(one.lot, one.serial) for one in refused.choices}
        else:
            unique += 1
            assert (box.lot, box.serial) == wanted
    assert unique > 240


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=120) | st.binary(max_size=120))
def test_any_content_is_read_or_refused(content):
    try:
        assert is_gtin(read_box(content, date(2026, 11, 21)).gtin)
    except BoxRefused as refused:
        assert refused.message
    if isinstance(content, str):
        assert looks_like_box(content) in {True, False}


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["10", "21", "22", "240", "90", "99", "711"]), VALUES),
        min_size=1,
        unique_by=lambda one: one[0],
    )
)
def test_fields_of_any_content_come_back(fields):
    read = elements_of(element_string(fields))
    assert read.stopped_at == -1
    assert [(one.ai, one.value) for one in read.read] == fields
