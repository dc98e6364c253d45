"""Where the Cryptolib CPS lies on each system (card notes §3.3)."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def installed_library(
    chosen: str, platform: str = sys.platform, environment: Mapping[str, str] = os.environ
) -> str:
    """Return the file of the library on this post, empty when there is none.

    ``chosen`` is the setting of the post: it comes first, and is returned even where no file is,
    so that the person hears that *it* cannot be loaded rather than that nothing is installed.
    """
    if chosen.strip():
        return chosen.strip()
    found = (path for path in usual_places(platform, environment) if path.is_file())
    return str(next(found, ""))


def usual_places(platform: str, environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Return where the installers of the Cryptolib put it, most likely first.

    The folder of macOS is not documented: those where its vendors put modules are looked at.
    """
    if platform == "win32":
        windows = Path(environment.get("WINDIR", "C:\\Windows"))
        # The library must be made for the same kind of processor word as this program.
        if sys.maxsize > 2**32:
            return (windows / "System32" / "cps3_pkcs11_w64.dll",)
        return (
            windows / "SysWOW64" / "cps3_pkcs11_w32.dll",
            windows / "System32" / "cps3_pkcs11_w32.dll",
        )
    if platform == "darwin":
        names = ("libcps3_pkcs11_osx.dylib", "cps3_pkcs11_osx.dylib", "cps3_pkcs11_osx.so")
        folders = ("/usr/local/lib", "/Library/Application Support/santesocial/CPS/lib")
        return tuple(Path(folder, name) for folder in folders for name in names)
    return (Path("/opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so"),)
