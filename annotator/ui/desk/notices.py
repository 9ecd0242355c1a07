"""What the desk says where something is missing: students, a lesson, a place for hand-ins."""

from __future__ import annotations

from annotator.ui.article.vocabulary import plural
from annotator.ui.desk.model import DeskData, Waiting
from annotator.ui.desk.rows import DeskCard
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.messages import EmptyState


def waiting_card(appearance: Appearance, waiting: Waiting) -> DeskCard | None:
    """The card above everything while hand-ins count nowhere; None while all have a place."""
    if not (waiting.unknown or waiting.unfiled):
        return None
    return DeskCard(appearance, *_waiting_text(waiting), dashed=True)


def nothing_given(appearance: Appearance, data: DeskData) -> EmptyState:
    """A class without assignments: the way to its list, or to a lesson."""
    return _no_lesson(appearance) if data.has_students else _no_students(appearance)


def _no_students(appearance: Appearance) -> EmptyState:
    """A class without students, and the way to its list."""
    return EmptyState(
        appearance,
        "people",
        "Nobody is in this class yet",
        "Type or paste the names; a list from a table or a file will do.",
        action="Write the class list",
    )


def _no_lesson(appearance: Appearance) -> EmptyState:
    """A class with students and nothing to do, and the way to a lesson."""
    return EmptyState(
        appearance,
        "article",
        "This class has no lesson yet",
        "Choose one, say when it is due, and give out its file.",
        action="Assign a lesson",
    )


def _waiting_text(waiting: Waiting) -> tuple[str, str]:
    """What the card over the desk says of hand-ins that count nowhere, and what to do."""
    both = waiting.unknown + waiting.unfiled
    words = plural(both, "hand-in waits", "hand-ins wait")
    if not waiting.unfiled:
        is_are = plural(both, "hand-in is", "hand-ins are")
        return (
            f"{is_are} from somebody who is on no list",
            "Say whose work it is. Until then it stands under the name in its file.",
        )
    if not waiting.unknown:
        return (
            f"{words} for a place: it is not clear with which class to count",
            "Say where to count, or keep aside. Until then nothing of it counts.",
        )
    return (
        f"{words} for you to say whose work it is and where to count it",
        "Until then nothing of it counts.",
    )
