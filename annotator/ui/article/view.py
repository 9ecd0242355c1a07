"""The article as people work on it: what the mouse, a finger and the keys do on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QToolTip, QWidget

from annotator.model.article import Article
from annotator.model.labels import LabelGuide
from annotator.ui.article.editing import EditableArticle
from annotator.ui.article.gestures import Gestures
from annotator.ui.article.handles import MOUSE_REACH, Grip
from annotator.ui.article.keys import press_key
from annotator.ui.article.marks import PaintedMark
from annotator.ui.article.overlays import paint_tie, plain_tip, tool_cursor
from annotator.ui.widgets.theme import Theme


class ArticleView(EditableArticle):
    """An article to mark. Spans count code points; marks are known by their ids."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gestures = Gestures(self)
        #: The label that the pointer shows now; making a pointer is not for every move.
        self._pointer_label: str | None = None
        self._tip_of: Callable[[str], str] | None = None

    def set_article(self, article: Article, guide: LabelGuide) -> None:
        """Show another article: nothing is marked, selected or tied in it yet."""
        self._gestures.cancel()
        super().set_article(article, guide)
        self._reset_cursor()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours; nothing moves."""
        super().set_theme(theme)
        self._reset_cursor()

    def set_tips(self, tip_of: Callable[[str], str] | None) -> None:
        """Ask this for the tip of a mark (by its id) when the pointer rests on it.

        Plain text. It stands in for the tips that marks bring along: thousands of them need not
        be written before the page is shown, and what they say is as it is now.
        """
        self._tip_of = tip_of

    def set_tool(self, label_id: str | None) -> None:
        """Keep a label in hand, and show it at the pointer."""
        super().set_tool(label_id)
        self._reset_cursor()

    def picked_by_finger(self) -> bool:
        """Whether the last press on the page was a finger's."""
        return self._gestures.by_finger

    def step_back(self) -> bool:
        """Esc: give up a drag, else the selection, else the picked mark; False if none."""
        return self._gestures.cancel() or super().step_back()

    # Events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select, pick, take hold of an edge; other buttons are left to Qt."""
        if event.button() is Qt.MouseButton.LeftButton and self._article.text:
            self._gestures.press(event)
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word, or open the picked mark."""
        if event.button() is Qt.MouseButton.LeftButton and self._article.text:
            self._gestures.double_click(event)
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with a gesture, or show what is under the pointer."""
        point = event.position().toPoint()
        if self._gestures.busy:
            self._gestures.move(event)
        else:
            self._hover(point)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish a gesture."""
        if event.button() is Qt.MouseButton.LeftButton and self._gestures.busy:
            self._gestures.release(event)
            event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The page's own keys, then those of any text."""
        if self._article.text and press_key(self, event):
            event.accept()
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.set_exact(False)
        super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tool tips for marks; nothing is hovered once the pointer has left."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            under = self.marks_under(event.pos())
            tip = plain_tip(self._tip(under[0])) if under else ""
            if tip:
                QToolTip.showText(event.globalPos(), tip, self.viewport())
            else:
                QToolTip.hideText()
            return True
        if event.type() is QEvent.Type.Leave:
            self._hover(None)
        return super().viewportEvent(event)

    # Inside

    def _hover(self, point: QPoint | None) -> None:
        self._pointer = point
        under = self.marks_under(point) if point is not None else []
        hovered = under[0].id if under else None
        ties = self._touches_ties(hovered) or self._touches_ties(self._hovered)
        if hovered != self._hovered and ties:
            self.viewport().update()
        self._hovered = hovered
        if self._settings.ruler:
            self.viewport().update()
        self._update_cursor(point)

    def _reset_cursor(self) -> None:
        self._pointer_label = None
        self._update_cursor()

    def _update_cursor(self, point: QPoint | None = None) -> None:
        grip = self.grip_at(point, MOUSE_REACH) if point is not None else None
        label = self._tool if grip is None and self._editable and self._guide else None
        if label is not None:
            if label != self._pointer_label:
                self.viewport().setCursor(tool_cursor(self.mark_painter(), label))
        elif grip is Grip.TIE:
            self.viewport().setCursor(Qt.CursorShape.CrossCursor)
        elif grip is not None:
            self.viewport().setCursor(Qt.CursorShape.SizeHorCursor)
        else:
            self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self._pointer_label = label

    def _paint_top(self, painter: QPainter, area: QRect) -> None:
        super()._paint_top(painter, area)
        tie = self._gestures.tie_line
        if tie is not None:
            paint_tie(painter, tie[0] + self._scroll, tie[1] + self._scroll, self._theme)

    def _tip(self, mark: PaintedMark) -> str:
        if self._tip_of is not None:
            return self._tip_of(mark.id)
        if mark.tip or self._guide is None or mark.label not in self._guide:
            return mark.tip
        label = self._guide.label(mark.label)
        return f"{label.name}: {label.short}" if label.short else label.name
