"""The webcams of a post: one search at a time with each of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from almapy.camera.ports import CodeForm, FrameReader, FrameSource
from almapy.camera.probe import CameraProbe
from almapy.camera.scan import CodeScan, ScanTimes

MOST_CAMERAS = 4
PATIENCE = 6.0
"""Seconds given to one camera to say that it is there: DirectShow may take some."""


class CameraService:
    """Hands out searches for codes; knows no patient and keeps no picture."""

    def __init__(
        self,
        source_of: Callable[[int], FrameSource],
        read: FrameReader,
        *,
        simulated: bool = False,
        times: ScanTimes | None = None,
    ) -> None:
        """Make the service; ``source_of`` gives the camera of a number, from 0, not opened yet."""
        self._source_of, self._read = source_of, read
        self._times = times or ScanTimes()
        self._last: dict[int, CodeScan] = {}
        self.simulated = simulated

    def scan(
        self,
        number: int,
        wanted: Collection[CodeForm],
        *,
        read: FrameReader | None = None,
        times: ScanTimes | None = None,
        source_of: Callable[[int], FrameSource] | None = None,
    ) -> CodeScan:
        """Return a search for a code of these forms, not begun; ends the former one, if any.

        ``read``, ``times`` and ``source_of`` take the place of those of the service.
        """
        former = self._last.get(number)
        if former is not None:
            former.give_up()
        scan = CodeScan(
            (source_of or self._source_of)(number),
            read or self._read,
            wanted=wanted,
            times=times or self._times,
            former=former,
        )
        self._last[number] = scan
        return scan

    def present(self, numbers: Iterable[int] = range(MOST_CAMERAS)) -> tuple[int, ...]:
        """Return the numbers whose camera opens, or films already; takes seconds: in a worker.

        A camera that does not answer in ``PATIENCE`` seconds counts as absent. A simulated post
        has one.
        """
        if self.simulated:
            return (0,)
        return tuple(number for number in numbers if self._films(number) or self._opens(number))

    def _films(self, number: int) -> bool:
        last = self._last.get(number)
        return last is not None and last.holds_camera

    def _opens(self, number: int) -> bool:
        probe = CameraProbe(self._source_of(number))
        return probe.answers(PATIENCE)

    def close(self) -> None:
        """Have every camera let go."""
        for scan in self._last.values():
            scan.give_up()
