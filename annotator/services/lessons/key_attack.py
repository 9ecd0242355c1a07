"""Play against a key: what a thoughtless hand-in would earn, and what an honest one loses.

A key can be sound in every line and still pay for a single word of each item, or make a mark cost
that the label guide allows. That shows only when such hand-ins are compared with it, so this is
what is done here, with the same comparison that students get. A program can't see everything: that
one item holds two judgements, that a claim is a judgement as well, or that a why speaks of words
outside its span takes a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from annotator.files.reading_level import sentences
from annotator.model.annotation import Annotation, RelationKind
from annotator.model.article import BODY_KINDS, Article, BlockKind
from annotator.model.key import AnswerKey, KeyItem
from annotator.model.labels import CLAIM, DENIAL, OPINION, SOURCE
from annotator.model.lesson import Lesson
from annotator.model.outcome import Comparison, MarkOutcome, MarkState
from annotator.model.text import Span
from annotator.scoring.grading import PreparedKey, compare, prepare, quick_points

#: How many of each kind are shown: the worst.
SHOWN = 5
#: Items shorter than this many words are no test of single words.
LONG = 4
#: One of two words earns 62% by the rule itself; where a word earns more than this share, a core is
#: too short.
WORD_EARNS = 2 / 3
#: A hand-in of single words may earn this share of the points and be told this share as found.
WORDS_EARN, WORDS_FIND = 0.10, 0.30
#: A hand-in that paints may earn half of an honest one; one that is all right earns everything.
PAINT_EARNS = 0.5
#: Clauses of fewer words than this are not looked for.
CLAUSE = 4

_REPORTS = re.compile(
    r"\b(said|says?|told|tells?|according|announced|wrote|writes?|reports?|reported|adds?|added"
    r"|answered|replied|complained|predicted|suggested|proposed|called|calls|labelled|estimates?|written"
    r"|expects?|objected|argued|stated|quoted|quoting|citing|records?|show|shows|lists?|account)\b",
    re.IGNORECASE,
)
#: A name of two words or more, as people have.
_NAME = re.compile(r"\b[A-Z][\w’-]+(?: [A-Z][\w’-]+)+")
_CUTS = re.compile(
    r"[,;:()“”]|\s[–—]\s|\b(?:and|but|or|because|although|after|before|while|when|where"
    r"|who|which|that|until|unless|since|if)\b"
)
#: How pieces begin that state nothing by themselves: “By noon on Monday”.
_NO_CLAUSE = re.compile(
    r"(?:as|at|by|during|for|from|in|of|on|reached|to|under|with)\b", re.IGNORECASE
)
#: How a name begins, or what is set next to one: “a councillor on the harbour committee”.
_NOUN = re.compile(r"(?:an?|the|its|his|her|their)\b", re.IGNORECASE)


class Kind(StrEnum):
    """What is wrong, in the order in which it is shown."""

    CHEAP = "cheap"
    COSTS = "costs"
    UNCOVERED = "uncovered"
    DIFFERS = "differs"
    REPEATED = "repeated"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Weakness:
    """One weak place of a key. ``item_id`` says where, or is empty for the whole key.

    ``size`` orders those of a kind, the worst first; it means something within its kind only.
    """

    kind: Kind
    words: str
    item_id: str = ""
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class SillyHandIn:
    """What a hand-in that was made without reading comes to; shares from 0 to 1."""

    name: str
    marks: int
    points: float
    found: float


def worst(weaknesses: Iterable[Weakness]) -> tuple[Weakness, ...]:
    """The worst few of each kind, kind by kind."""
    by_kind: dict[Kind, list[Weakness]] = {kind: [] for kind in Kind}
    for weakness in weaknesses:
        by_kind[weakness.kind].append(weakness)
    return tuple(
        weakness
        for several in by_kind.values()
        for weakness in sorted(several, key=lambda w: -w.size)[:SHOWN]
    )


def attack(lesson: Lesson, key: AnswerKey) -> Iterator[Weakness]:
    """Everything that playing against ``key`` finds; :func:`worst` chooses from it."""
    ground = _Ground(lesson, key)
    if not ground.ready.possible:
        return
    yield from _cheap(ground)
    yield from _costs(ground)
    yield from _uncovered(ground)


def silly_hand_ins(lesson: Lesson, key: AnswerKey) -> tuple[SillyHandIn, ...]:
    """Single words, painting by label, copied headlines: what each comes to at the usual cost."""
    ground = _Ground(lesson, key)
    words = [mark for _, mark, _ in _best_words(ground)]
    hand_ins = [ground.silly("the best word of every longer item", words)]
    text = lesson.article.text
    blocks = [block.span for block in lesson.article.blocks if block.kind in BODY_KINDS]
    areas = {
        "every sentence": [span for _, span in ground.sentences],
        "every block": blocks,
        "everything": [Span(0, len(text))],
        "headlines and captions": ground.headlines,
    }
    for area, spans in areas.items():
        for label in lesson.guide.labels:
            marks = [Annotation.on(text, span, label.id) for span in spans]
            hand_ins.append(ground.silly(f"{area} as {label.name.lower()}", marks))
    return tuple(hand_ins)


@lru_cache(maxsize=500)
def _sentences(block: str) -> tuple[Span, ...]:
    """The splitter is slow, and an article stays as it is while its key is written."""
    return tuple(sentences(block))


class _Ground:
    """A lesson with a key, ready for any number of hand-ins."""

    def __init__(self, lesson: Lesson, key: AnswerKey) -> None:
        self.lesson, self.key, self.article = lesson, key, lesson.article
        self.ready: PreparedKey = prepare(key, lesson.article, uses=lesson.uses)
        self.required = tuple(item for item in key.items if item.required)
        body = [block for block in self.article.blocks if block.kind in BODY_KINDS]
        self.headlines = [b.span for b in body if b.kind is not BlockKind.PARAGRAPH]
        self.sentences = [
            (block.kind, Span(block.span.start + one.start, block.span.start + one.end))
            for block in body
            for one in _sentences(block.span.of(self.article.text))
        ]

    def compare(self, marks: Iterable[Annotation]) -> Comparison:
        once = {mark.identity: mark for mark in marks}
        return compare(self.ready, list(once.values()), self.article)

    def silly(self, name: str, marks: list[Annotation]) -> SillyHandIn:
        comparison = self.compare(marks)
        return SillyHandIn(
            name,
            len(marks),
            comparison.points / comparison.possible if comparison.possible else 0.0,
            comparison.found / comparison.required if comparison.required else 0.0,
        )

    def cost(self, marks: Iterable[Annotation]) -> Iterator[MarkOutcome]:
        """Of marks that are added to an exact hand-in, those that cost or are told wrong."""
        text = self.article.text
        exact = [Annotation.on(text, item.span, item.label) for item in self.required]
        have = {mark.identity for mark in exact}
        added = {mark.id: mark for mark in marks if mark.identity not in have}
        for outcome in self.compare([*exact, *added.values()]).marks:
            if outcome.mark_id in added:
                yield outcome

    def words(self, span: Span) -> int:
        return len(self.article.words.numbers(span))

    def mark(self, span: Span, label: str) -> Annotation:
        return Annotation.on(self.article.text, span, label)


# -- what pays without reading -----------------------------------------------------------------


def _best_words(ground: _Ground) -> Iterator[tuple[KeyItem, Annotation, float]]:
    """For each longer required item the one word that earns most, and the share it earns."""
    words = ground.article.words
    for item in ground.required:
        if not item.weight or ground.words(item.span) < LONG:
            continue
        numbers = sorted({n for place in item.accepted for n in words.numbers(place.span)})
        marks = [ground.mark(words.word(n), item.label) for n in numbers]
        best = max(marks, key=lambda mark: _earned(ground, item, mark))
        yield item, best, _earned(ground, item, best) / item.weight


def _earned(ground: _Ground, item: KeyItem, mark: Annotation) -> int:
    """The points that one mark alone earns of an item."""
    if not quick_points(ground.ready, [mark], ground.article, extra_cost=0):
        return 0
    return ground.compare([mark]).item(item.id).points


def _cheap(ground: _Ground) -> Iterator[Weakness]:
    for item, mark, share in _best_words(ground):
        if share > WORD_EARNS:
            yield Weakness(
                Kind.CHEAP,
                f"the one word “{mark.quote}” earns {share:.0%} of “{item.name}” "
                f"({ground.words(item.span)} words): a core of more words would ask for more.",
                item.id,
                share,
            )
    for hand_in in silly_hand_ins(ground.lesson, ground.key):
        single = hand_in.name.startswith("the best word")
        earns, finds = (WORDS_EARN, WORDS_FIND) if single else (PAINT_EARNS, 1.0)
        if hand_in.points > earns or hand_in.found > finds:
            yield Weakness(
                Kind.CHEAP,
                f"marking {hand_in.name} earns {hand_in.points:.0%} of the points, with "
                f"{hand_in.found:.0%} of the items found.",
                size=2 + hand_in.points,
            )


# -- what the guide allows and the key makes cost ----------------------------------------------


def _costs(ground: _Ground) -> Iterator[Weakness]:
    marks: dict[str, tuple[Annotation, str]] = {}
    for why, mark in _allowed(ground):
        marks.setdefault(f"{mark.identity}", (mark, why))
    reasons = {mark.id: why for mark, why in marks.values()}
    for outcome in ground.cost(mark for mark, _ in marks.values()):
        if outcome.state in (MarkState.EXTRA, MarkState.TRAP):
            yield Weakness(
                Kind.COSTS,
                f"“{outcome.quote[:60]}” as {outcome.label} costs, but {reasons[outcome.mark_id]}.",
                size=ground.words(outcome.span),
            )


def _allowed(ground: _Ground) -> Iterator[tuple[str, Annotation]]:
    article = ground.article
    for kind, span in ground.sentences:
        # A headline that judges is no claim; what it is, is for its item to say.
        judged = any(span.overlaps(item.span) and item.label != CLAIM for item in ground.required)
        if kind is not BlockKind.PARAGRAPH and not judged:
            yield "headlines, lines under them and captions may be marked", ground.mark(span, CLAIM)
    for item in ground.required:
        if item.label == SOURCE:
            for span in _named_again(article, item):
                yield "a source may be marked again", ground.mark(span, SOURCE)
            continue
        for half in _halves(item, article.text):
            yield "what “and” joins may be marked apart", ground.mark(half, item.label)
        if item.label == DENIAL and CLAIM not in item.labels and _is_plain_denial(item):
            yield "a denial that says what is so is a claim, too", ground.mark(item.span, CLAIM)
    for relation in ground.key.relations:
        if relation.kind is RelationKind.SAID_BY and len(relation.chain) > 1:
            item = ground.key.item(relation.source_id)
            for _, sentence in ground.sentences:
                if sentence.contains(item.span) and item.label in (CLAIM, OPINION):
                    yield "a whole layer may be marked as a claim", ground.mark(sentence, CLAIM)


def _named_again(article: Article, item: KeyItem) -> Iterator[Span]:
    """Where the item's name, or its last word, stands again; not what may be a place's name."""
    name = _NAME.search(item.quote)
    if name is None:
        return
    last = name[0].split()[-1]
    if re.search(rf"\b(?:around|at|in|near|of) {re.escape(last)}\b", article.text):
        return
    before = re.escape(name[0].removesuffix(last))
    for found in re.finditer(rf"(?:{before})?\b{re.escape(last)}\b", article.text):
        span = Span(*found.span())
        block = article.blocks[article.block_number_at(span.start)]
        inside = any(place.span.overlaps(span) for place in item.accepted)
        if block.kind in BODY_KINDS and not inside:
            yield span


def _halves(item: KeyItem, text: str) -> Iterator[Span]:
    cut = item.quote.find(" and ")
    if cut > 0 and item.quote.count(" and ") == 1:
        for half in (
            Span(item.span.start, item.span.start + cut),
            Span(item.span.start + cut + len(" and "), item.span.end),
        ):
            if len(half.of(text).split()) >= CLAUSE:
                yield half


def _is_plain_denial(item: KeyItem) -> bool:
    announces = re.compile(r"\b(reject|den(?:y|ie)|disput|wrong|untrue)", re.IGNORECASE)
    return not announces.search(item.quote)


# -- what nothing covers -----------------------------------------------------------------------


def _uncovered(ground: _Ground) -> Iterator[Weakness]:
    marks = [ground.mark(span, CLAIM) for span in _clauses(ground)]
    for outcome in ground.cost(marks):
        # Told as a source, or as nothing at all: the guide lets the paper's own voice be marked.
        as_source = outcome.state is MarkState.OTHER_LABEL and outcome.key_label == SOURCE
        if outcome.state is MarkState.EXTRA or as_source:
            outcome_text = "is told to be a source" if as_source else "costs"
            yield Weakness(
                Kind.UNCOVERED,
                f"“{outcome.quote}” {outcome_text} when it is marked as a claim; if it is the "
                "writer’s own voice, an optional item frees it.",
                outcome.item_id,
                ground.words(outcome.span),
            )


def _clauses(ground: _Ground) -> Iterator[Span]:
    """Pieces of sentences between commas, joining words and quotation marks, reporting left out."""
    text, words = ground.article.text, ground.article.words
    for _, sentence in ground.sentences:
        start = sentence.start
        cuts = [*_CUTS.finditer(text, sentence.start, sentence.end), None]
        for cut in cuts:
            end = cut.start() if cut else sentence.end
            piece = words.snap(Span(start, end)) if start < end else None
            if piece and ground.words(piece) >= CLAUSE and not _is_attributed(ground, piece):
                yield piece
            start = cut.end() if cut else end


def _is_attributed(ground: _Ground, piece: Span) -> bool:
    """Whether a piece is no clause in the writer's own voice: it reports, lies in what a person
    says, or names a source."""
    text = piece.of(ground.article.text)
    if _REPORTS.search(text) or _NO_CLAUSE.match(text):
        return True
    words = set(ground.article.words.numbers(piece))
    names = bool(_NOUN.match(text))
    for item in ground.key.items:
        if item.label == SOURCE and not names:
            continue
        for place in item.accepted:
            # Where edges don't count, every extent reaches the whole sentence.
            wide = item.label == SOURCE or (item.required and ground.lesson.uses.edges_count)
            around = (place.extent if wide else None) or place.span
            if 2 * len(words.intersection(ground.article.words.numbers(around))) >= len(words):
                return True
    return False
