"""The chain of traces: vectors of the storage notes §10, and every way to tamper with it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from almapy.audit import chain
from almapy.audit.model import FIRST_PREVIOUS, Action, Head, link_hash
from almapy.audit.seal import Seal, sealed_heads
from almapy.audit.tables import JournalRow
from almapy.errors import ExternalError, FormatError
from tests.conftest import PASSWORD

ROW_1 = (1, "2026-01-01T00:00:00.000Z", "dr.demo", "patient.read", "42", '{"champ":"né"}')
ROW_2 = (2, "2026-01-01T00:00:01.000Z", "dr.demo", "patient.update", "42", "{}")
HASH_1 = "6c1f66e5303e1f313c3698fbfe64dff8f905cbe895fc4846fdce8069c72ca246"
HASH_2 = "34082b749a039a259bbe55579fdfa3c65c68f1e5fb6f3386297a8c722587b17f"


def test_the_hash_of_a_link_is_the_documented_one():
    first = link_hash(FIRST_PREVIOUS, *ROW_1)
    assert first.hex() == HASH_1
    assert link_hash(first, *ROW_2).hex() == HASH_2


def record(opened, count=5):
    for number in range(count):
        opened.application.journal.record(
            opened.actor, Action.PRINTED, patient_id=number, detail={"objet": "ordonnance"}
        )


def broken(opened, heads=()):
    with opened.application.database.reading() as session:
        return chain.first_broken_link(session, heads)


def rewrite(opened, statement):
    """Change the journal as an intruder with the key would: past the triggers."""
    engine = opened.application.database.engine
    with engine.connect() as connection:
        if opened.application.database.is_sqlite:
            for verb in ("UPDATE", "DELETE"):
                connection.exec_driver_sql(f"DROP TRIGGER journal_no_{verb}")
        else:
            connection.execute(text("DROP TRIGGER journal_only_added ON journal"))
        connection.execute(text(statement))
        connection.commit()


def test_an_untouched_chain_holds(opened):
    record(opened)
    assert broken(opened) is None


def test_the_journal_refuses_a_change_or_a_deletion(opened):
    record(opened)
    for statement in ("UPDATE journal SET actor = 'x'", "DELETE FROM journal"):
        with (
            pytest.raises(ExternalError),
            opened.application.database.writing() as session,
        ):
            session.execute(text(statement))
    assert broken(opened) is None


@pytest.mark.parametrize(
    ("statement", "seq"),
    [
        ("UPDATE journal SET detail = '{}' WHERE seq = 4", 4),
        ("UPDATE journal SET actor = 'autre' WHERE seq = 6", 6),
        ("UPDATE journal SET ts = '2020-01-01T00:00:00.000Z' WHERE seq = 5", 5),
        ("DELETE FROM journal WHERE seq = 4", 4),
        ("DELETE FROM journal WHERE seq = 1", 1),
    ],
)
def test_the_first_broken_link_is_named(opened, statement, seq):
    record(opened)
    rewrite(opened, statement)
    assert broken(opened).seq == seq


def test_a_cut_tail_is_seen_by_the_seal_only(opened):
    record(opened)
    rewrite(opened, "DELETE FROM journal WHERE seq > 5")
    assert broken(opened) is None
    found = opened.application.journal.first_broken_link()
    assert found.seq == 6
    assert "fin du journal" in found.why


def test_a_complete_rewriting_is_seen_by_the_seal(opened):
    record(opened)
    application = opened.application
    with application.database.reading() as session:
        last = chain.head(session)
    forged = Head(last.seq, bytes(32))
    found = broken(opened, [forged])
    assert found.seq == last.seq


def test_a_trace_names_the_post_and_no_clinical_text(opened):
    record(opened, 1)
    with opened.application.database.reading() as session:
        row = session.scalars(select(JournalRow).order_by(JournalRow.seq.desc())).first()
    assert json.loads(row.detail) == {"objet": "ordonnance", "poste": opened.application.post}
    assert row.subject == "patient:0"


def test_a_failed_change_leaves_no_trace(opened):
    before = opened.application.journal.latest_moment()
    with pytest.raises(RuntimeError), opened.application.works.begin(opened.actor) as work:
        work.trace(Action.DELETED)
        raise RuntimeError
    assert opened.application.journal.latest_moment() == before
    assert broken(opened) is None


def test_an_altered_seal_is_told_and_never_written_over(tmp_path):
    seal = Seal(tmp_path / "post.seal", b"k" * 32)
    seal.write(Head(3, bytes(32)))
    altered = (tmp_path / "post.seal").read_text().replace('"seq": 3', '"seq": 2')
    (tmp_path / "post.seal").write_text(altered)
    with pytest.raises(FormatError):
        sealed_heads(tmp_path, b"k" * 32)
    Seal(tmp_path / "post.seal", b"k" * 32).write(Head(9, bytes(32)))
    assert (tmp_path / "post.seal").read_text() == altered


def test_a_seal_never_goes_back(tmp_path):
    path = tmp_path / "post.seal"
    Seal(path, b"k" * 32).write(Head(7, b"a" * 32))
    Seal(path, b"k" * 32).write(Head(6, b"b" * 32))
    assert Seal(path, b"k" * 32).read() == Head(7, b"a" * 32)


@given(st.binary(max_size=200))
def test_garbage_in_a_seal_is_a_clear_refusal(content):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.seal"
        path.write_bytes(content)
        with pytest.raises(FormatError):
            Seal(path, b"k" * 32).read()


def test_traces_lost_before_an_opening_are_told_and_never_hidden_by_later_ones(
    practice, place, make_door
):
    record(practice)
    rewrite(practice, "DELETE FROM journal WHERE seq > 5")
    practice.application.close()
    for _ in range(2):
        opened = make_door(place).open("dr.demo", PASSWORD)
        assert any("traces manquent" in notice for notice in opened.notices)
        record(opened, 10)
        assert opened.application.journal.first_broken_link() is not None
        opened.application.close()


def test_a_seal_that_the_disk_refuses_stays_behind_and_stops_nothing(practice, place):
    seals = place.folders.seals
    for file in seals.iterdir():
        file.unlink()
    seals.rmdir()
    seals.write_text("un fichier à la place du dossier")
    record(practice)
    seals.unlink()
    record(practice, 1)
    assert practice.application.journal.first_broken_link() is None
