"""What the desk says of hand-ins that count nowhere."""

from __future__ import annotations

from annotator.ui.article.vocabulary import plural
from annotator.ui.desk.model import Waiting


def waiting_words(waiting: Waiting) -> tuple[str, str]:
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
