"""Bad input at the door: each fault is told in three parts, and what was there stays."""

import json
from datetime import timedelta

import pytest

from almapy.db.faults import DamagedBase
from almapy.db.keys import WrongPassword
from almapy.db.schema import NewerBase
from almapy.errors import AlmaPyError, ExternalError, FormatError
from almapy.paths import Folders
from almapy.settings import Place, PostSettings, locate
from tests.conftest import LOGIN, PASSWORD, new_practice
from tests.core.backup_helpers import flip
from tests.core.fault_helpers import (
    add_patients,
    fingerprints,
    require_refusal,
    require_three_parts,
    run_verb,
)

PAGE = 4096
RECORDS = 20
COMMENT = "Préfère être appelée le soir. " * 80


@pytest.fixture
def closed(place, make_door):
    """A practice of some records, closed: its folder."""
    opened = make_door(place).create(new_practice())
    add_patients(opened, RECORDS, comment=COMMENT)
    opened.application.close()
    return place.folders


def refused_at_door(make_door, place, kind, login=LOGIN, password=PASSWORD):
    """Return the error of an opening, after looking at its sentence and at the files."""
    folders = place.folders
    kept = [path for path in (folders.base, folders.keys) if path.exists()]
    before = fingerprints(*kept)
    with pytest.raises(AlmaPyError) as caught:
        make_door(place).open(login, password)
    assert type(caught.value) is kind
    require_three_parts(caught.value.message)
    assert fingerprints(*kept) == before
    return caught.value


def opens_whole(make_door, place):
    opened = make_door(place).open(LOGIN, PASSWORD)
    try:
        assert opened.application.patients.count() == RECORDS
    finally:
        opened.application.close()


class TestWrongPassword:
    def test_opens_nothing_and_changes_nothing(self, closed, place, make_door):
        refused_at_door(make_door, place, WrongPassword, password="Tilleul-2025!")
        opens_whole(make_door, place)

    def test_is_refused_by_a_verb(self, closed):
        done = run_verb(closed.root, "patients", "search", "fictif", password="Tilleul-2025!")
        require_refusal(done, "keys.wrong_password")


def flip_first_page(base):
    flip(base, 1000)


def flip_salt(base):
    flip(base, 3)


