"""The review under real keys and clicks, on classes with known kinds of mistakes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.key import POINT
from annotator.model.review import DecisionKind
from annotator.services.review.pending import EVERYONE
from annotator.services.review.states import PaperState
from annotator.store.desk import Desk
from annotator.ui.outcomes.row_delegates import SHA_ROLE
from annotator.ui.review.bar import View
from annotator.ui.review.explain_group import ANSWER, ITEM
from annotator.ui.review.inbox_model import Column
from annotator.ui.review.sheets import CommentSheet, EveryoneSheet, PointsSheet
from annotator.ui.widgets.sheets import ConfirmSheet
from annotator.ui.widgets.theme import ThemeChoice
from tests.ui.review.conftest import Table

Begin = Callable[..., Table]
LEFT = Qt.MouseButton.LeftButton


def on_disk(table: Table) -> list[DecisionKind]:
    """The kinds of all decisions as a new reader finds them."""
    table.seeded.data.writer.flush()
    found = Desk(table.seeded.data.db).decisions(table.session.review.lesson.id)
    return [each.kind for decisions in found.values() for each in decisions]


def sheet(table: Table, kind: type[QWidget], qtbot: QtBot) -> QWidget:
    found: list[QWidget] = []

    def look() -> bool:
        found[:] = [w for w in table.page.findChildren(kind) if w.isVisible()]
        return bool(found)

    qtbot.waitUntil(look)
    return found[0]


def press(table: Table, qtbot: QtBot, key: Qt.Key, *, shift: bool = False) -> None:
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(table.page.article, key, held)


# -- decisions first ------------------------------------------------------------------------


def test_the_most_common_answer_comes_first_and_is_shown_in_the_text(begin: Begin) -> None:
    table = begin()
    counts = [len(todo.group.places) for todo in table.session.todos]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 1
    page, first = table.page, table.session.todos[0].group
    assert page.decisions.chosen == 0
    painted = page.article.mark(ANSWER)
    assert painted is not None
    assert (painted.span, painted.label) == (first.span, first.answer.label)
    if first.answer.item_id:
        assert page.article.mark(ITEM) is not None
    assert page.bar.where.text().startswith(f"decision 1 of {len(counts)} · ")
    chips = {
        chip.label
        for chip in page.decision_panel._names.findChildren(QWidget)
        if chip.isVisible() and hasattr(chip, "label")
    }
    assert chips == {table.session.name(p.sha256) for p in first.places}


def test_one_key_decides_for_every_paper_and_goes_on(begin: Begin, qtbot: QtBot) -> None:
    table = begin()
    page, first = table.page, table.session.todos[0].group
    before = {p.sha256: table.session.review.papers.reviewed(p.sha256).points for p in first.places}
    page.article.setFocus()
    press(table, qtbot, Qt.Key.Key_A)
    assert table.session.todos[0].decided_as == "accepted"
    assert page.decisions.chosen == 1
    assert on_disk(table).count(DecisionKind.ACCEPT) == len(first.places)
    after = {p.sha256: table.session.review.papers.reviewed(p.sha256).points for p in first.places}
    assert sum(after.values()) > sum(before.values())
    press(table, qtbot, Qt.Key.Key_S)
    assert table.session.todos[1].decided_as == "the key stands"
    press(table, qtbot, Qt.Key.Key_K)
    assert page.decisions.chosen == 1
    qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert on_disk(table) == []
    assert table.session.todos[0].is_open
    assert {p: table.session.review.papers.reviewed(p).points for p in before} == before
    qtbot.keyClick(
        page,
        Qt.Key.Key_Z,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert table.session.todos[0].decided_as == "accepted"


def test_extras_can_be_let_through_and_cost_nothing_then(begin: Begin, qtbot: QtBot) -> None:
    table = begin()
    todos = table.session.todos
    number = next(n for n, t in enumerate(todos) if not t.group.answer.item_id)
    table.page.decisions.choose(number)
    table.page.article.setFocus()
    place = todos[number].group.places[0]
    cost = table.session.review.papers.base(place.sha256).mark(place.mark_id).points
    assert cost < 0
    press(table, qtbot, Qt.Key.Key_W)
    assert table.session.todos[number].decided_as == "let through"
    marks = table.session.review.papers.reviewed(place.sha256).comparison
    assert marks.mark(place.mark_id).points == 0
    # An answer at an item can't be waived: there is nothing that it costs.
    table.page.decisions.choose(next(n for n, t in enumerate(todos) if t.group.answer.item_id))
    before = on_disk(table)
    press(table, qtbot, Qt.Key.Key_W)
    assert on_disk(table) == before


def test_accept_for_everyone_shows_who_gains_before_it_happens(
    begin: Begin, qtbot: QtBot, picture: Callable[[QWidget, str], None]
) -> None:
    table = begin(classes=2)
    session, page = table.session, table.page
    review = session.review
    version = session.key
    assert version is not None
    before = {row.sha256: review.papers.reviewed(row.sha256).points for row in session.rows}
    page.article.setFocus()
    press(table, qtbot, Qt.Key.Key_A, shift=True)
    asked = sheet(table, EveryoneSheet, qtbot)
    assert isinstance(asked, EveryoneSheet)
    qtbot.waitUntil(lambda: asked.is_counted, timeout=20000)
    preview = asked._rescore.preview
    named = {label.text().split("   ")[0] for label in asked.findChildren(QLabel)}
    assert table.session.name(preview.gains[0].sha256) in named
    assert len(preview.gains) + len(preview.losses) + preview.same == len(session.rows)
    assert preview.gains
    assert "7A and 7B" in "\n".join(w.text() for w in asked.findChildren(type(asked.summary)))
    picture(asked, "review-everyone")
    # Nothing happened yet.
    now = session.key
    assert now is not None
    assert now.version == version.version
    qtbot.keyClicks(asked.why, "Both are right.")
    qtbot.mouseClick(asked.yes_button, LEFT)
    qtbot.waitUntil(lambda: session.is_ready, timeout=20000)
    assert session.key is not None
    assert session.key.version > version.version
    assert session.todos[0].decided_as == EVERYONE
    after = {row.sha256: review.papers.reviewed(row.sha256).points for row in session.rows}
    gained = {sha for sha in before if after[sha] > before[sha]}
    assert gained == {each.sha256 for each in preview.gains}
    logged = review.papers.keys.versions(review.lesson)[-1]
    assert (logged.who, logged.why, logged.classes) == ("Ms Varga", "Both are right.", ("7A", "7B"))
    qtbot.mouseClick(page.bar.undo, LEFT)
    qtbot.waitUntil(lambda: session.is_ready, timeout=20000)
    assert {row.sha256: review.papers.reviewed(row.sha256).points for row in session.rows} == before
    assert session.todos[0].is_open


def test_other_points_need_a_reason_and_stand_in_the_row(begin: Begin, qtbot: QtBot) -> None:
    table = begin()
    table.page.article.setFocus()
    todo = table.session.todos[0]
    press(table, qtbot, Qt.Key.Key_O)
    asked = sheet(table, PointsSheet, qtbot)
    assert isinstance(asked, PointsSheet)
    assert not asked.yes_button.isEnabled()
    asked.stepper.set_value(0.75)
    qtbot.keyClicks(asked.why, "Nearly.")
    qtbot.mouseClick(asked.yes_button, LEFT)
    assert table.session.todos[0].decided_as == "other points"
    for place in todo.group.places:
        rows = table.session.review.papers.reviewed(place.sha256).rows
        (row,) = [r for r in rows if r.decision is not None]
        assert row.row.points == POINT * 3 // 4
        assert (row.decision.who, row.decision.why) == ("Ms Varga", "Nearly.")  # type: ignore[union-attr]


def test_a_comment_goes_to_all_and_its_words_can_be_kept(begin: Begin, qtbot: QtBot) -> None:
    table = begin()
    table.page.article.setFocus()
    count = len(table.session.todos[0].group.places)
    press(table, qtbot, Qt.Key.Key_C)
    asked = sheet(table, CommentSheet, qtbot)
    assert isinstance(asked, CommentSheet)
    qtbot.keyClicks(asked.field, "Whom is she answering?")
    asked.keep.setChecked(True)
    qtbot.mouseClick(asked.yes_button, LEFT)
    assert on_disk(table) == [DecisionKind.COMMENT] * count
    assert table.session.todos[0].is_open
    qtbot.wait(20)
    table.page.activateWindow()
    qtbot.waitUntil(table.page.isActiveWindow)
    table.page.article.setFocus()
    press(table, qtbot, Qt.Key.Key_C)
    again = sheet(table, CommentSheet, qtbot)
    assert isinstance(again, CommentSheet)
    again.activateWindow()
    qtbot.waitUntil(again.isActiveWindow)
    qtbot.keyClick(again.field, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert again.field.toPlainText() == "Whom is she answering?"
    again.reject()


# -- papers -----------------------------------------------------------------------------------


def test_a_name_opens_the_paper_and_the_paper_leads_back(begin: Begin, qtbot: QtBot) -> None:
    table = begin()
    page, first = table.page, table.session.todos[0].group
    sha256 = first.places[0].sha256
    page.decision_panel.paper_requested.emit(sha256)
    assert page.view is View.PAPERS
    assert page.paper_view.sha256 == sha256
    paper = page.paper_view.paper
    assert paper is not None
    entry = next(
        e for e in paper.entries if e.mark is not None and e.mark.mark_id == first.places[0].mark_id
    )
    page.paper_view.choose(entry.id)
    assert page.paper_panel.same.isVisible() == (len(first.places) > 1)
    qtbot.mouseClick(page.paper_panel.same, LEFT)
    assert table.page.view == View.DECISIONS
    assert page.decisions.chosen == 0


def test_accepting_in_one_paper_leaves_the_others_open(begin: Begin, qtbot: QtBot) -> None:
    table = begin()
    page, first = table.page, table.session.todos[0].group
    place = first.places[0]
    page.open_paper(place.sha256)
    paper = page.paper_view.paper
    assert paper is not None
    entry = next(e for e in paper.entries if e.mark is not None and e.mark.mark_id == place.mark_id)
    page.paper_view.choose(entry.id)
    page.article.setFocus()
    press(table, qtbot, Qt.Key.Key_A)
    assert on_disk(table) == [DecisionKind.ACCEPT]
    todo = table.session.todos[0]
    assert todo.is_open
    assert len(todo.group.open) == len(first.places) - 1
    paper = page.paper_view.paper
    assert paper is not None
    # An extra that was accepted is an item now; its mark is the same.
    now = next(e for e in paper.entries if e.mark is not None and e.mark.mark_id == place.mark_id)
    page.paper_view.choose(now.id)
    told = page.paper_panel.compare.card.explanation
    assert told is not None
    assert "Accepted by Ms Varga." in told.remarks


def test_keys_walk_through_differences_and_papers(begin: Begin, qtbot: QtBot) -> None:
    table = begin()
    page = table.page
    qtbot.keyClick(page, Qt.Key.Key_2)
    assert page.view is View.PAPERS
    first = page.paper_view.sha256
    assert first
    page.article.setFocus()
    press(table, qtbot, Qt.Key.Key_J)
    assert page.paper_view.chosen is not None
    assert page.paper_view.chosen.is_difference
    press(table, qtbot, Qt.Key.Key_J, shift=True)
    assert page.paper_view.sha256 != first
    assert page.paper_view.chosen is None
    press(table, qtbot, Qt.Key.Key_K, shift=True)
    assert page.paper_view.sha256 == first


# -- the table --------------------------------------------------------------------------------


def test_the_table_sorts_filters_and_opens(begin: Begin, qtbot: QtBot) -> None:
    table = begin(classes=2)
    page = table.page
    qtbot.keyClick(page, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: page.papers.knows_all, timeout=20000)
    view = page.table.table
    view.horizontalHeader().setSortIndicator(Column.POINTS, Qt.SortOrder.DescendingOrder)
    shas = [page.filter.index(n, 0).data(SHA_ROLE) for n in range(page.filter.rowCount())]
    points = [page.papers.line(sha).points for sha in shas]
    assert points == sorted(points, reverse=True)
    assert len(points) == len(table.session.rows)
    qtbot.keyClicks(page.table.search, "7b")
    assert 0 < page.filter.rowCount() < len(points)
    classes = {page.filter.index(n, 1).data() for n in range(page.filter.rowCount())}
    assert classes == {"7B"}
    page.table.search.clear()
    qtbot.mouseClick(page.table.chips["Decided"], LEFT)
    assert page.filter.rowCount() == sum(
        page.papers.line(r.sha256).state is PaperState.DECIDED for r in table.session.rows
    )
    qtbot.mouseClick(page.table.chips["All"], LEFT)
    view.selectRow(1)
    assert page.wanted_papers() == [page.filter.index(1, 0).data(SHA_ROLE)]
    rect = view.visualRect(page.filter.index(2, 0))
    wanted = page.filter.index(2, 0).data(SHA_ROLE)
    qtbot.mouseClick(view.viewport(), LEFT, pos=rect.center())
    qtbot.mouseDClick(view.viewport(), LEFT, pos=rect.center())
    assert page.view is View.PAPERS
    assert page.paper_view.sha256 == wanted


def test_blind_review_shows_no_name_anywhere(begin: Begin, qtbot: QtBot) -> None:
    table = begin()
    page = table.page
    names = {row.student_name for row in table.session.rows}
    page.bar.blind.click()
    assert table.session.is_blind
    for view in View:
        page.show_view(view)
        qtbot.wait(20)
        shown = {w.accessibleName() for w in page.findChildren(QWidget) if w.isVisible()}
        shown |= {
            w.text()
            for w in page.findChildren(QWidget)
            if w.isVisible() and hasattr(w, "text") and callable(w.text)
        }
        shown |= {page.filter.index(n, 0).data() for n in range(page.filter.rowCount())}
        joined = "\n".join(str(each) for each in shown)
        assert not [name for name in names if name in joined]
    order = [page.filter.index(n, 0).data(SHA_ROLE) for n in range(page.filter.rowCount())]
    blind = table.session.review.papers.blind()
    assert order == sorted(order, key=blind.place)
    page.bar.blind.click()
    shown = {page.filter.index(n, 0).data() for n in range(page.filter.rowCount())}
    assert shown == names


def test_nothing_came_in(begin: Begin, seeded: object, qtbot: QtBot) -> None:
    from annotator.services.classes.desk import TeacherDesk
    from annotator.services.review.reviewing import Review
    from annotator.ui.review.page import ReviewPage
    from annotator.ui.review.session import ReviewSession
    from tests.seeded import LESSON, SeededDesk

    assert isinstance(seeded, SeededDesk)
    table = begin()
    desk = TeacherDesk(seeded.data, seeded.shelf)
    made = desk.add_class("9C", ["Ada A."])
    given = desk.assign(LESSON, [made.id])
    review = Review(seeded.lesson(), given, seeded.data)
    page = ReviewPage(table.page._appearance, ReviewSession(review, {made.id: made.name}))
    qtbot.addWidget(page)
    page.show()
    assert page.count.text() == "nothing in yet"
    for view in View:
        page.show_view(view)
    page.step(1)
    page.decisions.ask_keep_rest()
    page.decisions.keep_rest()
    page.hide()


@pytest.mark.parametrize(
    ("name", "size", "theme"),
    [
        ("review", (1280, 832), ThemeChoice.LIGHT),
        ("review-small", (1093, 614), ThemeChoice.LIGHT),
        ("review-200", (960, 540), ThemeChoice.LIGHT),
        ("review-narrow", (700, 614), ThemeChoice.LIGHT),
        ("review-dark", (1280, 832), ThemeChoice.DARK),
    ],
)
def test_it_fits(
    begin: Begin,
    qtbot: QtBot,
    picture: Callable[[QWidget, str], None],
    name: str,
    size: tuple[int, int],
    theme: ThemeChoice,
) -> None:
    table = begin(classes=2, students=28)
    page = table.page
    page._appearance.choose(theme)
    page.resize(*size)
    page.decisions.give(next(iter(page.decision_panel.verdicts.buttons)))
    for view in View:
        page.show_view(view)
        if view is View.PAPERS:
            page.paper_view.step(1)
        qtbot.waitUntil(lambda: page.width() == size[0])
        qtbot.waitUntil(lambda: page.papers.knows_all, timeout=20000)
        qtbot.wait(30)
        picture(page, f"{name}-{view.name.lower()}")
        for button in (page.give_back, page.bar.redo, *page.bar.views.values()):
            if button.isVisible():
                right = button.mapTo(page, button.rect().topRight()).x()
                assert right < page.width()
    page._appearance.choose(ThemeChoice.LIGHT)
    QTimer.singleShot(0, page.update)


# -- one item across all students -----------------------------------------------------------------


def test_one_item_lists_every_student_and_is_decided_there(
    begin: Begin, qtbot: QtBot, picture: Callable[[QWidget, str], None]
) -> None:
    table = begin(classes=2)
    page, session = table.page, table.session
    qtbot.keyClick(page, Qt.Key.Key_4)
    assert page.view is View.ITEMS
    assert page.bar.where.text().startswith("item 1 of ")
    first = page.items.item
    qtbot.keyClick(page.article, Qt.Key.Key_J)
    assert page.items.item is not None
    assert page.items.item != first
    todo = next(t for t in session.todos if t.group.answer.item_id and not t.group.answer.span)
    place = todo.group.places[0]
    page.open_item(todo.group.answer.item_id)
    assert set(page.items.answers) == {row.sha256 for row in session.rows}
    entries = {each.id: each for each in page.item_panel.compare.model.entries}
    assert {each.words for each in entries.values()} == {session.name(s) for s in entries}
    page.items.choose_answer(place.sha256)
    assert page.article.mark("answer") is not None
    before = on_disk(table).count(DecisionKind.ACCEPT)
    page.article.setFocus()
    press(table, qtbot, Qt.Key.Key_A)
    assert on_disk(table).count(DecisionKind.ACCEPT) == before + 1
    now = page.items.answers[place.sha256]
    assert not now.is_open
    qtbot.wait(30)
    picture(page, "review-items")
    page.resize(1093, 614)
    qtbot.wait(30)
    picture(page, "review-items-small")
    qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.items.answers[place.sha256].is_open
    page.items.choose_answer(place.sha256)
    qtbot.mouseClick(page.item_panel.same, LEFT) if page.item_panel.same.isVisible() else (
        page.items._open_paper()
    )
    assert page.bar.views[View.PAPERS].isChecked()
    assert page.paper_view.sha256 == place.sha256


def test_whole_papers_are_looked_at_before_they_are_returned(
    begin: Begin, qtbot: QtBot, picture: Callable[[QWidget, str], None]
) -> None:
    table = begin(students=24)
    page, session = table.page, table.session
    qtbot.waitUntil(lambda: page.papers.knows_all, timeout=20000)
    assert not page.decision_panel.sample.isVisible(), "first everything is decided"
    page.article.setFocus()
    press(table, qtbot, Qt.Key.Key_S, shift=True)
    qtbot.keyClick(page.findChildren(ConfirmSheet)[-1].yes_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.papers.knows_all, timeout=20000)
    qtbot.waitUntil(page.decision_panel.sample.isVisible)
    wanted = page.whole.sample()
    assert f"Look at {len(wanted)} whole papers" in page.decision_panel.sample.label
    qtbot.mouseClick(page.decision_panel.sample, LEFT)
    shown = {page.filter.index(n, 0).data(SHA_ROLE) for n in range(page.filter.rowCount())}
    assert shown == set(wanted)
    assert page.paper_view.sha256 == wanted[0]
    assert f"Look at {len(wanted)} whole: 1 seen" == page.lists.sample.label
    qtbot.wait(30)
    picture(page, "review-sample")
    for _ in wanted:
        qtbot.keyClick(page, Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
        qtbot.keyClick(page, Qt.Key.Key_K, Qt.KeyboardModifier.ShiftModifier)
    for sha256 in wanted:
        page.open_paper(sha256)
    assert f"{len(wanted)} seen" in page.lists.sample.label
    assert not page.decision_panel.sample.isVisibleTo(page.decision_panel)
    qtbot.mouseClick(page.lists.all_papers, LEFT)
    assert page.filter.rowCount() == len(session.rows)


def test_a_review_without_papers_says_so_in_its_middle(
    begin: Begin, picture: Callable[[QWidget, str], None]
) -> None:
    table = begin(students=0)
    page = table.page
    page.resize(1366, 768)
    for view in (View.DECISIONS, View.PAPERS, View.ITEMS, View.TABLE):
        page.show_view(view)
        empty = page.centre.no_papers
        assert empty.isVisible()
        assert empty.mapTo(page, empty.rect().center()).x() in range(680, 687)
        assert not page.lists.isVisible()
        for button in (page.bar.previous, page.bar.next, page.report, page.give_back):
            assert not button.isEnabled()
    assert not page.bar.undo.isEnabled()
    picture(page, "review-empty")
    page.show_view(View.DISAGREEMENTS)
    assert page.centre.nobody.isVisible()
    assert not page.bar.next.isEnabled()


def test_without_disagreements_neither_list_nor_steps_are_offered(begin: Begin) -> None:
    table = begin()
    page = table.page
    page.show_view(View.DISAGREEMENTS)
    assert page.centre.nobody.isVisible()
    assert not page.lists.isVisible()
    assert not page.bar.next.isEnabled()
    page.show_view(View.DECISIONS)
    assert page.lists.isVisible()
    assert page.bar.next.isEnabled()


def test_what_went_back_already_is_not_to_be_looked_at_before_that(
    begin: Begin, qtbot: QtBot
) -> None:
    table = begin(students=12)
    page, session = table.page, table.session
    page.article.setFocus()
    press(table, qtbot, Qt.Key.Key_S, shift=True)
    qtbot.keyClick(page.findChildren(ConfirmSheet)[-1].yes_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.papers.knows_all, timeout=20000)
    qtbot.waitUntil(page.decision_panel.sample.isVisible)
    session.review.give_back([row.sha256 for row in session.rows])
    page.papers.reload()
    session.changed.emit()
    qtbot.waitUntil(lambda: page.papers.knows_all, timeout=20000)
    qtbot.waitUntil(lambda: not page.decision_panel.sample.isVisible())


def test_the_views_keep_their_place_and_only_what_can_be_pressed_is_explained(
    begin: Begin, qtbot: QtBot
) -> None:
    page = begin(students=4).page
    page.resize(1093, 614)
    qtbot.wait(20)
    places = [button.x() for button in page.bar.views.values()]
    page.show_view(View.TABLE)
    qtbot.wait(20)
    assert [button.x() for button in page.bar.views.values()] == places
    assert page.bar.next.isVisible()
    assert not page.bar.next.isEnabled()
    page.show_view(View.DECISIONS)
    assert page.bar.next.isEnabled()
    verdicts = page.decision_panel.verdicts
    for number in range(len(page.session.todos)):
        page.decisions.choose(number)
        for button in verdicts.buttons.values():
            words = button.label.removesuffix("…")
            if words in ("Accept", "For everyone", "Key stands", "Let through"):
                assert (words in verdicts.hint.text()) == button.isVisible()
