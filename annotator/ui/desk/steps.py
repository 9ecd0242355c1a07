"""What the teacher does next with an assignment: one step at a time, in turn."""

from __future__ import annotations

import datetime
from enum import Enum

from annotator.model.moments import day_and_clock_text
from annotator.model.received import Given, GivenOutBy
from annotator.services.classes.desk import AssignmentLine
from annotator.services.review.figures import AssignmentFigures
from annotator.ui.article.vocabulary import plural


class DeskStep(Enum):
    """The words of a row's button; those that wait for the teacher stand out."""

    GIVE_OUT = ("Give out…", True)
    LOOK_FOR = ("Look for hand-ins", False)
    WRITE_KEY = ("Write the key", True)
    REVIEW = ("Review", True)
    GO_ON = ("Go on", True)
    GIVE_BACK = ("Give back", True)
    ANSWER = ("Answer", True)
    RETURN_AGAIN = ("Return again", True)
    REPORT = ("Report", False)
    OPEN = ("Open", False)

    @property
    def words(self) -> str:
        """What stands on the button."""
        return self.value[0]

    @property
    def waits(self) -> bool:
        """Whether the next move is the teacher's."""
        return self.value[1]


def next_step(line: AssignmentLine, known: AssignmentFigures | None) -> DeskStep:
    """What comes next; while the papers were not looked through, what can be said without."""
    if line.fault:
        return DeskStep.OPEN
    if not line.came_in:
        waits = line.given is None or line.given.outdated
        return DeskStep.GIVE_OUT if waits else DeskStep.LOOK_FOR
    if not line.has_key:
        return DeskStep.WRITE_KEY
    if line.disagree:
        return DeskStep.ANSWER
    if line.answers:
        return DeskStep.RETURN_AGAIN
    if known is None:
        return DeskStep.REPORT if line.returned == line.came_in else DeskStep.REVIEW
    if known.standing.is_done:
        return DeskStep.REPORT
    if known.standing.changed and not known.decisions:
        return DeskStep.RETURN_AGAIN
    if not known.decisions:
        return DeskStep.GIVE_BACK
    return DeskStep.GO_ON if line.returned or known.standing.decided else DeskStep.REVIEW


def given_text(given: Given | None, now: datetime.datetime) -> str:
    """When and how the class got its lesson file."""
    if given is None or given.way is GivenOutBy.UNKNOWN:
        return ""
    when = day_and_clock_text(given.given, now)
    if given.way is GivenOutBy.FOLDER:
        return f"in the class folder since {when}"
    return f"lesson file saved {when}"


def waiting_text(line: AssignmentLine, now: datetime.datetime) -> tuple[str, str]:
    """What is said, strong and after it, while nothing has come in."""
    if line.given is None:
        return "Not given out yet.", " Your students need its lesson file."
    if line.given.outdated:
        return "Changed since you gave it out.", " Give it out again."
    parts = [given_text(line.given, now)]
    parts.append(f"waiting for {plural(line.expected, 'student')}" if line.students else "")
    parts.append("" if line.has_key else "no key yet")
    return "", " · ".join(part for part in parts if part)
