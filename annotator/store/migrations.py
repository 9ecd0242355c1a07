"""The steps from an empty file to today's tables, one function a step, never changed once released.

Imported late: only a file that is new or behind needs this module, and sqlite-utils with it.
sqlite-utils can't write CHECKs, so tables are written in SQL; it runs each step in a transaction
together with its record. ``user_version`` moves in that same transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import sqlite_utils
from sqlite_utils import Migrations

from annotator.model.names import bare_key, typed_key
from annotator.store.codec import checksum
from annotator.store.schema import STEPS, DatabaseKind

_PREFERENCES = """
CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT;
CREATE TABLE preferences (
    student_id TEXT NOT NULL REFERENCES students (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    value TEXT NOT NULL CHECK (json_valid(value)),
    PRIMARY KEY (student_id, key)
) STRICT, WITHOUT ROWID;
"""

_ARTICLES = """
CREATE TABLE articles (
    sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    text TEXT NOT NULL,
    blocks TEXT NOT NULL CHECK (json_valid(blocks)),
    metadata TEXT NOT NULL CHECK (json_valid(metadata)),
    added TEXT NOT NULL
) STRICT;
CREATE TABLE lessons (
    id TEXT NOT NULL,
    file_sha256 TEXT NOT NULL CHECK (length(file_sha256) = 64),
    title TEXT NOT NULL,
    article_sha256 TEXT NOT NULL REFERENCES articles (sha256),
    file_name TEXT NOT NULL,
    file BLOB NOT NULL,
    opened TEXT NOT NULL,
    PRIMARY KEY (id, file_sha256)
) STRICT;
CREATE INDEX lessons_article ON lessons (article_sha256);
"""

_STUDENT_WORK = """
CREATE TABLE students (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    class_id TEXT NOT NULL DEFAULT '',
    card_issue INTEGER NOT NULL DEFAULT 0 CHECK (card_issue >= 0),
    created TEXT NOT NULL
) STRICT;
CREATE TABLE attempts (
    id TEXT PRIMARY KEY,
    student_id TEXT NOT NULL REFERENCES students (id),
    lesson_id TEXT NOT NULL CHECK (lesson_id <> ''),
    assignment_id TEXT NOT NULL DEFAULT '',
    article_sha256 TEXT NOT NULL CHECK (length(article_sha256) = 64),
    number INTEGER NOT NULL CHECK (number >= 1),
    supersedes TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('draft', 'handed-in', 'returned')),
    started TEXT NOT NULL,
    handed_in TEXT,
    seconds_spent INTEGER NOT NULL DEFAULT 0 CHECK (seconds_spent >= 0),
    saved TEXT NOT NULL,
    CHECK ((state = 'draft') = (handed_in IS NULL)),
    UNIQUE (student_id, lesson_id, assignment_id, article_sha256, number)
) STRICT;
CREATE UNIQUE INDEX attempts_one_draft ON attempts
    (student_id, lesson_id, assignment_id, article_sha256) WHERE state = 'draft';
