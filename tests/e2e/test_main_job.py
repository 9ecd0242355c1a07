"""The main job end to end, in the window that the program itself composes, by mouse and key.

One performance is played, and looked at from all sides: the screen, the disk, the hand-in file,
and what the commands without a window say of it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from annotator import assets, cli
from annotator.demo.hand import Camera, Hand
from annotator.demo.student import GOALS, NAME, REFUSED, REJECTS, STROKES, TALKED, StudentStory
from annotator.demo.teacher import TeacherStory
from annotator.files.hand_in import read_hand_in
from annotator.model.annotation import Annotation, Certainty, Relation, RelationKind
from annotator.model.lesson import Lesson
from annotator.model.work import AttemptState
from annotator.services.data.workspace import Workspace
from annotator.services.lessons.shelf import LessonShelf
from annotator.store.drafts import Drafts
from annotator.store.schema import DatabaseKind
from annotator.store.students import Students
from annotator.store.submissions import Submissions
from annotator.ui.article.reading_settings import ReadingSettingsPopover
from annotator.ui.outcomes.outcome_rows import OutcomeRow
from annotator.ui.widgets.main_window import MainWindow
from tests.e2e.playing import play

LESSON_ID = "08-tech-chief"

# A file dialog's list of names asks for the keyboard; without a screen there is none to be had.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support grabbing the keyboard")


class Windows(QObject):
    """Notes every widget that shows itself as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.kinds.add(type(watched).__name__)
        return False


@dataclass
class Played:
    """What is left after the performance."""

    folder: Path
    pictures: list[Path]
    windows: set[str]
    walked: list[OutcomeRow]
    shown: str
    marks: tuple[Annotation, ...]
    relations: tuple[Relation, ...]

    @property
    def hand_in(self) -> Path:
        return self.folder / "amara.handin"

    @property
    def data(self) -> Path:
        return self.folder / "data"


@pytest.fixture(scope="module")
def played(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("played")
    windows = Windows()
    made: dict[str, Any] = {}

    def act(hand: Hand) -> None:
        camera = Camera(hand.window, folder)
        student = StudentStory(hand, camera)
        student.arrive()
        student.open_lesson()
        student.mark()
        student.add_details()
        student.tie()
        marking = student.page.session.marking
        made["marks"], made["relations"] = marking.marks, marking.relations
        student.check_and_hand_in()
        student.save_copy(folder / "amara.handin")
        student.leave()
        teacher = TeacherStory(hand, camera)
        teacher.play(folder / "amara.handin")
        made["shown"] = teacher.page.bar.sum.text()
        made.update(pictures=camera.taken, walked=teacher.walked)

    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    qapp.installEventFilter(windows)
    try:
        assert play(folder / "data", act) == 0
    finally:
        qapp.removeEventFilter(windows)
    return Played(folder=folder, windows=windows.kinds, **made)


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    shelf = LessonShelf(assets.lessons_dir(), assets.resources_dir() / "label_guide.toml")
    return shelf.load(LESSON_ID)


def on_disk(played: Played, lesson: Lesson) -> Any:
    with (
        Workspace.open(played.data) as workspace,
        workspace.database(DatabaseKind.STUDENT) as database,
    ):
        (student,) = Students(database).students()
        attempt = Drafts(database).latest(student.id, LESSON_ID, lesson.article.sha256)
        assert attempt is not None
        return Drafts(database).load(attempt.id, lesson.article.text)


def test_every_stroke_became_a_mark(played: Played) -> None:
    assert len(played.marks) == len(STROKES)
    for stroke in STROKES:
        near = [m for m in played.marks if m.label == stroke.label and stroke.quote[:20] in m.quote]
        assert near, stroke


def test_all_of_it_is_on_the_disk(played: Played, lesson: Lesson) -> None:
    saved = on_disk(played, lesson)
    assert saved.annotations == played.marks
    assert set(saved.relations) == set(played.relations)
    assert saved.student.name == NAME
    assert saved.attempt.state is AttemptState.HANDED_IN
    for mark in saved.annotations:
        assert mark.quote == mark.span.of(lesson.article.text)


def test_the_hand_in_holds_what_was_marked(played: Played, lesson: Lesson) -> None:
    submission = read_hand_in(played.hand_in, lesson.article).submission
    assert submission.annotations == played.marks
    assert set(submission.relations) == set(played.relations)
    assert submission.student.name == NAME


def test_notes_certainty_and_ties_travel(played: Played, lesson: Lesson) -> None:
    submission = read_hand_in(played.hand_in, lesson.article).submission

    def find(quote: str, label: str) -> Annotation:
        (found,) = [m for m in submission.annotations if m.quote == quote and m.label == label]
        return found

    goals, refused = find(GOALS.quote, GOALS.label), find(REFUSED.quote, REFUSED.label)
    assert goals.note == "This came through four people before it came to us."
    assert goals.certainty is Certainty.THINK_SO
    assert refused.certainty is Certainty.SURE
    chains = {(r.source_id, r.kind): r.chain for r in submission.relations}
    quotes = {mark.id: mark.quote for mark in submission.annotations}
    four = chains[goals.id, RelationKind.SAID_BY]
    assert [[quotes[end.id] for end in place] for place in four] == [
        ["Vice"], ["Ian Bremmer, a political scientist"], ["Musk himself"], ["Putin"],
    ]  # fmt: skip
    denied = chains[find(REJECTS.quote, REJECTS.label).id, RelationKind.DENIES]
    assert [quotes[end.id] for place in denied for end in place] == [TALKED.quote]


def test_the_teachers_file_holds_the_paper_and_no_more(played: Played) -> None:
    with (
        Workspace.open(played.data) as workspace,
        workspace.database(DatabaseKind.TEACHER) as database,
    ):
        (received,) = Submissions(database).received(LESSON_ID)
        paper = Submissions(database).load_received(received.sha256)
    assert paper.annotations == played.marks


def test_page_and_command_say_the_same(played: Played, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["compare", "8", str(played.hand_in), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert f"{told['named']} of {told['required']} found" in played.shown
    assert f"{told['score']}%" in played.shown
    rows = [*told["items"], *(m for m in told["marks"] if not m["item_id"])]
    assert sum(row["points"] for row in rows) == pytest.approx(told["points"])
    states = {mark["state"] for mark in told["marks"]}
    assert {"matched", "edges-off", "right-place-different-label", "extra", "trap"} <= states
    assert any(item["state"] == "missed" for item in told["items"])


def test_the_walk_stops_at_every_difference_once(
    played: Played, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = [entry.id for entry in played.walked]
    assert len(ids) == len(set(ids))
    cli.main(["compare", "8", str(played.hand_in), "--json"])
    (told,) = json.loads(capsys.readouterr().out)
    passed = {f"item {item['item_id']}" for item in told["items"] if item["state"] == "missed"}
    assert passed <= set(ids)
    assert all(entry.is_difference for entry in played.walked)


def test_no_other_window_flashes_up(played: Played) -> None:
    ours = {kind for kind in played.windows if not kind.startswith("Q")}
    assert ours == {each.__name__ for each in (MainWindow, ReadingSettingsPopover)}


def test_the_pictures_show_different_things(played: Played) -> None:
    assert len(played.pictures) >= 15
    seen = set()
    for path in played.pictures:
        image = QImage(str(path))
        assert image.width() == 1280
        assert image.height() == 832
        few = image.scaled(64, 42)
        seen.add(bytes(few.constBits()))
    assert len(seen) == len(played.pictures)
