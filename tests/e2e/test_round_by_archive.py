"""The whole round through a platform's archive, there and back, and through a class folder by
commands alone: three students, of whom one goes on at another computer half-way."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from annotator.cli import main
from annotator.files.class_folder import ClassFolder, FolderPart
from annotator.files.hand_in import write_hand_in
from annotator.model.work import AttemptState
from annotator.services.data.workspace import Workspace
from annotator.services.exchange.moving_drafts import DraftStanding, MovingDrafts
from annotator.services.marking.returned_work import take_return
from annotator.store.desk import Desk
from annotator.store.schema import DatabaseKind
from tests.e2e.transfer import machine, mark_items, the_shelf, zipped

LESSON = "03-reservoir-leak"
AMARA, ZOE, BEN = "Amara Okoro", "Zoë O’Hara", "Ben Li"
#: The names that the platforms give, and how they come back.
MOODLE = {
    AMARA: "Amara Okoro_70112_assignsubmission_file/My work.handin",
    ZOE: "Zoë O'Hara_70113_assignsubmission_file/work.handin",
    BEN: "Ben Li_70114_assignsubmission_file/work (2).handin",
}
CANVAS = {
    AMARA: "okoroamara_4709_998875_my work.handin",
    ZOE: "oharazoe_LATE_4711_998877_work-1.handin",
    BEN: "liben_4712_998878_work.handin",
}


def run(*words: object) -> int:
    return main([str(word) for word in words])


@pytest.fixture
def cards(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """The class list with its cards, made at the desk: four words by name."""
    listed = tmp_path / "7B.txt"
    listed.write_text("\n".join((AMARA, ZOE, BEN)), "utf-8")
    assert run("cards", "7B", "--list", listed, "--data", tmp_path / "desk") == 0
    return dict(line.split(": ") for line in capsys.readouterr().out.splitlines())


def three_hand_in(tmp_path: Path, cards: dict[str, str], lesson_file: Path) -> dict[str, bytes]:
    """Each on a computer of their own; Zoë begins on one and goes on, from a file, on another."""
    keyed, files = the_shelf().load(LESSON), {}
    for name, last in ((AMARA, 4), (BEN, 2)):
        with machine(tmp_path / name) as here:
            student, card = here.sign_in(name, cards[name])
            work = here.begin(student, lesson_file)
            mark_items(work, keyed, 0, last)
            files[name] = here.studying.hand_in(work, card).file
    carried = tmp_path / "stick" / "zoe.draft"
    carried.parent.mkdir()
    with machine(tmp_path / "school") as here:
        student, _ = here.sign_in(ZOE, cards[ZOE])
        work = here.begin(student, lesson_file)
        mark_items(work, keyed, 0, 3)
        here.data.writer.flush()
        drafts = MovingDrafts(here.data, tmp_path / "school" / "aside")
        drafts.save_file(work.attempt.id, work.lesson, carried)
    with machine(tmp_path / ZOE) as here:
        student, card = here.sign_in(ZOE, cards[ZOE])
        lesson = here.begin(student, lesson_file).lesson
        drafts = MovingDrafts(here.data, tmp_path / ZOE / "aside")
        look = drafts.open_file(carried, student, lesson)
        assert look.standing is DraftStanding.NEWER_THERE
        drafts.take(look, student, lesson, look.there[0])
        work = here.studying.open_work(student, lesson)
        assert len(work.marking) == 3
        mark_items(work, keyed, 3, 7)
        files[ZOE] = here.studying.hand_in(work, card).file
    return files


def found(tmp_path: Path, cards: dict[str, str], name: str, file: bytes) -> int:
    """Read a return where the work was handed in: how many items were found."""
    with machine(tmp_path / name) as here:
        _, card = here.sign_in(name, cards[name])
        taken = take_return(here.data, file, card=card)
        assert taken.attempt.state is AttemptState.RETURNED
        return taken.read.content.comparison.found


@pytest.mark.parametrize(("platform", "names"), [("moodle", MOODLE), ("canvas", CANVAS)])
def test_the_round_through_an_archive(
    tmp_path: Path,
    cards: dict[str, str],
    capsys: pytest.CaptureFixture[str],
    platform: str,
    names: dict[str, str],
) -> None:
    desk = ("--data", tmp_path / "desk")
    lesson_file = tmp_path / "leak.lesson"
    assert run("publish", LESSON, "--to", lesson_file, "--class", "7B", *desk) == 0
    files = three_hand_in(tmp_path, cards, lesson_file)
    downloaded, back = tmp_path / "downloaded.zip", tmp_path / "back.zip"
    downloaded.write_bytes(zipped({names[name]: file for name, file in files.items()}))
    capsys.readouterr()
    assert run("collect", downloaded, "--lesson", LESSON, "--json", *desk) == 0
    came = json.loads(capsys.readouterr().out)["new"]
    assert {each["student"]: each["card"] for each in came} == dict.fromkeys(files, "checked")
    assert run("collect", downloaded, "--lesson", LESSON, *desk) == 0
    assert capsys.readouterr().out.startswith("0 new, 3 known already.")
    given = ("--lesson", LESSON, "--to", back, f"--{platform}", downloaded)
    assert run("return", *given, *desk) == 0
    with zipfile.ZipFile(back) as archive:
        # Moodle goes by the participant's folder, Canvas by the whole name.
        keep = (lambda name: name.split("/")[0]) if platform == "moodle" else str
        returns = {keep(each): archive.read(each) for each in archive.namelist()}
    assert set(returns) == {keep(each) for each in names.values()}
    read = {name: found(tmp_path, cards, name, returns[keep(names[name])]) for name in files}
    assert read == {AMARA: 4, BEN: 2, ZOE: 7}


def test_the_round_through_a_class_folder_by_commands(
    tmp_path: Path, cards: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    desk = ("--data", tmp_path / "desk")
    folder = ClassFolder.create(tmp_path / "class", "7B")
    assert run("publish", LESSON, "--to", folder.path, "--class", "7B", *desk) == 0
    (lesson,) = folder.entries(FolderPart.LESSONS)
    files = three_hand_in(tmp_path, cards, lesson.path)
    with machine(tmp_path / "nobody") as here:
        student, _ = here.sign_in("Cy Doe")
        work = here.begin(student, lesson.path)
        done = here.studying.hand_in(work)
        # As an older version made it: without a key to which the return could be sealed.
        files["Cy Doe"] = write_hand_in(
            here.studying.submission(done.attempt, work.lesson),
            work.lesson.article,
            program_version="0",
            teacher_key=work.lesson.task.teacher_key,
        )
        student, _ = here.sign_in("Di Poe")
        files["Di Poe"] = here.studying.hand_in(here.begin(student, lesson.path)).file
    for file in files.values():
        folder.put(FolderPart.HAND_INS, file)
    run("collect", folder.path, "--lesson", LESSON, *desk)
    assert capsys.readouterr().out.count("5 new") == 1
    assert run("return", "--lesson", LESSON, "--to", folder.path, *desk) == 0
    said = capsys.readouterr()
    assert "4 returns" in said.out
    assert "Not in it: Cy Doe" in said.err
    assert len(folder.entries(FolderPart.RETURNS)) == 4
    assert not list(folder.path.glob("*.return")), "a student would not look there"
    # Who was left out has nothing yet, and the desk knows it.
    with (
        Workspace.open(tmp_path / "desk") as workspace,
        workspace.database(DatabaseKind.TEACHER) as database,
    ):
        rows = Desk(database).inbox(LESSON)
    assert {row.student_name for row in rows if row.returned is None} == {"Cy Doe"}
