"""Measured starts: the lesson with saved marks on screen, then key 1, then one line and the end.

The first start in a fresh data folder makes the student and the marks; those after it find them.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent

from annotator.model.text import Span
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.marking.studying import Studying
from annotator.ui.app.shell import Shell

#: Marks that a measured start finds saved: one for every fourth word of the first hundred.
_MARKS = 25


def bench_start(lesson_id: str, shell: Shell) -> None:
    """Open the lesson; after the first paint press 1 on a word that has no mark, print, quit."""
    if shell.student is None:
        _prepare(shell.studying, shell.shelf, lesson_id)
        shell.take_student(shell.studying.current())
    if not shell.open_lesson(lesson_id):
        raise SystemExit(2)
    QTimer.singleShot(0, lambda: _press(shell))


def _prepare(studying: Studying, shelf: LessonShelf, lesson_id: str) -> None:
    student = studying.add_person("Start")
    studying.choose(student.id)
    work = studying.open_work(student, shelf.load(lesson_id))
    for number in range(_MARKS):
        span = work.lesson.article.words.word(number * 4)
        work.marking.add([span], work.lesson.guide.labels[number % 4].id)
    studying.settle()


def _press(shell: Shell) -> None:
    page = shell.student_page
    assert page is not None
    QCoreApplication.processEvents()  # the first paint, with the marks that were saved
    before = len(page.session.marking)
    page.view.words.select(_free_word(shell))
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = QKeyEvent(kind, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1")
        QCoreApplication.sendEvent(page.view, key)
    QCoreApplication.processEvents()  # the paint that shows the new mark
    if len(page.session.marking) != before + 1:
        print("", flush=True)
        QCoreApplication.exit(1)
        return
    print(f"ready with {before} saved marks", flush=True)
    # Taken back, so that every start finds the same marks.
    page.session.undo()
    shell.window.close()


def _free_word(shell: Shell) -> Span:
    # The second word: only every fourth one, from the first on, carries a mark.
    page = shell.student_page
    assert page is not None
    words = page.session.lesson.article.words
    return words.word(1)
