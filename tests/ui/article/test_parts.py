"""The parts of the page that need no window."""

from __future__ import annotations

import sys
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.article import Article, BlockKind
from annotator.model.text import Span
from annotator.ui.article.layers import assign_lanes
from annotator.ui.article.mark_index import MarkIndex
from annotator.ui.article.marks import PaintedMark
from annotator.ui.article.overlays import plain_tip
from annotator.ui.article.selection import dragged_edge, moved_edge, selected_spans
from annotator.ui.article.sentences import MAX_LENGTH, SentenceFinder
from tests.ui.article.conftest import ARTICLE, span_of

ranges = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda r: (r[0], r[0] + r[1])),
    max_size=12,
)
positions = st.integers(0, len(ARTICLE.text))


@given(ranges)
def test_ranges_that_overlap_never_share_a_lane(given_ranges: list[tuple[int, int]]) -> None:
    lanes = assign_lanes(given_ranges)
    for i, (a, lane_a) in enumerate(zip(given_ranges, lanes, strict=True)):
        for b, lane_b in list(zip(given_ranges, lanes, strict=True))[i + 1 :]:
            if a[0] < b[1] and b[0] < a[1]:
                assert lane_a != lane_b


@given(ranges)
def test_no_more_lanes_than_ranges_that_lie_over_one_point(
    given_ranges: list[tuple[int, int]],
) -> None:
    deepest = max((sum(a <= x < b for a, b in given_ranges) for x in range(61)), default=0)
    assert len(set(assign_lanes(given_ranges))) == deepest


@given(ranges, st.randoms())
def test_the_order_of_ranges_does_not_matter(
    given_ranges: list[tuple[int, int]], random: Random
) -> None:
    one = sorted(zip(given_ranges, assign_lanes(given_ranges), strict=True))
    shuffled = list(given_ranges)
    random.shuffle(shuffled)
    assert sorted(zip(shuffled, assign_lanes(shuffled), strict=True)) == one


steps = st.lists(
    st.tuples(st.sampled_from(["add", "remove"]), st.integers(0, 5), positions, positions),
    max_size=30,
)


@given(steps)
def test_the_index_knows_what_a_plain_list_knows(
    script: list[tuple[str, int, int, int]],
) -> None:
    index = MarkIndex(ARTICLE)
    plain: dict[str, PaintedMark] = {}
    for verb, name, a, b in script:
        if verb == "remove" or a == b:
            index.remove(str(name))
            plain.pop(str(name), None)
        else:
            mark = PaintedMark(str(name), Span(min(a, b), max(a, b)), "claim")
            index.add(mark)
            plain[mark.id] = mark
    assert {mark.id for mark in index} == set(plain)
    for number, block in enumerate(ARTICLE.blocks):
        known = [mark.id for mark in index.in_block(number)]
        reach = Span(block.span.start, block.span.end + 1)
        assert sorted(known) == sorted(m.id for m in plain.values() if m.span.overlaps(reach))
        spans = [(m.span.start, -m.span.end) for m in index.in_block(number)]
        assert spans == sorted(spans)
    for position in range(0, len(ARTICLE.text), 7):
        found = index.at(position)
        assert {m.id for m in found} == {
            m.id for m in plain.values() if m.span.start <= position < m.span.end
        }
        assert [len(m.span) for m in found] == sorted(len(m.span) for m in found)


def test_a_mark_beyond_the_text_is_refused() -> None:
    length = len(ARTICLE.text)
    with pytest.raises(ValueError, match="beyond"):
        MarkIndex(ARTICLE, [PaintedMark("a", Span(length - 1, length + 1), "claim")])


@given(positions, positions, st.booleans(), st.booleans())
def test_a_selection_is_words_of_its_block(a: int, b: int, exact: bool, across: bool) -> None:
    spans = selected_spans(ARTICLE, a, b, exact=exact, across=across)
    assert len(spans) <= (len(ARTICLE.blocks) if across else 1)
    for span in spans:
        number = ARTICLE.block_number_at(span.start)
        assert ARTICLE.blocks[number].span.contains(span)
        if not exact:
            assert ARTICLE.words.snap(span) == span
        else:
            assert min(a, b) <= span.start < span.end <= max(a, b)


