"""A box as scanners and people type it."""

from datetime import date

import pytest

from almapy.gs1.box import read_box
from almapy.gs1.faults import BoxFault, BoxRefused
from almapy.gs1.keyboard import looks_like_box, meant, typed_box
from almapy.gs1.model import GS

TODAY = date(2026, 11, 21)
LETTERS = f"010340093005620217271231{'10AMZQ12-b'}{GS}21WX7Y"
V1 = f"010340093005620217231231103006440{GS}21169320711901"
QWERTY = "`1234567890-=qwertyuiop[]asdfghjkl;'\\zxcvbnm,./"
QWERTY_SHIFT = '~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"|ZXCVBNM<>?'
AZERTY = "²&é\"'(-è_çà)=azertyuiop^$qsdfghjklmù*wxcvbn,;:!"
AZERTY_SHIFT = "~1234567890°+AZERTYUIOP¨£QSDFGHJKLM%µWXCVBN?./§"


def on_azerty(text, *, shift_lock=False, caps=False):
    """What a scanner set to QWERTY writes on a French post."""
    small, large = (AZERTY_SHIFT, AZERTY) if shift_lock else (AZERTY, AZERTY_SHIFT)
    keys = dict(zip(QWERTY + QWERTY_SHIFT, small + large, strict=True))
    typed = "".join(keys.get(one, one) for one in text)
    return typed.swapcase() if caps else typed


def fields(box):
    return box.gtin, box.lot, box.expiry_raw, box.serial


def test_the_examples_of_the_map():
    assert on_azerty("0103400930056202") == 'à&à"\'ààç"àà(-éàé'
    assert on_azerty("10AMZQ12-b") == "&àQ?WA&é)b"
    assert meant('à&à"\'ààç"àà(-éàé') == "0103400930056202"


@pytest.mark.parametrize("content", [V1, LETTERS])
@pytest.mark.parametrize("prefix", ["]d2", ""])
@pytest.mark.parametrize("mark", [GS, "{GS}", "<GS>", "^]", "|"])
@pytest.mark.parametrize("azerty", [True, False])
def test_a_scanner_is_understood_whatever_the_keyboards(content, prefix, mark, azerty):
    sent = prefix + content.replace(GS, mark)
    typed = on_azerty(sent) if azerty else sent
    assert fields(typed_box(typed, TODAY)) == fields(read_box(content, TODAY))


@pytest.mark.parametrize("mark", ["~", "#", "\\x1d", "␝", "<gs>"])
def test_other_marks_of_separators_are_known(mark):
    assert fields(typed_box(V1.replace(GS, mark), TODAY)) == fields(read_box(V1, TODAY))


def test_the_marks_can_be_chosen():
    assert typed_box(V1.replace(GS, "\uf707"), TODAY, ("", "\uf707")).serial == "169320711901"
    with pytest.raises(BoxRefused):
        typed_box(V1.replace(GS, "|"), TODAY, ("\uf707",))


def test_separators_that_never_came_are_put_back():
    for typed in (V1.replace(GS, ""), on_azerty(V1.replace(GS, ""))):
        box = typed_box(typed, TODAY)
        assert box.separators_lost
        assert box.serial == "169320711901"


@pytest.mark.parametrize(
    "typed",
    [
        f"]d2{LETTERS}".swapcase(),
        on_azerty(f"]d2{LETTERS}", caps=True),
        on_azerty(f"]d2{LETTERS}", shift_lock=True),
        on_azerty(LETTERS, caps=True),
    ],
)
def test_caps_lock_changes_nothing(typed):
    assert fields(typed_box(typed, TODAY)) == fields(read_box(LETTERS, TODAY))


def test_the_post_and_the_scanner_both_in_french_with_shift_lock():
    keys = str.maketrans(AZERTY_SHIFT + AZERTY, AZERTY + AZERTY_SHIFT)
    typed = "]" + f"d2{LETTERS}".translate(keys)
    assert fields(typed_box(typed, TODAY)) == fields(read_box(LETTERS, TODAY))


@pytest.mark.parametrize("around", [("\x02", "\x03"), ("", "\r\n"), ("\t ", " \t"), (GS, GS)])
def test_what_scanners_put_around_is_taken_off(around):
    before, after = around
    assert fields(typed_box(f"{before}]d2{V1}{after}", TODAY)) == fields(read_box(V1, TODAY))


@pytest.mark.parametrize(
    "typed",
    [
        "(01)03400930056202(17)231231(10)3006440(21)169320711901",
        " (01) 03400930056202 (10) 3006440 (21) 169320711901 (17) 231231 ",
    ],
)
def test_the_form_printed_below_symbols_is_understood(typed):
    assert fields(typed_box(typed, TODAY)) == fields(read_box(V1, TODAY))


def test_parentheses_are_legal_in_a_lot():
    assert typed_box("(01)03400930056202(17)231231(10)A(5)B", TODAY).lot == "A(5)B"
    assert typed_box("(01)03400930056202(17)231231(10)A21B", TODAY).lot == "A21B"
    assert read_box("010340093005620217231231" + "10A(22)B", TODAY).lot == "A(22)B"


def test_a_typed_field_of_a_wrong_length_is_refused_at_its_place():
    with pytest.raises(BoxRefused) as caught:
        typed_box("(01)03400930056202(17)23123(10)A", TODAY)
    assert (caught.value.reason, caught.value.position) == (BoxFault.DAMAGED, 18)


@pytest.mark.parametrize("typed", ["", "(", "()", "(01", "grippe", "é" * 50, "0" * 10_000, "(99"])
def test_what_is_no_box_is_refused_in_french(typed):
    with pytest.raises(BoxRefused) as caught:
        typed_box(typed, TODAY)
    assert "Rien n'a été ajouté" in caught.value.message


@pytest.mark.parametrize("start", [f"]d2{V1}", V1, on_azerty(V1), "$dé", "$Dé", "(01)0340", "£D2"])
def test_a_scan_is_told_from_what_people_type(start):
    assert looks_like_box(start)


@pytest.mark.parametrize(
    "text", ["", "grippe", "01/02/2020", "01022020", "17 231231", "dtp", "à&", "(lot)", "1"]
)
def test_what_people_type_is_no_scan(text):
    assert not looks_like_box(text)
