"""What a box says, and why a string is none (vectors of the specification)."""

from datetime import date

import pytest

from almapy.gs1.box import read_box
from almapy.gs1.checks import check_digit, expiry_day, is_cip13, is_gtin
from almapy.gs1.elements import element_string, elements_of
from almapy.gs1.faults import BoxFault, BoxRefused
from almapy.gs1.model import GS
from almapy.gs1.wording import long_date, shown_elements

TODAY = date(2026, 11, 21)
V1 = f"010340093005620217231231103006440{GS}21169320711901"
V3 = f"010340093005620221169320711901{GS}17231200103006440"


def refused(content, today=TODAY):
    with pytest.raises(BoxRefused) as caught:
        read_box(content, today)
    return caught.value


@pytest.mark.parametrize(
    "content", [V1, f"]d2{V1}", f"{GS}{V1}", f"{V1}{GS}", f"]d2{GS}{V1}", V1.encode(), f"]C1{V1}"]
)
def test_the_box_of_the_seed_shows_its_four_fields(content):
    box = read_box(content, TODAY)
    assert (box.gtin, box.cip13) == ("03400930056202", "3400930056202")
    assert (box.lot, box.serial) == ("3006440", "169320711901")
    assert (box.expiry, box.expiry_raw) == (date(2023, 12, 31), "231231")
    assert (box.element_string, box.separators_lost) == (V1, False)


def test_an_expired_box_is_read_and_says_so():
    box = read_box(V1, TODAY)
    assert box.is_expired(TODAY)
    assert not box.is_expired(date(2023, 12, 31))
    assert box.is_expired(date(2024, 1, 1))


def test_day_00_is_the_last_day_of_the_month_and_stays_as_printed():
    box = read_box(V3, TODAY)
    assert (box.expiry, box.expiry_raw) == (date(2023, 12, 31), "231200")


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("240200", date(2024, 2, 29)),
        ("250200", date(2025, 2, 28)),
        ("000229", date(2000, 2, 29)),
        ("230230", None),
        ("231301", None),
        ("230001", None),
        ("23123", None),
        ("23123²", None),
        ("770101", date(1977, 1, 1)),
        ("760101", date(2076, 1, 1)),
    ],
)
def test_six_digits_make_a_day_of_the_nearest_century(raw, day):
    assert expiry_day(raw, TODAY) == day


def test_the_century_turns_with_today():
    assert expiry_day("020101", date(2098, 1, 1)) == date(2102, 1, 1)
    assert expiry_day("980101", date(2102, 1, 1)) == date(2098, 1, 1)


@pytest.mark.parametrize("raw", ["230230", "231301", "141231", "381122", "000229"])
def test_a_date_that_no_box_bears_is_refused(raw):
    assert refused(V1.replace("231231", raw, 1)).reason is BoxFault.BAD_DATE


def test_a_date_within_twelve_years_is_taken():
    assert read_box(V1.replace("231231", "381121", 1), TODAY).expiry == date(2038, 11, 21)
    leap = date(2024, 2, 29)
    assert read_box(V1.replace("231231", "360229", 1), leap).expiry == date(2036, 2, 29)


def test_a_wrong_check_digit_is_refused_also_when_fields_are_missing():
    wrong = V1.replace("03400930056202", "03400930056203")
    assert refused(wrong).reason is BoxFault.CHECK_DIGIT
    assert refused(wrong[:16]).reason is BoxFault.CHECK_DIGIT
    assert refused(wrong.replace(GS, "")).reason is BoxFault.CHECK_DIGIT


def test_a_grouping_pack_is_no_dose():
    carton = V1.replace("03400930056202", "13400930056209")
    assert is_gtin("13400930056209")
    fault = refused(carton)
    assert fault.reason is BoxFault.GROUPING_PACK
    assert "groupage" in fault.message


@pytest.mark.parametrize("content", ["]d1PK12345678", "PK12345678", "", "]", GS, b"\x00\xff", "é"])
def test_what_is_no_gs1_string_is_told_apart(content):
    assert refused(content).reason is BoxFault.NOT_GS1


