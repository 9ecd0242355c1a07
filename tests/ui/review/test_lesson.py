"""The review of a lesson that no class was given, with real keys and clicks over a real store."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from annotator.model.key import POINT
from annotator.ui.article.marks import MarkRole, Sign
from annotator.ui.outcomes.layers import Layers
from annotator.ui.outcomes.outcome_rows_model import ENTRY_ROLE
from annotator.ui.outcomes.row_delegates import DETAILS_ROLE, FLAG_ROLE, NAME_ROLE, SCORE_ROLE
from annotator.ui.review.bar import View
from annotator.ui.review.page import ReviewPage
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.labels import TextLabel
from tests.ui.outcomes.conftest import Pupil, amara, required
from tests.ui.review.lesson_table import LessonTable as LessonTable
from tests.ui.review.lesson_table import (
    add_files,
    ben,
    chosen_id,
    click_row,
    explained,
    paper_of,
    rows_of,
)
from tests.ui.review.lesson_table import page as page
from tests.ui.review.lesson_table import table as table

# -- walking ---------------------------------------------------------------------------------


def test_j_and_k_walk_all_differences_scroll_select_and_explain(
    page: ReviewPage, qtbot: QtBot
) -> None:
    wanted = [entry for entry in rows_of(page) if entry.is_difference]
    assert len(wanted) >= 5
    page.article.setFocus()
    seen = []
    for _ in wanted:
        QTest.keyClick(page, Qt.Key.Key_J)
        seen.append(chosen_id(page))
        assert explained(page).title
        place = f"{len(seen)} of {len(wanted)}"
        assert place in [
            words.text() for words in page.paper_panel.compare.card.findChildren(TextLabel)
        ]
        picked = page.article.selected_mark()
        if picked is not None:
            mark = page.article.mark(picked)
            assert mark is not None
            top = page.article.rects_of(mark.span)[0].top()
            assert 0 <= top < page.article.viewport().height()
        index = page.paper_panel.compare.list.currentIndex()
        assert index.data(ENTRY_ROLE).id == chosen_id(page)
    assert seen == [entry.id for entry in wanted]
    QTest.keyClick(page, Qt.Key.Key_J)
    assert chosen_id(page) == wanted[0].id
    QTest.keyClick(page, Qt.Key.Key_K)
    assert chosen_id(page) == wanted[-1].id
    QTest.keyClick(page, Qt.Key.Key_K)
    assert chosen_id(page) == wanted[-2].id


def test_the_buttons_do_what_the_keys_do(page: ReviewPage) -> None:
    wanted = [entry.id for entry in rows_of(page) if entry.is_difference]
    QTest.mouseClick(page.bar.next, Qt.MouseButton.LeftButton)
    assert chosen_id(page) == wanted[0]
    QTest.mouseClick(page.bar.previous, Qt.MouseButton.LeftButton)
    assert chosen_id(page) == wanted[-1]


def test_next_goes_on_from_a_row_that_is_no_difference(page: ReviewPage) -> None:
    entries = rows_of(page)
    here = next(n for n, e in enumerate(entries) if e.item and not e.is_difference and n > 3)
    page.paper_view.choose(entries[here].id)
    after = next(e.id for e in entries[here:] if e.is_difference)
    QTest.keyClick(page, Qt.Key.Key_J)
    assert chosen_id(page) == after


def test_shift_j_goes_to_the_next_paper(page: ReviewPage) -> None:
    first = page.paper_view.sha256
    QTest.keyClick(page, Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    assert paper_of(page).compared.submission.student.name == "Ben A."
    assert explained(page).title == "Ben A."
    QTest.keyClick(page, Qt.Key.Key_K, Qt.KeyboardModifier.ShiftModifier)
    assert page.paper_view.sha256 == first


def test_escape_in_the_list_goes_back_to_the_whole_paper(page: ReviewPage) -> None:
    page.step(1)
    page.paper_panel.compare.list.setFocus()
    QTest.keyClick(page.paper_panel.compare.list, Qt.Key.Key_Escape)
    assert chosen_id(page) == ""
    assert explained(page).title == "Amara O."


def test_a_click_on_a_mark_explains_it_and_beside_it_the_paper(page: ReviewPage) -> None:
    entry = next(e for e in rows_of(page) if e.mark and e.sign is Sign.OTHER)
    assert entry.mark is not None
    page.article.ensure_span_visible(entry.mark.span)
    spot = page.article.rects_of(entry.mark.span)[0].center()
    QTest.mouseClick(page.article.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert chosen_id(page) == entry.id
    assert explained(page).title == "Right place, different label"
    QTest.mouseClick(page.article.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert chosen_id(page) == ""


def test_a_click_and_the_arrows_in_the_list_explain(page: ReviewPage) -> None:
    click_row(page.paper_panel.compare.list, 2)
    assert chosen_id(page) == rows_of(page)[2].id
    QTest.keyClick(page.paper_panel.compare.list, Qt.Key.Key_Down)
    assert chosen_id(page) == rows_of(page)[3].id


# -- papers ----------------------------------------------------------------------------------


def test_the_list_tells_how_each_paper_stands(page: ReviewPage, qtbot: QtBot) -> None:
    model = page.papers
    amara_row, ben_row = model.index(0, 0), model.index(1, 0)
    qtbot.waitUntil(lambda: bool(ben_row.data(SCORE_ROLE)) and bool(amara_row.data(SCORE_ROLE)))
    assert amara_row.data(NAME_ROLE) == "Amara O."
    assert ben_row.data(SCORE_ROLE).startswith("100")
    score = paper_of(page).compared.comparison.score
    assert amara_row.data(SCORE_ROLE) == f"{score}"
    count = len(required(page.session.lesson))
    assert ben_row.data(DETAILS_ROLE).startswith(f"{count} of {count} found")
    assert ben_row.data(Qt.ItemDataRole.AccessibleTextRole).startswith(
        f"Ben A., {count} of {count} found, 100 percent"
    )


def test_choosing_a_paper_with_the_mouse_shows_it(page: ReviewPage) -> None:
    click_row(page.lists.papers, 1)
    assert paper_of(page).compared.submission.student.name == "Ben A."
    assert "100%" in page.bar.sum.text()


def test_the_key_is_shown_alone_where_nothing_came_in(
    table: LessonTable, dressed: Appearance, qtbot: QtBot
) -> None:
    page = table.open(dressed, qtbot)
    assert page.view is View.PAPERS
    assert explained(page).title == "Answer key"
    assert not page.bar.next.isEnabled()
    assert not page.bar.layers.isVisible()
    assert not page.give_back.isVisible()
    key = page.session.lesson.key
    assert key is not None
    for item in key.items:
        assert page.article.mark(f"item {item.id}") is not None
    page.paper_view.choose(f"item {key.items[0].id}")
    assert explained(page).why == key.items[0].why
    page.paper_view.choose(f"trap {key.traps[0].id}")
    assert explained(page).why == key.traps[0].why
    add_files(page, qtbot, table.write(ben(table)))
    assert paper_of(page).compared.submission.student.name == "Ben A."
    assert page.bar.layers.isVisible()
    assert page.give_back.isVisible()
    page.hide()


def test_one_label_on_most_of_the_text_is_flagged(
    page: ReviewPage, table: LessonTable, qtbot: QtBot
) -> None:
    painter = Pupil(table.lesson, "Painter", 3)
    for block in table.lesson.article.blocks:
        painter.mark(block.span, "claim")
    add_files(page, qtbot, table.write(painter))
    row = page.papers.index(page.papers.row_of(page.paper_view.sha256), 0)
    qtbot.waitUntil(lambda: "claim on most of the text" in row.data(FLAG_ROLE))


def test_of_two_tries_the_second_counts(page: ReviewPage, table: LessonTable, qtbot: QtBot) -> None:
    again = amara(table.lesson)
    add_files(page, qtbot, table.write(again, "again.handin", attempt=2))
    assert [row.student_name for row in page.papers.rows] == ["Amara O.", "Ben A."]
    assert paper_of(page).compared.submission.attempt.number == 2


def test_a_paper_that_is_damaged_in_the_store_is_said_in_its_place(
    page: ReviewPage, table: LessonTable, dressed: Appearance, qtbot: QtBot
) -> None:
    sha = page.paper_view.sha256
    table.data.db.execute("UPDATE submissions SET content = '{}' WHERE sha256 = ?", [sha])
    again = table.open(dressed, qtbot)
    again.open_paper(sha)
    assert again.paper_view.paper is None
    assert "damaged" in again.banner.text().lower()
    line = again.papers.line(sha)
    assert line.fault
    assert line.score is None
    QTest.keyClick(again, Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    assert paper_of(again).compared.submission.student.name == "Ben A."
    again.hide()


def test_signs_of_marks_that_end_close_together_do_not_cover_each_other(
    page: ReviewPage,
) -> None:
    """Amara's long mark ends one full stop after an item that she has right as well."""
    pairs = 0
    for number in range(len(page.article.article().blocks)):
        signs = page.article.marks.picture(number).signs
        for n, one in enumerate(signs):
            for other in signs[n + 1 :]:
                if one.centre.y() == other.centre.y():
                    apart = abs(one.centre.x() - other.centre.x())
                    assert apart >= page.article.marks.painter().sign_size - 1
                    pairs += apart < 2 * page.article.marks.painter().sign_size
    assert pairs


