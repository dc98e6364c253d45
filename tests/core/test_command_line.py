"""The command-line contract: one JSON object a line, French words, no traceback."""

import json
import os
import subprocess
import sys

import pytest

from almapy.opening import DEMO_PASSWORD


def run(*words, folder, password=DEMO_PASSWORD, **more):
    environment = {**os.environ, "ALMAPY_DATA_DIR": str(folder), "ALMAPY_PASSWORD": password}
    done = subprocess.run(
        [sys.executable, "-m", "ui.main", *words],
        env=environment | more,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "cabinet"
    done = run("init", "--demo", "30", "--json", folder=folder)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"patients": 30, "path": str(folder)}
    return folder


def test_the_demo_holds_ruth_under_number_23_and_the_search_finds_her(demo):
    done = run("patients", "search", "de vinci", "--json", folder=demo)
    *hits, last = [json.loads(line) for line in done.stdout.splitlines()]
    assert hits == [
        {
            "patient_id": 1,
            "dossier": 23,
            "birth_name": "NESSI",
            "used_name": "DE VINCI",
            "first_name": "RUTH",
            "birth_date": "1977-07-14",
            "rank": 1,
        }
    ]
    assert last["count"] == 1


def test_a_demo_base_is_sound(demo):
    done = run("check", "--json", folder=demo)
    answer = json.loads(done.stdout)
    assert answer["ok"], answer
    assert answer["patients"] == 30
    assert done.returncode == 0


def test_nobody_found_is_status_1(demo):
    done = run("patients", "search", "introuvable", "--json", folder=demo)
    assert done.returncode == 1
    assert json.loads(done.stdout)["count"] == 0


def test_a_wrong_password_is_a_sentence_and_status_1(demo):
    done = run("patients", "search", "ruth", folder=demo, password="Faux-2026!")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "mot de passe" in done.stderr.lower()


def test_without_a_practice_the_remedy_is_told(tmp_path):
    done = run("check", folder=tmp_path / "rien")
    assert done.returncode == 1
    assert "almapy init" in done.stderr.replace("\u00a0", " ")
    assert not (tmp_path / "rien").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("inconnu",),
        ("patients",),
        ("init",),
        ("init", "--demo", "beaucoup"),
        ("backup",),
        ("restore", "x"),
    ],
)
def test_wrong_usage_is_status_2(words, tmp_path):
    assert run(*words, folder=tmp_path).returncode == 2


@pytest.mark.parametrize("verb", ["queue", "annuaire", "export"])
def test_a_verb_of_a_later_version_says_so_in_one_sentence(verb, tmp_path):
    done = run(verb, "x", folder=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_a_practice_is_created_from_its_description(tmp_path):
    described = tmp_path / "cabinet.toml"
    described.write_text(
        '[cabinet]\nname = "Cabinet du Lac"\ntown = "Annecy"\n'
        '[medecin]\nlogin = "dr.lac"\nfirst_name = "Ève"\nfamily_name = "DU LAC"\n'
    )
    folder = tmp_path / "base"
    done = run("init", "--practice", str(described), "--json", folder=folder)
    assert json.loads(done.stdout) == {"patients": 0, "path": str(folder)}
    assert "Clé de secours" in done.stderr
    again = run("init", "--practice", str(described), folder=folder)
    assert again.returncode == 1
    assert "existe déjà" in again.stderr


@pytest.mark.parametrize(
    "content",
    ["", "[cabinet", "[cabinet]\nname = 3\n", "[cabinet]\nname='a'\n[medecin]\nlogin='x'\n"],
)
def test_a_description_that_cannot_be_read_creates_nothing(content, tmp_path):
    described = tmp_path / "cabinet.toml"
    described.write_text(content)
    done = run("init", "--practice", str(described), folder=tmp_path / "base")
    assert done.returncode == 1
    assert not (tmp_path / "base").exists()


def test_a_weak_password_creates_nothing(tmp_path):
    done = run("init", "--demo", "1", folder=tmp_path / "base")
    assert done.returncode == 0
    described = tmp_path / "cabinet.toml"
    described.write_text(
        '[cabinet]\nname = "A"\n[medecin]\nlogin = "b"\nfirst_name = "C"\nfamily_name = "D"\n'
    )
    done = run("init", "--practice", str(described), folder=tmp_path / "b", password="court")
    assert done.returncode == 1
    assert not (tmp_path / "b" / "keys.json").exists()


def test_diagnose_tells_what_is_there_and_the_remedy(tmp_path):
    done = run("diagnose", "--json", folder=tmp_path)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"programme", "python", "chiffrement", "dossier des données"} <= {
        line["check"] for line in lines
    }
    assert all(set(line) == {"check", "ok", "detail", "remedy"} for line in lines)
    (tmp_path / "almapy.toml").write_text("idle_minutes = 'dix'")
    done = run("diagnose", "--json", folder=tmp_path)
    assert done.returncode == 1
    assert any(line["remedy"] for line in map(json.loads, done.stdout.splitlines()))


def test_help_is_french(tmp_path):
    done = run("--help", folder=tmp_path)
    assert done.returncode == 0
    assert "verbes" in done.stdout


def test_the_command_line_never_imports_qt(tmp_path):
    code = "import sys, almapy.cli.main as m; m.parser(); print('PySide6' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
