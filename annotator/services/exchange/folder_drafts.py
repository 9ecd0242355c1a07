"""The drafts of one piece of work in a class folder, found among whatever else lies there.

Everyone in the class may put files there, under any name. So a look costs by what is new and never
more than it allows: what was ours before comes first, then the smallest files; what is not ours is
not opened again until it changes. Only what the student's own card sealed is read as a draft.
"""

from __future__ import annotations

from pathlib import Path

from annotator.files import limits
from annotator.files.class_folder import ClassFolder, FolderFile, FolderPart, peek, student_tag
from annotator.files.draft_file import SEALED_FORMAT, Draft, Seal, read_draft
from annotator.model.errors import AnnotatorError, BadInput
from annotator.model.lesson import Lesson
from annotator.model.work import Student

#: What one look reads: whole files, and bytes of them.
LOOK_FILES = 200
LOOK_BYTES = 32_000_000


def draft_tag(student: Student, lesson: Lesson) -> str:
    """What the names of this student's drafts of a lesson begin with."""
    return student_tag(student.id, lesson.id, lesson.task.assignment_id, lesson.article.sha256)


class FolderDrafts:
    """Remembers what it has seen, until the program ends."""

    def __init__(self) -> None:
        # By tag and name: the stamp of a file that holds nothing new, and what is wrong with it.
        self._passed: dict[tuple[str, str], tuple[tuple[int, int], AnnotatorError | None]] = {}
        self._ours: dict[str, set[str]] = {}

    def read(
        self, folder: ClassFolder, card: Seal, student: Student, lesson: Lesson
    ) -> tuple[list[Draft], tuple[AnnotatorError, ...]]:
        """Every version of this piece of work, each once, and what could not be read.

        FolderUnreachable where the folder has gone.
        """
        tag = draft_tag(student, lesson)
        entries = folder.entries(FolderPart.DRAFTS, tags=frozenset({tag}))
        self._look_again_if_one_went(tag, entries)
        before, found = self._ours.get(tag, set()), dict[str, Draft]()
        ours: set[str] = set()
        files, room = LOOK_FILES, LOOK_BYTES
        for each in sorted(entries, key=lambda file: _order(file, before, tag)):
            name, size = each.path.name, each.stamp[0]
            if self._passed.get((tag, name), (None,))[0] == each.stamp:
                continue
            if name not in before and (files < 1 or room < size <= limits.PACKED_BYTES):
                # The next look goes on from here.
                continue
            files, room = files - 1, room - min(size, limits.PACKED_BYTES)
            draft = self._draft(each, tag, card, student, lesson)
            if draft is None or draft.version.id in found:
                self._passed.setdefault((tag, name), (each.stamp, None))
                continue
            found[draft.version.id] = draft
            ours.add(name)
        self._ours[tag] = ours
        faults = (
            self._passed[tag, each.path.name][1]
            for each in entries
            if (tag, each.path.name) in self._passed
        )
        return list(found.values()), tuple(fault for fault in faults if fault is not None)

    def strangers(self, student: Student, lesson: Lesson) -> int:
        """How many files lie there under the name of this piece of work that are not of it, as far
        as was looked."""
        tag = draft_tag(student, lesson)
        return sum(known == tag and name.startswith(tag) for known, name in self._passed)

    def removed(self, path: Path) -> None:
        """One of ours was taken away on purpose."""
        for names in self._ours.values():
            names.discard(path.name)

    def _look_again_if_one_went(self, tag: str, entries: tuple[FolderFile, ...]) -> None:
        """Where one of ours has gone, a copy of it may be all that is left: look at all again."""
        if not self._ours.get(tag, set()) <= {each.path.name for each in entries}:
            self._passed = {key: kept for key, kept in self._passed.items() if key[0] != tag}

    def _draft(
        self, each: FolderFile, tag: str, card: Seal, student: Student, lesson: Lesson
    ) -> Draft | None:
        """The draft in a file; None where it isn't of this piece of work, or can't be read."""
        key = (tag, each.path.name)
        self._passed.pop(key, None)
        try:
            if each.stamp[0] > limits.PACKED_BYTES:
                raise BadInput(f"“{each.path.name}” is too large for a draft.")
            first = peek(each.path)
            if first.kind == FolderPart.DRAFTS.kind and first.format < SEALED_FORMAT:
                raise BadInput(f"“{each.path.name}” is not sealed with the class card.")
            draft = read_draft(each.path, lesson.article, card=card)
        except BadInput as error:
            # A renamed file may be anyone's; one with our tag may be ours, and damaged.
            is_tagged = each.path.name.startswith(tag)
            self._passed[key] = (each.stamp, error if is_tagged else None)
            return None
        work = draft.submission
        is_ours = (work.student.id, work.lesson_id, work.assignment_id) == (
            student.id,
            lesson.id,
            lesson.task.assignment_id,
        )
        return draft if is_ours else None


def _order(file: FolderFile, before: set[str], tag: str) -> tuple[bool, bool, bool, int, str]:
    name = file.path.name
    is_copy = file.copy_of != ""
    return name not in before, not name.startswith(tag), is_copy, file.stamp[0], name
