"""The tours of the teacher's side."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from annotator.ui.help.pointing import kind_of, labelled, named
from annotator.ui.help.tour import TourStep


def desk_tour(page: QWidget) -> tuple[TourStep, ...]:
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
            "A passphrase keeps students who share this computer away from your desk.",
        ),
    )


def review_tour(page: QWidget) -> tuple[TourStep, ...]:
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
            "Read one student’s paper from start to end, or all papers as a table beside it.",
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


def key_tour(page: QWidget) -> tuple[TourStep, ...]:
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


def report_tour(page: QWidget) -> tuple[TourStep, ...]:
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
