"""A teacher's whole evening in the window, by mouse and key, and the student who reads it after:
two classes get a lesson, hand in, are decided on together, get their work back; one disagrees.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from annotator.files.hand_in import write_hand_in
from annotator.model.annotation import new_id, utc_now
from annotator.model.lesson import Lesson
from annotator.model.review import DecisionKind
from annotator.model.work import AttemptState, Student
from annotator.services.practice import Practice
from annotator.services.reviewing import Review
from annotator.services.sample_class import PaperMaker, make_names
from annotator.services.workspace import Workspace
from annotator.services.writer import Writer
from annotator.store.classes import Assignments, Classes
from annotator.store.database import Database
from annotator.store.desk import Desk
from annotator.store.keys import Keys
from annotator.store.reviews import Reviews
from annotator.store.schema import DatabaseKind
from annotator.ui.demo_hand import Hand
from annotator.ui.start.page import StartPage
from annotator.ui.student.returned.page import ReturnedPage
from annotator.ui.teacher.desk.assign_sheet import AssignSheet
from annotator.ui.teacher.desk.list_sheet import ClassListSheet
from annotator.ui.teacher.desk.page import DeskPage
from annotator.ui.teacher.desk.rows import AssignmentRow
from annotator.ui.teacher.review.page import ReviewPage
from annotator.ui.teacher.review.return_sheet import ReturnSheet
from annotator.ui.teacher.review.return_ways import Way
from annotator.ui.teacher.review.session import ReviewSession
from annotator.ui.teacher.review.sheets import EveryoneSheet
from tests.e2e.carrying import machine, mark_items, the_shelf, zipped
from tests.e2e.playing import play

LESSON = "03-reservoir-leak"
READER = "Amara Okoro"


def _shows(desk: DeskPage, name: str) -> bool:
    return desk.data.class_name == name


def _decided(session: ReviewSession, before: int) -> bool:
    return session.open_count < before


WORDS = "the report says it in the second paragraph"
NAMES = {"7B": (READER, *make_names(9, 4)), "7C": make_names(18, 4)[9:]}

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support grabbing the keyboard")


@dataclass
class Evening:
    """What is noted on the way."""

    folder: Path
    keyed: Lesson
    presses: int = 0
    open_before: int = 0
    open_after: int = -1
    versions: list[int] = field(default_factory=list)
    points: list[dict[str, int]] = field(default_factory=list)
    banners: list[str] = field(default_factory=list)

    @property
    def desk(self) -> Path:
        return self.folder / "desk"

    @property
    def student(self) -> Path:
        return self.folder / "student"

    @property
    def lesson_file(self) -> Path:
        return self.folder / "out" / "lesson.lesson"


# --- the teacher ---------------------------------------------------------------------------------


def make_classes(hand: Hand) -> DeskPage:
    hand.key("Ctrl+T")
    desk = hand.one(DeskPage, inside=hand.window)
    hand.click(desk.name.field)
    hand.type("Ms Bell")
    hand.press("Keep", inside=desk)
    for name, students in NAMES.items():
        desk.class_add_requested.emit()
        sheet = hand.one(ClassListSheet)
        hand.type(name)
        # A list is pasted: names with accents have no keys.
        QApplication.clipboard().setText("\n".join(students))
        hand.click(sheet.field)
        hand.key("Ctrl+V")
        hand.click(sheet.keep_button)
        hand.until(f"{name} is there", partial(_shows, desk, name))
    return desk


def assign(hand: Hand, desk: DeskPage, evening: Evening) -> None:
    hand.key("Ctrl+N")
    sheet = hand.one(AssignSheet)
    sheet.lesson_box.setCurrentIndex(sheet.lesson_box.findData(LESSON))
    for check in sheet.class_checks.values():
        if not check.isChecked():
            hand.click(check, check.rect().center())
    hand.click(sheet.again)
    hand.click(sheet.yes_button)
    hand.until("the assignment has its row", lambda: desk.data.rows)
    evening.lesson_file.parent.mkdir()


def take_in(hand: Hand, desk: DeskPage, archive: Path, evening: Evening) -> None:
    hand.in_file_dialog(lambda: hand.press("Look for hand-ins", inside=desk), str(archive))
    hand.until("they are taken in", desk.banner.isVisible, seconds=30)
    evening.banners.append(desk.banner.text())


def open_review(hand: Hand, desk: DeskPage) -> ReviewPage:
    row = hand.one(AssignmentRow, inside=desk)
    hand.click(row.button)
    page = hand.one(ReviewPage, inside=hand.window)
    hand.until("all papers were looked through", lambda: page.session.is_ready, seconds=30)
    hand.until("the decisions are there", lambda: page.session.todos)
    return page


def decide(hand: Hand, page: ReviewPage, evening: Evening) -> None:
    session = page.session

    def press(key: str) -> None:
        evening.presses += 1
        hand.key(key)

    def note() -> None:
        key = session.key
        assert key is not None
        evening.versions.append(key.version)
        review = session.review
        evening.points.append({r.sha256: review.reviewed(r.sha256).points for r in session.rows})

    evening.open_before = session.open_count
    note()
    press("Shift+A")
    sheet = hand.one(EveryoneSheet)
    hand.until("every paper is counted", lambda: sheet.is_counted, seconds=30)
    press("Return")
    hand.until("the key has the answer", lambda: session.todos[0].said, seconds=30)
    hand.until("all is counted anew", lambda: session.is_ready, seconds=30)
    note()
    press("Ctrl+Z")
    hand.until("it is taken back", lambda: not session.todos[0].said, seconds=30)
    hand.until("all is counted anew", lambda: session.is_ready, seconds=30)
    note()
    page.decisions.choose(0)
    for key in ("A", "S"):
        before = session.open_count
        press(key)
        hand.until("it is decided", partial(_decided, session, before))
    press("Shift+S")
    sheets = [s for s in hand.window.findChildren(QDialog) if s.isVisible()]
    if sheets:
        press("Return")
    hand.until("nothing is left to decide", lambda: not session.open_count, seconds=30)
    evening.open_after = session.open_count


def give_back(hand: Hand, page: ReviewPage, evening: Evening) -> None:
    back = evening.folder / "back"
    back.mkdir()
    hand.press("Return…", inside=page)
    sheet = hand.one(ReturnSheet)
    hand.in_file_dialog(lambda: hand.click(sheet.ways.buttons[Way.FOLDER]), str(back))
    hand.until("they are returned", page.banner.isVisible, seconds=30)
    evening.banners.append(page.banner.text())
    hand.key("Alt+Home")
    hand.one(DeskPage, inside=hand.window)


def hand_ins(evening: Evening) -> dict[str, bytes]:
    """What everybody of both classes hands in; one of them on a machine of their own."""
    with Workspace.open(evening.desk) as workspace:
        writer = Writer(workspace.opener(DatabaseKind.TEACHER))
        with workspace.database(DatabaseKind.TEACHER) as database:
            files = _of_all(database, evening)
        assert writer.close() is None
    return files


def _of_all(database: Database, evening: Evening) -> dict[str, bytes]:
    classes = {each.id: each for each in Classes(database).classes()}
    maker, chance = PaperMaker(evening.keyed, seed=11), random.Random(4)
    files = {}
    for given in Assignments(database).all():
        for student in classes[given.class_id].students:
            if student.name == READER:
                continue
            own = Student(id=new_id(), name=student.name)
            paper = maker.paper(own, started=utc_now(), assignment_id=given.id)
            name = f"{student.name}_{chance.randrange(10**6)}.handin"
            files[name] = write_hand_in(paper, evening.keyed.article, program_version="1")
    return files


def the_reader(evening: Evening) -> bytes:
    with machine(evening.student) as here:
        student, _card = here.sign_in(READER)
        here.studying.choose(student.id)
        work = here.begin(student, evening.lesson_file)
        assert work.lesson.key is None
        mark_items(work, evening.keyed, 0, 7)
        return here.studying.hand_in(work, None).file


@pytest.fixture(scope="module")
def evening(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Evening:
    made = Evening(tmp_path_factory.mktemp("evening"), the_shelf().load(LESSON))
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    archive = made.folder / "all of them.zip"

    def first(hand: Hand) -> None:
        begin_as_somebody(hand)
        desk = make_classes(hand)
        assign(hand, desk, made)
        seven_b = next(card for card in desk.data.others if card.name == "7B")
        desk.class_chosen.emit(seven_b.id)
        (row,) = desk.data.rows
        hand.in_file_dialog(lambda: desk.give_out_requested.emit(row.id), str(made.lesson_file))
        hand.until("the lesson file is there", made.lesson_file.exists)

    def second(hand: Hand) -> None:
        hand.key("Ctrl+T")
        desk = hand.one(DeskPage, inside=hand.window)
        take_in(hand, desk, archive, made)
        take_in(hand, desk, archive, made)
        page = open_review(hand, desk)
        decide(hand, page, made)
        give_back(hand, page, made)

    assert play(made.desk, first) == 0
    archive.write_bytes(zipped({**hand_ins(made), "amara.handin": the_reader(made)}))
    assert play(made.desk, second) == 0
    return made


def begin_as_somebody(hand: Hand) -> None:
    """The start page; the teacher's way leads on from it, whoever works there."""
    hand.one(StartPage, inside=hand.window)


