"""Unexpected errors: into the log with a traceback, to people as a sentence, never a crash."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)

_log = logging.getLogger(__name__)
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class ExceptionHook(QObject):
    """Catches exceptions that reach the top, in whatever thread, while it is installed."""

    happened = Signal(str)
    """The kind of exception, in the window's thread; the rest is in the log."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before: Callable[..., object] | None = None
        self._before_thread: Callable[..., object] | None = None
        self._before_qt: Callable[..., object] | None = None

    def install(self) -> None:
        """Catch from now on. What Qt says of itself goes into the log, too."""
        self._before, sys.excepthook = sys.excepthook, self._caught
        self._before_thread, threading.excepthook = threading.excepthook, self._caught_in_thread
        self._before_qt = qInstallMessageHandler(_log_qt_message)

    def remove(self) -> None:
        """Catch no longer."""
        if self._before is not None and self._before_thread is not None:
            sys.excepthook = self._before
            threading.excepthook = self._before_thread
            self._before = self._before_thread = None
            qInstallMessageHandler(self._before_qt)

    def _caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.error("unexpected", exc_info=(kind, error, trace))
        self.happened.emit(kind.__name__)

    def _caught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._caught(args.exc_type, args.exc_value, args.exc_traceback)


def _log_qt_message(kind: QtMsgType, context: QMessageLogContext, text: str | None) -> None:
    _log.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", text)


def show_fatal(happened: str, rest: str) -> None:
    """A small window for what stops the program before its own window is there; waits for it.

    Needs a QApplication. Qt's own box: fonts and icons may be what is missing.
    """
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(QMessageBox.Icon.Warning, "Annotator", happened)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(rest)
    box.exec()
