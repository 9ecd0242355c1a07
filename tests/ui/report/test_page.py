"""The class report under real clicks: figures that can be counted again by hand."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.key import POINT
from annotator.services.review.class_reports import HEADINGS, ReportMaker, cell
from annotator.ui.outcomes.report_texts import RowText, came_text
from annotator.ui.report.cards import RowButton, RowsCard
from annotator.ui.report.page import ReportPage
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.theme import ThemeChoice
from tests.seeded import LESSON, SeededDesk

LEFT = Qt.MouseButton.LeftButton


def shown_words(page: ReportPage) -> str:
    """Everything that can be read on the page."""
    words = [w.text() for w in page.findChildren(QLabel) if w.isVisible()]
    words += [w.accessibleName() for w in page.findChildren(QWidget) if w.isVisible()]
    return "\n".join(words)


def test_the_table_is_what_the_papers_say(report: ReportPage) -> None:
    table = report.chart.table
    assert table.columns == ("C", "D", "S", "O", "none")
    papers = [
        report._maker.review.papers.reviewed(row.sha256).comparison
        for row in report._maker.review.papers.rows
    ]
    denials = sum(1 for p in papers for i in p.items if i.required and i.label == "denial")
    row = table.cells[table.rows.index("Denial")]
    missed = sum(
        1 for p in papers for i in p.items if i.required and i.label == "denial" and not i.found
    )
    assert row[-1].count == missed
    assert sum(each.count for each in row) >= denials
    assert all(cell.of == sum(each.count for each in row) for cell in row)
    assert table.cells[-1][-1].blank


def test_the_darkest_words_are_those_that_fewest_have(report: ReportPage, qtbot: QtBot) -> None:
    assert report.shown is not None
    told = report.shown.figures
    worst = told.item(told.most_missed[0])
    warm = {each.id: each.share for each in report.article.warm}
    assert warm[worst.item_id] == max(warm.values())
    assert warm[worst.item_id] == 1 - len(worst.hit_by) / worst.papers
    report.article.ensure_span_visible(worst.span)
    rect = report.article.rects_of(worst.span)[0]
    qtbot.mouseClick(report.article.viewport(), LEFT, pos=rect.center())
    assert report.item_card.isVisible()
    said = report.item_card.text()
    assert f"{len(worst.hit_by)} of {worst.papers} have it right" in said
    who = sorted(report.shown.names[s] for s in worst.missed_by)
    assert who[0] in said
    qtbot.keyClick(report, Qt.Key.Key_Escape)
    assert not report.item_card.isVisible()
    qtbot.keyClick(report, Qt.Key.Key_J)
    assert report.item_card.isVisible()


def test_a_label_shows_how_many_marked_what(report: ReportPage, qtbot: QtBot) -> None:
    assert report.shown is not None
    qtbot.mouseClick(report.chips["source"], LEFT)
    warm = report.article.warm
    assert warm
    words = report._maker.review.lesson.article.words
    first = warm[0]
    number = words.numbers(first.span)[0]
    marked = sum(
        any(
            m.label == "source" and number in words.numbers(m.span)
            for m in report._maker.review.papers.reviewed(row.sha256).comparison.marks
        )
        for row in report._maker.review.papers.rows
    )
    assert first.share == marked / report.shown.figures.papers


def test_a_projector_shows_no_name(report: ReportPage, qtbot: QtBot) -> None:
    assert report.shown is not None
    names = set(report.shown.names.values()) | set(report.shown.missing)
    report.choose_item(report.shown.figures.most_missed[0])
    assert any(name in shown_words(report) + report.item_card.text() for name in names)
    size = report.article.settings().size
    qtbot.keyClick(report, Qt.Key.Key_F5)
    assert not report.shows_names
    seen = shown_words(report) + report.item_card.text()
    assert not [name for name in names if name in seen]
    assert report.article.settings().size > size
    assert report.questions.texts
    qtbot.keyClick(report, Qt.Key.Key_Escape)
    qtbot.keyClick(report, Qt.Key.Key_Escape)
    assert report.shows_names
    assert report.article.settings().size == size


def test_who_needs_help_opens_the_paper(report: ReportPage, qtbot: QtBot) -> None:
    assert report.shown is not None
    assert report.shown.figures.needs_help
    row = report.help.findChildren(RowButton)[0]
    with qtbot.waitSignal(report.paper_requested) as asked:
        qtbot.mouseClick(row, LEFT)
    first = report.shown.figures.needs_help[0].student_id
    assert asked.args == [report.shown.papers[first]]


def test_without_names_the_cards_close_up(report: ReportPage, qtbot: QtBot) -> None:
    assert report.sure.x() > report.chart.x()
    beside = report.sure.x()
    qtbot.mouseClick(report.names, LEFT)
    qtbot.waitUntil(lambda: report.sure.x() < beside)
    assert report.sure.y() == report.key.y()
    qtbot.mouseClick(report.names, LEFT)
    # A scroll bar may have come, so that it stands some pixels from where it stood.
    qtbot.waitUntil(lambda: report.help.isVisible() and report.sure.x() > report.help.x())
    assert report.sure.y() == report.help.y()


def test_a_reason_stands_below_a_name_where_there_is_no_room(
    dressed: Appearance, qtbot: QtBot
) -> None:
    card = RowsCard(dressed, "Who needs help", "")
    qtbot.addWidget(card)
    card.show_rows([RowText("Jonas Jansen", "7 of 26 places marked"), RowText("Ada", "3")])
    card.resize(420, 200)
    card.show()
    qtbot.waitExposed(card)
    high = card.rows[0].height()
    card.resize(200, 200)
    qtbot.waitUntil(lambda: card.rows[0].height() > high)
    assert card.rows[1].height() == high, "a figure stays beside its words"


def test_ties_and_details_of_the_class(
    seeded: SeededDesk, dressed: Appearance, qtbot: QtBot
) -> None:
    made = seeded.add_class("7C", students=12, lessons=("08-tech-chief",))
    page = ReportPage(dressed, ReportMaker(seeded.review(made), seeded.data))
    qtbot.addWidget(page)
    page.resize(1280, 832)
    page.show()
    qtbot.waitUntil(lambda: page.is_made, timeout=30000)
    assert page.shown is not None
    report = page.shown.figures
    words = [row.row.words for row in page.ties.rows]
    assert any(each.startswith("Who says so: “") for each in words)
    assert any(each.startswith("What is denied: “") for each in words)
    for row in page.ties.rows:
        kind = "said_by" if row.row.words.startswith("Who says so") else "denies"
        tie = next(t for t in report.ties if (t.item_id, t.kind) == (row.row.item, kind))
        assert row.row.right.startswith(f"{tie.right} of {tie.papers} right")
    asked = sum(each.asked for each in report.details)
    assert f" of {asked} right" in page.details.rows[0].row.right
    with qtbot.waitSignal(page.ties.item_requested):
        qtbot.mouseClick(page.ties.rows[0], Qt.MouseButton.LeftButton)
    page.hide()


def test_the_missing_are_named(report: ReportPage) -> None:
    assert report.shown is not None
    told = report.shown
    assert len(told.missing) == told.students - told.figures.papers
    assert [b.row.words for b in report.missing.rows[:2]] == list(told.missing[:2])


def test_the_gradebook_adds_up_and_holds_no_formula(report: ReportPage, tmp_path: Path) -> None:
    path = tmp_path / "gradebook.csv"
    report.tables.save_gradebook(path)
    table = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
    assert tuple(table[0]) == HEADINGS
    review = report._maker.review
    papers = len(review.papers.rows)
    for line, row in zip(table[1 : papers + 1], review.papers.rows, strict=True):
        assert line[0] == row.student_name
        points = float(line[HEADINGS.index("points")])
        assert round(points * POINT) == review.papers.reviewed(row.sha256).points
    assert report.shown is not None
    rest = table[papers + 1 :]
    assert [line[0] for line in rest] == list(report.shown.missing)
    assert {line[HEADINGS.index("points")] for line in rest} == {""}
    assert report.shown is not None
    report.tables.save_items(tmp_path / "items.csv", report.shown, with_names=report.shows_names)
    assert "item" in (tmp_path / "items.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=x", "−5", "＝1"])
def test_cells_that_begin_like_a_formula_are_words(name: str) -> None:
    assert cell(name).startswith("'")
    assert cell("Ada O’Hara-Li") == "Ada O’Hara-Li"
    for sign in ";,|\t":
        parts = cell(f"Ida{sign}=2+3{sign} -x{sign}y").split(sign)
        assert not any(part.strip().startswith(("=", "-")) for part in parts)


@pytest.mark.parametrize(
    ("name", "size", "theme", "projector"),
    [
        ("class", (1280, 832), ThemeChoice.LIGHT, False),
        ("class-small", (1093, 614), ThemeChoice.LIGHT, False),
        ("class-200", (960, 540), ThemeChoice.LIGHT, False),
        ("class-dark", (1280, 832), ThemeChoice.DARK, False),
        ("class-projector", (1280, 832), ThemeChoice.LIGHT, True),
        ("class-narrow", (700, 614), ThemeChoice.LIGHT, False),
    ],
)
def test_it_fits(
    report: ReportPage,
    qtbot: QtBot,
    picture: Callable[[QWidget, str], None],
    name: str,
    size: tuple[int, int],
    theme: ThemeChoice,
    projector: bool,
) -> None:
    report._appearance.choose(theme)
    report.resize(*size)
    if projector:
        report.project(True)
    report.step(1)
    qtbot.waitUntil(lambda: report.width() == size[0])
    qtbot.wait(60)
    picture(report, name)
    for button in (report.gradebook, report.projector):
        if button.isVisible():
            right = button.mapTo(report, QPoint(button.width(), 0)).x()
            assert right <= report.width()
    report._appearance.choose(ThemeChoice.LIGHT)


def test_a_report_on_no_papers_does_not_say_that_all_is_well(
    seeded: SeededDesk, dressed: Appearance, qtbot: QtBot
) -> None:
    mine = seeded.desk.add_class("7B", ["Ada Okoro", "Ben Lind"])
    given = seeded.desk.assign(LESSON, [mine.id])
    maker = ReportMaker(seeded.desk.review(given), seeded.data)
    page = ReportPage(dressed, maker, {mine.id: mine.name})
    qtbot.addWidget(page)
    page.resize(1280, 832)
    with qtbot.waitExposed(page):
        page.show()
    qtbot.waitUntil(lambda: page.is_made, timeout=10_000)
    assert [text.text() for text in page.questions.texts] == ["No work is in yet."]
    words = shown_words(page)
    assert "Nobody stands out." not in words
    assert "Everybody" not in words
    assert [each.row.words for each in page.missing.rows] == ["Ada Okoro", "Ben Lind"]
    assert "0 of 2 handed in" in page.about.text()


def test_of_a_few_papers_answers_are_counted_and_nobody_is_sure_unasked(
    seeded: SeededDesk, dressed: Appearance, qtbot: QtBot
) -> None:
    made = seeded.add_class("7B", students=4)
    maker = ReportMaker(seeded.review(made), seeded.data)
    page = ReportPage(dressed, maker, {made.id: made.name})
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.is_made, timeout=30000)
    told = page.shown
    assert told is not None
    table = page.chart.table
    assert table.unit == "number of answers"
    assert f"Students who didn’t get it, of {told.figures.papers}:" in shown_words(page)
    assert table.figure(table.cells[0][0]) == str(table.cells[0][0].count)
    page.shown = replace(told, sure=0, certainty=True, strangers=1, students=4)
    page.shown = replace(page.shown, figures=replace(told.figures, sure_but_wrong=()))
    page._show()
    assert "Nobody said they were sure of a mark." in shown_words(page)
    on_list = told.figures.papers - 1
    assert came_text(page.shown) == (
        f"{on_list} of 4 handed in · 1 paper of students on no list · names not checked"
    )
    page.shown = replace(page.shown, sure=3)
    page._show()
    assert "Nobody who was sure was wrong." in shown_words(page)
    page.hide()
