"""The teacher's side as a whole: the desk first, every way there and back, one file behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from annotator.files.hand_in import write_hand_in
from annotator.files.lesson_file import read_lesson_file
from annotator.files.sealing import KeysLocked
from annotator.model.annotation import new_id
from annotator.model.review import DecisionKind
from annotator.model.work import Student
from annotator.services.classes.sample_class import PaperMaker
from annotator.services.data.data_file import DataFile
from annotator.services.data.workspace import Workspace
from annotator.store.database import Database
from annotator.store.desk import Desk
from annotator.store.reviews import Reviews
from annotator.store.schema import DatabaseKind
from annotator.store.sheet_drafts import SheetDrafts
from annotator.store.submissions import Submissions
from annotator.ui.app import app as root
from annotator.ui.app.teacher_pages import TeacherPages
from annotator.ui.app.teacher_side import TeacherSide
from annotator.ui.desk.model import Tab
from annotator.ui.desk.page import DeskPage
from annotator.ui.desk.passphrase_gate import PassphraseGate
from annotator.ui.desk.rows import AssignmentRow, DeskCard
from annotator.ui.entry.entry_pages import EntryPages
from annotator.ui.key.key_pages import KeyPages
from annotator.ui.key.page import KeyPage
from annotator.ui.report.page import ReportPage
from annotator.ui.review.bar import View
from annotator.ui.review.page import ReviewPage
from annotator.ui.review.return_sheet import ReturnSheet
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.main_window import MainWindow
from annotator.ui.widgets.page_stack import Page
from tests.quick_lock import WORDS, lock_desk
from tests.seeded import LESSON, NOW, shelf

LEFT = Qt.MouseButton.LeftButton

C = TypeVar("C", bound=QObject)


@dataclass
class Opened:
    """The side in a window, with a page to go back to."""

    window: MainWindow
    side: TeacherSide
    pages: TeacherPages
    start: Page
    workspace: Workspace
    qtbot: QtBot

    @property
    def desk(self) -> DeskPage:
        assert isinstance(self.pages.page, DeskPage)
        return self.pages.page

    def behind(self, kind: type[C]) -> C:
        """What works behind the page that is shown."""
        assert self.pages.page is not None
        found = self.pages.page.findChild(kind)
        assert isinstance(found, kind)
        return found

    def settle(self) -> None:
        assert self.pages.controller is not None
        controller = self.pages.controller
        self.qtbot.waitUntil(lambda: controller.is_settled, timeout=10_000)

    def sample(self) -> str:
        """Make the sample class; the id of its newest assignment."""
        assert self.pages.controller is not None
        self.pages.controller.make_sample()
        self.settle()
        return self.pages.desk.assignments(LESSON)[0].id

    def row(self, assignment_id: str) -> AssignmentRow:
        rows = self.desk.findChildren(AssignmentRow)
        return next(each for each in rows if each.data.id == assignment_id and each.isVisible())

    def press(self, words: str) -> None:
        shown = self.pages.page
        assert shown is not None
        found = [b for b in shown.findChildren(Button) if b.label == words and b.isVisible()]
        self.qtbot.mouseClick(found[0], LEFT)

    def back(self) -> None:
        """The back button of what is shown, by its key."""
        QTest.keyClick(self.window, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)

    def review(self, assignment_id: str) -> ReviewPage:
        self.qtbot.mouseClick(self.row(assignment_id).button, LEFT)
        page = self.pages.page
        assert isinstance(page, ReviewPage)
        self.qtbot.waitUntil(lambda: page.session.is_ready, timeout=10_000)
        return page


@pytest.fixture
def opened(tmp_path: Path, dressed: Appearance, qtbot: QtBot) -> Iterator[Opened]:
    with Workspace.open(tmp_path / "data") as workspace:
        window = MainWindow(dressed)
        side = TeacherSide(window, workspace, shelf())
        qtbot.addWidget(window)
        start = Page()
        start.is_kept = True
        window.pages.show_first(start)
        pages = side.open()
        window.pages.back_requested.connect(lambda: window.pages.show_first(start))
        pages.begin()
        window.resize(1280, 832)
        window.show()
        with qtbot.waitActive(window):
            window.activateWindow()
        yield Opened(window, side, pages, start, workspace, qtbot)
        window.hide()
        assert side.close() is None


def test_it_begins_with_the_desk_and_asks_for_the_name_once(opened: Opened) -> None:
    desk = opened.desk
    assert desk.name.isVisible()
    assert desk.name.field.hasFocus()
    opened.qtbot.keyClicks(desk.name.field, "  Ms   Bell ")
    opened.qtbot.keyClick(desk.name.field, Qt.Key.Key_Return)
    assert not desk.name.isVisible()
    assert opened.pages.desk.teacher_name == "Ms Bell"
    assert desk.data.teacher == "Ms Bell"
    opened.back()
    assert opened.window.page is opened.start
    opened.pages.begin()
    assert not opened.desk.name.isVisible()


def test_every_way_from_the_desk_leads_back_to_it(opened: Opened) -> None:
    given = opened.sample()
    desk = opened.desk
    opened.review(given)
    opened.press("Class report")
    assert isinstance(opened.pages.page, ReportPage)
    opened.back()
    assert isinstance(opened.pages.page, ReviewPage)
    opened.back()
    assert opened.pages.page is desk
    desk.report_requested.emit(given)
    assert isinstance(opened.pages.page, ReportPage)
    opened.back()
    assert opened.pages.page is desk
    desk._show_tab(Tab.LESSONS)
    card = next(c for c in desk.findChildren(DeskCard) if c.accessibleName().startswith("3 "))
    opened.qtbot.mouseClick(card, LEFT)
    page = opened.pages.page
    assert isinstance(page, ReviewPage)
    assert page.session.lesson.id == LESSON
    assert not page.session.rows, "made-up papers stay among themselves"
    opened.press("Answer key…")
    assert isinstance(opened.pages.page, KeyPage)
    opened.back()
    assert opened.pages.page is page
    opened.back()
    assert opened.pages.page is desk
    assert desk.tab is Tab.LESSONS
    opened.back()
    assert opened.window.page is opened.start


def test_a_decision_is_signed_and_on_disk_and_the_row_follows(opened: Opened) -> None:
    opened.pages.desk.set_teacher_name("Ms Bell")
    given = opened.sample()
    # The row counts the papers piece by piece; only then does it say how much is to decide.
    opened.qtbot.waitUntil(lambda: bool(opened.row(given).data.strong), timeout=30_000)
    before = opened.row(given).data
    page = opened.review(given)
    todo = page.session.todos[0]
    opened.qtbot.keyClick(page.article, Qt.Key.Key_A)
    assert not page.session.todos[0].is_open
    opened.back()
    opened.settle()
    assert opened.side.writer is not None
    assert opened.side.writer.flush(5)
    with opened.workspace.database(DatabaseKind.TEACHER) as database:
        decided = [
            each
            for place in todo.group.places
            for each in Reviews(database).of_submission(place.sha256)
        ]
    assert {(each.kind, each.who) for each in decided} == {(DecisionKind.ACCEPT, "Ms Bell")}
    assert len(decided) == len(todo.group.places)
    opened.qtbot.waitUntil(
        lambda: opened.row(given).data.strong not in ("", before.strong), timeout=30_000
    )


def test_give_back_asks_at_once_where_the_returns_of_this_class_go(opened: Opened) -> None:
    id = opened.sample()
    given = opened.pages.desk.assignment(id)
    assert given is not None
    review = opened.pages.desk.review([given])
    review.keep_rest(review.papers.grouping().run())
    papers = len(review.papers.rows)
    assert opened.pages.controller is not None
    opened.pages.controller.show()
    opened.settle()
    assert opened.row(id).button.label == "Give back"
    page = opened.review(id)
    opened.qtbot.waitUntil(lambda: bool(page.findChildren(ReturnSheet)), timeout=10_000)
    sheet = page.findChildren(ReturnSheet)[0]
    assert sheet.isVisible()
    said = " ".join(words.text() for words in sheet.findChildren(QLabel))
    assert f"{papers} papers of made-up students" in said
    sheet.close()
    assert opened.pages.page is page


def test_a_key_that_was_published_is_what_papers_are_compared_with(opened: Opened) -> None:
    opened.pages.reviews.open_lesson(LESSON)
    page = opened.pages.page
    assert isinstance(page, ReviewPage)
    assert page.session.key is not None
    version = page.session.key.version
    opened.press("Answer key…")
    pages = opened.behind(KeyPages)
    gone = pages.session.editing.items[0].id
    pages.session.remove([gone])
    pages.publish("too hard")
    opened.back()
    assert opened.pages.page is page
    assert page.session.key.version == version + 1
    assert gone not in {item.id for item in page.session.key.items}
    assert page.article.mark(f"item {gone}") is None
    assert f"version {version + 1}" in page.header.about.text()


def test_a_lesson_is_given_to_a_class_from_its_page(opened: Opened) -> None:
    made = opened.pages.desk.add_class("7B", ["Ada Okoro"])
    opened.pages.desk.choose_class(made.id)
    opened.pages.reviews.open_lesson(LESSON)
    opened.press("Assign…")
    assert isinstance(opened.pages.page, DeskPage)
    sheet = next(w for w in opened.window.findChildren(QDialog) if w.isVisible())
    sheet.reject()


def test_the_passphrase_is_asked_on_every_visit(opened: Opened) -> None:
    assert opened.side.writer is not None
    with DataFile.open(opened.workspace.opener(DatabaseKind.TEACHER)) as data:
        code = lock_desk(data)
    given = opened.sample()
    opened.review(given)
    opened.window.pages.show_first(opened.start)
    opened.pages.begin()
    gate = opened.pages.page
    assert isinstance(gate, PassphraseGate)
    assert opened.window.pages.currentWidget() is gate
    data = opened.pages._tools.data
    with pytest.raises(KeysLocked):
        data.keys()
    gate.field.setText("three red herons")
    opened.qtbot.mouseClick(gate.button, LEFT)
    opened.qtbot.waitUntil(gate.field.isEnabled)
    assert "neither the passphrase" in gate.hint.text()
    assert opened.window.pages.currentWidget() is gate
    gate.field.setText(WORDS)
    opened.qtbot.mouseClick(gate.button, LEFT)
    opened.qtbot.waitUntil(lambda: isinstance(opened.pages.page, DeskPage))
    assert not opened.desk.banner.isVisible()
    assert data.desk_keys.is_held
    opened.back()
    assert opened.window.page is opened.start
    assert not data.desk_keys.is_held, "what is left is locked"
    opened.pages.begin()
    gate = opened.pages.page
    assert isinstance(gate, PassphraseGate)
    gate.field.setText(code)
    opened.qtbot.mouseClick(gate.button, LEFT)
    opened.qtbot.waitUntil(lambda: isinstance(opened.pages.page, DeskPage))
    assert "opened with the recovery sheet" in opened.desk.banner.text()


def test_a_gate_that_is_left_opens_nothing(opened: Opened) -> None:
    with DataFile.open(opened.workspace.opener(DatabaseKind.TEACHER)) as data:
        lock_desk(data)
    opened.pages.begin()
    gate = opened.pages.page
    assert isinstance(gate, PassphraseGate)
    gate.field.setText(WORDS)
    opened.qtbot.mouseClick(gate.button, LEFT)
    opened.back()
    opened.qtbot.wait(50)
    assert opened.window.page is opened.start


def test_a_sheet_to_mark_on_paper_is_saved_from_the_row(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(place), ""))
    given = opened.sample()
    words = [action.text() for action in opened.row(given).menu().actions()]
    assert "Save a sheet to mark on paper…" in words
    opened.row(given).sheet_requested.emit(given)
    assert place.read_bytes().startswith(b"%PDF")


def test_a_marked_sheet_is_entered_from_the_row_and_its_draft_is_on_disk(
    opened: Opened,
) -> None:
    made = opened.pages.desk.add_class("7B", ["Ada Okoro", "Ben Castel"])
    (given,) = opened.pages.desk.assign(LESSON, [made.id])
    opened.desk.class_chosen.emit(made.id)
    opened.settle()
    words = [action.text() for action in opened.row(given.id).menu().actions()]
    assert "Enter marked sheets…" in words
    opened.row(given.id).entry_requested.emit(given.id)
    pages = opened.behind(EntryPages)
    opened.qtbot.keyClicks(pages.choice.name, "ada")
    opened.qtbot.keyClick(pages.choice.name, Qt.Key.Key_Return)
    page = pages.page
    assert page is not None
    opened.qtbot.keyClicks(page.line.field, "6 c")
    opened.qtbot.keyClick(page.line.field, Qt.Key.Key_Return)
    opened.qtbot.waitUntil(lambda: page.student.save_status.text() == "✓ Saved")
    with opened.workspace.database(DatabaseKind.TEACHER) as database:
        draft = SheetDrafts(database).load(given.id, page.sheet.student.id)
    assert draft is not None
    assert draft.annotations == page.sheet.marking.marks
    opened.qtbot.keyClick(page.line.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "Ada Okoro" in pages.choice.banner.text()
    opened.back()
    opened.settle()
    assert opened.row(given.id).data.in_count == 1


def test_sheets_entered_from_the_review_are_reviewed_at_once(opened: Opened) -> None:
    given = opened.sample()
    page = opened.review(given)
    session, qtbot = page.session, opened.qtbot
    before = {row.sha256 for row in session.rows}
    assert session.decide(0, DecisionKind.KEEP)
    page.show_view(View.TABLE)
    qtbot.mouseClick(page.table.enter, LEFT)
    pages = opened.behind(EntryPages)
    # Those with nothing in come first: Return takes the first one.
    qtbot.keyClick(pages.choice.name, Qt.Key.Key_Return)
    sheet = pages.page
    assert sheet is not None
    assert sheet.sheet.tries == 0
    qtbot.keyClicks(sheet.line.field, "6 c")
    qtbot.keyClick(sheet.line.field, Qt.Key.Key_Return)
    qtbot.keyClick(sheet.line.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    name = sheet.sheet.student.name
    opened.back()
    assert opened.pages.page is page
    qtbot.waitUntil(lambda: session.is_ready, timeout=10_000)
    (new,) = {row.sha256 for row in session.rows} - before
    assert session.name(new) == name
    assert page.papers.row_of(new) >= 0
    assert page.banner.text().startswith("1 more paper came in.")
    assert any(p.sha256 == new for todo in session.todos for p in todo.group.places)
    # What was decided before is there, and can be taken back.
    assert session.todos[0].decided_as == "the key stands"
    assert session.undo()
    assert session.todos[0].is_open
    # Nothing new: nothing is said, and no figure is worked out again.
    page.banner.hide()
    page.report.click()
    opened.back()
    assert opened.pages.page is page
    assert session.is_ready
    assert not page.banner.isVisible()
    # It goes with the made-up class that it was typed in for.
    opened.pages._stack.back_to_first()
    (sample,) = (each for each in opened.pages.desk.classes() if each.is_sample)
    opened.pages.desk.remove_sample(sample.id)
    assert not Desk(opened.pages._tools.data.db).inbox()


def test_the_lesson_file_is_given_out_without_its_key(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.pages.desk.set_teacher_name("Ms Bell")
    given = opened.sample()
    place = tmp_path / "out.lesson"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(place), ""))
    opened.row(given).give_out_requested.emit(given)
    lesson = read_lesson_file(place).lesson
    assert lesson.key is None
    assert lesson.task.assignment_id == given
    assert lesson.task.teacher == "Ms Bell"
    assert "out.lesson" in opened.desk.banner.text()


# --- taking in -----------------------------------------------------------------------------------


def hand_ins(folder: Path, assignment_id: str, count: int) -> list[Path]:
    lesson = shelf().load(LESSON)
    maker = PaperMaker(lesson, seed=5)
    paths = []
    for number in range(count):
        student = Student(id=new_id(), name=f"Student {number}")
        paper = maker.paper(student, started=NOW, assignment_id=assignment_id)
        path = folder / f"{number}.handin"
        path.write_bytes(write_hand_in(paper, lesson.article, program_version="1"))
        paths.append(path)
    return paths


def test_the_window_lives_while_hand_ins_come_in(opened: Opened, tmp_path: Path) -> None:
    given = opened.sample()
    paths = hand_ins(tmp_path, given, 12)
    controller = opened.pages.controller
    assert controller is not None
    ticks: list[bool] = []
    timer = QTimer()
    timer.setInterval(1)
    timer.timeout.connect(lambda: ticks.append(controller.hand_ins.shown.is_busy))
    timer.start()
    assert controller.hand_ins.take_in(paths)
    assert controller.hand_ins.shown.is_busy, "nothing was waited for"
    assert not controller.hand_ins.take_in(paths), "one after the other"
    opened.qtbot.waitUntil(lambda: opened.desk.banner.isVisible(), timeout=20_000)
    timer.stop()
    assert opened.desk.banner.text().startswith("12 new hand-ins.")
    assert any(ticks), "the window stood still while files were read"
    assert not opened.desk.progress.isVisible()
    with opened.workspace.database(DatabaseKind.TEACHER) as database:
        names = {each.student_name for each in Submissions(database).received(LESSON)}
    assert {f"Student {n}" for n in range(12)} <= names


def test_taking_in_can_be_stopped_and_begun_again(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second file waits until Stop was pressed: a slow folder, made with an event."""
    from annotator.services.exchange import collecting

    given = opened.sample()
    paths = hand_ins(tmp_path, given, 4)
    stopped = threading.Event()
    read = vars(collecting)["read_hand_in"]

    def slow(data: bytes, **more: object) -> object:
        found = read(data, **more)
        stopped.wait(10)
        return found

    monkeypatch.setattr(collecting, "read_hand_in", slow)
    controller = opened.pages.controller
    assert controller is not None
    controller.hand_ins.take_in(paths)
    opened.qtbot.waitUntil(lambda: opened.desk.progress.isVisible(), timeout=5_000)
    opened.press("Stop")
    stopped.set()
    opened.qtbot.waitUntil(lambda: opened.desk.banner.isVisible(), timeout=10_000)
    assert opened.desk.banner.text().startswith("Stopped. 1 new hand-in.")
    controller.hand_ins.take_in(paths)
    opened.qtbot.waitUntil(
        lambda: opened.desk.banner.text().startswith("3 new hand-ins. 1 came in before."),
        timeout=10_000,
    )


