"""The program as it is, with somebody at its mouse and keys: for tests and their child processes.

python -P -m tests.e2e.playing mark DATA    mark until killed, a line "saved N" for each mark
python -P -m tests.e2e.playing look DATA    open the lesson again, print its marks, leave
python -P -m tests.e2e.playing wait DATA    put the window away; "forward" when it is asked up
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from annotator.demo.hand import Camera, Hand
from annotator.demo.student import TALKED, WITH_KEYS, StudentStory
from annotator.ui.app.app import Options, run
from annotator.ui.marking.page import StudentPage
from annotator.ui.start.cards import LessonCard
from annotator.ui.widgets.main_window import MainWindow


def play(data: Path, act: Callable[[Hand], None], open_at_start: str = "") -> int:
    """Run the program with this data folder and do something in it; what fails is raised here."""
    faults: list[BaseException] = []
    # One that was closed before may still be there.
    before = _windows()

    def begin() -> None:
        window = next(w for w in _windows() if w not in before)
        hand = Hand(window)
        try:
            hand.until("the window is on the screen", window.isVisible)
            window.showNormal()
            window.resize(1280, 832)
            hand.until("the window has its size", lambda: window.width() == 1280)
            hand.take_keyboard(window)
            act(hand)
        except BaseException as fault:  # noqa: BLE001 - raised again below
            faults.append(fault)
        finally:
            for over in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
                if over is not None:
                    over.close()
            window.close()

    QTimer.singleShot(0, begin)
    code = run(Options(data=data, open=open_at_start))
    for fault in faults:
        raise fault
    return code


def _windows() -> list[MainWindow]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]


def mark(hand: Hand) -> None:
    """Mark and mark; after each one that the page calls saved, say how many there are."""
    with tempfile.TemporaryDirectory() as pictures:
        story = StudentStory(hand, Camera(hand.window, Path(pictures)))
        story.arrive()
        story.open_lesson()
    for number, stroke in enumerate((TALKED, *WITH_KEYS), start=1):
        story.mark_by_key(stroke)
        story.saved()
        print(f"saved {number}", flush=True)


def look(hand: Hand) -> None:
    """Open the lesson from its card and print what is marked."""
    hand.until("the lessons are shown", lambda: hand.all(LessonCard))
    hand.click(next(card for card in hand.all(LessonCard) if card.data.number == 8))
    page = hand.one(StudentPage)
    for each in page.session.marking.marks:
        print(f"{each.label} {each.quote}", flush=True)


def wait(hand: Hand) -> None:
    """Put the window away and wait until a second start asks it to come up."""
    hand.window.showMinimized()
    hand.until("the window is put away", hand.window.isMinimized)
    print("away", flush=True)
    hand.until("the window comes up", lambda: not hand.window.isMinimized(), seconds=30)
    print("forward", flush=True)


if __name__ == "__main__":
    app = QApplication(["annotator"])
    acts = {"mark": mark, "look": look, "wait": wait}
    sys.exit(play(Path(sys.argv[2]), acts[sys.argv[1]]))
