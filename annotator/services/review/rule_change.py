"""What a new version of the grading rule changes for work that is here, told once."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.outcome import RULE
from annotator.services.data.data_file import DataFile
from annotator.store.classes import Classes
from annotator.store.database import Database
from annotator.store.desk import Desk
from annotator.store.preferences import Preferences

_SETTING = "grading-rule"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """How much of what is here was counted by an older rule.

    ``recounted`` hand-ins are counted by the rule of now. ``returned`` ones are with students as
    they were given back, until they are given back again.
    """

    recounted: int
    returned: int

    @property
    def text(self) -> str:
        """What changed, for how many, and what is as it was."""
        text = (
            "The grading rule has changed: a mark has to hold more than half of what counts, "
            "saying the same thing twice costs nothing, and ties and chains earn their share. "
        )
        if self.recounted:
            text += f"{_hand_ins(self.recounted)} counted by it now. "
        if self.returned:
            one = self.returned == 1
            text += (
                f"{_hand_ins(self.returned)} with {'its student' if one else 'their students'} "
                f"as you gave {'it' if one else 'them'} back, until you return "
                f"{'it' if one else 'them'} again. "
            )
        return text + "Every decision of yours is kept."


def rule_change(data: DataFile) -> RuleChange | None:
    """What there is to tell of a new rule; None where nothing is, or where it was told before.

    A file without any work of students is by the rule of now from here on.
    """
    if Preferences(data.db).get(_SETTING, 1) == RULE:
        return None
    # Made-up work is not counted.
    samples = {each.id for each in Classes(data.db).classes() if each.is_sample}
    rows = [row for row in Desk(data.db).inbox() if row.class_id not in samples]
    if not rows:
        note_shown(data)
        return None
    returned = sum(row.returned is not None for row in rows)
    return RuleChange(len(rows) - returned, returned)


def note_shown(data: DataFile) -> None:
    """The teacher was told: it is not said again. On disk when this returns."""

    def write(db: Database) -> None:
        Preferences(db).set(_SETTING, RULE)

    data.call(write)


def _hand_ins(count: int) -> str:
    return "1 hand-in is" if count == 1 else f"{count} hand-ins are"
