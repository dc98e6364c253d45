"""The locks pin what pyproject.toml asks for, by content, and name no place to fetch it from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = sorted(path.name for path in (ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUN = PROJECT["project"]["dependencies"]
DEV = PROJECT["project"]["optional-dependencies"]["dev"]
BUILD = PROJECT["build-system"]["requires"]


def _entries(lock: str) -> list[str]:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    return [entry for entry in re.split(r"\n(?=\S)", "\n".join(kept)) if entry]


def _pins(lock: str) -> dict[tuple[str, str], str]:
    """Return the version pinned for each name and marker."""
    pins: dict[tuple[str, str], str] = {}
    for entry in _entries(lock):
        pin = Requirement(entry.split("\\")[0])
        [specifier] = pin.specifier
        assert specifier.operator == "=="
        pins[canonicalize_name(pin.name), str(pin.marker or "")] = specifier.version
    return pins


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_carries_its_hashes(lock: str) -> None:
    assert [entry for entry in _entries(lock) if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_no_folder_of_a_machine(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")

    assert re.findall(r"\S*(?:://|--(?:extra-)?index|--find-links| /|@ )\S*", text) == []


@pytest.mark.parametrize(
    ("lock", "asked"), [("run.txt", RUN), ("dev.txt", DEV), ("build.txt", BUILD)]
)
def test_a_lock_answers_everything_that_is_asked(lock: str, asked: list[str]) -> None:
    versions: dict[str, set[str]] = {}
    for (name, _), version in _pins(lock).items():
        versions.setdefault(name, set()).add(version)

    unanswered = []
    for requirement in map(Requirement, asked):
        pinned = versions.get(canonicalize_name(requirement.name), set())
        if not any(requirement.specifier.contains(version) for version in pinned):
            unanswered.append(str(requirement))

    assert unanswered == []


@pytest.mark.parametrize("lock", ["run.txt", "build.txt"])
def test_development_uses_the_versions_that_the_program_runs_with(lock: str) -> None:
    dev = _pins("dev.txt")

    assert _pins(lock).items() <= dev.items()
