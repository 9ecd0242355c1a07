"""The verb "report": what the papers of a review say together, who is missing, and the gradebook.

A report counts what counts: each student's paper after all decisions on it. One key is one report:
where classes count with different versions, the latest of them all is used for everybody, since
items that only some had to find can't be laid side by side.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from annotator.model.annotation import Certainty
from annotator.model.class_report import ClassReport, Paper
from annotator.model.errors import AnnotatorError
from annotator.model.moments import table_text, utc_now
from annotator.model.received import InboxRow
from annotator.model.work import Assignment, Student
from annotator.scoring.class_report import class_report
from annotator.services.data.data_file import DataFile
from annotator.services.marking.wording import ATTRIBUTES, answer_text
from annotator.services.review.in_pieces import InPieces
from annotator.services.review.inbox import Flag, name_text
from annotator.services.review.own_terms import terms_text
from annotator.services.review.reviewing import Review
from annotator.store.classes import Classes

#: What makes a spreadsheet read a cell as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "−")

_INNER_FORMULA = re.compile(f'([;,|"] ?)(?=[{re.escape("".join(_FORMULA))}])')

HEADINGS = (
    "student",
    "class",
    "state",
    "handed in",
    "attempt",
    "name",
    "found",
    "right place",
    "tidy edges",
    "to find",
    "points",
    "possible",
    "percent",
    "ties right",
    "ties",
    "details right",
    "details",
    "to decide",
    "late",
    "own terms",
    "remarks",
)

#: What has a column of its own.
_HAS_COLUMN = (Flag.LATE, Flag.CLAIMS_IN_TIME, Flag.NAME_NOT_CHECKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachersReport:
    """A class report with the names that it lacks.

    ``names`` are by the report's student ids, ``papers`` the hash of each one's paper; ``missing``
    are names of students from whom nothing was received, ``away`` those of whom nothing is
    expected (name, and "excused" or "absent"); these are not among ``students``. ``faults`` counts
    papers that can't be compared, ``strangers`` papers of students on no list, ``unchecked`` those
    for whose name no class card vouches. ``certainty``: the lesson asks how sure one is; ``sure``
    counts the marks of which a student said to be sure. ``classes`` are the names of the classes,
    ``made`` when it was put together (UTC).
    """

    figures: ClassReport
    names: dict[str, str]
    papers: dict[str, str]
    missing: tuple[str, ...] = ()
    students: int = 0
    faults: int = 0
    certainty: bool = False
    sure: int = 0
    strangers: int = 0
    unchecked: int = 0
    away: tuple[tuple[str, str], ...] = ()
    classes: tuple[str, ...] = ()
    made: datetime.datetime = field(default_factory=utc_now)


@dataclass
class ReportMaker:
    """Looks through the papers of a review a piece at a time; then :meth:`report`."""

    review: Review
    data: DataFile
    _papers: list[Paper] = field(default_factory=list)
    _hashes: dict[str, str] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _faults: int = 0
    _sure: int = 0
    _strangers: int = 0

    def __post_init__(self) -> None:
        papers = self.review.papers
        self._order = {row.sha256: number for number, row in enumerate(papers.rows)}
        self._pieces = InPieces(self._order, self._take, papers.is_at_hand)

    @property
    def of(self) -> int:
        """How many papers there are."""
        return self._pieces.of

    @property
    def done(self) -> int:
        """How many papers were compared."""
        return self._pieces.done

    def step(self, milliseconds: float = 12.0) -> bool:
        """Compare papers for about this long; True when all were."""
        return self._pieces.step(milliseconds)

    def _take(self, sha256: str) -> None:
        row = self.review.papers.row(sha256)
        # Hands that are not placed yet count as separate people.
        student = row.student_id or row.sha256
        try:
            reviewed = self.review.papers.reviewed(row.sha256)
            seconds = self.review.papers.submission(row.sha256).attempt.seconds_spent
        except AnnotatorError:
            self._faults += 1
            return
        if student in self._names:
            # The same student in two of the chosen assignments: each paper counts by itself.
            student = f"{student}/{row.sha256}"
        self._papers.append(
            Paper(student_id=student, comparison=reviewed.comparison, seconds_spent=seconds)
        )
        self._strangers += not row.student_id
        self._sure += sum(mark.certainty is Certainty.SURE for mark in reviewed.comparison.marks)
        self._names[student] = row.student_name
        self._hashes[student] = row.sha256

    def report(self) -> TeachersReport:
        """What was looked through so far, together."""
        lesson = self.review.lesson
        missing, away, students = self._missing()
        # A paper that was put off stands where it would have stood.
        hashes = dict(sorted(self._hashes.items(), key=lambda each: self._order[each[1]]))
        papers = {each.student_id: each for each in self._papers}
        return TeachersReport(
            figures=class_report(
                [papers[student] for student in hashes], lesson.article, lesson.guide
            ),
            names={student: self._names[student] for student in hashes},
            papers=hashes,
            missing=missing,
            away=away,
            students=students,
            faults=self._faults,
            certainty=lesson.uses.certainty,
            sure=self._sure,
            strangers=self._strangers,
            unchecked=self.review.papers.unchecked,
            classes=self._class_names(),
        )

    def _class_names(self) -> tuple[str, ...]:
        wanted = {each.class_id for each in self.review.papers.assignments}
        return tuple(each.name for each in Classes(self.data.db).classes() if each.id in wanted)

    def _missing(self) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...], int]:
        """Students of the chosen classes from whom nothing was received, those of whom nothing is
        expected, and of how many something is."""
        people = students_of(self.review, self.data)
        came = {row.student_id for row in self.review.papers.rows}
        papers = self.review.papers
        missing, away = [], []
        for who, given in people:
            terms = papers.terms(who.id, given.id)
            if who.id in came:
                continue
            if terms is not None and terms.away is not None:
                away.append((who.name, str(terms.away)))
            else:
                missing.append(who.name)
        return tuple(missing), tuple(away), len(people) - len(away)


def students_of(review: Review, data: DataFile) -> list[tuple[Student, Assignment]]:
    """All students of the chosen classes, each with the assignment of their class."""
    given = {each.class_id: each for each in review.papers.assignments}
    return [
        (who, given[each.id])
        for each in Classes(data.db).classes()
        if each.id in given
        for who in each.students
    ]


def gradebook(
    review: Review, class_names: dict[str, str] | None = None, data: DataFile | None = None
) -> bytes:
    """A CSV of all papers that count (UTF-8 with a mark, so that spreadsheets see the letters).

    Points are in points. What a student wrote (the name) can never be a formula. With ``data``
    students from whom nothing came in follow, with empty cells.
    """
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    table.writerow(HEADINGS)
    names = class_names or {}
    for row in review.papers.rows:
        table.writerow(_paper_cells(review, row, names))
    came = {row.student_id for row in review.papers.rows}
    for who, given in students_of(review, data) if data is not None else ():
        if who.id not in came:
            terms = review.papers.terms(who.id, given.id)
            is_away = terms is not None and terms.away is not None
            state = "" if is_away else "nothing received"
            cells: list[object] = [cell(who.name), cell(names.get(given.class_id, "")), state]
            empty = [""] * (len(HEADINGS) - len(cells) - 2)
            table.writerow([*cells, *empty, terms_text(terms), ""])
    return out.getvalue().encode("utf-8-sig")


def _paper_cells(review: Review, row: InboxRow, names: Mapping[str, str]) -> list[object]:
    line = review.line(row.sha256)
    remarks = [line.fault] if line.fault else []
    remarks += [flag.value for flag in line.flags if flag not in _HAS_COLUMN]
    figures: tuple[object, ...] = ("",) * 11
    if not line.fault:
        figures = (
            *(line.named, line.placed, line.tidy, line.required),
            *(_points(line.points), _points(line.possible)),
            "" if line.score is None else line.score,
            *(line.ties_right, line.ties, line.details_right, line.details),
        )
    return [
        cell(row.student_name),
        cell(names.get(row.class_id, "")),
        line.state_words,
        table_text(row.handed_in),
        row.attempt_number,
        "" if review.papers.is_made_up else name_text(row),
        *figures,
        line.open,
        "late" if Flag.LATE in line.flags else line.claim,
        line.terms,
        cell(", ".join(remarks)),
    ]


def items_table(report: TeachersReport, *, with_names: bool = True) -> bytes:
    """A CSV of the key's items: who has each right, what was given instead.

    Below them its ties ("tie: said-by" for a label), then the details that the lesson asks for.
    """
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    table.writerow(
        ("item", "label", "to find", "right", "not marked", "papers", "commonest other", "by")
        + (("missed by",) if with_names else ())
    )
    for item in report.figures.items:
        other = item.commonest_other
        names = (cell(", ".join(report.names.get(s, "") for s in item.missed_by)),)
        table.writerow(
            (
                cell(item.quote),
                item.label,
                "yes" if item.required else "no",
                len(item.hit_by),
                len(item.missed_by),
                item.papers,
                cell("" if other is None else other.quote if other.span else other.label),
                0 if other is None else other.count,
            )
            + (names if with_names else ())
        )
    for row in (*_tie_table(report), *_detail_table(report)):
        table.writerow(row + (("",) if with_names else ()))
    return out.getvalue().encode("utf-8-sig")


def _tie_table(report: TeachersReport) -> Iterator[tuple[str | int, ...]]:
    for tie in report.figures.ties:
        other = next(iter(tie.answers), None)
        words = ("left out: " if other.is_left_out else "") + other.words if other else ""
        yield (
            cell(tie.quote),
            f"tie: {tie.kind}",
            "yes",
            tie.right,
            tie.left_open,
            tie.papers,
            cell(words),
            other.count if other else 0,
        )


def _detail_table(report: TeachersReport) -> Iterator[tuple[str | int, ...]]:
    for detail in report.figures.details:
        others = [(given, count) for _expected, given, count in detail.confused if given]
        yield (
            cell(ATTRIBUTES[detail.name][0]),
            "detail",
            "yes",
            detail.right,
            sum(count for _expected, given, count in detail.confused if not given),
            detail.asked,
            cell(answer_text(detail.name, others[0][0])) if others else "",
            others[0][1] if others else 0,
        )


def cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe before what begins like one.

    Also inside it, behind each sign at which a spreadsheet may part cells: which one that is, the
    computer's region decides, not the file.
    """
    flat = " ".join(text.replace("\x00", "").split())
    flat = _INNER_FORMULA.sub(r"\1'", flat)
    return f"'{flat}" if flat.startswith(_FORMULA) else flat


def _points(points: int) -> str:
    """Micro-points as points with a decimal point, exact."""
    sign, size = ("-" if points < 0 else ""), abs(points)
    whole, rest = divmod(size, 1_000_000)
    return f"{sign}{whole}" + (f".{rest:06d}".rstrip("0") if rest else "")
