"""The article as people work on it: one text widget, put together from its parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QToolTip, QWidget

from annotator.model.article import Article
from annotator.model.labels import LabelGuide
from annotator.model.text import Span
from annotator.services.data.preferences import ReadingSettings
from annotator.ui.article.document import page_palette
from annotator.ui.article.gestures import Gestures
from annotator.ui.article.keys import press_key
from annotator.ui.article.mark_layer import MarkLayer
from annotator.ui.article.mark_requests import MarkRequests
from annotator.ui.article.mark_speech import MarkSpeech
from annotator.ui.article.marks import PaintedMark
from annotator.ui.article.overview import WIDTH as OVERVIEW_WIDTH
from annotator.ui.article.overview import OverviewStrip
from annotator.ui.article.page_layout import Layer, PageLayout
from annotator.ui.article.picked_mark import PickedMark
from annotator.ui.article.pointer import Pointer
from annotator.ui.article.ties import Ties
from annotator.ui.article.word_selection import WordSelection
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.theme import Theme


class ArticleView(QTextEdit):
    """An article to mark. Spans count code points; marks are known by their ids.

    Its parts: ``page`` is where things lie, ``marks`` what is painted of marks, ``words`` what is
    selected, ``picked`` the mark with the handles, ``ties`` what ties marks, ``requests`` what can
    be asked for, ``speech`` what a screen reader hears of marks.
    """

    #: What would be marked now: a Span snapped to words, or None. Live while dragging.
    selection_changed = Signal(object)
    #: (spans, label id or None): a wish for a mark; without a label one has to be asked for.
    mark_requested = Signal(object, object)
    #: A point of the viewport was clicked; what lies there is picked.
    clicked = Signal(QPoint)
    #: A mark was picked (the smallest under the pointer), or none ("").
    mark_clicked = Signal(str)
    #: A picked mark was opened: double click or Enter.
    mark_activated = Signal(str)
    #: (mark id, Span): a wish for other edges; once, when the drag ends or the key is pressed.
    resize_requested = Signal(str, object)
    #: (from id, to id): a tie was drawn from one mark to another.
    tie_requested = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewport(_page_viewport())
        # The empty document that Qt made measures its text by the viewport that is gone now.
        self.document().documentLayout().setPaintDevice(self.viewport())
        self.page = PageLayout(self)
        self.marks = MarkLayer(self.page)
        self.words = WordSelection(self, self.page)
        self.ties = Ties(self.page, self.marks)
        self.picked = PickedMark(self.page, self.marks, self.ties)
        self.requests = MarkRequests(self.page, self.marks, self.words, self.picked)
        self.speech = MarkSpeech(self.page, self.marks, self.words)
        self._gestures = Gestures(self.requests)
        self._pointer = Pointer(self.requests)
        self._paint_layers: list[Layer] = [self.words, self.marks, self._pointer.ruler]
        self._paint_layers += [self.picked, self._gestures]
        self._strip = OverviewStrip(self.marks.tick_colour, self.page.text_height, self)
        self._strip.place_requested.connect(self.page.scroll_to_share)
        self._has_strip = True
        #: What the strip shows in place of the page's own marks.
        self._strip_marks: Sequence[PaintedMark] | None = None
        self._connect()
        self._set_up()

    def _connect(self) -> None:
        requests = self.requests
        self.words.changed.connect(self.selection_changed)
        self.speech.spoken.connect(lambda text: announce(self, text))
        self.cursorPositionChanged.connect(
            lambda: self.speech.caret_moved(is_heard=self.hasFocus())
        )
        requests.mark_requested.connect(self.mark_requested)
        requests.clicked.connect(self.clicked)
        requests.mark_clicked.connect(self.mark_clicked)
        requests.mark_activated.connect(self.mark_activated)
        requests.resize_requested.connect(self.resize_requested)
        requests.tie_requested.connect(self.tie_requested)

    def _set_up(self) -> None:
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAcceptDrops(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setCursorWidth(2)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._apply_palette()
        self.setViewportMargins(0, 0, OVERVIEW_WIDTH, 0)
        self.viewport().setMouseTracking(True)

    # What is shown

    def set_article(self, article: Article, guide: LabelGuide) -> None:
        """Show another article from its top, with labels that look as in ``guide``.

        Nothing is marked, selected or tied in it yet.
        """
        self._gestures.cancel()
        self.picked.clear()
        self.ties.clear()
        self.words.set_language(article.metadata.language)
        self.marks.begin(article, guide)
        self.page.show_article(article)
        title = article.metadata.title or next(iter(article.text.split("\n", 1)), "")
        self.setAccessibleName(f"Article: {title}" if title else "Article")
        self.verticalScrollBar().setValue(0)
        self.words.refresh()
        self.speech.begin()
        self._strip.set_theme(self.page.theme)
        self._show_in_strip(None)
        self._pointer.reset()

    def article(self) -> Article:
        """The article on the page."""
        return self.page.article

    def add_layer(self, layer: Layer) -> None:
        """Let something more be painted, over what else is painted at its height."""
        self._paint_layers.append(layer)
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Use other colours; nothing moves."""
        self.marks.forget_painter()
        self._apply_palette(theme)
        self.page.set_theme(theme)
        self._strip.set_theme(theme)
        if self.marks.guide is not None:
            self._show_in_strip(self._strip_marks)
        self._pointer.reset()

    def set_settings(self, settings: ReadingSettings) -> None:
        """Use other reading settings; the line at the top stays where it is."""
        self.marks.forget_painter()
        self.page.set_settings(settings)
        self._show_strip()

    def settings(self) -> ReadingSettings:
        """The reading settings in use."""
        return self.page.settings

    def set_strip_shown(self, shown: bool) -> None:
        """Keep room for the strip of all marks next to the text, or do without."""
        self._has_strip = shown
        self.setViewportMargins(0, 0, OVERVIEW_WIDTH if shown else 0, 0)
        self._show_strip()

    def set_tips(self, tip_of: Callable[[str], str] | None) -> None:
        """Ask this for the tip of a mark (by its id) when the pointer rests on it.

        Plain text. It stands in for the tips that marks bring along: thousands of them need not
        be written before the page is shown, and what they say is as it is now.
        """
        self._pointer.tip_of = tip_of

    # Marks

    def set_marks(self, marks: Sequence[PaintedMark]) -> None:
        """Show these marks and no others; a selected one stays selected if it is still there."""
        self.marks.set_marks(marks)
        self._show_in_strip(None)
        self.picked.marks_changed()

    def set_strip(self, marks: Sequence[PaintedMark]) -> None:
        """Show these in the strip, and not the page's own, until it gets other marks."""
        self._show_in_strip(tuple(marks))

    def add_mark(self, mark: PaintedMark) -> None:
        """Show one more mark, or a changed one as it is now; the view does not move."""
        if self.picked.takes_later(mark):
            return
        self.marks.add(mark)
        self._strip.put(mark)
        if self.ties.touch(mark.id):
            self.viewport().update()

    def remove_mark(self, mark_id: str) -> None:
        """Show a mark no longer; an unknown id is no error."""
        was_picked = self.picked.id == mark_id
        self.marks.remove(mark_id)
        self._strip.take(mark_id)
        self.picked.marks_changed()
        if was_picked or self.ties.touch(mark_id):
            self.viewport().update()

    def mark(self, mark_id: str) -> PaintedMark | None:
        """The painted mark with this id."""
        return self.marks.index.get(mark_id)

    def select_mark(self, mark_id: str | None) -> None:
        """Show a mark as picked, with its ends; None for no mark. No signal is sent."""
        self.picked.pick(mark_id)

    def selected_mark(self) -> str | None:
        """The id of the picked mark."""
        return self.picked.id

    def set_editable(self, editable: bool) -> None:
        """Whether marks may be asked for and moved; reading, picking and copying always work."""
        self.picked.set_editable(editable)

    def set_links(self, links: Sequence[tuple[str, str, str]]) -> None:
        """Ties as (from id, to id, word); shown while one of their marks is hovered or picked."""
        self.ties.clear()
        self.ties.change((), links)

    def set_tool(self, label_id: str | None) -> None:
        """Keep a label in hand: every swipe asks for a mark with it. None puts it down."""
        self.requests.tool = label_id
        self._pointer.reset()

    def tool(self) -> str | None:
        """The label in hand."""
        return self.requests.tool

    def picked_by_finger(self) -> bool:
        """Whether the last press on the page was a finger's."""
        return self._gestures.by_finger

    def step_back(self) -> bool:
        """Esc: give up a drag, else the selection, else the picked mark; False if none."""
        return self._gestures.step_back()

    # Places

    def rects_of(self, span: Span) -> list[QRect]:
        """The lines of a span as rectangles of the viewport."""
        return self.page.rects_of(span)

    def ensure_mark_visible(self, mark_id: str) -> None:
        """Scroll, as little as needed, until a mark is in view; unknown ids are ignored."""
        mark = self.mark(mark_id)
        if mark is not None:
            self.page.ensure_visible(mark.span)

    def ensure_span_visible(self, span: Span) -> None:
        """Scroll until a span is in view, with some lines around it; not at all if it is."""
        self.page.ensure_visible(span)

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Marks behind the words, the words, then what lies on top of them."""
        if self.marks.guide is None:
            super().paintEvent(event)
            return
        page, marks = self.page, self.marks.painter()
        seen = page.seen(event.rect())
        pictures = self.marks.pictures(seen)
        with page.painter(event.rect()) as painter:
            page.furniture.paint(painter, page.geometry, seen.blocks, page.column)
            marks.paint_tints(painter, pictures, self.marks.tinted)
            for layer in self._paint_layers:
                layer.under(painter, seen)
            marks.paint_lines(painter, pictures)
        super().paintEvent(event)
        with page.painter(event.rect()) as painter:
            for layer in self._paint_layers:
                layer.veil(painter, seen)
            marks.paint_over(painter, pictures)
            for layer in self._paint_layers:
                layer.top(painter, seen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column in the middle, the line at the top in place, the strip at the side."""
        anchor = self.page.top_anchor()
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.page.fit_column()
            self.page.restore_anchor(anchor)
        port = self.viewport().geometry()
        self._strip.setGeometry(port.right() + 1, port.top(), OVERVIEW_WIDTH, port.height())

    def changeEvent(self, event: QEvent) -> None:
        """Measure again where fonts change under us."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self.page.forget()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select, pick, take hold of an edge; other buttons are left to Qt."""
        if event.button() is Qt.MouseButton.LeftButton and self.page.article.text:
            self._gestures.press(event)
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word, or open the picked mark."""
        if event.button() is Qt.MouseButton.LeftButton and self.page.article.text:
            self._gestures.double_click(event)
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with a gesture, or show what is under the pointer."""
        if self._gestures.busy:
            self._gestures.move(event)
        else:
            self._pointer.hover(event.position().toPoint())
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish a gesture."""
        if event.button() is Qt.MouseButton.LeftButton and self._gestures.busy:
            self._gestures.release(event)
            event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The page's own keys, then those of any text."""
        escape = event.key() == Qt.Key.Key_Escape
        known = self.step_back() if escape else press_key(self.requests, event)
        if known:
            event.accept()
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.words.set_exact(False)
        super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tool tips for marks; nothing is hovered once the pointer has left."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tip = self._pointer.tip_at(event.pos())
            if tip:
                QToolTip.showText(event.globalPos(), tip, self.viewport())
            else:
                QToolTip.hideText()
            return True
        if event.type() is QEvent.Type.Leave:
            self._pointer.hover(None)
        return super().viewportEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied: the words of the article itself, as plain text."""
        return self.words.copied()

    # Inside

    def _show_in_strip(self, marks: Sequence[PaintedMark] | None) -> None:
        self._strip_marks = marks
        shown = self.marks.index if marks is None else marks
        self._strip.set_marks(shown, len(self.page.article.text))

    def _show_strip(self) -> None:
        self._strip.setVisible(self._has_strip and self.marks.shown)

    def _apply_palette(self, theme: Theme | None = None) -> None:
        palette = page_palette(self.palette(), theme or self.page.theme)
        self.setPalette(palette)
        # An application's style sheet gives the viewport a palette of its own, which stays behind.
        self.viewport().setPalette(palette)


def _page_viewport() -> QWidget:
    # A viewport that Qt made would be looked up among all classes of widgets when Python first
    # asks for it, and each of them made ready: a tenth of the program's start.
    port = QWidget()
    port.setBackgroundRole(QPalette.ColorRole.Base)
    port.setAutoFillBackground(True)
    port.setCursor(Qt.CursorShape.IBeamCursor)
    return port
