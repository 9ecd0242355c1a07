"""A paper's marks and the key side by side: two articles with equal rows that scroll together."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from annotator.model.lesson import Lesson
from annotator.services.review.compare import Compared
from annotator.ui.article.marks import Sign
from annotator.ui.article.overview import WIDTH as STRIP_WIDTH
from annotator.ui.article.page_layout import MIN_GUTTER
from annotator.ui.outcomes.article_pane import ReviewArticle
from annotator.ui.outcomes.layers import Layers
from annotator.ui.outcomes.outcome_rows import OutcomeRow
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.labels import ElidedLabel, Role

#: The narrowest text (logical pixels at the base size of type) that reads well in a column.
_LEAST_COLUMN = 300
#: Left and right of the text, where stripes of marks and the words on ties stand.
_GUTTERS = 2 * MIN_GUTTER
_HEAD = 34


class TwoPanes(QWidget):
    """Holds ``article``, alone or with the key's article at its right.

    Two columns stand only where they are wanted *and* there is room. The strip of differences is
    then between them and the scroll bar at the right, so that both have the same width: equal rows.
    """

    mark_clicked = Signal(str)
    """A mark of the key's pane was clicked, or none ("")."""
    turned = Signal()
    """Two columns stand where one did, or the other way round: paint again."""

    def __init__(
        self,
        appearance: Appearance,
        article: ReviewArticle,
        lesson: Lesson,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._lesson = appearance, lesson
        self.article = article
        self.key: ReviewArticle | None = None
        self._wanted = self._two = False
        self._heads = tuple(ElidedLabel(appearance, "", Role.STRONG, parent=self) for _ in range(2))
        for head in self._heads:
            head.hide()
        article.setParent(self)
        appearance.changed.connect(self._recolour)

    @property
    def is_two(self) -> bool:
        """Whether two columns stand now."""
        return self._two

    def least_width(self) -> int:
        """The room that two readable columns need, in logical pixels; grows with the type."""
        column = round(_LEAST_COLUMN * self.article.settings().scale) + _GUTTERS
        return 2 * column + STRIP_WIDTH + self._bar_width()

    def has_room(self, width: int) -> bool:
        """Whether two columns can be read in this width, in logical pixels."""
        return width >= self.least_width()

    def set_wanted(self, wanted: bool) -> None:
        """Show two columns wherever there is room, or one."""
        self._wanted = wanted
        self._arrange()

    def show_paper(
        self,
        lesson: Lesson,
        compared: Compared,
        name: str,
        sign: Sign | None,
        layers: Layers = Layers.BOTH,
    ) -> None:
        """Paint a paper: these ``layers`` of it in one column, or its marks next to the key."""
        if not self._two or self.key is None:
            self.article.show_compared(lesson, compared, layers, sign)
            return
        assert lesson.key is not None
        self.article.show_side(lesson, compared, Layers.MARKS, sign)
        self.key.show_side(lesson, compared, Layers.KEY, sign)
        self._heads[0].setText(f"Marks of {name}" if name else "Marks")
        self._heads[1].setText(f"Answer key, version {lesson.key.version}")

    def show_key(self, lesson: Lesson) -> None:
        """Paint the key by itself, in one column; needs a lesson with one."""
        self.article.show_key(lesson)

    def clear(self) -> None:
        """Paint no marks: there is no paper."""
        for article in (self.article, self.key):
            if article is not None:
                article.set_marks([])

    def pick(self, entry: OutcomeRow | None) -> None:
        """Pick what stands for a row, in both columns, and scroll to it."""
        if self._two and self.key is not None:
            self.key.pick(entry)
        self.article.pick(entry)

    # -- inside ------------------------------------------------------------------------------

    def _make_key(self) -> ReviewArticle:
        key = ReviewArticle(self)
        key.set_theme(self._appearance.theme)
        key.set_settings(self.article.settings())
        key.set_strip_shown(False)
        key.set_article(self._lesson.article, self._lesson.guide)
        key.setAccessibleName(f"Answer key. {key.accessibleName()}")
        key.mark_clicked.connect(self.mark_clicked)
        ours, theirs = self.article.verticalScrollBar(), key.verticalScrollBar()
        ours.valueChanged.connect(lambda value: self._follow(theirs, value))
        theirs.valueChanged.connect(lambda value: self._follow(ours, value))
        return key

    def _follow(self, bar: QScrollBar, value: int) -> None:
        # While one stands alone the other has other rows, and nothing to say.
        if self._two:
            bar.setValue(value)

    def _bar_width(self) -> int:
        return self.article.verticalScrollBar().sizeHint().width()

    def _arrange(self) -> None:
        two = self._wanted and self.has_room(self.width())
        if two != self._two:
            self._two = two
            self._place()
            self.turned.emit()
        else:
            self._place()

    def _place(self) -> None:
        two = self._two
        if two and self.key is None:
            self.key = self._make_key()
        always, never = (
            Qt.ScrollBarPolicy.ScrollBarAlwaysOn,
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff,
        )
        self.article.setVerticalScrollBarPolicy(never if two else always)
        for part in (*self._heads, *((self.key,) if self.key is not None else ())):
            part.setVisible(two)
        if not two or self.key is None:
            self.article.setGeometry(self.rect())
            return
        bar = self._bar_width()
        column = (self.width() - STRIP_WIDTH - bar) // 2
        second = column + STRIP_WIDTH
        high = self.height() - _HEAD
        self.article.setGeometry(0, _HEAD, second, high)
        self.key.setGeometry(second, _HEAD, column + bar, high)
        for head, left in zip(self._heads, (0, second), strict=True):
            line = head.sizeHint().height()
            head.setGeometry(QRect(left + 16, (_HEAD - line) // 2, column - 24, line))
        self.key.verticalScrollBar().setValue(self.article.verticalScrollBar().value())

    def _recolour(self) -> None:
        if self.key is not None:
            self.key.set_theme(self._appearance.theme)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.paper)
        painter.fillRect(0, 0, self.width(), _HEAD - 1, theme.panel)
        painter.fillRect(0, _HEAD - 1, self.width(), 1, theme.line)
        painter.end()
