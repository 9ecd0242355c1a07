"""The pages of a key: writing it, trying the lesson, publishing.

``KeyPages(appearance, desk, lesson, stack).show()`` shows the key page; ``published`` tells the new
version. The desk reads and writes the teacher's file.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from annotator.model.key import AnswerKey
from annotator.model.lesson import Lesson
from annotator.services.data.preferences import ReadingSettings
from annotator.services.lessons.key_checkup import check_up
from annotator.services.lessons.key_desk import KeyDesk, OpenKey
from annotator.services.lessons.key_editing import KeyEditing
from annotator.services.lessons.key_steps import same_content
from annotator.services.lessons.lesson_making import is_own
from annotator.ui.article.vocabulary import RELATIONS, plural
from annotator.ui.key.check_panel import thin_text
from annotator.ui.key.page import KeyPage
from annotator.ui.key.publish_sheet import PublishSheet
from annotator.ui.key.saving import KeySaver
from annotator.ui.key.session import KeySession
from annotator.ui.key.try_page import TryPage
from annotator.ui.key.versions_sheet import open_versions
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.error_reporter import ErrorReporter
from annotator.ui.widgets.header import add_help
from annotator.ui.widgets.messages import Tone
from annotator.ui.widgets.page_stack import PageStack


class KeyPages(QObject):
    """Opens a lesson's key for writing. An AnnotatorError where key or draft can't be read."""

    article_requested = Signal()
    """Change what is written about the article, and what its blocks are."""
    saved = Signal()
    """The draft is on disk as it is now."""
    published = Signal(object)
    """The AnswerKey that is a version now."""

    def __init__(
        self,
        appearance: Appearance,
        desk: KeyDesk,
        lesson: Lesson,
        stack: PageStack,
        *,
        settings: ReadingSettings | None = None,
    ) -> None:
        super().__init__()
        self._appearance, self._desk, self._settings = appearance, desk, settings
        self._stack = stack
        self.lesson = lesson
        self.sheet: PublishSheet | None = None
        self._open = desk.open(lesson)
        self._error_reporter = ErrorReporter(lambda: self.page.banner, Tone.CAREFUL)
        self.page = self._make_page(self._open)
        self.setParent(self.page)
        self._show_opened()

    def show(self) -> None:
        """Show the key page over what is shown."""
        self._stack.push(self.page, f"Key: {self.lesson.title}")

    # -- the key page -----------------------------------------------------------------------------

    def _make_page(self, opened: OpenKey) -> KeyPage:
        self.saver = KeySaver(self._desk, self.lesson.id, opened.based_on, self)
        editing = KeyEditing(self.lesson, opened.key, write=self.saver.keep)
        session = KeySession(self.lesson, editing)
        page = KeyPage(
            self._appearance,
            session,
            papers=lambda: self._desk.papers(self.lesson),
            settings=self._settings,
        )
        session.setParent(page)
        self.saver.setParent(page)
        self.saver.show_on(page.save_status)
        self.saver.saved.connect(self.saved)
        page.try_requested.connect(self.try_it)
        page.publish_requested.connect(self.ask_to_publish)
        page.more_requested.connect(self._show_more)
        session.key_changed.connect(self._show_version)
        add_help(self._appearance, page.header, page.help_requested.emit, key="")
        self.page, self.session = page, session
        self._show_version()
        return page

    @property
    def is_changed(self) -> bool:
        """Whether what is written differs from the version that was published last."""
        key = self.session.editing.key
        if self._open.published is None:
            return bool(key.items or key.traps)
        return not same_content(key, self._open.published)

    def _show_version(self) -> None:
        number = self._open.based_on
        if not number:
            words = "draft, no version yet"
        elif self.is_changed:
            words = f"draft after version {number}"
        else:
            words = f"version {number}"
        self.page.version.setText(words)
        self.page.publish.setEnabled(self.is_changed)

    def _show_opened(self) -> None:
        if self._open.taken_over:
            items = plural(self._open.taken_over, "item")
            self.page.banner.show_message(
                f"Version {self._open.based_on} was published since you began this draft.",
                kept=f"What is new in it ({items}) is in your draft now; all that you wrote is "
                "there, too.",
                tone=Tone.NOTE,
            )
            self.saver.keep(self.session.editing.key)
        elif self._open.is_shipped and not self._open.is_draft:
            self.page.banner.show_message(
                "This key came with the program.",
                kept="What you change is your own copy; the lesson itself stays as it is.",
                tone=Tone.NOTE,
            )

    # -- trying -----------------------------------------------------------------------------------

    @property
    def attempt(self) -> TryPage | None:
        """The try that is shown, if one is."""
        page = self._stack.page
        return page if isinstance(page, TryPage) else None

    def try_it(self) -> None:
        """Mark the lesson blind, on the students' own page."""
        attempt = TryPage(
            self._appearance, self.lesson, lambda: self.session.editing.key, settings=self._settings
        )
        attempt.item_requested.connect(self._write_on)
        self._stack.push(attempt, f"Try it: {self.lesson.title}")

    def _write_on(self, item_id: str) -> None:
        self._stack.back_to(self.page)
        if self.session.editing.has_item(item_id):
            self.page.choose(item_id)
            self.page.write_why()

    # -- publishing -------------------------------------------------------------------------------

    def ask_to_publish(self) -> None:
        """Show what a new version does before it is one."""
        self.page.flush()
        if not self.is_changed:
            return

        def act() -> None:
            key = self.session.editing.key
            uses = self._desk.in_use(self.lesson)
            thin = thin_text(check_up(self.lesson, key, RELATIONS))
            rescore = self._desk.preview(self.lesson, key, uses)
            number = self._open.based_on + 1
            self.sheet = PublishSheet(
                self._appearance, number, uses, rescore, thin, parent=self.page
            )
            self.sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.sheet.publish_requested.connect(self.publish)
            self.sheet.finished.connect(self._forget_sheet)
            self.sheet.open()

        self._error_reporter(act)

    def _forget_sheet(self) -> None:
        self.sheet = None

    def publish(self, why: str = "", hold: list[str] | None = None) -> None:
        """Keep the key as the next version; undo goes on working in the draft after it."""

        def act() -> None:
            key = self._desk.publish(
                self.lesson, self.session.editing.key, why=why, hold=hold or ()
            )
            self._open = self._desk.open(self.lesson)
            self.saver.based_on = key.version
            self._show_version()
            self.page.banner.show_message(
                f"The key is version {key.version} now.",
                kept="Versions before it are kept.",
                todo="Papers are counted with it where you ticked the class.",
                tone=Tone.GOOD,
            )
            self.published.emit(key)

        self._error_reporter(act)

    # -- the draft as a whole ---------------------------------------------------------------------

    def _show_more(self) -> None:
        menu = QMenu(self.page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName("Versions, the draft and the article")
        back = menu.addAction(f"Take version {self._open.based_on} again")
        back.setEnabled(self._open.published is not None and self.is_changed)
        back.triggered.connect(self.take_published)
        empty = menu.addAction("Begin with an empty key")
        empty.setEnabled(bool(self.session.editing.items or self.session.editing.traps))
        empty.triggered.connect(self.begin_empty)
        menu.addAction("Versions: who, when and why…").triggered.connect(self.show_versions)
        if is_own(self.lesson.id):
            menu.addSeparator()
            about = menu.addAction("About the article…")
            about.triggered.connect(self._ask_for_article)
        button = self.page.more
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))

    def _ask_for_article(self) -> None:
        self.page.flush()
        self.article_requested.emit()

    def show_versions(self) -> None:
        """Show all versions, with who made them, when and why."""

        self._error_reporter(
            lambda: open_versions(self._appearance, self._desk.log(self.lesson), self.page)
        )

    def take_published(self) -> None:
        """Put the published version in the place of the draft, as one step to undo."""
        self.page.flush()
        if self._open.published is not None:
            self.session.replace_all("take the version again", self._open.published)

    def begin_empty(self) -> None:
        """Take everything away, as one step to undo."""
        self.page.flush()
        sha256 = self.lesson.article.sha256
        self.session.replace_all("empty key", AnswerKey(article_sha256=sha256, items=()))