# -- layers, filter, sum -----------------------------------------------------------------------


def choose_layers(page: ReviewPage, layers: Layers) -> None:
    """From the menu, with the mouse."""
    QTest.mouseClick(page.bar.layers, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(each for each in menu.actions() if each.text() == layers.value)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_layers_switch_with_the_mouse(page: ReviewPage) -> None:
    mark = paper_of(page).compared.submission.annotations[0]
    item = required(page.session.lesson)[0]
    both = page.article.mark(f"item {item.id}")
    assert both is not None
    assert both.role is MarkRole.OUTLINE
    choose_layers(page, Layers.MARKS)
    assert page.article.mark(f"item {item.id}") is None
    alone = page.article.mark(f"mark {mark.id}")
    assert alone is not None
    assert alone.sign is None
    choose_layers(page, Layers.KEY)
    assert page.article.mark(f"mark {mark.id}") is None
    key = page.article.mark(f"item {item.id}")
    assert key is not None
    assert key.role is MarkRole.FILL
    choose_layers(page, Layers.BOTH)
    assert page.article.mark(f"mark {mark.id}") is not None


def test_signs_do_not_move_the_text(page: ReviewPage) -> None:
    item = required(page.session.lesson)[3]
    before = page.article.rects_of(item.span)
    page.show_layers(Layers.MARKS)
    assert page.article.rects_of(item.span) == before
    page.show_layers(Layers.KEY)
    assert page.article.rects_of(item.span) == before


def test_a_filter_keeps_one_outcome_in_list_article_and_walk(page: ReviewPage) -> None:
    chip = page.paper_panel.compare.chips[Sign.MISSED]
    assert chip.label == "– 2"
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    shown = page.paper_panel.compare.shown_entries()
    assert [entry.sign for entry in shown] == [Sign.MISSED, Sign.MISSED]
    for entry in shown:
        QTest.keyClick(page, Qt.Key.Key_J)
        assert chosen_id(page) == entry.id
        assert explained(page).title == "Passed over"
    right = f"mark {paper_of(page).compared.submission.annotations[0].id}"
    assert page.article.mark(right) is None
    QTest.mouseClick(page.paper_panel.compare.chips[None], Qt.MouseButton.LeftButton)
    assert (
        page.article.mark(f"mark {paper_of(page).compared.submission.annotations[0].id}")
        is not None
    )
    assert chosen_id(page) == shown[-1].id


def test_what_need_not_be_found_is_painted_only_while_it_is_explained(page: ReviewPage) -> None:
    spare = next(e for e in rows_of(page) if e.item and not e.item.required and not e.mark)
    assert page.article.mark(spare.id) is None
    page.paper_view.choose(spare.id)
    assert page.article.selected_mark() == spare.id
    page.step(1)
    assert page.article.mark(spare.id) is None


def test_the_cost_of_an_extra_changes_the_sum(page: ReviewPage, qtbot: QtBot) -> None:
    before = paper_of(page).compared.comparison.points
    page.step(1)
    chosen = chosen_id(page)
    assert " − 0.5 = " in page.bar.sum.text().replace("  ", " ")
    QTest.mouseClick(page.lists.costs.cost.choice(0), Qt.MouseButton.LeftButton)
    assert paper_of(page).compared.comparison.points == before + POINT // 2
    assert " − " not in page.bar.sum.text()
    assert chosen_id(page) == chosen
    assert explained(page).points == "It costs nothing here."
    free = [w for w in page.lists.findChildren(TextLabel) if "marking everything pays" in w.text()]
    assert free[0].isVisible()
    QTest.mouseClick(page.lists.costs.cost.choice(POINT // 4), Qt.MouseButton.LeftButton)
    assert paper_of(page).compared.comparison.points == before + POINT // 4
    assert not free[0].isVisible()
    row = page.papers.index(0, 0)
    score = f"{paper_of(page).compared.comparison.score}"
    qtbot.waitUntil(lambda: row.data(SCORE_ROLE) == score)


def test_a_lesson_whose_key_is_shipped_is_for_practice(page: ReviewPage) -> None:
    assert page.lists.costs.practice.isVisible()
    assert "not for grades" in page.lists.costs.practice.text()