# --- what is left --------------------------------------------------------------------------------


def test_everybody_of_both_classes_came_in_once(evening: Evening) -> None:
    count = sum(len(names) for names in NAMES.values())
    first, again = evening.banners[:2]
    assert first.startswith(f"{count} new hand-ins.")
    assert again.startswith(f"0 new hand-ins. {count} came in before.")


def test_one_answer_was_promoted_and_taken_back(evening: Evening) -> None:
    before, promoted, undone = evening.versions
    assert promoted == before + 1
    assert undone == promoted + 1, "no version is ever changed: a further one is without it"
    assert evening.points[0] != evening.points[1]
    assert evening.points[0] == evening.points[2]
    with (
        Workspace.open(evening.desk) as workspace,
        workspace.database(DatabaseKind.TEACHER) as database,
    ):
        assert Keys(database).versions(LESSON)[-1] == undone
        log = [each for each in Reviews(database).log_entries() if "version" in each.detail]
        assert {each.who for each in log} == {"Ms Bell"}


def test_all_was_decided_with_few_keys_and_signed(evening: Evening) -> None:
    assert evening.open_before >= 3
    assert evening.open_after == 0
    assert evening.presses <= 10
    with (
        Workspace.open(evening.desk) as workspace,
        workspace.database(DatabaseKind.TEACHER) as database,
    ):
        rows = Desk(database).inbox(LESSON)
        decided = [each for row in rows for each in Reviews(database).of_submission(row.sha256)]
    assert {each.kind for each in decided} == {DecisionKind.ACCEPT, DecisionKind.KEEP}
    assert {each.who for each in decided} == {"Ms Bell"}


