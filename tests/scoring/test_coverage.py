from __future__ import annotations

from hypothesis import given

from annotator.model.annotation import Annotation
from annotator.model.article import Article, BlockKind
from annotator.model.outcome import Coverage
from annotator.model.text import Span
from annotator.scoring.coverage import coverage
from tests.scoring.build import ARTICLE, LABELS, WORDS, marked, thorough
from tests.scoring.chance import randoms, some_marks


@thorough
@given(randoms())
def test_a_word_counts_once(random):
    marks = some_marks(random, [(0, 40)], 8)
    expected = {
        label: len({word for s, e, given in marks if given == label for word in range(s, e)})
        for label in {mark[2] for mark in marks}
    }
    told = coverage(ARTICLE, marked(marks))
    assert {each.label: each.words for each in told} == expected
    assert all(each.of == WORDS for each in told)
    assert [each.label for each in told] == sorted(expected)
    assert set(expected) <= set(LABELS)


def test_above_sixty_percent_is_painted_and_sixty_is_not():
    assert not Coverage("claim", 60, 100).painted
    assert Coverage("claim", 61, 100).painted
    assert not Coverage("claim", 3, 5).painted
    assert (Coverage("claim", 0, 0).painted, Coverage("claim", 0, 0).share) == (False, 0.0)
    assert Coverage("claim", 3, 4).share == 0.75


def test_only_the_body_counts():
    article = Article.from_blocks(
        [
            (BlockKind.HEADLINE, "One two"),
            (BlockKind.BYLINE, "By three four five"),
            (BlockKind.PARAGRAPH, "Six seven eight."),
        ]
    )
    mark = Annotation.on(article.text, Span(0, len(article.text)), "claim")
    assert coverage(article, [mark]) == (Coverage("claim", 5, 5),)
