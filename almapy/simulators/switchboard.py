"""Every simulated service of the program, started when it is first asked for."""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from almapy.clock import Clock, SystemClock
from almapy.errors import ExternalError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from almapy.simulators.cve.endpoint import CveEndpoint, CveServers
    from almapy.simulators.insi.endpoint import InsiEndpoint, InsiServers
    from almapy.simulators.insi.people import Person
    from almapy.simulators.psc.endpoint import PscEndpoint, PscServers


class Simulators:
    """The simulated services of one run, on 127.0.0.1; may be used from any thread.

    ``folder`` receives keys and certificates for other programs; without it nothing is written.
    ``port_base`` fixes the ports (free ones are taken otherwise). ``replays`` accepts a saved
    message sent again: an old time, an identifier already seen. ``more_people`` is asked once, when
    INSi starts, for people it knows besides those of the notes. ``lasting`` has what opens a base
    by Pro Santé Connect be the same at the next start (demonstration). ``carnets`` is the file in
    which the simulated carnets last; without it they are forgotten.
    """

    def __init__(
        self,
        folder: Path | None = None,
        port_base: int | None = None,
        *,
        clock: Clock | None = None,
        replays: bool = False,
        more_people: Callable[[], Iterable[Person]] = tuple,
        lasting: bool = False,
        carnets: Path | None = None,
    ) -> None:
        self._folder = folder
        self._port_base = port_base
        self._clock = clock or SystemClock()
        self._replays = replays
        self._more_people = more_people
        self._guard = threading.Lock()
        self._lasting = lasting
        self._insi: InsiServers | None = None
        self._psc: PscServers | None = None
        self._carnets = carnets
        self._cve: CveServers | None = None
        self._closed = False

    def insi(self) -> InsiEndpoint:
        """Return the simulated INSi; raises ExternalError: closed, or a port is taken."""
        from almapy.simulators.insi.endpoint import InsiServers

        with self._guard:
            self._require_open()
            if self._insi is None:
                self._insi = self._opened(InsiServers)
            return self._insi.endpoint

    def psc(self) -> PscEndpoint:
        """Return the simulated Pro Santé Connect; raises ExternalError like ``insi``."""
        from almapy.simulators.insi.endpoint import PORTS
        from almapy.simulators.psc.endpoint import PscServers

        with self._guard:
            self._require_open()
            if self._psc is None:
                base = None if self._port_base is None else self._port_base + PORTS
                try:
                    self._psc = PscServers(self._clock, port_base=base, lasting=self._lasting)
                except (OSError, OverflowError):
                    raise _port_taken("de Pro Santé Connect") from None
            return self._psc.endpoint

    def cve(self) -> CveEndpoint:
        """Return the simulated service of carnets; raises ExternalError like ``insi``."""
        from almapy.simulators.cve.endpoint import CveServers
        from almapy.simulators.insi.endpoint import PORTS
        from almapy.simulators.psc.endpoint import PORTS as PSC_PORTS

        with self._guard:
            self._require_open()
            if self._cve is None:
                base = None if self._port_base is None else self._port_base + PORTS + PSC_PORTS
                try:
                    self._cve = CveServers(self._clock, file=self._carnets, port_base=base)
                except (OSError, OverflowError):
                    raise _port_taken("des carnets de vaccination") from None
            return self._cve.endpoint

    def close(self) -> None:
        """Stop what runs; nothing starts again."""
        with self._guard:
            self._closed = True
            running = [one for one in (self._insi, self._psc, self._cve) if one is not None]
            self._insi = self._psc = self._cve = None
        for servers in running:
            servers.close()

    def __enter__(self) -> Self:
        """Return the simulators, closed when the block ends."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop what runs."""
        self.close()

    def _require_open(self) -> None:
        if self._closed:
            raise ExternalError(
                "Les simulateurs sont arrêtés. Rien n'a été envoyé. Rouvrez le cabinet de "
                "démonstration.",
                code="simulators.closed",
            )

    def _opened(self, servers: type[InsiServers]) -> InsiServers:
        more = self._more_people()
        try:
            running = servers(
                self._clock, port_base=self._port_base, replays=self._replays, more=more
            )
        except (OSError, OverflowError):
            raise _port_taken("d'INSi") from None
        if self._folder is not None:
            running.endpoint.write_files(self._folder)
        return running


def _port_taken(of_what: str) -> ExternalError:
    return ExternalError(
        f"Le simulateur {of_what} n'a pas pu démarrer\u00a0: un port est déjà pris. Rien n'a été "
        "modifié. Choisissez un autre port de départ.",
        code="simulators.port",
    )
