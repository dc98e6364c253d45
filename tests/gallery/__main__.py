"""``make gallery``: every screen as a picture, light and dark, at 100 % and 200 %.

Qt reads its scale once, at the start: one child process for each scale. At 200 % the window has the
1366 × 768 pixels of a small practice laptop.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

SCALES = (1, 2)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.gallery")
    parser.add_argument("--out", type=Path, default=Path("build/gallery"))
    parser.add_argument("--scale", type=int, choices=SCALES, help="used by the children")
    parser.add_argument("--only", default="", help="screens whose name holds this")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    if args.scale:
        from tests.gallery.shots import take_all

        code = take_all(args.out, args.scale, args.only)
        sys.stdout.flush()
        os._exit(code)  # so many windows do not all survive their interpreter
    for old in args.out.glob("*.png"):
        old.unlink()
    for scale in SCALES:
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": str(scale),
        }
        command = [sys.executable, "-m", "tests.gallery", "--out", str(args.out)]
        command += ["--scale", str(scale), "--only", args.only]
        subprocess.run(command, env=environment, check=True)
    sys.stdout.write(f"{len(list(args.out.glob('*.png')))} images dans {args.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
