"""Disagreements from a student's file into the teacher's: answered there, or taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from annotator import assets
from annotator.files.reply_file import read_reply
from annotator.files.sealing import key_ring
from annotator.model.annotation import new_id
from annotator.model.review import Subject, Verdict, is_about
from annotator.model.text import Span
from annotator.services.data.data_file import DataFile
from annotator.services.exchange.collecting import Collecting
from annotator.services.exchange.giving_back import GivingBack
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.marking.returned_work import take_return
from annotator.services.marking.studying import OpenWork, Studying
from annotator.services.review.disagreements import Answering, Aside
from annotator.services.review.practice import Practice
from annotator.services.review.reviewing import Review
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind
from tests.seeded import LESSON, SeededDesk


@dataclass
class Two:
    """A student with work that is handed in, and the teacher who has it."""

    folder: Path
    practice: Practice
    studying: Studying
    work: OpenWork
    teacher: SeededDesk
    review: Review
    mark_id: str
    data: DataFile

    def say(self, reason: str) -> None:
        """Disagree about the one mark; an empty reason takes it back."""
        about = Subject(mark_id=self.mark_id)
        self.practice.objections.keep(self.work.attempt, reason, about, revision=1)
        self.studying.settle()

    def send(self, name: str) -> Path:
        """All of it as a file, given on."""
        made = self.practice.objections.file(self.work)
        self.practice.objections.note_given(self.work, made)
        path = self.folder / name
        path.write_bytes(made.file)
        return path

    def take_in(self, *paths: Path) -> int:
        """How many disagreements were new to the teacher."""
        desk = self.teacher
        found = Collecting(desk.data, desk.shelf.load, None).collect(paths)
        assert not found.damaged
        self.review.refresh()
        return found.disagreements

    @property
    def listed(self) -> list[str]:
        """What the teacher reads."""
        return [each.reason for each in self.review.disagreements()]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    path = tmp_path / "student.db"
    data = DataFile.open(lambda: Database.open(path, kind=DatabaseKind.STUDENT))
    studying = Studying(data)
    shelf = LessonShelf(assets.lessons_dir(), assets.resources_dir() / "label_guide.toml")
    practice = Practice(studying, shelf.load, shelf.has)
    teacher = SeededDesk.make(tmp_path)
    mine = teacher.add_class(students=3)
    student = studying.add_person(mine.students[0].name)
    draft = studying.open_work(student, shelf.load(LESSON, with_key=False))
    mark_id = draft.marking.add([Span(0, 5)], "claim").after[0].id
    studying.hand_in(draft)
    work = studying.open_work(student, draft.lesson)
    hand_in = tmp_path / "amara.handin"
    hand_in.write_bytes(studying.handed_in(work).file)
    review = teacher.review(mine)
    made = Two(tmp_path, practice, studying, work, teacher, review, mark_id, data)
    made.take_in(hand_in)
    yield made
    teacher.close()
    assert data.close() is None


def test_the_teacher_lists_it_no_more_and_an_older_file_brings_nothing_back(two: Two) -> None:
    two.say("It is a claim.")
    first = two.send("one.reply")
    assert two.take_in(first) == 1
    assert two.listed == ["It is a claim."]
    two.say("")
    assert two.practice.objections.of(two.work.attempt) == ()
    assert two.practice.objections.waiting(two.work) == 1
    assert two.practice.objections.waits_to_be_taken_back(two.work)
    second = two.send("two.reply")
    assert two.practice.objections.waiting(two.work) == 0
    (entry,) = read_reply(second).entries
    assert entry.withdrawn is not None
    assert two.take_in(second) == 0
    assert two.listed == []
    assert two.take_in(first) == 0
    assert two.listed == []
    # Said again, it is a new one.
    two.say("And yet it is.")
    assert two.take_in(two.send("three.reply"), first, second) == 1
    assert two.listed == ["And yet it is."]


def test_files_that_come_in_the_wrong_order_say_the_same(two: Two) -> None:
    two.say("It is a claim.")
    first = two.send("one.reply")
    two.say("")
    second = two.send("two.reply")
    assert two.take_in(second) == 0
    assert two.take_in(first) == 0
    assert two.listed == []


def test_what_was_never_sent_is_gone_at_once(two: Two) -> None:
    two.say("It is a claim.")
    two.say("")
    assert two.practice.objections.waiting(two.work) == 0
    assert two.practice.objections.all_of(two.work.attempt) == ()


def test_what_was_answered_before_stays_and_is_told(two: Two) -> None:
    two.say("It is a claim.")
    two.take_in(two.send("one.reply"))
    answering = Answering(two.review)
    (row,) = answering.rows()
    answering.stands(row.disagreement.id, "Nobody could check it.")
    two.teacher.data.writer.flush()
    two.say("")
    two.take_in(two.send("two.reply"))
    (row,) = answering.rows()
    assert row.disagreement.verdict is Verdict.STANDS
    assert Aside.TAKEN_BACK in row.asides
    answering.reopen(row.disagreement.id)
    two.teacher.data.writer.flush()
    two.review.refresh()
    assert two.listed == []


def test_a_tie_is_disagreed_with_and_answered_as_a_mark_is(two: Two) -> None:
    line = Subject(tie_ids=(new_id(), new_id()))
    two.practice.objections.keep(two.work.attempt, "He told the Post.", line, revision=1)
    two.say("It is a claim.")
    assert two.take_in(two.send("one.reply")) == 2
    answering = Answering(two.review)
    about_tie = next(each for each in answering.rows() if each.disagreement.tie_id)
    assert (about_tie.disagreement.tie_id, about_tie.disagreement.mark_id) == (line.tie_id, "")
    answering.right(about_tie.disagreement.id, "So he did.")
    two.teacher.data.writer.flush()
    made = GivingBack(two.teacher.data, key_ring(two.folder)).make(two.teacher.lesson())
    for each in made.files:
        if each.sha256 == about_tie.paper.sha256:
            take_return(two.data, each.file)
    again = two.studying.open_work(two.work.student, two.work.lesson)
    results = two.practice.results(again)
    assert results is not None
    (answer,) = results.answers
    assert (answer.reason, answer.words) == ("He told the Post.", "So he did.")
    # By whichever of its ids the line is known then.
    assert is_about(answer, Subject(tie_ids=(new_id(), line.tie_id)))
    assert not is_about(answer, Subject(item_id=line.tie_id, mark_id=two.mark_id))
