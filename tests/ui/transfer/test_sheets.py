"""No word of a sheet is cut, also when it says what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.errors import AnnotatorError
from annotator.services.classes.cards import SignedIn
from annotator.services.data.desk_in_file import DeskContents
from annotator.ui.desk.transfer_sheets import (
    BackupsSheet,
    NewCardSheet,
    OpenDeskSheet,
    SaveDeskSheet,
)
from annotator.ui.review.return_sheet import ReturnSheet
from annotator.ui.review.return_ways import Known
from annotator.ui.transfer.card_sheet import CardSheet
from annotator.ui.transfer.folder_sheet import FolderSheet, TeacherFolderSheet
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.sheets import Sheet

_FAULT = AnnotatorError("The folder “class” can’t be reached now: it is not there.")
_MAKE: dict[str, Callable[[Appearance], Sheet]] = {
    "save desk": lambda appearance: SaveDeskSheet(appearance),
    "open": lambda appearance: OpenDeskSheet(
        appearance, Path("my.desk"), lambda _words: DeskContents("my.desk", {})
    ),
    "backups": lambda appearance: BackupsSheet(appearance, ()),
    "new card": lambda appearance: NewCardSheet(appearance, [("1", "Ann")]),
    "no folder": lambda appearance: FolderSheet(appearance, None),
    "folder": lambda appearance: FolderSheet(appearance, Path("/a/class"), fault=_FAULT, waiting=2),
    "teacher": lambda appearance: TeacherFolderSheet(
        appearance, "7B", Path("/a/class"), fault=_FAULT
    ),
    "return, no folder": lambda appearance: ReturnSheet(
        appearance,
        papers=28,
        still_open="3 decisions",
        again=2,
        known=Known(papers=28, from_moodle=26),
    ),
    "return, made up": lambda appearance: ReturnSheet(
        appearance, papers=28, still_open="", again=0, known=Known(papers=28), is_made_up=True
    ),
    "return": lambda appearance: ReturnSheet(
        appearance,
        papers=28,
        still_open="",
        again=0,
        known=Known(
            papers=28, class_folders=("8b", "8c"), from_canvas=28, with_card=20, for_folder=28
        ),
    ),
    "card": lambda appearance: CardSheet(
        appearance, why="A lesson asks. " * 8, may_go_without=True
    ),
}


def whole(sheet: Sheet) -> None:
    for label in sheet.findChildren(QLabel):
        if label.isVisible() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()), label.text()


@pytest.mark.parametrize("name", _MAKE)
def test_nothing_is_cut(
    dressed: Appearance, qtbot: QtBot, picture: Callable[[QWidget, str], None], name: str
) -> None:
    sheet = _MAKE[name](dressed)
    sheet.show()
    qtbot.waitExposed(sheet)
    whole(sheet)
    qtbot.wait(20)
    picture(sheet, f"sheet {name}")
    sheet.hide()


def test_what_is_wrong_with_a_card_has_room(appearance: Appearance, qtbot: QtBot) -> None:
    def check(_signed_in: SignedIn) -> None:
        raise AnnotatorError("This is not the card of Ann. " * 4, todo="Look again. " * 8)

    sheet = CardSheet(appearance, why="Ann works with a card.", name="Ann", check=check)
    sheet.show()
    sheet.words_field.setText("apple river moon apple")
    sheet.open_button.click()
    qtbot.waitUntil(lambda: "not the card of Ann" in sheet.hint.text())
    whole(sheet)
    sheet.hide()


def test_however_much_is_said_the_buttons_of_a_return_are_on_the_screen(
    dressed: Appearance, qtbot: QtBot
) -> None:
    sheet = ReturnSheet(
        dressed,
        papers=28,
        still_open="3 decisions",
        again=2,
        known=Known(papers=28, class_folders=("8b",), with_card=20, for_folder=28),
        changes="Ann has 3 points more than before. " * 60,
    )
    sheet.show()
    qtbot.waitExposed(sheet)
    assert sheet.height() <= sheet.screen().availableGeometry().height() - 40
    whole(sheet)
    sheet.hide()
