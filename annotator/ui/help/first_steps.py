"""Warm-up, help and tours of one window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from annotator import assets
from annotator.services.lessons.shelf import LessonShelf
from annotator.ui.article.preferences import PreferencesInUse
from annotator.ui.help.pages import load_help
from annotator.ui.help.tour import Tour
from annotator.ui.help.tours import steps_for
from annotator.ui.widgets.error_reporter import ErrorReporter
from annotator.ui.widgets.file_dialogs import ask_save
from annotator.ui.widgets.main_window import MainWindow
from annotator.ui.widgets.messages import Tone


class FirstSteps(QObject):
    """Shows the warm-up, the help pages and the tours. A page of each is made when wanted."""

    start_requested = Signal()
    lesson_requested = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        preferences: PreferencesInUse,
        shelf: LessonShelf,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window, self._appearance = window, window.appearance
        self._preferences, self._shelf = preferences, shelf
        self._error_reporter = ErrorReporter(lambda: window.banner)
        self.tour: Tour | None = None

    # -- the warm-up ---------------------------------------------------------------------------

    def show_warm_up(self) -> None:
        """Begin the warm-up."""
        from annotator.ui.help.warm_up import WarmUpPage

        def make() -> None:
            guide, warm_up = self._shelf.guide, self._shelf.warm_up()
            sound = (card for card in self._shelf.cards() if card.shipped and not card.fault)
            first = next(sound, None)
            lesson = (first.lesson_id, first.title) if first is not None else ("", "")
            done = self._preferences.warm_up_done()
            page = WarmUpPage(self._appearance, warm_up, guide, first_lesson=lesson, begin_at=done)
            page.answered.connect(self._preferences.keep_warm_up_done)
            page.done.connect(self._preferences.keep_warm)
            page.lesson_requested.connect(self._open_first)
            self._window.pages.show_first(page, "Warm-up")

        self._error_reporter(make)

    def put_warm_up_away(self) -> None:
        """Not now: it is not offered again, but stays in the menu of help."""
        self._preferences.keep_warm()
        self.start_requested.emit()

    def _open_first(self, lesson_id: str) -> None:
        """From the warm-up into the first lesson: a newcomer is shown round."""
        self.lesson_requested.emit(lesson_id)
        # Once the page is laid out: only then is there something to point at.
        QTimer.singleShot(0, self.show_tour)

    # -- help ----------------------------------------------------------------------------------

    def menu(self) -> QMenu:
        """Help pages, the tour of this page, the warm-up, the label guide on paper."""
        page = self._window.page
        topic = page.help_topic if page is not None else "student"
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName("Help")
        entries: list[tuple[str, Callable[[], object]]] = [
            (
                "Help pages",
                lambda: self.show_help(topic),
            )
        ]
        if page is not None and steps_for(page):
            entries.append(("Show me around this page", self.show_tour))
        if page is not None and page.offers_warm_up:
            entries.append(("Do the warm-up", self.show_warm_up))
        entries.append(("Print the label guide…", self.print_guide))
        for words, act in entries:
            action = QAction(words, menu)
            action.triggered.connect(lambda _on=False, act=act: act())
            menu.addAction(action)
        return menu

    def show_menu(self, anchor: QWidget) -> None:
        """The menu below a button, inside the window."""
        menu = self.menu()
        at = anchor.mapToGlobal(QPoint(anchor.width(), anchor.height() + 2))
        menu.popup(at - QPoint(menu.sizeHint().width(), 0))

    def show_help(self, name: str = "student") -> None:
        """The help pages, opened at one; "back" leads to where one was."""
        from annotator.ui.help.page import HelpPage

        def show() -> None:
            page = HelpPage(self._appearance, load_help(assets.resources_dir(), self._shelf.guide))
            page.print_guide_requested.connect(self.print_guide)
            page.show_topic(name)
            self._window.pages.push(page, "Help")

        self._error_reporter(show)

    def print_guide(self) -> None:
        """Ask for a place and write the label guide there as a PDF."""
        from annotator.ui.printing.guide_paper import write_guide

        name = ask_save(self._window, "Save the label guide", "Label guide.pdf", "PDF (*.pdf)")
        if not name:
            return

        def write() -> None:
            write_guide(Path(name), self._shelf.guide)
            self._window.banner.show_message(
                f"The label guide is in “{Path(name).name}”.",
                todo="Open the file to print it.",
                tone=Tone.GOOD,
            )

        self._error_reporter(write)

    # -- tours ---------------------------------------------------------------------------------

    def show_tour(self) -> None:
        """Point at what is on this page, one thing after the other."""
        page = self._window.page
        self.end_tour()
        steps = steps_for(page) if page is not None else ()
        if page is not None and steps:
            self.tour = Tour(self._appearance, page, steps)
            self.tour.ended.connect(self._tour_ended)
            self.tour.begin()

    def end_tour(self) -> None:
        """Put the tour away, wherever it is."""
        if self.tour is not None:
            self.tour.end()

    def _tour_ended(self) -> None:
        self.tour = None
