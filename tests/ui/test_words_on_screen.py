"""The interface's own sentences, read out of its source: words that a twelve-year-old knows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import annotator
from annotator import assets
from annotator.ui.article import vocabulary as words
from tests.screen_texts import ScreenText, error_names, sentences, sentences_of_errors, strings

PROGRAM = Path(annotator.__file__).parent
UI = PROGRAM / "ui"
#: Below the interface most strings are no words for people; errors and help are. On the command
#: line all of it is read, by people who know what JSON is.
BELOW = ("services", "files", "scoring", "store", "model")
COMMANDS = ("cli/", "__main__.py")
#: Where only teachers read, or nobody but who starts the program from a command line.
TEACHERS = (
    "desk/",
    "entry/",
    "importing/",
    "key/",
    "outcomes/compare_panel",
    "outcomes/report_texts",
    "report/",
    "review/",
    "app/desk_pages",
    "app/lesson_pages",
    "app/review_pages",
    "app/teacher_",
)
#: Below the interface, what the screens say all the same: to students, and to teachers alone.
TOLD_BELOW = {
    True: ("services/marking/wording.py", "services/review/wordings.py"),
    False: ("services/review/explanation.py", "services/review/points.py"),
}
NOBODY = ("app/display.py", "app/single_instance.py", "widgets/style.py")
#: The longest sentence, in words.
LONGEST = {"students": 24, "teachers": 32}

#: What the program's own people say among themselves, and a reader should never have to know.
JARGON = re.compile(
    r"\b(annotations?|spans?|tokens?|corpus|metadata|submissions?|json|sha-?256|hash(es)?|"
    r"databases?|sqlite|iou|precision|recall|kappa|f1[- ]score|parse[ds]?|invalid|unhandled|"
    r"traceback|null|uuid|utf-?\d*|boolean|gold standard|coder|code ?points?|"
    r"checkable in principle|attribution|scare quotes|hedg(e|es|ed|ing))\b",
    re.IGNORECASE,
)
#: What other programs call their buttons is said as it stands there.
THEIRS = re.compile("“Upload submissions”")
#: Besides, for students: a grade is not what this is about.
SCHOOL = re.compile(r"\b(grades?|graded|grading|score[ds]?|wrong answer|fail(ed|ure)?)\b", re.I)


def screen_texts(*, by_students: bool) -> list[ScreenText]:
    found: list[ScreenText] = []
    for path in sorted(UI.rglob("*.py")):
        name = path.relative_to(UI).as_posix()
        if name.startswith(NOBODY) or name.startswith(TEACHERS) is by_students:
            continue
        found += strings(path, UI)
    for name in TOLD_BELOW[by_students]:
        found += strings(PROGRAM / name, PROGRAM)
    return found


def texts_below() -> list[ScreenText]:
    everything = sorted(PROGRAM.rglob("*.py"))
    errors = error_names(everything)
    found: list[ScreenText] = []
    for path in everything:
        name = path.relative_to(PROGRAM).as_posix()
        if name.startswith(COMMANDS):
            found += strings(path, PROGRAM)
        elif name.startswith(BELOW):
            found += sentences_of_errors(path, PROGRAM, errors)
    return found


STUDENTS, ALL = (
    screen_texts(by_students=True),
    screen_texts(by_students=True) + screen_texts(by_students=False),
)
BELOW_TEXTS = texts_below()


def test_there_is_something_to_read() -> None:
    assert len(STUDENTS) > 250
    assert len(ALL) > len(STUDENTS) + 150
    texts = {each.text for each in STUDENTS}
    assert "What is your name?" in texts
    assert "Warm-up: six sentences" in texts


def test_nobody_shouts() -> None:
    # A lone "!" is a sign to be written on paper.
    assert [each for each in ALL if re.search(r"[^\s]!", each.text)] == []


def test_no_jargon() -> None:
    assert [each for each in ALL if JARGON.search(THEIRS.sub("", each.text))] == []


def test_students_never_read_of_grades() -> None:
    assert [each for each in STUDENTS if SCHOOL.search(each.text)] == []


#: Words that help whoever writes lessons or starts commands to mend a file or a computer.
FOR_AUTHORS = re.compile(r"\b(JSON|UTF-8|SQLite|database)\b", re.I)
AUTHORS = ("cli/", "__main__.py", "files/key_file.py", "files/reading.py", "files/source.py")


def test_what_is_told_below_the_interface_is_read_too() -> None:
    assert len(BELOW_TEXTS) > 400
    texts = {each.text for each in BELOW_TEXTS}
    assert "Open its lesson file again, or choose another lesson on the start page." in texts
    places = {each.place.partition("/")[0] for each in BELOW_TEXTS}
    assert places >= {"cli", "services", "files", "store", "model"}


def test_no_jargon_and_no_shouting_below_the_interface() -> None:
    found = []
    for each in BELOW_TEXTS:
        is_theirs = each.place.startswith((*AUTHORS, "store/database.py"))
        text = FOR_AUTHORS.sub("", each.text) if is_theirs else each.text
        if JARGON.search(text) or re.search(r"[^\s]!", text):
            found.append(each)
    assert found == []


def test_sentences_below_the_interface_are_short() -> None:
    screen_texts = [(each.place, part) for each in BELOW_TEXTS for part in sentences(each.text)]
    assert [each for each in screen_texts if len(each[1].split()) > LONGEST["teachers"]] == []


def test_the_sentences_of_errors_are_found_and_nothing_else(tmp_path: Path) -> None:
    source = tmp_path / "reading.py"
    source.write_text(
        "class Torn(AnnotatorError):\n    pass\n"
        'ROWS = "SELECT span FROM marks"\n'
        'def f(n):\n    raise Torn(f"{n} is torn.", kept="All is kept.")\n'
        'add("--x", help="what x is", metavar="NO WORDS")\n',
        encoding="utf-8",
    )
    names = error_names([source])
    assert names == {"AnnotatorError", "Torn"}
    texts = {each.text for each in sentences_of_errors(source, tmp_path, names)}
    assert texts == {"X is torn.", "All is kept.", "what x is"}


@pytest.mark.parametrize("who", ["students", "teachers"])
def test_sentences_are_short(who: str) -> None:
    texts = STUDENTS if who == "students" else ALL
    long = [
        ScreenText(each.place, sentence)
        for each in texts
        for sentence in sentences(each.text)
        if len(sentence.split()) > LONGEST[who]
    ]
    assert long == []


def test_the_labels_are_told_in_the_words_of_the_guide() -> None:
    guide = (assets.resources_dir() / "label_guide.toml").read_text(encoding="utf-8")
    assert 'short = "could be checked"' in guide
    warm_up = (assets.resources_dir() / "warm_up.toml").read_text(encoding="utf-8")
    for text in (guide, warm_up):
        lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
        assert "!" not in lines
        assert not JARGON.search(lines)
        assert not SCHOOL.search(lines)


def test_the_words_for_attributes_are_a_twelve_year_olds() -> None:
    spoken = [
        answer
        for question, answers in words.ATTRIBUTES.values()
        for answer in (question, *answers.values())
    ]
    spoken += [*words.CERTAINTY.values(), *words.RELATIONS.values(), *words.SPANLESS.values()]
    assert "guess about the future" in spoken
    assert "nobody is named" in spoken
    assert {"job, no name", "one day", "the article itself"} <= set(spoken)
    whole = " ".join(spoken).casefold()
    for never in ("forecast", "role only", "principle", "missing", "narrator"):
        assert never not in whole


@pytest.mark.parametrize("bad", ["Invalid span.", "Your grade", "The SHA-256 of it"])
def test_the_nets_catch(bad: str) -> None:
    assert JARGON.search(bad) or SCHOOL.search(bad)


def test_what_is_shown_is_read_and_what_is_not_is_left_out(tmp_path: Path) -> None:
    source = tmp_path / "page.py"
    source.write_text(
        '"""A docstring about spans."""\n'
        '_log.warning("a span of the log")\n'
        "def f(n):\n"
        '    """Another one."""\n'
        '    show("Well done!", f"{n} marks are left")\n'
        '    raise AnnotatorError("It did not work.", todo="Try again.")\n',
        encoding="utf-8",
    )
    texts = [each.text for each in strings(source, tmp_path)]
    assert sorted(texts) == ["It did not work.", "Try again.", "Well done!", "X marks are left"]
