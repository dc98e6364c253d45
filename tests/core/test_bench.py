"""The benchmarks themselves: what they compute, and that they still run."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.figures import Figure, against, in_turns, percentile, table

ROOT = Path(__file__).parents[2]


def test_a_goal_on_the_ratio_is_kept_up_to_its_value():
    assert Figure("départ", 150, "ms", 100, goal=1.5).kept
    assert not Figure("départ", 151, "ms", 100, goal=1.5).kept


def test_a_goal_on_the_measure_forgets_the_reference():
    assert Figure("recherche", 50, "ms", 1, goal=50, on_measure=True).kept
    assert not Figure("perdues", 1, goal=0, on_measure=True).kept


def test_a_line_without_goal_promises_nothing():
    assert Figure("démonstration", 3.2, "s").kept is None


def test_works_take_turns_and_the_first_changes_at_each_round():
    calls = []

    in_turns(
        3, lambda number: calls.append(("m", number)), lambda number: calls.append(("r", number))
    )

    assert calls == [("r", 0), ("m", 0), ("m", 1), ("r", 1), ("r", 2), ("m", 2)]


def test_a_line_gives_the_medians_of_both_sides():
    figure = against("x", ([0.1, 0.9, 0.2], [0.1, 0.1, 0.1]))
    assert (figure.measured, figure.reference, round(figure.ratio, 6)) == (200, 100, 2)


@pytest.mark.parametrize(("part", "value"), [(50, 50), (95, 95), (99, 99), (100, 100)])
def test_a_percentile_is_a_value_that_was_measured(part, value):
    assert percentile(range(100, 0, -1), part) == value


def test_a_table_says_in_french_what_is_not_kept():
    text = table([Figure("départ", 187.4, "ms", 101, goal=1.5)])
    assert text.splitlines()[-1].split()[-1] == "NON"
    assert "×\u00a01,86" in text
    assert "≤\u00a01,5" in text


@pytest.mark.slow
def test_the_command_gives_one_object_a_line():
    command = [sys.executable, "-m", "tests.bench", "storage", "search", "--json"]
    sizes = ["--patients=60", "--opened=25", "--searched=60", "--searches=25"]

    done = subprocess.run(
        [*command, *sizes], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["bench"] for line in lines] == ["storage"] * 3 + ["search"] * 5, done.stderr
    assert all(line["ratio"] > 0 for line in lines if line["reference"])
