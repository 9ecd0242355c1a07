"""One window per data folder: a second start asks the first window to come forward."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 1500
_LONGEST = 4096


class SingleInstance(QObject):
    """Listens for second starts."""

    asked_to_open = Signal(str)
    """What the second start was asked to open; empty where that was nothing."""

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        # The program that holds the folder's lock is the only one: what a crash left may go.
        QLocalServer.removeServer(name)
        self.listens = self._server.listen(name)

    def _answer(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)
            caller.readyRead.connect(partial(self._hear, caller))
            # A caller that says nothing is not waited for, least of all by the window.
            QTimer.singleShot(_PATIENCE_MS, caller, caller.abort)
            self._hear(caller)

    def _hear(self, caller: QLocalSocket) -> None:
        if not caller.canReadLine():
            return
        line = bytes(caller.readLine(_LONGEST).data())
        caller.write(b"here\n")
        caller.flush()
        caller.disconnectFromServer()
        self.asked_to_open.emit(line.decode("utf-8", "replace").strip())

    def close(self) -> None:
        """Listen no longer."""
        self._server.close()


def ask_first_window(name: str, wanted: str = "") -> bool:
    """Ask the first window to come forward and open ``wanted``; whether it answered."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    socket.write(wanted.replace("\n", " ").encode("utf-8")[: _LONGEST - 1] + b"\n")
    socket.waitForBytesWritten(_PATIENCE_MS)
    answered = socket.waitForReadyRead(_PATIENCE_MS)
    socket.disconnectFromServer()
    return answered
