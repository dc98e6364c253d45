"""A stranger's answers: wrong types, missing fields, giant texts give one clear fault."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from almapy.adapters.cve_rest import bodies
from almapy.adapters.cve_rest.refusals import fault_of
from almapy.cve.faults import (
    AccessRevoked,
    AlreadyThere,
    CarnetAway,
    CarnetGone,
    CarnetNonsense,
    CarnetRefused,
    ChangedElsewhere,
    CredentialsRefused,
    WrongBirthDate,
)
from almapy.cve.lines import as_text, differences, from_text, to_shared, to_vaccination
from almapy.errors import AlmaPyError, DomainError

LINE = {
    "id": 17,
    "nuva": "VAC0523",
    "cip13": "3400930056202",
    "label": "GARDASIL 9",
    "date": "2022-09-12",
    "lot": "3006440",
    "expiry": "2023-12-31",
    "serial": "169320711901",
    "route": "IM",
    "site": "LD",
    "booster": False,
    "dose_rank": 1,
    "comment": "",
    "validated": True,
    "author": {"rpps": "10001234565", "name": "PAUL DEMO"},
    "updated_at": "2026-01-02T10:00:00Z",
    "etag": "e1",
}
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


def test_the_line_of_the_specification_is_read_whole_and_becomes_the_same_vaccination():
    line = bodies.remote_line(LINE)
    assert (line.remote_id, line.etag, line.author_rpps) == ("17", "e1", "10001234565")
    data = to_vaccination(line, known=True)
    assert differences(to_shared(data), line.content) == ()
    assert from_text(as_text(line.content)) == line.content


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", None),
        ("id", "../../me"),
        ("id", True),
        ("id", -1),
        ("etag", ""),
        ("nuva", "VAC 1; DROP"),
        ("cip13", "12"),
        ("date", None),
        ("date", "12/09/2022"),
        ("date", "0001-01-01"),
        ("date", 20220912),
        ("lot", "x" * 21),
        ("label", "x" * 5000),
        ("comment", ["x"]),
        ("comment", "\x00"),
        ("booster", "oui"),
        ("dose_rank", 1.5),
        ("dose_rank", 10**9),
        ("author", "PAUL"),
        ("author", {"name": 3}),
        ("updated_at", "hier"),
    ],
)
def test_a_line_with_a_wrong_field_is_nonsense(field, value):
    with pytest.raises(CarnetNonsense):
        bodies.remote_line(LINE | {field: value})


@given(field=st.sampled_from(sorted(LINE)), value=ANY)
@settings(max_examples=80)
def test_whatever_stands_in_a_line_it_is_read_or_refused_by_one_fault(field, value):
    try:
        line = bodies.remote_line(copy.deepcopy(LINE) | {field: value})
    except CarnetNonsense:
        return
    try:
        to_vaccination(line, known=False)
    except DomainError:
        return


def test_more_lines_than_any_life_holds_and_lines_named_twice_are_nonsense():
    for items in ([LINE] * 2, [LINE | {"id": number} for number in range(2001)], {"0": LINE}, None):
        with pytest.raises(CarnetNonsense):
            bodies.remote_lines({"items": items})


def test_the_list_behind_a_code_never_holds_a_name_or_a_birth_date():
    found = bodies.access_request(
        {
            "request_id": "r1",
            "records": [{"ref": "a", "pseudo": "voyage", "birth_date": "1977-07-14", "name": "X"}],
        }
    )
    assert found.carnets == (bodies.PseudoLine("a", "voyage"),)


@pytest.mark.parametrize(
    ("status", "code", "more", "fault"),
    [
        (401, "identifiants_invalides", {}, CredentialsRefused),
        (403, "acces_revoque", {}, AccessRevoked),
        (410, "acces_revoque", {}, AccessRevoked),
        (404, "inconnu", {}, CarnetGone),
        (409, "doublon", {"id": 3}, AlreadyThere),
        (409, "doublon", {}, CarnetNonsense),
        (412, "modifie_entre_temps", {"current": LINE}, ChangedElsewhere),
        (412, "modifie_entre_temps", {"current": {"id": 1}}, CarnetNonsense),
        (422, "date_naissance_incorrecte", {"tries_left": 2}, WrongBirthDate),
        (422, "date_naissance_incorrecte", {}, WrongBirthDate),
        (422, "autre", {}, CarnetRefused),
        (429, "", {}, CarnetAway),
        (503, "acces_revoque", {}, CarnetAway),
        (302, "", {}, CarnetNonsense),
    ],
)
def test_each_refusal_is_its_own_fault(status, code, more, fault):
    values = {"error": {"code": code, "message": "non", "field": "lot"}, **more}
    assert type(fault_of(status, values)) is fault


@given(status=st.integers(300, 599), values=ANY)
@settings(max_examples=50)
def test_whatever_a_refusal_holds_it_is_told_in_french_in_few_words(status, values):
    for found in (values, {"error": values}, {"error": {"code": values, "message": values}}):
        error = fault_of(status, found)
        assert isinstance(error, AlmaPyError)
        assert 0 < len(error.message) < 700


def test_the_words_of_a_service_are_shown_on_one_line_and_giant_ones_are_not():
    told = fault_of(422, {"error": {"code": "x", "message": "a\nb", "field": "lot"}})
    assert "«\u00a0a b\u00a0»" in told.message
    assert told.field == "lot"
    assert "zzz" not in fault_of(422, {"error": {"code": "x", "message": "z" * 10_000}}).message
