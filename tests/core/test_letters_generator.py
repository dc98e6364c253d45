"""The second generator of documents: what it calls true stands on its pages."""

import pytest

from almapy.documents.pdf import text_of
from almapy.matching.model import DocumentKind
from almapy.patients.nir import nir_key
from tests.letters.degrade import file_of
from tests.letters.draw import pdf_of
from tests.letters.maker import LAYOUTS, Maker
from tests.letters.people import plain, village
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