def keep_half_a_page(base):
    base.write_bytes(base.read_bytes()[: PAGE // 2])


def keep_half(base):
    content = base.read_bytes()
    base.write_bytes(content[: len(content) // 2 // PAGE * PAGE])


def keep_a_part_of_a_page(base):
    base.write_bytes(base.read_bytes()[:-1000])


def replace_by_text(base):
    base.write_text("Ceci n'est pas une base. " * 1000, encoding="utf-8")


class TestDamagedBase:
    @pytest.mark.parametrize(
        "damage", [flip_first_page, flip_salt, keep_half_a_page, keep_half, replace_by_text]
    )
    def test_is_told_and_left_as_it_is(self, closed, place, make_door, damage):
        damage(closed.base)
        refused_at_door(make_door, place, DamagedBase)

    @pytest.mark.parametrize("damage", [flip_first_page, keep_half, keep_a_part_of_a_page])
    def test_is_told_by_the_verbs(self, closed, damage):
        damage(closed.base)

        checked = run_verb(closed.root, "check", "--json")

        assert checked.returncode == 1
        assert "Traceback" not in checked.stderr
        report = json.loads(checked.stdout.splitlines()[-1])
        assert report["ok"] is False
        require_three_parts(" ".join(report["problems"]))

    def test_is_told_by_a_search(self, closed):
        flip_first_page(closed.base)
        require_refusal(run_verb(closed.root, "patients", "search", "fictif"), "base.damaged")

    def test_in_the_middle_gives_whole_records_or_the_sentence(self, closed, place, make_door):
        """Half of the pages are spoilt: no record comes back with something missing."""
        pages = closed.base.stat().st_size // PAGE
        opened = make_door(place).open(LOGIN, PASSWORD)
        opened.application.close()
        for page in range(pages // 2, pages):
            flip(closed.base, page * PAGE + 2000)

        opened = None
        seen = told = 0
        try:
            opened = make_door(place).open(LOGIN, PASSWORD)
        except DamagedBase as error:
            require_three_parts(error.message)
            told += RECORDS
        for number in range(1, RECORDS + 1) if opened else ():
            try:
                record = opened.application.patients.open(opened.actor, number)
            except DamagedBase as error:
                require_three_parts(error.message)
                told += 1
            else:
                assert record.data.comment == COMMENT
                seen += 1
        if opened:
            opened.application.close()

        assert told > 0
        assert seen + told == RECORDS


class TestNewerBase:
    @pytest.fixture
    def newer(self, closed, place, make_door):
        opened = make_door(place).open(LOGIN, PASSWORD)
        with opened.application.database.writing() as session:
            session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '999'")
        opened.application.close()
        return closed

    def test_is_refused_untouched(self, newer, place, make_door):
        error = refused_at_door(make_door, place, NewerBase)
        assert "999" in error.message

    @pytest.mark.parametrize("verb", [("check",), ("migrate",), ("patients", "search", "fictif")])
    def test_is_refused_by_every_verb(self, newer, verb):
        done = run_verb(newer.root, *verb)
        if verb == ("check",):
            assert done.returncode == 1
            assert "Traceback" not in done.stderr
        else:
            require_refusal(done, "base.newer")


class TestKeyFile:
    def test_a_missing_one_is_told_and_the_base_stays(self, closed, place, make_door):
        aside = closed.keys.rename(closed.root / "aside.json")

        error = refused_at_door(make_door, place, ExternalError)

        assert error.code == "keys.missing"
        aside.rename(closed.keys)
        opens_whole(make_door, place)

    def test_a_missing_one_is_no_empty_folder_for_a_verb(self, closed):
        closed.keys.rename(closed.root / "aside.json")
        require_refusal(run_verb(closed.root, "patients", "search", "fictif"), "keys.missing")

    def test_a_missing_one_lets_no_second_practice_be_created_over(self, closed, place, make_door):
        closed.keys.rename(closed.root / "aside.json")
        before = fingerprints(closed.base)

        with pytest.raises(AlmaPyError) as caught:
            make_door(place).create(new_practice())

        require_three_parts(caught.value.message)
        assert caught.value.code in {"practice.exists", "keys.missing"}
        assert fingerprints(closed.base) == before

    def test_the_former_one_opens_when_the_current_one_is_missing(self, closed, place, make_door):
        """A stop between the two steps of a writing leaves only the former file."""
        closed.keys.rename(closed.keys.with_name("keys.json.previous"))
        assert closed.exists()
        opens_whole(make_door, place)

    @pytest.mark.parametrize("content", ["", "{", '{"v": 1}', "\udcff", "[]" * 200_000])
    def test_a_damaged_one_is_told(self, closed, place, make_door, content):
        closed.keys.write_text(content, encoding="utf-8", errors="surrogateescape")
        error = refused_at_door(make_door, place, FormatError)
        assert error.code == "keys.damaged"

    def test_a_damaged_one_is_refused_by_a_verb(self, closed):
        closed.keys.write_text("{", encoding="utf-8")
        done = run_verb(closed.root, "patients", "search", "fictif", "--login", LOGIN)
        require_refusal(done, "keys.damaged")

    def test_the_one_of_another_practice_opens_nothing(self, closed, place, make_door, tmp_path):
        other = Place(Folders(tmp_path / "autre"), PostSettings())
        make_door(other).create(new_practice()).application.close()
        closed.keys.write_bytes(other.folders.keys.read_bytes())

        error = refused_at_door(make_door, place, DamagedBase)

        assert "keys.json" in error.message

    def test_a_folder_without_base_is_told(self, closed, place, make_door):
        closed.base.rename(closed.root / "aside.db")
        error = refused_at_door(make_door, place, ExternalError)
        assert error.code == "base.missing"
        assert not closed.base.exists()


class TestSettings:
    @pytest.mark.parametrize("content", [b"idle_minutes = = 3", b"\xff\xfe\x00", b"[" * 5000])
    def test_an_unreadable_file_is_told_and_left_as_it_is(self, closed, content):
        closed.settings.write_bytes(content)

        with pytest.raises(FormatError) as caught:
            locate(closed.root)

        require_three_parts(caught.value.message)
        assert closed.settings.read_bytes() == content

    def test_an_unreadable_file_is_refused_by_a_verb(self, closed):
        closed.settings.write_text("idle_minutes = = 3", encoding="utf-8")
        done = run_verb(closed.root, "patients", "search", "fictif")
        require_refusal(done, "settings.unreadable")

    def test_a_folder_in_place_of_the_file_is_told(self, closed):
        closed.settings.mkdir()
        with pytest.raises(FormatError) as caught:
            locate(closed.root)
        require_three_parts(caught.value.message)


class TestClockSetBack:
    def test_is_noticed_at_the_opening_which_goes_on(self, closed, place, make_door, clock):
        clock.set_back(timedelta(days=3))

        opened = make_door(place).open(LOGIN, PASSWORD)

        [notice] = opened.notices
        require_three_parts(notice)
        assert opened.application.journal.first_broken_link() is None
        opened.application.close()

    def test_five_minutes_are_no_matter(self, closed, place, make_door, clock):
        clock.set_back(timedelta(minutes=5))
        opened = make_door(place).open(LOGIN, PASSWORD)
        assert opened.notices == ()
        opened.application.close()
