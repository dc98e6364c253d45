"""The settings of a post: what the file may hold and what happens when it is wrong."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.errors import FormatError
from almapy.paths import Folders
from almapy.settings import PostSettings, load, locate, save


def test_without_a_file_the_defaults_are_in_force(tmp_path):
    assert load(tmp_path / "almapy.toml").settings == PostSettings()


def test_what_is_saved_comes_back_and_the_technicians_remarks_stay(tmp_path):
    path = tmp_path / "almapy.toml"
    path.write_text("# poste du secrétariat\nreglage_inconnu = 3\nidle_minutes = 5\n")
    loaded = load(path)
    assert loaded.settings.idle_minutes == 5
    assert "reglage_inconnu" in loaded.warnings[0]
    save(path, replace(loaded.settings, backup_folder="/media/cle", idle_minutes=10))
    text = path.read_text()
    assert "# poste du secrétariat" in text
    assert "reglage_inconnu = 3" in text
    assert "idle_minutes" not in text
    assert load(path).settings.backup_folder == "/media/cle"


@pytest.mark.parametrize("line", ['idle_minutes = "dix"', "idle_minutes = -1", "data_folder = 3"])
def test_a_value_of_the_wrong_kind_is_told_and_changes_nothing(tmp_path, line):
    path = tmp_path / "almapy.toml"
    path.write_text(line)
    loaded = load(path)
    assert loaded.settings == PostSettings()
    assert len(loaded.warnings) == 1


@given(st.binary(max_size=300))
def test_an_unreadable_file_is_a_french_sentence_and_stays_as_it_is(content):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "almapy.toml"
        path.write_bytes(content)
        try:
            load(path)
        except FormatError as error:
            assert "illisible" in error.message
        assert path.read_bytes() == content


def test_a_settings_file_may_name_another_data_folder(tmp_path):
    save(Folders(tmp_path).settings, PostSettings(data_folder=str(tmp_path / "ailleurs")))
    assert locate(tmp_path).folders.root == tmp_path / "ailleurs"