CREATE TABLE annotations (
    attempt_id TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    label TEXT NOT NULL CHECK (label <> ''),
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL CHECK ("end" > start),
    quote TEXT NOT NULL,
    note TEXT NOT NULL,
    certainty TEXT CHECK (certainty IN ('sure', 'think-so', 'guess')),
    attributes TEXT NOT NULL CHECK (json_valid(attributes)),
    created TEXT NOT NULL,
    modified TEXT NOT NULL,
    checksum TEXT NOT NULL,
    PRIMARY KEY (attempt_id, id),
    UNIQUE (attempt_id, start, "end", label)
) STRICT, WITHOUT ROWID;
CREATE TABLE relations (
    attempt_id TEXT NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('denies', 'said_by', 'same_as')),
    source_id TEXT NOT NULL,
    chain TEXT NOT NULL CHECK (json_valid(chain)),
    note TEXT NOT NULL,
    checksum TEXT NOT NULL,
    PRIMARY KEY (attempt_id, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE hand_ins (
    attempt_id TEXT PRIMARY KEY REFERENCES attempts (id),
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    file BLOB NOT NULL,
    handed_in TEXT NOT NULL
) STRICT;
"""

_STUDENT_RETURNS = """
CREATE TABLE returns (
    sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    attempt_id TEXT NOT NULL REFERENCES attempts (id),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    file BLOB NOT NULL,
    received TEXT NOT NULL
) STRICT;
CREATE INDEX returns_attempt ON returns (attempt_id, revision);
"""

_TEACHER_LISTS = """
CREATE TABLE classes (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    is_sample INTEGER NOT NULL DEFAULT 0 CHECK (is_sample IN (0, 1)),
    created TEXT NOT NULL
) STRICT;
CREATE TABLE students (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    class_id TEXT REFERENCES classes (id) ON DELETE SET NULL,
    card_issue INTEGER NOT NULL DEFAULT 0 CHECK (card_issue >= 0),
    created TEXT NOT NULL
) STRICT;
CREATE INDEX students_class ON students (class_id);
CREATE TABLE assignments (
    id TEXT PRIMARY KEY,
    lesson_id TEXT NOT NULL CHECK (lesson_id <> ''),
    class_id TEXT NOT NULL REFERENCES classes (id),
    title TEXT NOT NULL,
    due TEXT,
    stop_after_paragraph INTEGER CHECK (stop_after_paragraph >= 1),
    extra_cost INTEGER NOT NULL CHECK (extra_cost >= 0),
    graded INTEGER NOT NULL CHECK (graded IN (0, 1)),
    more_attempts INTEGER NOT NULL CHECK (more_attempts IN (0, 1)),
    key_version INTEGER CHECK (key_version >= 1),
    created TEXT NOT NULL
) STRICT;
CREATE INDEX assignments_class ON assignments (class_id);
CREATE TABLE keys (
    lesson_id TEXT NOT NULL CHECK (lesson_id <> ''),
    version INTEGER NOT NULL CHECK (version >= 1),
    article_sha256 TEXT NOT NULL CHECK (length(article_sha256) = 64),
    content TEXT NOT NULL CHECK (json_valid(content)),
    created TEXT NOT NULL,
    checksum TEXT NOT NULL,
    PRIMARY KEY (lesson_id, version)
) STRICT;
"""

_TEACHER_DESK = """
CREATE TABLE submissions (
    sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    file_name TEXT NOT NULL,
    received TEXT NOT NULL,
    lesson_id TEXT NOT NULL,
    assignment_id TEXT NOT NULL DEFAULT '',
    article_sha256 TEXT NOT NULL CHECK (length(article_sha256) = 64),
    student_id TEXT NOT NULL,
    student_name TEXT NOT NULL,
    attempt_id TEXT NOT NULL,
    attempt_number INTEGER NOT NULL CHECK (attempt_number >= 1),
    handed_in TEXT,
    marks INTEGER NOT NULL CHECK (marks >= 0),
    content TEXT NOT NULL CHECK (json_valid(content)),
    checksum TEXT NOT NULL
) STRICT;
CREATE INDEX submissions_lesson ON submissions (lesson_id, student_name);
CREATE INDEX submissions_assignment ON submissions (assignment_id);
CREATE TABLE reviews (
    id TEXT PRIMARY KEY,
    submission_sha256 TEXT NOT NULL REFERENCES submissions (sha256),
    kind TEXT NOT NULL CHECK (kind <> ''),
    item_id TEXT NOT NULL,
    mark_id TEXT NOT NULL,
    points INTEGER,
    comment TEXT NOT NULL,
    why TEXT NOT NULL,
    who TEXT NOT NULL,
    decided TEXT NOT NULL,
    checksum TEXT NOT NULL
) STRICT;
CREATE INDEX reviews_submission ON reviews (submission_sha256);
CREATE TABLE log (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL CHECK (json_valid(detail))
) STRICT;
"""

_TEACHER_CARDS = """
CREATE TABLE cards (
    verify_key TEXT PRIMARY KEY CHECK (length(verify_key) = 64),
    box_key TEXT NOT NULL CHECK (length(box_key) = 64),
    student_id TEXT NOT NULL REFERENCES students (id),
    issue INTEGER NOT NULL CHECK (issue >= 1),
    card_name TEXT NOT NULL,
    words BLOB NOT NULL,
    issued TEXT NOT NULL,
    checksum TEXT NOT NULL,
    UNIQUE (student_id, issue)
) STRICT;
CREATE TABLE hands (
    hand TEXT PRIMARY KEY CHECK (hand <> ''),
    student_id TEXT REFERENCES students (id) ON DELETE SET NULL,
    how TEXT NOT NULL CHECK (how IN ('card', 'name', 'teacher', '')),
    placed TEXT NOT NULL
) STRICT;
CREATE INDEX hands_student ON hands (student_id);
CREATE TABLE arrivals (
    sha256 TEXT PRIMARY KEY REFERENCES submissions (sha256),
    hand TEXT NOT NULL REFERENCES hands (hand),
    card TEXT NOT NULL CHECK (card IN ('', 'checked', 'replaced', 'unknown')),
    supersedes TEXT NOT NULL
) STRICT;
CREATE INDEX arrivals_hand ON arrivals (hand);
"""

_TEACHER_REVIEW = """
CREATE TABLE disagreements (
    id TEXT PRIMARY KEY,
    submission_sha256 TEXT NOT NULL REFERENCES submissions (sha256),
    item_id TEXT NOT NULL,
    mark_id TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    said TEXT NOT NULL,
    received TEXT NOT NULL,
    answer TEXT NOT NULL DEFAULT '',
    answered TEXT
) STRICT;
CREATE INDEX disagreements_submission ON disagreements (submission_sha256);
CREATE TABLE given_back (
    submission_sha256 TEXT PRIMARY KEY REFERENCES submissions (sha256),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    returned TEXT NOT NULL
) STRICT;
"""

_TEACHER_KEY_DRAFTS = """
CREATE TABLE key_drafts (
    lesson_id TEXT PRIMARY KEY CHECK (lesson_id <> ''),
    article_sha256 TEXT NOT NULL CHECK (length(article_sha256) = 64),
    based_on INTEGER NOT NULL CHECK (based_on >= 0),
    content TEXT NOT NULL CHECK (json_valid(content)),
    changed TEXT NOT NULL,
    checksum TEXT NOT NULL
) STRICT;
"""

_TEACHER_ANSWERS = """
ALTER TABLE disagreements ADD COLUMN verdict TEXT NOT NULL DEFAULT ''
    CHECK (verdict IN ('', 'right', 'everyone', 'stands'));
ALTER TABLE disagreements ADD COLUMN revision INTEGER NOT NULL DEFAULT 0 CHECK (revision >= 0);
"""

_TEACHER_LOOKED_AT = """
CREATE TABLE looked_at (
    submission_sha256 TEXT PRIMARY KEY REFERENCES submissions (sha256),
    looked TEXT NOT NULL
) STRICT;
"""

#: What was given before this was noted has a time, but the way is unknown. A made-up class
#: hands nothing in: a student who was found in one by name alone waits for the teacher again.
_TEACHER_GIVEN_AND_FILED = """
CREATE TABLE given_out (
    assignment_id TEXT PRIMARY KEY REFERENCES assignments (id) ON DELETE CASCADE,
    how TEXT NOT NULL CHECK (how IN ('file', 'folder', 'unknown')),
    name TEXT NOT NULL,
    given TEXT NOT NULL,
    outdated INTEGER NOT NULL DEFAULT 0 CHECK (outdated IN (0, 1))
) STRICT;
INSERT INTO given_out SELECT id, 'unknown', '', created, 0 FROM assignments;
CREATE TABLE filed (
    submission_sha256 TEXT PRIMARY KEY REFERENCES submissions (sha256),
    assignment_id TEXT REFERENCES assignments (id),
    student_id TEXT REFERENCES students (id) ON DELETE SET NULL,
    filed TEXT NOT NULL
) STRICT;
CREATE INDEX filed_assignment ON filed (assignment_id);
UPDATE hands SET student_id = NULL, how = '' WHERE how = 'name' AND student_id IN (
    SELECT s.id FROM students s JOIN classes c ON c.id = s.class_id WHERE c.is_sample = 1
);
"""

_TEACHER_TAKEN_BACK = """
ALTER TABLE disagreements ADD COLUMN withdrawn TEXT
"""

#: The keys that a teacher makes in a made-up class, apart from those that real classes count with.
_TEACHER_SAMPLE_KEYS = """
CREATE TABLE sample_keys (
    class_id TEXT NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
    lesson_id TEXT NOT NULL CHECK (lesson_id <> ''),
    version INTEGER NOT NULL CHECK (version >= 1),
    article_sha256 TEXT NOT NULL CHECK (length(article_sha256) = 64),
    content TEXT NOT NULL CHECK (json_valid(content)),
    created TEXT NOT NULL,
    checksum TEXT NOT NULL,
    PRIMARY KEY (class_id, lesson_id, version)
) STRICT;
"""

#: What lists say of students besides their names; and names that a teacher said are one student.
_TEACHER_DETAILS = """
CREATE TABLE student_details (
    student_id TEXT PRIMARY KEY REFERENCES students (id) ON DELETE CASCADE,
    school_id TEXT NOT NULL,
    mail TEXT NOT NULL
) STRICT;
CREATE TABLE known_names (
    class_id TEXT NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
    name_key TEXT NOT NULL CHECK (name_key <> ''),
    student_id TEXT NOT NULL REFERENCES students (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    said TEXT NOT NULL,
    PRIMARY KEY (class_id, name_key)
) STRICT;
CREATE INDEX known_names_student ON known_names (student_id);
"""

#: What the start page shows of each lesson file, so that listing reads none of them.
_LESSON_CARDS = """
CREATE TABLE lesson_cards (
    file_sha256 TEXT PRIMARY KEY CHECK (length(file_sha256) = 64),
    assignment_id TEXT NOT NULL,
    title TEXT NOT NULL,
    number INTEGER NOT NULL,
    skill TEXT NOT NULL,
    summary TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    words INTEGER NOT NULL,
    due TEXT,
    teacher_key TEXT NOT NULL,
    signed_by TEXT NOT NULL
) STRICT;
CREATE INDEX lesson_cards_assignment ON lesson_cards (assignment_id);
"""

#: Whose files are taken: the signing key of each class, class folder and assignment.
_TEACHER_KEYS = """
CREATE TABLE teacher_keys (
    scope TEXT PRIMARY KEY CHECK (scope <> ''),
    key TEXT NOT NULL CHECK (length(key) = 64),
    how TEXT NOT NULL CHECK (how IN ('first-sight', 'card', 'older-key', 'words')),
    teacher TEXT NOT NULL,
    since TEXT NOT NULL,
    said INTEGER NOT NULL DEFAULT 0 CHECK (said IN (0, 1))
) STRICT;
CREATE TABLE refused_keys (
    key TEXT NOT NULL CHECK (length(key) = 64),
    scope TEXT NOT NULL CHECK (scope <> ''),
    refused TEXT NOT NULL,
    PRIMARY KEY (key, scope)
) STRICT;
ALTER TABLE returns ADD COLUMN signed INTEGER NOT NULL DEFAULT 0 CHECK (signed IN (0, 1));
"""

#: Names were long compared without vowel signs, which are letters of a name: what was placed with
#: somebody by a name that differs in those alone may be another student's, and is asked again.
_TEACHER_NAMES_WITH_MARKS = """
UPDATE hands SET student_id = NULL, how = '' WHERE how = 'name' AND EXISTS (
    SELECT 1 FROM arrivals a JOIN submissions s ON s.sha256 = a.sha256
    JOIN students t ON t.id = hands.student_id WHERE a.hand = hands.hand
    AND bare_key(s.student_name) = bare_key(t.name)
    AND typed_key(s.student_name) <> typed_key(t.name)
)
"""

#: The key of the attempt that a hand-in carries, to which its return is sealed in a class folder.
_TEACHER_RETURN_KEYS = """
ALTER TABLE arrivals ADD COLUMN return_key TEXT NOT NULL DEFAULT ''
"""

#: What a hand-in came to when it was given back; nothing where an older program did that.
_TEACHER_RETURNED_OUTCOMES = """
CREATE TABLE returned_outcomes (
    submission_sha256 TEXT PRIMARY KEY REFERENCES submissions (sha256),
    rule INTEGER NOT NULL CHECK (rule >= 1),
    named INTEGER NOT NULL,
    required INTEGER NOT NULL,
    points INTEGER NOT NULL,
    possible INTEGER NOT NULL
) STRICT
"""

#: A student can disagree with a tie, too.
_TEACHER_TIES = """
ALTER TABLE disagreements ADD COLUMN tie_id TEXT NOT NULL DEFAULT ''
"""

#: A checksum for each name, setting and pinned key, as marks and files have one.
_SMALL_CHECKSUMS = """
ALTER TABLE settings ADD COLUMN checksum TEXT NOT NULL DEFAULT '';
UPDATE settings SET checksum = checksum_of(key, value);
ALTER TABLE preferences ADD COLUMN checksum TEXT NOT NULL DEFAULT '';
UPDATE preferences SET checksum = checksum_of(student_id, key, value);
ALTER TABLE students ADD COLUMN checksum TEXT NOT NULL DEFAULT '';
"""
_STUDENT_CHECKSUMS = """
UPDATE students SET checksum = checksum_of(id, name, created, class_id, card_issue);
ALTER TABLE teacher_keys ADD COLUMN checksum TEXT NOT NULL DEFAULT '';
UPDATE teacher_keys SET checksum = checksum_of(scope, key, how, teacher, since, said)
"""
_TEACHER_CHECKSUMS = """
UPDATE students SET checksum = checksum_of(id, name, created)
"""

#: When a lesson file was given out; nothing in what older programs kept and wrote.
_GIVEN = """
ALTER TABLE lesson_cards ADD COLUMN given TEXT
"""

#: What a hand-in's return said, to tell what is new since then, and the ways on which it went.
#: And what holds for one student alone: a due time of their own, or that nothing is expected.
_TEACHER_RETURNS_AND_TERMS = """
CREATE TABLE returned_contents (
    submission_sha256 TEXT PRIMARY KEY REFERENCES submissions (sha256),
    content TEXT NOT NULL CHECK (json_valid(content))
) STRICT;
CREATE TABLE return_ways (
    submission_sha256 TEXT NOT NULL REFERENCES submissions (sha256),
    way TEXT NOT NULL CHECK (way IN ('class-folder', 'file', 'class-file', 'moodle', 'canvas')),
    returned TEXT NOT NULL,
    PRIMARY KEY (submission_sha256, way)
) STRICT, WITHOUT ROWID;
CREATE TABLE own_terms (
    assignment_id TEXT NOT NULL REFERENCES assignments (id) ON DELETE CASCADE,
    student_id TEXT NOT NULL REFERENCES students (id) ON DELETE CASCADE,
    due TEXT,
    away TEXT NOT NULL CHECK (away IN ('', 'excused', 'absent')),
    set_at TEXT NOT NULL,
    CHECK (due IS NOT NULL OR away <> ''),
    PRIMARY KEY (assignment_id, student_id)
) STRICT, WITHOUT ROWID;
"""

#: The tables that each step adds.
_SCRIPTS = {
    "s0001_work": _STUDENT_WORK + _PREFERENCES + _ARTICLES,
    "s0002_returns": _STUDENT_RETURNS,
    "s0003_teachers": _LESSON_CARDS + _TEACHER_KEYS,
    "s0004_checksums": _SMALL_CHECKSUMS + _STUDENT_CHECKSUMS,
    "s0005_given": _GIVEN,
    "t0001_lists_and_keys": _TEACHER_LISTS + _PREFERENCES + _ARTICLES,
    "t0002_desk": _TEACHER_DESK,
    "t0003_cards": _TEACHER_CARDS,
    "t0004_review": _TEACHER_REVIEW,
    "t0005_key_drafts": _TEACHER_KEY_DRAFTS,
    "t0006_answers": _TEACHER_ANSWERS,
    "t0007_looked_at": _TEACHER_LOOKED_AT,
    "t0008_given_out_and_filed": _TEACHER_GIVEN_AND_FILED,
    "t0009_taken_back": _TEACHER_TAKEN_BACK,
    "t0010_sample_keys": _TEACHER_SAMPLE_KEYS,
    "t0011_student_details": _TEACHER_DETAILS,
    "t0012_lesson_cards": _LESSON_CARDS,
    "t0013_names_with_marks": _TEACHER_NAMES_WITH_MARKS,
    "t0014_return_keys": _TEACHER_RETURN_KEYS,
    "t0015_returned_outcomes": _TEACHER_RETURNED_OUTCOMES,
    "t0016_disagreements_on_ties": _TEACHER_TIES,
    "t0017_checksums": _SMALL_CHECKSUMS + _TEACHER_CHECKSUMS,
    "t0018_given": _GIVEN,
    "t0019_returns_and_terms": _TEACHER_RETURNS_AND_TERMS,
}


def _step(name: str, number: int) -> Callable[[sqlite_utils.Database], None]:
    def run(db: sqlite_utils.Database) -> None:
        # Statement by statement: executescript() would commit the transaction that it is in.
        for statement in _SCRIPTS[name].split(";\n"):
            if statement.strip():
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {number}")

    return run


def migrations(kind: DatabaseKind) -> Migrations:
    """All steps of a kind of file, under the names that :data:`schema.STEPS` lists."""
    steps = Migrations(kind.migration_set)
    for number, name in enumerate(STEPS[kind], start=1):
        steps(name=name)(_step(name, number))
    return steps


def migrate(connection: sqlite3.Connection, kind: DatabaseKind, *, stop_before: str = "") -> None:
    """Take the steps that the file still lacks; each one wholly or not at all."""
    # Plugins belong to the command-line tool of that name, not to people's work.
    db = sqlite_utils.Database(connection, execute_plugins=False)
    for function in (bare_key, typed_key):
        connection.create_function(function.__name__, 1, function, deterministic=True)
    connection.create_function("checksum_of", -1, checksum, deterministic=True)
    migrations(kind).apply(db, stop_before=stop_before or None)
