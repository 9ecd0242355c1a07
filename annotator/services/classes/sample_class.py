"""A made-up class: students with made-up names whose papers hold plausible mistakes, from a seed.

Used for the sample class that a teacher can look around in, and by the tests, which know the rates.
The same seed, lesson, rates and name give the same marks; with the same student's id as well, the
same paper, ids and times included.
"""

from __future__ import annotations

import datetime
import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from annotator.model.annotation import (
    ATTRIBUTE_VALUES,
    Annotation,
    Attributes,
    Certainty,
    Relation,
    RelationEnd,
    new_id,
)
from annotator.model.article import BODY_KINDS
from annotator.model.errors import BadInput
from annotator.model.key import KeyItem
from annotator.model.lesson import Lesson
from annotator.model.text import Span
from annotator.model.work import Assignment, Attempt, AttemptState, SchoolClass, Student, Submission
from annotator.services.data.data_file import DataFile
from annotator.store.arrivals import Arrivals
from annotator.store.articles import Articles
from annotator.store.classes import Assignments, Classes
from annotator.store.database import Database
from annotator.store.samples import HAND
from annotator.store.submissions import Submissions

_FIRST = (
    "Ada Amara Anouk Ben Bilal Carla Chidi Dara Elif Emeka Farah Femi Goran Hana Ines Ivo Jin "
    "Jonas Kaya Lena Leo Malik Mei Mina Nils Noor Oskar Pia Priya Rosa Sami Selin Tariq Tova Uma "
    "Vera Yusuf Zoe"
).split()
_LAST = (
    "Abara Bakker Castel Demir Eze Fischer Grant Haddad Ivers Jansen Kowal Lind Mensah Novak Okoro "
    "Petrov Quist Rahman Silva Toth Umar Varga Weiss Yilmaz Zeman"
).split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """How often what happens, from 0 to 1; of each required item, each paper, each trap.

    ``found`` is the share of required items that a middling student marks. Of those marked,
    ``wrong_label`` get a likely wrong label, ``edges`` have words too many or too few.
    ``extras`` is how many extra marks a paper has on average. Of the details that are asked for
    ``detail_open`` are left open, and of the others ``detail`` are right.
    """

    found: float = 0.78
    wrong_label: float = 0.12
    edges: float = 0.14
    optional: float = 0.25
    extras: float = 1.6
    trap: float = 0.05
    tie: float = 0.6
    detail: float = 0.75
    detail_open: float = 0.1
    painter: float = 0.02
    hurried: float = 0.03
    no_ties: float = 0.08
    absent: float = 0.05
    late: float = 0.06


def make_names(count: int, seed: int) -> tuple[str, ...]:
    """Made-up names; none of them twice while there are enough."""
    chance = random.Random(f"names/{seed}")  # noqa: S311 -- for show, not for secrets
    pairs = [f"{first} {last}" for first in _FIRST for last in _LAST]
    chance.shuffle(pairs)
    return tuple(pairs[n % len(pairs)] for n in range(count))


