"""What the tours point at. A page that is not here has none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from annotator.ui.help.pointing import kind_of, named
from annotator.ui.help.teacher_tours import desk_tour, key_tour, report_tour, review_tour
from annotator.ui.help.tour import TourStep


def steps_for(page: QWidget) -> tuple[TourStep, ...]:
    """The tour of a page, by the kind of page it is; empty where there is none."""
    # By name: asking for the classes would load pages that nobody has opened.
    makers: dict[str, Callable[[QWidget], tuple[TourStep, ...]]] = {
        "StartPage": _start,
        "StudentPage": _student,
        "DeskPage": desk_tour,
        "ReviewPage": review_tour,
        "KeyPage": key_tour,
        "ReportPage": report_tour,
    }
    maker = makers.get(type(page).__name__)
    return maker(page) if maker is not None else ()


def _start(page: QWidget) -> tuple[TourStep, ...]:
    return (
        TourStep(
            kind_of(page, "LessonCard"),
            "Lessons",
            "Each card is a lesson. They get harder from card to card; begin with the first.",
        ),
        TourStep(
            kind_of(page, "OpenArticleCard"),
            "Your own article",
            "Open a text that you want to mark, or a file that your teacher gave you.",
        ),
        TourStep(
            named(page, "Reading settings"),
            "How it looks",
            "Size, spacing, typeface and colours. Each student has their own.",
        ),
        TourStep(
            named(page, "Teacher’s side"),
            "For teachers",
            "Classes, answer keys and what was handed in are on the teacher’s side.",
        ),
    )


def _student(page: QWidget) -> tuple[TourStep, ...]:
    return (
        TourStep(
            kind_of(page, "ArticleView"),
            "The article",
            "Drag over words to select them. A small bar then asks which label they get.",
        ),
        TourStep(
            named(page, "Claim"),
            "The tools",
            "Or press a tool first. Then every swipe over words marks them. Esc puts it away.",
        ),
        TourStep(
            named(page, "Undo"),
            "Nothing gets lost",
            "Undo takes back anything. All you mark is saved by itself; look for “Saved” above.",
        ),
        TourStep(
            named(page, "Label guide"),
            "What does it mean?",
            "The guide tells what each label is, with examples, while you go on reading.",
        ),
        TourStep(
            kind_of(page, "Steps"),
            "The steps",
            "Read, mark, check. You may go back and forth between them as you like.",
        ),
        TourStep(
            named(page, "Hand in…"),
            "When you are done",
            "First you see what is still open. Then you hand in.",
        ),
    )
