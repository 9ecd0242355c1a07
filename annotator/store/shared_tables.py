"""Tables that the files of students and of teachers both have, as the steps made them.

Never changed once released: see :mod:`annotator.store.migrations`.
"""

from __future__ import annotations

PREFERENCES = """
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

ARTICLES = """
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

#: What the start page shows of each lesson file, so that listing reads none of them.
LESSON_CARDS = """
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

#: A checksum for each name, setting and pinned key, as marks and files have one.
SMALL_CHECKSUMS = """
ALTER TABLE settings ADD COLUMN checksum TEXT NOT NULL DEFAULT '';
UPDATE settings SET checksum = checksum_of(key, value);
ALTER TABLE preferences ADD COLUMN checksum TEXT NOT NULL DEFAULT '';
UPDATE preferences SET checksum = checksum_of(student_id, key, value);
ALTER TABLE students ADD COLUMN checksum TEXT NOT NULL DEFAULT '';
"""

#: When a lesson file was given out; nothing in what older programs kept and wrote.
GIVEN = """
ALTER TABLE lesson_cards ADD COLUMN given TEXT
"""
