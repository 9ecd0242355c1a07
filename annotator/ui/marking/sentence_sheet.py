"""Marking by sentences: pick one by its number, its first and last word, and a label.

For those who steer by switches or by voice, for screen readers, and for anyone who likes it. The
numbers are those of the printed sheet.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from annotator.model.article import Article
from annotator.model.labels import LabelGuide
from annotator.model.text import Span
from annotator.ui.article.numbering import numbered_sentences
from annotator.ui.article.vocabulary import plural, shortened
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.badge import badge_picture
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.columns import ListBox
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.sheets import Sheet
from annotator.ui.widgets.stepper import Stepper
from annotator.ui.widgets.wrapping_rows import SentenceRows

#: Room for most words (logical pixels): the buttons beside it stay where they are.
_WORD_WIDTH = 130
_SPAN = Qt.ItemDataRole.UserRole


class SentenceSheet(Sheet):
    """All sentences of an article in a list. ``marks_in`` says in a line what is marked in one.

    In the list a label's number key marks; Right and Left move the last word, with Shift the
    first one.
    """

    mark_requested = Signal(object, str)
    """(Span, label id): these words are to be marked."""

    def __init__(
        self,
        appearance: Appearance,
        article: Article,
        guide: LabelGuide,
        marks_in: Callable[[Span], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "Mark by sentences", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._article, self._guide, self._marks_in = article, guide, marks_in
        self.add_text(
            "Pick a sentence, move its first and last word, then choose a label.", ink="soft_ink"
        )
        self.list = _SentenceList(appearance)
        for span in numbered_sentences(article):
            item = QListWidgetItem()
            item.setData(_SPAN, span)
            self.list.addItem(item)
        self._refresh()
        self.body.addWidget(ListBox(appearance, self.list), 1)
        self.words = TextLabel(appearance, "", Role.QUOTE, wrap=True)
        self.body.addWidget(self.words)
        self.first = self._edge("First word")
        self.last = self._edge("Last word")
        edges = QHBoxLayout()
        edges.addWidget(self.first)
        edges.addWidget(self.last)
        edges.addStretch(1)
        self.body.addLayout(edges)
        self.labels = {label.id: self._label(label.id) for label in guide.labels}
        self.close_button = self.add_button("Done", ButtonKind.PRIMARY)
        self.close_button.clicked.connect(self.accept)
        self.list.currentRowChanged.connect(self._show_sentence)
        self.list.edge_moved.connect(self._move)
        self.list.label_pressed.connect(self._mark_with_key)
        self.list.setCurrentRow(0)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def sizeHint(self) -> QSize:
        parent = self.parentWidget()
        room = parent.window().size() if parent is not None else QSize(1280, 832)
        return QSize(min(760, room.width() - 40), min(720, room.height() - 40))

    @property
    def span(self) -> Span | None:
        """The words that a label would mark now."""
        numbers = self._numbers()
        if not numbers:
            return None
        words = self._article.words
        first, last = int(self.first.value) - 1, int(self.last.value) - 1
        return Span(words.word(numbers[first]).start, words.word(numbers[last]).end)

    def mark(self, label_id: str) -> None:
        """Ask for the chosen words to be marked, and say in the list what is marked now."""
        span = self.span
        if span is not None:
            self.mark_requested.emit(span, label_id)
            self._refresh()

    def _numbers(self) -> range:
        if self.list.currentRow() < 0:
            return range(0)
        return self._article.words.numbers(self.list.currentItem().data(_SPAN))

    def _edge(self, name: str) -> Stepper:
        stepper = Stepper(
            self._appearance,
            name,
            least=1,
            most=1,
            step=1,
            show=self._word_text,
            less="One word earlier",
            more="One word later",
            width=_WORD_WIDTH,
        )
        stepper.value_changed.connect(lambda _value: self._edges_changed(stepper))
        return stepper

    def _word_text(self, number: float) -> str:
        numbers = self._numbers()
        if not 0 < number <= len(numbers):
            return ""
        return self._article.words.word(numbers[int(number) - 1]).of(self._article.text)

    def _label(self, label_id: str) -> Button:
        label = self._guide.label(label_id)
        button = Button(
            self._appearance,
            label.name,
            picture=badge_picture(self._appearance, label),
            key=str(self._guide.key_of(label_id)),
            show_key=True,
            tip=label.short,
            binds_key=False,
        )
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self.mark(label_id))
        self.buttons.insertWidget(self.buttons.count() - 1, button)
        return button

    def _show_sentence(self, _row: int) -> None:
        count = max(1, len(self._numbers()))
        for stepper, value in ((self.first, 1), (self.last, count)):
            stepper.set_range(1, count)
            stepper.set_value(value)
        self._show_words()

    def _edges_changed(self, moved: Stepper) -> None:
        """The first word is never behind the last: the other one goes along."""
        if self.first.value > self.last.value:
            (self.last if moved is self.first else self.first).set_value(moved.value)
        self._show_words()

    def _move(self, at_start: bool, by: int) -> None:
        stepper = self.first if at_start else self.last
        value = min(len(self._numbers()), max(1, int(stepper.value) + by))
        if value != stepper.value:
            stepper.set_value(value)
            self._edges_changed(stepper)
            edge = "Begins" if at_start else "Ends"
            announce(self, f"{edge} at “{self._word_text(stepper.value)}”")

    def _mark_with_key(self, number: int) -> None:
        if 0 < number <= len(self._guide.labels):
            self.mark(self._guide.labels[number - 1].id)

    def _show_words(self) -> None:
        span = self.span
        count = int(self.last.value - self.first.value) + 1
        quote = shortened(span.of(self._article.text), 200) if span is not None else ""
        self.words.setText(f"“{quote}” ({plural(count, 'word')})" if quote else "")

    def _refresh(self) -> None:
        """Number the sentences, each with what is marked in it."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            span = item.data(_SPAN)
            marked = self._marks_in(span)
            text = f"{row + 1}. {' '.join(span.of(self._article.text).split())}"
            item.setText(f"{text}\n{marked}" if marked else text)


class _SentenceList(QListWidget):
    """Up and Down pick a sentence; the keys for its edges and for labels are told."""

    edge_moved = Signal(bool, int)
    """(the first word, not the last; by so many words)."""
    label_pressed = Signal(int)
    """A figure from 1 to 9."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.setItemDelegate(SentenceRows(appearance, self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Sentences of the article")
        self.setAccessibleDescription(
            "Right and Left move the last word, with Shift the first. A label’s number marks."
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.edge_moved.emit(shift, 1 if key == Qt.Key.Key_Right else -1)
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.label_pressed.emit(key - Qt.Key.Key_0)
        else:
            super().keyPressEvent(event)
