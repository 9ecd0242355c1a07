"""A paper that was made on another version of the text: what became of its marks is said."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.services.review.key_versions import KeyVersions
from annotator.ui.review.bar import View
from annotator.ui.review.page import ReviewPage
from annotator.ui.widgets.labels import TextLabel
from tests.papers import on_old_text
from tests.seeded import SeededDesk
from tests.ui.review.conftest import Table

Begin = Callable[..., Table]


def words_on(page: ReviewPage) -> str:
    """All that the right side says."""
    shown = page.paper_panel.findChildren(TextLabel)
    return "\n".join(each.text() for each in shown if each.isVisible())


def test_orphans_and_moved_marks_are_shown_with_the_paper(
    begin: Begin,
    seeded: SeededDesk,
    qtbot: QtBot,
    picture: Callable[[QWidget, str], None],
) -> None:
    key = KeyVersions(seeded.data).key(seeded.lesson())
    assert key is not None
    item = next(each for each in key.items if each.required and len(each.quote.split()) > 5)
    middle = item.quote.split()[2]
    table = begin(classes=1)
    sha256, old = on_old_text(seeded, read=(item.quote, item.quote.replace(middle, "changed", 1)))
    table.session.review.refresh()
    table.session.start()
    page, review = table.page, table.session.review
    qtbot.waitUntil(lambda: table.session.is_ready, timeout=30000)
    mapped = review.papers.mapped(sha256)
    assert mapped is not None
    page.open_paper(sha256)
    assert page.view is View.PAPERS
    said = words_on(page)
    assert "made on another version of the text" in said
    assert mapped.orphans
    for orphan in mapped.orphans:
        assert orphan.quote[:60] in said
    assert "1 mark has no place in this version" in said
    assert "1 mark has other words than before" in said
    qtbot.wait(20)
    picture(page, "review-older-text")
    (moved,) = (each for each in mapped.moved if not each.same_words)
    page.paper_view.choose(
        next(
            entry.id
            for entry in page.paper_view.paper.entries  # type: ignore[union-attr]
            if entry.mark is not None and entry.mark.mark_id == moved.after.id
        )
    )
    assert f"“{moved.before.quote}”" in words_on(page)
    # A paper on today's text says nothing of the kind.
    other = next(row.sha256 for row in review.papers.rows if row.sha256 != sha256)
    page.open_paper(other)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert "another version" not in words_on(page)
    assert old.sha256 != review.lesson.article.sha256
