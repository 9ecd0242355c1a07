"""One class, every screen: what stands on each of them about the same thing is the same number."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from annotator import cli
from annotator.model.labels import Sign
from annotator.model.outcome import MISSED, Comparison, ItemState
from annotator.model.work import SchoolClass
from annotator.services.marking.wording import found_text
from annotator.services.review.class_reports import ReportMaker, gradebook, items_table
from annotator.services.review.explanation import explain_paper
from annotator.services.review.item_answers import How, ItemTally, item_answers
from annotator.services.review.points import sum_of
from annotator.services.review.practice import Results
from annotator.services.review.reviewing import Review
from annotator.services.review.ties import ties_right
from annotator.ui.outcomes.counted import counted_rows
from annotator.ui.outcomes.outcome_rows import EntryKind, entries_of
from annotator.ui.outcomes.outcome_rows_model import EntriesModel
from annotator.ui.outcomes.reasons import ReasonSection, reasons_of
from annotator.ui.printing.student_report import report_rows
from annotator.ui.report.page import ReportPage
from annotator.ui.returned.page import ReturnedPage
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.labels import TextLabel
from tests.seeded import SeededDesk

#: A lesson with ties, details and optional items.
LESSON = "08-tech-chief"


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SeededDesk]:
    desk = SeededDesk.make(tmp_path_factory.mktemp("class"))
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def school_class(seeded: SeededDesk) -> SchoolClass:
    return seeded.add_class("7B", students=9, lessons=(LESSON,))


@pytest.fixture(scope="module")
def review(seeded: SeededDesk, school_class: SchoolClass) -> Review:
    made = seeded.review(school_class)
    assert len(made.papers.rows) > 4
    return made


def papers(review: Review) -> Iterator[tuple[str, Comparison]]:
    for row in review.papers.rows:
        yield row.sha256, review.papers.reviewed(row.sha256).comparison


def results_of(review: Review, sha256: str, told: Comparison) -> Results:
    """What the student gets of a paper."""
    key = review.lesson.key
    assert key is not None
    return Results(
        lesson=replace(review.lesson, key=None),
        submission=review.papers.submission(sha256),
        comparison=told,
        key_ties=key.relations,
    )


def test_a_student_reads_the_same_numbers_everywhere(
    review: Review, dressed: Appearance, qtbot: QtBot
) -> None:
    for sha256, told in papers(review):
        results = results_of(review, sha256, told)
        page = ReturnedPage(dressed, results)
        qtbot.addWidget(page)
        assert page.found.text() == found_text(told.named, told.required, len(told.marks))
        look_at = len(page.reasons.of(ReasonSection.LOOK))
        assert look_at == told.required - told.named
        assert page.left.text() == f"· {look_at} to look at"
        headings = [label.text() for label in page.panel.findChildren(TextLabel)]
        assert f"{look_at} to look at" in headings
        right, asked = ties_right(told.relations)
        open_ties = page.reasons.of(ReasonSection.TIES)
        assert f"Lines between marks: {right} of {asked} right" in headings
        assert sum(r.sign is not Sign.EXTRA for r in open_ties) == asked - right
        paper = report_rows(results, reasons_of(results), dressed.theme).document.toPlainText()
        assert f"{look_at} to look at" in paper
        assert sum_of(told).words() in paper
        rows = counted_rows(results, page.reasons)
        assert sum(r.points or 0 for r in rows if r.kind is not EntryKind.SUM) + sum(
            r.points or 0 for r in rows if r.id == "floor"
        ) == next(r.points for r in rows if r.id == "total")


def test_a_teacher_reads_what_the_student_reads(
    review: Review, capsys: pytest.CaptureFixture[str]
) -> None:
    table = list(csv.DictReader(io.StringIO(gradebook(review).decode("utf-8-sig"))))
    key = review.lesson.key
    assert key is not None
    for (sha256, told), row in zip(papers(review), table, strict=True):
        submission = review.papers.submission(sha256)
        line = review.papers.line(sha256)
        assert (line.named, line.required, line.points) == (told.named, told.required, told.points)
        assert (int(row["found"]), int(row["to find"])) == (told.named, told.required)
        assert int(row["percent"]) == told.score == line.score
        assert int(row["to decide"]) == line.open
        facts = [fact.words for fact in explain_paper(review.lesson, told, submission).facts]
        headline = found_text(told.named, told.required, len(told.marks))
        assert facts[0] == headline
        entries = entries_of(
            told, key, review.lesson.guide, submission.annotations, submission.relations
        )
        wanted = [e.item for e in entries if e.item is not None and e.item.required]
        assert sum(bool(item.label_right) for item in wanted) == told.named
        states = Counter(item.state for item in wanted)
        for state, words in ((ItemState.MISSED, "passed over"), (ItemState.MERGED, "merged")):
            assert (f"{states[state]} {words}" in facts) == bool(states[state])
        # The chips over the list: what is found is what has no sign but ✓, or edges that cost.
        model = EntriesModel()
        model.show_entries(entries, review.lesson.guide)
        chips = model.counts()
        off = " of them with edges off"
        edges_off = sum(int(each.removesuffix(off)) for each in facts if each.endswith(off))
        assert chips[Sign.FOUND] + edges_off == told.named
        assert chips[Sign.MISSED] == states[ItemState.MISSED]
        others = told.found - told.named + states[ItemState.MERGED]
        assert chips[Sign.OTHER] == edges_off + others
        assert (int(row["ties right"]), int(row["ties"])) == ties_right(told.relations)
        assert int(row["details right"]) == told.details_right
        assert int(row["details"]) == told.details
        cli._print_comparison("paper", told)
        assert headline in capsys.readouterr().out


def test_the_class_is_the_sum_of_its_papers(
    seeded: SeededDesk, school_class: SchoolClass, review: Review, dressed: Appearance, qtbot: QtBot
) -> None:
    page = ReportPage(dressed, ReportMaker(review, seeded.data))
    qtbot.addWidget(page)
    page.resize(1280, 832)
    qtbot.waitUntil(lambda: page.is_made, timeout=30000)
    assert page.shown is not None
    report = page.shown.figures
    told = [comparison for _, comparison in papers(review)]
    assert report.papers == len(told)
    wanted = [item for item in report.items if item.required]
    assert sum(len(item.hit_by) for item in wanted) == sum(each.named for each in told)
    hashes = [row.sha256 for row in review.papers.rows]
    tally = ItemTally(review.papers.reviewed)
    tally.count(hashes)
    items = list(csv.DictReader(io.StringIO(items_table(page.shown).decode("utf-8-sig"))))
    ties = [row for row in items if row["label"].startswith("tie: ")]
    details = [row for row in items if row["label"] == "detail"]
    assert [int(row["right"]) for row in ties] == [tie.right for tie in report.ties]
    assert [int(row["papers"]) for row in ties] == [tie.papers for tie in report.ties]
    assert [int(row["right"]) for row in details] == [each.right for each in report.details]
    assert [int(row["papers"]) for row in details] == [each.asked for each in report.details]
    items = items[: len(items) - len(ties) - len(details)]
    for item, row in zip(report.items, items, strict=True):
        answers = item_answers(hashes, item.item_id, review.papers.reviewed, review.lesson.article)
        right = sum(each.how in (How.RIGHT, How.EDGES) for each in answers)
        assert len(item.hit_by) == tally.right[item.item_id] == right == int(row["right"])
    for label in review.lesson.guide.labels:
        cells = {c.mark_label: c.count for c in report.confusion if c.key_label == label.id}
        of_label = [item for item in wanted if item.label == label.id]
        assert sum(cells.values()) == sum(item.papers for item in of_label)
        assert cells.get(MISSED, 0) == sum(len(item.missed_by) for item in of_label)
    sums = [ties_right(each.relations) for each in told]
    assert sum(tie.right for tie in report.ties) == sum(right for right, _ in sums)
    assert sum(tie.papers for tie in report.ties) == sum(asked for _, asked in sums)
    assert sum(each.right for each in report.details) == sum(each.details_right for each in told)
    assert 0 < sum(each.right for each in report.details) < sum(e.asked for e in report.details)
    assert sum(each.asked for each in report.details) == sum(each.details for each in told)


def test_the_desk_says_what_the_report_says(
    seeded: SeededDesk, school_class: SchoolClass, review: Review
) -> None:
    figures = seeded.desk.figures(school_class.id)
    figures.run()
    told = [comparison for _, comparison in papers(review)]
    hard = {each.label: each.now for each in figures.hard(review.lesson.guide)}
    for label in review.lesson.guide.labels:
        items = [i for each in told for i in each.items if i.required and i.label == label.id]
        assert hard[label.id] == sum(bool(i.label_right) for i in items) / len(items)
    for kind in {tie.kind for each in told for tie in each.relations if tie.required}:
        sums = [ties_right([t for t in each.relations if t.kind is kind]) for each in told]
        if asked := sum(of for _, of in sums):
            assert hard[kind] == sum(right for right, _ in sums) / asked
    waiting = sum(len(group.open) for group in review.papers.grouping().run())
    assert waiting == sum(review.papers.line(row.sha256).open for row in review.papers.rows)
