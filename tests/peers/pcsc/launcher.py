"""Becomes a pcscd that nobody else sees: run by ``unshare`` in its own mounts and network.

Its own network has the virtual reader listen on a loopback of its own, which only who enters that
network reaches, and on ports that are always free.
"""

import ctypes
import fcntl
import os
import signal
import socket
import struct
import subprocess
import sys
from pathlib import Path

_SET_FLAGS = 0x8914  # SIOCSIFFLAGS
_UP_AND_RUNNING = 0x41
_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_RUN = Path("/run/pcscd")


def main():
    folder, configuration, pcscd = sys.argv[1:]
    ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sH14x", b"lo", _UP_AND_RUNNING))
    _RUN.mkdir(exist_ok=True)
    subprocess.run(["mount", "--bind", folder, str(_RUN)], check=True)
    os.execv(pcscd, [pcscd, "--foreground", "--info", "--config", configuration])


if __name__ == "__main__":
    main()
