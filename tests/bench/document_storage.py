"""Where to keep documents: encrypted files beside the base, or rows of the encrypted base.

Run: ``python -m tests.bench.document_storage [--count 20000] [--size 200000] [--folder DIR]``.
Needs about twice count × size bytes of free disk; removes what it wrote. Prints seconds and the
ratio of rows to files. The decision made from it: docs/decisions/0003-documents-beside-the-base.md.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from almapy import durable_file
from almapy.db.database import connect_sqlite
from almapy.db.keys import DataKey
from almapy.documents.store import DocumentStore

BASE_ID = "7f1f4e0a-6f0c-4f43-9c39-0f3d2f1f7a10"
READS = 500
NEW_DOCUMENTS = 40
KEY = DataKey.generate()

CREATE = {
    "files": "CREATE TABLE document (id INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT,"
    " size INTEGER)",
    "rows": "CREATE TABLE document (id INTEGER PRIMARY KEY, sha256 TEXT, size INTEGER,"
    " content BLOB NOT NULL)",
}


class Documents:
    """Fictitious documents that no compression or deduplication helps."""

    def __init__(self, size):
        self._block = random.Random(2026).randbytes(size)

    def __getitem__(self, number):
        return number.to_bytes(16, "big") + self._block[16:]


class Base:
    """One variant's base, in a folder of its own."""

    def __init__(self, folder, variant):
        folder.mkdir()
        self.folder = folder
        self.path = folder / "almapy.db"
        with closing(self.connect()) as base:
            base.execute("PRAGMA journal_mode = WAL")
            base.execute(CREATE[variant])

    def connect(self):
        return connect_sqlite(self.path, KEY.database_key())

    def back_up(self, target):
        """Copy online, as a backup does: one step, to another keyed base, all on the disk."""
        target.unlink(missing_ok=True)
        with (
            closing(self.connect()) as source,
            closing(connect_sqlite(target, KEY.database_key())) as copy,
        ):
            source.backup(copy, pages=-1)

    def check(self):
        with closing(self.connect()) as base:
            assert base.execute("PRAGMA cipher_integrity_check").fetchall() == []
            assert base.execute("PRAGMA quick_check").fetchall() == [("ok",)]

    def settle(self):
        """Empty the journal into the base."""
        with closing(self.connect()) as base:
            base.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class AsFiles:
    """Encrypted files beside the base, which holds a row for each."""

    def __init__(self, folder):
        self.base = Base(folder, "files")
        self.store = DocumentStore(folder / "documents", KEY, BASE_ID)

    def insert(self, base, number, data):
        stored = self.store.put(data)
        base.execute("BEGIN IMMEDIATE")
        base.execute(
            "INSERT INTO document VALUES (?, ?, ?, ?)",
            (number, stored.name, stored.sha256, stored.size),
        )
        base.execute("COMMIT")

    def read(self, base, number):
        (name,) = base.execute("SELECT name FROM document WHERE id = ?", (number,)).fetchone()
        return self.store.read(name)

    def back_up(self, folder):
        """Copy the base wholly, and the files that the folder has not yet."""
        self.base.back_up(folder / "almapy.db")
        for name in self.store.names():
            target = folder / "documents" / name[:2] / name
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                durable_file.write(target, self.store.path(name).read_bytes())

    def check(self):
        self.base.check()
        for name in self.store.names():
            self.store.verify(name)


class AsRows:
    """BLOB rows inside the base."""

    def __init__(self, folder):
        self.base = Base(folder, "rows")

    def insert(self, base, number, data):
        base.execute("BEGIN IMMEDIATE")
        base.execute(
            "INSERT INTO document VALUES (?, ?, ?, ?)",
            (number, KEY.check_value().hex(), len(data), data),
        )
        base.execute("COMMIT")

    def read(self, base, number):
        row = base.execute("SELECT content FROM document WHERE id = ?", (number,)).fetchone()
        return bytes(row[0])

    def back_up(self, folder):
        self.base.back_up(folder / "almapy.db")

    def check(self):
        self.base.check()


def forget_cached(folder):
    """Ask the system to drop what it keeps of these files in memory, where it can."""
    if not hasattr(os, "posix_fadvise"):
        return
    os.sync()
    for path in folder.rglob("*"):
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(variant, folder, documents, count):
    """Return the seconds of each work, and the size of the base in bytes."""
    figures = {}

    def insert(first, last):
        with closing(variant.base.connect()) as base:
            for number in range(first, last):
                variant.insert(base, number, documents[number])

    def read():
        with closing(variant.base.connect()) as base:
            for number in random.Random(7).sample(range(count), min(READS, count)):
                assert variant.read(base, number) == documents[number]

    def timed(label, work):
        forget_cached(folder.parent)
        figures[label] = seconds(work)
        sys.stderr.write(f"{type(variant).__name__}: {label}: {figures[label]:.2f} s\n")

    copy = folder.with_name("copy")
    copy.mkdir()
    base_copy = folder.with_name("base-copy.db")
    timed(f"insert {count}", lambda: insert(0, count))
    variant.base.settle()
    size = variant.base.path.stat().st_size
    timed(f"read {READS} at random", read)
    timed("copy the base online", lambda: variant.base.back_up(base_copy))
    base_copy.unlink()
    timed("first backup, documents included", lambda: variant.back_up(copy))
    insert(count, count + NEW_DOCUMENTS)
    timed(f"next backup, {NEW_DOCUMENTS} documents later", lambda: variant.back_up(copy))
    timed("check the base", variant.base.check)
    timed("check the base and every document", variant.check)
    return figures, size


def measure_in(root, make, documents, count):
    root.mkdir()
    try:
        return measure(make(root / "data"), root / "data", documents, count)
    finally:
        shutil.rmtree(root)


def main():
    parser = argparse.ArgumentParser(description="Documents beside the base or in it")
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--size", type=int, default=200_000, help="bytes of each document")
    parser.add_argument("--folder", type=Path, default=None, help="a disk with room enough")
    asked = parser.parse_args()
    documents = Documents(asked.size)
    root = Path(tempfile.mkdtemp(prefix="almapy-bench-", dir=asked.folder))
    try:
        files, files_size = measure_in(root / "files", AsFiles, documents, asked.count)
        rows, rows_size = measure_in(root / "rows", AsRows, documents, asked.count)
    finally:
        shutil.rmtree(root)

    say = sys.stdout.write
    say(f"{asked.count} documents of {asked.size} bytes\n")
    say(f"{'':40}{'files':>12}{'rows':>12}{'rows/files':>12}\n")
    for label, took in files.items():
        say(f"{label:40}{took:>10.2f} s{rows[label]:>10.2f} s{rows[label] / took:>12.2f}\n")
    megabytes = 1_000_000
    say(
        f"{'size of the base':40}{files_size / megabytes:>9.1f} MB{rows_size / megabytes:>9.0f} MB"
        f"{rows_size / files_size:>12.0f}\n"
    )


if __name__ == "__main__":
    main()
