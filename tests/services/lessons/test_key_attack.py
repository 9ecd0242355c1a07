"""A key is played against: what silly hand-ins earn, what honest ones lose, what it says twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.files.label_guide import load_label_guide
from annotator.model.annotation import Relation, RelationEnd, RelationKind, new_id
from annotator.model.article import Article, ArticleMetadata, BlockKind
from annotator.model.key import POINT, AcceptedSpan, AnswerKey, KeyItem, Trap
from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.services.lessons.key_attack import SHOWN, Kind, attack, silly_hand_ins
from annotator.services.lessons.key_checkup import check_up, weak_places
from annotator.services.lessons.key_consistency import inconsistencies
from tests.files.make import GUIDE

LABEL_GUIDE = load_label_guide(GUIDE)
BLOCKS = [
    (BlockKind.HEADLINE, "Mill Bridge Is Rusting Away"),
    (BlockKind.BYLINE, "By Ada Lund"),
    (
        BlockKind.PARAGRAPH,
        "The rust covers a third of the bridge, said Tom Reed, who paints the railings. "
        "Reed declined to comment on the price, and the bridge stayed open all summer.",
    ),
    (
        BlockKind.PARAGRAPH,
        "The council should close the bridge at once, Reed wrote. Engineer Ana Voss refused to "
        "answer his letter.",
    ),
]


def an_item(article: Article, label: str, words: str, **more: object) -> KeyItem:
    core = more.pop("core", "")
    start = article.text.index(words)
    span = Span(start, start + len(words))
    at = start + words.index(str(core)) if core else 0
    place = AcceptedSpan(span, words, Span(at, at + len(str(core))) if core else None)
    return KeyItem(id=new_id(), name=words[:20], label=label, accepted=(place,), **more)  # type: ignore[arg-type]


class Made:
    """A small lesson whose key a test puts together."""

    def __init__(self, lesson_id: str = "mill-bridge") -> None:
        self.article = Article.from_blocks(BLOCKS, ArticleMetadata(title="Mill Bridge"))
        self.items: list[KeyItem] = []
        self.traps: list[Trap] = []
        self.relations: list[Relation] = []
        self.lesson = Lesson(
            id=lesson_id, title="Mill Bridge", article=self.article, guide=LABEL_GUIDE
        )

    def item(self, label: str, words: str, **more: object) -> KeyItem:
        self.items.append(an_item(self.article, label, words, **more))
        return self.items[-1]

    def trap(self, words: str) -> Trap:
        start = self.article.text.index(words)
        self.traps.append(Trap(id=new_id(), span=Span(start, start + len(words)), quote=words))
        return self.traps[-1]

    @property
    def key(self) -> AnswerKey:
        return AnswerKey(
            article_sha256=self.article.sha256,
            items=tuple(self.items),
            traps=tuple(self.traps),
            relations=tuple(self.relations),
        )

    def found(self, kind: Kind) -> list[str]:
        every = [*attack(self.lesson, self.key), *inconsistencies(self.lesson, self.key)]
        return [weak.words for weak in every if weak.kind is kind]


@pytest.fixture
def made() -> Made:
    return Made()


def test_one_word_that_earns_a_whole_item_is_named(made: Made) -> None:
    made.item("claim", "stayed open all summer", core="open")
    made.item("claim", "rust covers a third of the bridge")
    (word, hand_in) = made.found(Kind.CHEAP)[:2]
    assert word.startswith("the one word “open” earns 100% of “stayed open")
    assert "the best word of every longer item" in hand_in
    made.items[0] = replace(
        made.items[0], accepted=(replace(made.items[0].accepted[0], core=None),)
    )
    assert not [words for words in made.found(Kind.CHEAP) if "the one word" in words]


def test_painting_that_pays_is_told_with_its_label(made: Made) -> None:
    made.item("claim", "Mill Bridge Is Rusting Away")
    made.item(
        "claim", "Reed declined to comment on the price, and the bridge stayed open all summer"
    )
    figures = {each.name: each for each in silly_hand_ins(made.lesson, made.key)}
    # Five sentences: two are items, three cost half a point each.
    assert figures["every sentence as claim"].points == pytest.approx((2 - 3 * 0.5) / 2)
    assert figures["headlines and captions as claim"].points == 0.5
    assert figures["headlines and captions as claim"].found == 0.5
    assert figures["every block as source"].points < figures["every block as claim"].points
    assert figures["everything as claim"].points < 0.25
    made.items = made.items[:1]
    assert any("headlines and captions as claim earns 100%" in w for w in made.found(Kind.CHEAP))


def test_a_key_in_which_nothing_is_required_has_no_weak_place(made: Made) -> None:
    assert list(attack(made.lesson, made.key)) == []
    made.item("claim", "rust covers a third of the bridge", required=False)
    assert list(attack(made.lesson, made.key)) == []


def test_what_the_guide_allows_and_the_key_makes_cost(made: Made) -> None:
    made.item("source", "Tom Reed, who paints the railings", core="Tom Reed")
    costs = made.found(Kind.COSTS)
    assert [words for words in costs if words.startswith("“Reed” as source costs")]
    assert [words for words in costs if words.startswith("“Mill Bridge Is Rusting Away” as claim")]
    made.item("claim", "Mill Bridge Is Rusting Away", required=False)
    assert not [words for words in made.found(Kind.COSTS) if "Mill Bridge" in words]


def test_a_layer_around_a_chain_may_be_marked(made: Made) -> None:
    closing = made.item("opinion", "close the bridge at once")
    reed = made.item("source", "Tom Reed")
    voss = made.item("source", "Engineer Ana Voss")
    chain = ((RelationEnd.mark(reed.id),), (RelationEnd.mark(voss.id),))
    made.relations.append(
        Relation(id=new_id(), kind=RelationKind.SAID_BY, source_id=closing.id, chain=chain)
    )
    assert any("a whole layer may be marked" in words for words in made.found(Kind.COSTS))
    made.relations[0] = replace(made.relations[0], chain=chain[:1])
    assert not any("a whole layer" in words for words in made.found(Kind.COSTS))


def test_a_clause_in_the_writers_voice_that_nothing_covers(made: Made) -> None:
    made.item("claim", "rust covers a third of the bridge")
    made.item("source", "Tom Reed, who paints the railings", core="Tom Reed")
    clauses = made.found(Kind.UNCOVERED)
    assert [words for words in clauses if words.startswith("“the bridge stayed open all summer”")]
    # What is covered, what reports and what a name is set next to are left out.
    assert not [words for words in clauses if "rust covers" in words or "wrote" in words]
    made.item("claim", "bridge stayed open all summer", required=False)
    assert not [words for words in made.found(Kind.UNCOVERED) if "stayed open" in words]


def test_the_same_construction_is_judged_alike_in_one_key_and_in_others(made: Made) -> None:
    made.item("claim", "declined to comment on the price", required=False)
    made.trap("refused to answer")
    (words,) = made.found(Kind.DIFFERS)
    assert words.startswith(("“refused to answer", "“declined to comment"))
    assert "a refusal or a silence" in words
    alone, other = Made("other"), Made("third")
    alone.trap("refused to answer")
    other.item("claim", "refused to answer his letter", required=False)
    assert alone.found(Kind.DIFFERS) == []
    with_key = replace(other.lesson, key=other.key)
    found = list(inconsistencies(alone.lesson, alone.key, [with_key, with_key]))
    assert ["is a trap" in weak.words for weak in found] == [True]
    assert found[0].item_id == alone.traps[0].id
    # A lesson is not held against its own copy on the shelf.
    assert not list(inconsistencies(alone.lesson, alone.key, [replace(with_key, id="other")]))


def test_a_layer_that_accepts_more_than_its_core(made: Made) -> None:
    made.item("claim", "council should close the bridge at once", also_labels=("denial",))
    made.item("claim", "close the bridge at once")
    (words,) = made.found(Kind.DIFFERS)
    assert "accepts claim, denial" in words


def test_a_why_that_stands_many_times_is_counted(made: Made) -> None:
    for words in ("stayed open all summer", "close the bridge at once", "Tom Reed"):
        made.item("claim", words, why="It could be checked.")
    (told,) = made.found(Kind.REPEATED)
    assert told == "the same words stand 3 times: “It could be checked.”."
    made.items.pop()
    assert made.found(Kind.REPEATED) == []


def test_a_name_that_is_an_item_of_its_own(made: Made) -> None:
    made.item("source", "Tom Reed, who paints the railings")
    at = made.article.text.index("Reed declined")
    alone = made.item("source", "Tom Reed", required=False)
    place = AcceptedSpan(Span(at, at + 4), "Reed")
    made.items[-1] = replace(alone, accepted=(place,))
    (told,) = made.found(Kind.NAMES)
    assert told.startswith("“Reed” is an optional item (1 in all)")


def test_the_worst_five_of_each_are_shown_and_the_check_up_has_them(made: Made) -> None:
    six = ("The council should", "close the bridge", "at once", "Reed wrote", "Ana Voss", "letter")
    for number, words in enumerate(six):
        made.item("claim", words, why=f"Why {number}", weight=POINT)
        for label in ("source", "opinion", "denial"):
            last = made.items[-1]
            made.items[-1] = replace(
                last, likely_mistakes=(*last.likely_mistakes, (label, f"Not {number}."))
            )
    assert len(made.found(Kind.REPEATED)) == 6
    shown = weak_places(made.lesson, made.key)
    assert sum(weak.kind is Kind.REPEATED for weak in shown) == SHOWN
    thin = check_up(made.lesson, made.key, {})
    told = [each for each in thin if "The same words stand" in each.words]
    assert len(told) == SHOWN
    assert all(each.item_id and not each.needs_fixing for each in told)
