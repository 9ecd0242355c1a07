"""The tours of review, key editor and class report point at what is really there, in sight."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.model.lesson import Lesson
from annotator.ui.help.tour import Tour
from annotator.ui.help.tours import steps_for
from annotator.ui.report.page import ReportPage
from annotator.ui.widgets.appearance import Appearance
from tests.ui.key.conftest import make_study as make_study
from tests.ui.key.conftest import teacher as teacher
from tests.ui.report.conftest import report as report
from tests.ui.review.conftest import Table
from tests.ui.review.conftest import begin as begin
from tests.ui.review.conftest import seeded as seeded

SIZES = [(1280, 832), (1093, 614)]


def walk(
    appearance: Appearance, page: QWidget, size: tuple[int, int], picture: Callable[..., None]
) -> int:
    """Go through the tour of a page; how many things were pointed at."""
    page.resize(*size)
    tour = Tour(appearance, page, steps_for(page))
    over: list[bool] = []
    tour.ended.connect(lambda: over.append(True))
    tour.begin()
    count = 0
    while not over:
        target = tour.target
        assert target is not None
        rect = QRect(target.mapTo(page, QPoint()), target.size())
        seen = QRect(target.visibleRegion().boundingRect())
        assert seen.height() >= min(rect.height(), 40), "only a strip of it is in sight"
        assert page.rect().contains(tour.card.geometry())
        picture(page, f"tour-{type(page).__name__}-{size[0]}-{count}")
        count += 1
        tour.card.next.click()
    return count


@pytest.mark.parametrize("size", SIZES)
def test_the_review(
    begin: Callable[..., Table],
    dressed: Appearance,
    size: tuple[int, int],
    picture: Callable[..., None],
) -> None:
    page = begin().page
    page.resize(*size)
    # On a small screen the list is in a drawer, and its step is left out.
    assert len(steps_for(page)) - walk(dressed, page, size, picture) <= 1


@pytest.mark.parametrize("size", SIZES)
def test_the_key_editor(
    make_study: Callable[..., object],
    lesson: Lesson,
    dressed: Appearance,
    size: tuple[int, int],
    picture: Callable[..., None],
) -> None:
    page = make_study(lesson, size=size).page  # type: ignore[attr-defined]
    assert walk(dressed, page, size, picture) == len(steps_for(page))


@pytest.mark.parametrize("size", SIZES)
def test_the_class_report(
    report: ReportPage,
    dressed: Appearance,
    size: tuple[int, int],
    qtbot: QtBot,
    picture: Callable[..., None],
) -> None:
    assert walk(dressed, report, size, picture) == len(steps_for(report))
