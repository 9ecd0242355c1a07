"""The steps of a student's file, as SQL.

Never changed once released: see :mod:`annotator.store.migrations`.
"""

from __future__ import annotations

from annotator.store.shared_tables import (
    ARTICLES,
    GIVEN,
    LESSON_CARDS,
    PREFERENCES,
    SMALL_CHECKSUMS,
)

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

_STUDENT_CHECKSUMS = """
UPDATE students SET checksum = checksum_of(id, name, created, class_id, card_issue);
ALTER TABLE teacher_keys ADD COLUMN checksum TEXT NOT NULL DEFAULT '';
UPDATE teacher_keys SET checksum = checksum_of(scope, key, how, teacher, since, said)
"""

#: The SQL of each step.
SCRIPTS = {
    "s0001_work": _STUDENT_WORK + PREFERENCES + ARTICLES,
    "s0002_returns": _STUDENT_RETURNS,
    "s0003_teachers": LESSON_CARDS + _TEACHER_KEYS,
    "s0004_checksums": SMALL_CHECKSUMS + _STUDENT_CHECKSUMS,
    "s0005_given": GIVEN,
}
