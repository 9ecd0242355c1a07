"""Help inside the program: the topics at the left, one page at the right, a search over all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.article.vocabulary import plural
from annotator.ui.help.browser import HelpBrowser
from annotator.ui.help.pages import Topic, search
from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button
from annotator.ui.widgets.columns import ListBox
from annotator.ui.widgets.fonts import ui_font
from annotator.ui.widgets.header import PageHeader
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.page_stack import Page

_TOPIC = Qt.ItemDataRole.UserRole
_SECTION = Qt.ItemDataRole.UserRole + 1


class HelpPage(Page):
    """Shows the topics. "Back" leads to where the reader came from."""

    print_guide_requested = Signal()

    def __init__(
        self, appearance: Appearance, topics: Sequence[Topic], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._appearance, self._topics = appearance, tuple(topics)
        self._shown = ""
        self.header = PageHeader(appearance, "Help", back_name="Back to where you were")
        self.header.back_requested.connect(self.back_requested)
        guide = Button(appearance, "Print the label guide…", icon="print")
        guide.clicked.connect(self.print_guide_requested)
        self.header.add_right(guide)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search in help")
        self.search.setAccessibleName("Search in help")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumHeight(42)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._take_first)
        self.list = QListWidget()
        self.list.setFont(ui_font())
        self.list.setAccessibleName("Topics of help")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        self.list.setStyleSheet(
            "QListWidget::item { padding: 7px 8px; border-radius: 6px; }"
            "QListWidget::item:selected { background: palette(highlight); color: palette(text); }"
        )
        self.list.currentItemChanged.connect(self._open_item)
        self.nothing = TextLabel(appearance, "", Role.BODY, ink="soft_ink", wrap=True)
        self.nothing.hide()
        self.browser = HelpBrowser(appearance)
        self.browser.setAccessibleName("Help")
        self.browser.anchorClicked.connect(self._follow)
        self._lay_out()
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.activated.connect(lambda: self.search.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.setFocusProxy(self.browser)
        self._fill_topics()

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(10)
        side.addWidget(self.search)
        side.addWidget(self.nothing)
        side.addWidget(ListBox(self._appearance, self.list), 1)
        self._side = QWidget()
        self._side.setLayout(side)
        self._side.setFixedWidth(260)
        row = QHBoxLayout()
        row.setContentsMargins(20, 16, 0, 16)
        row.setSpacing(20)
        row.addWidget(self._side)
        row.addWidget(self.browser, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(row, 1)

    @property
    def shown(self) -> str:
        """The name of the topic on screen."""
        return self._shown

    def show_topic(self, name: str, section: str = "") -> None:
        """Open a page, at one of its headings where one is named; unknown names open the first."""
        topic = next((each for each in self._topics if each.name == name), self._topics[0])
        if topic.name != self._shown:
            self._shown = topic.name
            self.browser.show_markdown(topic.markdown)
        self.browser.find_words(self.search.text())
        self.browser.go_to(section)
        if not self.search.text():
            self._choose_row(topic.name)

    # -- the list ------------------------------------------------------------------------------

    def _fill_topics(self) -> None:
        self._set_items([(topic.title, topic.name, "") for topic in self._topics])

    def _set_items(self, items: Sequence[tuple[str, str, str]]) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for words, topic, section in items:
            item = QListWidgetItem(words)
            item.setData(_TOPIC, topic)
            item.setData(_SECTION, section)
            self.list.addItem(item)
        self.list.blockSignals(False)

    def _choose_row(self, name: str) -> None:
        for row in range(self.list.count()):
            if self.list.item(row).data(_TOPIC) == name:
                self.list.blockSignals(True)
                self.list.setCurrentRow(row)
                self.list.blockSignals(False)
                return

    def _open_item(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.show_topic(str(item.data(_TOPIC)), str(item.data(_SECTION)))

    # -- searching -----------------------------------------------------------------------------

    def _search(self, typed: str) -> None:
        self.nothing.hide()
        self.browser.find_words(typed)
        if not typed.split():
            self._fill_topics()
            self._choose_row(self._shown)
            return
        titles = {topic.name: topic.title for topic in self._topics}
        hits = search(self._topics, typed)
        self._set_items(
            [(f"{hit.section}\n{titles[hit.topic]}", hit.topic, hit.section) for hit in hits]
        )
        if not hits:
            self.nothing.setText("Nothing in help has these words. Try fewer or shorter ones.")
            self.nothing.show()
        announce(self, f"{plural(len(hits), 'place')} found" if hits else self.nothing.text())

    def _take_first(self) -> None:
        if self.list.count():
            self.list.setCurrentRow(0)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self, url: QUrl) -> None:
        """Links lead to other topics; nothing here opens the network."""
        name = url.path().removesuffix(".md")
        if any(topic.name == name for topic in self._topics):
            self.search.clear()
            self.show_topic(name, url.fragment(QUrl.ComponentFormattingOption.FullyDecoded))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.search.text():
                self.search.clear()
            else:
                self.back_requested.emit()
            return
        super().keyPressEvent(event)
