"""The webcams of a post: one search at a time with each of them."""

from __future__ import annotations

from collections.abc import Callable, Collection

from almapy.camera.ports import CodeForm, FrameReader, FrameSource
from almapy.camera.scan import CodeScan, ScanTimes


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

    def scan(self, number: int, wanted: Collection[CodeForm]) -> CodeScan:
        """Return a search for a code of these forms, not begun; ends the former one, if any."""
        former = self._last.get(number)
        if former is not None:
            former.give_up()
        scan = CodeScan(
            self._source_of(number), self._read, wanted=wanted, times=self._times, former=former
        )
        self._last[number] = scan
        return scan

    def close(self) -> None:
        """Have every camera let go."""
        for scan in self._last.values():
            scan.give_up()
