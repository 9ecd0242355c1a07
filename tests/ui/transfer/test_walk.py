"""Two students on one machine and a teacher: assign, hand in, return, disagree, second try, answer,
key change, return again. One by card and class folder, one by name and file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from annotator.files.class_folder import ClassFolder, FolderPart
from annotator.files.sealing import key_ring
from annotator.model.received import ReturnedBy
from annotator.model.review import Answer
from annotator.services.classes.cards import ClassCards
from annotator.services.review.ledger import HoldingState, LedgerRow
from annotator.store.students import Students
from annotator.ui.ledger.page import LedgerPage
from annotator.ui.review.bar import View
from annotator.ui.review.disagreement_panel import AnswerChoice
from annotator.ui.review.page import ReviewPage
from annotator.ui.review.sheets import CommentSheet
from tests.services.desk import LESSON
from tests.ui.desk.test_transfer import ATeacher
from tests.ui.desk.test_transfer import teacher as teacher
from tests.ui.transfer.conftest import AMachine
from tests.ui.transfer.test_answers import read_it, say, sheet_of

_WAIT = 15_000
Picture = Callable[[QWidget, str], None]


class Walk:
    """The teacher's desk with a class by card and folder, and one by name and file."""

    def __init__(self, teacher: ATeacher, place: Path, qtbot: QtBot) -> None:
        self.teacher, self.place, self.qtbot = teacher, place, qtbot
        desk = teacher.pages.desk
        desk.set_teacher_name("Ms Moreno")
        self.by_card = desk.add_class("7B", ["Amara Okoro"])
        self.by_name = desk.add_class("7C", ["Ben Li"])
        controller = teacher.pages.controller
        assert controller is not None
        self.controller = controller
        controller.show(self.by_card.id)
        assert controller.cards.write_cards(self.by_card.id, place / "cards.pdf")
        teacher.settle()
        with teacher.pages._tools.data.in_this_thread() as data:
            service = ClassCards(data, key_ring(teacher.folder))
            (card,) = service.of_class(self.by_card.id)
        self.words = " ".join(card.words)
        teacher.transfer.use_folder(self.by_card.id, "7B", place / "shared")
        teacher.settle()
        self.folder = ClassFolder.open(place / "shared")
        self.first, self.second = desk.assign(
            LESSON, [self.by_card.id, self.by_name.id], more_attempts=True
        )
        teacher.page.give_out_requested.emit(self.first.id)
        teacher.settle()
        made = teacher.pages._tools.publishing().publish(
            desk.lesson(LESSON), self.second, teacher="Ms Moreno", class_name="7C"
        )
        self.lesson_file = made.write(place / "for 7C.lesson")

    def ledger(self, assignment_id: str) -> LedgerPage:
        self.teacher.pages._stack.back_to_first()
        self.teacher.page.returns_requested.emit(assignment_id)
        page = self.teacher.pages.page
        assert isinstance(page, LedgerPage)
        self.qtbot.waitUntil(lambda: bool(page.ledger.rows), timeout=_WAIT)
        return page

    def row(self, assignment_id: str) -> LedgerRow:
        (row,) = self.ledger(assignment_id).ledger.rows
        return row

    def return_to_folder(self) -> None:
        """The ledger's differences of the class by card, into its folder."""
        page = self.ledger(self.first.id)
        papers = [sha256 for row in page.ledger.rows for sha256 in row.to_return]
        assert self.teacher.pages.reviews.pages.returns.to_class_folders(page, papers)
        self.qtbot.waitUntil(lambda: "class folder" in page.banner.text(), timeout=_WAIT)

    def return_as_file(self, name: str) -> Path:
        """The ledger's differences of the class by name, as files; the one that there is."""
        page = self.ledger(self.second.id)
        papers = [sha256 for row in page.ledger.rows for sha256 in row.to_return]
        out = self.place / name
        assert self.teacher.pages.reviews.pages.returns.to_folder(page, papers, out)
        (path,) = out.iterdir()
        return path

    def review(self) -> ReviewPage:
        self.teacher.pages._stack.back_to_first()
        self.teacher.page.review_requested.emit(self.first.id)
        page = self.teacher.pages.page
        assert isinstance(page, ReviewPage)
        self.qtbot.waitUntil(lambda: page.session.is_ready, timeout=_WAIT)
        return page

    def look_into_folder(self, came: Callable[[], bool]) -> None:
        self.teacher.transfer.folders.look_again()
        self.teacher.transfer.folders.start()
        self.qtbot.waitUntil(came, timeout=_WAIT)
        self.teacher.settle()


