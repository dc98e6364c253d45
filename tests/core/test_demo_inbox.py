"""Ten documents wait in the demo practice, of every sort that a Monday brings."""

from dataclasses import replace
from datetime import date

import pytest

from almapy.demo.inbox import _arrivals, add_inbox
from almapy.documents.kinds import FileKind, accepted_kind
from almapy.documents.pdf import outline, text_of
from tests.core.test_patients import RUTH

TODAY = date(2026, 3, 10)
PEOPLE = {
    1: "Madame DE VINCI RUTH, née NESSI le 14/07/1977",
    2: "Madame DEMO PATIENTE, née le 14/07/1932",
}


@pytest.fixture(scope="module")
def arrivals():
    return dict(_arrivals(PEOPLE, TODAY))


def test_ten_documents_wait_and_none_where_the_two_known_patients_are_not(practice):
    application, actor = practice.application, practice.actor
    add_inbox(application, actor)
    assert application.incoming.to_file(actor) == []
    application.patients.create(actor, RUTH)
    other = replace(RUTH, birth_date=date(1932, 7, 14), matricule_ins="", ins_oid="")
    application.patients.create(actor, other)
    add_inbox(application, actor)
    lines = application.incoming.to_file(actor)
    assert len(lines) == 10
    assert [line.problem for line in lines if line.problem] == []


def test_a_scan_and_a_photo_hold_no_text_and_the_batch_two_pages(arrivals):
    assert text_of(arrivals["numerisation-0001.pdf"]) == ""
    assert accepted_kind(arrivals["photo-ordonnance.jpg"]) is FileKind.JPEG
    assert outline(arrivals["lot-du-scanner.pdf"]).count == 2


def test_the_same_day_brings_the_same_documents(arrivals):
    again = dict(_arrivals(PEOPLE, TODAY))
    drawn = {"numerisation-0001.pdf"}  # its file tells when it was written
    assert {name for name, data in arrivals.items() if again[name] != data} <= drawn
    assert len(set(arrivals.values())) == len(arrivals) == 10
