"""The whole round without windows: a class list and cards, a lesson out, three students on
machines of their own, hand-ins back by folder, Moodle and Canvas, returns, and what is read then.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from annotator.cli import main
from annotator.files.container import kind_of
from annotator.files.lesson_file import read_lesson_file
from annotator.files.return_file import read_return
from annotator.model.errors import BadInput
from annotator.model.review import DecisionKind
from annotator.model.work import AttemptState
from annotator.services.data.data_file import DataFile
from annotator.services.data.workspace import Workspace
from annotator.services.marking.returned_work import take_return
from annotator.services.review.reviewing import Review
from annotator.store.arrivals import Arrivals
from annotator.store.classes import Assignments
from annotator.store.schema import DatabaseKind
from tests.e2e.transfer import Machine, machine, mark_items, the_shelf, zipped

LESSON = "03-reservoir-leak"
NAMES = ("Amara Okoro", "Zoë O’Hara", "Ben Li")
#: What Moodle (4.1 and later, with folders) and Canvas make of the files that went in.
MOODLE = "Amara Okoro_70112_assignsubmission_file/My work.handin"
CANVAS = "oharazoe_LATE_4711_998877_hand in-1.handin"


def run(*words: object) -> int:
    return main([str(word) for word in words])


@pytest.fixture(scope="module")
def keyed():
    return the_shelf().load(LESSON)


@pytest.fixture
def cards(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """A class list with cards, made at the teacher's desk: words by name."""
    listed = tmp_path / "7B.txt"
    listed.write_text("\n".join([*NAMES[:2], "", NAMES[2], NAMES[0]]), "utf-8")
    assert run("cards", "7B", "--list", listed, "--data", tmp_path / "desk") == 0
    printed = capsys.readouterr()
    assert "the same name as row 1" in printed.err
    found = dict(line.split(": ") for line in printed.out.splitlines())
    assert tuple(found) == NAMES
    return found


@pytest.fixture
def lesson_file(tmp_path: Path, cards: dict[str, str]) -> Path:
    place = tmp_path / "out"
    place.mkdir()
    given = ("--class", "7B", "--due", "2026-03-20T16:00", "--yes", "--teacher", "Ms Bell")
    desk = ("--data", tmp_path / "desk")
    assert run("publish", LESSON, "--to", place, *given, *desk) == 0
    (file,) = place.iterdir()
    return file


def work_on(here: Machine, name: str, words: str, file: Path, keyed, last: int) -> bytes:
    student, card = here.sign_in(name, words)
    work = here.begin(student, file)
    assert work.lesson.key is None
    assert work.lesson.task.teacher == "Ms Bell"
    mark_items(work, keyed, 0, last)
    return here.studying.hand_in(work, card).file


def take(folder: Path, name: str, words: str, file: bytes, lesson_file: Path):
    """Open a return where the work was handed in, and read it from the disk again."""
    with machine(folder) as here:
        _, card = here.sign_in(name, words) if words else (None, None)
        taken = take_return(here.data, file, card=card)
        assert taken.attempt.state is AttemptState.RETURNED
        kept = here.studying.returned_file(taken.attempt)
        assert kept is not None
        read = read_return(kept, card=card)
        assert read.content == taken.read.content
        return read


