"""The whole round in windows: cards, lesson out, a student who changes machines half-way, collect,
compare, give back, read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from annotator.files.class_folder import ClassFolder, FolderPart
from annotator.files.sealing import key_ring
from annotator.model.attempt import AttemptState
from annotator.services.classes.cards import ClassCards
from annotator.store.arrivals import Arrivals
from annotator.ui.returned.page import ReturnedPage
from annotator.ui.review.page import ReviewPage
from annotator.ui.review.return_ways import ReturnWay
from annotator.ui.start.cards import WaitingCard
from annotator.ui.widgets.buttons import Button
from tests.services.desk import LESSON
from tests.ui.desk.test_transfer import ATeacher, a_class
from tests.ui.desk.test_transfer import teacher as teacher
from tests.ui.transfer.conftest import AMachine


def test_the_round_through_a_class_folder(
    teacher: ATeacher, machine: Callable[[str], AMachine], tmp_path: Path, qtbot: QtBot
) -> None:
    # -- the teacher: a class with cards, its folder, a lesson
    class_id = a_class(teacher)
    controller = teacher.pages.controller
    assert controller is not None
    assert controller.cards.write_cards(class_id, tmp_path / "cards.pdf")
    teacher.settle()
    with teacher.pages._tools.data.in_this_thread() as data:
        service = ClassCards(data, key_ring(teacher.folder))
        words = {card.student.name: " ".join(card.words) for card in service.of_class(class_id)}
    place = tmp_path / "shared"
    teacher.transfer.use_folder(class_id, "7B", place)
    teacher.settle()
    folder = ClassFolder.open(place)
    (given,) = teacher.pages.desk.assign(LESSON, [class_id])
    teacher.page.give_out_requested.emit(given.id)
    teacher.settle()

    # -- the students
    def sit_down(at: str, name: str) -> AMachine:
        here = machine(at)
        here.start.card_requested.emit()
        here.type_card(name, words[name])
        here.transfer.join(place)
        qtbot.waitUntil(
            lambda: given.id in [card.slug for card in here.start._data.assigned], timeout=10_000
        )
        return here

    def open_it(here: AMachine) -> None:
        here.start.lesson_requested.emit(given.id)
        qtbot.waitUntil(lambda: here.shell.student_page is not None, timeout=10_000)

    one = sit_down("one", "Amara Okoro")
    open_it(one)
    one.mark(1, 2, 3)
    one.close()
    two = sit_down("two", "Amara Okoro")
    open_it(two)
    assert len(two.page.session.marking) == 3, "what was marked at the first machine"
    two.mark(9)
    two.shell.attempt_controller.hand_in()
    other = sit_down("three", "Ben Li")
    open_it(other)
    other.mark(4)
    other.shell.attempt_controller.hand_in()
    for each in (two, other):
        each.settle()
    qtbot.waitUntil(lambda: len(folder.entries(FolderPart.HAND_INS)) == 2, timeout=10_000)
    assert folder.entries(FolderPart.DRAFTS) == ()

    # -- collected by itself, compared, given back
    teacher.transfer.folders.start()

    def came_in() -> int:
        with teacher.pages._tools.data.in_this_thread() as data:
            return len(Arrivals(data.db).of_lesson(given.lesson_id))

    # Together or one by one: the folder is watched meanwhile.
    qtbot.waitUntil(lambda: came_in() == 2, timeout=10_000)
    teacher.settle()
    assert "new hand-in" in teacher.page.banner.text()
    teacher.page.review_requested.emit(given.id)
    review = teacher.pages.page
    assert isinstance(review, ReviewPage)
    rows = review.session.review.papers.rows
    assert {row.student_name for row in rows} == {"Amara Okoro", "Ben Li"}
    marks = {row.student_name: row.marks for row in rows}
    assert marks == {"Amara Okoro": 4, "Ben Li": 1}
    sheet = teacher.pages.reviews.pages.give_back([row.sha256 for row in rows])
    assert sheet is not None
    # The class has a folder, so that is the first way.
    sheet.ways.buttons[ReturnWay.CLASS_FOLDER].click()
    said = "2 papers are in the class folder"
    qtbot.waitUntil(lambda: said in review.banner.text(), timeout=10_000)
    assert len(folder.entries(FolderPart.RETURNS)) == 2

    # -- and read
    two.shell.show_start()
    two.transfer.life.hurry()

    def reasons() -> list[Button]:
        waiting = two.start.findChildren(WaitingCard)
        found = [b for card in waiting for b in card.findChildren(Button)]
        return [b for b in found if b.label == "Read the reasons"]

    qtbot.waitUntil(lambda: bool(reasons()), timeout=10_000)
    assert "Ms Moreno has given back work of yours." in two.window.banner.text()
    reasons()[0].click()
    qtbot.waitUntil(lambda: isinstance(two.window.page, ReturnedPage), timeout=10_000)
    page = two.window.page
    assert isinstance(page, ReturnedPage)
    assert page.results.returned is not None
    assert page.results.teacher == "Ms Moreno"
    assert len(page.results.submission.annotations) == 4
    assert two.shell.work is not None
    assert two.shell.work.attempt.state is AttemptState.RETURNED
    two.shell.show_start()

    # -- one who was away meanwhile hears of it after signing in with the card
    other.close()
    back = machine("three")
    assert back.shell.student is None
    back.start.card_requested.emit()
    back.type_card("Ben Li", words["Ben Li"])
    given_back = "Ms Moreno has given back work of yours."
    qtbot.waitUntil(lambda: given_back in back.window.banner.text(), timeout=10_000)
