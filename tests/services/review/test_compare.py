"""Hand-in files and stored papers against a shipped lesson's key."""

from __future__ import annotations

from collections.abc import Iterator
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
from annotator.model.work import Attempt, AttemptState, Student, Submission
from annotator.services.data.data_file import DataFile
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.review.compare import LessonComparer
from annotator.services.review.papers import EXTRA_COSTS, Papers
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
def papers(data: DataFile, shelf: LessonShelf) -> Papers:
    return Papers(data, shelf)


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


def test_papers_are_kept_and_compared_from_the_store(
    tmp_path: Path, papers: Papers, lesson: Lesson
) -> None:
    works = [paper(lesson, "Zoe"), paper(lesson, "ada", share=2)]
    added = papers.add_files([hand_in(tmp_path, lesson, work) for work in works])
    assert [row.student_name for row in added.new] == ["ada", "Zoe"]
    assert added.lesson_id == LESSON
    opened = papers.open(LESSON)
    rows = opened.received()
    assert [row.student_name for row in rows] == ["ada", "Zoe"]
    assert opened.compared(rows[1].sha256).comparison == LessonComparer(lesson).compare(works[0])
    line = opened.line(rows[1].sha256)
    assert (line.found, line.score, line.fault) == (line.required, 100, "")


def test_one_bad_file_keeps_no_other_out(tmp_path: Path, papers: Papers, lesson: Lesson) -> None:
    good = hand_in(tmp_path, lesson, paper(lesson, "Ada"))
    nonsense = tmp_path / "nonsense.handin"
    nonsense.write_bytes(b"PK\x03\x04 not a hand-in")
    cut = tmp_path / "cut.handin"
    cut.write_bytes(good.read_bytes()[:-40])
    stranger = hand_in(tmp_path, lesson, paper(lesson, "Ben", lesson_id="nowhere"))
    gone = tmp_path / "gone.handin"
    added = papers.add_files([nonsense, cut, good, stranger, gone])
    assert [row.student_name for row in added.new] == ["Ada"]
    assert len(added.faults) == 4
    for path, fault in zip((nonsense, cut, gone, stranger), added.faults, strict=True):
        assert path.name in fault.happened
    again = papers.add_files([good])
    assert again.new == ()
    assert [row.student_name for row in again.known] == ["Ada"]
    assert len(papers.open(LESSON).received()) == 1


def test_a_lesson_remembers_what_an_extra_costs(papers: Papers) -> None:
    opened = papers.open(LESSON)
    assert opened.extra_cost == POINT // 2
    opened.set_extra_cost(0)
    assert papers.open(LESSON).extra_cost == 0
    assert papers.open("02-lunch-vote").extra_cost == POINT // 2
    assert papers.first_lesson() == "02-lunch-vote"


def test_lines_follow_the_cost(tmp_path: Path, papers: Papers, lesson: Lesson) -> None:
    work = paper(lesson, "Ada", extras=1)
    papers.add_files([hand_in(tmp_path, lesson, work)])
    opened = papers.open(LESSON)
    (row,) = opened.received()
    before = opened.line(row.sha256).points
    opened.set_extra_cost(POINT // 4)
    assert opened.line(row.sha256).points == before + POINT // 4


def test_a_paper_that_was_tampered_with_is_a_fault_in_its_line(
    tmp_path: Path, papers: Papers, data: DataFile, lesson: Lesson
) -> None:
    papers.add_files([hand_in(tmp_path, lesson, paper(lesson, "Ada"))])
    (row,) = papers.open(LESSON).received()
    data.db.execute("UPDATE submissions SET content = '{}' WHERE sha256 = ?", [row.sha256])
    line = papers.open(LESSON).line(row.sha256)
    assert line.fault
    assert line.score is None


def test_lessons_with_keys_are_listed_with_their_papers(
    tmp_path: Path, papers: Papers, lesson: Lesson
) -> None:
    papers.add_files([hand_in(tmp_path, lesson, paper(lesson, "Ada"))])
    listed = {each.lesson_id: each for each in papers.lessons()}
    assert listed[LESSON].papers == 1
    assert listed["08-tech-chief"].papers == 0
    assert papers.first_lesson() == LESSON


def test_sealed_work_is_opened_and_placed_and_what_is_no_hand_in_is_named(
    tmp_path: Path, papers: Papers, data: DataFile, lesson: Lesson
) -> None:
    keys = key_ring(data.db.path.parent)
    sealed = tmp_path / "in" / "a.handin"
    sealed.parent.mkdir()
    sealed.write_bytes(a_hand_in(lesson, "Ada", keys=keys))
    added = papers.add_files([sealed.parent])
    assert [row.student_name for row in added.new] == ["Ada"]
    (arrival,) = Arrivals(data.db).of_lesson(lesson.id)
    assert arrival.hand.startswith("name:")
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear class", encoding="utf-8")
    (fault,) = papers.add_files([letter]).faults
    assert fault.happened == "“letter.txt” is not a hand-in."
