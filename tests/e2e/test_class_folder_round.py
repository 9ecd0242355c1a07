"""The round through a class folder: lesson out, three students (one changes machines half-way),
hand-ins collected, returns back, and what is read then."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.cli import main
from annotator.files.class_folder import ClassFolder, FolderPart
from annotator.files.lesson_file import read_lesson_file
from annotator.files.sealing import key_ring
from annotator.model.work import AttemptState
from annotator.services.data.data_file import DataFile
from annotator.services.data.workspace import Workspace
from annotator.services.exchange.class_folder import Carried, StudentFolder
from annotator.services.exchange.collecting import Collecting
from annotator.services.exchange.folder_intake import return_tags
from annotator.services.exchange.moving_drafts import DraftStanding, MovingDrafts
from annotator.services.exchange.returning import Returning
from annotator.services.exchange.teacher_folders import TeacherFolder
from annotator.services.marking.returned_work import take_return
from annotator.services.review.compare import LessonComparer
from annotator.store.schema import DatabaseKind
from annotator.store.submissions import Submissions
from tests.e2e.transfer import Machine, machine, mark_items, the_shelf

LESSON = "03-reservoir-leak"
NAMES = ("Amara Okoro", "Zoë O’Hara", "Ben Li")


def run(*words: object) -> int:
    return main([str(word) for word in words])


def test_through_a_class_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk, keyed = tmp_path / "desk", the_shelf().load(LESSON)
    listed = tmp_path / "7B.txt"
    listed.write_text("\n".join(NAMES), "utf-8")
    assert run("cards", "7B", "--list", listed, "--data", desk) == 0
    cards = dict(line.split(": ") for line in capsys.readouterr().out.splitlines())
    out = tmp_path / "out.lesson"
    assert run("publish", LESSON, "--to", out, "--class", "7B", "--data", desk) == 0

    # -- the lesson goes out
    folder = ClassFolder.create(tmp_path / "class", "7B")
    teacher = TeacherFolder(folder, time.monotonic)
    lesson_path = teacher.give_lesson(out.read_bytes(), keyed.title)
    assert read_lesson_file(lesson_path).lesson.key is None

    def student(place: str, name: str, do: Callable[..., None]) -> None:
        with machine(tmp_path / place) as here:
            who, card = here.sign_in(name, cards[name])
            carrier = StudentFolder(here.data)
            carrier.join(who.id, folder.path)
            [found] = folder.entries(FolderPart.LESSONS)
            lesson = here.shelf.open_file(found.path, keep=here.studying.keep_lesson)
            drafts = MovingDrafts(here.data, tmp_path / place / "aside")
            do(here, who, card, carrier, lesson, drafts)

    def hand_in(here: Machine, who, card, carrier, lesson, drafts, first=0, last=4) -> None:
        work = here.studying.open_work(who, lesson)
        mark_items(work, keyed, first, last)
        done = here.studying.hand_in(work, card)
        assert carrier.send(who.id, done.attempt.id).carried is Carried.IN_FOLDER
        drafts.clear(folder, card, who, lesson)

    def begin(here: Machine, who, card, carrier, lesson, drafts) -> None:
        mark_items(here.studying.open_work(who, lesson), keyed, 0, 3)
        assert drafts.keep(folder, card, who, lesson).standing is DraftStanding.SAME

    def go_on(here: Machine, who, card, carrier, lesson, drafts) -> None:
        look = drafts.look(folder, card, who, lesson)
        assert look.standing is DraftStanding.NEWER_THERE
        drafts.take(look, who, lesson, look.there[0], card)
        hand_in(here, who, card, carrier, lesson, drafts, first=3, last=7)

    student("one", NAMES[0], hand_in)
    student("two", NAMES[1], begin)
    student("three", NAMES[2], hand_in)
    student("four", NAMES[1], go_on)
    assert folder.entries(FolderPart.DRAFTS) == ()

    # -- what came in, compared and given back
    with Workspace.open(desk) as workspace:
        keys = key_ring(desk)
        with DataFile.open(workspace.opener(DatabaseKind.TEACHER)) as data:
            collecting = Collecting(data, lambda _: keyed, keys)
            report = collecting.collect(teacher.look().new)
            assert len(report.new) == 3
            assert report.damaged == ()
            assert {each.card for each in report.new} == {"checked"}
            assert teacher.look().new == ()
            comparer, returning = LessonComparer(keyed), Returning(data, keys)
            for work in report.work:
                paper = Submissions(data.db).load_received(work.counts.sha256)
                told = comparer.compare(paper)
                made = returning.make(keyed, work, told)
                teacher.give_return(made.file, card_id=made.card_id)

    # -- and read where the work was handed in
    found: dict[str, int] = {}

    def read(here: Machine, who, card, carrier, lesson, drafts) -> None:
        tags = return_tags(here.data.db, who.id)
        [entry] = folder.entries(FolderPart.RETURNS, tags=tags)
        taken = take_return(here.data, entry.path.read_bytes(), card=card, folder_id=folder.id)
        assert taken.attempt.state is AttemptState.RETURNED
        found[who.name] = taken.read.content.check(lesson.article).comparison.found

    student("one", NAMES[0], read)
    student("three", NAMES[2], read)
    student("four", NAMES[1], read)
    assert found == {NAMES[0]: 4, NAMES[1]: 7, NAMES[2]: 4}
