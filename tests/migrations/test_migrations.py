"""The schema: migrations make what the models say, and raise a base without losing a row."""

import re
import subprocess
import sys
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from shutil import copytree
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.db import schema
from almapy.db.database import open_postgresql, open_sqlite
from almapy.db.tables import METADATA
from almapy.errors import AlmaPyError, DomainError, StorageFull
from tests.conftest import LOGIN, PASSWORD
from tests.core.fault_helpers import add_patients, require_three_parts
from tests.migrations.generic import ROWS, fill, held, shape, triggers

pytestmark = pytest.mark.usefixtures("schema_of_the_migrations")

FOLDER = Path(str(resources.files("migrations")))
KEY = bytes(range(32))
NEXT = schema.PROGRAM_VERSION + 1
HEAD = f"""
import sqlalchemy as sa
from alembic import op
revision = "{NEXT}"
down_revision = "{schema.PROGRAM_VERSION}"
"""
REBUILD_PATIENT = """
def upgrade():
    rebuilt = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("patient", recreate=rebuilt) as batch:
        batch.add_column(sa.Column("trial", sa.String(10), nullable=False, server_default="neuf"))
"""
HALF_DONE = """
def upgrade():
    op.create_table("trial", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("UPDATE patient SET comment = 'à moitié'")
    op.execute("SELECT * FROM a_table_that_is_not_there")
"""
LEAVES_ORPHANS = """
def upgrade():
    op.execute("DELETE FROM patient")
"""


def scripts(folder=FOLDER):
    config = Config()
    config.set_main_option("script_location", str(folder))
    return ScriptDirectory.from_config(config)


VERSIONS = sorted(int(script.revision) for script in scripts().walk_revisions())


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request, tmp_path):
    """An empty base on each engine in turn."""
    if request.param == "sqlite":
        database = open_sqlite(tmp_path / "base.db", KEY)
    else:
        database = open_postgresql(request.getfixturevalue("postgres_database").url)
    yield database
    database.close()


@pytest.fixture
def next_version(tmp_path, monkeypatch):
    """Return a function that gives the program one more version, of this script."""

    def add(script):
        folder = tmp_path / "migrations"
        copytree(FOLDER, folder)
        (folder / "versions" / f"{NEXT:04}_trial.py").write_text(HEAD + script, encoding="utf-8")
        shipped = SimpleNamespace(files=lambda _package: folder, as_file=resources.as_file)
        monkeypatch.setattr(schema, "resources", shipped)
        monkeypatch.setattr(schema, "PROGRAM_VERSION", NEXT)

    return add


@pytest.fixture
def program_of(tmp_path, monkeypatch):
    """Return a function that makes this program the one of a published version."""

    def become(version):
        folder = tmp_path / f"program-{version}"
        copytree(FOLDER, folder)
        for script in (folder / "versions").glob("[0-9]*.py"):
            if int(script.name[:4]) > version:
                script.unlink()
        shipped = SimpleNamespace(files=lambda _package: folder, as_file=resources.as_file)
        monkeypatch.setattr(schema, "resources", shipped)
        monkeypatch.setattr(schema, "PROGRAM_VERSION", version)

    return become


