"""Which folder is watched on this post, and taking in what it holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from almapy.documents.model import Origin
from almapy.incoming.tables import IncomingRow
from almapy.incoming.taking import Brought, Taker
from almapy.incoming.watching import WatchedFolder
from almapy.stop import Stop
from almapy.users.model import Actor
from almapy.work import Works


class Lookout:
    """Looks at the folder that the settings name now: they may change while it watches."""

    def __init__(self, works: Works, taker: Taker, folder: Callable[[], str]) -> None:
        self._works = works
        self._taker = taker
        self._named = folder
        self._folder: WatchedFolder | None = None

    def look(self, actor: Actor, stop: Stop) -> str:
        """Look once and take what is ready; return in French what is wrong, empty for nothing."""
        named = self._named()
        if not named:
            self._folder = None
            return ""
        path = Path(named)
        if self._folder is None or self._folder.folder != path:
            self._folder = WatchedFolder(path, self._taken())
        folder = self._folder

        def take(file: Path, data: bytes, stamp: str) -> None:
            brought = Brought(data, file.name, Origin.SCAN, str(file), stamp, watched=True)
            self._taker.keep(actor, brought)

        folder.look(take, lambda: stop.asked)
        return folder.problem

    def _taken(self) -> list[tuple[str, str]]:
        query = select(IncomingRow.source_path, IncomingRow.source_stamp).where(
            IncomingRow.watched.is_(True), IncomingRow.source_path != ""
        )
        with self._works.database.reading() as session:
            return [(path, stamp) for path, stamp in session.execute(query)]
