"""The list of papers as a Qt model: the key at the front, then one row a paper.

How a paper stands is worked out when its row is first looked at, one row at a time, so that a long
list is there at once.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)

from annotator.model.labels import LabelGuide
from annotator.services.review.papers import LessonPapers, PaperLine
from annotator.store.submissions import Received
from annotator.ui.article.vocabulary import found_words, plural
from annotator.ui.outcomes.outcome_rows import label_of
from annotator.ui.outcomes.points import points_words

NAME_ROLE = Qt.ItemDataRole.UserRole + 1
DETAILS_ROLE = Qt.ItemDataRole.UserRole + 2
SCORE_ROLE = Qt.ItemDataRole.UserRole + 3
FLAG_ROLE = Qt.ItemDataRole.UserRole + 4
SHA_ROLE = Qt.ItemDataRole.UserRole + 5

_Index = QModelIndex | QPersistentModelIndex


class PapersModel(QAbstractListModel):
    """Row 0 is the answer key; papers follow by name and attempt."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._papers: LessonPapers | None = None
        self._rows: tuple[Received, ...] = ()
        self._lines: dict[str, PaperLine] = {}
        self._wanted: deque[str] = deque()
        self._later = QTimer(self, interval=0)
        self._later.timeout.connect(self._work_one_out)

    def show_papers(self, papers: LessonPapers | None) -> None:
        """List a lesson's papers anew, as they are in the store now."""
        self.beginResetModel()
        self._papers = papers
        self._rows = papers.received() if papers is not None else ()
        self._lines.clear()
        self._wanted.clear()
        self.endResetModel()

    def points_changed(self) -> None:
        """Every paper's points are different now."""
        self._lines.clear()
        if self._rows:
            self.dataChanged.emit(self.index(1), self.index(len(self._rows)))

    @property
    def papers(self) -> tuple[Received, ...]:
        """What is listed, without the key's own row."""
        return self._rows

    def row_of(self, sha256: str) -> int:
        """The row of a paper; 0 (the key) for an empty or unknown name."""
        return next((n for n, each in enumerate(self._rows, 1) if each.sha256 == sha256), 0)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        if parent.isValid() or self._papers is None:
            return 0
        return len(self._rows) + 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._papers is None or index.row() > len(self._rows):
            return None
        if index.row() == 0:
            return self._key_data(role)
        return self._paper_data(self._rows[index.row() - 1], role)

    def _key_data(self, role: int) -> Any:
        assert self._papers is not None
        key = self._papers.lesson.key
        assert key is not None
        count = sum(item.required for item in key.items)
        details = f"{count} to find"
        if role in (Qt.ItemDataRole.DisplayRole, NAME_ROLE):
            return "Answer key"
        if role == DETAILS_ROLE:
            return details
        if role == SHA_ROLE:
            return ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"Answer key, {details}"
        return None

    def _paper_data(self, paper: Received, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, NAME_ROLE):
            return _name(paper)
        if role == SHA_ROLE:
            return paper.sha256
        if role not in (
            DETAILS_ROLE,
            SCORE_ROLE,
            FLAG_ROLE,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        line = self._line(paper.sha256)
        assert self._papers is not None
        if line is None:
            return _name(paper) if role == Qt.ItemDataRole.AccessibleTextRole else ""
        if role == DETAILS_ROLE:
            return details_words(line)
        if role == SCORE_ROLE:
            return "" if line.fault or line.score is None else f"{line.score}%"
        flag = flag_words(line, self._papers.lesson.guide)
        if role == FLAG_ROLE:
            return flag
        score = "no score" if line.score is None else f"{line.score} percent"
        parts = (_name(paper), details_words(line), "" if line.fault else score, flag)
        return ", ".join(part for part in parts if part)

    def _line(self, sha256: str) -> PaperLine | None:
        line = self._lines.get(sha256)
        if line is None and sha256 not in self._wanted:
            self._wanted.append(sha256)
            self._later.start()
        return line

    def _work_one_out(self) -> None:
        if not self._wanted or self._papers is None:
            self._later.stop()
            return
        sha256 = self._wanted.popleft()
        self._lines[sha256] = self._papers.line(sha256)
        index = self.index(self.row_of(sha256))
        self.dataChanged.emit(index, index)


def details_words(line: PaperLine) -> str:
    """ "10 of 13 found · 10.5 points"; nothing for a paper that can't be compared."""
    if line.fault:
        return ""
    points = points_words(line.points)
    noun = "point" if line.points == 1_000_000 else "points"
    return f"{found_words(line.named, line.required)} · {points} {noun}"


def flag_words(line: PaperLine, guide: LabelGuide) -> str:
    """What the teacher should look at first, or nothing."""
    if line.fault:
        return "can’t be compared"
    if line.painted:
        return f"{label_of(guide, line.painted).name.lower()} on most of the text"
    return ""


def _name(paper: Received) -> str:
    name = " ".join(paper.student_name.split()) or "No name"
    return f"{name} · try {paper.attempt_number}" if paper.attempt_number > 1 else name


def papers_words(count: int) -> str:
    """ "3 handed in", or that nothing was."""
    return plural(count, "paper") + " handed in" if count else "Nothing handed in yet"
