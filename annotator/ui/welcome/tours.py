"""What the tours point at. A page that is not here has none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractButton, QWidget

from annotator.ui.welcome.tour import TourStep


def steps_for(page: QWidget) -> tuple[TourStep, ...]:
    """The tour of a page, by the kind of page it is; empty where there is none."""
    # By name: asking for the classes would load pages that nobody has opened.
    makers: dict[str, Callable[[QWidget], tuple[TourStep, ...]]] = {
        "StartPage": _start,
        "StudentPage": _student,
        "TeacherPage": _teacher,
        "DeskPage": _desk,
    }
    maker = makers.get(type(page).__name__)
    return maker(page) if maker is not None else ()


def _named(page: QWidget, name: str) -> Callable[[], QWidget | None]:
    """Finds the button that a screen reader would call by this name."""

    def find() -> QWidget | None:
        for each in page.findChildren(QAbstractButton):
            if each.accessibleName() == name and each.isVisible():
                return each
        return None

    return find


def _kind(page: QWidget, kind: str) -> Callable[[], QWidget | None]:
    """Finds the first widget of a class."""

    def find() -> QWidget | None:
        for each in page.findChildren(QWidget):
            if type(each).__name__ == kind and each.isVisible():
                return each
        return None

    return find


def _start(page: QWidget) -> tuple[TourStep, ...]:
    return (
        TourStep(
            _kind(page, "LessonCard"),
            "Lessons",
            "Each card is a lesson. They get harder from card to card; begin with the first.",
        ),
        TourStep(
            _kind(page, "OpenArticleCard"),
            "Your own article",
            "Open a text that you want to mark, or a file that your teacher gave you.",
        ),
        TourStep(
            _named(page, "Reading settings"),
            "How it looks",
            "Size, spacing, typeface and colours. Each student has their own.",
        ),
        TourStep(
            _named(page, "Teacher’s side"),
            "For teachers",
            "Classes, answer keys and what was handed in are on the teacher’s side.",
        ),
    )


def _student(page: QWidget) -> tuple[TourStep, ...]:
    return (
        TourStep(
            _kind(page, "ArticleView"),
            "The article",
            "Drag over words to select them. A small bar then asks which label they get.",
        ),
        TourStep(
            _named(page, "Claim"),
            "The tools",
            "Or press a tool first. Then every swipe over words marks them. Esc puts it away.",
        ),
        TourStep(
            _named(page, "Undo"),
            "Nothing gets lost",
            "Undo takes back anything. All you mark is saved by itself; look for “Saved” above.",
        ),
        TourStep(
            _named(page, "Label guide"),
            "What does it mean?",
            "The guide tells what each label is, with examples, while you go on reading.",
        ),
        TourStep(
            _kind(page, "Steps"),
            "The steps",
            "Read, mark, check. You may go back and forth between them as you like.",
        ),
        TourStep(
            _named(page, "Hand in…"),
            "When you are done",
            "First you see what is still open. Then you hand in.",
        ),
    )


def _teacher(page: QWidget) -> tuple[TourStep, ...]:
    return (
        TourStep(
            _kind(page, "ReviewArticle"),
            "The article with its key",
            "Frames are the answer key. Click one to read its reason.",
        ),
        TourStep(
            _named(page, "Add hand-ins…"),
            "Papers",
            "Take in what students handed in. You can also drop the files on this page.",
        ),
        TourStep(
            _named(page, "Next difference"),
            "From difference to difference",
            "J and K walk through a paper. Each stop says what was marked, what the key says and "
            "why.",
        ),
        TourStep(
            _named(page, "Lessons"),
            "Other lessons",
            "Every lesson that has an answer key is in this list.",
        ),
    )


def _desk(page: QWidget) -> tuple[TourStep, ...]:
    return (
        TourStep(
            _named(page, "Lessons"),
            "Lessons",
            "All lessons with their answer keys, and the way to make one of your own.",
        ),
        TourStep(
            _named(page, "Classes"),
            "Classes",
            "Your classes and what each of them was given, with what is still to do.",
        ),
        TourStep(
            _named(page, "Make a sample class"),
            "Try it without students",
            "A class of made-up students with made-up work. You see every step with it.",
        ),
        TourStep(
            _named(page, "Assign a lesson…"),
            "Give out a lesson",
            "Choose a lesson and when it is due. You get a file for your class.",
        ),
        TourStep(
            _named(page, "Look for hand-ins"),
            "Collect",
            "Take in what came back: files, folders, or what your school’s platform packs.",
        ),
        TourStep(
            _named(page, "Passphrase…"),
            "For you alone",
            "A passphrase keeps students who share this computer away from your desk.",
        ),
    )
