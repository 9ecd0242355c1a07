"""The thread that puts work on the disk, one job after the other, and says so only afterwards.

"Saved means on disk": a job is acknowledged when the transaction that holds it has been committed
with ``synchronous = FULL``. No Qt here: callbacks run in the writer's thread, and what has a
window bridges to it.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from annotator.model.errors import AnnotatorError, StoreError
from annotator.store.database import Database
from annotator.store.errors import AttemptClosed, BrokenRule, FileGone, NoSuchRecord, RecordDamaged
from annotator.store.filesystems import Place
from annotator.store.lost_file import put_back

_log = logging.getLogger(__name__)

T = TypeVar("T")

#: Seconds to wait before the first, second… further try; the last one is repeated.
BACK_OFF = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0)

#: How many waiting jobs may share one commit; each is acknowledged after it.
MAX_SHARED = 64

#: Seconds that a reader waits for what was submitted before.
CATCH_UP = 5.0

#: Seconds after which a writer without work looks whether its file is still there.
LOOK_AFTER = 2.0

#: Errors that no further try can mend: the job itself is wrong, not the disk.
_REFUSALS = (AttemptClosed, BrokenRule, NoSuchRecord, RecordDamaged)


class WriterState(Enum):
    """What may be said on screen: all on disk, on its way, or kept in memory and tried again."""

    SAVED = "saved"
    SAVING = "saving"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What :meth:`Writer.close` could not write: how many jobs, and why.

    No jobs and an error: the file itself is gone, with what was written into it before.
    """

    jobs: int
    error: AnnotatorError


@dataclass(slots=True, eq=False)
class _Job:
    work: Callable[[Database], Any]
    on_saved: Callable[[], None] | None
    on_refused: Callable[[AnnotatorError], None] | None
    once: bool = False
    #: In a transaction that was committed, into a file that may have been deleted.
    written: bool = False
    result: Any = None
    refusal: AnnotatorError | None = None


