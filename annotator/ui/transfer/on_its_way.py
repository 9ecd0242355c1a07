"""What is said of a hand-in on its way: only what is known."""

from __future__ import annotations

import datetime

from annotator.model.moments import is_after, moment_text
from annotator.services.exchange.class_folder import Carried, HandInState


def state_text(state: HandInState | None) -> str:
    """How far a hand-in is on its way through the class folder; empty where there is none."""
    if state is None:
        return ""
    if state.folder_fault is not None:
        if state.carried is Carried.IN_FOLDER and state.since is not None:
            return (
                f"It was put into the class folder on {moment_text(state.since)}. "
                "The folder can’t be reached now, so more is not known."
            )
        return (
            "It waits here: the class folder can’t be reached now. It goes there by itself when "
            "the folder is back and this program is open."
        )
    if state.carried is Carried.IN_FOLDER and state.since is not None:
        return f"It has been in the class folder since {moment_text(state.since)}."
    if state.carried is Carried.GONE:
        return (
            "It is not in the class folder any more. Your teacher may have taken it out; ask, or "
            "put it there again."
        )
    return "It waits here and goes into the class folder in a moment."


def reply_text(state: HandInState) -> str:
    """How far what a student disagrees with is on its way; of the teacher no more is known."""
    if state.carried is Carried.WAITING and state.folder_fault is not None:
        return (
            "What you disagree with waits here: the class folder can’t be reached now. It goes "
            "there by itself when the folder is back and this program is open."
        )
    if state.carried is Carried.WAITING:
        return "What you disagree with goes into the class folder in a moment."
    if state.carried is Carried.GONE:
        return "What you disagree with is not in the class folder any more."
    if state.since is None:
        return "What you disagree with is in the class folder."
    since = moment_text(state.since)
    return f"What you disagree with has been in the class folder since {since}."


def late_text(handed_in: datetime.datetime, due: datetime.datetime | None) -> str:
    """That it came after the due time, where it did; that keeps no student from handing in."""
    if due is None or not is_after(handed_in, due):
        return ""
    return f"It was due on {moment_text(due)}, so your teacher sees that it is late."
