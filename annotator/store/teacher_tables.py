"""The steps of a teacher's file, as SQL.

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

_TEACHER_CHECKSUMS = """
UPDATE students SET checksum = checksum_of(id, name, created)
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

#: The SQL of each step.
SCRIPTS = {
    "t0001_lists_and_keys": _TEACHER_LISTS + PREFERENCES + ARTICLES,
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
    "t0012_lesson_cards": LESSON_CARDS,
    "t0013_names_with_marks": _TEACHER_NAMES_WITH_MARKS,
    "t0014_return_keys": _TEACHER_RETURN_KEYS,
    "t0015_returned_outcomes": _TEACHER_RETURNED_OUTCOMES,
    "t0016_disagreements_on_ties": _TEACHER_TIES,
    "t0017_checksums": SMALL_CHECKSUMS + _TEACHER_CHECKSUMS,
    "t0018_given": GIVEN,
    "t0019_returns_and_terms": _TEACHER_RETURNS_AND_TERMS,
}
