"""Papers with very many marks are compared in a thread of their own, while the others go on.

One file may hold 5,000 marks, and it may have been made just for that: to read and compare
it takes seconds, in which a window must not stand still.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from dataclasses import dataclass

from annotator.model.article import Article
from annotator.model.errors import AnnotatorError
from annotator.model.outcome import Comparison
from annotator.model.work import Submission
from annotator.services.data.data_file import DataFile
from annotator.services.review.decisions import Decider
from annotator.services.review.re_anchor import ReAnchored, re_anchor
from annotator.store.articles import Articles
from annotator.store.database import Database
from annotator.store.submissions import Submissions

_log = logging.getLogger(__name__)

#: Marks from which on a paper is large; fewer are compared in some hundredths of a second.
MANY_MARKS = 400


@dataclass(frozen=True, slots=True)
class PaperRead:
    """A paper with its marks in today's text; ``mapped`` where they were made on another one."""

    submission: Submission
    mapped: ReAnchored | None = None


def read_paper(db: Database, sha256: str, article: Article) -> PaperRead:
    """A hand-in with its marks where they stand in ``article`` now.

    StoreError or InvalidModel where it can't be read.
    """
    found = Submissions(db).load_received(sha256)
    if found.article_sha256 == article.sha256:
        found.check(article.text)
        return PaperRead(found)
    articles = Articles(db)
    has_old = articles.has(found.article_sha256)
    old = articles.load(found.article_sha256).text if has_old else None
    mapped = re_anchor(found, article, old)
    return PaperRead(mapped.submission, mapped)


class LargePapers:
    """Compares one large paper after the other; ``data`` is that of the window's thread.

    The thread has a connection of its own, and lives only while there is something to compare.
    """

    def __init__(self, data: DataFile, article: Article) -> None:
        self._data, self._article = data, article
        self._lock = threading.Lock()
        self._waiting: deque[tuple[str, Decider]] = deque()
        self._found: dict[str, tuple[PaperRead, Comparison] | None] = {}
        self._thread: threading.Thread | None = None

    def begin(self, sha256: str, decider: Decider) -> bool:
        """Have a paper compared if it isn't yet; True when that is done."""
        with self._lock:
            if sha256 in self._found:
                return True
            if all(sha256 != each for each, _decider in self._waiting):
                # A copy: a decider remembers what it has prepared, and belongs to one thread.
                self._waiting.append((sha256, decider.for_another_thread()))
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._work, name="annotator-large-papers", daemon=True
                )
                self._thread.start()
        return False

    def take(self, sha256: str) -> tuple[PaperRead, Comparison] | None:
        """What :meth:`begin` has found, once; None where it can't be compared."""
        with self._lock:
            found = self._found.get(sha256)
            if sha256 in self._found:
                self._found[sha256] = None
            return found

    def forget(self) -> None:
        """Another key or cost counts now: what was found, and what is being compared, is old."""
        with self._lock:
            self._waiting.clear()
            self._found.clear()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return
                sha256, decider = self._waiting[0]
            found = self._compare(sha256, decider)
            with self._lock:
                # Where it was forgotten meanwhile, another decider waits in its place, or none.
                if self._waiting and self._waiting[0][1] is decider:
                    self._waiting.popleft()
                    self._found[sha256] = found

    def _compare(self, sha256: str, decider: Decider) -> tuple[PaperRead, Comparison] | None:
        try:
            with self._data.in_this_thread() as data:
                read = read_paper(data.db, sha256, self._article)
            return read, decider.base(read.submission)
        except AnnotatorError:
            # It is found again, quickly, where the paper is asked for.
            return None
        except Exception:  # noqa: BLE001 -- nothing above this thread would report it
            _log.exception("a large paper could not be compared")
            return None
