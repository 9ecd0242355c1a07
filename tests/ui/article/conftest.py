"""A small article with everything that makes positions hard, and a view that shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint

from annotator.model.article import Article, BlockKind
from annotator.model.labels import Label, LabelGuide, Pattern
from annotator.model.text import Span
from annotator.ui.article.view import ArticleView
from annotator.ui.widgets.fonts import register_fonts

GUIDE = LabelGuide(
    (
        Label("claim", "Claim", "Claims", "C", Pattern.SOLID, "claim", short="could be checked"),
        Label("denial", "Denial", "Denials", "D", Pattern.DASH, "denial"),
        Label("source", "Source", "Sources", "S", Pattern.DOT, "source"),
        Label("opinion", "Opinion", "Opinions", "O", Pattern.WAVE, "opinion"),
    )
)
ARTICLE = Article.from_blocks(
    [
        (BlockKind.HEADLINE, "Ferry “doubled—it’s late”"),
        (BlockKind.BYLINE, "By Ana Ruiz"),
        (
            BlockKind.PARAGRAPH,
            "Dr. Smith said the co-op’s fares rose 6.4% to $3m. He left 😀 early.",
        ),
        (BlockKind.PARAGRAPH, "Nobody asked why the boats stayed in the harbour all week long."),
        (BlockKind.CAPTION, "The harbour on Monday."),
        (BlockKind.CREDIT, "Photo: A. Ruiz"),
        (BlockKind.PARAGRAPH, "كتب The Herald أن العبارة تأخرت يوم الاثنين"),
        (BlockKind.PARAGRAPH, "She wrote “تأخرت العبارة جدا” on the wall."),
        (BlockKind.PARAGRAPH, "The cafe\u0301 👩‍👩‍👧 opened q\u0307 today."),
    ]
)


def span_of(quote: str, article: Article = ARTICLE) -> Span:
    """Where a quote stands, in code points."""
    start = article.text.index(quote)
    return Span(start, start + len(quote))


def point_in(view: ArticleView, quote: str, share: float = 0.5) -> QPoint:
    """A point of the viewport inside the first line of a quote."""
    rect = view.rects_of(span_of(quote, view.article()))[0]
    return QPoint(rect.left() + round(rect.width() * share), rect.center().y())


@pytest.fixture
def view(qtbot: Any, qapp: Any) -> ArticleView:
    """The view with the article, focused, as tall as the article."""
    register_fonts()
    made = ArticleView()
    qtbot.addWidget(made)
    made.resize(900, 900)
    made.set_article(ARTICLE, GUIDE)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    return made


@pytest.fixture
def heard(view: ArticleView) -> Callable[[str], list[Any]]:
    """``heard("mark_clicked")`` gives the list that this signal's news go to."""

    def listen(name: str) -> list[Any]:
        news: list[Any] = []
        getattr(view, name).connect(lambda *args: news.append(args))
        return news

    return listen
