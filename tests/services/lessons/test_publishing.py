"""What goes out to students: the lesson and its task, and never a word of the key."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from annotator.cli import main
from annotator.files.lesson_file import read_lesson_file
from annotator.files.reading import read_bytes
from annotator.services.lessons.publishing import Publishing
from annotator.services.marking.teachers import OlderLesson
from annotator.store.articles import Articles
from annotator.store.classes import Assignments
from annotator.store.lesson_files import LessonFiles
from tests.e2e.transfer import machine, mark_items
from tests.files.make import LESSONS
from tests.files.test_lesson_file import every_stream, secrets_of
from tests.services.desk import ADesk, a_desk

DUE = datetime.datetime(2026, 3, 20, 16, 0, tzinfo=datetime.UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ADesk]:
    with a_desk(tmp_path / "desk") as made:
        yield made


@pytest.mark.parametrize("slug", sorted(path.name for path in LESSONS.glob("0*")))
def test_nothing_of_the_key_and_nobody_of_the_class_goes_out(desk: ADesk, slug: str) -> None:
    lesson = desk.shelf.load(slug)
    school_class = desk.add_class("7B Secretia", "Amara Okoro-Unmistakable")
    publishing = Publishing(desk.data, desk.keys)
    given = publishing.assignment(lesson, school_class, due=DUE)
    made = publishing.publish(lesson, given, teacher="Ms Bell", class_name=school_class.name)
    streams = every_stream(made.file)
    assert any(desk.keys.current.public.encode() in stream for stream in streams)
    private = [desk.keys.current.secret, desk.keys.current.secret.hex().encode()]
    people = [b"Unmistakable", b"Secretia", school_class.id.encode()]
    secrets = [word.encode() for word in secrets_of(lesson)]
    escaped = [json.dumps(word)[1:-1].encode() for word in secrets_of(lesson)]
    for stream in streams:
        for word in (*private, *people, *secrets, *escaped):
            assert word not in stream


def test_the_task_arrives_as_it_was_given(desk: ADesk, tmp_path: Path) -> None:
    school_class = desk.add_class("7B", "Ann")
    publishing = Publishing(desk.data, desk.keys)
    given = publishing.assignment(desk.lesson, school_class, due=DUE)
    made = publishing.publish(desk.lesson, given, teacher="Ms Bell", class_name="7B")
    path = made.write(tmp_path)
    assert path.name == f"{desk.lesson.title} - 7B.lesson"
    task = read_lesson_file(path).lesson.task
    assert (task.assignment_id, task.due, task.teacher) == (given.id, DUE, "Ms Bell")
    assert task.teacher_key == desk.keys.current.public
    assert desk.lesson.key is not None
    assert task.to_find == sum(item.required for item in desk.lesson.key.items)
    assert Articles(desk.data.db).has(desk.lesson.article.sha256)


def test_given_out_again_it_is_the_same_assignment(desk: ADesk) -> None:
    school_class = desk.add_class("7B", "Ann")
    publishing = Publishing(desk.data, desk.keys)
    first = publishing.assignment(desk.lesson, school_class, due=DUE)
    later = DUE + datetime.timedelta(days=7)
    assert publishing.assignment(desk.lesson, school_class).due == DUE
    assert publishing.assignment(desk.lesson, school_class, due=later).id == first.id
    (kept,) = Assignments(desk.data.db).of_class(school_class.id)
    assert kept.due == later
    alone = publishing.publish(desk.lesson)
    assert publishing.publish(desk.lesson).assignment_id == alone.assignment_id
    assert alone.assignment_id != first.id


def test_a_file_says_when_it_was_given_out_and_no_clock_that_goes_back_undoes_it(
    desk: ADesk,
) -> None:
    times = iter([DUE, DUE - datetime.timedelta(days=1), DUE + datetime.timedelta(days=1)])
    publishing = Publishing(desk.data, desk.keys, now=lambda: next(times))
    given = [read_lesson_file(publishing.publish(desk.lesson).file).task.given for _ in range(3)]
    tick = datetime.timedelta(milliseconds=1)
    assert given == [DUE, DUE + tick, DUE + datetime.timedelta(days=1)]


def test_an_older_file_of_an_assignment_changes_nothing_and_says_so(
    desk: ADesk, tmp_path: Path
) -> None:
    """Neither the due time goes back nor the marks go, in whichever order the files come."""

    def at(time: datetime.datetime) -> datetime.datetime:
        return time

    school_class = desk.add_class("7B", "Ann")
    paths = []
    for day in range(2):
        later = DUE + datetime.timedelta(days=day)
        publishing = Publishing(desk.data, desk.keys, now=partial(at, later))
        given = publishing.assignment(desk.lesson, school_class, due=later)
        made = publishing.publish(desk.lesson, given, teacher="Ms Bell")
        paths.append(made.write(tmp_path / f"{day}.lesson"))
    with machine(tmp_path / "laptop") as here:
        student, _ = here.sign_in("Ann")
        here.begin(student, paths[0])
        work = here.begin(student, paths[1])
        mark_items(work, desk.lesson, 0, 2)
        for _ in range(2):
            with pytest.raises(OlderLesson, match="Your teacher gave it out again on 21 March"):
                here.shelf.open_file(paths[0], keep=here.studying.keep_lesson)
        (card,) = [card for card in here.shelf.cards() if card.lesson_id == given.id]
        assert card.due == DUE + datetime.timedelta(days=1)
        assert here.shelf.load(given.id).task.due == card.due
        assert len(here.studying.open_work(student, here.shelf.load(given.id)).marking) == 2
    with machine(tmp_path / "another") as here:
        student, _ = here.sign_in("Ann")
        here.begin(student, paths[1])
        with pytest.raises(OlderLesson):
            here.shelf.open_file(paths[0], keep=here.studying.keep_lesson)
        assert len(LessonFiles(here.data.db).all()) == 1


def test_a_lesson_that_was_given_out_is_not_the_open_one_of_that_name(
    desk: ADesk, tmp_path: Path
) -> None:
    """Its practice, its marks and its hand-in are apart, and it stands on the shelf by itself."""
    made = Publishing(desk.data, desk.keys).publish(desk.lesson)
    file = made.write(tmp_path)
    with machine(tmp_path / "laptop") as here:
        student, _ = here.sign_in("Ann")
        practice = here.studying.open_work(student, here.shelf.load(desk.lesson.id, with_key=False))
        mark_items(practice, desk.lesson, 0, 2)
        work = here.begin(student, file)
        assert len(work.marking) == 0
        assert work.attempt.id != practice.attempt.id
        assert not work.lesson.is_open
        cards = [card for card in here.shelf.cards() if card.title == desk.lesson.title]
        assert [card.lesson_id for card in cards] == [desk.lesson.id, made.assignment_id]
        assert here.shelf.load(made.assignment_id) == work.lesson
        sealed = here.studying.hand_in(work).file
        assert b"annotator hand-in 2\n" in sealed
        assert here.studying.hand_in(practice).file.startswith(b"annotator hand-in 1\n")
        # Opened once more, under another name: still one entry.
        here.begin(student, made.write(tmp_path / "again.lesson"))
        assert len([c for c in here.shelf.cards() if c.lesson_id == made.assignment_id]) == 1


def test_the_command_sets_the_due_time_of_an_assignment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with a_desk(tmp_path / "desk") as desk:
        school_class = desk.add_class("7B", "Ann")
        given = Publishing(desk.data, desk.keys).assignment(desk.lesson, school_class, due=DUE)
        words = ("publish", desk.lesson.id, "--to", tmp_path, "--assignment", given.id)
        data = ("--data", desk.data.folder)
    later = "2026-03-27T16:00"
    wanted = datetime.datetime.fromisoformat(later).astimezone(datetime.UTC)
    for more in (("--due", later, "--yes"), ()):
        assert said(capsys, *words, *more, *data) == (0, "")
        (file,) = tmp_path.glob("*.lesson")
        assert read_lesson_file(file).lesson.task.due == wanted, "it is kept, too"
        file.unlink()


# -- what is said where something is wrong -----------------------------------------------------


def said(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    code = main([str(word) for word in words])
    return code, capsys.readouterr().err


def test_commands_say_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ("--data", tmp_path / "desk")
    out = tmp_path / "nowhere" / "x.lesson"
    code, err = said(capsys, "publish", "01-new-crossing", "--to", out, *data)
    assert (code, "it is not there" in err) == (2, True)
    code, err = said(capsys, "publish", "1", "--to", tmp_path, "--class", "9Z", *data)
    assert (code, "no class “9Z”" in err) == (2, True)
    code, err = said(capsys, "publish", "1", "--to", tmp_path, "--assignment", "x", *data)
    assert (code, "not known here" in err) == (2, True)
    code, err = said(capsys, "collect", tmp_path / "gone.zip", *data)
    assert code == 1
    (tmp_path / "desk" / "teacher.key").write_bytes(b"rubbish")
    code, err = said(capsys, "collect", tmp_path, *data)
    assert (code, "teacher’s key file" in err) == (2, True)
    assert read_bytes(tmp_path / "desk" / "teacher.key") == b"rubbish"


def test_a_desk_that_is_open_elsewhere_is_left_alone(
    desk: ADesk, capsys: pytest.CaptureFixture[str]
) -> None:
    code, err = said(capsys, "collect", desk.folder, "--data", desk.folder)
    assert (code, "open already" in err) == (2, True)
