"""What a machine can see that is wrong with a lesson. The teaching rules are those of the guide."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from annotator.files import limits
from annotator.files.key_lint import key_faults
from annotator.files.lesson_folder import ARTICLE, KEY, SETTINGS, load_lesson, load_settings
from annotator.files.reading import read_utf8
from annotator.files.reading_level import flesch_kincaid_grade
from annotator.model.article import Article, BlockKind
from annotator.model.errors import BadInput
from annotator.model.key import AnswerKey
from annotator.model.labels import LabelGuide
from annotator.model.lesson import Lesson

OPTIONAL_ITEMS, TRAPS, DEBRIEF, WATCH_FOR = 3, 2, 4, 2
#: The largest share of the required items that one label may have: more, and painting pays.
LABEL_SHARE = 0.6
#: A lesson longer than this many minutes needs a place to stop.
ONE_PERIOD = 50
#: How far the article's length may lie from its target, and its reading grade from the lesson's.
WORDS_OFF, GRADES_OFF = 0.08, 1.5


class Severity(StrEnum):
    """An error has to be mended before the lesson is used; a warning wants a look; a note is told
    and may well stay as it is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found. ``line`` counts from 1; 0 where it belongs to no line. One that
    ``stops`` is why the lesson can't be read: nothing else was looked at."""

    severity: Severity
    file: str
    line: int
    message: str
    stops: bool = False

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{self.severity}: {place}: {self.message}"


def check_lesson(folder: Path, guide: LabelGuide) -> list[Finding]:
    """Everything that is found in the lesson folder, errors first; empty for a sound lesson."""
    try:
        lesson = load_lesson(folder, guide)
        target = load_settings(folder).words
    except BadInput as error:
        return [_unreadable(folder, error)]
    find = _Finder(folder)
    found = [*_settings(folder, lesson, find), *_article(lesson, target, find)]
    if lesson.key is None:
        found.append(find.error(KEY, "", "the lesson has no answer key."))
    else:
        found += _counts(lesson.key, find)
        found += [
            Finding(
                Severity.ERROR if is_error else Severity.WARNING, KEY, find.line(KEY, id_), words
            )
            for is_error, id_, words in key_faults(lesson, lesson.key)
        ]
    return in_order(found)


def in_order(found: Iterable[Finding]) -> list[Finding]:
    """Errors, warnings, notes; each by file and line."""
    rank = list(Severity)
    return sorted(found, key=lambda each: (rank.index(each.severity), each.file, each.line))


def key_finding(folder: Path, place_id: str, message: str) -> Finding:
    """A warning about the key, with the line on which the id of an item or trap stands."""
    return _Finder(folder).warning(KEY, place_id, message)


def _unreadable(folder: Path, error: BadInput) -> Finding:
    """The one finding of a lesson that can't be loaded, at the place that the error names."""
    named = re.match(r"[^/]*/([\w.-]+), line (\d+): ", error.happened)
    if named is None:
        return Finding(Severity.ERROR, folder.name, 0, error.happened, stops=True)
    words = error.happened[named.end() :]
    return Finding(Severity.ERROR, named.group(1), int(named.group(2)), words, stops=True)