class PaperMaker:
    """Makes papers for one lesson with a key. BadInput where the lesson has none."""

    def __init__(self, lesson: Lesson, *, seed: int, rates: Rates | None = None) -> None:
        if lesson.key is None:
            raise BadInput(f"“{lesson.title}” has no answer key to make papers from.")
        self._lesson = lesson
        self._key = lesson.key
        self._seed = seed
        self._rates = rates or Rates()
        chance = random.Random(f"lesson/{seed}/{lesson.id}")  # noqa: S311 -- as above
        # Some items are hard for everybody, and wrong answers are alike: that makes a class.
        self._ease = {item.id: chance.gauss(0, 0.12) for item in self._key.items}
        self._wrong = {item.id: self._wrong_labels(item, chance) for item in self._key.items}
        self._edges = {item.id: self._other_edges(item, chance) for item in self._key.items}
        self._extras = self._extra_pool(chance)

    def paper(
        self,
        student: Student,
        *,
        started: datetime.datetime,
        assignment_id: str = "",
        number: int = 1,
        is_late: bool = False,
    ) -> Submission:
        """One student's paper; the same student gets the same one again."""
        name = f"{self._seed}/{self._lesson.id}/{student.id}/{number}"
        # By name, not by id: ids are new whenever a class is made.
        who = f"{self._seed}/{self._lesson.id}/{student.name}/{number}"
        chance = random.Random(who)  # noqa: S311 -- as above
        rates = self._rates
        skill = chance.gauss(0, 0.1) + 0.08 * (number - 1)
        hurried = chance.random() < rates.hurried
        minutes = 2 if hurried else chance.randint(9, 32)
        done = started + datetime.timedelta(minutes=minutes, days=2 if is_late else 0)
        marks = _Marks(self._lesson, name, started)
        if chance.random() < rates.painter:
            self._paint(marks, chance)
        else:
            self._mark(marks, chance, skill)
        return Submission(
            student=student,
            lesson_id=self._lesson.id,
            article_sha256=self._lesson.article.sha256,
            assignment_id=assignment_id,
            attempt=Attempt(
                id=_id(name),
                number=number,
                state=AttemptState.HANDED_IN,
                started=started,
                handed_in=done,
                seconds_spent=minutes * 60 if not hurried else 25,
            ),
            annotations=self._with_details(marks, who),
            relations=self._ties(marks, chance, name),
        )

    def _mark(self, marks: _Marks, chance: random.Random, skill: float) -> None:
        rates = self._rates
        for item in self._key.items:
            often = rates.found if item.required else rates.optional
            if chance.random() > often + self._ease[item.id] + skill:
                continue
            label, span = item.label, item.span
            if self._wrong[item.id] and chance.random() < rates.wrong_label - skill / 3:
                label = chance.choice(self._wrong[item.id])
            if self._edges[item.id] and chance.random() < rates.edges:
                span = chance.choice(self._edges[item.id])
            marks.add(span, label, chance, item.id)
        extras = sum(chance.random() < rates.extras / 4 for _ in range(4))
        for span, label in chance.sample(self._extras, min(extras, len(self._extras))):
            marks.add(span, label, chance)
        for trap in self._key.traps:
            if chance.random() < rates.trap:
                marks.add(trap.span, self._lesson.guide.labels[-1].id, chance)

    def _with_details(self, marks: _Marks, who: str) -> tuple[Annotation, ...]:
        """The marks with what the lesson asks for of each, mostly as the key has it."""
        chance = random.Random(f"{who}/details")  # noqa: S311 -- as above
        items = {mark_id: self._key.item(item_id) for item_id, mark_id in marks.of_item.items()}
        return tuple(
            replace(mark, attributes=self._details(item, chance))
            if (item := items.get(mark.id)) is not None and mark.label == item.label
            else mark
            for mark in marks.made.values()
        )

    def _details(self, item: KeyItem, chance: random.Random) -> Attributes:
        wanted = item.attributes.to_dict()
        answers: dict[str, str | bool] = {}
        for name in self._lesson.uses.attributes:
            if name not in wanted or chance.random() < self._rates.detail_open:
                continue
            kind = ATTRIBUTE_VALUES[name]
            values = tuple(map(str, kind)) if issubclass(kind, StrEnum) else (True, False)
            others = [value for value in values if value != wanted[name]]
            is_right = chance.random() < self._rates.detail
            answers[name] = wanted[name] if is_right else chance.choice(others)
        return Attributes.from_dict(answers)

    def _paint(self, marks: _Marks, chance: random.Random) -> None:
        article = self._lesson.article
        label = chance.choice([each.id for each in self._lesson.guide.labels])
        for block in article.blocks:
            words = article.words.snap(block.span)
            if block.kind in BODY_KINDS and words is not None:
                marks.add(words, label, chance)

    def _ties(self, marks: _Marks, chance: random.Random, name: str) -> tuple[Relation, ...]:
        if chance.random() < self._rates.no_ties:
            return ()
        made = []
        for tie in self._key.relations:
            source = marks.of_item.get(tie.source_id)
            if source is None or chance.random() > self._rates.tie:
                continue
            chain: list[tuple[RelationEnd, ...]] = []
            for place in tie.chain:
                ends = tuple(
                    RelationEnd.mark(marks.of_item[end.id]) if end.id else end
                    for end in place
                    if not end.id or end.id in marks.of_item
                )
                if ends:
                    # A key's alternatives are one answer of a student.
                    chain.append(ends[:1])
            flat = [end for place in chain for end in place]
            if not chain or len(set(flat)) < len(flat) or any(e.id == source for e in flat):
                continue
            made.append(
                Relation(
                    id=_id(f"{name}/tie/{tie.id}"),
                    kind=tie.kind,
                    source_id=source,
                    chain=tuple(chain),
                )
            )
        return tuple(made)

    def _wrong_labels(self, item: KeyItem, chance: random.Random) -> list[str]:
        likely = [label for label, _ in item.likely_mistakes if label in self._lesson.guide]
        others = [e.id for e in self._lesson.guide.labels if e.id not in item.labels]
        return likely * 3 + others[:1] if likely else chance.sample(others, min(1, len(others)))

    def _other_edges(self, item: KeyItem, chance: random.Random) -> list[Span]:
        words = self._lesson.article.words
        numbers = words.numbers(item.span)
        if not numbers:
            return []
        spans = []
        block = self._lesson.article.blocks[
            self._lesson.article.block_number_at(item.span.start)
        ].span
        for before, after in ((3, 0), (0, 4), (2, 2), (-2, 0), (0, -2)):
            first, last = numbers[0] - before, numbers[-1] + after
            if 0 <= first <= last < len(words):
                span = Span(words.word(first).start, words.word(last).end)
                if block.contains(span):
                    spans.append(span)
        return chance.sample(spans, min(2, len(spans)))

    def _extra_pool(self, chance: random.Random) -> list[tuple[Span, str]]:
        """A few places that the key lacks and that several students hit upon."""
        article, labels = self._lesson.article, [e.id for e in self._lesson.guide.labels]
        taken = [a.span for item in self._key.items for a in item.accepted]
        taken += [trap.span for trap in self._key.traps]
        pool = []
        for block in article.blocks:
            numbers = article.words.numbers(block.span)
            if block.kind not in BODY_KINDS or len(numbers) < 6:
                continue
            for _ in range(9):
                first = chance.randrange(numbers[0], numbers[-1] - 4)
                last = min(numbers[-1], first + chance.randint(2, 6))
                span = Span(article.words.word(first).start, article.words.word(last).end)
                if not any(_alike(span, each) for each in taken):
                    pool.append((span, chance.choice(labels)))
        chance.shuffle(pool)
        return pool[:14]


