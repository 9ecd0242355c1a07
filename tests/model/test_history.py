"""Steps that are taken back and again, whatever they change."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.changes import History


@dataclass(frozen=True)
class Put:
    """Another number in place of the one that is there; ``turn`` counts how often it was put."""

    before: int
    after: int
    turn: int = 1

    @property
    def verb(self) -> str:
        return f"put {self.after}"

    def inverse(self) -> Put:
        return Put(self.after, self.before, self.turn)

    def __bool__(self) -> bool:
        return self.before != self.after


class Board:
    """One number, which can refuse to change."""

    def __init__(self) -> None:
        self.number = 0
        self.refuses = False
        self.history = History(self.take)

    def take(self, step: Put) -> Put:
        if self.refuses:
            raise OSError("no")
        assert self.number == step.before
        self.number = step.after
        return Put(step.before, step.after, step.turn + 1)

    def put(self, number: int) -> None:
        step = Put(self.number, number)
        self.take(step)
        self.history.push(step)


@given(st.lists(st.one_of(st.integers(1, 9), st.sampled_from(["undo", "redo"])), max_size=40))
def test_any_order_of_steps_leads_back_and_forth(deeds: list[int | str]) -> None:
    board = Board()
    past: list[int] = [0]
    future: list[int] = []
    for deed in deeds:
        if isinstance(deed, int):
            board.put(deed)
            past.append(deed)
            future.clear()
        elif deed == "undo":
            assert (board.history.undo() is None) == (len(past) == 1)
            if len(past) > 1:
                future.append(past.pop())
        else:
            assert (board.history.redo() is None) == (not future)
            if future:
                past.append(future.pop())
        assert board.number == past[-1]
        assert len(board.history) == len(past) - 1
        assert board.history.undo_text == (f"put {past[-1]}" if len(past) > 1 else "")
        assert bool(board.history.redo_text) == bool(future)


def test_a_step_that_is_refused_stays_where_it_is() -> None:
    board = Board()
    board.put(1)
    board.put(2)
    board.refuses = True
    with pytest.raises(OSError, match="no"):
        board.history.undo()
    board.refuses = False
    assert board.history.undo() is not None
    board.refuses = True
    with pytest.raises(OSError, match="no"):
        board.history.redo()
    board.refuses = False
    board.history.redo()
    assert board.number == 2
    board.history.clear()
    assert board.history.undo() is None


def test_what_was_taken_last_is_what_is_taken_back() -> None:
    board = Board()
    board.put(1)
    for turn in (2, 4, 6):
        back = board.history.undo()
        assert back is not None
        again = board.history.redo()
        assert again is not None
        assert (back.turn, again.turn) == (turn, turn + 1)