@given(st.integers(0, len(ARTICLE.words) - 1), positions, st.booleans(), st.booleans())
def test_a_dragged_edge_moves_alone(
    number: int, position: int, at_start: bool, exact: bool
) -> None:
    span = ARTICLE.words.word(number)
    moved = dragged_edge(ARTICLE, span, position, at_start=at_start, exact=exact)
    block = ARTICLE.blocks[ARTICLE.block_number_at(span.start)].span
    assert block.contains(moved)
    assert (moved.end == span.end) if at_start else (moved.start == span.start)


@given(st.integers(0, len(ARTICLE.words) - 1), st.booleans(), st.booleans(), st.booleans())
def test_a_moved_edge_stays_in_its_block_and_comes_back(
    number: int, at_start: bool, forward: bool, by_character: bool
) -> None:
    span = ARTICLE.words.word(number)
    moved = moved_edge(ARTICLE, span, at_start=at_start, forward=forward, by_character=by_character)
    if moved is None:
        return
    block = ARTICLE.blocks[ARTICLE.block_number_at(span.start)].span
    assert block.contains(moved)
    assert moved != span
    back = moved_edge(
        ARTICLE, moved, at_start=at_start, forward=not forward, by_character=by_character
    )
    assert back == span


def test_sentences_know_titles_and_leave_no_word_out() -> None:
    text = "Dr. Smith paid $6.4 million. “Was that wise?” he asked. Nobody knew. Nobody knew."
    found = SentenceFinder("en").sentences(text)
    assert found[0].of(text) == "Dr. Smith paid $6.4 million."
    # The same words twice are two sentences.
    assert [span.of(text) for span in found[-2:]] == ["Nobody knew.", "Nobody knew."]
    assert found[-1].start > found[-2].start
    covered = "".join(span.of(text) for span in found).replace(" ", "")
    assert covered == text.replace(" ", "")


def test_a_block_beyond_the_cap_is_cut_by_a_simple_rule_at_once() -> None:
    text = "One two three. " * (MAX_LENGTH // 10)
    text = text.strip()
    assert len(text) > MAX_LENGTH
    finder = SentenceFinder("xx-unknown")
    assert finder.sentence_at(text, 20) == Span(15, 29)
    assert len(finder.sentences(text)) == MAX_LENGTH // 10


def test_odd_blocks_have_sentences_too() -> None:
    finder = SentenceFinder()
    for text in ("…", "no end", "。", "一。二！三", "?!", "a" * 50):
        spans = finder.sentences(text)
        assert spans
        assert all(span.end <= len(text) for span in spans)


def test_the_sentence_library_is_imported_late() -> None:
    import subprocess

    code = (
        "import sys; import annotator.ui.article.view; "
        "sys.exit(any(name.split('.')[0] == 'pysbd' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_tips_are_text_whatever_they_hold() -> None:
    assert plain_tip("") == ""
    tip = plain_tip("<img src=x> & <b>bold</b>")
    assert "<img" not in tip
    assert "<b>" not in tip
    assert "&lt;b&gt;bold" in tip


def test_a_selection_that_holds_no_word_is_none() -> None:
    dash = ARTICLE.text.index("😀")
    assert selected_spans(ARTICLE, dash, dash + 1) == ()
    assert selected_spans(ARTICLE, dash, dash + 1, exact=True) == (Span(dash, dash + 1),)
    assert selected_spans(Article("", ()), 0, 3) == ()


def test_a_block_of_one_word_can_be_marked_whole() -> None:
    article = Article.from_blocks([(BlockKind.HEADLINE, "Ferry"), (BlockKind.PARAGRAPH, "Late.")])
    assert selected_spans(article, 0, len(article.text), across=True) == (Span(0, 5), Span(6, 10))
    assert span_of("Ferry", article) == Span(0, 5)
