"""Pages lie over each other; going back shows what was below, left and entered in order."""

from __future__ import annotations

from dataclasses import dataclass, field

from pytestqt.qtbot import QtBot

from annotator.model.errors import AnnotatorError
from annotator.services.data.writer import WriterState
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.messages import Banner
from annotator.ui.widgets.page_stack import Page, PageStack


class APage(Page):
    """Tells what happens to it."""

    def __init__(self, name: str, told: list[str], *, is_kept: bool = False) -> None:
        super().__init__()
        self._name, self._told, self.is_kept = name, told, is_kept

    def page_entered(self) -> None:
        self._told.append(f"enter {self._name}")

    def page_left(self) -> None:
        self._told.append(f"leave {self._name}")

    def page_closed(self) -> None:
        self._told.append(f"close {self._name}")


@dataclass
class Told:
    stack: PageStack
    told: list[str] = field(default_factory=list)

    def page(self, name: str, *, is_kept: bool = False) -> APage:
        return APage(name, self.told, is_kept=is_kept)

    def take(self) -> list[str]:
        told = list(self.told)
        self.told.clear()
        return told


def made(qtbot: QtBot) -> Told:
    stack = PageStack()
    qtbot.addWidget(stack)
    return Told(stack)


def test_back_leads_to_what_was_below_and_out_of_the_first(qtbot: QtBot) -> None:
    here = made(qtbot)
    desk, key = here.page("desk"), here.page("key")
    here.stack.push(desk)
    here.stack.push(key)
    assert here.take() == ["enter desk", "leave desk", "enter key"]
    here.stack.back()
    assert here.take() == ["leave key", "close key", "enter desk"]
    assert here.stack.page is desk
    assert here.stack.indexOf(key) < 0
    with qtbot.waitSignal(here.stack.back_requested):
        here.stack.back()
    assert here.stack.page is desk


def test_what_is_kept_stays_what_is_not_goes(qtbot: QtBot) -> None:
    here = made(qtbot)
    desk, papers = here.page("desk"), here.page("papers", is_kept=True)
    review, report = here.page("review"), here.page("report")
    for page in (desk, papers, review, report):
        here.stack.push(page)
    here.take()
    assert here.stack.back_to(papers)
    assert here.take() == [
        "leave report",
        "close report",
        "leave review",
        "close review",
        "enter papers",
    ]
    assert not here.stack.back_to(review)
    here.stack.push(review)
    here.stack.close_above_first()
    assert here.stack.page is desk
    assert here.stack.indexOf(papers) >= 0
    here.stack.push(papers)
    here.stack.back_to_first()
    assert here.stack.currentWidget() is desk


def test_all_pages_are_left_the_last_first(qtbot: QtBot) -> None:
    here = made(qtbot)
    here.stack.push(here.page("desk"))
    here.stack.push(here.page("key"))
    here.take()
    here.stack.leave()
    assert here.take() == ["leave key", "leave desk"]
    here.stack.close_all()
    assert here.take() == ["leave key", "close key", "leave desk", "close desk"]
    assert here.stack.page is None


def test_a_full_disk_is_told_on_the_page_that_is_shown(
    appearance: Appearance, qtbot: QtBot
) -> None:
    here = made(qtbot)

    page = here.page("desk")
    page.banner = banner = Banner(appearance, page)
    here.stack.push(page)
    here.stack.show_saving(WriterState.SAVED, None)
    assert banner.text() == ""
    here.stack.show_saving(WriterState.FAILED, AnnotatorError("The disk is full."))
    assert "The disk is full." in banner.text()
    here.stack.show_saving(WriterState.SAVED, None)
    assert banner.text() == "Everything is saved now."


def test_back_of_a_page_leads_from_it_and_from_no_other(qtbot: QtBot) -> None:
    here = made(qtbot)
    desk, key = here.page("desk"), here.page("key")
    here.stack.push(desk)
    here.stack.push(key)
    desk.back_requested.emit()
    assert here.stack.page is key
    key.back_requested.emit()
    assert here.stack.page is desk


def test_a_page_in_place_of_all_ends_them_and_has_the_title(qtbot: QtBot) -> None:
    here = made(qtbot)
    start, desk, key = here.page("start", is_kept=True), here.page("desk"), here.page("key")
    here.stack.show_first(start)
    here.stack.show_first(desk, "Teacher’s side")
    here.stack.push(key)
    assert here.stack.title == "Teacher’s side"
    here.take()
    here.stack.show_first(start)
    assert here.take() == ["leave key", "close key", "leave desk", "close desk", "enter start"]
    assert here.stack.title == ""
    assert [here.stack.indexOf(page) >= 0 for page in (start, desk, key)] == [True, False, False]


def test_what_a_page_can_t_show_is_said_where_it_says_things(
    appearance: Appearance, qtbot: QtBot
) -> None:
    class Broken(Page):
        def page_entered(self) -> None:
            raise AnnotatorError("The file is damaged.")

    own, windows = Banner(appearance), Banner(appearance)
    stack = PageStack(windows)
    for each in (own, windows, stack):
        qtbot.addWidget(each)
    stack.push(Broken())
    assert "damaged" in windows.text()
    with_banner = Broken()
    with_banner.banner = own
    windows.hide()
    stack.push(with_banner)
    assert "damaged" in own.text()
    assert not windows.isVisible()


def test_a_page_that_is_dropped_is_gone_even_from_below(qtbot: QtBot) -> None:
    here = made(qtbot)
    lesson, help_page = here.page("lesson", is_kept=True), here.page("help")
    here.stack.show_first(lesson)
    here.stack.push(help_page)
    here.take()
    here.stack.drop(lesson)
    assert here.take() == ["leave lesson", "close lesson"]
    assert here.stack.page is help_page
    assert here.stack.indexOf(lesson) < 0
    with qtbot.waitSignal(here.stack.back_requested):
        help_page.back_requested.emit()
