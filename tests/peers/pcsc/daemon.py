"""A real pcscd with a virtual reader of two slots, for one process of tests."""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

_DRIVERS = (
    (Path(sys.prefix) / "peers" / "vpcd", "usr/lib/**/pcsc/drivers/serial/libifdvpcd.so*"),
    (Path("/usr/lib"), "pcsc/drivers/serial/libifdvpcd.so"),
    (Path("/usr/lib"), "*/pcsc/drivers/serial/libifdvpcd.so"),
)
_LAUNCHER = Path(__file__).with_name("launcher.py")
_PORT = 0x8C7B
_NETWORK = 0x40000000  # CLONE_NEWNET
_START_SECONDS = 10.0
_STOP_SECONDS = 5.0
_SOCKET_VARIABLE = "PCSCLITE_CSOCK_NAME"

READERS = ("Virtual PCD 00 00", "Virtual PCD 00 01")


class PcscUnavailableError(Exception):
    """This machine cannot run a pcscd of its own; the text tells why, for the skip reason."""


def keep_off_the_machine(folder: Path) -> None:
    """Have the PC/SC library of this process look for its pcscd in this folder, and nowhere else.

    It reads where that is once: to be called before anything asks for a reader.
    """
    os.environ[_SOCKET_VARIABLE] = str(folder / "run" / "pcscd.comm")


def find_pcscd() -> tuple[str, Path]:
    """Return the program and the driver. Raises PcscUnavailableError."""
    if sys.platform != "linux":
        raise PcscUnavailableError("pcscd n'est démarré par les tests que sous Linux")
    if importlib.util.find_spec("smartcard") is None:
        raise PcscUnavailableError("pyscard n'est pas installé dans .venv")
    pcscd = shutil.which("pcscd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if pcscd is None:
        raise PcscUnavailableError("pcscd manque : apt-get install pcscd")
    driver = next((one for folder, name in _DRIVERS for one in folder.glob(name)), None)
    if driver is None:
        raise PcscUnavailableError("le lecteur virtuel manque : make test le prend sous Debian")
    if os.geteuid() != 0:
        raise PcscUnavailableError("pcscd ne démarre que par l'administrateur (root)")
    if shutil.which("unshare") is None:
        raise PcscUnavailableError("unshare manque : apt-get install util-linux")
    return pcscd, driver


class PcscDaemon:
    """One pcscd, apart from the machine's: its own socket, its own network."""

    def __init__(self, folder: Path) -> None:
        self._program, driver = find_pcscd()
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        (folder / "nothing").mkdir(parents=True)
        (folder / "readers").mkdir()
        (folder / "readers" / "vpcd").write_text(
            f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:{_PORT:#x}\n'
            f"LIBPATH {driver}\nCHANNELID {_PORT:#x}\n",
            encoding="ascii",
        )

    @property
    def pid(self) -> int | None:
        """The process id of pcscd, None when it does not run."""
        return self._process.pid if self._process else None

    def start(self, *, with_readers: bool = True) -> None:
        """Start pcscd and wait until it takes clients. Raises PcscUnavailableError with its log."""
        readers = self._folder / ("readers" if with_readers else "nothing")
        run = self._folder / "run"
        shutil.rmtree(run, ignore_errors=True)
        run.mkdir()
        log = self._folder / "log"
        words = [sys.executable, str(_LAUNCHER), str(run), str(readers)]
        with log.open("wb") as sink:
            self._process = subprocess.Popen(
                ["unshare", "--mount", "--net", "--", *words, self._program],
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            if _answers(run / "pcscd.comm"):
                return
            time.sleep(0.01)
        self.stop()
        end = log.read_text(encoding="utf-8", errors="replace")[-400:]
        raise PcscUnavailableError(f"un pcscd à part n'a pas pu être démarré ici : {end}")

    def stop(self, how: int = signal.SIGTERM) -> None:
        """End pcscd; may be called twice."""
        process, self._process = self._process, None
        if process is None:
            return
        for order in (how, signal.SIGKILL):
            process.send_signal(order)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_STOP_SECONDS)
                break

    def connect(self, slot: int) -> socket.socket:
        """Return a connection to the port of a slot, in the network of pcscd."""
        outcome: list[socket.socket | OSError] = []

        def enter_and_connect() -> None:
            try:
                _enter_network(self.pid)
                outcome.append(socket.create_connection(("127.0.0.1", _PORT + slot), 2.0))
            except OSError as error:
                outcome.append(error)

        # A thread changes its own network only, and this one ends here.
        thread = threading.Thread(target=enter_and_connect)
        thread.start()
        thread.join()
        if isinstance(outcome[0], OSError):
            raise outcome[0]
        outcome[0].settimeout(None)
        return outcome[0]


def _answers(address: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(address)) == 0


def _enter_network(pid: int | None) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    with Path(f"/proc/{pid}/ns/net").open("rb") as network:
        if library.setns(network.fileno(), _NETWORK):
            raise OSError(ctypes.get_errno(), "setns")