def _alike(one: Span, two: Span) -> bool:
    """Whether a mark on one could be taken for the other: they share two fifths of its words."""
    shared = min(one.end, two.end) - max(one.start, two.start)
    return 5 * shared > 2 * min(len(one), len(two))


class _Marks:
    """The marks of one paper while they are made; no two of them alike."""

    def __init__(self, lesson: Lesson, name: str, at: datetime.datetime) -> None:
        self._text = lesson.article.text
        self._certainty = lesson.uses.certainty
        self._name = name
        self._at = at
        self.made: dict[tuple[int, int, str], Annotation] = {}
        self.of_item: dict[str, str] = {}

    def add(self, span: Span, label: str, chance: random.Random, item_id: str = "") -> None:
        identity = (span.start, span.end, label)
        if identity not in self.made:
            at = self._at + datetime.timedelta(seconds=20 * (len(self.made) + 1))
            id = _id(f"{self._name}/{identity}")
            mark = Annotation.on(self._text, span, label, at=at, id=id)
            if self._certainty:
                mark = replace(mark, certainty=chance.choice(tuple(Certainty)))
            self.made[identity] = mark
        if item_id:
            self.of_item[item_id] = self.made[identity].id


def _id(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:x-annotator:sample:{name}"))


def make_sample_class(
    data: DataFile,
    lessons: Sequence[Lesson],
    *,
    now: datetime.datetime,
    name: str = "Sample class",
    students: int = 30,
    seed: int = 7,
    rates: Rates | None = None,
    is_sample: bool = True,
) -> SchoolClass:
    """A class with papers for ``lessons`` (each with a key), on disk when this returns.

    ``now`` is UTC: the last lesson is due on that day, the others weeks before. Made through the
    same doors as a real class; one transaction.
    """

    def write(db: Database) -> SchoolClass:
        classes = Classes(db)
        made = classes.add_class(name, is_sample=is_sample)
        people = [classes.add_student(made.id, each) for each in make_names(students, seed)]
        for number, lesson in enumerate(lessons):
            due = now - datetime.timedelta(days=7 * (len(lessons) - 1 - number))
            _fill(db, lesson, made, people, due, seed + number, rates or Rates())
        return replace(made, students=tuple(people))

    return data.call(write)


def _fill(
    db: Database,
    lesson: Lesson,
    school_class: SchoolClass,
    people: Sequence[Student],
    due: datetime.datetime,
    seed: int,
    rates: Rates,
) -> None:
    given = Assignments(db).keep(
        Assignment(
            id=new_id(),
            lesson_id=lesson.id,
            class_id=school_class.id,
            title=lesson.title,
            due=due,
            created=due - datetime.timedelta(days=5),
        )
    )
    Articles(db).add(lesson.article)
    maker = PaperMaker(lesson, seed=seed, rates=rates)
    chance = random.Random(f"class/{seed}")  # noqa: S311 -- as above
    for student in people:
        if chance.random() < rates.absent:
            continue
        paper = maker.paper(
            student,
            started=due - datetime.timedelta(hours=chance.randint(2, 60)),
            assignment_id=given.id,
            is_late=chance.random() < rates.late,
        )
        sha256 = uuid.uuid4().hex + uuid.uuid4().hex
        received = paper.attempt.handed_in
        Submissions(db).add_received(paper, sha256, f"{student.name}.handin", received=received)
        hand = f"{HAND}{student.id}"
        Arrivals(db).meet(hand, student.id, "teacher")
        Arrivals(db).add(sha256, hand)
