"""The shell with everything real behind it: pages, people, files, saving, trouble."""

from __future__ import annotations

import logging
import shutil
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, QProcessEnvironment, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit, QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from annotator import assets
from annotator.model.work import AttemptState
from annotator.services.data.backups import Backups
from annotator.services.data.data_file import DataFile
from annotator.services.data.preferences import ReadingSettings
from annotator.services.data.workspace import Workspace
from annotator.services.data.writer import Writer, WriterState
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.marking.studying import Studying
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind
from annotator.ui.app import app as root
from annotator.ui.app.exception_hook import ExceptionHook
from annotator.ui.app.shell import Shell
from annotator.ui.app.single_instance import SingleInstance, ask_first_window
from annotator.ui.start.cards import LessonCard, NameCard, WaitingCard
from annotator.ui.start.page import StartPage
from annotator.ui.transfer.student_transfer import StudentTransfer
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.main_window import MainWindow
from annotator.ui.widgets.save_status import SaveNews
from annotator.ui.widgets.sheets import ConfirmSheet
from annotator.ui.widgets.theme import ThemeChoice

LESSON = "01-new-crossing"


@dataclass
class Opened:
    window: MainWindow
    shell: Shell
    studying: Studying
    data: DataFile
    folder: Path

    @property
    def start(self) -> StartPage:
        assert isinstance(self.window.page, StartPage)
        return self.window.page


@pytest.fixture
def opened(tmp_path: Path, appearance: Appearance, qtbot: QtBot) -> Iterator[Opened]:
    with Workspace.open(tmp_path) as workspace:
        news = SaveNews()
        data = DataFile.open(workspace.opener(DatabaseKind.STUDENT), on_state=news.report)
        studying = Studying(data)
        shelf = LessonShelf(
            assets.lessons_dir(),
            assets.resources_dir() / "label_guide.toml",
            data,
        )
        window = MainWindow(appearance)
        qtbot.addWidget(window)

        def transfer(shell: Shell) -> StudentTransfer:
            return StudentTransfer(shell, data, tmp_path, Backups(workspace))

        hand_ins = tmp_path / "hand-ins"
        shell = Shell(window, appearance, studying, shelf, news, hand_ins, make_transfer=transfer)
        shell.show_start()
        window.resize(1093, 614)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        yield Opened(window, shell, studying, data, tmp_path)
        shell.leave_work()
        shell.transfer.close(5.0)
        assert data.close() is None


def give_name(opened: Opened, qtbot: QtBot, name: str = "Amara O.") -> None:
    card = opened.start.findChildren(NameCard)[-1]
    qtbot.keyClicks(card.field, name)
    qtbot.keyClick(card.field, Qt.Key.Key_Return)


def mark_first_words(opened: Opened, count: int) -> None:
    page = opened.shell.student_page
    assert page is not None
    words = page.session.lesson.article.words
    for number in range(count):
        page.session.add([words.word(number * 5)], "claim")


def test_from_the_first_start_to_marks_that_are_there_again(opened: Opened, qtbot: QtBot) -> None:
    give_name(opened, qtbot)
    cards = opened.start.findChildren(LessonCard)
    assert LESSON in [card.data.slug for card in cards]
    qtbot.mouseClick(cards[0], Qt.MouseButton.LeftButton)
    page = opened.shell.student_page
    assert page is not None
    assert opened.window.page is page
    assert "Annotator" in opened.window.windowTitle()
    mark_first_words(opened, 3)
    qtbot.waitUntil(lambda: page.save_status.text() == "✓ Saved")
    page.back_requested.emit()
    waiting = opened.start.findChildren(WaitingCard)
    assert len(waiting) == 1
    go = waiting[0].findChildren(QWidget)
    assert go
    with qtbot.waitSignal(opened.start.lesson_requested):
        waiting[0].go_requested.emit(LESSON)
    again = opened.shell.student_page
    assert again is not None
    assert len(again.session.marking) == 3


def test_two_people_share_a_machine(opened: Opened, qtbot: QtBot) -> None:
    give_name(opened, qtbot)
    opened.shell.open_lesson(LESSON)
    mark_first_words(opened, 2)
    opened.shell.show_start()
    opened.start.add_person()
    give_name(opened, qtbot, "Ben Li")
    assert opened.shell.student is not None
    assert opened.shell.student.name == "Ben Li"
    opened.shell.open_lesson(LESSON)
    page = opened.shell.student_page
    assert page is not None
    assert len(page.session.marking) == 0
    opened.studying.settle()
    assert opened.studying.current() == opened.shell.student


def test_a_theme_is_kept_for_each_person(
    opened: Opened, appearance: Appearance, qtbot: QtBot
) -> None:
    give_name(opened, qtbot)
    amara = opened.shell.student
    opened.shell.preferences.choose_theme(ThemeChoice.SEPIA)
    opened.start.add_person()
    give_name(opened, qtbot, "Ben Li")
    assert appearance.theme.name != "sepia"
    opened.studying.settle()
    opened.shell.take_student(amara)
    assert appearance.theme.name == "sepia"


