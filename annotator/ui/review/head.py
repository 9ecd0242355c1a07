"""The header of the review: which classes and key, how many papers are decided, what to do next."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy

from annotator.model.errors import AnnotatorError
from annotator.ui.article.vocabulary import plural
from annotator.ui.key.versions_sheet import open_versions
from annotator.ui.review.inbox_model import InboxModel
from annotator.ui.review.session import ReviewSession
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.header import PageHeader
from annotator.ui.widgets.labels import ElidedLabel, Role, TextLabel
from annotator.ui.widgets.painting import plain_tip

#: From these widths (logical pixels) what is less needed is said, or has words.
_ABOUT, _COUNT, _REPORT, _CLASSES, _LESSON = 1000, 760, 900, 1100, 1400


class ReviewHead(PageHeader):
    """Tells and asks; the page listens to its buttons."""

    def __init__(self, appearance: Appearance, session: ReviewSession, papers: InboxModel) -> None:
        super().__init__(appearance, f"Review · {session.review.lesson.title}")
        self._session, self._papers = session, papers
        self.about = ElidedLabel(appearance, "", Role.SMALL)
        self.about.setMaximumWidth(300)
        self.about.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.count = TextLabel(appearance, "", Role.SMALL)
        self.classes = Button(
            appearance, "Classes", icon="people", tip="Which classes are reviewed", opens_menu=True
        )
        self.classes.hide()
        self.new = Button(appearance, "", icon="receive", kind=ButtonKind.QUIET)
        self.versions = Button(
            appearance,
            "Key",
            icon="book",
            tip="The versions of the key: who changed it, when and why",
        )
        self.versions.set_label_shown(False)
        self.versions.clicked.connect(self.show_versions)
        self.report = Button(appearance, "Class report", icon="map")
        self.give_back = Button(appearance, "Return…", kind=ButtonKind.PRIMARY, icon="hand-in")
        self.key = Button(appearance, "Answer key…", icon="note", tip="Write on this lesson’s key")
        self.assign = Button(appearance, "Assign…", icon="plus", tip="Give this lesson to a class")
        self.add = Button(appearance, "Add hand-ins…", icon="receive")
        texts = (self.about, self.count, self.versions)
        for widget in (
            self.new,
            *texts,
            *self._of_lesson,
            self.classes,
            self.report,
            self.give_back,
        ):
            self.add_right(widget)
        for button in self._of_lesson:
            button.setVisible(session.review.papers.takes_the_rest)

    @property
    def _of_lesson(self) -> tuple[Button, ...]:
        """What is done with a lesson, no matter which class has it."""
        return (self.key, self.assign, self.add)

    def show_key(self) -> None:
        """Say which classes are reviewed, with which version of the key."""
        key = self._session.key
        parts = [", ".join(name for name in self._session.class_names if name)]
        parts.append(f"key version {key.version}" if key is not None else "no key yet")
        papers = self._session.review.papers
        if papers.unchecked == len(papers.rows) > 0:
            # No paper stands out by it, so it is said once.
            parts.append("names not checked")
        self.about.setText(" · ".join(part for part in parts if part))

    def show_versions(self) -> None:
        """Show who changed the key, when and why."""
        try:
            open_versions(self._appearance, self._session.review.papers.key_log(), self.window())
        except AnnotatorError as error:
            self._session.failed.emit(error)

    def show_count(self) -> bool:
        """Say how many papers are decided, once all are known; whether that are new words."""
        of = len(self._session.rows)
        words = "nothing in yet"
        if of and not self._papers.knows_all:
            # The figures of before stand until all are known again: they would only flicker.
            words = self.count.text() or plural(of, "paper")
        elif of:
            standing = self._papers.standing()
            words = f"{standing.decided} of {of} decided"
            self.count.setToolTip(plain_tip(standing.words()))
            self.count.setAccessibleDescription(standing.words())
        if words == self.count.text():
            return False
        self.count.setText(words)
        return True

    def show_papers(self, has_papers: bool) -> None:
        """Offer what can be done with papers, or first of all to add some."""
        adds = self._session.review.papers.takes_the_rest and not has_papers
        for button in (self.report, self.give_back):
            button.setEnabled(has_papers)
            button.setVisible(not adds)
        self.add.set_kind(ButtonKind.PRIMARY if adds else ButtonKind.PLAIN)

    def fit_page(self, width: int) -> None:
        """Say less on a page that is not this wide (logical pixels)."""
        if self._session.review.papers.takes_the_rest:
            for button in (self.key, self.assign):
                button.set_label_shown(width >= _LESSON)
            self.add.set_label_shown(width >= _CLASSES or not self._session.rows)
        self.about.setVisible(width >= _ABOUT)
        self.count.setVisible(width >= _COUNT)
        self.report.set_label_shown(width >= _REPORT)
        self.classes.set_label_shown(width >= _CLASSES)
