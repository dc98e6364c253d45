"""Whatever happens to the base, the program or the order of gestures, no text is lost."""

import os
import signal
import time
from contextlib import suppress
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from almapy.encounters.model import Nature
from almapy.encounters.recovery import RecoveryStore
from almapy.errors import AlmaPyError, ConflictError, ExternalError, StorageFull
from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD
from tests.core.backup_helpers import flip
from tests.core.test_patients import RUTH
from tests.trials.kill9 import Ground

NOTE = "Céphalées matinales, fond d'œil normal"
GESTURES = st.lists(
    st.tuples(
        st.sampled_from(("keep", "stale", "sign", "correct", "remove", "restore")),
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=12),
    ),
    max_size=14,
)


@pytest.fixture
def patient_id(practice):
    return practice.application.patients.create(practice.actor, RUTH).id


@pytest.fixture
def safe(practice):
    return practice.application.safekeeping


@pytest.fixture
def draft(practice, patient_id):
    return saying(practice.application.encounters.begin(practice.actor, patient_id), NOTE)


@pytest.fixture
def refused(practice, monkeypatch):
    """Have the base refuse what is kept, until the returned function is called."""

    def refuse(*_args, **_options):
        raise StorageFull("Le disque est plein.")

    monkeypatch.setattr(practice.application.encounters, "keep", refuse)
    return monkeypatch.undo


def saying(draft, text):
    return replace(draft, content=replace(draft.content, text=text))


def files(practice):
    return list((practice.application.folders.root / "drafts").glob("*"))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(GESTURES)
def test_no_order_of_gestures_loses_a_version(practice, patient_id, gestures):
    """After the signature each text ever shown is the present one or a former version."""
    encounters, actor = practice.application.encounters, practice.actor
    draft = encounters.keep(actor, saying(encounters.begin(actor, patient_id), "début"))
    first, last, shown = draft, "début", set()
    for gesture, text in gestures:
        now = encounters.get(actor, draft.id)
        with suppress(AlmaPyError):
            match gesture:
                case "keep":
                    if encounters.keep(actor, saying(now.draft(), text)).id == draft.id:
                        last = text
                case "stale":
                    encounters.keep(actor, saying(first, text))
                    last = text
                case "sign":
                    if now.signed:
                        continue
                    encounters.sign(actor, now.draft())
                    shown.add(now.content.text)
                case "correct":
                    content = replace(now.content, text=text)
                    last = encounters.correct(actor, now, content, "motif").content.text
                    shown.add(last)
                case "remove":
                    encounters.remove(actor, now.id, now.version, reason="motif")
                case "restore":
                    encounters.restore(actor, now.id, now.version)
    present = encounters.get(actor, draft.id)
    assert present.content.text == last
    kept = {former.data.text for former in encounters.former(actor, draft.id)}
    assert shown <= kept | {last}


class TestBaseThatRefuses:
    def test_the_text_waits_on_this_post_and_goes_once_the_base_has_it(
        self, practice, safe, draft, refused
    ):
        kept = safe.keep(practice.actor, draft)
        assert (kept.in_base, kept.in_file) == (False, True)
        assert isinstance(kept.error, StorageFull)
        (found,) = safe.found(practice.actor)
        assert found.draft == draft
        refused()
        assert safe.keep(practice.actor, draft).in_base
        assert safe.found(practice.actor) == []
        assert files(practice) == []

    def test_where_this_post_refuses_too_it_says_so(
        self, practice, safe, draft, refused, monkeypatch
    ):
        def full(*_args, **_options):
            raise ExternalError("Le disque est plein.")

        monkeypatch.setattr(RecoveryStore, "put", full)
        kept = safe.keep(practice.actor, draft)
        assert (kept.in_base, kept.in_file) == (False, False)

    def test_the_file_tells_nothing_to_who_finds_it(self, practice, safe, draft, refused):
        safe.keep(practice.actor, draft)
        (path,) = files(practice)
        assert len(path.stem) == 32
        assert int(path.stem, 16)
        content = path.read_bytes()
        for told in ("phal", "consultation", draft.uid, practice.actor.login):
            assert told.encode() not in content

    def test_a_damaged_file_is_left_alone_and_stops_nobody(self, practice, safe, draft, refused):
        safe.keep(practice.actor, draft)
        (path,) = files(practice)
        flip(path, 60)
        assert safe.found(practice.actor) == []
        assert path.exists()

    def test_a_text_is_its_authors_alone(self, practice, safe, draft, refused):
        safe.keep(practice.actor, draft)
        new = NewAccount("autre", Role.MEDECIN, "Claire", "FICTIVE", PASSWORD)
        other = practice.application.accounts.create(practice.actor, new).at("POSTE-1")
        assert safe.found(other) == []

    def test_a_conflict_keeps_this_text_aside_of_the_other_one(self, practice, safe, draft):
        here = safe.keep(practice.actor, draft).draft
        safe.keep(practice.actor, saying(here, "écrit sur l'autre poste"))
        kept = safe.keep(practice.actor, saying(here, "écrit ici"))
        assert isinstance(kept.error, ConflictError)
        assert [one.draft.content.text for one in safe.found(practice.actor)] == ["écrit ici"]