def test_handing_in_closes_the_attempt_and_leaves_a_file(opened: Opened, qtbot: QtBot) -> None:
    from annotator.files.hand_in import read_hand_in

    give_name(opened, qtbot)
    opened.shell.open_lesson(LESSON)
    mark_first_words(opened, 2)
    opened.shell.attempt_controller.hand_in()
    files = list((opened.folder / "hand-ins").glob("*.handin"))
    assert len(files) == 1
    read = read_hand_in(files[0])
    assert len(read.submission.annotations) == 2
    assert read.submission.student.name == "Amara O."
    student = opened.shell.student
    assert student is not None
    (progress,) = opened.studying.progress(student.id)
    assert progress.attempt.state is AttemptState.HANDED_IN


def test_an_article_of_ones_own_is_opened_and_stays(
    opened: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    give_name(opened, qtbot)
    article = tmp_path / "story.txt"
    article.write_text(
        "Bridge Opens Early\n\nBy Jo Pell\n\nThe bridge opened on Monday, the council said.\n",
        "utf-8",
    )
    assert opened.shell.open_wanted(str(article))
    assert isinstance(opened.window.page, StartPage), "until it is read"
    qtbot.waitUntil(lambda: not opened.shell.patience.is_waiting)
    mark_first_words(opened, 1)
    opened.shell.show_start()
    own = [c for c in opened.start.findChildren(LessonCard) if c.data.title == "Bridge Opens Early"]
    assert len(own) == 1
    article.unlink()
    qtbot.mouseClick(own[0], Qt.MouseButton.LeftButton)
    page = opened.shell.student_page
    assert page is not None
    assert len(page.session.marking) == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("binary.txt", b"\x7fELF\x00\x01" * 900),
        ("broken.lesson", b"not a lesson at all"),
        ("gone.txt", None),
    ],
)
def test_bad_files_are_told_in_the_window(
    opened: Opened, tmp_path: Path, qtbot: QtBot, name: str, data: bytes | None
) -> None:
    give_name(opened, qtbot)
    if data is not None:
        (tmp_path / name).write_bytes(data)
    assert opened.shell.open_wanted(str(tmp_path / name))
    qtbot.waitUntil(lambda: not opened.shell.patience.is_waiting)
    assert opened.window.banner.isVisible()
    assert name in opened.window.banner.text()
    assert isinstance(opened.window.page, StartPage)


def test_an_unknown_lesson_is_told(opened: Opened, qtbot: QtBot) -> None:
    give_name(opened, qtbot)
    assert not opened.shell.open_lesson("no-such-lesson")
    assert "no-such-lesson" in opened.window.banner.text()


