"""Rooms lie over each other; whoever goes back finds what was below, left and entered in order."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from annotator.model.errors import AnnotatorError
from annotator.services.data.writer import WriterState
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.messages import Banner
from annotator.ui.widgets.page_stack import PageStack, StackPage


@dataclass
class House:
    trail: PageStack
    told: list[str] = field(default_factory=list)

    def room(self, name: str, page: QWidget | None = None, *, is_kept: bool = False) -> StackPage:
        return StackPage(
            page or QLabel(name),
            enter=lambda: self.told.append(f"enter {name}"),
            leave=lambda: self.told.append(f"leave {name}"),
            close=lambda: self.told.append(f"close {name}"),
            is_kept=is_kept,
        )

    def take(self) -> list[str]:
        told = list(self.told)
        self.told.clear()
        return told


def house(qtbot: QtBot) -> House:
    trail = PageStack()
    qtbot.addWidget(trail)
    return House(trail)


def test_back_leads_to_what_was_below_and_out_of_the_first(qtbot: QtBot) -> None:
    here = house(qtbot)
    desk, key = here.room("desk"), here.room("key")
    here.trail.push(desk)
    here.trail.push(key)
    assert here.take() == ["enter desk", "leave desk", "enter key"]
    here.trail.back()
    assert here.take() == ["leave key", "close key", "enter desk"]
    assert here.trail.room is desk.page
    assert here.trail.indexOf(key.page) < 0
    with qtbot.waitSignal(here.trail.back_requested):
        here.trail.back()
    assert here.trail.room is desk.page


def test_what_is_kept_stays_what_is_not_goes(qtbot: QtBot) -> None:
    here = house(qtbot)
    desk, papers = here.room("desk"), here.room("papers", is_kept=True)
    review, report = here.room("review"), here.room("report")
    for room in (desk, papers, review, report):
        here.trail.push(room)
    here.take()
    assert here.trail.back_to(papers.page)
    assert here.take() == [
        "leave report",
        "close report",
        "leave review",
        "close review",
        "enter papers",
    ]
    assert not here.trail.back_to(review.page)
    here.trail.push(review)
    here.trail.close_above_first()
    assert here.trail.room is desk.page
    assert here.trail.indexOf(papers.page) >= 0
    here.trail.push(papers)
    here.trail.back_to_first()
    assert here.trail.currentWidget() is desk.page


def test_all_rooms_are_left_the_last_first(qtbot: QtBot) -> None:
    here = house(qtbot)
    here.trail.push(here.room("desk"))
    here.trail.push(here.room("key"))
    here.take()
    here.trail.leave()
    assert here.take() == ["leave key", "leave desk"]
    here.trail.close_all()
    assert here.take() == ["leave key", "close key", "leave desk", "close desk"]
    assert here.trail.room is None


def test_a_full_disk_is_told_on_the_page_that_is_shown(
    appearance: Appearance, qtbot: QtBot
) -> None:
    here = house(qtbot)

    class Page(QWidget):
        def __init__(self) -> None:
            super().__init__()
            self.banner = Banner(appearance, self)

    page = Page()
    here.trail.push(here.room("desk", page))
    here.trail.show_saving(WriterState.SAVED, None)
    assert page.banner.text() == ""
    here.trail.show_saving(WriterState.FAILED, AnnotatorError("The disk is full."))
    assert "The disk is full." in page.banner.text()
    here.trail.show_saving(WriterState.SAVED, None)
    assert page.banner.text() == "Everything is saved now."
