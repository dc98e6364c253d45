"""The second generator of documents: what it calls true stands on its pages."""

import pytest

from almapy.documents.pdf import text_of
from almapy.matching.model import DocumentKind
from almapy.patients.nir import nir_key
from tests.letters.degrade import file_of
from tests.letters.draw import pdf_of
from tests.letters.maker import LAYOUTS, Maker
from tests.letters.maker_second import LAYOUTS as OTHER_LAYOUTS
from tests.letters.maker_third import LETTERS
from tests.letters.packs import SECOND, THIRD, town_and_maker
from tests.letters.people import plain, village
from tests.letters.scene_second import unaccented
from tests.letters.truth import AUTO, NONE

_COUNT = 400


@pytest.fixture(scope="module")
def town():
    return village(300, 5)


@pytest.fixture(scope="module")
def letters(town):
    maker = Maker(town, 5)
    return [maker.letter(number) for number in range(1, _COUNT + 1)]


def _squeezed(text):
    return "".join(plain(text).split())


def test_the_same_seed_makes_the_same_documents(town, letters):
    again = Maker(village(300, 5), 5).letter(7)
    assert again.truth == letters[6].truth
    assert file_of(again, "text", 5) == file_of(letters[6], "text", 5)
    assert Maker(town, 6).letter(7).truth != letters[6].truth


def test_every_matricule_has_its_key(town):
    for one in town.people:
        assert one.nir[13:] == f"{nir_key(one.nir[:13]):02d}"


def test_a_proven_document_names_its_patient_with_the_birth_date_or_the_matricule(town, letters):
    for letter in letters:
        if letter.truth.expected != AUTO:
            continue
        who = town.by_id(letter.truth.patient_id)
        text = _squeezed(letter.text.text.replace("/", ""))
        assert _squeezed(who.first) in text
        assert _squeezed(who.name) in text or _squeezed(who.birth_name) in text
        year = f"{who.born:%Y}" in text
        assert year or who.nir in text


def test_every_layout_and_every_kind_of_truth_comes(letters):
    assert {name for name, _, _ in LAYOUTS} <= {one.truth.layout for one in letters}
    assert {one.truth.kind for one in letters} <= set(DocumentKind)
    assert any(len(one.truth.patient_ids) == 2 for one in letters)
    nobody = {one.truth.reason for one in letters if one.truth.expected == NONE}
    assert nobody == {"inconnu", "homonyme_dehors", "famille_dehors", "sans_patient"}


def test_the_exact_text_is_what_the_pdf_holds(letters):
    for letter in letters[:20]:
        drawn = sorted("".join(text_of(pdf_of(letter.pages)).split()))
        assert drawn == sorted("".join(letter.text.text.replace("\f", "").split()))


@pytest.fixture(scope="module")
def second():
    town, maker = town_and_maker(300, 5, SECOND)
    return town, [maker.letter(number) for number in range(1, _COUNT + 1)]


def test_the_second_pack_is_the_same_for_the_same_seed(second):
    _, letters = second
    again = town_and_maker(300, 5, SECOND)[1].letter(7)
    assert again.truth == letters[6].truth
    assert file_of(again, "text", 5) == file_of(letters[6], "text", 5)
    assert {name for name, *_ in OTHER_LAYOUTS} <= {one.truth.layout for one in letters}
    assert {one.truth.kind for one in letters} <= set(DocumentKind)


def _letters_of(text):
    return unaccented(plain(text)).replace("-", "").replace(" ", "")


def test_a_proven_document_of_the_second_pack_tells_who_and_when_born(second):
    town, letters = second
    for letter in letters:
        if letter.truth.expected != AUTO:
            continue
        who = town.by_id(letter.truth.patient_id)
        printed = letter.text.text
        said = _letters_of("".join(printed.split()))
        assert _letters_of(who.first) in said
        assert _letters_of(who.birth_name) in said or _letters_of(who.used_name or "?") in said
        assert f"{who.born:%Y}" in printed or who.nir in "".join(printed.replace("/", "").split())


def test_nothing_of_the_second_pack_is_cut_by_the_edge_of_the_page(second):
    for letter in second[1]:
        for page in letter.pages:
            wide, high = page.size
            assert all(run.x >= 20 and run.right < wide and run.y < high for run in page.runs)


@pytest.fixture(scope="module")
def week():
    town, maker = town_and_maker(300, 5, THIRD)
    return town, [maker.letter(number) for number in range(1, _COUNT // 2 + 1)]


def test_the_mail_of_a_week_comes_in_its_ordinary_proportions(week):
    _, letters = week
    again = town_and_maker(300, 5, THIRD)[1].letter(7)
    assert again.truth == letters[6].truth
    assert again.text == letters[6].text
    assert {one.truth.kind for one in letters} <= set(DocumentKind)
    names = {name for name, *_ in LETTERS}
    written = sum(one.truth.layout in names for one in letters)
    nobody = sum(one.truth.expected == NONE for one in letters)
    assert 0.3 * len(letters) < written < 0.48 * len(letters)
    assert 0.07 * len(letters) < nobody < 0.18 * len(letters)


def test_a_proven_document_of_the_week_tells_who_and_when_born(week):
    town, letters = week
    for letter in letters:
        if letter.truth.expected != AUTO:
            continue
        who = town.by_id(letter.truth.patient_id)
        printed = letter.text.text
        said = _letters_of("".join(printed.split()))
        assert _letters_of(who.first) in said
        assert _letters_of(who.birth_name) in said or _letters_of(who.used_name or "?") in said
        assert f"{who.born:%Y}" in printed or who.nir in "".join(printed.replace("/", "").split())


def test_nothing_of_the_week_is_empty_or_cut_by_the_edge_of_the_page(week):
    for letter in week[1]:
        for page in letter.pages:
            wide, high = page.size
            assert all(run.x >= 20 and run.right < wide and run.y < high for run in page.runs)
            assert all(run.text.strip() for run in page.runs)