def test_a_box_without_serial_number_is_taken():
    box = read_box(V1.partition(GS)[0], TODAY)
    assert (box.lot, box.serial) == ("3006440", "")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("0103400930056202", "le numéro de lot et l'expiration"),
        (f"010340093005620210A{GS}211", "l'expiration"),
        (f"17231231{'10A'}", "le code du produit"),
    ],
)
def test_a_missing_field_is_named(content, words):
    fault = refused(content)
    assert fault.reason is BoxFault.MISSING
    assert words in fault.message


def test_lost_separators_are_put_back_when_there_is_one_way():
    for whole in (V1, V3):
        box = read_box(whole.replace(GS, ""), TODAY)
        assert (box.lot, box.serial) == ("3006440", "169320711901")
        assert box.expiry == date(2023, 12, 31)
        assert box.separators_lost


def test_several_ways_are_shown_and_none_is_chosen():
    several = f"010340093005620217271231{'10'}A21B21C"
    fault = refused(several)
    assert fault.reason is BoxFault.AMBIGUOUS
    assert {(one.lot, one.serial) for one in fault.choices} == {
        ("A21B21C", ""),
        ("A", "B21C"),
        ("A21B", "C"),
    }


def test_the_code_of_the_national_number_is_checked_and_comes_first():
    box = read_box(f"{V1}{GS}7113400930056202", TODAY)
    assert (box.national, box.cip13) == ("3400930056202", "3400930056202")
    assert refused(f"{V1}{GS}7113400930056203").reason is BoxFault.CHECK_DIGIT


def test_a_foreign_box_has_no_cip13():
    body = "0501234567890"
    gtin = body + check_digit(body)
    assert read_box(V1.replace("03400930056202", gtin), TODAY).cip13 == ""


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (f"{V1}{GS}05X", 49),
        (V1.replace("3006440", "3006 40"), 24),
        (V1.replace("169320711901", "1" * 21), 34),
        (f"{V1}{GS}10AUTRE", 49),
        (f"{V1}{GS}3012A", 49),
    ],
)
def test_reading_stops_at_what_gs1_does_not_know(content, place):
    fault = refused(content)
    assert (fault.reason, fault.position) == (BoxFault.DAMAGED, place)


def test_what_was_read_before_the_fault_is_kept():
    read = elements_of(f"{V1}{GS}05X")
    assert read.stopped_at == 49
    assert read.value("21") == "169320711901"


def test_a_string_without_end_is_not_looked_at():
    assert refused("0" * 100_000).reason is BoxFault.DAMAGED


def test_fields_of_all_lengths_follow_one_another():
    fields = [
        ("01", "03400930056202"),
        ("7003", "2612312359"),
        ("3102", "000500"),
        ("240", "REF-1"),
        ("8008", "26123123"),
        ("414", "3014770000003"),
        ("11", "260101"),
        ("10", "A(B)"),
    ]
    text = element_string(fields)
    assert [(one.ai, one.value) for one in elements_of(text).read] == fields
    assert text.count(GS) == 3


def test_a_field_that_does_not_conform_is_not_written():
    for wrong in (("01", "123"), ("10", ""), ("10", "A B"), ("99X", "1"), ("17", "2612AB")):
        with pytest.raises(ValueError, match=wrong[0]):
            element_string([wrong])


def test_the_faults_quote_nothing_and_say_what_to_do():
    for fault in BoxFault:
        message = BoxRefused(fault).message
        assert "Rien n'a été ajouté" in message
        assert "3400930056202" not in message


def test_the_words_shown_are_those_of_always():
    assert long_date(date(2023, 12, 31)) == "31 Décembre 2023"
    assert shown_elements(f"]d2{V1}") == V1.replace(GS, "<GS>")
    assert shown_elements(V1.encode()) == V1.replace(GS, "<GS>")


def test_the_check_digits_of_french_codes():
    assert is_cip13("3400930056202")
    assert not is_cip13("3400930056203")
    assert not is_cip13("5012345678900")
    assert not is_gtin("0340093005620")
    assert not is_gtin("034009300562O2")
