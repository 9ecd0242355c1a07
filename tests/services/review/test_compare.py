"""Hand-in files and stored papers against a shipped lesson's key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator import assets
from annotator.files.hand_in import write_hand_in
from annotator.files.sealing import key_ring
from annotator.model.annotation import Annotation, new_id
from annotator.model.errors import BadInput
from annotator.model.key import POINT
from annotator.model.lesson import Lesson
from annotator.model.moments import utc_now
from annotator.model.work import EXTRA_COSTS, Attempt, AttemptState, Student, Submission
from annotator.services.classes.desk import TeacherDesk
from annotator.services.classes.sample_class import make_sample_class
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.collect_report import came_in_text, report_lines
from annotator.services.exchange.taking_in import TakingIn
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.review.compare import LessonComparer
from annotator.services.review.reviewing import Review
from annotator.store.arrivals import Arrivals
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind
from tests.services.desk import a_hand_in

LESSON = "01-new-crossing"


@pytest.fixture(scope="module")
def shelf() -> LessonShelf:
    return LessonShelf(assets.lessons_dir(), assets.resources_dir() / "label_guide.toml")


@pytest.fixture(scope="module")
def lesson(shelf: LessonShelf) -> Lesson:
    return shelf.load(LESSON)


def paper(
    lesson: Lesson, name: str, share: int = 1, extras: int = 0, lesson_id: str = ""
) -> Submission:
    """Every ``share``-th required item just right, and marks on ``extras`` traps."""
    assert lesson.key is not None
    text = lesson.article.text
    items = [item for item in lesson.key.items if item.required][::share]
    marks = [Annotation.on(text, item.span, item.label) for item in items]
    marks += [Annotation.on(text, t.span, "claim") for t in lesson.key.traps[:extras]]
    return Submission(
        student=Student(id=new_id(), name=name),
        lesson_id=lesson_id or lesson.id,
        article_sha256=lesson.article.sha256,
        attempt=Attempt(
            id=new_id(), state=AttemptState.HANDED_IN, started=utc_now(), handed_in=utc_now()
        ),
        annotations=tuple(marks),
    )


def hand_in(folder: Path, lesson: Lesson, work: Submission) -> Path:
    path = folder / f"{work.student.name}.handin"
    path.write_bytes(write_hand_in(work, lesson.article, program_version="0.test"))
    return path


@pytest.fixture
def data(tmp_path: Path) -> Iterator[DataFile]:
    path = tmp_path / "teacher.db"
    data = DataFile.open(lambda: Database.open(path, kind=DatabaseKind.TEACHER))
    yield data
    assert data.close() is None


@pytest.fixture
def taking_in(data: DataFile, shelf: LessonShelf) -> TakingIn:
    return TakingIn(data, shelf)


@pytest.fixture
def review(data: DataFile, lesson: Lesson) -> Callable[[], Review]:
    """Opens all that came in for the lesson, which no class was given."""
    return lambda: Review(lesson, (), data)


def test_a_file_and_the_same_work_compare_alike(tmp_path: Path, lesson: Lesson) -> None:
    comparer = LessonComparer(lesson)
    work = paper(lesson, "Ada", share=2, extras=1)
    told = comparer.compare_file(hand_in(tmp_path, lesson, work))
    assert told.comparison == comparer.compare(work)
    assert told.submission.student.name == "Ada"


def test_the_cost_of_an_extra_can_be_another_for_once(lesson: Lesson) -> None:
    comparer = LessonComparer(lesson)
    work = paper(lesson, "Ada", extras=2)
    points = {cost: comparer.compare(work, extra_cost=cost).points for cost in EXTRA_COSTS}
    assert points[0] - points[POINT // 4] == POINT // 2
    assert points[0] - points[POINT // 2] == POINT
    assert comparer.compare(work).points == points[POINT // 2]


def test_work_on_another_text_is_refused(lesson: Lesson, shelf: LessonShelf) -> None:
    other = shelf.load("02-lunch-vote")
    with pytest.raises(BadInput, match="another text"):
        LessonComparer(lesson).compare(paper(other, "Ada"))


# -- a lesson that no class was given --------------------------------------------------------------


def test_papers_are_kept_and_compared_from_the_store(
    tmp_path: Path, taking_in: TakingIn, lesson: Lesson, review: Callable[[], Review]
) -> None:
    works = [paper(lesson, "Zoe"), paper(lesson, "ada", share=2)]
    report = taking_in.collect([hand_in(tmp_path, lesson, work) for work in works])
    assert {each.student_name for each in report.new} == {"ada", "Zoe"}
    opened = review()
    assert [row.student_name for row in opened.papers.rows] == ["ada", "Zoe"]
    sha256 = opened.papers.rows[1].sha256
    assert opened.papers.reviewed(sha256).comparison == LessonComparer(lesson).compare(works[0])
    line = opened.papers.line(sha256)
    assert (line.placed, line.score, line.fault) == (line.required, 100, "")
    assert opened.papers.came_in() == 0
    taking_in.collect([hand_in(tmp_path, lesson, paper(lesson, "Bo"))])
    assert opened.papers.came_in() == 1


def test_one_bad_file_keeps_no_other_out(
    tmp_path: Path, taking_in: TakingIn, lesson: Lesson, review: Callable[[], Review]
) -> None:
    good = hand_in(tmp_path, lesson, paper(lesson, "Ada"))
    nonsense = tmp_path / "nonsense.handin"
    nonsense.write_bytes(b"PK\x03\x04 not a hand-in")
    cut = tmp_path / "cut.handin"
    cut.write_bytes(good.read_bytes()[:-40])
    stranger = hand_in(tmp_path, lesson, paper(lesson, "Ben", lesson_id="nowhere"))
    gone = tmp_path / "gone.handin"
    report = taking_in.collect([nonsense, cut, good, stranger, gone])
    assert [each.student_name for each in report.new] == ["Ada"]
    assert {each.file for each in report.damaged} == {nonsense.name, cut.name, gone.name}
    assert [each.file for each in report.other_lessons] == [stranger.name]
    said = came_in_text(report)
    assert said.happened == "1 new hand-in. 1 from somebody who is on no list."
    assert said.has_faults
    assert f"“{cut.name}” was left alone: It is damaged" in said.kept
    assert said.kept.count(cut.name) == 1
    assert sum(line.count(cut.name) for line in report_lines(report)) == 1
    assert said.kept.endswith("So was 1 more file.")
    again = taking_in.collect([good])
    assert again.new == ()
    assert len(again.seen) == 1
    assert came_in_text(again).happened == "0 new hand-ins. 1 came in before."
    assert len(review().papers.rows) == 1


def test_a_lesson_remembers_what_an_extra_costs(
    tmp_path: Path,
    taking_in: TakingIn,
    lesson: Lesson,
    review: Callable[[], Review],
    data: DataFile,
    shelf: LessonShelf,
) -> None:
    taking_in.collect([hand_in(tmp_path, lesson, paper(lesson, "Ada", extras=1))])
    opened = review()
    assert opened.papers.extra_cost == POINT // 2
    (row,) = opened.papers.rows
    before = opened.papers.line(row.sha256).points
    opened.papers.set_extra_cost(POINT // 4)
    assert opened.papers.line(row.sha256).points == before + POINT // 4
    assert review().papers.extra_cost == POINT // 4
    assert Review(shelf.load("02-lunch-vote"), (), data).papers.extra_cost == POINT // 2


def test_a_class_keeps_its_own_cost_beside_the_rest_of_the_lesson(
    tmp_path: Path,
    taking_in: TakingIn,
    lesson: Lesson,
    data: DataFile,
    shelf: LessonShelf,
) -> None:
    """The review of a whole lesson counts the papers of a class as that class's review does."""
    desk = TeacherDesk(data, shelf)
    made = desk.add_class("7B", ["Ada"])
    (given,) = desk.assign(LESSON, [made.id], extra_cost=0)
    sample = make_sample_class(data, [lesson], now=utc_now(), students=3)
    work = paper(lesson, "Ada", extras=1)
    works = [replace(work, assignment_id=given.id), paper(lesson, "Bo", extras=1)]
    taking_in.collect([hand_in(tmp_path, lesson, each) for each in works])
    all_of_it = Review(lesson, [given], data, the_rest=True)
    names = {row.sha256: row.student_name for row in all_of_it.papers.rows}
    assert sorted(names.values()) == ["Ada", "Bo"], "made-up papers stay among themselves"
    assert {names[s]: all_of_it.papers.assignment(s) for s in names} == {"Ada": given, "Bo": None}
    points = {names[s]: all_of_it.papers.line(s).points for s in names}
    assert points["Ada"] - points["Bo"] == POINT // 2
    only_class = Review(lesson, [given], data)
    assert {row.student_name for row in only_class.papers.rows} == {"Ada"}
    assert sample.is_sample


