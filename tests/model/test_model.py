"""What the values refuse, so that nothing above them has to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import (
    Annotation,
    Attributes,
    DenialKind,
    EndKind,
    Relation,
    RelationEnd,
    RelationKind,
    new_id,
)
from annotator.model.article import Article, Block, BlockKind
from annotator.model.errors import InvalidModel
from annotator.model.key import AcceptedSpan, AnswerKey, KeyItem, Trap
from annotator.model.labels import Label, LabelGuide, Pattern
from annotator.model.moments import utc_now
from annotator.model.text import Span
from annotator.model.work import Attempt, Student, Submission

PARAGRAPH, HEADLINE = BlockKind.PARAGRAPH, BlockKind.HEADLINE


@given(st.lists(st.text(max_size=20), max_size=8))
def test_blocks_tile_the_text(raw: list[str]) -> None:
    article = Article.from_blocks((PARAGRAPH, text) for text in raw)
    assert "\n".join(b.span.of(article.text) for b in article.blocks) == article.text
    for number, block in enumerate(article.blocks):
        for position in (block.span.start, block.span.end - 1):
            assert article.block_number_at(position) == number


def test_an_article_whose_blocks_do_not_tile_is_refused() -> None:
    with pytest.raises(InvalidModel, match="tile"):
        Article("ab\ncd", (Block(PARAGRAPH, Span(0, 5)),))
    with pytest.raises(InvalidModel, match="tile"):
        Article("ab\ncd", (Block(PARAGRAPH, Span(0, 2)), Block(PARAGRAPH, Span(3, 4))))
    with pytest.raises(InvalidModel, match="must not hold"):
        Article("a\u00a0b", (Block(PARAGRAPH, Span(0, 3)),))


def test_retyping_a_block_moves_no_span_and_keeps_the_hash() -> None:
    article = Article.from_blocks([(HEADLINE, "One"), (PARAGRAPH, "Two words")])
    retyped = replace(article, blocks=(article.blocks[0], Block(BlockKind.CAPTION, Span(4, 13))))
    assert retyped.sha256 == article.sha256
    assert article.body_word_count == 3


def test_quote_and_span_cannot_part() -> None:
    text = "Café 😀 closed"
    mark = Annotation.on(text, Span(0, 6), "claim")
    assert mark.quote == "Café 😀"
    assert mark.moved(text, Span(7, 13)).quote == "closed"
    with pytest.raises(InvalidModel):
        replace(mark, span=Span(0, 5))
    with pytest.raises(InvalidModel):
        replace(mark, quote="Cafe")
    with pytest.raises(InvalidModel):
        mark.check("Cafe 😀 closed")
    with pytest.raises(InvalidModel):
        Annotation.on(text, Span(7, 99), "claim")


def test_attributes_round_trip_and_refuse_what_does_not_exist() -> None:
    said = Attributes(denial_kind=DenialKind.PARTIAL, figure=False)
    assert said.to_dict() == {"figure": False, "denial_kind": "partial"}
    assert Attributes.from_dict(said.to_dict()) == said
    for wrong in ({"mood": "angry"}, {"denial_kind": "loud"}, {"figure": "yes"}, {"hedged": 1}):
        with pytest.raises(InvalidModel):
            Attributes.from_dict(wrong)


def end(name: str) -> RelationEnd:
    return RelationEnd.mark(name)


def test_relations_refuse_what_means_nothing() -> None:
    said_by, denies = RelationKind.SAID_BY, RelationKind.DENIES
    nobody = RelationEnd(EndKind.NOBODY)
    chain = ((end("a"), end("b")), (nobody,))
    relation = Relation(id="r", kind=said_by, source_id="m", chain=chain)
    assert relation.mark_ids == {"m", "a", "b"}
    for kind, bad in (
        (said_by, ()),
        (said_by, ((),)),
        (denies, ((end("a"),), (end("b"),))),
        (said_by, ((end("a"),), (end("a"),))),
        (said_by, ((end("m"),),)),
    ):
        with pytest.raises(InvalidModel):
            Relation(id="r", kind=kind, source_id="m", chain=bad)
    for make in (
        lambda: RelationEnd(EndKind.MARK),
        lambda: RelationEnd(EndKind.NOBODY, id="a"),
        lambda: RelationEnd(EndKind.IMPLIED),
        lambda: RelationEnd(EndKind.NARRATOR, text="x"),
    ):
        with pytest.raises(InvalidModel):
            make()


def item(name: str, quote: str, text: str, **more: object) -> KeyItem:
    start = text.index(quote)
    accepted = AcceptedSpan(Span(start, start + len(quote)), quote)
    return KeyItem(id=name, name=name, label="claim", accepted=(accepted,), **more)  # type: ignore[arg-type]


def test_keys_refuse_what_does_not_fit_the_text() -> None:
    text = "The bridge closed in May"
    key = AnswerKey(article_sha256="0" * 64, items=(item("i", "bridge closed", text),))
    assert key.check(text) is key
    with pytest.raises(InvalidModel, match="the article has"):
        key.check("The brigde closed in May")
    with pytest.raises(InvalidModel, match="core"):
        AcceptedSpan(Span(4, 10), "bridge", core=Span(4, 11))
    with pytest.raises(InvalidModel, match="extent"):
        AcceptedSpan(Span(4, 10), "bridge", extent=Span(5, 12))
    with pytest.raises(InvalidModel, match="share an id"):
        AnswerKey(article_sha256="", items=(key.items[0], key.items[0]))
    tie = Relation(id="r", kind=RelationKind.DENIES, source_id="i", chain=((end("x"),),))
    with pytest.raises(InvalidModel, match="not there"):
        AnswerKey(article_sha256="", items=key.items, relations=(tie,))
    with pytest.raises(InvalidModel, match="quote of a trap"):
        Trap(id="t", span=Span(0, 3), quote="Th")


def test_submissions_refuse_doubles_and_loose_ends() -> None:
    text = "The bridge closed in May"
    mark = Annotation.on(text, Span(4, 10), "claim")
    student = Student(id="s", name="Amara")
    attempt = Attempt(id=new_id(), started=utc_now())

    def hand_in(*marks: Annotation, relations: tuple[Relation, ...] = ()) -> Submission:
        return Submission(
            student=student,
            lesson_id="l",
            article_sha256="",
            attempt=attempt,
            annotations=marks,
            relations=relations,
        )

    submission = hand_in(mark)
    assert submission.check(text) is submission
    with pytest.raises(InvalidModel, match="identical"):
        hand_in(mark, replace(mark, id="other"))
    with pytest.raises(InvalidModel, match="share an id"):
        hand_in(mark, mark.moved(text, Span(0, 3)))
    tie = Relation(id="r", kind=RelationKind.DENIES, source_id=mark.id, chain=((end("x"),),))
    with pytest.raises(InvalidModel, match="not in the hand-in"):
        hand_in(mark, relations=(tie,))


def test_a_guide_has_up_to_nine_labels_that_differ() -> None:
    def label(name: str, letter: str) -> Label:
        return Label(name, name, name + "s", letter, Pattern.SOLID, name)

    guide = LabelGuide((label("claim", "C"), label("source", "S")))
    assert guide.key_of("source") == 2
    assert "claim" in guide
    with pytest.raises(InvalidModel):
        guide.label("opinion")
    with pytest.raises(InvalidModel):
        LabelGuide((label("claim", "C"), label("crowd", "C")))
    with pytest.raises(InvalidModel):
        LabelGuide(())
