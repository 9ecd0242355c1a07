"""The confirm page: every change by keys and by mouse, each taken back and done again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.article import Article, BlockKind
from annotator.model.found_article import FoundArticle, FoundPart, LeftOut
from annotator.services.lessons.importing import found_in_file, found_in_html
from annotator.services.lessons.lesson_making import found_again
from annotator.ui.importing.confirm_page import ConfirmPage
from annotator.ui.importing.part_delegate import PartButton
from annotator.ui.importing.reading import Source
from annotator.ui.importing.texts import KINDS, REASONS
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.sheets import ConfirmSheet
from annotator.ui.widgets.theme import ThemeChoice
from tests.files.importing.pages import PAGE, PARAGRAPHS

LEFT = Qt.MouseButton.LeftButton
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

Open = Callable[..., ConfirmPage]


@pytest.fixture
def bridge(tmp_path: Path) -> FoundArticle:
    path = tmp_path / "bridge.html"
    path.write_text(PAGE, encoding="utf-8")
    return found_in_file(path)


@pytest.fixture
def open_page(dressed: Appearance, qtbot: QtBot) -> Iterator[Open]:
    made: list[ConfirmPage] = []

    def build(
        found: FoundArticle,
        source: Source | None = None,
        size: tuple[int, int] = (1093, 614),
        fixed: Article | None = None,
    ) -> ConfirmPage:
        page = ConfirmPage(dressed, found, source, fixed=fixed)
        page.resize(*size)
        qtbot.addWidget(page)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.view.setFocus()
        made.append(page)
        return page

    yield build
    for page in made:
        page.hide()


def number_of(page: ConfirmPage, text: str) -> int:
    """The part that begins so."""
    parts = page.session.found.parts
    return next(n for n, part in enumerate(parts) if part.text.startswith(text))


def go_to(page: ConfirmPage, text: str) -> FoundPart:
    page.view.choose(number_of(page, text))
    return page.session.found.parts[number_of(page, text)]


def press(page: ConfirmPage, key: Qt.Key, mods: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(page.view, key, mods or Qt.KeyboardModifier.NoModifier)


def button_in_row(page: ConfirmPage, wanted: PartButton) -> QPoint:
    """Where a button of the current row is, in the list."""
    row = page.view.current
    assert row is not None
    rect = page.view.visualRect(page.view.currentIndex())
    return dict(page.view.delegate.places(row, rect).buttons)[wanted].center()


def click_in_row(page: ConfirmPage, wanted: PartButton) -> None:
    QTest.mouseClick(page.view.viewport(), LEFT, pos=button_in_row(page, wanted))


def taken(page: ConfirmPage) -> list[tuple[BlockKind, str]]:
    return [(part.kind, part.text) for part in page.session.found.taken]


def there_and_back(page: ConfirmPage, before: FoundArticle) -> None:
    """What was done last is taken back by key and done again, and shown each time."""
    after = page.session.found
    assert after != before
    press(page, Qt.Key.Key_Z, CTRL)
    assert page.session.found == before
    press(page, Qt.Key.Key_Z, CTRL | SHIFT)
    assert page.session.found == after
    shown = [part for row in page.view.rows.rows if not row.is_run for part in [row.part]]
    folded = sum(row.count for row in page.view.rows.rows if row.is_run and not row.is_open)
    assert len(shown) + folded == len(after.parts)


# -- what is shown ----------------------------------------------------------------------------


def test_the_article_stands_beside_what_was_left_out(
    open_page: Open, bridge: FoundArticle, picture: Callable[[QWidget, str], None], qtbot: QtBot
) -> None:
    page = open_page(bridge)
    details, spoken = page.details, [row.spoken() for row in page.view.rows.rows]
    assert details.counts.text() == "13 parts taken in, 9 lines left out"
    assert details.fields["title"].text() == "Bridge Closes in May"
    assert details.fields["date"].text() == "12 May 2026"
    assert "printed" in details.notes["byline"].text()
    assert "don’t see" in details.notes["publisher"].text()
    menu = "4 lines of the page’s menu and notes about cookies"
    assert spoken[0] == f"Left out: {menu}. Enter shows them."
    assert "Headline: Bridge Closes in May" in spoken
    assert (
        "Left out: Read more: Ten bridges that nobody crosses any longer, a link to another "
        "story. Enter puts it back." in spoken
    )
    current = page.view.current
    assert current is not None
    assert current.part.kind is BlockKind.HEADLINE, "the walk begins where the article does"
    qtbot.wait(30)
    picture(page, "import-confirm-1093")


def test_a_folded_run_opens_and_closes(open_page: Open, bridge: FoundArticle) -> None:
    page = open_page(bridge)
    before = page.view.rows.rowCount()
    page.view.choose_row(0)
    press(page, Qt.Key.Key_Return)
    assert page.view.rows.rowCount() == before + 4
    press(page, Qt.Key.Key_Down)
    current = page.view.current
    assert current is not None
    assert current.part.text == "Home"
    page.view.choose_row(0)
    click_in_row(page, PartButton.HIDE)
    assert page.view.rows.rowCount() == before


def test_only_the_article_is_shown_where_that_is_wanted(
    open_page: Open, bridge: FoundArticle
) -> None:
    page = open_page(bridge)
    QTest.mouseClick(page.details.show_out, LEFT, pos=QPoint(12, 20))
    assert [row.part for row in page.view.rows.rows] == list(bridge.taken)
    current = page.view.current
    assert current is not None
    assert current.part.kind is BlockKind.HEADLINE


# -- keys -------------------------------------------------------------------------------------


def test_number_keys_name_a_part_and_several(open_page: Open, bridge: FoundArticle) -> None:
    page = open_page(bridge)
    go_to(page, PARAGRAPHS[0])
    press(page, Qt.Key.Key_5)
    assert go_to(page, PARAGRAPHS[0]).kind is BlockKind.QUOTE
    there_and_back(page, bridge)
    before = page.session.found
    go_to(page, PARAGRAPHS[0])
    press(page, Qt.Key.Key_Down, SHIFT)
    press(page, Qt.Key.Key_0)
    kinds = [go_to(page, PARAGRAPHS[n]).kind for n in (0, 1)]
    assert kinds == [BlockKind.CREDIT, BlockKind.CREDIT]
    there_and_back(page, before)


def test_a_part_is_left_out_and_put_back(open_page: Open, bridge: FoundArticle) -> None:
    page = open_page(bridge)
    go_to(page, "Photo: A. Lund")
    press(page, Qt.Key.Key_Delete)
    assert go_to(page, "Photo: A. Lund").left_out is LeftOut.BY_HAND
    there_and_back(page, bridge)
    current = page.view.current
    assert current is not None
    assert current.spoken().startswith("Left out: Photo: A. Lund, left out by you.")
    before = page.session.found
    press(page, Qt.Key.Key_Return)
    assert go_to(page, "Photo: A. Lund").left_out is None
    there_and_back(page, before)


def test_parts_are_merged_past_what_is_left_out_between_them(
    open_page: Open, bridge: FoundArticle
) -> None:
    page = open_page(bridge)
    go_to(page, PARAGRAPHS[1])
    press(page, Qt.Key.Key_M)
    whole = f"{PARAGRAPHS[1]} The way round"
    assert (BlockKind.PARAGRAPH, whole) in taken(page)
    assert "Advertisement" in [p.text for p in page.session.found.parts if p.left_out]
    there_and_back(page, bridge)


def test_a_part_is_split_at_the_cursor(
    open_page: Open, picture: Callable[[QWidget, str], None], qtbot: QtBot
) -> None:
    text = "First 😀 words end here. Then come others."
    found = found_in_html(f"<h1>Two</h1><p>{text}</p>", "pasted")
    page = open_page(found)
    go_to(page, "First")
    press(page, Qt.Key.Key_S)
    field = page.view.split_field
    assert field is not None
    qtbot.waitUntil(field.hasFocus)
    assert not page.bar.merge.isVisible()
    for _ in text.partition("Then")[0]:
        QTest.keyClick(field, Qt.Key.Key_Right)
    qtbot.wait(20)
    picture(page, "import-split")
    QTest.keyClick(field, Qt.Key.Key_Return)
    halves = ["First 😀 words end here.", "Then come others."]
    assert [each for _, each in taken(page)] == ["Two", *halves]
    assert page.view.split_field is None
    assert page.view.hasFocus()
    there_and_back(page, found)
    press(page, Qt.Key.Key_S)
    assert page.view.split_field is not None
    QTest.keyClick(page.view.split_field, Qt.Key.Key_Escape)
    assert page.view.split_field is None
    assert page.bar.merge.isVisible()


def test_a_part_moves_among_those_that_are_taken_in(open_page: Open, bridge: FoundArticle) -> None:
    page = open_page(bridge)
    go_to(page, "The bridge on Sunday")
    press(page, Qt.Key.Key_Down, ALT)
    texts = [text for _, text in taken(page)]
    caption = texts.index("The bridge on Sunday, seen from the mill")
    assert texts[caption - 1] == "Photo: A. Lund"
    there_and_back(page, bridge)
    before = page.session.found
    press(page, Qt.Key.Key_Up, ALT)
    assert [text for _, text in taken(page)] == [part.text for part in bridge.taken]
    there_and_back(page, before)


# -- mouse ------------------------------------------------------------------------------------


def test_the_buttons_in_a_row_do_the_same(open_page: Open, bridge: FoundArticle) -> None:
    page = open_page(bridge)
    go_to(page, PARAGRAPHS[0])
    click_in_row(page, PartButton.LEAVE_OUT)
    assert go_to(page, PARAGRAPHS[0]).left_out is LeftOut.BY_HAND
    click_in_row(page, PartButton.PUT_BACK)
    assert go_to(page, PARAGRAPHS[0]).left_out is None


@pytest.mark.qt_log_ignore("^This plugin does not support grabbing the keyboard")
def test_the_box_at_its_left_offers_every_kind(open_page: Open, bridge: FoundArticle) -> None:
    page = open_page(bridge)
    go_to(page, PARAGRAPHS[0])
    click_in_row(page, PartButton.KIND)
    (menu,) = [each for each in page.findChildren(QMenu) if each.isVisible()]
    actions = {action.text().partition("\t")[0]: action for action in menu.actions()}
    assert list(actions) == list(KINDS.values())
    assert [name for name, each in actions.items() if each.isChecked()] == ["Paragraph"]
    actions["Table row"].trigger()
    menu.close()
    assert go_to(page, PARAGRAPHS[0]).kind is BlockKind.TABLE_ROW


def test_the_bar_merges_splits_and_moves(open_page: Open, bridge: FoundArticle) -> None:
    page = open_page(bridge)
    go_to(page, PARAGRAPHS[0])
    rect = page.view.visualRect(page.view.currentIndex())
    current = page.view.current
    assert current is not None
    text = page.view.delegate.places(current, rect).text
    QTest.mouseDClick(page.view.viewport(), LEFT, pos=text.bottomRight())
    QTest.mouseClick(page.bar.split_here, LEFT)
    assert page.view.split_field is not None, "there is nothing behind the end"
    field = page.view.split_field
    QTest.mouseClick(field.viewport(), LEFT, pos=QPoint(1, 10))
    for _ in range(2):
        QTest.keyClick(field, Qt.Key.Key_Right, CTRL)
    QTest.mouseClick(page.bar.split_here, LEFT)
    halves = [each for each in page.session.found.taken if each.text in PARAGRAPHS[0]]
    assert len(halves) == 2
    go_to(page, halves[0].text)
    QTest.mouseClick(page.bar.merge, LEFT)
    assert PARAGRAPHS[0] in [each for _, each in taken(page)]
    QTest.mouseClick(page.bar.down, LEFT)
    texts = [each for _, each in taken(page)]
    assert texts.index(PARAGRAPHS[0]) == texts.index(PARAGRAPHS[1]) + 1
    for _ in range(3):
        QTest.mouseClick(page.undo_button, LEFT)
    assert page.session.found == bridge


def test_a_part_that_is_the_byline_fills_its_field(open_page: Open) -> None:
    page = open_page(found_in_html("<h1>Two</h1><p>Ada Lund</p><p>It is so.</p>", "pasted"))
    before = page.session.found
    go_to(page, "Ada Lund")
    press(page, Qt.Key.Key_8)
    assert page.details.fields["byline"].text() == "Ada Lund"
    assert "printed" in page.details.notes["byline"].text()
    there_and_back(page, before)


# -- details ----------------------------------------------------------------------------------


def test_details_are_written_and_taken_back(open_page: Open, bridge: FoundArticle) -> None:
    page = open_page(bridge)
    field = page.details.fields["byline"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "By Ada Lund")
    page.view.setFocus()
    assert page.session.found.metadata.byline == "By Ada Lund"
    assert "by you" in page.details.notes["byline"].text()
    press(page, Qt.Key.Key_Z, CTRL)
    assert field.text() == bridge.metadata.byline
    assert "printed" in page.details.notes["byline"].text()


def test_what_is_confirmed_is_handed_on_with_its_details(
    open_page: Open, bridge: FoundArticle
) -> None:
    page = open_page(bridge)
    made: list[Article] = []
    page.article_confirmed.connect(made.append)
    page.details.fields["date"].setText("3 days ago")
    page.details.fields["date"].editingFinished.emit()
    QTest.mouseClick(page.use, LEFT)
    assert "no date" in page.banner.text()
    assert page.details.fields["date"].text() == "3 days ago"
    for name, text in (("date", "9 May 2026"), ("licence", "CC BY 4.0")):
        page.details.fields[name].setText(text)
        page.details.fields[name].editingFinished.emit()
    QTest.mouseClick(page.use, LEFT)
    (article,) = made
    assert str(article.metadata.date) == "2026-05-09"
    assert article.metadata.licence == "CC BY 4.0"
    assert [b.span.of(article.text) for b in article.blocks] == [p.text for p in bridge.taken]
    assert not page.banner.isVisible()


def test_an_article_with_nothing_in_it_is_refused(open_page: Open) -> None:
    page = open_page(found_in_html("<h1>One</h1><p>Two words.</p>", "pasted"))
    press(page, Qt.Key.Key_Down, SHIFT)
    press(page, Qt.Key.Key_Delete)
    QTest.mouseClick(page.use, LEFT)
    assert "no article" in page.banner.text()


def test_letters_that_were_guessed_are_read_otherwise(
    open_page: Open, tmp_path: Path, qtbot: QtBot, picture: Callable[[QWidget, str], None]
) -> None:
    path = tmp_path / "most.txt"
    text = "Most zamknięty\n\nŻółty autobus pojedzie objazdem, powiedziała rada w poniedziałek."
    path.write_bytes(text.encode("cp1250"))
    found = found_in_file(path)
    page = open_page(found, Source(path=path))
    box = page.details.code_pages
    assert box.isVisible()
    assert box.currentData() == found.code_page
    qtbot.wait(20)
    picture(page, "import-letters")
    other = "cp1252" if found.code_page != "cp1252" else "cp1250"
    _pick(box, other)
    qtbot.waitUntil(lambda: page.session.found.code_page == other, timeout=10_000)
    assert page.session.found.parts != found.parts
    QTest.mouseClick(page.undo_button, LEFT)
    assert page.session.found == found
    assert box.currentData() == found.code_page


def _pick(box: QComboBox, code_page: str) -> None:
    box.setCurrentIndex(box.findData(code_page))
    box.activated.emit(box.currentIndex())


def test_going_back_asks_where_that_would_lose_something(
    open_page: Open, bridge: FoundArticle, qtbot: QtBot
) -> None:
    page = open_page(bridge)
    gone: list[bool] = []
    page.back_requested.connect(lambda: gone.append(True))
    press(page, Qt.Key.Key_Delete)
    press(page, Qt.Key.Key_Home, ALT)
    (sheet,) = [each for each in page.findChildren(ConfirmSheet) if each.isVisible()]
    QTest.mouseClick(sheet.no_button, LEFT)
    assert not gone
    press(page, Qt.Key.Key_Z, CTRL)
    press(page, Qt.Key.Key_Home, ALT)
    assert gone == [True]


def test_the_text_of_a_lesson_stays(open_page: Open, bridge: FoundArticle) -> None:
    article = bridge.article()
    page = open_page(found_again(article), fixed=article)
    made: list[Article] = []
    page.article_confirmed.connect(made.append)
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_M, Qt.Key.Key_S, Qt.Key.Key_Down):
        press(page, key, ALT if key == Qt.Key.Key_Down else None)
    assert not page.session.history.can_undo
    assert page.view.split_field is None
    page.view.choose(len(article.blocks) - 1)
    press(page, Qt.Key.Key_1)
    QTest.mouseClick(page.use, LEFT)
    assert made[0].text == article.text
    assert made[0].blocks[-1].kind is BlockKind.HEADLINE
    assert made[0].blocks[-1].span == article.blocks[-1].span


# -- large pages and looks --------------------------------------------------------------------


def test_a_large_page_touches_only_the_rows_that_differ(open_page: Open) -> None:
    parts = tuple(
        FoundPart(
            BlockKind.PARAGRAPH, f"{n} {PARAGRAPHS[n % 4]}", LeftOut.MENU if n % 5 == 4 else None
        )
        for n in range(2_000)
    )
    page = open_page(FoundArticle(parts=parts))
    assert page.view.rows.rowCount() == 2_000
    changed: list[int] = []
    page.view.rows.dataChanged.connect(lambda a, b, *_: changed.append(b.row() - a.row() + 1))
    page.view.choose(1_500)
    before = page.view.verticalScrollBar().value()
    for key in (Qt.Key.Key_5, Qt.Key.Key_Delete, Qt.Key.Key_Return):
        press(page, key)
    assert changed == [1, 1, 1]
    assert page.view.currentIndex().row() == 1_500
    assert abs(page.view.verticalScrollBar().value() - before) < page.view.height()
    press(page, Qt.Key.Key_M)
    assert page.view.rows.rowCount() == 1_999


@pytest.mark.parametrize(
    ("theme", "size"),
    [
        (ThemeChoice.DARK, (1366, 768)),
        (ThemeChoice.CONTRAST, (1093, 614)),
        (ThemeChoice.LIGHT, (820, 600)),
        (ThemeChoice.SEPIA, (683, 614)),
    ],
)
def test_the_page_fits(
    open_page: Open,
    bridge: FoundArticle,
    dressed: Appearance,
    theme: ThemeChoice,
    size: tuple[int, int],
    picture: Callable[[QWidget, str], None],
    qtbot: QtBot,
) -> None:
    dressed.choose(theme)
    page = open_page(bridge, size=size)
    qtbot.wait(150)
    assert (page.width(), page.height()) == size
    view = page.view.viewport().rect()
    page.view.choose(number_of(page, "Advertisement"))
    row = page.view.current
    assert row is not None
    rect = page.view.visualRect(page.view.currentIndex())
    places = page.view.delegate.places(row, rect)
    assert view.contains(places.buttons[0][1])
    assert not places.text.intersects(places.buttons[0][1])
    inside = QRect(QPoint(), page.bar.size())
    assert all(
        inside.contains(each.geometry()) for each in (page.bar.down, page.bar.merge, page.bar.kind)
    )
    page.view.choose(number_of(page, "The council"))
    QApplication.processEvents()
    picture(page, f"import-confirm-{theme}-{size[0]}")


def test_everything_has_its_text() -> None:
    assert set(KINDS) == set(BlockKind)
    assert set(REASONS) == set(LeftOut)
