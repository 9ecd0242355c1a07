"""README says nothing that isn't so: links lead somewhere, commands are known, figures were run."""

from __future__ import annotations

import re
import struct
import tomllib
from pathlib import Path

import pytest

from annotator import __main__ as front_door
from annotator import __version__, cli
from annotator.demo import command as demo

CHECKOUT = Path(__file__).resolve().parents[1]
README = (CHECKOUT / "README.md").read_text("utf-8")
CHANGELOG = (CHECKOUT / "CHANGELOG.md").read_text("utf-8")
BENCHMARKS = CHECKOUT / "tests" / "benchmarks"


def links(text: str) -> list[str]:
    found = re.findall(r"\]\(([^)\s]+)\)", text)
    return [link for link in found if "://" not in link]


def code_lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.startswith("    ")]


def figures(text: str) -> list[list[str]]:
    part = text.split("\n## Figures\n")[1].split("\n## ")[0]
    rows = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


@pytest.mark.parametrize("link", links(README) + links(CHANGELOG))
def test_every_link_leads_to_a_file_of_this_project(link: str) -> None:
    assert (CHECKOUT / link).resolve().is_relative_to(CHECKOUT)
    assert (CHECKOUT / link).is_file()


def test_pictures_are_small_and_tell_in_words_what_they_show() -> None:
    pictures = re.findall(r"!\[([^]]*)\]\(([^)]+)\)", README)
    assert len(pictures) >= 3
    for words, link in pictures:
        assert len(words.split()) > 4
        picture = (CHECKOUT / link).read_bytes()
        width, height = struct.unpack(">II", picture[16:24])
        assert (width, height) == demo.parser().get_default("size")
        assert len(picture) < 400_000
    used = {Path(link).name for _, link in pictures}
    assert used == {path.name for path in (CHECKOUT / "resources" / "pictures").iterdir()}


def test_the_demos_pictures_are_named_as_the_demo_names_them() -> None:
    sources = (CHECKOUT / "annotator" / "demo").glob("*.py")
    text = "\n".join(path.read_text("utf-8") for path in sources)
    named = re.findall(r"`\d\d-([a-z-]+)`", README)
    assert len(named) == 3
    for name in named:
        assert f'"{name}"' in text


def program_commands() -> list[list[str]]:
    lines = [re.split(r" {2,}", line)[0] for line in code_lines(README)]
    lines += re.findall(r"`((?:annotator|python3 start\.py) [^`]+)`", README)
    return [line.split() for line in lines if line.startswith(("annotator ", "python3 start.py "))]


@pytest.mark.parametrize("words", program_commands(), ids=" ".join)
def test_every_command_and_option_is_known(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    words = words[1:] if words[0] == "annotator" else words[2:]
    command, rest = words[0], words[1:]
    if command in ("test", "bench", "soak", "house"):
        assert f"start.py {command}" in (CHECKOUT / "start.py").read_text("utf-8")
        options = [word for word in rest if word.startswith("--")]
        if command == "bench":
            for option in options:
                assert f'"{option}"' in (BENCHMARKS / "__main__.py").read_text("utf-8")
        return
    if command == "--help":
        return
    assert command == "demo" or command in front_door.COMMANDS
    main = demo.main if command == "demo" else cli.main
    given = ["--help"] if command == "demo" else [command, "--help"]
    with pytest.raises(SystemExit) as end:
        main(given)
    assert end.value.code == 0
    told = capsys.readouterr().out
    for word in rest:
        if word.startswith("--") and word != "--help":
            assert word in told


def test_every_command_of_the_program_is_told() -> None:
    told = {words[1] for words in program_commands() if words[0] == "annotator"}
    assert {*front_door.COMMANDS, "demo"} <= told


def test_figures_are_rows_of_benchmarks_that_there_are() -> None:
    rows = figures(README)
    assert len(rows) >= 10
    sources = "\n".join(path.read_text("utf-8") for path in BENCHMARKS.glob("bench_*.py"))
    for name, _size, value, _least, ratio, goal, holds in rows:
        assert f'"{name}"' in sources, name
        assert re.fullmatch(r"[\d.]+ (ms|s|MB)", value)
        judged = ratio if goal.endswith("×") else value
        assert (figure(judged) <= figure(goal)) == (holds == "yes"), name


def figure(cell: str) -> float:
    found = re.search(r"[\d.]+", cell)
    assert found is not None, cell
    return float(found[0])


def test_the_oldest_python_is_the_one_that_is_needed() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    oldest = project["requires-python"].removeprefix(">=")
    assert f"Python {oldest} or newer" in README


def test_the_lessons_and_keys_it_tells_of() -> None:
    assert len(list((CHECKOUT / "lessons").glob("*/lesson.toml"))) == 8
    assert "There are eight" in README


def test_the_changelog_is_in_the_usual_form() -> None:
    assert re.search(r"^## \[Unreleased\]$", CHANGELOG, re.MULTILINE)
    versions = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", CHANGELOG, re.MULTILINE)
    assert not versions or versions[0] == __version__


def test_both_pages_speak_of_the_project_alone() -> None:
    for text in (README, CHANGELOG):
        assert not re.search(r"/(?:work|root|tmp|home)/", text)
        assert "TODO" not in text
        assert "@@" not in text