# --- saving --------------------------------------------------------------------------------------


def test_closing_asks_for_the_teachers_work_too(opened: Opened) -> None:
    opened.sample()
    writer = opened.side.writer
    assert writer is not None
    assert root._may_close(opened.window, writer)
    path = opened.workspace.path(DatabaseKind.TEACHER)
    blocker = Database.open(path, kind=DatabaseKind.TEACHER)
    blocker.connection.execute("BEGIN IMMEDIATE")
    opened.pages.desk.choose_class("somewhere")
    QTimer.singleShot(1500, lambda: _answer(opened.window))
    assert not root._may_close_both(opened.window, writer, opened.side)
    blocker.connection.execute("ROLLBACK")
    blocker.close()
    opened.qtbot.waitUntil(lambda: not writer.unsaved, timeout=15_000)
    assert root._may_close_both(opened.window, writer, opened.side)


def _answer(window: MainWindow) -> None:
    sheet = next(w for w in window.findChildren(QDialog) if w.isVisible())
    sheet.reject()


def test_what_is_being_typed_is_kept_when_the_window_closes(opened: Opened) -> None:
    opened.pages.lessons.open_key(LESSON)
    pages = opened.behind(KeyPages)
    item = pages.session.editing.items[0]
    pages.page.choose(item.id)
    pages.page.write_why()
    focus = QApplication.focusWidget()
    assert focus is not None
    opened.qtbot.keyClicks(focus, " And more.")
    assert opened.side.writer is not None
    assert root._may_close_both(opened.window, opened.side.writer, opened.side)
    opened.back()
    opened.pages.lessons.open_key(LESSON)
    again = opened.behind(KeyPages)
    assert "And more." in again.session.editing.item(item.id).why
    assert replace(again.session.editing.item(item.id), why=item.why) == item


def test_review_report_and_key_have_help(opened: Opened, qtbot: QtBot) -> None:
    given = opened.sample()
    opened.review(given)
    for _room in ("review", "report"):
        with qtbot.waitSignal(opened.window.pages.help_requested):
            opened.press("Help")
        opened.back()
        if _room == "review":
            opened.settle()
            opened.row(given).report_requested.emit(given)
    opened.settle()
    opened.pages.lessons.open_key(LESSON)
    with qtbot.waitSignal(opened.window.pages.help_requested):
        opened.press("Help")
