"""Reading an ApCV by the channel of this post: the code goes to the official connector, unread.

Nothing of a code, nor of what it opened, is written to a disk, a log or a trace.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from almapy.apcv.faults import (
    ApcvNotInstalled,
    ConnectorMute,
    ContextOver,
    NobodyTold,
    NoChannel,
)
from almapy.apcv.model import ApcvChannel, ApcvWay
from almapy.apcv.payload import require_apcv
from almapy.camera.ports import CodeForm
from almapy.camera.scan import CodeScan
from almapy.camera.service import CameraService
from almapy.clock import Clock
from almapy.settings import PostSettings
from almapy.stop import Stop
from almapy.users.model import Actor, Right
from almapy.vitale.patience import NoAnswer, Patience
from almapy.vitale.ports import OfficialVitale
from almapy.vitale.reading import Origin, VitaleReading

ANSWER_SECONDS = 30.0
TELEPHONE_SECONDS = 60.0
USUAL_CONTEXT = timedelta(seconds=1800)
"""How long a context lasts when the connector does not say (jFSE does the same: notes §4)."""


class ApcvService:
    """Gives readings of origin ApCV; who takes one has it traced (``VitaleService.take_apcv``)."""

    def __init__(
        self,
        official: OfficialVitale | None,
        cameras: CameraService,
        settings: Callable[[], PostSettings],
        clock: Clock,
        *,
        answer_seconds: float = ANSWER_SECONDS,
        telephone_seconds: float = TELEPHONE_SECONDS,
    ) -> None:
        """Make the service; ``settings`` gives those of the post as they are now."""
        self._official, self._cameras, self._settings = official, cameras, settings
        self._clock = clock
        self._answer_seconds = answer_seconds
        self._telephone_seconds = telephone_seconds

    @property
    def installed(self) -> bool:
        """Tell whether a connector answers, be it a simulator."""
        return self._official is not None

    @property
    def simulated(self) -> bool:
        """Tell whether a simulator answers."""
        return self._official is not None and self._official.simulated

    def way(self) -> ApcvWay:
        """Return how this post reads, as its settings are now; raises FormatError."""
        settings = self._settings()
        chosen = settings.apcv_channel
        channel = ApcvChannel(chosen) if chosen in set(ApcvChannel) else ApcvChannel.NONE
        return ApcvWay(channel, settings.camera)

    def require_ready(self, actor: Actor) -> ApcvWay:
        """Return how this post reads, once it can.

        Raises ApcvNotInstalled, NoChannel, AccessError; FormatError for unreadable settings.
        """
        actor.require(Right.IDENTITY)
        if self._official is None:
            raise ApcvNotInstalled
        way = self.way()
        if way.channel is ApcvChannel.NONE:
            raise NoChannel
        return way

    def code_scan(self, actor: Actor, camera: int) -> CodeScan:
        """Return a search for a code with the webcam of this number, not begun."""
        actor.require(Right.IDENTITY)
        return self._cameras.scan(camera, (CodeForm.QR, CodeForm.DATAMATRIX))

    def read_payload(self, actor: Actor, payload: bytes, stop: Stop) -> VitaleReading | None:
        """Exchange a scanned code for a reading; None when that was given up.

        Raises ApcvNotInstalled, NothingScanned, CodeTooLong, InsCodeShown, BoxCodeShown,
        ContextOver, ConnectorMute, or ExternalError in the words of the connector.
        """
        actor.require(Right.IDENTITY)
        require_apcv(payload)
        official = self._connector()
        work = Patience(lambda: official.read_apcv(payload, stop))
        return self._awaited(work, stop, self._answer_seconds)

    def read_by_nfc(self, actor: Actor, stop: Stop) -> VitaleReading | None:
        """Wait for a telephone on the NFC reader; None when that was given up.

        Raises ApcvNotInstalled, ContextOver, ConnectorMute, or ExternalError in the words of the
        connector.
        """
        actor.require(Right.IDENTITY)
        official = self._connector()
        work = Patience(lambda: official.read_apcv_by_nfc(stop))
        return self._awaited(work, stop, self._telephone_seconds)

    def seconds_left(self, reading: VitaleReading) -> float | None:
        """Return how long what a telephone allowed still lasts, 0 once over; None for a card."""
        if reading.ends_at is None:
            return None
        return max(0.0, (reading.ends_at - self._clock.now()).total_seconds())

    def _connector(self) -> OfficialVitale:
        if self._official is None:
            raise ApcvNotInstalled
        return self._official

    def _awaited(
        self, work: Patience[VitaleReading], stop: Stop, seconds: float
    ) -> VitaleReading | None:
        try:
            reading = work.wait(stop, seconds)
        except NoAnswer:
            raise ConnectorMute from None
        if reading is None:
            return None
        if not reading.bearers:
            raise NobodyTold
        ends = reading.ends_at or self._clock.now() + USUAL_CONTEXT
        taken = replace(reading, origin=Origin.APCV, ends_at=ends)
        if not self.seconds_left(taken):
            raise ContextOver
        return taken
