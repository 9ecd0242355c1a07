"""Whose files a student's computer takes: teachers known by their keys, others refused.

A key is pinned for the class, the class folder and the assignment that its first file belongs to:
from the class card where the student compared the six words, else at first sight. From then on
files of these are taken from that key alone, or from one that it names as the next. What was
received before stays as it is.

All of it works on the database of the writer's thread, in one transaction with what is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from annotator.files.signing import Signature, fingerprint, is_fingerprint
from annotator.model.errors import BadInput, InvalidModel
from annotator.model.lesson import Lesson
from annotator.model.moments import moment_text
from annotator.services.data.data_file import DataFile
from annotator.store.database import Database
from annotator.store.drafts import Drafts
from annotator.store.lesson_files import LessonFiles, is_older
from annotator.store.students import Students
from annotator.store.teacher_keys import HowKnown, TeacherKey, TeacherKeys

if TYPE_CHECKING:
    # Only needed where a return is taken, which loads it then.
    from annotator.files.return_file import ReturnFile

T = TypeVar("T")

#: What a person is told about a key, by how it came to be known.
_HOW = {
    HowKnown.FIRST_SIGHT: "taken from the first file that came",
    HowKnown.CARD: "the same as on the class card",
    HowKnown.OLDER_KEY: "a new key that the old one vouches for",
    HowKnown.WORDS: "typed in here",
}
_AS_IT_WAS = "It was not opened. Your lessons and your marks are as they were."


class NotTheTeacher(BadInput):
    """The file is not from the teacher whose files are taken here.

    ``key`` is the one that signed it, ``scopes`` what it would have stood for; both are empty where
    it is not signed.
    """

    def __init__(
        self, happened: str, *, kept: str, todo: str, key: str = "", scopes: Iterable[str] = ()
    ) -> None:
        super().__init__(happened, kept=kept, todo=todo)
        self.key, self.scopes = key, tuple(scopes)


class OlderLesson(BadInput):
    """The file was given out before one of the same assignment that is here."""


@dataclass(frozen=True, slots=True)
class KnownTeacher:
    """A teacher's key as people see it: the name that came with it, six words, how it is known.

    ``follows`` tells that it took the place of an older one, ``compared`` that a person found the
    words right.
    """

    key: str
    teacher: str
    words: str
    how: str
    follows: bool = False
    compared: bool = False


def at_the_door(data: DataFile, take: Callable[[Database], T]) -> T:
    """Have something taken in; on disk when this returns. Whose file was refused is remembered, so
    that the six words can be typed."""
    try:
        return data.call(take)
    except NotTheTeacher as error:
        key, scopes = error.key, error.scopes
        if key:
            data.call(lambda db: TeacherKeys(db).refuse(key, scopes))
        raise


def signature_text(lesson: Lesson) -> str:
    """Who signed a lesson that was given out, for the student; empty where it was not given out."""
    task = lesson.task
    if not task.assignment_id:
        return ""
    if not task.signed_by:
        return "Not signed: this program can’t tell whether it is from your teacher."
    return f"Signed by {task.teacher or 'your teacher'}: {fingerprint(task.signed_by)}"


def known_teachers(db: Database) -> tuple[KnownTeacher, ...]:
    """Every teacher whose key is pinned here, each once."""
    return tuple(map(_shown, _each_once(TeacherKeys(db).all())))


def new_teachers(db: Database) -> tuple[KnownTeacher, ...]:
    """Those that the student was not told of yet; see :func:`note_shown`."""
    every = TeacherKeys(db).all()
    shown = {each.key for each in every if each.is_shown}
    return tuple(map(_shown, _each_once(each for each in every if each.key not in shown)))


def note_shown(data: DataFile, teachers: Iterable[KnownTeacher]) -> None:
    """The student was told of these."""
    keys = tuple(each.key for each in teachers)

    def note(db: Database) -> None:
        for key in keys:
            TeacherKeys(db).note_shown(key)

    data.submit(note)


def pin_folder(db: Database, scopes: Iterable[str], signature: Signature) -> None:
    """Take the key that signed a class folder for the folder and its class, where none is known.

    NotTheTeacher where another one is.
    """
    keys, named = TeacherKeys(db), _named(*scopes)
    if _require(keys, named, signature, "The class folder"):
        _follow(keys, named, signature)
    new = [scope for scope in named if keys.of(scope) is None]
    keys.pin(new, signature.key, HowKnown.FIRST_SIGHT, "")


def confirm(data: DataFile, key: str) -> None:
    """The student found the same six words on the class card: on disk when this returns."""

    def note(db: Database) -> None:
        TeacherKeys(db).confirm(key)

    data.call(note)


def folder_key(db: Database, folder_id: str) -> str:
    """The key whose files are taken from a class folder; empty where none is known yet."""
    known = TeacherKeys(db).of(folder_id)
    return known.key if known else ""


def admit_lesson(db: Database, lesson: Lesson, *, folder_id: str = "") -> None:
    """Take a lesson file that was read, and pin its key where none is known for it.

    NotTheTeacher where another key is known for its class folder, class or assignment, or where it
    is not signed although some teacher's key is known here. A lesson that was not given out has no
    teacher, and may come in any way but through a class folder whose teacher is known.
    """
    task, keys = lesson.task, TeacherKeys(db)
    # Work is sealed to the key that a lesson names, whether it names an assignment or not.
    if not task.assignment_id and not task.teacher_key and not folder_id:
        return
    title = task.title or lesson.title
    scopes = _named(folder_id, task.class_id, task.assignment_id)
    if not task.signed_by:
        if keys.all():
            raise _not_signed(title)
        _same_key_as_before(db, lesson)
        return
    signature = Signature(task.signed_by, task.older_keys)
    if _require(keys, scopes, signature, f"“{title}”"):
        _follow(keys, scopes, signature)
    elif not scopes:
        _require_any(keys, scopes, signature, f"“{title}”")
    else:
        # What was received before any key was known binds to the key that it is sealed to.
        _same_key_as_before(db, lesson)
    new = [scope for scope in scopes if keys.of(scope) is None]
    keys.pin(new, signature.key, HowKnown.FIRST_SIGHT, task.teacher)


def refuse_older(db: Database, lesson: Lesson) -> None:
    """OlderLesson where a later file of the same assignment is here.

    Ask this after :func:`admit_lesson`: until a file is known to be the teacher's, the time that it
    names says nothing.
    """
    task = lesson.task
    newest = LessonFiles(db).newest(task.assignment_id)
    if newest is None or newest.given is None or not is_older(task.given, newest.given):
        return
    raise OlderLesson(
        f"This is an older file of “{newest.title}”. Your teacher gave it out again on "
        f"{moment_text(newest.given)}, and you have that one.",
        kept="Nothing was changed: the newer one and your marks are as they were.",
        todo="Open it on the start page.",
    )


def require_teacher_of(db: Database, lesson: Lesson) -> None:
    """NotTheTeacher where work on a lesson would be sealed to a key whose place another one took
    when a person typed its six words: the teacher could not read it."""
    task, keys = lesson.task, TeacherKeys(db)
    if not task.signed_by:
        return
    for scope in _named(task.class_id, task.assignment_id):
        known = keys.of(scope)
        if known is not None and _is_compared(known) and known.key != task.signed_by:
            raise NotTheTeacher(
                f"“{task.title or lesson.title}” was given out with another key than your "
                "teacher’s, who could not read your work.",
                kept="It was not handed in. Your marks are kept.",
                todo="Ask your teacher to give the lesson out again. You can take your marks over.",
            )


def admit_return(db: Database, read: ReturnFile, name: str, *, folder_id: str = "") -> None:
    """Whether a return may be taken for the attempt that it names; NotTheTeacher otherwise.

    NoSuchRecord where that attempt isn't here.
    """
    keys, attempt_id = TeacherKeys(db), read.content.attempt_id
    student_id, assignment_id = Drafts(db).owner(attempt_id)
    scopes = _named(folder_id, assignment_id)
    signature = read.signature
    if signature is None:
        if keys.all():
            raise _not_signed(name)
        _sealed_as_before(db, read, name, student_id, assignment_id)
        return
    if _require(keys, scopes, signature, f"“{name}”"):
        _follow(keys, scopes, signature)
        return
    # The lesson came unsigned, or with the program: any teacher that is known will do.
    _require_any(keys, scopes, signature, f"“{name}”")
    keys.pin(scopes, signature.key, HowKnown.FIRST_SIGHT, read.content.teacher)


def take_words(db: Database, typed: str) -> KnownTeacher:
    """Take the key whose six words were typed, of those whose files were refused, from now on.

    InvalidModel where no file with such a key came.
    """
    keys = TeacherKeys(db)
    for key, scopes in keys.refused().items():
        if is_fingerprint(typed, key):
            keys.pin(scopes, key, HowKnown.WORDS, "")
            return _shown(next(each for each in keys.all() if each.key == key))
    raise InvalidModel(
        "No file that came here belongs to these six words.",
        kept="Nothing was changed.",
        todo="Ask your teacher for the six words again, and open your teacher’s new file first.",
    )


def _each_once(keys: Iterable[TeacherKey]) -> Iterable[TeacherKey]:
    """One for each key, with a name where any has one."""
    found: dict[str, TeacherKey] = {}
    for each in keys:
        if each.key not in found or not found[each.key].teacher:
            found[each.key] = each
    return found.values()


def _named(*scopes: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(scope for scope in scopes if scope))


def _shown(key: TeacherKey) -> KnownTeacher:
    return KnownTeacher(
        key=key.key,
        teacher=key.teacher,
        words=fingerprint(key.key),
        how=_HOW[key.how],
        follows=key.how is HowKnown.OLDER_KEY,
        compared=_is_compared(key),
    )


def _is_compared(key: TeacherKey) -> bool:
    """Whether a person found the six words right."""
    return key.how in (HowKnown.CARD, HowKnown.WORDS)


def _require(
    keys: TeacherKeys, scopes: Iterable[str], signature: Signature, what: str
) -> tuple[TeacherKey, ...]:
    """The keys known for these scopes; NotTheTeacher where one is another than ``signature``'s.

    What a person compared stands above what was taken at first sight: of such a teacher that other
    key is passed over, and goes.
    """
    scopes = tuple(scopes)
    known = tuple(found for scope in scopes if (found := keys.of(scope)) is not None)
    others = [each for each in known if not signature.is_of(each.key)]
    is_compared = any(_is_compared(each) and each not in others for each in known)
    for each in others:
        if not is_compared or each.how is not HowKnown.FIRST_SIGHT:
            raise _refused(each, signature, scopes, what)
    keys.pin((each.scope for each in others), signature.key, HowKnown.FIRST_SIGHT, "")
    return tuple(each for each in known if each not in others)


def _require_any(keys: TeacherKeys, scopes: Iterable[str], signature: Signature, what: str) -> None:
    """NotTheTeacher where teachers are known here, and the signature is of none of them."""
    known = keys.all()
    if known and not any(signature.is_of(each.key) for each in known):
        raise _refused(known[0], signature, scopes, what)


def _follow(keys: TeacherKeys, scopes: Iterable[str], signature: Signature) -> None:
    """Go over to the new key of a teacher whose old one names it, wherever the old one stood."""
    for scope in scopes:
        known = keys.of(scope)
        if known is None or known.key == signature.key:
            continue
        old = [each.scope for each in keys.all() if each.key == known.key]
        keys.pin(old, signature.key, HowKnown.OLDER_KEY, known.teacher)


def _same_key_as_before(db: Database, lesson: Lesson) -> None:
    """NotTheTeacher where work on this assignment is sealed to another key already."""
    if not lesson.task.assignment_id:
        return
    for card in LessonFiles(db).of_assignment(lesson.task.assignment_id):
        if card.teacher_key != lesson.task.teacher_key:
            title = lesson.task.title or lesson.title
            raise NotTheTeacher(
                f"“{title}” came with another teacher’s key than the lesson that is here.",
                kept=_AS_IT_WAS,
                todo="Show this to your teacher. Work on this lesson would be sealed for somebody "
                "else, or your teacher has a new key and has to give the lesson out again.",
            )


def _sealed_as_before(
    db: Database, read: ReturnFile, name: str, student_id: str, assignment_id: str
) -> None:
    """What is not signed has to be sealed by the lesson's teacher where there is a class card."""
    cards = LessonFiles(db).of_assignment(assignment_id) if assignment_id else ()
    expected = {card.teacher_key for card in cards if card.teacher_key}
    if read.teacher_key:
        if expected and read.teacher_key not in expected:
            raise NotTheTeacher(
                f"“{name}” is not from the teacher who gave out this lesson.",
                kept="Nothing was changed.",
                todo="Show this to your teacher.",
            )
    elif Students(db).student(student_id).card_issue:
        raise NotTheTeacher(
            f"“{name}” is neither signed nor sealed, and your work belongs to a class card.",
            kept="It was not opened. Your work is as it was.",
            todo="Show this to your teacher, who can give your work back again.",
        )


def _not_signed(name: str) -> NotTheTeacher:
    return NotTheTeacher(
        f"“{name}” is not signed, and your teacher’s files are.",
        kept=_AS_IT_WAS,
        todo="Show this to your teacher, who can give it out again.",
    )


def _refused(
    known: TeacherKey, signature: Signature, scopes: Iterable[str], what: str
) -> NotTheTeacher:
    return NotTheTeacher(
        f"{what} is not signed with the key of your teacher.",
        kept=_AS_IT_WAS,
        todo=f"Show this to your teacher. Your teacher’s six words are: {fingerprint(known.key)}. "
        f"This file has: {fingerprint(signature.key)}. If your teacher says that these are the "
        "new ones, type them under “Your teacher’s six words”.",
        key=signature.key,
        scopes=scopes,
    )
