"""One door to a data file: reading finds what was written before, from any thread, or says why."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.model.errors import StoreError
from annotator.services.data.data_file import DataFile
from annotator.services.data.writer import CATCH_UP, WriterState
from annotator.store.database import Database
from annotator.store.errors import disk_full
from annotator.store.preferences import Preferences
from annotator.store.schema import DatabaseKind

#: Seconds that a job below keeps the disk; a reader that doesn't wait comes too early.
SLOW = 0.2


@pytest.fixture
def opener(tmp_path: Path) -> Callable[[], Database]:
    path = tmp_path / "student.db"
    return lambda: Database.open(path, kind=DatabaseKind.STUDENT)


@pytest.fixture
def data(opener: Callable[[], Database]) -> Iterator[DataFile]:
    data = DataFile.open(opener)
    yield data
    assert data.close() is None


def write(number: int, *, seconds: float = 0.0) -> Callable[[Database], None]:
    def work(db: Database) -> None:
        time.sleep(seconds)
        Preferences(db).set("number", number)

    return work


def read(data: DataFile) -> object:
    return Preferences(data.db).get("number", 0)


def test_what_was_submitted_is_read(data: DataFile) -> None:
    assert read(data) == 0
    for number in range(1, 20):
        data.submit(write(number))
        assert read(data) == number


def test_a_slow_disk_is_waited_for(data: DataFile) -> None:
    data.submit(write(1, seconds=SLOW))
    assert read(data) == 1


def test_a_job_that_is_refused_keeps_no_reader_waiting(data: DataFile) -> None:
    def wrong(_db: Database) -> None:
        raise ValueError("a mistake")

    data.submit(write(1))
    data.submit(wrong)
    assert read(data) == 1
    assert len(data.writer.refused) == 1


def test_two_threads_read_what_each_other_wrote(data: DataFile) -> None:
    data.submit(write(1, seconds=SLOW))
    found: list[object] = []

    def other() -> None:
        with data.in_this_thread() as mine:
            found.append(read(mine))
            mine.submit(write(2, seconds=SLOW))
            found.append(mine.call(lambda db: Preferences(db).get("number", 0)))
            mine.submit(write(3, seconds=SLOW))

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert found == [1, 2]
    assert read(data) == 3, "the worker has gone, what it asked for is waited for all the same"


def test_a_reader_does_not_wait_for_what_a_worker_is_taking_in(data: DataFile) -> None:
    begun, goes_on = threading.Event(), threading.Event()

    def much(db: Database) -> None:
        begun.set()
        assert goes_on.wait(30)
        write(1)(db)

    def other() -> None:
        with data.in_this_thread() as mine:
            mine.call(much)

    thread = threading.Thread(target=other)
    thread.start()
    assert begun.wait(30)
    began = time.monotonic()
    assert [read(data) for _ in range(10)] == [0] * 10
    assert not goes_on.is_set(), "it was read while the worker's job still waited"
    assert time.monotonic() - began < CATCH_UP
    goes_on.set()
    thread.join()
    assert read(data) == 1, "it is there once the call has returned"


def test_a_workers_end_closes_its_own_connection_alone(data: DataFile) -> None:
    with data.in_this_thread() as mine:
        reading = mine.db
    with pytest.raises(StoreError):
        reading.rows("SELECT 1")
    data.submit(write(1))
    assert read(data) == 1


def test_while_the_disk_refuses_what_is_on_it_is_read_at_once(
    opener: Callable[[], Database],
) -> None:
    is_full = threading.Event()

    def work(db: Database) -> None:
        if is_full.is_set():
            raise disk_full(db.path)
        write(2)(db)

    data = DataFile.open(opener, back_off=(60.0,))
    data.submit(write(1))
    assert read(data) == 1
    is_full.set()
    data.submit(work)
    began = time.monotonic()
    assert [read(data) for _ in range(10)] == [1] * 10
    assert time.monotonic() - began < 60, "no reader waits for the next try"
    assert data.writer.state is WriterState.FAILED
    is_full.clear()
    data.writer.retry_now()
    assert data.writer.flush(10)
    assert read(data) == 2
    assert data.close() is None


def test_a_disk_that_hangs_is_waited_for_once(data: DataFile) -> None:
    goes_on = threading.Event()
    data.submit(lambda db: goes_on.wait(30) and write(1)(db))
    began = time.monotonic()
    data.writer.catch_up(timeout=0.3)
    assert time.monotonic() - began >= 0.3
    began = time.monotonic()
    assert read(data) == 0
    assert time.monotonic() - began < CATCH_UP, "the second reader did not wait again"
    goes_on.set()
    assert data.writer.flush(10)
    data.submit(write(2, seconds=SLOW))
    assert read(data) == 2, "what comes after that is waited for again"


def test_closing_writes_what_waits(opener: Callable[[], Database]) -> None:
    with DataFile.open(opener) as data:
        data.submit(write(1, seconds=SLOW))
        reading = data.db
        data.submit(write(2, seconds=SLOW))
    with pytest.raises(StoreError):
        reading.rows("SELECT 1")
    with pytest.raises(RuntimeError, match="closed"):
        data.submit(write(3))
    with opener() as database:
        assert Preferences(database).get("number", 0) == 2


def test_closing_says_what_could_not_be_written(opener: Callable[[], Database]) -> None:
    def full(db: Database) -> None:
        raise disk_full(db.path)

    data = DataFile.open(opener, back_off=(0.02,))
    data.submit(full)
    data.submit(write(1))
    unsaved = data.close()
    assert unsaved is not None
    assert unsaved.jobs == 2
    assert "full" in str(unsaved.error)


def test_a_file_that_cant_be_opened_starts_nothing(tmp_path: Path) -> None:
    (tmp_path / "student.db").write_bytes(b"no database")
    before = threading.active_count()
    with pytest.raises(StoreError):
        DataFile.open(lambda: Database.open(tmp_path / "student.db", kind=DatabaseKind.STUDENT))
    assert threading.active_count() == before
