from __future__ import annotations

from dataclasses import replace

from almapy.matching.model import Cut, Part
from almapy.matching.page_marks import SEPARATOR_CODE, is_separator, page_of
from almapy.matching.parts import parts_of
from almapy.ocr.model import DocumentText, PageCode, PageText, TextSource
from tests.core.matching_helper import document

ONE = "Clinique des Dunes\nTél 01 99 00 10 10\nLe 22/04/2025\nMme DEMO Claire née le 14/07/1932"
TWO = "Laboratoire du Port\nTél 01 99 00 20 20\nLe 23/04/2025\nM. DEMO Paul né le 01/02/1950"
MORE = "DEMO Claire - suite\nL'examen est sans particularité.\nDr Marie FAUVEL"
BLANK = PageText(1, (), TextSource.NONE, blank=True)


def page(text: str) -> PageText:
    return document(text).pages[0]


def sheet() -> PageText:
    return replace(BLANK, blank=False, codes=(PageCode(SEPARATOR_CODE, "datamatrix"),))


def batch(*pages: PageText, count: int = 0) -> DocumentText:
    numbered = tuple(replace(one, number=at) for at, one in enumerate(pages, 1))
    return DocumentText(numbered, count or len(numbered))


def nobody(text: DocumentText) -> int | None:
    del text
    return None


def cut(*pages: PageText) -> tuple[Part, ...]:
    return parts_of(batch(*pages), nobody)


def test_a_separator_sheet_cuts_and_stands_in_no_part() -> None:
    assert cut(page(ONE), page(MORE), sheet(), page(ONE)) == (
        Part(1, 2),
        Part(4, 4, Cut.SEPARATOR),
    )
    assert Cut.SEPARATOR.alone


def test_sheets_at_the_ends_or_in_a_row_make_no_empty_part() -> None:
    parts = cut(sheet(), page(ONE), sheet(), sheet(), page(TWO), sheet())
    assert [(part.first, part.last) for part in parts] == [(2, 2), (5, 5)]
    assert parts[0].cut is None


def test_a_file_of_sheets_only_is_not_lost() -> None:
    assert cut(sheet(), sheet()) == (Part(1, 2),)


def test_a_sheet_whose_code_is_unreadable_is_known_by_its_title() -> None:
    assert is_separator(page("FEUILLE\nSÉPARATRICE\nPosez cette feuille"))
    assert not is_separator(page(f"{ONE}\n{MORE}\n{TWO}\n{MORE}\nla feuille séparatrice"))


def test_page_one_of_n_begins_a_document() -> None:
    first, second = page(f"{ONE}\nPage 1/2"), page(f"{MORE}\nPage 2/2")
    assert cut(first, second, first, second) == (Part(1, 2), Part(3, 4, Cut.PAGE_ONE))


def test_pages_that_count_on_are_one_document_whatever_their_heads() -> None:
    pages = [page(f"{ONE}\nPage {n} sur 3") for n in (1, 2, 3)]
    assert cut(*pages) == (Part(1, 3),)


def test_another_patient_proposes_a_cut() -> None:
    assert cut(page(ONE), page(TWO)) == (Part(1, 1), Part(2, 2, Cut.IDENTITY))
    assert not Cut.IDENTITY.alone


def test_the_sure_patient_of_each_page_decides_first() -> None:
    ids = {"DEMO A": 1, "DEMO B": 2}

    def whose(text: DocumentText) -> int | None:
        return next((number for name, number in ids.items() if name in text.text), None)

    pages = [page("DEMO A"), page("suite"), page("DEMO A"), page("DEMO B"), page("suite")]
    assert parts_of(batch(*pages), whose) == (Part(1, 3), Part(4, 5, Cut.IDENTITY))


def test_an_identity_never_flows_over_a_cut() -> None:
    asked: list[str] = []

    def whose(text: DocumentText) -> int | None:
        asked.append(text.text)
        return 1 if "DEMO A" in text.text else None

    parts = parts_of(batch(page("DEMO A"), sheet(), page("sans nom"), page("DEMO A")), whose)
    assert [(part.first, part.last) for part in parts] == [(1, 1), (3, 4)]
    assert all("\f" not in text for text in asked)


def test_another_letterhead_with_its_date_proposes_a_cut() -> None:
    other = "Cabinet d'imagerie du Parc\nTél 01 99 00 30 30\nLe 25/04/2025\nExamen normal"
    assert cut(page(ONE), page(other)) == (Part(1, 1), Part(2, 2, Cut.LETTERHEAD))


def test_a_following_page_without_head_stays() -> None:
    assert cut(page(ONE), page(MORE), BLANK, page(MORE)) == (Part(1, 4),)


def test_pages_that_were_not_read_stay_with_those_before() -> None:
    assert parts_of(batch(page(ONE), page(MORE), count=9), nobody) == (Part(1, 9),)


def test_page_numbers_are_not_dates_or_doses() -> None:
    assert page_of(page("Page 2/3")) is not None
    assert page_of(page("Bisoprolol 1/2 comprimé")) is None
    assert page_of(page("Page 12/03/2025")) is None
    assert page_of(page("p. 4/2")) is None
