"""The commands without a window, as people and scripts call them."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from annotator import __main__ as program
from annotator import assets, cli
from annotator.__main__ import COMMANDS
from annotator.files.hand_in import write_hand_in
from annotator.files.key_file import write_key
from annotator.files.label_guide import load_label_guide
from annotator.files.lesson_folder import load_lesson
from annotator.model.annotation import Annotation, new_id
from annotator.model.lesson import Lesson
from annotator.model.moments import utc_now
from annotator.model.work import Attempt, Student, Submission
from annotator.store.classes import Classes
from annotator.store.database import Database
from annotator.store.schema import DatabaseKind

PAGE = Path(__file__).parent / "files" / "data" / "scraped_harbour.txt"


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    guide = load_label_guide(assets.resources_dir() / "label_guide.toml")
    return load_lesson(assets.lessons_dir() / "01-new-crossing", guide)


def hand_in(lesson: Lesson, path: Path, *, name: str = "Amara", every: int = 1) -> Path:
    """A hand-in that marks every n-th key item exactly, and the byline as a claim."""
    assert lesson.key is not None
    text = lesson.article.text
    marks = [Annotation.on(text, item.span, item.label) for item in lesson.key.items[::every]]
    marks.append(Annotation.on(text, lesson.key.traps[0].span, "claim"))
    submission = Submission(
        student=Student(id=new_id(), name=name),
        lesson_id=lesson.id,
        article_sha256=lesson.article.sha256,
        attempt=Attempt(id=new_id(), started=utc_now()),
        annotations=tuple(marks),
    )
    path.write_bytes(write_hand_in(submission, lesson.article, program_version="test"))
    return path


def test_import_prints_typed_blocks_that_tile_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", str(PAGE), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    names = ["title", "byline", "publisher", "date", "language", "sha256", "blocks"]
    assert list(told)[: len(names)] == names
    assert list(told)[len(names) :] == ["licence", "source", "left_out", "doubts", "certainty"]
    assert told["date"] == "2025-03-04"
    position = 0
    for block in told["blocks"]:
        assert list(block) == ["kind", "text", "start", "end"]
        assert block["start"] == position
        assert block["end"] - block["start"] == len(block["text"])
        position = block["end"] + 1


def test_import_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import", str(PAGE)]) == 0
    assert "  headline  Ferry ‘ran aground twice’" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\x00\x01\x02PK\x03\x04", "not a text file"),
        ("… — …".encode(), "no words"),
        (b"word " * 1_100_000, "too large"),
        (b"\xff\xfe\x00", "not a text file"),
    ],
)
def test_what_cannot_be_imported_is_said(
    content: bytes, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(content)
    assert cli.main(["import", str(path), "--json"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert sentence in told.err
    assert "odd.txt" in told.err
    assert "Traceback" not in told.err
    assert path.read_bytes() == content


def test_a_folder_or_nothing_at_all_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["import", str(tmp_path)]) == 2
    assert cli.main(["import", str(tmp_path / "gone.txt")]) == 2
    assert "not there" in capsys.readouterr().err


def test_old_encodings_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "old.txt"
    words = "Der Bürgermeister von Köln hat die Brücke für die Fußgänger geöffnet und ist froh. "
    path.write_bytes((words * 8).encode("cp1252"))
    assert cli.main(["import", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert "Köln" in told["blocks"][0]["text"]
    assert told["language"] == "de"


def test_compare_tells_every_item_and_every_mark(
    lesson: Lesson, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = hand_in(lesson, tmp_path / "amara.handin", every=2)
    assert cli.main(["compare", lesson.id, str(path), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert lesson.key is not None
    assert len(told["items"]) == len(lesson.key.items)
    assert len(told["marks"]) == len(lesson.key.items[::2]) + 1
    assert told["student"] == "Amara"
    assert sum(row["points"] for row in told["rows"]) == pytest.approx(told["points"])
    assert 0 < told["score"] < 100
    assert [mark["state"] for mark in told["marks"]].count("trap") == 1


def test_compare_for_people_and_the_cost_of_extras(
    lesson: Lesson, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = hand_in(lesson, tmp_path / "amara.handin")
    assert cli.main(["compare", "1", str(path), "--extra-cost", "0"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Amara: ")
    assert "100%" in told


def test_one_bad_hand_in_does_not_stop_the_others(
    lesson: Lesson, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = hand_in(lesson, tmp_path / "good.handin")
    bad = tmp_path / "bad.handin"
    bad.write_bytes(good.read_bytes()[:-7])
    assert cli.main(["compare", lesson.id, str(bad), str(good), "--json"]) == 2
    told = capsys.readouterr()
    assert len(json.loads(told.out)) == 1
    assert "bad.handin" in told.err


def test_a_lesson_that_is_not_there_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["compare", "no-such-lesson", str(PAGE)]) == 2
    assert "no lesson" in capsys.readouterr().err


def test_check_lesson_finds_nothing_to_mend_in_a_shipped_one(
    lesson: Lesson, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check-lesson", str(assets.lessons_dir() / lesson.id)]) == 0
    assert "Nothing to mend." in capsys.readouterr().out


def copied(lesson: Lesson, place: Path) -> Path:
    folder = place / lesson.id
    shutil.copytree(assets.lessons_dir() / lesson.id, folder)
    return folder


def test_a_shipped_lesson_that_is_broken_hides_nothing_of_another(
    lesson: Lesson,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = copied(lesson, tmp_path / "lessons")
    (broken / "key.json").write_text("{ this is no key")
    sound = tmp_path / "lessons" / "03-reservoir-leak"
    shutil.copytree(assets.lessons_dir() / sound.name, sound)
    monkeypatch.setattr(assets, "lessons_dir", lambda: tmp_path / "lessons")
    assert cli.main(["check-lesson", str(sound)]) == 0
    assert cli.main(["check-lesson", str(broken)]) == 2
    assert "key.json, line 1" in capsys.readouterr().out


def test_check_lesson_shows_weak_places_of_a_key_as_warnings(
    lesson: Lesson, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copied(lesson, tmp_path)
    assert lesson.key is not None
    dull = [replace(item, why="It could be checked.") for item in lesson.key.items]
    key = replace(lesson.key, items=tuple(dull))
    (folder / "key.json").write_bytes(write_key(key, lesson.article))
    assert cli.main(["check-lesson", str(folder)]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("warning: key.json, line ")
    assert f"the same words stand {len(dull)} times: “It could be checked.”" in line


def test_check_lesson_looks_through_several_and_the_worst_counts(
    lesson: Lesson, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = assets.lessons_dir() / "02-lunch-vote"
    assert sound.is_dir()
    thin = copied(lesson, tmp_path)
    (thin / "key.json").unlink()
    assert cli.main(["check-lesson", str(sound), str(thin)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith(f"{lesson.id}: error: key.json")]
    assert [line for line in lines if line.startswith(f"{sound.name}: ")]
    (thin / "key.json").write_text("{ this is no key")
    assert cli.main(["check-lesson", "--json", str(thin), str(sound)]) == 2
    told = json.loads(capsys.readouterr().out)
    assert {each["lesson"] for each in told if each["severity"] == "error"} == {lesson.id}


def test_what_is_no_lesson_or_has_a_broken_key_could_not_be_checked(
    lesson: Lesson, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check-lesson", str(PAGE.parent)]) == 2
    assert "error" in capsys.readouterr().out
    folder = copied(lesson, tmp_path)
    (folder / "key.json").write_text("{ this is no key")
    assert cli.main(["check-lesson", str(folder)]) == 2
    assert "key" in capsys.readouterr().out


def test_a_draft_belongs_to_one_lesson(
    lesson: Lesson, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copied(lesson, tmp_path)
    before = (folder / "key.json").read_bytes()
    words = ["check-lesson", str(folder), str(tmp_path), "--draft", str(PAGE)]
    assert cli.main(words) == 2
    assert "one lesson" in capsys.readouterr().err
    assert (folder / "key.json").read_bytes() == before


def test_a_hand_in_is_made_of_quoted_marks_and_can_be_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    marks = tmp_path / "marks.json"
    source = {"label": "source", "quote": "Rosa Quill, a grandmother of two Ashgrove pupils"}
    marks.write_text(json.dumps({"marks": [source]}), encoding="utf-8")
    to = tmp_path / "amara.handin"
    words = ["mark", "1", "--marks", str(marks), "--name", "Amara Obi", "--to", str(to)]
    assert cli.main(words) == 0
    capsys.readouterr()
    assert cli.main(["compare", "1", str(to), "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["student"] == "Amara Obi"
    assert (told["found"], told["named"]) == (1, 1)


@pytest.mark.parametrize(
    ("quote", "name", "says"),
    [("said", "Amara", "marks.json, line 1: “said” is in the article"), ("x", " ", "a name")],
)
def test_no_hand_in_is_written_of_marks_that_can_not_be_placed(
    quote: str, name: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    marks, to = tmp_path / "marks.json", tmp_path / "amara.handin"
    marks.write_text(json.dumps({"marks": [{"label": "claim", "quote": quote}]}), encoding="utf-8")
    words = ["mark", "1", "--marks", str(marks), "--name", name, "--to", str(to)]
    assert cli.main(words) == 2
    assert says in capsys.readouterr().err
    assert not to.exists()


@pytest.mark.parametrize("command", [each for each in COMMANDS if each != "demo"])
def test_every_command_tells_its_exit_codes(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        program.main([command, "--help"])
    assert stopped.value.code == 0
    assert "2  something could not be done" in capsys.readouterr().out


@pytest.mark.parametrize("word", ["nonsense", "no/such/lesson.lesson", "x" * 5000, "..", ""])
def test_only_what_is_there_is_opened(word: str, tmp_path: Path) -> None:
    assert program._can_be_opened(word) is (word == "..")


def test_a_word_that_means_nothing_opens_no_window() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "annotator", "nonsense"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 2
    assert "“nonsense”" in done.stderr
    assert "Traceback" not in done.stderr


def test_lessons_and_files_can_be_opened(lesson: Lesson, tmp_path: Path) -> None:
    file = tmp_path / "a file.lesson"
    file.touch()
    assert program._can_be_opened(lesson.id)
    assert program._can_be_opened(str(file))
    assert program._can_be_opened(str(tmp_path))


def test_commands_do_not_load_qt() -> None:
    code = (
        "import sys; from annotator.__main__ import main; "
        f"main(['import', {str(PAGE)!r}, '--json']); "
        "assert not any(name.startswith('PySide6') for name in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=60)


def test_a_time_that_is_none_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["publish", "1", "--to", "there", "--due", "100% soon"])
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert "“100% soon” is not a time. Write it like 2026-03-20T16:00." in said
    assert "_local_time" not in said


def test_work_of_another_database_is_brought_in_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there, here = tmp_path / "old.backup", tmp_path / "here"
    with Database.open(there, kind=DatabaseKind.TEACHER) as database:
        Classes(database).add_class("7b")
    command = ["bring-in", str(there), "--data", str(here)]
    assert cli.main(command) == 0
    assert "New: 1 class." in capsys.readouterr().out
    assert cli.main(command) == 0
    assert "Nothing in it is new." in capsys.readouterr().out
    (tmp_path / "no.db").write_bytes(b"x")
    assert cli.main(["bring-in", str(tmp_path / "no.db"), "--data", str(here)]) == 2
    with Database.open(here / "teacher.db", kind=DatabaseKind.TEACHER) as database:
        assert [each.name for each in Classes(database).classes()] == ["7b"]


LISTS = Path(__file__).parent / "cases" / "lists"


def test_students_prints_who_is_on_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    path = LISTS / "samples" / "plain_07_doubled_names.csv"
    assert cli.main(["students", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {key: told["students"][0][key] for key in ("name", "first", "last", "id", "mail")} == {
        "name": "Min Kim",
        "first": "Min",
        "last": "Kim",
        "id": "101",
        "mail": "",
    }
    assert told["students"][0]["section"] == "9A"
    assert [(each["row"], each["text"]) for each in told["left_out"]] == [(4, "Kim | Min")]
    assert (told["encoding"], told["delimiter"]) == ("utf-8", ",")
    assert told["columns"] == {"Last name": 0, "First name": 1, "ID": 2, "Class": 3}
    assert cli.main(["students", str(path)]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == "Min Kim\t101\t\t9A"
    assert "Left out, row 4, the same name and ID as row 3: Kim | Min" in err
    assert "Row 7, Ute Lang: the same name as row 5: one student or two?" in err


def test_students_doubts_a_code_page_aloud(capsys: pytest.CaptureFixture[str]) -> None:
    path = LISTS / "samples" / "plain_04_cp1250.csv"
    assert cli.main(["students", str(path)]) == 0
    assert "Read as cp1250, which is a guess: “Příjmení”." in capsys.readouterr().err
    assert cli.main(["students", str(path), "--encoding", "latin-1"]) == 0
    assert "£ukasz" in capsys.readouterr().out
    assert cli.main(["students", str(path), "--encoding", "nonsense"]) == 2


def test_students_says_which_sheets_there_are_besides(capsys: pytest.CaptureFixture[str]) -> None:
    path = LISTS / "samples" / "plain_12_title_rows.xlsx"
    assert cli.main(["students", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["students"][0]["name"] == "Rosa Abend"
    assert told["left_out"][-1]["text"] == "Vorjahr"
    assert (told["encoding"], told["delimiter"]) == (None, None)
    assert cli.main(["students", str(path), "--sheet", "Vorjahr", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sheets"] == ["8c", "Vorjahr"]
    assert cli.main(["students", str(PAGE.with_name("nothing.csv"))]) == 2


def test_a_program_without_a_console_and_one_with_an_old_code_page_run() -> None:
    code = (
        "import sys; sys.stdout = sys.stderr = None; from annotator.__main__ import main; "
        f"sys.exit(main(['import', {str(PAGE)!r}]))"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
    command = [sys.executable, "-m", "annotator", "--help"]
    environment = {**os.environ, "PYTHONIOENCODING": "cp437"}
    done = subprocess.run(command, env=environment, capture_output=True, timeout=120, check=True)
    assert b"import" in done.stdout


def test_the_ledger_tells_what_each_student_holds(
    lesson: Lesson, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(tmp_path / "desk")]
    names = tmp_path / "names.txt"
    names.write_text("Amara Okoro\nBen Lind\n", "utf-8")
    assert cli.main(["cards", *data, "7B", "--list", str(names)]) == 0
    publish = ["publish", *data, lesson.id, "--class", "7B", "--to", str(tmp_path)]
    assert cli.main(publish) == 0
    assert (
        cli.main(
            ["collect", *data, str(hand_in(lesson, tmp_path / "a.handin", name="Amara Okoro"))]
        )
        == 0
    )
    given_back = ["return", *data, "--lesson", lesson.id, "--to", str(tmp_path / "out")]
    ledger = ["ledger", *data, "--lesson", lesson.id, "--class", "7B"]
    capsys.readouterr()
    assert cli.main(ledger) == 0
    told = capsys.readouterr().out
    assert "Not returned yet: 1\n    Amara Okoro, counts " in told
    assert "Nothing received: 1\n    Ben Lind" in told
    assert cli.main([*given_back, "--differences"]) == 0
    assert len(list((tmp_path / "out").iterdir())) == 1
    assert cli.main([*given_back, "--differences"]) == 0
    assert len(list((tmp_path / "out").iterdir())) == 1, "there is no difference any more"
    capsys.readouterr()
    assert cli.main([*ledger, "--json"]) == 0
    (told_json,) = json.loads(capsys.readouterr().out)
    amara = told_json["students"][0]
    assert (amara["state"], amara["return"], amara["ways"]) == ("current", 1, ["file"])


def test_a_due_time_that_is_over_is_asked_about(
    lesson: Lesson,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    publish = ["publish", "--data", str(tmp_path / "desk"), lesson.id, "--to", str(out)]
    past = [*publish, "--due", "2026-03-20T16:00"]
    # Where nobody can answer it is refused.
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert cli.main(past) == 2
    printed = capsys.readouterr().err
    assert "20 March 2026, 16:00 is over: every hand-in would be late." in printed
    assert "--yes" in printed
    assert list(out.iterdir()) == []
    # At a terminal it is asked.
    terminal = io.StringIO("no\ny\n")
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)
    assert cli.main(past) == 2
    assert list(out.iterdir()) == []
    assert cli.main(past) == 0
    assert len(list(out.iterdir())) == 1
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert cli.main([*past, "--yes"]) == 0
    assert cli.main([*publish, "--due", "2199-03-20T16:00"]) == 0
