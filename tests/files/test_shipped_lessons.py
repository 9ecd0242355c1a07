"""The lessons that come with the program: sound in everything that a machine can see."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from annotator.files.key_file import read_key, write_key
from annotator.files.label_guide import load_label_guide
from annotator.files.lesson_folder import load_article, load_lesson
from annotator.files.lesson_lint import Severity, check_lesson
from annotator.files.reading_level import flesch_kincaid_grade, sentences, syllables
from tests.files.make import GUIDE, LESSONS

#: Number of the lesson → the length that was planned for it, in words.
WORDS = {1: 220, 2: 280, 3: 340, 4: 380, 5: 430, 6: 400, 7: 420, 8: 480}
FOLDERS = sorted(path for path in LESSONS.iterdir() if (path / "lesson.toml").exists())
SCRAPED = Path(__file__).parents[3] / "shared" / "articles" / "us-sun-2022-10-as-scraped.txt"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_no_errors_are_found(folder: Path) -> None:
    found = check_lesson(folder, load_label_guide(GUIDE))
    assert [str(f) for f in found if f.severity is Severity.ERROR] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_the_key_quotes_its_article_and_is_written_as_it_is_read(folder: Path) -> None:
    article = load_article(folder)
    key = read_key(folder / "key.json", article)
    for item in key.items:
        for accepted in item.accepted:
            assert accepted.span.of(article.text) == accepted.quote
    for trap in key.traps:
        assert trap.span.of(article.text) == trap.quote
    # A checkout may have given the file other line ends.
    there = (folder / "key.json").read_bytes().replace(b"\r\n", b"\n")
    assert write_key(key, article) == there


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_length_periods_and_progression(folder: Path) -> None:
    lesson = load_lesson(folder, load_label_guide(GUIDE))
    target = WORDS[lesson.number]
    assert abs(lesson.article.body_word_count - target) <= 0.08 * target
    assert (lesson.stop_after_paragraph is not None) == (lesson.number >= 4)
    assert lesson.uses.edges_count == (lesson.number >= 3)
    if lesson.number <= 2:
        assert not lesson.uses.attributes
        assert not lesson.uses.relations
        assert not lesson.uses.certainty
    if lesson.number in (3, 4):
        assert "denies" in lesson.uses.relations
    if lesson.number == 4:
        assert "said_by" in lesson.uses.relations


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_no_line_of_the_key_shares_its_id_with_another_lesson(folder: Path) -> None:
    ids = Counter(
        found
        for other in FOLDERS
        for found in set(
            re.findall(r'"id": "urn:uuid:([0-9a-f-]{36})"', (other / "key.json").read_text("utf-8"))
        )
    )
    own = re.findall(r'"id": "urn:uuid:([0-9a-f-]{36})"', (folder / "key.json").read_text("utf-8"))
    assert own
    assert all(ids[found] == 1 for found in own)


def test_lesson_8_tells_it_in_its_own_words() -> None:
    """No six words in a row are shared with the scraped article, outside names and dates."""
    if not SCRAPED.exists():
        pytest.skip(f"the scraped article is not at {SCRAPED}")
    folder = next((f for f in FOLDERS if f.name.startswith("08-")), None)
    if folder is None:
        pytest.skip("lesson 8 is not there yet")
    article = load_article(folder)
    ours = re.findall(r"[\w’']+", article.text.lower())
    theirs = re.findall(r"[\w’']+", SCRAPED.read_text(encoding="utf-8").lower())
    runs = {tuple(theirs[n : n + 6]) for n in range(len(theirs) - 5)}
    shared = [ours[n : n + 6] for n in range(len(ours) - 5) if tuple(ours[n : n + 6]) in runs]
    assert shared == []


def test_reading_level_of_known_texts() -> None:
    easy = ["The cat sat. The dog ran. We all had fun."]
    hard = [
        "Notwithstanding considerable organisational difficulties, administrators subsequently "
        "implemented comprehensive environmental regulations throughout the municipality."
    ]
    assert flesch_kincaid_grade(easy) < 1
    assert flesch_kincaid_grade(hard) > 18
    # By hand: 10 words, 1 sentence, 12 syllables: 0.39 × 10 + 11.8 × 1.2 − 15.59 = 2.47.
    by_hand = ["The little dog ran after the big red ball today."]
    words = by_hand[0][:-1].split()
    assert sum(syllables(word) for word in words) == 13
    assert flesch_kincaid_grade(by_hand) == pytest.approx(0.39 * 10 + 11.8 * 1.3 - 15.59)
    assert flesch_kincaid_grade([]) == 0


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("the", 1), ("water", 2), ("council", 2), ("opinion", 3), ("wanted", 2), ("asked", 1),
        ("houses", 2), ("times", 1), ("table", 2), ("being", 2), ("£86,000", 1), ("Mayor’s", 2),
        ("reservoir", 3), ("head-teacher", 3), ("radio", 3),
    ],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_sentences_are_not_cut_after_a_title() -> None:
    block = "Dr. Quill came. “It leaks,” she said. Nobody answered."
    assert [span.of(block) for span in sentences(block)] == [
        "Dr. Quill came.",
        "“It leaks,” she said.",
        "Nobody answered.",
    ]
    assert sentences("  ") == []