def test_a_file_that_was_named_waits_until_somebody_is_here(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    article = tmp_path / "news.txt"
    article.write_text("A Headline\n\nThe mayor said so on Monday.\n", encoding="utf-8")
    root._first_page(opened.shell, str(article))
    assert "news.txt" in opened.window.banner.text()
    give_name(opened, qtbot)
    qtbot.waitUntil(lambda: opened.shell.student_page is not None)
    assert opened.shell.work is not None
    assert opened.shell.work.lesson.title == "A Headline"
    assert not opened.window.banner.isVisible()


def test_reading_settings_are_used_and_kept(
    opened: Opened, appearance: Appearance, qtbot: QtBot
) -> None:
    give_name(opened, qtbot)
    opened.shell.open_lesson(LESSON)
    page = opened.shell.student_page
    assert page is not None
    wanted = ReadingSettings(size=24.0, ruler=True)
    opened.shell.preferences.use_reading(wanted)
    assert page.view.settings() == wanted
    opened.shell.show_start()
    opened.studying.settle()
    opened.shell.open_lesson(LESSON)
    again = opened.shell.student_page
    assert again is not None
    assert again.view.settings() == wanted


@pytest.mark.parametrize("kept", [17, "size", [1], {"size": "huge", "ruler": 1}, {"size": None}])
def test_settings_that_make_no_sense_are_passed_over(
    opened: Opened, qtbot: QtBot, kept: object
) -> None:
    give_name(opened, qtbot)
    student = opened.shell.student
    assert student is not None
    opened.studying.set_setting("reading", kept, student_id=student.id)
    opened.studying.set_setting("theme", kept, student_id=student.id)
    opened.studying.settle()
    opened.shell.take_student(student)
    assert opened.shell.preferences.reading() == ReadingSettings()


def test_the_window_comes_back_where_it_was(appearance: Appearance, qtbot: QtBot) -> None:
    first, second = MainWindow(appearance), MainWindow(appearance)
    qtbot.addWidget(first)
    qtbot.addWidget(second)
    first.setGeometry(40, 30, 700, 500)
    second.place(first.placement())
    assert second.size() == first.size()
    second.place("no such thing, ä")
    assert second.width() >= second.minimumWidth()


def test_a_second_start_asks_the_first(tmp_path: Path, qtbot: QtBot) -> None:
    with Workspace.open(tmp_path) as workspace:
        name = workspace.server_name
    assert not ask_first_window(name)
    first = SingleInstance(name)
    assert first.listens
    heard: list[str] = []
    first.asked_to_open.connect(heard.append)
    code = (
        "from annotator.ui.app.single_instance import ask_first_window\n"
        f"print(ask_first_window({name!r}, 'lesson ä\\nx'))"
    )
    caller = QProcess()
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("PYTHONPATH", str(Path(root.__file__).parents[2]))
    caller.setProcessEnvironment(environment)
    caller.start(sys.executable, ["-c", code])
    with qtbot.waitSignal(caller.finished, timeout=20000):
        pass
    assert bytes(caller.readAllStandardOutput().data()).strip() == b"True"
    assert heard == ["lesson ä x"]
    first.close()
    assert not ask_first_window(name)
    first.deleteLater()


def test_a_caller_that_says_nothing_does_no_harm(tmp_path: Path, qtbot: QtBot) -> None:
    from PySide6.QtNetwork import QLocalSocket

    first = SingleInstance(f"annotator-test-{tmp_path.name}")
    heard: list[str] = []
    first.asked_to_open.connect(heard.append)
    socket = QLocalSocket()
    socket.connectToServer(f"annotator-test-{tmp_path.name}")
    assert socket.waitForConnected(1000)
    qtbot.waitUntil(
        lambda: socket.state() is QLocalSocket.LocalSocketState.UnconnectedState, timeout=5000
    )
    assert heard == []
    first.close()
    first.deleteLater()


def test_what_nobody_foresaw_is_told_and_logged(
    opened: Opened, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    hook = ExceptionHook()
    hook.happened.connect(opened.shell.show_unexpected_error)
    with capture_exceptions():
        hook.install()
        try:
            QTimer.singleShot(0, lambda: 1 / 0)
            with caplog.at_level(logging.ERROR), qtbot.waitSignal(hook.happened) as told:
                pass
            assert told.args == ["ZeroDivisionError"]
            thread = threading.Thread(target=lambda: [][0])
            with qtbot.waitSignal(hook.happened) as told:
                thread.start()
            thread.join()
            assert told.args == ["IndexError"]
        finally:
            hook.remove()
    assert opened.window.isVisible()
    assert "inside the program" in opened.window.banner.text()
    assert "ZeroDivisionError" in caplog.text
    assert sys.excepthook is not hook._caught


def test_closing_with_unsaved_work_asks(
    opened: Opened, appearance: Appearance, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_name(opened, qtbot)
    opened.studying.settle()
    blocker = Database.open(opened.folder / "student.db", kind=DatabaseKind.STUDENT)
    blocker.connection.execute("BEGIN IMMEDIATE")
    news: list[WriterState] = []
    failing = Writer(
        lambda: Database.open(opened.folder / "student.db", kind=DatabaseKind.STUDENT, busy_ms=20),
        on_state=lambda state, _error: news.append(state),
    )
    failing.submit(lambda db: db.execute("UPDATE students SET name = name"))
    qtbot.waitUntil(lambda: WriterState.FAILED in news, timeout=5000)

    def answer(no: bool) -> None:
        sheet = next(w for w in opened.window.findChildren(QDialog) if w.isVisible())
        (sheet.reject if no else sheet.accept)()

    QTimer.singleShot(300, lambda: answer(no=True))
    assert not root._may_close(opened.window, failing)
    QTimer.singleShot(300, lambda: answer(no=False))
    assert root._may_close(opened.window, failing) or failing.state is not WriterState.FAILED
    blocker.connection.execute("ROLLBACK")
    blocker.close()
    qtbot.waitUntil(lambda: failing.state is WriterState.SAVED, timeout=8000)
    assert root._may_close(opened.window, failing)
    assert failing.close() is None


def test_nobody_is_asked_about_what_can_be_saved_again(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ConfirmSheet, "exec", lambda _sheet: 0)
    path = opened.folder / "student.db"
    news: list[WriterState] = []
    failing = Writer(
        lambda: Database.open(path, kind=DatabaseKind.STUDENT, busy_ms=20),
        on_state=lambda state, _error: news.append(state),
        back_off=(60.0,),
    )
    with Database.open(path, kind=DatabaseKind.STUDENT) as blocker:
        blocker.connection.execute("BEGIN IMMEDIATE")
        failing.submit(lambda db: db.execute("UPDATE students SET name = name"))
        qtbot.waitUntil(lambda: WriterState.FAILED in news, timeout=5000)
        blocker.connection.execute("ROLLBACK")
    assert root._may_close(opened.window, failing)
    assert failing.close() is None


def test_a_failing_disk_is_shown_on_the_page(opened: Opened, qtbot: QtBot) -> None:
    give_name(opened, qtbot)
    opened.shell.open_lesson(LESSON)
    page = opened.shell.student_page
    assert page is not None
    blocker = Database.open(opened.folder / "student.db", kind=DatabaseKind.STUDENT)
    blocker.connection.execute("BEGIN IMMEDIATE")
    mark_first_words(opened, 1)
    qtbot.waitUntil(lambda: page.save_status.text() == "Saving…")
    qtbot.waitUntil(lambda: page.save_status.text() == "Not saved yet", timeout=15000)
    blocker.connection.execute("ROLLBACK")
    blocker.close()
    qtbot.waitUntil(lambda: page.save_status.text() == "✓ Saved", timeout=15000)


def test_words_being_typed_are_not_called_saved(opened: Opened, qtbot: QtBot) -> None:
    give_name(opened, qtbot)
    opened.shell.open_lesson(LESSON)
    page = opened.shell.student_page
    assert page is not None
    mark_first_words(opened, 1)
    mark = page.session.marking.at(0).id
    page.panel.edit_mark(mark)
    qtbot.waitUntil(lambda: page.save_status.text() == "✓ Saved", timeout=15000)
    field = QApplication.focusWidget()
    assert isinstance(field, QPlainTextEdit)
    qtbot.keyClicks(field, "because ")
    assert page.save_status.text() == "Saving…"
    qtbot.waitUntil(lambda: page.save_status.text() == "✓ Saved", timeout=15000)
    assert note_on_disk(opened) == "because", "said when it is so"
    qtbot.keyClicks(field, "who")
    assert page.save_status.text() == "Saving…"
    opened.shell.show_start()
    opened.studying.settle()
    assert note_on_disk(opened) == "because who"


def note_on_disk(opened: Opened) -> str:
    """The one note, through a connection that knows nothing of the program's own."""
    with Database.open(opened.folder / "student.db", kind=DatabaseKind.STUDENT) as fresh:
        rows = fresh.rows("SELECT note FROM annotations")
    return str(rows[0][0])


def test_a_file_that_another_one_replaced_is_said_in_the_window(
    opened: Opened, qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory
) -> None:
    give_name(opened, qtbot)
    opened.shell.open_lesson(LESSON)
    page = opened.shell.student_page
    assert page is not None
    mark_first_words(opened, 1)
    qtbot.waitUntil(lambda: page.save_status.text() == "✓ Saved", timeout=15000)
    path, other = opened.folder / "student.db", tmp_path_factory.mktemp("other") / "student.db"
    Database.open(other, kind=DatabaseKind.STUDENT).close()
    other.replace(path)
    mark_first_words(opened, 3)
    qtbot.waitUntil(lambda: page.save_status.text() == "Not saved yet", timeout=15000)
    assert "Another file" in page.save_status.accessibleDescription()
    asked: list[str] = []

    def answer() -> None:
        sheet = next(w for w in opened.window.findChildren(ConfirmSheet) if w.isVisible())
        asked.append(" ".join(label.text() for label in sheet.findChildren(QLabel)))
        sheet.reject()

    QTimer.singleShot(1500, answer)
    assert not root._may_close(opened.window, opened.data.writer)
    assert "move the other file away" in asked[0]
    path.rename(other)
    opened.data.writer.retry_now()
    qtbot.waitUntil(lambda: page.save_status.text() == "✓ Saved", timeout=15000)
    with Database.open(path, kind=DatabaseKind.STUDENT) as fresh:
        assert fresh.row("SELECT count(*) FROM annotations") == (3,)
    assert root._may_close(opened.window, opened.data.writer)


def test_a_deleted_folder_comes_back_with_all_that_was_marked(opened: Opened, qtbot: QtBot) -> None:
    give_name(opened, qtbot)
    opened.shell.open_lesson(LESSON)
    page = opened.shell.student_page
    assert page is not None
    mark_first_words(opened, 2)
    qtbot.waitUntil(lambda: page.save_status.text() == "✓ Saved", timeout=15000)
    shutil.rmtree(opened.folder)
    mark_first_words(opened, 3)
    qtbot.waitUntil(
        lambda: page.save_status.text() == "✓ Saved" and (opened.folder / "student.db").exists(),
        timeout=15000,
    )
    with Database.open(opened.folder / "student.db", kind=DatabaseKind.STUDENT) as fresh:
        assert fresh.row("SELECT count(*) FROM annotations") == (3,)
        assert fresh.row("SELECT name FROM students") == ("Amara O.",)
