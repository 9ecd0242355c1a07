"""Blind annotation: marks of somebody who never saw the key, held against it.

``python -m tests.blind ROUND``, where ROUND holds one folder for each annotator with a file for
each lesson (``ROUND/NAME/01-new-crossing.json``): a file of quoted marks with their ties, as
``annotator mark`` takes it, or, in the rounds before there was such a form, a list of ``{"label",
"quote", "occurrence", "note"}``. An occurrence counts the quote from 1 where it stands on word
edges. The program's own comparison decides what is found, what its label is, whether the edges are
tidy, and which ties and attributes are right. How the rounds are held is told in
``lessons/README.md``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from annotator.files.label_guide import load_label_guide
from annotator.files.lesson_folder import load_lesson
from annotator.files.quoted_marks import read_quoted_marks
from annotator.model.annotation import Annotation, Relation
from annotator.model.article import Article
from annotator.model.lesson import Lesson
from annotator.model.outcome import (
    Comparison,
    Edges,
    ItemOutcome,
    ItemState,
    MarkState,
    RelationState,
)
from annotator.model.text import Span
from annotator.scoring.agreement import positive_specific_agreement
from annotator.scoring.grading import compare

TOP = Path(__file__).parents[1]
_STRAIGHT = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
_NEAR = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """One annotator's marks of one lesson; ``lost`` are quotes that the article does not hold."""

    annotator: str
    marks: tuple[Annotation, ...]
    notes: dict[str, str]
    lost: tuple[str, ...]
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over required items: all, found, found with an accepted label, of these tidy.

    ``ties`` are those that the key asks for, ``details`` the attributes of items that were found.
    """

    required: int = 0
    found: int = 0
    named: int = 0
    tidy: int = 0
    extra: int = 0
    ties: int = 0
    tied: int = 0
    details: int = 0
    detailed: int = 0

    def __add__(self, other: Tally) -> Tally:
        mine, theirs = astuple(self), astuple(other)
        return Tally(*(a + b for a, b in zip(mine, theirs, strict=True)))

    def __str__(self) -> str:
        return (
            f"found {self.found}/{self.required} ({_percent(self.found, self.required)}), "
            f"label {self.named}/{self.found} ({_percent(self.named, self.found)}), "
            f"edges {self.tidy}/{self.found} ({_percent(self.tidy, self.found)}), "
            f"extra {self.extra}, ties {self.tied}/{self.ties} ({_percent(self.tied, self.ties)}), "
            f"attributes {self.detailed}/{self.details} "
            f"({_percent(self.detailed, self.details)})"
        )


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "–"


def find_quote(article: Article, quote: str, occurrence: int) -> Span | None:
    """Where ``quote`` stands for the ``occurrence``-th time; kinds of quotation mark don't matter,
    nor whether a comma or full stop stands before or after the closing one.

    Places inside a longer word don't count. None where it does not stand so often.
    """
    text, wanted = (
        each.translate(_STRAIGHT).replace('",', ',"').replace('".', '."')
        for each in (article.text, quote.strip())
    )
    seen = 0
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        span = Span(at, at + len(wanted))
        inside = at > 0 and text[at - 1].isalnum() and text[at].isalnum()
        end = span.end
        inside |= end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
        seen += not inside
        if not inside and seen == occurrence:
            return span
        at = text.find(wanted, at + 1)
    return None


def read_marks(path: Path, lesson: Lesson) -> Reading:
    """The marks in one file; BadInput, ValueError or KeyError where it has neither form."""
    article = lesson.article
    raw: Any = json.loads(path.read_text("utf-8"))
    if isinstance(raw, dict):
        quoted, relations = read_quoted_marks(path.read_text("utf-8"), lesson, path.name)
        said = {mark.id: mark.note for mark in quoted}
        return Reading(path.parent.name, quoted, said, (), relations)
    marks: list[Annotation] = []
    notes: dict[str, str] = {}
    lost: list[str] = []
    there: set[tuple[int, int, str]] = set()
    for number, entry in enumerate(raw, 1):
        span = find_quote(article, entry["quote"], int(entry.get("occurrence", 1)))
        if span is None:
            lost.append(entry["quote"])
            continue
        mark = Annotation.on(article.text, span, entry["label"], id=f"mark-{number}")
        # The program keeps no second mark of the same words and label, so neither do we.
        if mark.identity not in there:
            there.add(mark.identity)
            marks.append(mark)
            notes[mark.id] = entry.get("note", "")
    return Reading(path.parent.name, tuple(marks), notes, tuple(lost))


def tally(told: Comparison) -> Tally:
    """What a comparison says of the required items, and of ties and attributes."""
    asked = [tie for tie in told.relations if tie.key_relation_id and tie.required]
    required = [item for item in told.items if item.required]
    found = [item for item in required if item.found]
    return Tally(
        len(required),
        len(found),
        sum(bool(item.label_right) for item in found),
        sum(item.edges is Edges.TIDY for item in found),
        sum(mark.state in (MarkState.EXTRA, MarkState.TRAP) for mark in told.marks),
        len(asked),
        sum(tie.state is RelationState.FOUND for tie in asked),
        told.details,
        told.details_right,
    )


def agreement(article: Article, readings: Sequence[Reading], label: str = "") -> float | None:
    """Positive specific agreement of the annotators, word by word, under one label or each."""
    counts: Counter[tuple[str, int]] = Counter()
    for reading in readings:
        counts.update(
            {
                (mark.label, number)
                for mark in reading.marks
                if label in ("", mark.label)
                for number in article.words.numbers(mark.span)
            }
        )
    return positive_specific_agreement(counts.values(), len(readings))


def around(article: Article, span: Span) -> str:
    """The words of ``span`` in brackets, with some of what stands around them."""
    text = article.text
    before, after = text[max(0, span.start - _NEAR) : span.start], text[span.end :][:_NEAR]
    return f"…{before}[{span.of(text)}]{after}…".replace("\n", " / ")


def differences(lesson: Lesson, told: Comparison, reading: Reading) -> list[str]:
    """Every place where an annotator and the key part, edges too, in words for an editor."""
    lines = [f"  NOT THERE  “{quote}”" for quote in reading.lost]
    for item in told.items:
        if word := _difference(item):
            lines.append(f"  {word:<22} {item.name:<16} {around(lesson.article, item.span)}")
            if item.found:
                span = told.mark(item.mark_id).span
                lines.append(f"      theirs: {span.of(lesson.article.text)}")
        lines += [
            f"  {one.name:<22} {item.name:<16} {one.expected}, theirs: {one.given or 'nothing'}"
            for one in item.details
            if not one.is_right and reading.relations
        ]
    for tie in told.relations:
        if tie.key_relation_id and tie.required and tie.state is not RelationState.FOUND:
            name = told.item(tie.item_id).name
            lines.append(f"  tie {tie.state.value:<18} {name:<16} {tie.kind.value}")
    for mark in told.marks:
        if mark.state in (MarkState.EXTRA, MarkState.TRAP):
            lines.append(
                f"  {mark.state.value:<6} {mark.label:<8} {around(lesson.article, mark.span)}"
                f"  ({reading.notes[mark.mark_id]})"
            )
    return lines


def _difference(item: ItemOutcome) -> str:
    if not item.found:
        merged = item.state is ItemState.MERGED
        return f"MISSED {item.label}{' (merged)' if merged else ''}" if item.required else ""
    if not item.label_right:
        return f"{item.label} as {item.mark_label}" + ("" if item.required else " (opt.)")
    if item.required and item.edges is not Edges.TIDY and item.edges is not None:
        return f"edges {item.edges.value} +{item.spare_words} -{item.lacking_words}"
    return ""


def main(argv: Sequence[str] | None = None) -> int:
    """Print agreement and every difference; 1 where a lesson was annotated by nobody."""
    parser = argparse.ArgumentParser(prog="python -m tests.blind", description=__doc__)
    parser.add_argument("round", type=Path, help="a folder with one folder for each annotator")
    parser.add_argument("lessons", nargs="*", help="numbers such as 03; all where none is given")
    parser.add_argument("--brief", action="store_true", help="figures only")
    options = parser.parse_args(argv)
    guide = load_label_guide(TOP / "resources" / "label_guide.toml")
    everybody: Counter[str] = Counter()
    sums: dict[str, Tally] = {}
    empty = False
    for folder in sorted(path.parent for path in (TOP / "lessons").glob("*/key.json")):
        if options.lessons and folder.name[:2] not in options.lessons:
            continue
        lesson = load_lesson(folder, guide)
        paths = sorted(options.round.glob(f"*/{folder.name}.json"))
        readings = [read_marks(path, lesson) for path in paths]
        empty |= not readings
        print(f"\n== {folder.name}")
        for reading in readings:
            told = against_key(lesson, reading)
            counts = tally(told)
            sums[reading.annotator] = sums.get(reading.annotator, Tally()) + counts
            everybody[reading.annotator] += 1
            print(f"{reading.annotator}: {counts}, score {told.score}")
            if not options.brief:
                print("\n".join(differences(lesson, told, reading)))
        _print_agreement(lesson, readings)
    for name, counts in sums.items():
        print(f"\nALL {name} ({everybody[name]} lessons): {counts}")
    print(f"ALL: {sum(sums.values(), Tally())}")
    return 1 if empty else 0


def against_key(lesson: Lesson, reading: Reading) -> Comparison:
    """What the lesson's key says of a reading."""
    assert lesson.key is not None
    return compare(
        lesson.key,
        reading.marks,
        lesson.article,
        relations=reading.relations,
        uses=lesson.uses,
    )


def _print_agreement(lesson: Lesson, readings: Sequence[Reading]) -> None:
    told = []
    for label in ("", *(label.id for label in lesson.guide.labels)):
        value = agreement(lesson.article, readings, label)
        told.append(f"{label or 'all'} {'–' if value is None else format(value, '.2f')}")
    names = " and ".join("–".join((a.annotator, b.annotator)) for a, b in combinations(readings, 2))
    print(f"agreement of {names}: {', '.join(told)}")


if __name__ == "__main__":
    sys.exit(main())
