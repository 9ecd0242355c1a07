"""The versions of a lesson's key: which there are, who made them and why, what a change does.

A version that was written never changes. Taking a change back writes a further version without it.
A lesson that brings its own key (a shipped one) has that as version 1; it is copied into the
teacher's file only when a second version is made.

What is accepted for everyone in a made-up class gives that class versions of its own, which follow
on the lesson's: real classes never count with them, and they go when the class goes.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.model.errors import BadInput
from annotator.model.key import AnswerKey
from annotator.model.lesson import Lesson
from annotator.model.review import Answer
from annotator.model.work import Assignment
from annotator.services.data.data_file import DataFile
from annotator.services.review.accepted_answers import with_answer, without_answer
from annotator.store.classes import Assignments, Classes
from annotator.store.database import Database
from annotator.store.keys import Keys
from annotator.store.reviews import Reviews

#: What the log says of a key version; ``detail`` has lesson_id, version and what is below.
KEY_SAVED = "saved a key"
KEY_ACCEPTED = "accepted for everyone"
KEY_TAKEN_BACK = "took back an acceptance"
_SAMPLE = "sample"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyVersion:
    """One version: when (UTC), who and why; ``at`` is None for the key that the lesson brought.

    ``classes`` are the names of the classes that an acceptance was made for.
    """

    number: int
    what: str = ""
    who: str = ""
    why: str = ""
    at: datetime.datetime | None = None
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pin:
    """The key version that an assignment counts with, before and after; None is the latest."""

    assignment_id: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class KeyChange:
    """A key that was changed: what it was, what it is; both with their version numbers.

    ``pins`` are the assignments that count with another version because of it. It is what
    :meth:`KeyVersions.take_back` needs.
    """

    lesson_id: str
    before: AnswerKey
    after: AnswerKey
    pins: tuple[Pin, ...] = ()

    def __bool__(self) -> bool:
        return self.before != self.after


class KeyVersions:
    """Reads and writes the versions of keys. ``data`` belongs to the thread that calls.

    ``sample`` is the id of a made-up class: it counts with the lesson's key until it has versions
    of its own, and nothing that is written here reaches any other class.
    """

    def __init__(self, data: DataFile, *, sample: str = "") -> None:
        self._data = data
        self._sample = sample

    def key(self, lesson: Lesson, version: int | None = None) -> AnswerKey | None:
        """A version of the lesson's key, or the latest; None where the lesson has no key at all.

        BadInput for a version that doesn't exist; RecordDamaged for one that was changed on disk.
        """
        for keys in self._lines():
            known = keys.versions(lesson.id)
            if known and (version is None or version in known):
                return keys.load(lesson.id, version)
        if lesson.key is not None and not known and version in (None, lesson.key.version):
            return lesson.key
        if version is None:
            return None
        raise BadInput(
            f"“{lesson.title}” has no version {version} of its answer key here.",
            kept="Nothing was changed.",
            todo="Choose another version of the key.",
        )

    def versions(self, lesson: Lesson) -> tuple[KeyVersion, ...]:
        """All versions, the first at the front."""
        logged = {}
        own = Keys(self._data.db, self._sample).versions(lesson.id) if self._sample else ()
        for entry in Reviews(self._data.db).log_entries(with_detail="version"):
            if entry.detail.get("lesson_id") == lesson.id and "version" in entry.detail:
                whose = self._sample if entry.detail["version"] in own else ""
                if entry.detail.get(_SAMPLE, "") != whose:
                    continue
                logged[entry.detail["version"]] = KeyVersion(
                    number=entry.detail["version"],
                    what=entry.what,
                    who=entry.who,
                    why=entry.detail.get("why", ""),
                    at=entry.at,
                    classes=tuple(entry.detail.get("classes", ())),
                )
        numbers = Keys(self._data.db).versions(lesson.id)
        if not numbers and lesson.key is not None:
            numbers = (lesson.key.version,)
        if own:
            numbers = (*(number for number in numbers if number < own[0]), *own)
        return tuple(logged.get(number, KeyVersion(number=number)) for number in numbers)

    def save(
        self,
        lesson: Lesson,
        key: AnswerKey,
        *,
        who: str,
        why: str = "",
        hold: Iterable[str] = (),
        also: Callable[[Database], None] = lambda _db: None,
    ) -> AnswerKey:
        """Keep ``key`` as the next version; on disk when this returns, or not at all.

        Assignments in ``hold`` (ids) that follow the latest version stay with the one that they
        have now. ``also`` is done in the same transaction. InvalidModel where the key doesn't fit
        the article or names labels that the guide lacks.
        """
        before = self.key(lesson)
        held = set(hold) if before is not None else set()
        wishes = {
            each.id: before.version
            for each in Assignments(self._data.db).all()
            if before is not None and each.id in held and each.key_version is None
        }
        return self._save_pinned(lesson, key, KEY_SAVED, who, {"why": why}, wishes, also=also)[0]

    def accept_for_everyone(
        self,
        lesson: Lesson,
        answer: Answer,
        *,
        who: str,
        why: str = "",
        assignments: Sequence[Assignment] = (),
        classes: Sequence[str] = (),
        required: bool = False,
        also: Callable[[Database], None] = lambda _db: None,
    ) -> KeyChange:
        """Add an answer to the latest key as a new version, and log who, when, why, for whom.

        ``assignments`` count with it from now on; all others of this lesson stay with the version
        that they have now. ``classes`` are the names for the log. One transaction, with ``also``
        in it; where the key has the answer already, nothing is written.
        BadInput where there is no key; InvalidModel where the item is not in it any more.
        """
        before = self.key(lesson)
        if before is None:
            raise BadInput(
                f"“{lesson.title}” has no answer key yet.",
                kept="Nothing was changed.",
                todo="Write a key first, or build one from the class's marks.",
            )
        wanted = with_answer(before, answer, lesson.article, required=required)
        if wanted == before:
            return KeyChange(lesson.id, before, before)
        detail = {"why": why, "classes": list(classes), "from": before.version}
        chosen = {each.id for each in assignments}
        others = {
            each.id: before.version
            for each in self.sharing(lesson.id)
            if each.id not in chosen and each.key_version is None
        }
        after, pins = self._save_pinned(
            lesson, wanted, KEY_ACCEPTED, who, detail, dict.fromkeys(chosen, -1) | others, also=also
        )
        return KeyChange(lesson.id, before, after, pins)

    def take_back(
        self,
        lesson: Lesson,
        change: KeyChange,
        *,
        who: str,
        why: str = "",
        also: Callable[[Database], None] = lambda _db: None,
    ) -> KeyChange:
        """Write a version of the latest key without what ``change`` added; the rest of it stays.

        ``also`` is done in the same transaction; neither where there is nothing to take back.
        """
        now = self.key(lesson)
        assert now is not None
        wanted = without_answer(now, change.before, change.after)
        if wanted == now:
            return KeyChange(lesson.id, now, now)
        detail = {"why": why, "from": now.version, "takes_back": change.after.version}
        # Assignments that count with the version taken back count with the new one; those that were
        # held back then follow the latest again. Pins that were changed since stay.
        wishes = {
            pin.assignment_id: pin.before if pin.after != change.after.version else -1
            for pin in change.pins
        }
        after, pins = self._save_pinned(
            lesson, wanted, KEY_TAKEN_BACK, who, detail, wishes, only_if=change.pins, also=also
        )
        return KeyChange(lesson.id, now, after, pins)

    def sharing(self, lesson_id: str) -> tuple[Assignment, ...]:
        """The assignments of a lesson that a change made here concerns."""
        made_up = {each.id for each in Classes(self._data.db).classes() if each.is_sample}
        return tuple(
            each
            for each in Assignments(self._data.db).all()
            if each.lesson_id == lesson_id
            and (each.class_id == self._sample if self._sample else each.class_id not in made_up)
        )

    def _lines(self) -> tuple[Keys, ...]:
        """Where versions are looked for, the first at the front."""
        own = (Keys(self._data.db, self._sample),) if self._sample else ()
        return (*own, Keys(self._data.db))

    def _save_pinned(
        self,
        lesson: Lesson,
        key: AnswerKey,
        what: str,
        who: str,
        detail: dict[str, Any],
        wishes: Mapping[str, int | None],
        *,
        only_if: Sequence[Pin] = (),
        also: Callable[[Database], None] = lambda _db: None,
    ) -> tuple[AnswerKey, tuple[Pin, ...]]:
        """A version, its line in the log and the pins: all on disk, or nothing.

        ``wishes`` says by assignment which version it counts with; -1 stands for the new one.
        Those in ``only_if`` are moved only where they still are where that pin left them.
        """
        # A lesson with this key is a check of the key: text, quotes, labels.
        replace(lesson, key=key)
        expected = {pin.assignment_id: pin.after for pin in only_if}

        def write(db: Database) -> tuple[AnswerKey, tuple[Pin, ...]]:
            published = Keys(db).versions(lesson.id)
            if self._sample:
                brought = lesson.key.version if lesson.key is not None else 0
                last = max(published, default=brought)
                saved = Keys(db, self._sample).add(lesson.id, key, after=last)
                detail[_SAMPLE] = self._sample
            else:
                if not published and lesson.key is not None:
                    Keys(db).add(lesson.id, lesson.key)
                saved = Keys(db).add(lesson.id, key)
            pins = []
            for each in Assignments(db).all():
                version = wishes.get(each.id, each.key_version)
                version = saved.version if version == -1 else version
                if version == each.key_version:
                    continue
                if each.id in expected and each.key_version != expected[each.id]:
                    continue
                Assignments(db).keep(replace(each, key_version=version))
                pins.append(Pin(each.id, each.key_version, version))
            Reviews(db).log(who, what, lesson_id=lesson.id, version=saved.version, **detail)
            also(db)
            return saved, tuple(pins)

        return self._data.call(write)
