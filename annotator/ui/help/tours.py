"""The tours: what they point at, found when it is wanted. A page that is not here has none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractButton, QWidget

from annotator.ui.help.tour import TourStep

#: Finds a widget of a page at the moment when it is pointed at; None where it is not in sight.
Finder = Callable[[], QWidget | None]


def named(page: QWidget, name: str) -> Finder:
    """Finds the button that a screen reader would call by this name."""
    return lambda: _first(page, QAbstractButton, lambda each: each.accessibleName() == name)


def labelled(page: QWidget, name: str) -> Finder:
    """Finds whatever else a screen reader would call by this name."""
    return lambda: _first(page, QWidget, lambda each: each.accessibleName() == name)


def kind_of(page: QWidget, kind: str) -> Finder:
    """Finds the first widget of a class."""
    # By name: asking for the class would load pages that were not opened yet.
    return lambda: _first(page, QWidget, lambda each: type(each).__name__ == kind)


def _first(page: QWidget, among: type[QWidget], fits: Callable[[QWidget], bool]) -> QWidget | None:
    found = page.findChildren(among)
    return next((each for each in found if fits(each) and each.isVisible()), None)


def steps_for(page: QWidget) -> tuple[TourStep, ...]:
    """The tour of a page, by the kind of page it is; empty where there is none."""
    # By name: asking for the classes would load pages that were not opened yet.
    makers: dict[str, Callable[[QWidget], tuple[TourStep, ...]]] = {
        "StartPage": _start,
        "StudentPage": _student,
        "DeskPage": _desk,
        "ReviewPage": _review,
        "KeyPage": _key,
        "ReportPage": _report,
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


def _desk(page: QWidget) -> tuple[TourStep, ...]:
    """The tour of the desk."""
    return (
        TourStep(
            named(page, "Lessons"),
            "Lessons",
            "All lessons with their answer keys, and the way to make one of your own.",
        ),
        TourStep(
            named(page, "Classes"),
            "Classes",
            "Your classes and what each of them was given, with what is still to do.",
        ),
        TourStep(
            named(page, "Make a sample class"),
            "Try it without students",
            "A class of made-up students with made-up work. You see every step with it.",
        ),
        TourStep(
            named(page, "Assign a lesson…"),
            "Give out a lesson",
            "Choose a lesson and when it is due. You get a file for your class.",
        ),
        TourStep(
            named(page, "Look for hand-ins"),
            "Collect",
            "Take in what came back: files, folders, or what your school’s platform packs.",
        ),
        TourStep(
            named(page, "Passphrase…"),
            "For you alone",
            "A passphrase locks your keys and keeps others at this computer away from your desk.",
        ),
    )


def _review(page: QWidget) -> tuple[TourStep, ...]:
    """The tour of the review; that of a lesson begins with adding hand-ins."""
    add = named(page, "Add hand-ins…")
    adding = TourStep(
        add,
        "Papers",
        "Take in what students handed in. You can also drop the files on this page.",
    )
    return (
        *((adding,) if add() is not None else ()),
        TourStep(
            named(page, "Decisions"),
            "Decisions first",
            "Each answer that differs from the key stands here once, for all papers that have it.",
        ),
        TourStep(
            kind_of(page, "PendingDecisionsList"),
            "What is to be decided",
            "The most common answers come first. J and K go from one to the next.",
        ),
        TourStep(
            kind_of(page, "ReviewArticle"),
            "Where it stands",
            "The article shows the words that this decision is about.",
        ),
        TourStep(
            kind_of(page, "VerdictBar"),
            "What you can say",
            "Accept an answer here or for everyone, or say that the key stands. A mark that is in "
            "no key can be let through: it costs nothing then. Rest on a button to read more.",
        ),
        TourStep(
            named(page, "Papers"),
            "Whole papers",
            "Read one student’s paper from start to end, or all papers as a table.",
        ),
        TourStep(
            named(page, "Undo"),
            "Nothing is final",
            "Undo takes back any decision, also one for the whole class.",
        ),
        TourStep(
            named(page, "Class report"),
            "What the class shows",
            "All papers together: what was missed most, and what to talk about.",
        ),
        TourStep(
            named(page, "Return…"),
            "Give it back",
            "Students get their reasons, your decisions and your comments.",
        ),
    )


def _key(page: QWidget) -> tuple[TourStep, ...]:
    """The tour of the editor for answer keys."""
    return (
        TourStep(
            kind_of(page, "KeyArticle"),
            "Mark what there is to find",
            "Mark the article as your best student would. Each mark becomes an item of the key.",
        ),
        TourStep(
            named(page, "Trap"),
            "Traps",
            "Some words are wrong under every label, the byline for one. Mark them as a trap.",
        ),
        TourStep(
            kind_of(page, "KeyPanel"),
            "One item at a time",
            "Choose an item to write its reason, to accept other labels, or to make it optional. "
            "Students learn most from the reasons.",
        ),
        TourStep(
            kind_of(page, "Steps"),
            "Items, ties, traps, check-up",
            "The check-up lists what is thin. A thin key can be used all the same.",
        ),
        TourStep(
            named(page, "Take from the class’s marks…"),
            "From the class",
            "Where work has come in, you can take items from what the class marked.",
        ),
        TourStep(
            named(page, "Try as a student"),
            "Try it",
            "Mark the lesson yourself and read what your students would read. Nothing is kept.",
        ),
        TourStep(
            named(page, "Publish…"),
            "Publish",
            "All you write is saved as a draft. Papers are counted with what you publish, and "
            "you see first who gains and who loses.",
        ),
    )


def _report(page: QWidget) -> tuple[TourStep, ...]:
    """The tour of the class report."""
    return (
        TourStep(
            kind_of(page, "HeatArticle"),
            "The article as a map",
            "The darker an item, the more students missed it. Click one to see who.",
        ),
        TourStep(
            named(page, "Most missed"),
            "Another map",
            "The other buttons show where the class used each label.",
        ),
        TourStep(
            kind_of(page, "ConfusionChart"),
            "What was taken for what",
            "Each row is a label of the key. It tells which labels students gave there.",
        ),
        TourStep(
            labelled(page, "Who needs help"),
            "Who needs help",
            "With the reason. A click opens the paper.",
        ),
        TourStep(
            labelled(page, "Check the key"),
            "Check the key",
            "Where many chose the same other answer, the key may be wrong and not the class.",
        ),
        TourStep(
            kind_of(page, "QuestionsCard"),
            "To discuss tomorrow",
            "Sentences on which the class was of two minds.",
        ),
        TourStep(
            named(page, "Projector"),
            "For the wall",
            "Large, and without any name.",
        ),
    )