class _Finder:
    """Makes findings with the line on which a word stands first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lines: dict[str, list[str]] = {}

    def line(self, file: str, needle: str) -> int:
        if not needle:
            return 0
        if file not in self._lines:
            path = self._folder / file
            text = read_utf8(path, limits.TEXT_BYTES) if path.exists() else ""
            self._lines[file] = text.split("\n")
        lines = enumerate(self._lines[file], 1)
        return next((number for number, line in lines if needle in line), 0)

    def error(self, file: str, needle: str, message: str) -> Finding:
        return Finding(Severity.ERROR, file, self.line(file, needle), message)

    def note(self, file: str, needle: str, message: str) -> Finding:
        return Finding(Severity.NOTE, file, self.line(file, needle), message)

    def warning(self, file: str, needle: str, message: str) -> Finding:
        return Finding(Severity.WARNING, file, self.line(file, needle), message)


def _settings(folder: Path, lesson: Lesson, find: _Finder) -> Iterator[Finding]:
    if lesson.id != folder.name:
        yield find.error(SETTINGS, "slug", f"the slug “{lesson.id}” is not the folder’s name.")
    card = lesson.teacher
    wanted: list[tuple[str, bool, str]] = [
        ("number", lesson.number > 0, "the lesson has no number."),
        ("skill", bool(lesson.skill), "the card has no skill."),
        ("summary", bool(lesson.summary), "the card has no summary."),
        ("minutes", lesson.minutes > 0, "the lesson says no time."),
        ("instructions", bool(lesson.instructions), "there are no instructions for students."),
        ("[teacher]", bool(card.goal), "the teacher’s card has no goal."),
        ("[teacher]", bool(card.plan), "the teacher’s card has no plan."),
        ("[teacher]", bool(card.standards), "the teacher’s card names no standards."),
        (
            "watch_for",
            len(card.watch_for) >= WATCH_FOR,
            f"the teacher’s card has fewer than {WATCH_FOR} things to watch for.",
        ),
        (
            "debrief",
            len(card.debrief) >= DEBRIEF,
            f"there are {len(card.debrief)} questions for the class; {DEBRIEF} are wanted.",
        ),
        (
            "minutes",
            lesson.minutes <= ONE_PERIOD or lesson.stop_after_paragraph is not None,
            "the lesson takes more than one period and has no place to stop.",
        ),
        (
            "edges_count",
            lesson.uses.edges_count or "edge" in lesson.instructions.lower(),
            "edges don’t count here, and the instructions don’t say so.",
        ),
    ]
    for needle, holds, message in wanted:
        if not holds:
            yield find.error(SETTINGS, needle, message)
    unlocks = lesson.uses.attributes or lesson.uses.relations
    if unlocks and not lesson.new:
        yield find.error(SETTINGS, "relations", "nothing introduces what is new in this lesson.")
    for standard in card.standards:
        if not standard.startswith(("RI.", "RH.")):
            yield find.warning(SETTINGS, standard, f"“{standard}” is no RI or RH standard.")


def _article(lesson: Lesson, target: int, find: _Finder) -> Iterator[Finding]:
    article = lesson.article
    headlines = [b for b in article.blocks if b.kind is BlockKind.HEADLINE]
    if len(headlines) != 1:
        yield find.error(ARTICLE, "# ", f"the article has {len(headlines)} headlines.")
    elif headlines[0].span.of(article.text) != article.metadata.title:
        yield find.error(ARTICLE, "title", "the headline is not the title of the article.")
    if article.metadata.title != lesson.title:
        yield find.error(SETTINGS, "title", "the lesson’s title is not the article’s.")
    if article.metadata.date is None:
        yield find.warning(ARTICLE, "+++", "the article has no date.")
    for mark in "\"'":
        for line in article.text.split("\n"):
            if mark in line:
                # The paper may have printed it so, and an article is kept as it is.
                yield find.note(ARTICLE, line[:40], f"there is a straight quotation mark ({mark}).")
    count = article.body_word_count
    if target and abs(count - target) > WORDS_OFF * target:
        yield find.error(SETTINGS, "words", f"the article has {count} words, not about {target}.")
    yield from _level(lesson, article, find)


def _level(lesson: Lesson, article: Article, find: _Finder) -> Iterator[Finding]:
    grades = [int(word) for word in lesson.grade.replace("–", "-").split("-") if word.isdigit()]
    if not grades:
        yield find.error(SETTINGS, "grade", "the lesson has no grade for teachers.")
        return
    if not article.metadata.language.startswith("en"):
        return
    paragraphs = [b.span.of(article.text) for b in article.blocks if b.kind is BlockKind.PARAGRAPH]
    level = flesch_kincaid_grade(paragraphs)
    if not min(grades) - GRADES_OFF <= level <= max(grades) + GRADES_OFF:
        yield find.warning(
            SETTINGS, "grade", f"the text reads like grade {level:.1f}, not {lesson.grade}."
        )


def _counts(key: AnswerKey, find: _Finder) -> Iterator[Finding]:
    required = [item for item in key.items if item.required]
    checks: list[tuple[bool, str]] = [
        (bool(required), "nothing in the key is required."),
        (
            len(key.items) - len(required) >= OPTIONAL_ITEMS,
            f"the key has {len(key.items) - len(required)} optional items; "
            f"{OPTIONAL_ITEMS} are wanted.",
        ),
        (len(key.traps) >= TRAPS, f"the key has {len(key.traps)} traps; {TRAPS} are wanted."),
    ]
    for holds, message in checks:
        if not holds:
            yield find.error(KEY, "", message)
    shares = Counter(item.label for item in required)
    for label, count in shares.items():
        if count > LABEL_SHARE * len(required):
            yield find.error(
                KEY, "", f"{count} of {len(required)} required items are “{label}”: too many."
            )
