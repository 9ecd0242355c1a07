"""Where a student was in an attempt: what was at the top, which mark was chosen, which step."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from annotator.services.marking.studying import OpenWork, Studying

#: The setting of one attempt, followed by its id.
_PLACE = "place-"


@dataclass(frozen=True, slots=True)
class WorkPlace:
    """``top`` is a code point of the article in the line at the top; 0 is the very top.

    ``chosen`` is the id of a mark, ``step`` the name of a step; both may be empty.
    """

    top: int = 0
    chosen: str = ""
    step: str = ""


def keep_place(studying: Studying, work: OpenWork, place: WorkPlace) -> None:
    """Keep it for the next time, also after a restart."""
    studying.set_setting(_PLACE + work.attempt.id, asdict(place), student_id=work.student.id)


def place_of(studying: Studying, work: OpenWork) -> WorkPlace:
    """Where the student was; the beginning where that is not known, or makes no sense."""
    kept = studying.setting(_PLACE + work.attempt.id, None, student_id=work.student.id)
    if not isinstance(kept, dict):
        return WorkPlace()
    top, chosen, step = kept.get("top"), kept.get("chosen"), kept.get("step")
    is_inside = isinstance(top, int) and 0 <= top < len(work.lesson.article.text)
    return WorkPlace(
        top=top if isinstance(top, int) and is_inside else 0,
        chosen=chosen if isinstance(chosen, str) and chosen in work.marking else "",
        step=step if isinstance(step, str) else "",
    )
