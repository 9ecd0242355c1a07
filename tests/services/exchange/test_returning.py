"""Giving back: to the right student, once for each, in the shapes that platforms take."""

from __future__ import annotations

import datetime
import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.files.atomic import CannotWrite
from annotator.files.lms_zip import Platform
from annotator.files.reply_file import Reply, ReplyEntry, write_reply
from annotator.files.return_file import read_return, write_return
from annotator.files.sealing import KeyRing, SecretKey
from annotator.model.annotation import new_id
from annotator.model.article import Article, BlockKind
from annotator.model.errors import BadInput
from annotator.model.review import DecisionKind, Verdict
from annotator.services.exchange.collect_report import came_in_text, report_lines
from annotator.services.exchange.giving_back import GivenBack, GivingBack
from annotator.services.exchange.platform_returns import came_from, to_platform, to_platform_by_name
from annotator.services.exchange.returning import (
    to_class_file,
    to_folder,
    to_zip,
)
from annotator.services.lessons.publishing import Publishing
from annotator.services.marking.returned_work import take_return
from annotator.services.marking.teachers import NotTheTeacher
from annotator.services.review.reviewing import Review
from annotator.store.arrivals import Arrivals
from annotator.store.articles import Articles
from annotator.store.desk import Disagreements
from annotator.store.drafts import Drafts
from tests.e2e.transfer import Machine, machine, mark_items, zipped
from tests.services.desk import ADesk, a_desk, a_hand_in


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ADesk]:
    with a_desk(tmp_path / "desk") as made:
        yield made


def collect(desk: ADesk, folder: Path, **files: bytes) -> None:
    folder.mkdir(exist_ok=True)
    for name, file in files.items():
        (folder / f"{name}.handin").write_bytes(file)
    desk.collecting.collect([folder], lesson=desk.lesson)


def give_back(desk: ADesk) -> GivenBack:
    return GivingBack(desk.data, desk.keys, teacher="Ms Bell").make(desk.lesson)


def test_an_archive_with_two_attempts_is_answered_once(desk: ADesk, tmp_path: Path) -> None:
    ann, first_id = new_id(), new_id()
    first = a_hand_in(desk.lesson, "Ann", student_id=ann, keys=desk.keys, attempt_id=first_id)
    second = a_hand_in(
        desk.lesson, "Ann", student_id=ann, keys=desk.keys, number=2, supersedes=first_id
    )
    collect(desk, tmp_path / "in", a=first, b=second, c=a_hand_in(desk.lesson, "Bo"))
    made = give_back(desk).files
    assert [each.student_name for each in made] == ["Ann", "Bo"]
    assert read_return(made[0].file).content.attempt_number == 2
    old, new = "ann_1_10_a.handin", "ann_1_11_a-1.handin"
    shapes = [
        ({old: first}, [old]),
        ({old: first, new: second}, [new]),
        ({new: second, "zzz_1_10_a.handin": first}, [new]),
    ]
    place = tmp_path / "canvas.zip"
    for files, answered in shapes:
        place.write_bytes(zipped(files))
        packed = to_platform(made, place, Platform.CANVAS)
        with zipfile.ZipFile(io.BytesIO(packed.file)) as archive:
            assert archive.namelist() == answered
            assert archive.read(answered[0]) == made[0].file
        assert (packed.students, packed.left_out) == (("Ann",), ("Bo",))
    place.write_bytes(zipped({"Ann_5_assignsubmission_file/a.handin": first}))
    packed = to_platform(made, place, Platform.MOODLE)
    with zipfile.ZipFile(io.BytesIO(packed.file)) as archive:
        assert archive.namelist() == ["Ann_5_assignsubmission_file/returned.return"]


