"""An article while a person looks at what was found: its state, and the way back from each step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from annotator.model.article import Article, BlockKind
from annotator.model.changes import History
from annotator.model.found_article import Certainty, FoundArticle
from annotator.model.moments import day_text
from annotator.services.lessons.importing import typed_date
from annotator.services.lessons.lesson_making import renewed
from annotator.ui.importing.texts import DETAILS


@dataclass(frozen=True, slots=True)
class ImportState:
    """What is found or was changed, and the date as it is typed, which may be no date yet.

    ``by_hand`` are the names of the details that a person has written.
    """

    found: FoundArticle
    date: str = ""
    by_hand: frozenset[str] = frozenset()

    @classmethod
    def of(cls, found: FoundArticle) -> ImportState:
        """As it was found."""
        day = found.metadata.date
        return cls(found, day_text(day) if day else "")

    def detail(self, name: str) -> str:
        """A detail as the field shows it; KeyError for one that there isn't."""
        if name not in DETAILS:
            raise KeyError(name)
        if name == "date":
            return self.date
        return self.found.licence if name == "licence" else getattr(self.found.metadata, name)

    def with_detail(self, name: str, text: str) -> ImportState:
        """The same with a detail as a person wrote it."""
        by_hand = self.by_hand | {name}
        if name == "date":
            return replace(self, date=text, by_hand=by_hand)
        if name == "licence":
            found = replace(self.found, licence=text)
        else:
            changed: dict[str, Any] = {name: text}
            found = replace(self.found, metadata=replace(self.found.metadata, **changed))
        return replace(self, found=found, by_hand=by_hand)

    def with_printed(self, name: str, text: str) -> ImportState:
        """The same with a detail as a part of the article has it."""
        certainty = dict(self.found.certainty) | {name: Certainty.PRINTED}
        found = replace(self.found, certainty=tuple(certainty.items()))
        written = replace(self, found=found).with_detail(name, text)
        return replace(written, by_hand=self.by_hand)


#: The detail that a part of this kind is.
_DETAIL_OF: Final = {
    BlockKind.HEADLINE: "title",
    BlockKind.BYLINE: "byline",
    BlockKind.PUBLISHER: "publisher",
    BlockKind.DATELINE: "date",
}


@dataclass(frozen=True, slots=True)
class ImportStep:
    """One change; ``verb`` names it on the undo button."""

    verb: str
    before: ImportState
    after: ImportState

    def inverse(self) -> ImportStep:
        """The way back."""
        return ImportStep(self.verb, self.after, self.before)

    def __bool__(self) -> bool:
        """Whether it changes anything."""
        return self.before != self.after


class ImportSession(QObject):
    """The state now, its history, and every change that the page offers.

    Parts are counted from 0, as :class:`FoundArticle` counts them. ``fixed`` is the article of a
    lesson that was made: its text stays as it is, and parts can only become of another kind.
    """

    changed = Signal()
    """The state is another one."""

    def __init__(
        self, found: FoundArticle, *, fixed: Article | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._fixed = fixed
        self.state = ImportState.of(found)
        self.history: History[ImportStep] = History(self._take)

    @property
    def is_fixed(self) -> bool:
        """Whether the text stays as it is."""
        return self._fixed is not None

    @property
    def found(self) -> FoundArticle:
        """The article as it is now."""
        return self.state.found

    def article(self) -> Article:
        """The article; BadInput where all is left out, or where the date is none."""
        metadata = replace(self.found.metadata, date=typed_date(self.state.date))
        found = replace(self.found, metadata=metadata)
        return renewed(self._fixed, found) if self._fixed is not None else found.article()

    # -- changes; each is one step, and none where nothing differs -------------------------------

    def retype(self, first: int, count: int, kind: BlockKind) -> None:
        """These parts are of another kind; those that were left out are taken in."""
        found = self.found
        for number in range(first, first + count):
            found = found.retyped(number, kind)
        state = replace(self.state, found=found)
        name = _DETAIL_OF.get(kind, "")
        if name and count == 1 and not state.detail(name):
            # A byline is the byline: it need not be typed again.
            state = state.with_printed(name, found.parts[first].text)
        self._push("kind of a part", state)

    def leave_out(self, first: int, count: int = 1) -> None:
        """These parts are no part of the article."""
        self._edit("leave out", lambda found: found.without(first, count))

    def put_back(self, first: int, count: int = 1) -> None:
        """These parts belong to the article after all."""
        self._edit("put back", lambda found: found.put_back(first, count))

    def merge(self, number: int) -> None:
        """A part and the next one that is taken in are one; what is left out comes after them."""
        after = self._neighbour(number, 1)
        if after is not None and self.found.parts[number].left_out is None:
            self._edit("merge", lambda found: found.moved(after, number + 1).merged(number))

    def split(self, number: int, position: int) -> None:
        """A part is two, the second from this code point on."""
        self._edit("split", lambda found: found.split(number, position))

    def move(self, number: int, way: int) -> int:
        """A part changes places with the one before it (``way`` -1) or after it (1) that is taken
        in; the number that it has then, the old one at the ends."""
        to = self._neighbour(number, way)
        if to is None or self.is_fixed:
            return number
        self._edit("move", lambda found: found.moved(number, to))
        return to

    def can_merge(self, number: int) -> bool:
        """Whether there is a part to merge this one with."""
        is_in = 0 <= number < len(self.found.parts) and self.found.parts[number].left_out is None
        return is_in and not self.is_fixed and self._neighbour(number, 1) is not None

    def can_move(self, number: int, way: int) -> bool:
        """Whether there is a part to change places with."""
        return not self.is_fixed and self._neighbour(number, way) is not None

    def _neighbour(self, number: int, way: int) -> int | None:
        parts, at = self.found.parts, number + way
        while 0 <= at < len(parts) and parts[at].left_out is not None:
            at += way
        return at if 0 <= at < len(parts) else None

    def write(self, name: str, text: str) -> None:
        """A detail is what a person wrote."""
        text = " ".join(text.split())
        if text != self.state.detail(name):
            self._push(DETAILS[name].split(",")[0].lower(), self.state.with_detail(name, text))

    def read_again(self, found: FoundArticle) -> None:
        """The same file, its letters read otherwise; what a person wrote of it stays."""
        state = ImportState.of(found)
        for name in self.state.by_hand:
            state = state.with_detail(name, self.state.detail(name))
        self._push("how letters are read", state)

    def undo(self) -> None:
        """Take the last step back."""
        if self.history.undo() is not None:
            self.changed.emit()

    def redo(self) -> None:
        """Take the step again that was taken back."""
        if self.history.redo() is not None:
            self.changed.emit()

    def _edit(self, verb: str, change: Callable[[FoundArticle], FoundArticle]) -> None:
        if not self.is_fixed:
            self._change(verb, change(self.found))

    def _change(self, verb: str, found: FoundArticle) -> None:
        self._push(verb, replace(self.state, found=found))

    def _push(self, verb: str, state: ImportState) -> None:
        if step := ImportStep(verb, self.state, state):
            self.state = state
            self.history.push(step)
            self.changed.emit()

    def _take(self, step: ImportStep) -> ImportStep:
        self.state = step.after
        return step
