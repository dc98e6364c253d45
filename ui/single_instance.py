"""One window for one data folder: a second start brings the first one forward."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal

_ANSWER_MS = 500


class SingleInstance(QObject):
    """Holds the folder for this program; told when another start wants the window."""

    wanted = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._lock: QLockFile | None = None
        self._server: QObject | None = None

    def take(self) -> bool:
        """Hold the folder; false when another window of this computer has it.

        A lock left by a program that died is taken over. A folder that cannot be written is not
        held: the opening of the base will say so.
        """
        if not self._folder.is_dir():
            return True
        lock = QLockFile(str(self._folder / "window.lock"))
        lock.setStaleLockTime(0)
        if lock.tryLock(0):
            self._lock = lock
            return True
        return lock.error() is not QLockFile.LockError.LockFailedError

    def listen(self) -> None:
        """Answer later starts; QtNetwork is imported here, once the window stands."""
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self._name())
        server.newConnection.connect(self.wanted)
        server.listen(self._name())
        self._server = server

    def call_first(self) -> bool:
        """Ask the first window to come forward; false when it does not answer."""
        from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415

        socket = QLocalSocket()
        socket.connectToServer(self._name())
        answered = bool(socket.waitForConnected(_ANSWER_MS))
        socket.disconnectFromServer()
        return answered

    def _name(self) -> str:
        import hashlib  # noqa: PLC0415  (brings OpenSSL in: not before the window)

        return "almapy-" + hashlib.sha256(str(self._folder).encode()).hexdigest()[:16]

    def release(self) -> None:
        """Let the folder go."""
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None
