"""What kinds of database there are and which steps lead to today's tables.

Kept apart from the steps themselves, so that opening a file that is up to date needs nothing
but the ``sqlite3`` module.
"""

from __future__ import annotations

from enum import Enum


class DatabaseKind(Enum):
    """A student's file or a teacher's; the value is the ``application_id`` of the file."""

    STUDENT = 0x416E6E53  # "AnnS"
    TEACHER = 0x416E6E54  # "AnnT"

    @property
    def file_name(self) -> str:
        """The name of such a file in a data folder."""
        return f"{self.name.lower()}.db"

    @property
    def migration_set(self) -> str:
        """The name under which sqlite-utils records the steps that were taken."""
        return f"annotator-{self.name.lower()}"


#: The steps of each kind, in order; ``user_version`` counts the steps that a file has taken.
#: To change a table: add a name here and a function of that name in migrations.py.
STEPS: dict[DatabaseKind, tuple[str, ...]] = {
    DatabaseKind.STUDENT: (
        "s0001_work",
        "s0002_returns",
        "s0003_teachers",
        "s0004_checksums",
        "s0005_given",
    ),
    DatabaseKind.TEACHER: (
        "t0001_lists_and_keys",
        "t0002_desk",
        "t0003_cards",
        "t0004_review",
        "t0005_key_drafts",
        "t0006_answers",
        "t0007_looked_at",
        "t0008_given_out_and_filed",
        "t0009_taken_back",
        "t0010_sample_keys",
        "t0011_student_details",
        "t0012_lesson_cards",
        "t0013_names_with_marks",
        "t0014_return_keys",
        "t0015_returned_outcomes",
        "t0016_disagreements_on_ties",
        "t0017_checksums",
        "t0018_given",
        "t0019_returns_and_terms",
    ),
}
