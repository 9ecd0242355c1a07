"""Taking a made-up class out again, with everything that was made up for it."""

# ruff: noqa: S608 -- all that is put into SQL text here is our own lists of tables.
from __future__ import annotations

from annotator.model.received import PAPER
from annotator.store.classes import Classes
from annotator.store.database import Database
from annotator.store.errors import BrokenRule

#: What the maker of made-up papers calls their hands.
HAND = "sample:"

#: Tables that speak of a hand-in, those before it that refer to it.
_OF_PAPERS = (
    ("reviews", "submission_sha256"),
    ("disagreements", "submission_sha256"),
    ("given_back", "submission_sha256"),
    ("returned_outcomes", "submission_sha256"),
    ("returned_contents", "submission_sha256"),
    ("return_ways", "submission_sha256"),
    ("looked_at", "submission_sha256"),
    ("filed", "submission_sha256"),
    ("arrivals", "sha256"),
    ("submissions", "sha256"),
)


def remove_sample(database: Database, class_id: str) -> None:
    """Delete a made-up class, its students, papers, decisions and assignments; all or nothing.

    The keys that were made in it go, too, with their lines in the log; the lessons' keys are not
    touched. BrokenRule for a class of real students.
    """
    if not Classes(database).is_sample(class_id):
        raise BrokenRule("Only a made-up class can be removed.", kept="Nothing was changed.")
    with database.transaction():
        # Those who were taken out of the class list are made up, too.
        hands = database.rows(
            "SELECT h.hand, s.id FROM hands h JOIN students s ON s.id = h.student_id "
            "WHERE (h.hand LIKE ? AND (s.class_id = ? OR s.class_id IS NULL)) "
            "OR (h.hand LIKE ? AND s.class_id = ?)",
            [f"{HAND}%", class_id, f"{PAPER}%", class_id],
        )
        papers = [
            (row[0],)
            for hand, _student in hands
            for row in database.rows("SELECT sha256 FROM arrivals WHERE hand = ?", [hand])
        ]
        for table, column in _OF_PAPERS:
            database.execute_many(f"DELETE FROM {table} WHERE {column} = ?", papers)
        database.execute(
            "DELETE FROM filed WHERE assignment_id IN "
            "(SELECT id FROM assignments WHERE class_id = ?)",
            [class_id],
        )
        database.execute_many("DELETE FROM hands WHERE hand = ?", [(hand,) for hand, _ in hands])
        database.execute("DELETE FROM assignments WHERE class_id = ?", [class_id])
        people = [(student,) for _hand, student in hands]
        people += database.rows("SELECT id FROM students WHERE class_id = ?", [class_id])
        database.execute_many("DELETE FROM cards WHERE student_id = ?", people)
        database.execute_many("DELETE FROM students WHERE id = ?", people)
        database.execute("DELETE FROM sample_keys WHERE class_id = ?", [class_id])
        database.execute("DELETE FROM log WHERE json_extract(detail, '$.sample') = ?", [class_id])
        database.execute("DELETE FROM classes WHERE id = ?", [class_id])