def test_a_paper_that_was_tampered_with_is_a_fault_in_its_line(
    tmp_path: Path,
    taking_in: TakingIn,
    data: DataFile,
    lesson: Lesson,
    review: Callable[[], Review],
) -> None:
    taking_in.collect([hand_in(tmp_path, lesson, paper(lesson, "Ada"))])
    (row,) = review().papers.rows
    data.db.execute("UPDATE submissions SET content = '{}' WHERE sha256 = ?", [row.sha256])
    line = review().papers.line(row.sha256)
    assert line.fault
    assert line.score is None


def test_sealed_work_is_opened_and_placed_and_what_is_no_hand_in_is_counted(
    tmp_path: Path, taking_in: TakingIn, data: DataFile, lesson: Lesson
) -> None:
    keys = key_ring(data.db.path.parent)
    sealed = tmp_path / "in" / "a.handin"
    sealed.parent.mkdir()
    sealed.write_bytes(a_hand_in(lesson, "Ada", keys=keys))
    report = taking_in.collect([sealed.parent])
    assert [each.student_name for each in report.new] == ["Ada"]
    (arrival,) = Arrivals(data.db).of_lesson(lesson.id)
    assert arrival.hand.startswith("name:")
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear class", encoding="utf-8")
    said = came_in_text(taking_in.collect([letter]))
    assert said.happened == "0 new hand-ins. 1 file is no hand-in."