def test_the_names_of_a_platform_are_kept_so_its_archive_need_not_be(
    desk: ADesk, tmp_path: Path
) -> None:
    ann, first_id = new_id(), new_id()
    first = a_hand_in(desk.lesson, "Ann", student_id=ann, keys=desk.keys, attempt_id=first_id)
    second = a_hand_in(
        desk.lesson, "Ann", student_id=ann, keys=desk.keys, number=2, supersedes=first_id
    )
    moodle = {"Cy Ö_7_assignsubmission_file/c.handin": a_hand_in(desk.lesson, "Cy")}
    canvas = {"ann_1_10_a.handin": first, "ann_LATE_1_11_a-1.handin": second}
    for name, files in (("m.zip", moodle), ("c.zip", canvas)):
        (tmp_path / name).write_bytes(zipped(files))
    desk.collecting.collect([tmp_path / "m.zip", tmp_path / "c.zip"], lesson=desk.lesson)
    collect(desk, tmp_path / "in", b=a_hand_in(desk.lesson, "Bo"))
    made, papers = give_back(desk).files, Arrivals(desk.data.db).of_lesson(desk.lesson.id)
    assert [each.student_name for each in came_from(papers, Platform.MOODLE)] == ["Cy"]
    for platform, who, name in (
        (Platform.MOODLE, "Cy", "Cy Ö_7_assignsubmission_file/returned.return"),
        (Platform.CANVAS, "Ann", "ann_LATE_1_11_a-1.handin"),
    ):
        packed = to_platform_by_name(made, papers, platform)
        (mine,) = (each for each in made if each.student_name == who)
        with zipfile.ZipFile(io.BytesIO(packed.file)) as archive:
            assert archive.namelist() == [name]
            assert archive.read(name) == mine.file
        assert packed.students == (who,)
        assert sorted((who, *packed.left_out)) == ["Ann", "Bo", "Cy"]


CANVAS_NAMES = (
    "anon_Ab12c_998875_work.handin",
    "LATE_anon_Xy9zQ_998876_work.handin",
    "braun_ida_4709_998877_work.handin",
)


def test_anonymous_names_and_names_with_signs_go_back_to_canvas_as_they_came(
    desk: ADesk, tmp_path: Path
) -> None:
    files = {name: a_hand_in(desk.lesson, f"Ann {name[0]}") for name in CANVAS_NAMES}
    place = tmp_path / "canvas.zip"
    place.write_bytes(zipped(files))
    desk.collecting.collect([place], lesson=desk.lesson)
    made, papers = give_back(desk).files, Arrivals(desk.data.db).of_lesson(desk.lesson.id)
    for packed in (
        to_platform(made, place, Platform.CANVAS),
        to_platform_by_name(made, papers, Platform.CANVAS),
    ):
        assert packed.left_out == ()
        with zipfile.ZipFile(io.BytesIO(packed.file)) as archive:
            assert sorted(archive.namelist()) == sorted(CANVAS_NAMES)


@pytest.mark.parametrize("taken_from", ["", "Ann_5_assignsubmission_file"])
def test_an_unpacked_archive_goes_back_under_the_names_of_its_folders(
    desk: ADesk, tmp_path: Path, taken_from: str
) -> None:
    folder = tmp_path / "Course-Essay-77"
    names = {"Ann_5_assignsubmission_file": "Ann", "Cy Ö_7_assignsubmission_file": "Cy"}
    for name, who in names.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "work.handin").write_bytes(a_hand_in(desk.lesson, who))
    # A teacher who takes in the folder of one participant alone has the same names.
    desk.collecting.collect([folder / taken_from, folder], lesson=desk.lesson)
    made, papers = give_back(desk).files, Arrivals(desk.data.db).of_lesson(desk.lesson.id)
    wanted = sorted(f"{name}/returned.return" for name in names)
    for packed in (
        to_platform(made, folder, Platform.MOODLE),
        to_platform_by_name(made, papers, Platform.MOODLE),
    ):
        with zipfile.ZipFile(io.BytesIO(packed.file)) as archive:
            assert sorted(archive.namelist()) == wanted
    with pytest.raises(BadInput, match="does not have the names"):
        to_platform(made, folder, Platform.CANVAS)