class TestFoundTexts:
    def test_what_the_base_says_too_is_not_proposed(self, practice, safe, draft):
        kept = safe.keep(practice.actor, draft).draft
        safe.note(practice.actor, kept)
        assert safe.found(practice.actor) == []

    def test_a_note_of_a_moment_before_the_base_is_not_proposed(self, practice, safe, draft):
        kept = safe.keep(practice.actor, saying(draft, NOTE + " Suite.")).draft
        safe.note(practice.actor, saying(kept, NOTE))
        assert safe.found(practice.actor) == []
        safe.note(practice.actor, saying(kept, "Autre" + NOTE))
        assert len(safe.found(practice.actor)) == 1

    def test_a_text_put_aside_stays_until_its_author_drops_it(
        self, practice, safe, draft, patient_id
    ):
        safe.note(practice.actor, draft)
        (found,) = safe.found(practice.actor, patient_id)
        safe.put_aside(found)
        (found,) = safe.found(practice.actor, patient_id)
        assert found.aside
        assert found.draft == draft
        assert safe.found(practice.actor, patient_id + 1) == []
        safe.drop(found)
        assert safe.found(practice.actor) == []

    def test_a_correction_under_way_is_found_with_its_reason(self, practice, safe, draft):
        encounters = practice.application.encounters
        signed = encounters.sign(practice.actor, draft)
        begun = signed.draft(replace(signed.content, text="Céphalées du soir"))
        safe.note(practice.actor, begun, corrects=True, reason="erreur")
        (found,) = safe.found(practice.actor)
        assert (found.corrects, found.reason) == (True, "erreur")
        assert encounters.get(practice.actor, signed.id).content.text == NOTE


@pytest.mark.skipif(not hasattr(os, "fork"), reason="SIGKILL et fork n'existent pas")
def test_a_program_killed_while_a_note_is_typed_gives_the_text_back(tmp_path):
    """What was noted before the kill is in the base or found at the next start."""
    ground = Ground(tmp_path / "cabinet")
    application = ground.open()
    patient_id = application.patients.create(ground.actor, RUTH).id
    application.close()
    draw = Random(7)
    for _ in range(6):
        last = _typed_until_killed(ground, patient_id, draw)
        application = ground.open()
        kept = [found.draft.content for found in application.safekeeping.found(ground.actor)]
        kept += [
            application.encounters.get(ground.actor, line.id).content
            for line in application.encounters.drafts(ground.actor)
        ]
        assert any(f"mot{last}" in content.text.rstrip(".").split() for content in kept)
        for found in application.safekeeping.found(ground.actor):
            kept = application.safekeeping.keep(ground.actor, found.draft, replacing=True)
            assert kept.in_base
        application.close()


def _typed_until_killed(ground, patient_id, draw):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _type(ground, patient_id, writer)
        finally:
            os._exit(1)
    os.close(writer)
    with os.fdopen(reader, "rb") as reports:
        numbers = [int(reports.readline()) for _ in range(draw.randint(2, 12))]
        time.sleep(draw.uniform(0, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        numbers += [int(line) for line in reports if line.endswith(b"\n")]
    return numbers[-1]


def _type(ground, patient_id, descriptor):
    application = ground.open()
    safe, number = application.safekeeping, 0
    draft = application.encounters.begin(ground.actor, patient_id, Nature.CONSULTATION)
    while True:
        number += 1
        draft = saying(draft, draft.content.text.rstrip(".") + f" mot{number}.")
        if number % 3:
            safe.note(ground.actor, draft)
        else:
            draft = safe.keep(ground.actor, draft).draft
        os.write(descriptor, b"%d\n" % number)
