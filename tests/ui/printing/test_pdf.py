"""What is printed, read back: the words in the PDF, its pages, its faces, and how it looks."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from annotator.model.moments import date_text
from annotator.services.review.class_reports import ReportMaker, TeachersReport
from annotator.services.review.compare import LessonComparer
from annotator.services.review.practice import Results
from annotator.ui.printing.class_report import class_report_pdf
from annotator.ui.printing.marking_sheet import marking_sheet
from annotator.ui.printing.student_report import student_report
from annotator.ui.widgets import fonts
from tests.seeded import SeededDesk


@pytest.fixture(scope="module", autouse=True)
def _faces(qapp: QApplication) -> None:
    fonts.register_fonts()


def keep(name: str, data: bytes) -> bytes:
    """The PDF; kept where ANNOTATOR_PICTURES says so."""
    folder = os.environ.get("ANNOTATOR_PICTURES", "")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / name).write_bytes(data)
    return data


def words_of(data: bytes) -> str:
    """The words in a PDF as another program reads them."""
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext (poppler) is not here, so the words of a PDF can't be read back")
    done = subprocess.run([reader, "-raw", "-", "-"], input=data, capture_output=True, check=True)
    # A face may have one sign for "ffi".
    return " ".join(unicodedata.normalize("NFKC", done.stdout.decode("utf-8")).split())


def pages(data: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", data))


def all_embedded(data: bytes) -> bool:
    """Whether each face has its letters in the file: one that hasn't would show as boxes."""
    described = re.findall(rb"/Type /FontDescriptor", data)
    return bool(described) and len(described) == len(re.findall(rb"/FontFile\d? ", data))


@pytest.fixture
def seeded(tmp_path: Path) -> object:
    desk = SeededDesk.make(tmp_path)
    yield desk
    desk.close()


def a_result(seeded: SeededDesk) -> Results:
    review = seeded.review(seeded.add_class("7B", students=3))
    lesson = seeded.lesson()
    submission = review.papers.submission(review.papers.rows[0].sha256)
    assert lesson.key is not None
    return Results(
        lesson=lesson,
        submission=submission,
        comparison=LessonComparer(lesson).compare(submission),
        key_ties=lesson.key.relations,
    )


def test_a_student_reads_every_missed_thing_and_its_why_on_paper(seeded: SeededDesk) -> None:
    results = a_result(seeded)
    data = keep("student.pdf", student_report(results))
    assert pages(data) >= 3
    assert all_embedded(data)
    words = words_of(data)
    assert results.submission.student.name in words
    told = results.comparison
    assert f"{told.named} of {told.required} found" in words
    for item in told.to_look_at:
        assert unicodedata.normalize("NFKC", " ".join(item.why.split())[:60]) in words
    assert f"{told.score}%" in words


def a_report(seeded: SeededDesk) -> TeachersReport:
    review = seeded.review(seeded.add_class("7B", students=24))
    maker = ReportMaker(review, seeded.data)
    while not maker.step(1000):
        pass
    return maker.report()


def test_the_class_report_has_names_or_none(seeded: SeededDesk) -> None:
    told = a_report(seeded)
    names = set(told.names.values()) | set(told.missing)
    without = words_of(keep("class.pdf", class_report_pdf(seeded.lesson(), told, with_names=False)))
    assert not [name for name in names if name in without]
    assert told.figures.discussions[0].question[:40] in without
    assert told.classes == ("7B",)
    assert "7B · Class report" in without
    assert date_text(told.made, with_year=True) in without
    with_names = words_of(class_report_pdf(seeded.lesson(), told, with_names=True))
    for who in told.figures.needs_help:
        assert told.names[who.student_id] in with_names
    for name in told.missing:
        assert name in with_names


def test_the_class_report_begins_with_the_article_and_how_many_have_what(
    seeded: SeededDesk,
) -> None:
    told = a_report(seeded)
    data = class_report_pdf(seeded.lesson(), told, with_names=False)
    words = words_of(data)
    came = told.figures.papers
    assert f"how many of {came} papers have it right" in words
    first = words.index("To discuss tomorrow")
    assert words.index(seeded.lesson().article.text.split("\n")[0]) < first
    letters = {label.id: label.letter for label in seeded.lesson().guide.labels}
    for item in told.figures.items:
        if item.required:
            assert f"{letters[item.label]} {len(item.hit_by)}" in words[:first]


def test_in_grey_the_words_that_fewest_have_are_darkest(seeded: SeededDesk) -> None:
    told = a_report(seeded)
    wanted = sorted((i for i in told.figures.items if i.required), key=lambda i: i.hit_rate)
    reader = shutil.which("pdftoppm")
    if reader is None:
        pytest.skip("pdftoppm (poppler) is not here, so a page can't be looked at in grey")
    assert wanted[0].hit_rate < wanted[-1].hit_rate
    data = class_report_pdf(seeded.lesson(), told, with_names=False)
    args = [reader, "-gray", "-r", "96", "-png", "-l", "1", "-"]
    done = subprocess.run(args, input=data, capture_output=True, check=True)
    page = QImage.fromData(done.stdout)
    greys: dict[int, int] = {}
    for y in range(0, page.height(), 2):
        for x in range(page.width() // 5, page.width() * 3 // 4, 2):
            grey = page.pixelColor(x, y).lightness()
            greys[grey] = greys.get(grey, 0) + 1
    # Letters have greys of their own, but none of them covers so much of the page.
    shades = {grey for grey, count in greys.items() if count > 60 and 150 < grey < 250}
    assert len(shades) >= 3, "shares lie behind the words in shades that grey tells apart"


def test_a_marking_sheet_has_the_labels_the_text_and_no_key(seeded: SeededDesk) -> None:
    for card in seeded.shelf.cards():
        lesson = seeded.lesson(card.lesson_id)
        data = keep(f"sheet-{card.number}.pdf", marking_sheet(lesson))
        assert all_embedded(data)
        words = words_of(data)
        assert lesson.key is not None
        for item in lesson.key.items:
            if item.why:
                assert " ".join(item.why.split()) not in words
        for label in lesson.guide.labels:
            assert label.name in words
        last = lesson.article.blocks[-1].span.of(lesson.article.text).split()[-1]
        assert last in words
