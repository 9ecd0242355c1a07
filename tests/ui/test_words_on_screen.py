"""The interface's own sentences, read out of its source: words that a twelve-year-old knows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import annotator
from annotator import assets
from annotator.ui import words

UI = Path(annotator.__file__).parent / "ui"
#: Where only teachers read, or nobody but who starts the program from a command line.
TEACHERS = ("teacher/",)
NOBODY = ("demo", "bench_start.py", "display.py", "single.py", "quick_start.py", "style.py")
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


@dataclass(frozen=True)
class Said:
    place: str
    text: str


def strings(path: Path, root: Path = UI) -> Iterator[Said]:
    """String constants that people may read: with a space or a capital, no docstrings, no names."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
        if isinstance(node, ast.Call) and _is_log(node.func):
            skipped |= {id(inner) for inner in ast.walk(node)}
        # A type written as text, and what an assert says to its author.
        if isinstance(node, ast.Assert | ast.Raise) and not _tells(node):
            skipped |= {id(inner) for inner in ast.walk(node)}
    in_f = {
        id(value) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
        for value in node.values
    }  # fmt: skip
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        text = ""
        if isinstance(node, ast.JoinedStr):
            text = "".join(
                str(v.value) if isinstance(v, ast.Constant) else "X" for v in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = "" if id(node) in in_f else node.value
        if " " in text.strip() and re.search(r"[A-Za-z]{2}", text):
            yield Said(f"{path.relative_to(root)}:{getattr(node, 'lineno', 0)}", text)


def _is_log(func: ast.expr) -> bool:
    return isinstance(func, ast.Attribute) and (
        isinstance(func.value, ast.Name) and func.value.id in ("_log", "logging")
    )


def _tells(node: ast.stmt) -> bool:
    """Whether what is raised is shown to people."""
    return isinstance(node, ast.Raise) and "AnnotatorError" in ast.dump(node)


def said(*, by_students: bool) -> list[Said]:
    found: list[Said] = []
    for path in sorted(UI.rglob("*.py")):
        name = path.relative_to(UI).as_posix()
        if name.startswith(NOBODY) or name.startswith(TEACHERS) is by_students:
            continue
        found += strings(path)
    return found


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.?:;])\s+|\n", text) if part.strip()]


STUDENTS, ALL = said(by_students=True), said(by_students=True) + said(by_students=False)


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


@pytest.mark.parametrize("who", ["students", "teachers"])
def test_sentences_are_short(who: str) -> None:
    texts = STUDENTS if who == "students" else ALL
    long = [
        Said(each.place, sentence)
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
