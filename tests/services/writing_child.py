"""Writes changes through the writer and says each one's name once it is acknowledged.

Started by the tests, to be killed or watched: FILE ATTEMPT [COUNT].
"""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path

from annotator.model.annotation import Annotation, new_id
from annotator.model.changes import MarksChange
from annotator.model.text import Span
from annotator.services.data.writer import Writer
from annotator.store.database import Database
from annotator.store.drafts import Drafts
from annotator.store.preferences import Preferences
from annotator.store.schema import DatabaseKind

TEXT = "word " * 400


def main() -> None:
    """Mark, undo or redo, one change after the other; each leaves its name beside it."""
    path, attempt_id = Path(sys.argv[1]), sys.argv[2]
    limit = int(sys.argv[3]) if len(sys.argv) > 3 else None
    writer = Writer(lambda: Database.open(path, kind=DatabaseKind.STUDENT))
    last: MarksChange | None = None
    for number in count() if limit is None else range(limit):
        if number % 3 == 0 or last is None:
            # An odd place that no earlier child can have taken for good.
            start = os.getpid() * 7919 % 300 + number % 1500
            span = Span(start, start + 3)
            last = MarksChange("mark", after=(Annotation.on(TEXT, span, new_id()),))
        else:
            last = last.inverse()

        def work(database: Database, change: MarksChange = last, name: str = new_id()) -> str:
            Drafts(database).apply(attempt_id, change)
            Preferences(database).set(name, number)  # noqa: B023 -- run before the next turn
            return name

        name = writer.call(work)
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()
    writer.close()


if __name__ == "__main__":
    main()
