"""A real keyring of the session (Secret Service), started and ended by this test."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_PROGRAMS = ("dbus-run-session", "gnome-keyring-daemon")
_MISSING = [one for one in _PROGRAMS if shutil.which(one) is None]
_SCRIPT = """
import subprocess
subprocess.run(
    ["gnome-keyring-daemon", "--unlock", "--components=secrets", "--daemonize"],
    input=b"essai\\n", check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
)
from almapy.adapters.keyring_secrets import KeyringSecrets, PIECE
keyring = KeyringSecrets()
text = "x" * (PIECE + 5)
print(keyring.place())
print(keyring.keep("nom", text), KeyringSecrets().read("nom") == text)
keyring.forget("nom")
print(repr(KeyringSecrets().read("nom")))
"""


@pytest.mark.skipif(bool(_MISSING), reason=f"needs {', '.join(_MISSING)}")
def test_the_keyring_of_a_session_keeps_gives_back_and_forgets(tmp_path):
    home = {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", _SCRIPT],
        env=home,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.splitlines() == ["Trousseau de la session", "True True", "''"], done.stderr
