"""A process that plays that of the library by a script: it can hang, crash or talk nonsense.

Its argument is a JSON file: a list of runs, the last one repeated, each a table from ``start`` and
the requests to what is done: an object is answered, a word names a mishap. What came is noted in
``<file>.seen``, one request a line.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from pathlib import Path


def main() -> None:
    script = Path(sys.argv[1])
    seen = script.with_suffix(".seen")
    before = seen.read_text().splitlines() if seen.exists() else []
    runs = json.loads(script.read_text())
    rules = runs[min(before.count("start"), len(runs) - 1)]
    note(seen, "start")
    act(rules.get("start", {}))
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        note(seen, request["do"])
        if request["do"] == "login":
            sys.stdin.buffer.read(4)
        act(rules.get(request["do"], {}))


def note(seen: Path, word: str) -> None:
    with seen.open("a") as file:
        file.write(word + "\n")


def act(rule: object) -> None:
    if isinstance(rule, dict):
        print(json.dumps(rule), flush=True)
    elif rule == "hang":
        threading.Event().wait()
    elif rule == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif rule == "leave":
        sys.exit(0)
    elif rule == "half":
        print('{"signature": "', end="", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    elif rule == "twice":
        print("{}\n{}", flush=True)
    elif rule == "deep":
        print("[" * 100_000, flush=True)
    elif rule == "endless":
        while True:
            print("x" * 65536, end="", flush=True)
    else:
        print(rule, flush=True)


if __name__ == "__main__":
    main()