def sit_down(walk: Walk, here: AMachine) -> None:
    """Amara signs in with her card."""
    here.start.card_requested.emit()
    here.type_card("Amara Okoro", walk.words)


def test_two_students_on_one_machine_and_a_teacher(
    teacher: ATeacher,
    machine: Callable[[str], AMachine],
    tmp_path: Path,
    qtbot: QtBot,
    picture: Picture,
) -> None:
    walk = Walk(teacher, tmp_path, qtbot)

    def look(widget: QWidget, name: str) -> None:
        QApplication.processEvents()
        picture(widget.window(), name)

    # -- Amara by card and class folder, Ben by name and file, on one machine
    here = machine("one")
    sit_down(walk, here)
    here.transfer.join(tmp_path / "shared")
    qtbot.waitUntil(
        lambda: walk.first.id in [card.slug for card in here.start._data.assigned], timeout=_WAIT
    )
    look(here.start, "walk-1-amara-first")
    here.start.lesson_requested.emit(walk.first.id)
    qtbot.waitUntil(lambda: here.shell.student_page is not None, timeout=_WAIT)
    here.mark(1, 2, 3, 4, 9)
    here.shell.attempt_controller.hand_in()
    here.settle()
    here.shell.show_start()
    here.start.student_added.emit("Ben Li")
    look(here.start, "walk-2-ben-first")
    here.shell.open_path(walk.lesson_file)
    qtbot.waitUntil(lambda: here.shell.student_page is not None, timeout=_WAIT)
    here.mark(4, 5, 6)
    here.shell.attempt_controller.hand_in()
    here.settle()
    (ben_file,) = (f for f in here.folder.rglob("*.handin") if "Ben" in f.name)

    # -- taken in and given back, each on its way
    line = lambda: teacher.pages.desk.overviews()[0].lines[0]  # noqa: E731
    walk.look_into_folder(lambda: line().came_in == 1)
    assert walk.controller.hand_ins.take_in([ben_file])
    teacher.settle()
    look(teacher.page, "walk-3-desk")
    review = walk.review()
    assert len(review.session.rows) == 2
    assert review.session.keep_rest() or not review.session.open_count
    assert walk.row(walk.first.id).state is HoldingState.NEW
    look(walk.ledger(walk.first.id), "walk-4-ledger-new")
    walk.return_to_folder()
    first_return = walk.return_as_file("out")
    held = walk.row(walk.first.id)
    assert held.state is HoldingState.CURRENT
    assert held.held is not None
    assert (held.held.revision, held.held.ways) == (1, (ReturnedBy.CLASS_FOLDER,))

    # -- the teacher stays in the review meanwhile
    review = walk.review()
    chosen = review.decisions.chosen

    # -- Ben reads his by file; Amara hers by folder, disagrees, and hands in a second try
    here.shell.open_path(first_return)
    here.settle()
    look(here.window, "walk-5-ben-sees")
    assert read_it(here, qtbot).results.revision == 1
    here.shell.show_start()
    sit_down(walk, here)
    page = read_it(here, qtbot)
    missed = next(r for r in page.reasons.stops if r.item_id and not r.mark_id)
    say(page, missed, "Nobody could know that.")
    pages = here.shell.attempt_controller._returned_pages()
    assert pages.sending is not None
    pages.sending.send()
    qtbot.waitUntil(lambda: len(walk.folder.entries(FolderPart.REPLIES)) == 1, timeout=_WAIT)
    here.shell.attempt_controller.next_try()
    qtbot.waitUntil(lambda: here.shell.student_page is not None, timeout=_WAIT)
    here.mark(11)
    here.shell.attempt_controller.hand_in()
    here.settle()
    here.shell.show_start()

    # -- the review says what came in, and shows it in place
    walk.look_into_folder(lambda: review.header.new.isVisible())
    qtbot.waitUntil(lambda: review.session.review.came_in() == (1, 1), timeout=_WAIT)
    review.new_hand_ins.notice()
    assert review.header.new.label == "1 new hand-in, 1 new disagreement: show"
    look(review, "walk-6-review-notices")
    review.header.new.click()
    qtbot.waitUntil(lambda: review.session.is_ready, timeout=_WAIT)
    assert review.decisions.chosen == chosen

    # -- answers: the answer to try 1 goes out by itself, though try 2 counts by now
    review.show_view(View.DISAGREEMENTS)
    (said,) = review.disagreements.rows
    assert said.paper.attempt_number == 1
    review.disagreements.choose(said.disagreement.id)
    review.disagreement_panel.buttons[AnswerChoice.STANDS].click()
    asked = sheet_of(CommentSheet, review, qtbot)
    assert isinstance(asked, CommentSheet)
    asked.field.setPlainText("The second paragraph says so.")
    asked.yes_button.click()
    assert review.disagreements.to_return() == [said.paper.sha256]
    row = walk.row(walk.first.id)
    # Something of try 2 waits for a decision; that holds the answer to try 1 not back.
    assert row.state is HoldingState.WORDS
    assert row.to_return == (said.paper.sha256,)
    assert (row.attempt, row.held_attempt) == (2, 1)
    assert any("to try 1" in reason for reason in row.reasons)
    look(walk.ledger(walk.first.id), "walk-7-ledger-answer")
    assert walk.review().session.keep_rest()
    row = walk.row(walk.first.id)
    assert (row.state, len(row.to_return)) == (HoldingState.NEW, 2)
    walk.return_to_folder()
    assert walk.row(walk.first.id).state is HoldingState.CURRENT
    here.shell.show_start()
    look(here.start, "walk-8-amara-sees")
    back = read_it(here, qtbot)
    # What is read first is try 2: the answer to try 1 is found there.
    assert back.results.submission.attempt.number == 2
    (answered,) = back.reasons.answered
    assert answered.answers[0].words == "The second paragraph says so."
    look(back, "walk-9-amara-reads")

    # -- the key changes: both hold something else, and are offered again
    review = walk.review()
    item = review.session.review.papers.base(review.session.rows[0].sha256).to_look_at[0]
    optional = Answer(label=item.label, item_id=item.item_id, missed=True)
    assert review.session.promote(
        lambda: review.session.review.accept_for_everyone(optional, why="It was not asked for.")
    )
    qtbot.waitUntil(lambda: review.session.is_ready, timeout=_WAIT)
    assert walk.row(walk.first.id).state is HoldingState.CHANGED
    assert walk.row(walk.second.id).state is HoldingState.CHANGED
    look(walk.ledger(walk.second.id), "walk-10-ledger-changed")
    walk.return_to_folder()
    again = walk.return_as_file("out again")
    for given in (walk.first, walk.second):
        row = walk.row(given.id)
        assert row.state is HoldingState.CURRENT
        assert row.held is not None
        assert row.held.revision == 2
    here.shell.show_start()
    ben = next(who for who in Students(here.data.db).students() if who.name == "Ben Li")
    here.start.student_chosen.emit(ben.id)
    here.shell.open_path(again)
    qtbot.waitUntil(
        lambda: "has given back work of Ben Li" in here.window.banner.text(), timeout=_WAIT
    )
    look(here.window, "walk-11-ben-sees")
    assert read_it(here, qtbot).results.revision == 2
    look(here.window, "walk-12-ben-reads")
    here.shell.show_start()
