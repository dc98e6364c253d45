"""The tour: the main job in the real windows, from the first run to a verified backup."""

import json
import os
import subprocess
import sys


def test_the_tour_plays_without_a_failed_step(tmp_path):
    command = [sys.executable, "-m", "ui.main", "tour", "--out", str(tmp_path), "--patients", "30"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=240, check=False
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stdout + done.stderr
    *steps, last = lines
    assert last == {"tour": "done", "steps": len(steps), "failed": 0}
    assert [step["step"] for step in steps if not step["ok"]] == []
    for step in steps:
        assert (tmp_path / step["image"]).stat().st_size > 5_000
    opening = next(step for step in steps if step["step"] == "dossier de RUTH")
    palette = next(step for step in steps if step["step"] == "palette")
    assert palette["gestures"] + opening["gestures"] == 2
    assert (tmp_path / "tour.json").read_text().count("\n") == len(lines)
    assert "Traceback" not in done.stderr
