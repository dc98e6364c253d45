"""What processes cost, as the kernel counts it (Linux)."""

import os
from pathlib import Path


def cpu_seconds(pids):
    """Return the processor time of these processes so far."""
    ticks = os.sysconf("SC_CLK_TCK")
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / ticks


def peak_megabytes(pids):
    """Return the largest memory that one of these processes ever held."""
    peaks = [0]
    for pid in pids:
        status = Path(f"/proc/{pid}/status").read_text().splitlines()
        peaks += [int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM")]
    return max(peaks)
