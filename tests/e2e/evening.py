"""A teacher's whole evening in the window, by mouse and key: five classes get a lesson of the
teacher's own that has no key. They hand in, the key is built from their marks, everything is
decided on together, and all get their work back.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from annotator.demo.hand import Hand
from annotator.files.hand_in import write_hand_in
from annotator.model.annotation import new_id
from annotator.model.lesson import Lesson
from annotator.model.moments import utc_now
from annotator.model.work import Student
from annotator.services.classes.sample_class import PaperMaker, make_names
from annotator.services.data.workspace import Workspace
from annotator.services.data.writer import Writer
from annotator.services.lessons.key_building import Offer
from annotator.store.classes import Assignments, Classes
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind
from annotator.ui.desk.assign_sheet import AssignSheet
from annotator.ui.desk.list_sheet import ClassListSheet
from annotator.ui.desk.page import DeskPage
from annotator.ui.desk.rows import AssignmentRow
from annotator.ui.importing.confirm_page import ConfirmPage
from annotator.ui.importing.source_page import SourcePage
from annotator.ui.key.class_panel import ClassPanel
from annotator.ui.key.details_page import LessonDetailsPage
from annotator.ui.key.page import KeyPage
from annotator.ui.key.publish_sheet import PublishSheet
from annotator.ui.review.page import ReviewPage
from annotator.ui.review.return_sheet import ReturnSheet
from annotator.ui.review.return_ways import ReturnWay
from annotator.ui.review.session import ReviewSession
from annotator.ui.review.sheets import EveryoneSheet
from annotator.ui.start.page import StartPage
from annotator.ui.widgets.sheets import ConfirmSheet
from tests.e2e.playing import play
from tests.e2e.transfer import machine, mark_items, the_shelf, zipped
from tests.judging import KEYS, Teacher

#: The text of this one is pasted as an article of the teacher's own; its key makes the papers.
SOURCE = "03-reservoir-leak"
READER = "Amara Okoro"


def _shows(desk: DeskPage, name: str) -> bool:
    return desk.data.class_name == name


def _decided(session: ReviewSession, before: int) -> bool:
    return session.open_count < before


WORDS = "the report says it in the second paragraph"
SIZE = 28
_EVERYBODY = [READER, *(name for name in make_names(5 * SIZE, 4) if name != READER)]
NAMES = {
    name: tuple(_EVERYBODY[n * SIZE : (n + 1) * SIZE])
    for n, name in enumerate(("7B", "7C", "8A", "8B", "8C"))
}
#: An offer is taken into the key where so many of the class have it; else as optional, or not.
ENOUGH, SOME = 0.4, 0.25


@dataclass
class Evening:
    """What is noted on the way."""

    folder: Path
    keyed: Lesson
    lesson_id: str = ""
    taken: int = 0
    optional: int = 0
    presses: int = 0
    differences: int = 0
    looked_at: int = 0
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
    sheet.lesson_box.setCurrentIndex(sheet.lesson_box.findData(evening.lesson_id))
    for check in sheet.class_checks.values():
        if not check.isChecked():
            hand.click(check, check.rect().center())
    hand.click(sheet.again)
    hand.click(sheet.yes_button)
    hand.until("the assignment has its row", lambda: desk.data.rows)
    evening.lesson_file.parent.mkdir()


def make_lesson(hand: Hand, desk: DeskPage, evening: Evening) -> None:
    """An article is pasted and kept; its key is left for later."""
    desk.article_requested.emit()
    page = hand.one(SourcePage, inside=hand.window)
    article = evening.keyed.article
    blocks = [block.span.of(article.text) for block in article.blocks]
    QApplication.clipboard().setText("\n\n".join(blocks))
    hand.click(page.text)
    hand.key("Ctrl+V")
    hand.click(page.read)
    hand.click(hand.one(ConfirmPage, inside=hand.window).use)
    hand.click(hand.one(LessonDetailsPage, inside=hand.window).make)
    own = hand.one(KeyPage, inside=hand.window).session.lesson
    assert own.key is None
    assert own.article.text == article.text
    key = evening.keyed.key
    assert key is not None
    evening.keyed = replace(own, key=key)
    evening.lesson_id = own.id
    hand.key("Alt+Home")
    hand.one(DeskPage, inside=hand.window)


def build_key(hand: Hand, desk: DeskPage, evening: Evening) -> None:
    """Without a key the review leads to the key: the class's marks are taken with Return."""
    hand.click(hand.one(AssignmentRow, inside=desk).button)
    key_page = hand.one(KeyPage, inside=hand.window)
    panel = key_page.panel
    hand.click(panel.class_button)
    offers = panel.from_class
    assert offers is not None
    hand.until("the class's marks are offered", lambda: offers.offers, seconds=30)
    while (offer := offers.current) is not None and offer.count >= SOME * offer.papers:
        is_common = offer.count >= ENOUGH * offer.papers
        evening.taken += 1
        evening.optional += not is_common
        before = offers.offers
        hand.key("Return" if is_common else "Shift+Return")
        hand.until("it is in the key", partial(_moved_on, offers, before))
    hand.click(key_page.publish)
    sheet = hand.one(PublishSheet)
    hand.click(sheet.yes)
    hand.until("the key is a version", lambda: key_page.version.text() == "version 1")
    hand.key("Alt+Home")
    hand.one(DeskPage, inside=hand.window)


