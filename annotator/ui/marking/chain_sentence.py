"""A tie as a sentence that grows: "The Post says that 1 the clerk says that 2 the mayor said …"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from annotator.model.annotation import EndKind, RelationEnd, RelationKind
from annotator.model.lesson import Lesson
from annotator.services.marking.marking import Marking
from annotator.ui.article.vocabulary import plural
from annotator.ui.marking.chain import TARGETS, Chain, chain_of, is_open_ended

QUESTIONS = {
    RelationKind.SAID_BY: "Who says so?",
    RelationKind.DENIES: "What does it deny?",
    RelationKind.SAME_AS: "Who is the same source?",
}
HINTS = {
    RelationKind.SAID_BY: "Start with who told the paper. Then ask each time: and who told them?",
    RelationKind.DENIES: "Can both be true at the same time? If not, it says no to that claim.",
    RelationKind.SAME_AS: "Which other words in the article mean the same person or thing?",
}


class PieceKind(Enum):
    """What a piece of the sentence is, which decides how it looks."""

    TEXT = auto()
    PAPER = auto()
    """The article in hand, with which every chain begins."""
    END = auto()
    """An end that was chosen."""
    HOLE = auto()
    """The question that is open."""
    MARK = auto()
    """The mark in hand."""
    NO = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the sentence. ``label`` is a label's id, whose colours it has."""

    kind: PieceKind
    text: str
    number: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class SentenceMaker:
    """Puts the ties of one lesson into words that a twelve-year-old reads."""

    lesson: Lesson
    marking: Marking

    def pieces(
        self,
        mark_id: str,
        kind: RelationKind,
        chain: Chain,
        *,
        is_open: bool = False,
        is_together: bool = False,
    ) -> list[Piece]:
        """The sentence; with ``is_open`` it holds the question that comes next."""
        if kind is RelationKind.SAID_BY:
            return list(self._said_by(mark_id, chain, is_open, is_together))
        if kind is RelationKind.DENIES:
            return list(self._denies(mark_id, chain, is_open))
        return list(self._same_as(mark_id, chain, is_open))

    def question(self, kind: RelationKind, chain: Chain, *, is_together: bool = False) -> str:
        """What the open place of the sentence asks."""
        if kind is RelationKind.DENIES:
            return "" if chain else "which claim?"
        if kind is RelationKind.SAME_AS:
            return "another name?" if chain else "which other name?"
        if is_together:
            return "and who else?"
        if not chain:
            return "who told the paper?"
        if not is_open_ended(kind, chain):
            return ""
        return "who told them?"

    def count_text(self, kind: RelationKind) -> str:
        """ "13 sources": what there is to choose from."""
        count = sum(mark.label in TARGETS[kind] for mark in self.marking.marks)
        return plural(count, "claim" if kind is RelationKind.DENIES else "source")

    # -- the three kinds ----------------------------------------------------------------------

    def _said_by(
        self, mark_id: str, chain: Chain, is_open: bool, is_together: bool
    ) -> Iterator[Piece]:
        yield self._paper()
        quote = self._mark(mark_id)
        if chain and chain[0] == (RelationEnd(EndKind.NARRATOR),):
            yield from (_text("itself says:"), quote)
            return
        question = self.question(RelationKind.SAID_BY, chain, is_together=is_together)
        has_hole = is_open and bool(question)
        for number, place in enumerate(chain, 1):
            yield _text("says that" if number == 1 else _say(chain[number - 2]) + " that")
            yield from self._place(place, str(number))
            if number == len(chain) and has_hole and is_together:
                yield from (_text("and"), Piece(PieceKind.HOLE, question, str(number)))
        if has_hole and not is_together:
            yield _text(_say(chain[-1]) + " that" if chain else "says that")
            yield Piece(PieceKind.HOLE, question, str(len(chain) + 1))
        yield _text("said:" if chain or has_hole else "says:")
        yield quote

    def _denies(self, mark_id: str, chain: Chain, is_open: bool) -> Iterator[Piece]:
        said_by = chain_of(self.marking.relation_from(mark_id, RelationKind.SAID_BY))
        if said_by:
            yield from self._place(said_by[-1], "")
            yield from (_text(_say(said_by[-1])), self._mark(mark_id), _text("and so says"))
        else:
            yield from (self._mark(mark_id), _text("says"))
        yield from (Piece(PieceKind.NO, "no"), _text("to"))
        ends = [end for place in chain for end in place]
        yield from self._listed(ends, " or ")
        if is_open and not ends:
            yield Piece(PieceKind.HOLE, self.question(RelationKind.DENIES, chain))

    def _same_as(self, mark_id: str, chain: Chain, is_open: bool) -> Iterator[Piece]:
        yield from (self._mark(mark_id), _text("is the same as"))
        ends = [end for place in chain for end in place]
        yield from self._listed(ends, "and")
        if is_open:
            if ends:
                yield _text("and")
            yield Piece(PieceKind.HOLE, self.question(RelationKind.SAME_AS, chain))

    # -- pieces -------------------------------------------------------------------------------

    def _paper(self) -> Piece:
        return Piece(PieceKind.PAPER, self.lesson.article.metadata.publisher or "The article")

    def _mark(self, mark_id: str) -> Piece:
        mark = self.marking.mark(mark_id)
        return Piece(PieceKind.MARK, f"“{_flat(mark.quote)}”", label=mark.label)

    def _place(self, place: tuple[RelationEnd, ...], number: str) -> Iterator[Piece]:
        for at, end in enumerate(place):
            if at:
                yield _text("and")
            yield self._end(end, number if not at else "")

    def _listed(self, ends: list[RelationEnd], joint: str) -> Iterator[Piece]:
        for at, end in enumerate(ends):
            if at:
                yield _text(joint.strip())
            yield self._end(end, "")

    def _end(self, end: RelationEnd, number: str) -> Piece:
        label = self.marking.mark(end.id).label if end.kind is EndKind.MARK else ""
        text = self._end_text(end)
        if label and label != "source":
            text = f"“{text}”"
        return Piece(PieceKind.END, text, number, label)

    def _end_text(self, end: RelationEnd) -> str:
        if end.kind is EndKind.MARK:
            return _flat(self.marking.mark(end.id).quote)
        if end.kind is EndKind.IMPLIED:
            return f"“{_flat(end.text)}” (only hinted at)"
        return "the article itself" if end.kind is EndKind.NARRATOR else "someone without a name"


def spoken(pieces: list[Piece]) -> str:
    """The sentence as it is read aloud; the open place is a pause."""
    return " ".join("…" if piece.kind is PieceKind.HOLE else piece.text for piece in pieces)


def _text(text: str) -> Piece:
    return Piece(PieceKind.TEXT, text)


def _say(place: tuple[RelationEnd, ...]) -> str:
    return "says" if len(place) == 1 else "say"


def _flat(text: str) -> str:
    return " ".join(text.split())