def test_everybody_got_it_back(evening: Evening) -> None:
    count = sum(len(names) for names in NAMES.values())
    assert len(list((evening.folder / "back").glob("*.return"))) == count
    with Workspace.open(evening.desk) as workspace:
        writer = Writer(workspace.opener(DatabaseKind.TEACHER))
        with workspace.database(DatabaseKind.TEACHER) as database:
            given = Assignments(database).all()
            assert len(given) == len(NAMES)
            review = Review(evening.keyed, given, database, writer)
            assert len(review.rows) == count
            assert all(row.returned is not None and row.revision == 1 for row in review.rows)
        assert writer.close() is None


def test_the_student_opens_the_return_and_disagrees(evening: Evening) -> None:
    (file,) = (evening.folder / "back").glob(f"{READER}*.return")
    reply = evening.folder / "amara.reply"

    def act(hand: Hand) -> None:
        start = hand.one(StartPage, inside=hand.window)
        hand.until("the return is taken", lambda: "given back" in _banner(hand.window))
        read = [b for b in hand.all(QWidget, inside=start) if _reads(b)]
        hand.click(read[0])
        page = hand.one(ReturnedPage, inside=hand.window)
        assert page.results.teacher == "Ms Bell"
        assert page.found.text().startswith("7 of ")
        hand.key("J")
        hand.key("D")
        hand.type(WORDS)
        hand.press("Keep it", inside=page)
        hand.until("the page offers the file", lambda: "not got" in page.banner.text())
        hand.in_file_dialog(lambda: hand.press("Save it…", inside=page), str(reply))
        hand.until("the file is there", reply.exists)

    assert play(evening.student, act, open_at_start=str(file)) == 0
    with machine(evening.student) as here:
        (student,) = here.studying.people()
        work = here.begin(student, evening.lesson_file)
        assert work.attempt.state is AttemptState.RETURNED
        practice = Practice(here.studying, here.shelf.load, here.shelf.has)
        (said,) = practice.objections(work.attempt)
        assert said.reason == WORDS
        assert said.item_id or said.mark_id
        assert not practice.replies.waiting(work)

    def read(hand: Hand) -> None:
        hand.key("Ctrl+T")
        desk = hand.one(DeskPage, inside=hand.window)
        hand.in_file_dialog(lambda: hand.press("Look for hand-ins", inside=desk), str(reply))
        hand.until("it is taken in", desk.banner.isVisible, seconds=30)
        assert "1 disagreement with work that you gave back." in desk.banner.text()
        assert any(row.strong == "1 student disagrees" for row in desk.data.rows)

    assert play(evening.desk, read) == 0


def _banner(window: QWidget) -> str:
    return str(window.banner.text())  # type: ignore[attr-defined]


def _reads(widget: QWidget) -> bool:
    return widget.accessibleName().startswith("Read the reasons")
