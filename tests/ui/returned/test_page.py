"""The page of work that came back, under real keys and clicks, on work with known mistakes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.key import POINT
from annotator.model.text import Span
from annotator.ui.article.marks import MarkRole, Sign
from annotator.ui.outcomes.counted import rule_text
from annotator.ui.outcomes.outcome_rows import EntryKind, item_id, mark_id
from annotator.ui.outcomes.reasons import ReasonSection, reasons_of
from annotator.ui.returned.page import ReturnedPage
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.theme import ThemeChoice
from tests.ui.returned.conftest import Desk, Shown, make_mistakes, mark

LEFT = Qt.MouseButton.LeftButton


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def click_words(page: ReturnedPage, painted: str, qtbot: QtBot) -> None:
    page.view.ensure_mark_visible(painted)
    shown = page.view.mark(painted)
    assert shown is not None
    rect = page.view.rects_of(shown.span)[0]
    qtbot.mouseClick(page.view.viewport(), LEFT, pos=rect.center())


def test_the_counts_are_those_of_right_labels(shown: Shown) -> None:
    required = len(shown.desk.required)
    assert shown.page.found.text() == f"{required - 3} of {required} found"
    assert shown.page.left.text() == "· 3 to look at"
    appearance = shown.page.reasons.of(ReasonSection.LOOK)
    assert [each.item_id for each in appearance] == [shown.desk.required[n].id for n in (2, 5, 8)]
    assert [each.title for each in appearance] == [
        "Right place, different label",
        "You passed over this",
        "You passed over this",
    ]


def test_each_missed_thing_shows_its_why_at_once(shown: Shown) -> None:
    said = texts(shown.page.panel)
    for number in (2, 5, 8):
        assert shown.desk.required[number].why in said
    wrong = shown.desk.required[2]
    label = shown.page.reasons.of(ReasonSection.LOOK)[0].label
    assert wrong.mistake_sentence(label)
    assert wrong.mistake_sentence(label) in said


def test_the_article_shows_own_marks_and_hatches_what_was_passed_over(shown: Shown) -> None:
    view, wanted = shown.page.view, shown.desk.required
    for number in (5, 8):
        painted = view.mark(item_id(wanted[number].id))
        assert painted is not None
        assert painted.role is MarkRole.HATCH
        assert painted.span == wanted[number].span
    right = view.mark(mark_id(shown.made["right 0"]))
    assert right is not None
    assert right.role is MarkRole.FILL
    assert right.sign is None
    other = view.mark(mark_id(shown.made["wrong"]))
    assert other is not None
    assert other.sign is Sign.OTHER


def test_next_goes_through_all_that_is_to_look_at(shown: Shown, qtbot: QtBot) -> None:
    page = shown.page
    page.view.setFocus()
    stops = [each.id for each in page.reasons.stops]
    assert page.chosen is not None
    assert page.chosen.id == stops[0]
    walked = []
    for _ in stops:
        qtbot.keyClick(page.view, Qt.Key.Key_J)
        assert page.chosen is not None
        walked.append(page.chosen.id)
        if page.chosen.painted:
            assert page.view.selected_mark() == page.chosen.painted
    assert walked == [*stops[1:], stops[0]]
    qtbot.keyClick(page.view, Qt.Key.Key_K)
    assert page.chosen.id == stops[-1]
    foot = page.panel.cards[stops[-1]].foot
    assert foot is not None
    qtbot.mouseClick(foot.next, LEFT)
    assert page.chosen.id == stops[0]


def test_a_click_in_the_article_opens_the_reason(shown: Shown, qtbot: QtBot) -> None:
    page = shown.page
    click_words(page, mark_id(shown.made["right 0"]), qtbot)
    assert page.chosen is not None
    assert page.chosen.item_id == shown.desk.required[0].id
    card = page.panel.cards[page.chosen.id]
    assert shown.desk.required[0].why in texts(card)
    click_words(page, item_id(shown.desk.required[8].id), qtbot)
    assert page.chosen.item_id == shown.desk.required[8].id
    assert shown.desk.required[0].why not in texts(card)


def test_edges_and_traps_are_told(shown: Shown) -> None:
    (edges,) = shown.page.reasons.of(ReasonSection.EDGES)
    assert edges.mark_id == shown.made["long"]
    assert edges.fact.startswith("Leave out ")
    discuss = shown.page.reasons.of(ReasonSection.DISCUSS)
    assert [each.mark_id for each in discuss] == [shown.made["trap"]]
    assert discuss[0].title == "This never counts"
    assert shown.desk.keyed.key is not None
    assert discuss[0].why == shown.desk.keyed.key.traps[0].why


def test_a_disagreement_is_on_disk_and_there_again(
    shown: Shown, dressed: Appearance, qtbot: QtBot
) -> None:
    page = shown.page
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_D)
    assert page.chosen is not None
    foot = page.panel.cards[page.chosen.id].foot
    assert foot is not None
    assert foot.field.hasFocus()
    qtbot.keyClicks(foot.field, "Jack could measure it, too")
    qtbot.mouseClick(foot.keep, LEFT)
    assert not foot.field.isVisible()
    assert "You disagree: Jack could measure it, too" in texts(page.panel)
    shown.desk.studying.settle()
    (kept,) = shown.desk.practice.objections.of(shown.work.attempt)
    assert (kept.reason, kept.item_id) == ("Jack could measure it, too", page.chosen.item_id)
    again = ReturnedPage(dressed, shown.desk.results(shown.work))
    qtbot.addWidget(again)
    again.resize(1280, 832)
    again.show()
    assert "You disagree: Jack could measure it, too" in texts(again.panel)
    again.hide()


def test_a_line_can_be_disagreed_with_too(shown: Shown, dressed: Appearance, qtbot: QtBot) -> None:
    page = shown.page
    tie = page.reasons.of(ReasonSection.TIES)[0]
    page.choose(tie.id)
    page.disagree()
    foot = page.panel.cards[tie.id].foot
    assert foot is not None
    qtbot.keyClicks(foot.field, "Nobody says who")
    qtbot.mouseClick(foot.keep, LEFT)
    shown.desk.studying.settle()
    (kept,) = shown.desk.practice.objections.of(shown.work.attempt)
    assert (kept.tie_id, kept.item_id, kept.mark_id) == (tie.tie_ids[0], "", "")
    again = ReturnedPage(dressed, shown.desk.results(shown.work))
    qtbot.addWidget(again)
    assert again.panel.cards[tie.id].objection == "Nobody says who"
    assert [id for id, card in again.panel.cards.items() if card.objection] == [tie.id]


def test_the_field_for_a_disagreement_opens_in_sight(shown: Shown, qtbot: QtBot) -> None:
    page = shown.page
    page.resize(1093, 614)
    qtbot.wait(100)
    opened = 0
    for _stop in range(len(page.reasons.stops)):
        page.step(1)
        page.disagree()
        assert page.chosen is not None
        foot = page.panel.cards[page.chosen.id].foot
        assert foot is not None
        if foot.field.isHidden():
            continue  # nothing of the key or of the student stands behind this reason
        opened += 1

        def whole(field: QWidget = foot.field, keep: QWidget = foot.keep) -> None:
            assert not field.visibleRegion().isEmpty()
            assert field.visibleRegion().boundingRect() == field.rect()
            assert keep.visibleRegion().boundingRect() == keep.rect()

        qtbot.waitUntil(whole, timeout=1000)
    assert opened >= 5


def test_what_is_typed_is_kept_when_the_page_is_left(shown: Shown, qtbot: QtBot) -> None:
    page = shown.page
    page.disagree()
    assert page.chosen is not None
    foot = page.panel.cards[page.chosen.id].foot
    assert foot is not None
    qtbot.keyClicks(foot.field, "half a tho")
    page.flush()
    shown.desk.studying.settle()
    said = shown.desk.practice.objections.of(shown.work.attempt)
    assert [each.reason for each in said] == ["half a tho"]


def test_the_rows_add_up_to_what_is_shown(shown: Shown, qtbot: QtBot) -> None:
    page = shown.page
    qtbot.mouseClick(page.counted, LEFT)
    assert page.panel.is_counting
    assert page.panel.counted is not None
    entries = page.panel.counted.model.entries
    (total,) = [entry for entry in entries if entry.id == "total"]
    parts = [entry.points or 0 for entry in entries if entry.kind is not EntryKind.SUM]
    assert sum(parts) == total.points
    comparison = page.results.comparison
    assert abs((total.points or 0) - comparison.points) < POINT // 100
    assert f"{comparison.score}%" in total.note
    assert comparison.extra_cost == 0
    assert "marking everything would pay here" in texts(page.panel)
    qtbot.mouseClick(page.panel.counted.back, LEFT)
    assert not page.panel.is_counting
    assert not page.counted.isChecked()
    qtbot.mouseClick(page.counted, LEFT)
    chosen = page.chosen
    qtbot.keyClick(page.panel.counted.list, Qt.Key.Key_Escape)
    assert not page.panel.is_counting
    assert not page.counted.isChecked()
    assert page.chosen is chosen


def test_trying_again_shows_how_far_each_try_came(
    shown: Shown, dressed: Appearance, qtbot: QtBot
) -> None:
    desk = shown.desk
    with qtbot.waitSignal(shown.page.try_again_requested):
        qtbot.mouseClick(shown.page.again, LEFT)
    second = desk.studying.next_try(shown.work)
    assert len(second.marking) == len(shown.work.marking)
    for number in (5, 8):
        mark(second, desk.required[number].span, desk.required[number].label)
    handed = desk.hand_in(second)
    results = desk.results(handed)
    required = len(desk.required)
    assert [(t.number, t.named) for t in results.tries] == [(1, required - 3), (2, required - 1)]
    page = ReturnedPage(dressed, results)
    qtbot.addWidget(page)
    page.resize(1280, 832)
    page.show()
    assert f"{required - 3} of {required}" in texts(page.panel)
    assert page.left.text() == "· 1 to look at"
    page.hide()


def test_nothing_is_shown_before_hand_in_or_of_an_assignment(desk: Desk) -> None:
    from dataclasses import replace

    from annotator.model.lesson import LessonTask

    draft = desk.begin()
    make_mistakes(desk, draft)
    assert desk.practice.results(draft) is None
    handed = desk.hand_in(draft)
    given_out = replace(
        handed.lesson, is_open=False, task=LessonTask(assignment_id="a-1", graded=True)
    )
    assert desk.practice.results(replace(handed, lesson=given_out)) is None


def test_everything_right_says_so(desk: Desk, dressed: Appearance, qtbot: QtBot) -> None:
    draft = desk.begin()
    for item in desk.required:
        mark(draft, item.span, item.label)
    page = ReturnedPage(dressed, desk.results(desk.hand_in(draft)))
    qtbot.addWidget(page)
    page.resize(1280, 832)
    page.show()
    assert page.left.isHidden()
    assert "You found everything" in texts(page.panel)
    page.step(1)
    page.hide()


def test_nothing_marked_at_all(desk: Desk, dressed: Appearance, qtbot: QtBot) -> None:
    page = ReturnedPage(dressed, desk.results(desk.hand_in(desk.begin())))
    qtbot.addWidget(page)
    page.resize(1280, 832)
    page.show()
    assert page.found.text() == f"0 of {len(desk.required)} found"
    assert len(page.reasons.of(ReasonSection.LOOK)) == len(desk.required)
    page.hide()


@pytest.mark.parametrize(
    ("name", "size", "theme"),
    [
        ("returned", (1280, 832), ThemeChoice.LIGHT),
        ("returned-small", (1093, 614), ThemeChoice.LIGHT),
        ("returned-narrow", (640, 614), ThemeChoice.LIGHT),
        ("returned-dark", (1280, 832), ThemeChoice.DARK),
        ("returned-200", (960, 540), ThemeChoice.LIGHT),
    ],
)
def test_it_fits(
    shown: Shown,
    qtbot: QtBot,
    picture: Callable[[QWidget, str], None],
    name: str,
    size: tuple[int, int],
    theme: ThemeChoice,
) -> None:
    page = shown.page
    page._appearance.choose(theme)
    page.resize(*size)
    qtbot.waitUntil(lambda: page.width() == size[0])
    qtbot.wait(50)
    picture(page, name)
    for widget in (page.found, page.counted, page.again):
        assert page.rect().contains(widget.mapTo(page, QPoint(0, 0)))
        right = widget.mapTo(page, QPoint(widget.width(), 0)).x()
        assert right <= page.width()
    assert page.found.width() >= page.found.sizeHint().width()
    page.show_counted(True)
    qtbot.wait(20)
    picture(page, f"{name}-counted")
    page.show_counted(False)
    if size[0] < 860:
        page.list.click()
        qtbot.wait(20)
        picture(page, f"{name}-drawer")
    page._appearance.choose(ThemeChoice.LIGHT)


def test_reasons_of_every_shipped_lesson_can_be_told(desk: Desk) -> None:
    student = desk.studying.add_person("Ben Li")
    for card in desk.shelf.cards():
        work = desk.studying.open_work(student, desk.shelf.load(card.lesson_id, with_key=False))
        results = desk.results(desk.hand_in(work))
        reasons = reasons_of(results)
        assert len(reasons.of(ReasonSection.LOOK)) == results.comparison.required


def test_how_it_was_counted_says_which_rule_made_it(shown: Shown) -> None:
    told = shown.page.results
    assert "version 2 of the rule for counting" in rule_text(told)
    older = replace(told, comparison=replace(told.comparison, rule=1))
    assert "version 1 of the rule for counting" in rule_text(older)


def test_a_mark_leads_to_its_own_reason_and_one_made_again_to_the_items(
    desk: Desk, dressed: Appearance, qtbot: QtBot
) -> None:
    work = desk.begin()
    item = next(each for each in desk.required if each.label == "claim")
    exact = mark(work, item.span, item.label)
    text = work.lesson.article.text
    wider = mark(work, Span(item.span.start, text.index(" ", item.span.end + 2)), item.label)
    results = desk.results(desk.hand_in(work))
    reasons = reasons_of(results)
    told = reasons.get(item_id(item.id))
    assert told is not None
    assert told.tie is None
    assert reasons.for_painted(mark_id(exact.id)) is told
    assert reasons.for_painted(mark_id(wider.id)) is told
    assert "more than once" in told.fact
    assert reasons.for_painted("") is None
