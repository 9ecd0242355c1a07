"""Runs the program as it is and plays in it from a timer, inside its own event loop."""

from __future__ import annotations

import contextlib
import json
import logging
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QApplication

from annotator import assets
from annotator.demo.folder import COMPARISON, DATA, HAND_IN
from annotator.demo.hand import Camera, Hand, Stuck
from annotator.demo.student import LESSON, StudentStory
from annotator.demo.teacher import TeacherStory
from annotator.files.atomic import write_atomic
from annotator.services.lessons.shelf import LessonShelf
from annotator.services.review.compare import LessonComparer, compared_to_json
from annotator.ui.app.app import Options, run
from annotator.ui.widgets.main_window import MainWindow
from annotator.ui.widgets.theme import ThemeChoice

_log = logging.getLogger(__name__)


class Player:
    """One performance. ``made`` names what it left in the folder, in the end or on the way."""

    def __init__(self, folder: Path, size: tuple[int, int], colours: str) -> None:
        self._folder = folder
        self._size = size
        self._colours = ThemeChoice(colours)
        self._fault = "The window closed before the demo was through."
        self.made: list[str] = []

    def run(self) -> str:
        """Play; an empty string where all went well, else a sentence that says what did not."""
        # The system's own file dialogs hear no events of ours.
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
        app = QApplication(["annotator"])
        # Whatever this machine is set to: pictures of two machines can be held side by side.
        app.styleHints().setColorScheme(Qt.ColorScheme.Light)
        errors = _ErrorsLogged()
        logging.getLogger("annotator").addHandler(errors)
        QTimer.singleShot(0, self._play)
        try:
            code = run(Options(data=self._folder / DATA))
        finally:
            logging.getLogger("annotator").removeHandler(errors)
        if self._fault:
            return self._fault
        if errors.messages:
            return f"Something went wrong inside the program: {errors.messages[0]}"
        return f"The program ended with exit code {code}." if code else ""

    def _play(self) -> None:
        """Both halves. What goes wrong is kept for the end: first the window has to close."""
        window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
        camera = Camera(window, self._folder)
        try:
            self._act(Hand(window), camera)
            self._fault = ""
        except (Stuck, OSError) as error:
            self._fault = str(error)
            with contextlib.suppress(OSError):
                camera.take("stuck")
        except Exception as error:  # noqa: BLE001 - what a timer calls is at the top
            # Above this there is only the event loop.
            self._fault = f"The demo itself failed ({error!r}); the log is in its data folder."
            _log.exception("the demo failed")
        finally:
            self.made += [path.name for path in camera.taken]
            for over in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
                if over is not None:
                    over.close()
            window.close()

    def _act(self, hand: Hand, camera: Camera) -> None:
        window = hand.window
        hand.until("the window is on the screen", window.isVisible)
        # On a small screen the window comes up as large as that: the pictures have one size.
        window.showNormal()
        window.resize(*self._size)
        hand.until("the window has its size", lambda: window.size().toTuple() == self._size)
        hand.take_keyboard(window)
        hand_in = self._folder / HAND_IN
        StudentStory(hand, camera, self._colours).play(hand_in)
        TeacherStory(hand, camera).play(hand_in)
        self._compare(hand_in)

    def _compare(self, hand_in: Path) -> None:
        """What ``annotator compare --json`` says of the hand-in."""
        shelf = LessonShelf(assets.lessons_dir(), assets.resources_dir() / "label_guide.toml")
        lesson = next(card for card in shelf.cards() if card.number == LESSON).lesson_id
        compared = LessonComparer(shelf.load(lesson)).compare_file(hand_in)
        text = json.dumps([compared_to_json(compared)], ensure_ascii=False, indent=1) + "\n"
        write_atomic(self._folder / COMPARISON, text.encode("utf-8"))


class _ErrorsLogged(logging.Handler):
    """Remembers what the program itself calls an error while the demo runs."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())