def raise_to(database, version):
    """Bring an empty base to a published version."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, str(version))


def upgrade(database):
    return schema.upgrade(database, sqlite_path=None, key=None)


@contextmanager
def looking(database):
    with database.engine.connect() as connection:
        yield connection


def test_models_and_migrations_say_the_same(database):
    upgrade(database)
    with looking(database) as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []


@pytest.mark.postgresql
def test_words_are_sorted_alike_on_both_engines(postgres_database):
    database = open_postgresql(postgres_database.url)
    upgrade(database)
    with looking(database) as connection:
        query = "SELECT collation_name FROM information_schema.columns WHERE column_name = 'token'"
        assert connection.execute(sa.text(query)).scalars().all() == ["C"]
    database.close()


def test_the_program_knows_the_last_migration():
    assert scripts().get_heads() == [str(schema.PROGRAM_VERSION)]
    assert list(range(1, schema.PROGRAM_VERSION + 1)) == VERSIONS


def test_a_migration_never_imports_the_program():
    """Its tables are those of its day, whatever the models become."""
    for path in (FOLDER / "versions").glob("*.py"):
        assert not re.search(r"^\s*(from|import) almapy", path.read_text("utf-8"), re.MULTILINE)


def test_an_empty_base_is_raised_once(database):
    assert schema.version_of(database) == 0
    assert upgrade(database) == schema.Upgrade(0, schema.PROGRAM_VERSION)
    assert schema.version_of(database) == schema.PROGRAM_VERSION
    assert upgrade(database) == schema.Upgrade(schema.PROGRAM_VERSION, schema.PROGRAM_VERSION)
    if database.is_sqlite:
        with looking(database) as connection:
            number = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            assert number == schema.PROGRAM_VERSION


@pytest.mark.parametrize("filled", [False, True])
def test_a_base_of_the_first_version_keeps_its_rows(database, filled):
    raise_to(database, VERSIONS[0])
    if filled:
        with database.engine.begin() as connection:
            fill(connection)
    with looking(database) as connection:
        before = held(connection)
    assert {count for _, count, _ in before.values()} == {ROWS if filled else 0}

    upgrade(database)

    with looking(database) as connection:
        assert held(connection, like=before) == before
        assert journal_triggers(database) <= triggers(connection)


def test_every_version_keeps_the_rows_of_all_those_before(database, program_of):
    """Each version adds rows to every table it has; each next one finds them all."""
    before = {}
    for version in VERSIONS:
        program_of(version)
        assert upgrade(database) == schema.Upgrade(version - 1, version)
        with database.engine.begin() as connection:
            tables = shape(connection)
            assert held(connection, before, tables) == before
            assert journal_triggers(database) <= triggers(connection)
            fill(connection, (version - 1) * ROWS, tables)
            before = held(connection, tables=tables)
    assert {count for _, count, _ in before.values()} == {n * ROWS for n in VERSIONS}


def journal_triggers(database):
    """Return what refuses a change of the journal; a table made anew loses its triggers."""
    if database.is_sqlite:
        return {"journal_no_DELETE", "journal_no_UPDATE"}
    return {"journal_only_added"}


def test_a_table_made_anew_keeps_its_rows_and_those_of_its_children(database, next_version):
    upgrade(database)
    with database.engine.begin() as connection:
        fill(connection)
        before = held(connection)
    next_version(REBUILD_PATIENT)

    assert upgrade(database).after == NEXT

    with looking(database) as connection:
        assert held(connection, like=before) == before
        assert connection.execute(sa.text("SELECT DISTINCT trial FROM patient")).all() == [
            ("neuf",)
        ]
        assert journal_triggers(database) <= triggers(connection)
        if database.is_sqlite:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == NEXT
    assert schema.version_of(database) == NEXT


def test_a_migration_that_fails_leaves_the_base_as_it_was(database, next_version):
    upgrade(database)
    with database.engine.begin() as connection:
        fill(connection)
        before = held(connection)
    next_version(HALF_DONE)

    with pytest.raises(AlmaPyError) as caught:
        upgrade(database)

    require_three_parts(caught.value.message)
    with looking(database) as connection:
        assert held(connection) == before
        if database.is_sqlite:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
    assert schema.version_of(database) == schema.PROGRAM_VERSION - 1


def test_a_migration_that_leaves_orphans_is_given_up(tmp_path, next_version):
    database = open_sqlite(tmp_path / "base.db", KEY)
    upgrade(database)
    with database.engine.begin() as connection:
        fill(connection)
        before = held(connection)
    next_version(LEAVES_ORPHANS)

    with pytest.raises(DomainError) as caught:
        upgrade(database)

    assert caught.value.code == "base.upgrade"
    require_three_parts(caught.value.message)
    with looking(database) as connection:
        assert held(connection) == before
    database.close()


class TestCopyPutAside:
    @pytest.fixture
    def closed(self, practice):
        add_patients(practice, 20)
        with looking(practice.application.database) as connection:
            held_before = held(connection)
        practice.application.close()
        key = practice.application.keeper.data_key.database_key()
        return SimpleNamespace(folders=practice.application.folders, key=key, held=held_before)

    def test_holds_the_base_as_it_was(self, closed, place, make_door, next_version):
        next_version(REBUILD_PATIENT)

        opened = make_door(place).open(LOGIN, PASSWORD)

        assert opened.application.patients.count() == 20
        page = opened.application.journal.page(opened.actor, JournalFilter(action=Action.MIGRATED))
        assert page.entries[0].values["en"] == NEXT
        assert opened.application.journal.first_broken_link() is None
        opened.application.close()
        [copy] = closed.folders.root.glob("*-avant-schema-*.db")
        database = open_sqlite(copy, closed.key)
        assert schema.version_of(database) == NEXT - 1
        with looking(database) as connection:
            assert held(connection) == closed.held
        database.close()

    def test_is_made_before_a_migration_that_fails(self, closed, place, make_door, next_version):
        next_version(HALF_DONE)

        with pytest.raises(AlmaPyError):
            make_door(place).open(LOGIN, PASSWORD)

        [copy] = closed.folders.root.glob("*-avant-schema-*.db")
        for path in (copy, closed.folders.base):
            database = open_sqlite(path, closed.key)
            with looking(database) as connection:
                assert held(connection) == closed.held
            database.close()

    def test_without_room_for_it_nothing_is_touched(
        self, closed, place, make_door, next_version, monkeypatch
    ):
        next_version(REBUILD_PATIENT)
        small = SimpleNamespace(free=closed.folders.base.stat().st_size)
        monkeypatch.setattr(schema.shutil, "disk_usage", lambda _path: small)
        before = closed.folders.base.read_bytes()

        with pytest.raises(StorageFull) as caught:
            make_door(place).open(LOGIN, PASSWORD)

        require_three_parts(caught.value.message)
        assert closed.folders.base.read_bytes() == before
        assert list(closed.folders.root.glob("*-avant-schema-*")) == []


UPGRADE_WHEN_TOLD = """
import sys
from almapy.db import schema
from almapy.db.database import open_postgresql
database = open_postgresql(sys.argv[1])
import alembic.command
print("ready", flush=True)
sys.stdin.readline()
schema.upgrade(database, sqlite_path=None, key=None)
database.close()
"""


@pytest.mark.postgresql
def test_posts_that_start_at_once_raise_the_base_once(postgres_database):
    """In the morning after an update, every post finds the base of yesterday."""
    posts = [
        subprocess.Popen(
            [sys.executable, "-c", UPGRADE_WHEN_TOLD, postgres_database.url],
            cwd=FOLDER.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    assert [post.stdout.readline() for post in posts] == ["ready\n"] * 3

    for post in posts:
        post.stdin.write("\n")
        post.stdin.flush()
    said = [post.communicate(timeout=60) for post in posts]

    assert [post.returncode for post in posts] == [0, 0, 0], said
    database = open_postgresql(postgres_database.url)
    assert schema.version_of(database) == schema.PROGRAM_VERSION
    database.close()
