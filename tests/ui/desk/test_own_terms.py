"""Something is to hold for one student alone: asked, kept, told on the desk and taken back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.work import Away, OwnTerms
from annotator.ui.desk.terms_sheet import Term
from tests.seeded import SeededDesk

LEFT = Qt.MouseButton.LeftButton


def test_more_time_excused_and_back(
    open_desk: Callable[..., object],
    seeded: SeededDesk,
    qtbot: QtBot,
    picture: Callable[[QWidget, str], None],
) -> None:
    mine = seeded.desk.add_class("8b", ["Ada Okoro", "Ben Lind", "Cem Demir"])
    (given,) = seeded.desk.assign("05-pier-crack", [mine.id])
    opened = open_desk()
    one = opened.controller.one_student  # type: ignore[attr-defined]
    page = opened.page  # type: ignore[attr-defined]
    sheet = one.ask(given.id)
    assert sheet is not None
    assert not sheet.yes_button.isEnabled(), "nobody is chosen yet"
    field = sheet.student.lineEdit()
    assert field is not None
    # A name is found by letters inside it.
    completer = sheet.student.completer()
    completer.setCompletionPrefix("LIND")
    assert completer.currentCompletion() == "Ben Lind"
    field.setText("Ben Lind")
    field.editingFinished.emit()
    picture(sheet, "one-student")
    qtbot.mouseClick(sheet.yes_button, LEFT)
    ben = next(who for who in seeded.desk.school_class(mine.id).students if who.name == "Ben Lind")
    assert seeded.desk.terms(given.id)[ben.id].due is not None
    assert "1 extension" in page.data.rows[0].detail
    assert page.banner.text().startswith("For Ben Lind holds: own due time ")
    sheet = one.ask(given.id)
    sheet.student.setCurrentIndex(sheet.student.findData(ben.id))
    assert sheet.term.value is Term.LATER
    sheet.term.set_value(Term.EXCUSED)
    qtbot.mouseClick(sheet.yes_button, LEFT)
    assert seeded.desk.terms(given.id) == {ben.id: OwnTerms(away=Away.EXCUSED)}
    assert "1 excused" in page.data.rows[0].detail
    assert page.data.rows[0].came_in == "0 of 2 in"
    one.take_back()
    assert seeded.desk.terms(given.id)[ben.id].due is not None, "what held before holds again"
