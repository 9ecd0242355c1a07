"""What stands in a class where its assignments will be."""

from __future__ import annotations

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.messages import EmptyState


def nobody(appearance: Appearance) -> EmptyState:
    """A class without students, and the way to its list."""
    return EmptyState(
        appearance,
        "people",
        "Nobody is in this class yet",
        "Type or paste the names; a list from a table or a file will do.",
        action="Write the class list",
    )


def no_lesson(appearance: Appearance) -> EmptyState:
    """A class with students and nothing to do, and the way to a lesson."""
    return EmptyState(
        appearance,
        "article",
        "This class has no lesson yet",
        "Choose one, say when it is due, and give out its file.",
        action="Assign a lesson",
    )
