"""The teacher's page with real keys, clicks and drops over a real store."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from annotator.model.key import POINT
from annotator.ui.article.marks import MarkRole, Sign
from annotator.ui.compare.page import TeacherPage
from annotator.ui.outcomes.layers import Layers
from annotator.ui.outcomes.outcome_rows_model import ENTRY_ROLE
from annotator.ui.outcomes.papers_model import DETAILS_ROLE, FLAG_ROLE, NAME_ROLE, SCORE_ROLE
from annotator.ui.widgets.labels import TextLabel
from tests.ui.compare.conftest import (
    Pupil,
    Table,
    amara,
    click_row,
    required,
    table_lesson,
    told,
)

# -- walking ---------------------------------------------------------------------------------


def test_j_and_k_walk_all_differences_scroll_select_and_explain(
    page: TeacherPage, qtbot: QtBot
) -> None:
    wanted = [entry for entry in page.panel.model.entries if entry.is_difference]
    assert len(wanted) >= 5
    page.view.setFocus()
    seen = []
    for _ in wanted:
        QTest.keyClick(page, Qt.Key.Key_J)
        seen.append(page.chosen)
        assert told(page).title
        place = f"{len(seen)} of {len(wanted)}"
        assert place in [words.text() for words in page.panel.card.findChildren(TextLabel)]
        picked = page.view.selected_mark()
        if picked is not None:
            mark = page.view.mark(picked)
            assert mark is not None
            top = page.view.rects_of(mark.span)[0].top()
            assert 0 <= top < page.view.viewport().height()
        index = page.panel.list.currentIndex()
        assert index.data(ENTRY_ROLE).id == page.chosen
    assert seen == [entry.id for entry in wanted]
    QTest.keyClick(page, Qt.Key.Key_J)
    assert page.chosen == wanted[0].id
    QTest.keyClick(page, Qt.Key.Key_K)
    assert page.chosen == wanted[-1].id
    QTest.keyClick(page, Qt.Key.Key_K)
    assert page.chosen == wanted[-2].id


def test_the_buttons_do_what_the_keys_do(page: TeacherPage) -> None:
    wanted = [entry.id for entry in page.panel.model.entries if entry.is_difference]
    QTest.mouseClick(page.bar.next, Qt.MouseButton.LeftButton)
    assert page.chosen == wanted[0]
    QTest.mouseClick(page.bar.previous, Qt.MouseButton.LeftButton)
    assert page.chosen == wanted[-1]


def test_next_goes_on_from_a_row_that_is_no_difference(page: TeacherPage) -> None:
    entries = page.panel.model.entries
    here = next(n for n, e in enumerate(entries) if e.item and not e.is_difference and n > 3)
    page.choose(entries[here].id)
    after = next(e.id for e in entries[here:] if e.is_difference)
    QTest.keyClick(page, Qt.Key.Key_J)
    assert page.chosen == after


def test_shift_j_goes_to_the_next_paper(page: TeacherPage) -> None:
    first = page.paper
    QTest.keyClick(page, Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    assert page.compared is not None
    assert page.compared.submission.student.name == "Ben A."
    assert told(page).title == "Ben A."
    QTest.keyClick(page, Qt.Key.Key_K, Qt.KeyboardModifier.ShiftModifier)
    assert page.paper == first


def test_escape_in_the_list_goes_back_to_the_whole_paper(page: TeacherPage) -> None:
    page.step(1)
    page.panel.list.setFocus()
    QTest.keyClick(page.panel.list, Qt.Key.Key_Escape)
    assert page.chosen == ""
    assert told(page).title == "Amara O."


def test_a_click_on_a_mark_explains_it_and_beside_it_the_paper(page: TeacherPage) -> None:
    entry = next(e for e in page.panel.model.entries if e.mark and e.sign is Sign.OTHER)
    assert entry.mark is not None
    page.view.ensure_span_visible(entry.mark.span)
    spot = page.view.rects_of(entry.mark.span)[0].center()
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert page.chosen == entry.id
    assert told(page).title == "Right place, different label"
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert page.chosen == ""


def test_a_click_and_the_arrows_in_the_list_explain(page: TeacherPage) -> None:
    click_row(page.panel.list, 2)
    assert page.chosen == page.panel.model.entries[2].id
    QTest.keyClick(page.panel.list, Qt.Key.Key_Down)
    assert page.chosen == page.panel.model.entries[3].id


# -- papers ----------------------------------------------------------------------------------


def test_the_list_tells_how_each_paper_stands(page: TeacherPage, qtbot: QtBot) -> None:
    model = page.side.model
    amara_row, ben_row = model.index(1), model.index(2)
    qtbot.waitUntil(lambda: bool(ben_row.data(SCORE_ROLE)) and bool(amara_row.data(SCORE_ROLE)))
    assert amara_row.data(NAME_ROLE) == "Amara O."
    assert ben_row.data(SCORE_ROLE) == "100%"
    assert page.compared is not None
    score = page.compared.comparison.score
    assert amara_row.data(SCORE_ROLE) == f"{score}%"
    count = len(required(table_lesson(page)))
    assert ben_row.data(DETAILS_ROLE).startswith(f"{count} of {count} found")
    assert "Ben A., " in ben_row.data(Qt.ItemDataRole.AccessibleTextRole)


def test_choosing_a_paper_with_the_mouse_shows_it(page: TeacherPage) -> None:
    click_row(page.side.list, 2)
    assert page.compared is not None
    assert page.compared.submission.student.name == "Ben A."
    assert "100%" in page.bar.sum.text()


def test_the_key_is_shown_alone_where_no_paper_is_chosen(page: TeacherPage) -> None:
    click_row(page.side.list, 0)
    assert page.paper == ""
    assert page.layers is Layers.KEY
    assert told(page).title == "Answer key"
    assert not page.bar.next.isEnabled()
    assert not page.bar.layers[Layers.BOTH].isEnabled()
    key = table_lesson(page).key
    assert key is not None
    items = key.items
    for item in items:
        assert page.view.mark(f"item {item.id}") is not None
    page.choose(f"item {items[0].id}")
    assert told(page).why == items[0].why


def test_one_label_on_most_of_the_text_is_flagged(
    page: TeacherPage, table: Table, qtbot: QtBot
) -> None:
    painter = Pupil(table.lesson, "Painter", 3)
    for block in table.lesson.article.blocks:
        painter.mark(block.span, "claim")
    page.add_files([table.write(painter)])
    row = page.side.model.index(page.side.model.row_of(page.paper))
    qtbot.waitUntil(lambda: row.data(FLAG_ROLE) == "claim on most of the text")


def test_a_second_try_is_told_apart(page: TeacherPage, table: Table) -> None:
    again = amara(table.lesson)
    page.add_files([table.write(again, "again.handin", attempt=2)])
    names = [page.side.model.index(n).data(NAME_ROLE) for n in range(page.side.model.rowCount())]
    assert names == ["Answer key", "Amara O.", "Amara O. · try 2", "Ben A."]


def test_a_paper_that_is_damaged_in_the_store_is_told_in_its_place(
    page: TeacherPage, table: Table
) -> None:
    sha = page.paper
    table.data.db.execute("UPDATE submissions SET content = '{}' WHERE sha256 = ?", [sha])
    page.show_paper("")
    page.show_paper(sha)
    assert page.compared is None
    assert not page.view.isVisible()
    said = " ".join(words.text() for words in page.findChildren(TextLabel) if words.isVisible())
    assert "damaged" in said.lower()
    page.side.step(1)
    assert page.view.isVisible()


def test_signs_of_marks_that_end_close_together_do_not_cover_each_other(
    page: TeacherPage,
) -> None:
    """Amara's long mark ends one full stop after an item that she has right as well."""
    pairs = 0
    for number in range(len(page.view.article().blocks)):
        signs = page.view.block_picture(number).signs
        for n, one in enumerate(signs):
            for other in signs[n + 1 :]:
                if one.centre.y() == other.centre.y():
                    apart = abs(one.centre.x() - other.centre.x())
                    assert apart >= page.view.mark_painter().sign_size - 1
                    pairs += apart < 2 * page.view.mark_painter().sign_size
    assert pairs


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_another_lesson_from_the_menu(page: TeacherPage) -> None:
    QTest.mouseClick(page.header.lessons, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [action.text() for action in menu.actions()]
    assert any("Mayor Rejects Report" in each and "2 papers" in each for each in words)
    action = next(each for each in menu.actions() if "New Crossing" in each.text())
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    assert page.lesson_id == "01-new-crossing"
    assert page.side.model.rowCount() == 1
    assert page.layers is Layers.KEY


# -- layers, filter, sum -----------------------------------------------------------------------


def test_layers_switch_with_the_mouse(page: TeacherPage) -> None:
    assert page.compared is not None
    mark = page.compared.submission.annotations[0]
    item = required(table_lesson(page))[0]
    both = page.view.mark(f"item {item.id}")
    assert both is not None
    assert both.role is MarkRole.OUTLINE
    QTest.mouseClick(page.bar.layers[Layers.MARKS], Qt.MouseButton.LeftButton)
    assert page.view.mark(f"item {item.id}") is None
    alone = page.view.mark(f"mark {mark.id}")
    assert alone is not None
    assert alone.sign is None
    QTest.mouseClick(page.bar.layers[Layers.KEY], Qt.MouseButton.LeftButton)
    assert page.view.mark(f"mark {mark.id}") is None
    key = page.view.mark(f"item {item.id}")
    assert key is not None
    assert key.role is MarkRole.FILL
    QTest.mouseClick(page.bar.layers[Layers.BOTH], Qt.MouseButton.LeftButton)
    assert page.view.mark(f"mark {mark.id}") is not None


def test_signs_do_not_move_the_text(page: TeacherPage) -> None:
    item = required(table_lesson(page))[3]
    before = page.view.rects_of(item.span)
    page.show_layers(Layers.MARKS)
    assert page.view.rects_of(item.span) == before
    page.show_paper("")
    assert page.view.rects_of(item.span) == before


def test_a_filter_keeps_one_outcome_in_list_article_and_walk(page: TeacherPage) -> None:
    chip = page.panel.chips[Sign.MISSED]
    assert chip.words == "– 2"
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    shown = page.panel.shown_entries()
    assert [entry.sign for entry in shown] == [Sign.MISSED, Sign.MISSED]
    for entry in shown:
        QTest.keyClick(page, Qt.Key.Key_J)
        assert page.chosen == entry.id
        assert told(page).title == "Passed over"
    assert page.compared is not None
    assert page.view.mark(f"mark {page.compared.submission.annotations[0].id}") is None
    QTest.mouseClick(page.panel.chips[None], Qt.MouseButton.LeftButton)
    assert page.view.mark(f"mark {page.compared.submission.annotations[0].id}") is not None
    assert page.chosen == shown[-1].id


def test_what_need_not_be_found_is_painted_only_while_it_is_explained(page: TeacherPage) -> None:
    spare = next(
        e for e in page.panel.model.entries if e.item and not e.item.required and not e.mark
    )
    assert page.view.mark(spare.id) is None
    page.choose(spare.id)
    assert page.view.selected_mark() == spare.id
    page.step(1)
    assert page.view.mark(spare.id) is None


def test_the_cost_of_an_extra_changes_the_sum(page: TeacherPage, qtbot: QtBot) -> None:
    assert page.compared is not None
    before = page.compared.comparison.points
    page.step(1)
    chosen = page.chosen
    assert " − 0.5 = " in page.bar.sum.text().replace("  ", " ")
    QTest.mouseClick(page.side.cost.choice(0), Qt.MouseButton.LeftButton)
    assert page.compared.comparison.points == before + POINT // 2
    assert " − " not in page.bar.sum.text()
    assert page.chosen == chosen
    assert told(page).points == "It costs nothing here."
    free = [w for w in page.side.findChildren(TextLabel) if "marking everything pays" in w.text()]
    assert free[0].isVisible()
    QTest.mouseClick(page.side.cost.choice(POINT // 4), Qt.MouseButton.LeftButton)
    assert page.compared.comparison.points == before + POINT // 4
    assert not free[0].isVisible()
    row = page.side.model.index(1)
    score = f"{page.compared.comparison.score}%"
    qtbot.waitUntil(lambda: row.data(SCORE_ROLE) == score)


def test_a_lesson_whose_key_is_shipped_is_for_practice(page: TeacherPage) -> None:
    assert page.side.practice.isVisible()
    assert "not for grades" in page.side.practice.text()