def test_an_archive_that_was_not_opened_is_named_and_whose(desk: ADesk, tmp_path: Path) -> None:
    deepest = zipped({"work.handin": a_hand_in(desk.lesson, "Ann")})
    file = zipped({"Ann_5_assignsubmission_file/mine.zip": zipped({"really.zip": deepest})})
    (tmp_path / "all.zip").write_bytes(file)
    report = desk.collecting.collect([tmp_path / "all.zip"], lesson=desk.lesson)
    (fault,) = report.damaged
    assert fault.file == "Ann_5_assignsubmission_file/mine.zip/really.zip"
    assert "was not opened" in fault.reason
    assert not report.new


def test_students_of_one_name_get_files_of_their_own(desk: ADesk, tmp_path: Path) -> None:
    collect(
        desk,
        tmp_path / "in",
        a=a_hand_in(desk.lesson, "../Ann: <x>", marks=1),
        b=a_hand_in(desk.lesson, "../Ann: <x>", marks=3),
    )
    made = give_back(desk).files
    out = tmp_path / "out"
    paths = to_folder(made, out)
    assert [path.parent for path in paths] == [out, out]
    assert len({path.name for path in out.iterdir()}) == 2
    with zipfile.ZipFile(io.BytesIO(to_zip(made).file)) as archive:
        assert len(archive.namelist()) == 2
    # Once more: nothing there is replaced.
    assert len({path.name for path in (*to_folder(made, out), *paths)}) == 4
    assert to_class_file(made).left_out == tuple(each.student_name for each in made)
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CannotWrite):
        to_folder(made, tmp_path / "file")


def test_revisions_are_counted_and_the_last_one_is_shown(desk: ADesk, tmp_path: Path) -> None:
    with machine(tmp_path / "laptop") as here:
        attempt_id = hand_in(desk, here, tmp_path)
        giving = GivingBack(desk.data, desk.keys)
        files = []
        for revision in (1, 2):
            made = giving.make(desk.lesson)
            assert [each.revision for each in made.files] == [revision]
            giving.note(made)
            files.append(made.files[0].file)
            # What says the same again is the same return; a comment makes another one of it.
            assert giving.make(desk.lesson).files[0].revision == revision
            review = Review(desk.lesson, (), desk.data)
            review.decide(DecisionKind.COMMENT, [(made.files[0].sha256, "")], comment="Well read.")
        # The second one comes first; the first, late, does not take its place. Twice is once.
        for file in (files[1], files[0], files[1]):
            take_return(here.data, file)
        latest = Drafts(here.data.db).returned_file(attempt_id)
        assert latest is not None
        assert read_return(latest).content.revision == 2
        assert len(here.data.db.rows("SELECT 1 FROM returns")) == 2


def test_what_does_not_belong_here_is_refused(desk: ADesk, tmp_path: Path) -> None:
    with machine(tmp_path / "laptop") as here:
        attempt_id = hand_in(desk, here, tmp_path)
        (made,) = give_back(desk).files
        content = read_return(made.file).content
        other_file = write_return(replace(content, hand_in_sha256="0" * 64))
        with pytest.raises(BadInput, match="another hand-in"):
            take_return(here.data, other_file)
        elsewhere = write_return(replace(content, attempt_id=new_id()))
        with pytest.raises(BadInput, match="not on this computer"):
            take_return(here.data, elsewhere)
        _student, card = here.sign_in("Ann", "able about above absent")
        assert card is not None
        forged = write_return(content, keys=KeyRing((SecretKey(b"f" * 32),)), box_key=card.box_key)
        with pytest.raises(NotTheTeacher, match="not signed with the key of your teacher"):
            take_return(here.data, forged, card=card)
        with pytest.raises(BadInput, match="not a returned file"):
            take_return(here.data, (tmp_path / "in" / "a.handin").read_bytes())
        assert Drafts(here.data.db).returned_file(attempt_id) is None


