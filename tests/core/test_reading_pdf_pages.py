"""Parts of a batch and files without their password: new PDFs, the received one untouched."""

import pytest

from almapy.documents.pdf import outline, text_of
from almapy.documents.pdf_pages import extracted, unlocked
from almapy.ocr.faults import PasswordWanted, UnreadableFile
from tests.core.hostile_files_helper import LETTER, letter_pdf, protected_pdf

BATCH = letter_pdf(5)


@pytest.mark.parametrize(("first", "last"), [(1, 1), (2, 4), (5, 5), (1, 5)])
def test_a_part_of_a_batch_has_its_pages_in_order(first, last):
    part = extracted(BATCH, first, last)
    pages = text_of(part).split("\f")
    assert [page.splitlines()[-1] for page in pages] == [
        f"Page {number}" for number in range(first, last + 1)
    ]


@pytest.mark.parametrize(("first", "last"), [(0, 1), (3, 2), (5, 6), (-1, 2)])
def test_pages_that_are_not_there_are_refused(first, last):
    with pytest.raises(UnreadableFile, match="pages"):
        extracted(BATCH, first, last)


def test_a_password_given_once_is_needed_no_more():
    locked = protected_pdf("secret")
    free = unlocked(locked, "secret")
    assert outline(free).count == 1
    assert LETTER[3] in text_of(free)
    assert LETTER[3] in text_of(extracted(free, 1, 1))


@pytest.mark.parametrize(("password", "words"), [("", "Donnez"), ("autre", "n'ouvre pas")])
def test_without_the_right_password_nothing_comes_out(password, words):
    with pytest.raises(PasswordWanted, match=words) as refused:
        unlocked(protected_pdf("secret"), password)
    assert refused.value.field == "password"


def test_a_protected_batch_asks_before_it_is_split():
    with pytest.raises(PasswordWanted):
        extracted(protected_pdf("secret"), 1, 1)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", BATCH[:200], b"bonjour"])
def test_damaged_files_are_told(data):
    with pytest.raises(UnreadableFile, match="abîmé"):
        extracted(data, 1, 1)
    with pytest.raises(UnreadableFile, match="abîmé"):
        unlocked(data, "secret")


def test_a_password_that_is_not_needed_troubles_nobody():
    assert LETTER[3] in text_of(unlocked(letter_pdf(), "secret"))