class Writer:
    """One background thread with a connection of its own.

    ``open_database`` is called in that thread, at the first job and again after a failure.
    ``on_state(state, error)`` hears of every change of state; ``error`` is set when it is FAILED.

    Jobs run in the order in which they were submitted, always. A failure of the disk keeps
    that job and all after it in memory and tries them again, in order, after a pause. A job that
    is itself at fault (it breaks a rule of the model or the store) is refused: nothing of it is
    written, its ``on_refused`` is called, and the next one has its turn. Without one the state is
    FAILED from then on: what is on screen is not what is on disk.

    A commit counts only if the file is still at its path afterwards; now and then that is looked
    at without a commit as well. A file that was deleted is written once more, whole, from the open
    connection; where that is not safe, all is kept until the file is back.
    """

    def __init__(
        self,
        open_database: Callable[[], Database],
        *,
        on_state: Callable[[WriterState, AnnotatorError | None], None] | None = None,
        back_off: Sequence[float] = BACK_OFF,
        look_after: float = LOOK_AFTER,
    ) -> None:
        self._open = open_database
        self._on_state = on_state
        self._back_off = tuple(back_off)
        self._look_after = look_after
        self._changed = threading.Condition()
        self._jobs: deque[_Job] = deque()
        self._submitted = 0
        self._settled = 0
        #: So many have to be settled before a reader finds everything.
        self._goal = 0
        self._state = WriterState.SAVED
        self._failure: AnnotatorError | None = None
        self._refused: list[AnnotatorError] = []
        #: Refusals that nothing but the state has told.
        self._untold: list[AnnotatorError] = []
        self._stuck_at = -1
        self._closing = False
        self._hurry = False
        #: How often it was asked for, and done, to look whether the file is there.
        self._looks_wanted = self._looks_done = 0
        self._place: Place | None = None
        self._database: Database | None = None
        self._thread = threading.Thread(target=self._run, name="annotator-writer", daemon=True)
        self._thread.start()

    # -- for every thread ------------------------------------------------------------------

    @property
    def state(self) -> WriterState:
        """Where things stand now."""
        with self._changed:
            if self._failure is None and self._jobs:
                return WriterState.SAVING
            return self._state

    @property
    def failure(self) -> AnnotatorError | None:
        """Why the last try failed, or a change was refused; None while all is well."""
        with self._changed:
            return self._failure or next(iter(self._untold), None)

    @property
    def place(self) -> Place | None:
        """The file that is written into; None before it was first opened."""
        with self._changed:
            return self._place

    @property
    def unsaved(self) -> int:
        """How many jobs are in memory only, those included that can never be written."""
        with self._changed:
            return len(self._jobs) + len(self._untold)

    @property
    def refused(self) -> tuple[AnnotatorError, ...]:
        """Why jobs were refused, oldest first; these changes are not on disk and never will be."""
        with self._changed:
            return tuple(self._refused)

    def forget_refused(self) -> None:
        """What is on screen was read from the disk again: a refused change is not there, either."""
        with self._changed:
            if not self._untold:
                return
            self._untold.clear()
            state, failure = self.state, self._failure
        if failure is None and state is WriterState.FAILED:
            self._report(WriterState.SAVED, None)

    def submit(
        self,
        work: Callable[[Database], Any],
        *,
        on_saved: Callable[[], None] | None = None,
        on_refused: Callable[[AnnotatorError], None] | None = None,
    ) -> None:
        """Put a job at the end of the queue; returns at once.

        ``work`` gets the database inside an open transaction. ``on_saved`` is called after the
        commit, ``on_refused`` if the job can never be written; both in the writer's thread.
        """
        self._put(_Job(work, on_saved, on_refused))

    def call(self, work: Callable[[Database], T], *, timeout: float = 60.0) -> T:
        """Run a job after all that wait, and return its result when it is on disk.

        A failure is raised, and this job is then not tried again. ``timeout`` is in seconds; past
        it a StoreError is raised, and the job may still be written.
        """
        self._not_in_writer()
        done = threading.Event()
        job = _Job(work, done.set, lambda _: done.set(), once=True)
        self._put(job)
        if not done.wait(timeout):
            raise StoreError(
                "Saving takes longer than it should.",
                kept="The change is in memory and still on its way to the disk.",
                todo="Wait a moment, then look whether it is there.",
            )
        if job.refusal is not None:
            raise job.refusal
        result: T = job.result
        return result

    def flush(self, timeout: float = 10.0) -> bool:
        """Wait until all submitted so far is settled and the file was seen to be there.

        False if it isn't in ``timeout`` seconds.
        """
        self._not_in_writer()
        with self._changed:
            goal = self._submitted
            self._looks_wanted += 1
            look = self._looks_wanted
            self._changed.notify_all()
            self._changed.wait_for(
                lambda: self._settled >= goal and (self._looks_done >= look or self._closing),
                timeout,
            )
            return self._settled >= goal and self._failure is None

    def catch_up(self, timeout: float = CATCH_UP) -> None:
        """Wait until a reader finds all that was submitted so far; not while the disk refuses it.

        A :meth:`call` of another thread is not waited for: its result can't be known anywhere
        before it returns. So a worker that takes in three hundred files keeps no window waiting.
        A disk that neither takes anything nor fails within ``timeout`` seconds is waited for once,
        not at each read.
        """
        self._not_in_writer()
        with self._changed:
            goal = self._goal
            if self._settled >= goal or self._settled == self._stuck_at:
                return
            if not self._changed.wait_for(
                lambda: self._settled >= goal or self._failure is not None, timeout
            ):
                self._stuck_at = self._settled

    def retry_now(self) -> None:
        """Try a failed job again at once, without waiting for the pause to end."""
        with self._changed:
            self._hurry = True
            self._changed.notify_all()

    def close(self, timeout: float = 10.0) -> Unsaved | None:
        """Write what waits, then stop. What could not be written in ``timeout`` s is reported."""
        self._not_in_writer()
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(timeout)
        with self._changed:
            if not self._jobs and self._failure is None:
                return None
            error = self._failure or StoreError("The disk did not answer in time.")
            return Unsaved(len(self._jobs), error)

    def _put(self, job: _Job) -> None:
        with self._changed:
            if self._closing:
                raise RuntimeError("This writer is closed.")
            self._jobs.append(job)
            self._submitted += 1
            if not job.once:
                self._goal = self._submitted
            self._changed.notify_all()

    def _not_in_writer(self) -> None:
        if threading.current_thread() is self._thread:
            raise RuntimeError("The writer's own callbacks must not wait for the writer.")

    # -- in the writer's thread ------------------------------------------------------------

    def _run(self) -> None:
        tries = 0
        try:
            while (found := self._next_batch()) is not None:
                batch, look = found
                if batch and self._failure is None:
                    self._report(WriterState.SAVING, None)
                try:
                    self._write(batch)
                except Exception as error:  # noqa: BLE001 -- whatever it is, the jobs are kept
                    tries += 1
                    if not self._after_failure(batch, look, _as_store_error(error), tries):
                        break
                else:
                    tries = 0
                    self._settle(batch, look)
        finally:
            self._drop_connection()

    def _next_batch(self) -> tuple[list[_Job], int] | None:
        """The first jobs of the queue, which stay in it, and the look that they are good for.

        None when it is time to stop, after one more look; no jobs where only a look is due.
        """
        with self._changed:
            closing = self._closing
            self._changed.wait_for(
                lambda: self._jobs or self._closing or self._looks_wanted > self._looks_done,
                self._look_after,
            )
            if closing and not self._jobs:
                return None
            batch = [job for job, _ in zip(self._jobs, range(MAX_SHARED), strict=False)]
            return batch, self._looks_wanted

    def _write(self, batch: list[_Job]) -> None:
        """All jobs in one transaction, each in its own savepoint; raises what the disk says."""
        if not batch and self._database is None and self._place is not None:
            return  # after a failure: the next job finds out how things stand
        database = self._in_place()
        new = [job for job in batch if not job.written]
        if not new:
            return
        for job in new:
            job.refusal = None
        with database.transaction():
            for job in new:
                try:
                    with database.transaction():
                        job.result = job.work(database)
                except Exception as error:
                    if _is_trouble(error) or not database.in_transaction:
                        raise
                    job.refusal = _as_refusal(error)
        for job in new:
            job.written = True
        self._in_place()

    def _in_place(self) -> Database:
        """The file at its path, open; FileGone where it is not there and can't be put back."""
        if self._database is not None and not self._database.is_in_place:
            put_back(self._database)
            _log.warning("“%s” was gone and was written once more", self._database.path)
            self._drop_connection()
        if self._database is None:
            self._database = self._open()
            with self._changed:
                self._place = self._database.place
        return self._database

    def _settle(self, batch: list[_Job], look: int) -> None:
        """The commit is done: take the jobs off the queue, tell each, then say how things stand."""
        with self._changed:
            for job in batch:
                self._jobs.remove(job)
                if job.refusal is not None and not job.once:
                    self._refused.append(job.refusal)
                    if job.on_refused is None:
                        self._untold.append(job.refusal)
            self._failure = None
            rest, untold = len(self._jobs), next(iter(self._untold), None)
        for job in batch:
            self._answer(job)
        if untold is not None:
            self._report(WriterState.FAILED, untold)
        elif not rest:
            self._report(WriterState.SAVED, None)
        with self._changed:
            self._settled += len(batch)
            self._looks_done = look
            self._changed.notify_all()

    def _after_failure(self, batch: list[_Job], look: int, error: StoreError, tries: int) -> bool:
        """Keep the jobs, wait, and say whether to go on; those for one try only are answered."""
        is_gone = isinstance(error, FileGone)
        if batch or is_gone:
            # The whole story once; a disk that stays full must not fill the log as well.
            story = error if tries == 1 else None
            _log.warning("could not save, try %d: %s", tries, error, exc_info=story)
        if not is_gone:
            # One to a file that is gone holds the last of it.
            self._drop_connection()
        lost = [job for job in batch if job.once]
        with self._changed:
            for job in lost:
                job.refusal = error
                self._jobs.remove(job)
            stays = bool(self._jobs) or is_gone
            self._failure = error if stays else None
            self._settled += len(lost)
            self._looks_done = look
            self._changed.notify_all()
        for job in lost:
            self._answer(job)
        self._report(WriterState.FAILED if stays else WriterState.SAVED, error if stays else None)
        pause = self._back_off[min(tries, len(self._back_off)) - 1]
        with self._changed:
            was_closing = self._closing
            self._changed.wait_for(lambda: self._hurry or self._closing, pause if stays else 0)
            self._hurry = False
            # Closing gets one more try, then the rest is reported.
            return not was_closing

    def _answer(self, job: _Job) -> None:
        try:
            if job.refusal is None:
                if job.on_saved is not None:
                    job.on_saved()
            elif job.on_refused is not None:
                job.on_refused(job.refusal)
            else:
                _log.error("a change was refused: %s", job.refusal)
        except Exception:  # noqa: BLE001 -- a listener's mistake must not stop the writing
            _log.exception("a listener of the writer failed")

    def _report(self, state: WriterState, error: AnnotatorError | None) -> None:
        with self._changed:
            if state is self._state and state is not WriterState.FAILED:
                return
            self._state = state
        if self._on_state is not None:
            try:
                self._on_state(state, error)
            except Exception:  # noqa: BLE001 -- as in _answer
                _log.exception("a listener of the writer failed")

    def _drop_connection(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None


def _is_trouble(error: Exception) -> bool:
    """Whether another try may help: the disk's fault, not the job's."""
    return isinstance(error, (StoreError, OSError)) and not isinstance(error, _REFUSALS)


def _as_store_error(error: Exception) -> StoreError:
    if isinstance(error, StoreError):
        return error
    reason = error.happened if isinstance(error, AnnotatorError) else f"The disk reported: {error}."
    trouble = StoreError(reason, kept="What was saved before is safe.")
    trouble.__cause__ = error
    return trouble


def _as_refusal(error: Exception) -> AnnotatorError:
    if isinstance(error, AnnotatorError):
        return error
    _log.error("a job of the writer failed", exc_info=error)
    return BrokenRule(
        "A change could not be saved because of a mistake in the program.",
        kept="What was saved before is safe; this one change was not written.",
        todo="Details are in the log file.",
    )