def test_the_whole_round(tmp_path, cards, lesson_file, keyed, capsys) -> None:
    desk = ("--data", tmp_path / "desk")
    files = {}
    for count, name in zip((9, 4, 6), NAMES, strict=True):
        # The third student has lost the card and works with the name alone.
        words = "" if name == "Ben Li" else cards[name]
        with machine(tmp_path / name) as here:
            files[name] = work_on(here, name, words, lesson_file, keyed, count)
    amara, zoe, ben = (files[name] for name in NAMES)

    # -- in: a folder, Moodle's archive and Canvas's, all at once; then all again
    inbox = tmp_path / "in"
    (inbox / "deeper").mkdir(parents=True)
    (inbox / "deeper" / "renamed by somebody.bin").write_bytes(ben)
    (inbox / "holiday.jpg").write_bytes(b"\xff\xd8 not ours")
    (inbox / "half.handin").write_bytes(zoe[: len(zoe) // 2])
    moodle, canvas = tmp_path / "moodle.zip", tmp_path / "canvas.zip"
    moodle.write_bytes(zipped({MOODLE: amara, "Cy Doe_70113_assignsubmission_file/a.pdf": b"%PDF"}))
    canvas.write_bytes(zipped({CANVAS: zoe}))
    capsys.readouterr()
    assert run("collect", inbox, moodle, canvas, "--lesson", LESSON, "--json", *desk) == 1
    report = json.loads(capsys.readouterr().out)
    came = {each["student"]: each for each in report["new"]}
    assert {name: each["card"] for name, each in came.items()} == {
        "Amara Okoro": "checked",
        "Zoë O’Hara": "checked",
        "Ben Li": "",
    }
    assert all(each["student_id"] for each in came.values())
    assert [each["file"] for each in report["damaged"]] == ["half.handin"]
    assert (report["known"], report["passed_over"]) == (0, 2)
    assert len(report["late"]) == 3
    assert len(report["counts"]) == 3
    assert run("collect", inbox, moodle, canvas, "--lesson", LESSON, *desk) == 1
    assert capsys.readouterr().out.startswith("0 new, 3 known already.")

    # -- a word from the teacher
    with (
        Workspace.open(tmp_path / "desk") as workspace,
        DataFile.open(workspace.opener(DatabaseKind.TEACHER)) as data,
    ):
        given = Assignments(data.db).all()
        review = Review(keyed, given, data, who="Ms Bell")
        sha256 = came["Amara Okoro"]["sha256"]
        review.decide(DecisionKind.COMMENT, [(sha256, "")], comment="Well peeled.")
        assert len(Arrivals(data.db).of_lesson(LESSON)) == 3

    # -- out: the same three ways
    back = tmp_path / "back"
    assert run("return", "--lesson", LESSON, "--to", back, "--teacher", "Ms Bell", *desk) == 0
    assert (
        run("return", "--lesson", LESSON, "--to", tmp_path / "m.zip", "--moodle", moodle, *desk)
        == 0
    )
    assert (
        run("return", "--lesson", LESSON, "--to", tmp_path / "c.zip", "--canvas", canvas, *desk)
        == 0
    )
    out = {path.name.split(" - ")[0]: path.read_bytes() for path in back.iterdir()}
    assert set(out) == {"Amara Okoro", "Zoë OHara", "Ben Li"}

    # -- read
    read = take(
        tmp_path / "Amara Okoro",
        "Amara Okoro",
        cards["Amara Okoro"],
        out["Amara Okoro"],
        lesson_file,
    )
    article = read_lesson_file(lesson_file).lesson.article
    told = read.content.check(article).comparison
    assert told.found == 9
    assert [each.comment for each in read.content.remarks] == ["Well peeled."]
    assert read.content.teacher == "Ms Bell"
    assert any(item.why for item in told.items)
    assert read.content.key_ties
    # Ben has the card again, and needs it: what goes back to somebody with a card is sealed.
    with machine(tmp_path / "Ben Li") as here, pytest.raises(BadInput, match="class card"):
        take_return(here.data, out["Ben Li"])
    ben_read = take(tmp_path / "Ben Li", "Ben Li", cards["Ben Li"], out["Ben Li"], lesson_file)
    assert ben_read.content.comparison.found == 6
    with machine(tmp_path / "Ben Li") as here, pytest.raises(BadInput, match="class card"):
        take_return(here.data, out["Amara Okoro"])


def test_a_card_opens_the_same_student_on_another_machine(
    tmp_path, cards, lesson_file, keyed
) -> None:
    ids = set()
    for number, typed in enumerate((cards["Zoë O’Hara"], cards["Zoë O’Hara"].upper())):
        with machine(tmp_path / f"machine {number}") as here:
            student, card = here.sign_in("zoe ohara" if number else "Zoë O’Hara", typed)
            assert card is not None
            ids.add((student.id, card.verify_key))
    assert len(ids) == 1


def test_archives_as_the_platforms_take_them_back(
    tmp_path, cards, lesson_file, keyed, capsys
) -> None:
    desk = ("--data", tmp_path / "desk")
    with machine(tmp_path / "a") as here:
        amara = work_on(here, NAMES[0], cards[NAMES[0]], lesson_file, keyed, 3)
    with machine(tmp_path / "z") as here:
        zoe = work_on(here, NAMES[1], cards[NAMES[1]], lesson_file, keyed, 5)
    flat = MOODLE.replace("/", "_").replace("Okoro", "O.").replace("70112", "8")
    old = "Zoe O Hara_9_assignsubmission_file_/hand in.handin"
    moodle, canvas = tmp_path / "moodle.zip", tmp_path / "canvas.zip"
    moodle.write_bytes(zipped({flat: amara, old: zoe}))
    canvas.write_bytes(zipped({CANVAS: zoe, "okoroamara_12_13_x.handin": amara}))
    assert run("collect", moodle, "--lesson", LESSON, *desk) == 0
    m, c, k = tmp_path / "m.zip", tmp_path / "c.zip", tmp_path / "7B.returns"
    assert run("return", "--lesson", LESSON, "--to", m, "--moodle", moodle, *desk) == 0
    assert run("return", "--lesson", LESSON, "--to", c, "--canvas", canvas, *desk) == 0
    assert run("return", "--lesson", LESSON, "--to", k, "--class-file", *desk) == 0
    plain = tmp_path / "all.zip"
    assert run("return", "--lesson", LESSON, "--to", plain, *desk) == 0
    with zipfile.ZipFile(plain) as archive:
        assert len(archive.namelist()) == 2
    with zipfile.ZipFile(m) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == [
            "Amara O._8_assignsubmission_file_returned.return",
            "Zoe O Hara_9_assignsubmission_file_/returned.return",
        ]
    with zipfile.ZipFile(c) as archive:
        assert sorted(archive.namelist()) == sorted([CANVAS, "okoroamara_12_13_x.handin"])
        from_canvas = archive.read(CANVAS)
    # Canvas gives it the student's own file name back: the content says what it is.
    assert kind_of(from_canvas) == "return"
    read = take(tmp_path / "z", NAMES[1], cards[NAMES[1]], from_canvas, lesson_file)
    assert read.content.comparison.found == 5
    read = take(tmp_path / "a", NAMES[0], cards[NAMES[0]], k.read_bytes(), lesson_file)
    assert read.content.comparison.found == 3
    with machine(tmp_path / "b") as here:
        _, ben = here.sign_in(NAMES[2], cards[NAMES[2]])
        with pytest.raises(BadInput, match="nothing for this class card"):
            take_return(here.data, k.read_bytes(), card=ben)
    # The wrong way round: one platform's archive is not the other's.
    assert run("return", "--lesson", LESSON, "--to", m, "--moodle", canvas, *desk) == 2
    assert "names that Moodle gives" in capsys.readouterr().err


def test_a_card_that_was_issued_again(tmp_path, cards, lesson_file, keyed, capsys) -> None:
    desk = ("--data", tmp_path / "desk")
    name = NAMES[0]
    inbox = tmp_path / "in"
    inbox.mkdir()
    with machine(tmp_path / "first") as here:
        (inbox / "1.handin").write_bytes(work_on(here, name, cards[name], lesson_file, keyed, 2))
    with machine(tmp_path / "thief") as here:
        late = work_on(here, name, cards[name], lesson_file, keyed, 1)
    assert run("collect", inbox, "--lesson", LESSON, *desk) == 0
    capsys.readouterr()
    assert run("cards", "7B", "--new", name, *desk) == 0
    again = dict(line.split(": ") for line in capsys.readouterr().out.splitlines())
    assert again[name] != cards[name]
    assert again[NAMES[1]] == cards[NAMES[1]]
    # What came before the new card is still checked; what comes now with the old one is not.
    (inbox / "2.handin").write_bytes(late)
    assert run("collect", inbox, "--lesson", LESSON, "--json", *desk) == 0
    report = json.loads(capsys.readouterr().out)
    assert [each["card"] for each in report["new"]] == ["replaced"]
    assert report["known"] == 1
    with (
        Workspace.open(tmp_path / "desk") as workspace,
        workspace.database(DatabaseKind.TEACHER) as database,
    ):
        arrivals = Arrivals(database).of_lesson(LESSON)
    assert sorted(each.card for each in arrivals) == ["checked", "replaced"]
    # The return goes to the card that is in use now.
    back = tmp_path / "back"
    assert run("return", "--lesson", LESSON, "--to", back, *desk) == 0
    (file,) = back.iterdir()
    with machine(tmp_path / "first") as here:
        _, old = here.sign_in(name, cards[name])
        with pytest.raises(BadInput, match="does not open with this class card"):
            take_return(here.data, file.read_bytes(), card=old)
        _, new = here.sign_in(name, again[name])
        read = take_return(here.data, file.read_bytes(), card=new).read
    assert read.content.comparison.found == 2


def test_two_hands_under_one_name_are_kept_apart(
    tmp_path, cards, lesson_file, keyed, capsys
) -> None:
    desk = ("--data", tmp_path / "desk")
    inbox = tmp_path / "in"
    inbox.mkdir()
    for number in (3, 7):
        with machine(tmp_path / str(number)) as here:
            file = work_on(here, "ben li", "", lesson_file, keyed, number)
        (inbox / f"{number}.handin").write_bytes(file)
    with machine(tmp_path / "somebody") as here:
        (inbox / "x.handin").write_bytes(work_on(here, "Mystery", "", lesson_file, keyed, 1))
    shutil.copy(inbox / "3.handin", inbox / "3 (1).handin")
    capsys.readouterr()
    assert run("collect", inbox, "--lesson", LESSON, "--json", *desk) == 0
    report = json.loads(capsys.readouterr().out)
    assert len(report["new"]) == 3
    assert report["known"] == 1
    (note,) = report["notes"]
    assert "under the name Ben Li" in note
    assert len(report["unknown"]) == 1
    assert len(report["counts"]) == 2


def test_the_way_out_where_the_teachers_key_is_lost(
    tmp_path, cards, lesson_file, keyed, capsys
) -> None:
    """The desk is gone with its key: the lesson goes out again, the work is handed in once more."""
    inbox = tmp_path / "in"
    inbox.mkdir()
    name = NAMES[0]
    with machine(tmp_path / name) as here:
        lost = work_on(here, name, cards[name], lesson_file, keyed, 8)
    (inbox / "lost.handin").write_bytes(lost)
    shutil.rmtree(tmp_path / "desk")

    desk = ("--data", tmp_path / "new desk")
    again = tmp_path / "again.lesson"
    assert run("publish", LESSON, "--to", again, "--teacher", "Ms Bell", *desk) == 0
    assert run("collect", inbox, "--lesson", LESSON, *desk) == 1
    assert "whose key is not here" in capsys.readouterr().out
    with machine(tmp_path / name) as here:
        student, card = here.sign_in(name, cards[name])
        work = here.begin(student, again)
        earlier = here.studying.earlier_work(work)
        assert earlier is not None
        assert earlier.attempt.state is AttemptState.HANDED_IN
        work = here.studying.bring_over(work, earlier)
        assert len(work.marking) == 8
        assert here.studying.earlier_work(work) is None
        (inbox / "again.handin").write_bytes(here.studying.hand_in(work, card).file)
    assert run("collect", inbox, "--lesson", LESSON, "--json", *desk) == 1
    (new,) = json.loads(capsys.readouterr().out)["new"]
    assert (new["student"], new["card"]) == (name, "unknown")
