"""Two people typed in the same file: neither version loses a field."""

from hypothesis import given
from hypothesis import strategies as st

from almapy.record.reconcile import Side, differences, reconciled

FIELDS = ("town", "phone", "email", "comment")
VERSIONS = st.fixed_dictionaries({name: st.sampled_from(["", "a", "b"]) for name in FIELDS})


def test_a_field_changed_on_one_side_only_is_proposed_from_that_side():
    base = {"town": "Colmar", "phone": "1", "email": ""}
    mine = base | {"phone": "2"}
    theirs = base | {"town": "Sélestat"}
    found = {one.name: one.proposed for one in differences(mine, theirs, base)}
    assert found == {"town": Side.THEIRS, "phone": Side.MINE}


def test_a_field_changed_on_both_sides_waits_for_a_choice():
    (one,) = differences({"town": "Colmar"}, {"town": "Sélestat"}, {"town": ""})
    assert one.proposed is None


@given(VERSIONS, VERSIONS, VERSIONS)
def test_following_the_proposals_keeps_every_change_of_both_sides(base, mine, theirs):
    found = differences(mine, theirs, base)
    choices = {one.name: one.proposed or Side.MINE for one in found}
    kept = reconciled(mine, found, choices)
    for name in FIELDS:
        changed_by = [side for side in (mine, theirs) if side[name] != base[name]]
        if len(changed_by) == 1:
            assert kept[name] == changed_by[0][name]
        assert kept[name] in {mine[name], theirs[name]}
