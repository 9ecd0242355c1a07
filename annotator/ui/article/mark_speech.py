"""The marks of an article for those who hear it: what begins and ends where the caret goes.

Qt's text interface has no room for what is painted over words. What the caret passes is spoken as
an announcement instead, which comes after the words that a screen reader reads by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from annotator.model.article import BlockKind
from annotator.ui.article.mark_layer import MarkLayer
from annotator.ui.article.marks import MarkRole, PaintedMark, Sign
from annotator.ui.article.page_layout import PageLayout
from annotator.ui.article.vocabulary import plural, shortened
from annotator.ui.article.word_selection import WordSelection

#: Of the marks that one move of the caret passes whole, so many are named one by one.
_MOST_NAMED = 3
_KINDS = {
    BlockKind.HEADLINE: "Headline",
    BlockKind.STANDFIRST: "Introduction",
    BlockKind.BYLINE: "Byline",
    BlockKind.PUBLISHER: "Publisher",
    BlockKind.DATELINE: "Date",
    BlockKind.CAPTION: "Caption",
    BlockKind.CREDIT: "Photo credit",
}
_SIGNS = {
    Sign.FOUND: "found",
    Sign.OTHER: "different from the key",
    Sign.MISSED: "missed",
    Sign.EXTRA: "not in the key",
}


class MarkSpeech(QObject):
    """Follows the caret. ``details_of`` says more of a mark by its id, on one line."""

    spoken = Signal(str)
    """A sentence for a screen reader."""

    def __init__(self, page: PageLayout, marks: MarkLayer, words: WordSelection) -> None:
        super().__init__(page)
        self._page, self._marks, self._words = page, marks, words
        self._caret = 0
        self.details_of: Callable[[str], str] | None = None

    def begin(self) -> None:
        """Another article is shown; the caret is at its start."""
        self._caret = 0

    def caret_moved(self, *, is_heard: bool) -> None:
        """The caret went somewhere; say what it passed where ``is_heard``."""
        before, self._caret = self._caret, self._words.caret()
        if is_heard and before != self._caret and len(self._marks.index):
            text = self._passed(before, self._caret)
            if text:
                self.spoken.emit(text)

    def go_to(self, position: int) -> None:
        """Put the caret at a code point without a word: the caller says why it is there."""
        self._caret = position
        self._words.place_caret(position)

    def say_here(self) -> str:
        """Say where the caret is and which marks lie there, with all that is known of them."""
        text = self.here()
        self.spoken.emit(text)
        return text

    def here(self) -> str:
        """Where the caret is and which marks lie there, the smallest first, as sentences."""
        article, caret = self._page.article, self._words.caret()
        if not article.text:
            return ""
        number = article.block_number_at(caret)
        kind = article.blocks[number].kind
        if kind is BlockKind.PARAGRAPH:
            before = article.blocks[: number + 1]
            place = f"Paragraph {sum(block.kind is kind for block in before)}"
        else:
            place = _KINDS.get(kind, "Other text")
        marks = self._marks.index.at(caret) or (self._marks.index.at(caret - 1) if caret else [])
        parts = [self._whole(mark) for mark in marks] or ["No mark here"]
        return ". ".join((place, *parts)) + "."

    def name(self, mark: PaintedMark) -> str:
        """What a mark is: "Claim", "Claim of the key, missed"."""
        guide = self._marks.guide
        label = guide.label(mark.label).name if guide and mark.label in guide else "Mark"
        of_key = " of the key" if mark.role is not MarkRole.FILL else ""
        sign = f", {_SIGNS[mark.sign]}" if mark.sign is not None else ""
        return f"{label}{of_key}{sign}"

    def details(self, mark: PaintedMark) -> str:
        """More of a mark on one line, or an empty string."""
        return self.details_of(mark.id) if self.details_of is not None else ""

    def _passed(self, before: int, after: int) -> str:
        was, now = self._at(before), self._at(after)
        ended = [mark for key, mark in was.items() if key not in now]
        begun = [mark for key, mark in now.items() if key not in was]
        passed = self._between(min(before, after), max(before, after), {*was, *now})
        parts = [f"{self.name(mark)} ends" for mark in ended]
        if len(passed) > _MOST_NAMED:
            parts.append(f"{plural(len(passed), 'mark')} passed")
        else:
            parts += [f"Passed: {self._whole(mark)}" for mark in passed]
        # Going backwards one meets a mark at its end.
        verb = "begins" if after > before else "entered from its end"
        for mark in begun:
            details = self.details(mark)
            begins = "begins" if mark.span.start == after else verb
            parts.append(f"{self.name(mark)} {begins}" + (f", {details}" if details else ""))
        return ". ".join(parts)

    def _whole(self, mark: PaintedMark) -> str:
        details = self.details(mark)
        quote = shortened(mark.span.of(self._page.article.text), 80)
        return f"{self.name(mark)}: “{quote}”" + (f", {details}" if details else "")

    def _at(self, position: int) -> dict[str, PaintedMark]:
        if position >= len(self._page.article.text):
            return {}
        return {mark.id: mark for mark in self._marks.index.at(position)}

    def _between(self, start: int, end: int, known: Iterable[str]) -> list[PaintedMark]:
        """The marks that lie wholly between two code points, in reading order."""
        article = self._page.article
        blocks = range(article.block_number_at(start), article.block_number_at(end) + 1)
        found = {
            mark.id: mark
            for number in blocks
            for mark in self._marks.index.in_block(number)
            if start <= mark.span.start and mark.span.end <= end and mark.id not in known
        }
        return list(found.values())