def _moved_on(offers: ClassPanel, before: tuple[Offer, ...]) -> bool:
    return offers.offers != before


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
        evening.points.append(
            {r.sha256: review.papers.reviewed(r.sha256).points for r in session.rows}
        )

    evening.open_before = session.open_count
    note()
    press("Shift+A")
    sheet = hand.one(EveryoneSheet)
    hand.until("every paper is counted", lambda: sheet.is_counted, seconds=30)
    press("Return")
    hand.until("the key has the answer", lambda: session.todos[0].decided_as, seconds=30)
    hand.until("all is counted anew", lambda: session.is_ready, seconds=30)
    note()
    press("Ctrl+Z")
    hand.until("it is taken back", lambda: not session.todos[0].decided_as, seconds=30)
    hand.until("all is counted anew", lambda: session.is_ready, seconds=30)
    note()
    page.decisions.choose(0)
    evening.differences = _waiting(session)
    teacher = Teacher(session.key, evening.keyed.article.words) if session.key else None
    assert teacher is not None
    # Twenty decisions: most of the differences are behind them. Then the key stands for the rest.
    for _ in range(20):
        before, number = session.open_count, page.decisions.chosen
        kind, _reason = teacher.judge(session.todos[number].group)
        press(KEYS[kind])
        hand.until("it is decided", partial(_decided, session, before))
    evening.looked_at = evening.differences - _waiting(session)
    press("Shift+S")
    hand.one(ConfirmSheet)
    press("Return")
    hand.until("nothing is left to decide", lambda: not session.open_count, seconds=60)
    evening.open_after = session.open_count


def _waiting(session: ReviewSession) -> int:
    return sum(len(todo.group.open) for todo in session.todos)


def give_back(hand: Hand, page: ReviewPage, evening: Evening) -> None:
    back = evening.folder / "back"
    back.mkdir()
    hand.press("Return…", inside=page)
    sheet = hand.one(ReturnSheet)
    hand.in_file_dialog(lambda: hand.click(sheet.ways.buttons[ReturnWay.FOLDER]), str(back))
    hand.until("they are returned", page.banner.isVisible, seconds=30)
    evening.banners.append(page.banner.text())
    hand.key("Alt+Home")
    hand.one(DeskPage, inside=hand.window)


def hand_ins(evening: Evening) -> dict[str, bytes]:
    """What everybody hands in; one of them on a machine of their own."""
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


def play_evening(folder: Path) -> Evening:
    """All of it, with real files in ``folder``; what is noted on the way."""
    made = Evening(folder, the_shelf().load(SOURCE))
    archive = made.folder / "all of them.zip"

    def first(hand: Hand) -> None:
        hand.one(StartPage, inside=hand.window)
        desk = make_classes(hand)
        make_lesson(hand, desk, made)
        assign(hand, desk, made)
        first_class = next(iter(NAMES))
        if desk.data.class_name != first_class:
            wanted = next(card for card in desk.data.others if card.name == first_class)
            desk.class_chosen.emit(wanted.id)
        (row,) = desk.data.rows
        hand.in_file_dialog(lambda: desk.give_out_requested.emit(row.id), str(made.lesson_file))
        hand.until("the lesson file is there", made.lesson_file.exists)

    def second(hand: Hand) -> None:
        hand.key("Ctrl+T")
        desk = hand.one(DeskPage, inside=hand.window)
        take_in(hand, desk, archive, made)
        take_in(hand, desk, archive, made)
        build_key(hand, desk, made)
        page = open_review(hand, desk)
        decide(hand, page, made)
        give_back(hand, page, made)

    assert play(made.desk, first) == 0
    archive.write_bytes(zipped({**hand_ins(made), "amara.handin": the_reader(made)}))
    assert play(made.desk, second) == 0
    return made
