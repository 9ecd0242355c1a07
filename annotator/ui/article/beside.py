"""When a bar appears next to the selected words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from annotator.model.text import Span
from annotator.ui.article.view import ArticleView

#: A selection has settled when it was left alone this long (milliseconds).
_SETTLED = 120


class BesideSelection(QObject):
    """``show`` puts the ``bar`` next to the selection once that has settled, and after scrolling.

    It is hidden while nothing is selected or ``is_quiet()``: a tool is in hand, for one.
    """

    def __init__(
        self,
        view: ArticleView,
        bar: QWidget,
        show: Callable[[], None],
        is_quiet: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._view, self._bar, self._show, self._is_quiet = view, bar, show, is_quiet
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED)
        self._settled.timeout.connect(self.place)
        view.selection_changed.connect(self._selection_changed)
        view.verticalScrollBar().valueChanged.connect(self.place)

    def settle(self) -> None:
        """The selection may not be what it will be: wait."""
        if self._view.words.span() is not None:
            self._settled.start()

    def place(self) -> None:
        """Put the bar where the words are now."""
        if self._view.words.span() is None or self._is_quiet():
            self._bar.hide()
        elif QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._settled.start()
        else:
            self._show()

    def _selection_changed(self, span: Span | None) -> None:
        if span is None or self._is_quiet():
            self._settled.stop()
            self._bar.hide()
        else:
            self._settled.start()
