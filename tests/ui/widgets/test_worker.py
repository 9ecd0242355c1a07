"""The one thread for what takes long: in order, told here, and gone when there is nothing to do."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from annotator.model.errors import AnnotatorError
from annotator.ui.widgets.worker import Cancelled, Progress, Work, Worker


def _fail(error: AnnotatorError) -> None:
    raise AssertionError(error.happened)


def _saying(word: str) -> Work[str]:
    return lambda _progress, _cancelled: word


def _names() -> list[str]:
    return [thread.name for thread in threading.enumerate()]


def test_jobs_are_done_in_order_and_told_in_this_thread(qtbot: QtBot) -> None:
    worker = Worker()
    told: list[tuple[str, threading.Thread]] = []
    for word in "abcde":
        worker.run(
            _saying(word),
            lambda result: told.append((result, threading.current_thread())),
            _fail,
        )
    assert worker.is_busy
    qtbot.waitUntil(lambda: not worker.is_busy, timeout=10_000)
    assert told == [(word, threading.current_thread()) for word in "abcde"]
    qtbot.waitUntil(lambda: "annotator-background" not in _names(), timeout=10_000)


def test_it_begins_again_after_a_rest(qtbot: QtBot) -> None:
    worker = Worker()
    told: list[str] = []
    for word in ("one", "two"):
        worker.run(_saying(word), told.append, _fail)
        qtbot.waitUntil(lambda: not worker.is_busy, timeout=10_000)
        qtbot.waitUntil(lambda: "annotator-background" not in _names(), timeout=10_000)
    assert told == ["one", "two"]


def test_what_goes_wrong_is_told_and_the_next_job_is_done(qtbot: QtBot) -> None:
    def known(_progress: Progress, _cancelled: Cancelled) -> str:
        raise AnnotatorError("The folder is away.")

    def unforeseen(_progress: Progress, _cancelled: Cancelled) -> str:
        raise ZeroDivisionError

    worker = Worker()
    errors: list[AnnotatorError] = []
    done: list[str] = []
    worker.run(known, done.append, errors.append)
    worker.run(unforeseen, done.append, errors.append)
    worker.run(lambda _progress, _cancelled: "done", done.append, errors.append)
    qtbot.waitUntil(lambda: not worker.is_busy, timeout=10_000)
    assert done == ["done"]
    assert [error.happened for error in errors] == [
        "The folder is away.",
        "Something went wrong inside the program.",
    ]


def test_who_asks_to_stop_is_told_what_was_done_until_then(qtbot: QtBot) -> None:
    begun = threading.Event()

    def work(progress: Progress, cancelled: Cancelled) -> str:
        progress(3, 3)
        begun.set()
        while not cancelled():
            pass
        return "stopped"

    worker = Worker()
    told: list[str] = []
    with qtbot.waitSignal(worker.progressed, timeout=10_000) as far:
        worker.run(work, told.append, _fail)
    assert far.args == [3, 3]
    assert begun.wait(10)
    worker.stop()
    qtbot.waitUntil(lambda: told == ["stopped"], timeout=10_000)
    worker.run(lambda _progress, cancelled: str(cancelled()), told.append, _fail)
    qtbot.waitUntil(lambda: told == ["stopped", "False"], timeout=10_000)


def test_a_closed_worker_does_what_waits_and_tells_nothing(qtbot: QtBot) -> None:
    worker = Worker()
    did: list[str] = []
    told: list[object] = []
    worker.run(lambda _progress, _cancelled: did.append("one"), told.append, _fail)
    worker.run(lambda _progress, _cancelled: did.append("two"), told.append, _fail)
    assert worker.close(10.0)
    worker.run(lambda _progress, _cancelled: did.append("late"), told.append, _fail)
    qtbot.wait(20)
    assert (did, told) == (["one", "two"], [])


def test_closing_says_where_work_was_not_done_in_time(qtbot: QtBot) -> None:
    go_on = threading.Event()
    worker = Worker()
    worker.run(lambda _progress, _cancelled: go_on.wait(10), lambda _done: None, _fail)
    assert not worker.close(0.05)
    go_on.set()
    assert worker.close(10.0)
