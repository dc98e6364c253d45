"""The libraries that the program is made of, with their licences as their authors declare them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution

_DIRECT = (
    "PySide6_Essentials",
    "SQLAlchemy",
    "alembic",
    "sqlcipher3",
    "psycopg",
    "psycopg-binary",
    "cryptography",
    "platformdirs",
    "xlsxwriter",
    "odfdo",
    "tomlkit",
    "pypdfium2",
    "pyqtgraph",
    "rapidfuzz",
    "lxml",
    "urllib3",
    "signxml",
    "zxing-cpp",
    "pylibdmtx",
    "setuptools",
    "pillow",
    "pyscard",
    "PyKCS11",
    "joserfc",
    "opencv-python-headless",
    "numpy",
    "tesserocr",
    "pytesseract",
    "keyring",
)
# The package of sqlcipher3 declares no licence and holds these three, linked in; the others declare
# theirs only among their classifiers and in a file.
_UNDECLARED = {
    "sqlcipher3": "zlib",
    "colorama": "BSD-3-Clause",
    "pyscard": "LGPL-2.1-or-later",
    "setuptools": "MIT",
    "backports-tarfile": "MIT",
    "jaraco-classes": "MIT",
}
_LINKED_IN = (
    ("SQLCipher", "BSD-3-Clause"),
    ("SQLite", "domaine public"),
    ("OpenSSL", "Apache-2.0"),
    ("libdmtx", "BSD-2-Clause"),
    ("Tesseract", "Apache-2.0"),
    ("Leptonica", "BSD-2-Clause"),
    ("Données françaises de Tesseract (tessdata_fast)", "Apache-2.0"),
)
_NAME = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Library:
    """One library; ``version`` is empty for one that stands inside another."""

    name: str
    version: str
    licence: str


def libraries() -> list[Library]:
    """Return the libraries installed here and those they need; reads files, so for a worker."""
    found: dict[str, Library] = {}
    for name in _DIRECT:
        _collect(name, found)
    for name, licence in _LINKED_IN:
        found[name.lower()] = Library(name, "", licence)
    return sorted(found.values(), key=lambda library: library.name.lower())


def _collect(name: str, found: dict[str, Library]) -> None:
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in found:
        return
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return
    found[key] = Library(package.name, package.version, _licence(package, key))
    for needed in _needed(package):
        _collect(needed, found)


def _licence(package: Distribution, key: str) -> str:
    metadata = package.metadata
    for field in ("License-Expression", "License"):
        declared = metadata[field] if field in metadata else ""  # noqa: SIM401  (it has no get)
        if declared:
            return declared
    return _UNDECLARED.get(key, "voir le paquet")


def _needed(package: Distribution) -> Iterator[str]:
    for requirement in package.requires or ():
        named = _NAME.match(requirement)
        if named and "extra ==" not in requirement:
            yield named[0]
