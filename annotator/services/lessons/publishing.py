"""The verb "publish": a lesson on its way to a class, with its task and the teacher's key."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from annotator.files.atomic import write_atomic
from annotator.files.card_keys import card_tag, student_id_of
from annotator.files.class_folder import ClassFolder, FolderPart, class_tag, is_class_folder
from annotator.files.lesson_file import SUFFIX, write_lesson_file
from annotator.files.sealing import KeyRing
from annotator.model.annotation import new_id
from annotator.model.lesson import Lesson, LessonTask
from annotator.model.moments import utc_now
from annotator.model.received import Given, GivenOutBy
from annotator.model.work import Assignment, SchoolClass
from annotator.services.data.data_file import DataFile
from annotator.services.data.file_names import file_name
from annotator.services.review.decisions import stop_position
from annotator.store.articles import Articles
from annotator.store.cards import Cards
from annotator.store.classes import Assignments, Classes
from annotator.store.codec import moment, stamp
from annotator.store.database import Database
from annotator.store.given_out import GivenOut
from annotator.store.keys import Keys
from annotator.store.preferences import Preferences

#: The setting with the time of the last file that was given out here.
_LAST_GIVEN = "last-given-out"
#: As exactly as times are kept.
_TICK = datetime.timedelta(milliseconds=1)
_NO_CLASS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:x-annotator:assignment")


@dataclass(frozen=True, slots=True)
class Published:
    """A lesson file for students, a name for it, and the assignment that it stands for."""

    file_name: str
    file: bytes
    assignment_id: str

    def write(self, place: Path) -> Path:
        """Put the file at ``place``, or under its own name in it where that is a folder.

        In a class folder it goes where its students look for lessons. Elsewhere an older one is
        replaced: a lesson that is given out again is the same assignment. CannotWrite or
        FolderUnreachable where it can't be written.
        """
        if is_class_folder(place):
            stem = Path(self.file_name).stem
            return ClassFolder.open(place).put(FolderPart.LESSONS, self.file, name=stem)
        path = place / self.file_name if place.is_dir() else place
        write_atomic(path, self.file)
        return path


class Publishing:
    """What "Assign a lesson" asks for. ``data`` belongs to the thread that calls."""

    def __init__(
        self,
        data: DataFile,
        keys: KeyRing,
        *,
        now: Callable[[], datetime.datetime] = utc_now,
    ) -> None:
        self._data = data
        self._keys = keys
        self._now = now

    def assignment(
        self,
        lesson: Lesson,
        school_class: SchoolClass,
        *,
        due: datetime.datetime | None = None,
    ) -> Assignment:
        """The class's assignment of this lesson, with another due time where one is given (UTC);
        a new one where there is none. On disk when this returns."""
        if (known := self.known(lesson, school_class)) is not None:
            return self.with_due(known, due)
        given = Assignment(
            id=new_id(),
            lesson_id=lesson.id,
            class_id=school_class.id,
            title=lesson.title,
            due=due,
            stop_after_paragraph=lesson.stop_after_paragraph,
        )
        return self._data.call(lambda db: Assignments(db).keep(given))

    def known(self, lesson: Lesson, school_class: SchoolClass) -> Assignment | None:
        """The class's latest assignment of this lesson; None where it was not given to it."""
        given = Assignments(self._data.db).of_class(school_class.id)
        return next((each for each in given if each.lesson_id == lesson.id), None)

    def with_due(self, given: Assignment, due: datetime.datetime | None) -> Assignment:
        """The assignment with another due time (UTC); as it is where none is given. On disk."""
        changed = replace(given, due=due or given.due)
        return self._data.call(lambda db: Assignments(db).keep(changed))

    def publish(
        self,
        lesson: Lesson,
        assignment: Assignment | None = None,
        *,
        teacher: str = "",
        class_name: str = "",
        due: datetime.datetime | None = None,
    ) -> Published:
        """The lesson file for students. What was published keeps its text in the teacher's store.

        Without an assignment the file stands for this teacher's giving out of this lesson to
        no particular class: the same each time, and never the students' own practice. ``due``
        (UTC) is for that case. The file says when it was given out: now, or a millisecond after the
        one before, where this computer's clock was set back. InvalidModel where the lesson can't
        be written.
        """
        public = self._keys.current.public
        given = self._data.call(partial(_next_given, now=self._now()))
        if assignment is None:
            own_id = str(uuid.uuid5(_NO_CLASS, f"{public} {lesson.id}"))
            task = LessonTask(
                assignment_id=own_id,
                teacher=teacher,
                due=due,
                teacher_key=public,
                to_find=self._to_find(lesson),
                given=given,
            )
        else:
            task = LessonTask(
                assignment_id=assignment.id,
                class_id=class_tag(assignment.class_id),
                title=assignment.title,
                teacher=teacher,
                due=assignment.due,
                stop_after_paragraph=assignment.stop_after_paragraph,
                graded=assignment.graded,
                more_attempts=assignment.more_attempts,
                teacher_key=public,
                cards=bool(tags := self._card_tags(assignment)),
                card_tags=tags,
                to_find=self._to_find(lesson, assignment),
                given=given,
            )
        file = write_lesson_file(lesson, task, keys=self._keys)
        # Work on this text may come back when the lesson has long been edited.
        self._data.call(lambda db: _keep_article(db, lesson))
        return Published(
            file_name(lesson.title, class_name, suffix=SUFFIX), file, task.assignment_id
        )

    def _to_find(self, lesson: Lesson, assignment: Assignment | None = None) -> int:
        """How many items the key requires, up to where the class stops; 0 without a key."""
        keys, stop = Keys(self._data.db), None
        version = assignment.key_version if assignment is not None else None
        if assignment is not None:
            stop = stop_position(lesson.article, assignment.stop_after_paragraph)
        key = keys.load(lesson.id, version) if lesson.id in keys.lessons() else lesson.key
        items = key.items if key is not None else ()
        return sum(i.required and (stop is None or i.span.start < stop) for i in items)

    def _card_tags(self, assignment: Assignment) -> tuple[str, ...]:
        """A tag for every card that was issued for the class, old ones too. Where there are any,
        the lesson asks its students for their cards."""
        of_class = {
            who.id
            for each in Classes(self._data.db).classes()
            if each.id == assignment.class_id
            for who in each.students
        }
        cards = [card for card in Cards(self._data.db).all() if card.student_id in of_class]
        ids = [student_id_of(card.verify_key) for card in cards]
        return tuple(sorted({card_tag(assignment.id, student_id) for student_id in ids}))


def note_given(
    data: DataFile,
    assignment_id: str,
    way: GivenOutBy,
    name: str,
    *,
    now: Callable[[], datetime.datetime] = utc_now,
) -> None:
    """Note that the lesson file of an assignment was written as ``name``: the desk says so, and
    what to do next. On disk when this returns."""
    given = Given(way=way, name=name, given=now())
    data.call(lambda db: GivenOut(db).note(assignment_id, given))


def _next_given(db: Database, *, now: datetime.datetime) -> datetime.datetime:
    """When a file that is made ``now`` is given out: later than every one before it."""
    settings = Preferences(db)
    last = settings.get(_LAST_GIVEN)
    given = max(now, moment(last) + _TICK) if last else now
    settings.set(_LAST_GIVEN, stamp(given))
    return given


def _keep_article(db: Database, lesson: Lesson) -> None:
    if not Articles(db).has(lesson.article.sha256):
        Articles(db).add(lesson.article)
