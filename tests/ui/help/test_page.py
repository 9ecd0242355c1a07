"""The help page and the label guide on paper, with real events."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextCharFormat
from pytestqt.qtbot import QtBot

from annotator import assets
from annotator.files.atomic import CannotWrite
from annotator.files.label_guide import load_label_guide
from annotator.ui.help.page import HelpPage
from annotator.ui.help.pages import TOPICS, load_help
from annotator.ui.printing.guide_paper import guide_document, write_guide
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.theme import ThemeChoice

GUIDE = load_label_guide(assets.resources_dir() / "label_guide.toml")


@pytest.fixture
def page(appearance: Appearance, qtbot: QtBot) -> HelpPage:
    page = HelpPage(appearance, load_help(assets.resources_dir(), GUIDE))
    qtbot.addWidget(page)
    page.resize(1093, 614)
    page.show_topic("student")
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    return page


def first_block_in_sight(page: HelpPage) -> str:
    return page.browser.cursorForPosition(page.browser.viewport().rect().topLeft()).block().text()


def test_a_topic_is_chosen_from_the_list(page: HelpPage, qtbot: QtBot) -> None:
    item = page.list.item([name for name, _ in TOPICS].index("privacy"))
    qtbot.mouseClick(
        page.list.viewport(),
        Qt.MouseButton.LeftButton,
        pos=page.list.visualItemRect(item).center(),
    )
    assert page.shown == "privacy"
    assert page.browser.toPlainText().startswith("Privacy")


def test_search_leads_to_the_place(page: HelpPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(page.search, "class folder share")
    assert page.list.count() >= 1
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.shown == "files"
    assert page.browser.extraSelections()
    qtbot.keyClick(page.list, Qt.Key.Key_Escape)
    assert page.search.text() == ""
    assert page.list.count() == len(TOPICS)
    with qtbot.waitSignal(page.back_requested):
        qtbot.keyClick(page.list, Qt.Key.Key_Escape)


def test_nothing_found_says_what_to_do(page: HelpPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.search, "hippopotamus")
    assert page.nothing.isVisible()
    assert "fewer or shorter" in page.nothing.text()


def test_a_topic_opens_at_its_beginning(appearance: Appearance, qtbot: QtBot) -> None:
    page = HelpPage(appearance, load_help(assets.resources_dir(), GUIDE))
    qtbot.addWidget(page)
    page.show_topic("teacher")
    page.resize(1093, 614)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.setFocus()
    qtbot.wait(50)
    assert page.browser.verticalScrollBar().value() == 0
    item = page.list.currentItem()
    assert item is not None
    assert item.text() == "For teachers"


def test_a_heading_comes_to_the_top(page: HelpPage) -> None:
    page.show_topic("teacher", "Give it back")
    bar = page.browser.verticalScrollBar()
    assert bar.value() > 0
    at = first_block_in_sight(page)
    assert at == "Give it back" or bar.value() == bar.maximum()


def test_pictures_come_from_the_program_alone(page: HelpPage, tmp_path: Path) -> None:
    image = 2  # QTextDocument's number for pictures
    assert page.browser.loadResource(image, QUrl("pictures/student.png")) is not None
    outside = tmp_path / "secret.png"
    outside.write_bytes((assets.resources_dir() / "pictures" / "start.png").read_bytes())
    for wanted in (str(outside), f"../../../../../../..{outside}", "https://example.org/a.png"):
        assert page.browser.loadResource(image, QUrl(wanted)) is None


def test_another_theme_repaints_the_page(page: HelpPage, appearance: Appearance) -> None:
    appearance.choose(ThemeChoice.DARK)
    base = page.browser.palette().base().color()
    assert base == appearance.theme.paper
    assert page.browser.toPlainText().startswith("For students")


def test_the_guide_on_paper_marks_each_example_with_its_pattern(
    tmp_path: Path, page: HelpPage
) -> None:
    document = guide_document(GUIDE)
    styles: dict[str, QTextCharFormat.UnderlineStyle] = {}
    block = document.begin()
    while block.isValid():
        iterator = block.begin()
        while not iterator.atEnd():
            fragment = iterator.fragment()
            styles[fragment.text()] = fragment.charFormat().underlineStyle()
            iterator += 1
        block = block.next()
    for label in GUIDE.labels:
        of_label = {styles[example.quote] for example in label.examples}
        assert len(of_label) == 1
    kinds = {styles[label.examples[0].quote] for label in GUIDE.labels}
    assert len(kinds) == len(GUIDE.labels)
    target = tmp_path / "guide.pdf"
    write_guide(target, GUIDE)
    assert target.read_bytes().startswith(b"%PDF")


def test_a_place_that_can_not_be_written_is_said(tmp_path: Path, page: HelpPage) -> None:
    with pytest.raises(CannotWrite):
        write_guide(tmp_path / "no" / "such" / "folder.pdf", GUIDE)