def test_work_on_an_older_text_is_named_not_sent_back_wrong(desk: ADesk, tmp_path: Path) -> None:
    blocks = [(b.kind, b.span.of(desk.lesson.article.text)) for b in desk.lesson.article.blocks]
    older = Article.from_blocks([*blocks, (BlockKind.PARAGRAPH, "Gone since.")])
    desk.data.call(lambda db: Articles(db).add(older))
    old_lesson = replace(desk.lesson, article=older, key=None)
    collect(desk, tmp_path / "in", a=a_hand_in(old_lesson, "Ann"))
    given = give_back(desk)
    assert given.files == ()
    assert given.faults == (
        ("Ann", "It was made on an older version of the text, which the student still has."),
    )


def hand_in(desk: ADesk, here: Machine, folder: Path) -> str:
    """Ann hands in an assignment by name alone, and it is collected; the attempt's id."""
    file = Publishing(desk.data, desk.keys).publish(desk.lesson).write(folder)
    student, _ = here.sign_in("Ann")
    work = here.begin(student, file)
    mark_items(work, desk.lesson, 0, 3)
    collect(desk, folder / "in", a=here.studying.hand_in(work).file)
    return work.attempt.id


def test_an_earlier_try_goes_out_once_more_where_its_student_was_answered(
    desk: ADesk, tmp_path: Path
) -> None:
    ann, first_id = new_id(), new_id()
    first = a_hand_in(desk.lesson, "Ann", student_id=ann, keys=desk.keys, attempt_id=first_id)
    second = a_hand_in(
        desk.lesson, "Ann", student_id=ann, keys=desk.keys, number=2, supersedes=first_id
    )
    collect(desk, tmp_path / "in", a=first)
    old = hashlib.sha256(first).hexdigest()
    giving = GivingBack(desk.data, desk.keys, teacher="Ms Bell")
    giving.note(give_back(desk))
    then = datetime.datetime(2026, 3, 14, 9, 30, tzinfo=datetime.UTC)
    entry = ReplyEntry(id=new_id(), reason="It says “may”.", item_id="i", revision=1, raised=then)
    reply = Reply(student_id=ann, student_name="Ann", hand_in_sha256=old, entries=(entry,))
    file = write_reply(reply, teacher_key=desk.keys.current.public)
    (tmp_path / "a.reply").write_bytes(file)
    report = desk.collecting.collect([tmp_path / "a.reply"])
    assert report.disagreements == 1
    assert report_lines(report)[0] == "Disagreements with returned work: 1. From Ann."
    assert came_in_text(report).happened.endswith("that you gave back. From Ann.")
    # The same reply once more, for instance after the program was started again.
    assert desk.collecting.collect([tmp_path / "a.reply"]).disagreements == 0
    collect(desk, tmp_path / "in", b=second)
    assert [each.earlier for each in give_back(desk).files] == [0], "nobody has answered yet"
    (open_one,) = Disagreements(desk.data.db).of_lesson()
    answered = replace(
        open_one,
        verdict=Verdict.STANDS,
        answer="It does.",
        answered=datetime.datetime.now(datetime.UTC),
    )
    desk.data.call(lambda db: Disagreements(db).keep_answers(answered))
    assert desk.collecting.collect([tmp_path / "a.reply"]).disagreements == 0
    made = give_back(desk)
    assert [(each.whose, each.revision) for each in made.files] == [("Ann", 1), ("Ann (try 1)", 2)]
    answers = [read_return(each.file).content.answers for each in made.files]
    assert [len(each) for each in answers] == [0, 1]
    assert (answers[1][0].reason, answers[1][0].words) == ("It says “may”.", "It does.")
    assert to_class_file(made.files).left_out == ("Ann", "Ann (try 1)"), "nobody has a card here"
    place = tmp_path / "canvas.zip"
    place.write_bytes(zipped({"ann_1_10_a.handin": first, "ann_1_11_a-1.handin": second}))
    packed = to_platform(made.files, place, Platform.CANVAS)
    with zipfile.ZipFile(io.BytesIO(packed.file)) as archive:
        assert archive.namelist() == ["ann_1_11_a-1.handin"]
    assert packed.left_out == ("Ann (try 1)",)
    giving.note(made)
    assert [each.earlier for each in give_back(desk).files] == [0], "it has gone out"
