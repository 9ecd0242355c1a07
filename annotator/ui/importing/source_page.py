"""Where the article comes from: an address, a file, or what is pasted or dropped here."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.model.errors import AnnotatorError
from annotator.services.lessons.importing import SUFFIXES
from annotator.ui.importing.paste_field import PasteField
from annotator.ui.importing.reading import Reading, Source
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.buttons import Button, ButtonKind
from annotator.ui.widgets.columns import heading, paragraph, section
from annotator.ui.widgets.file_dialogs import ask_open, dropped_paths
from annotator.ui.widgets.header import PageHeader, add_help
from annotator.ui.widgets.labels import Role, TextLabel
from annotator.ui.widgets.messages import Banner, Tone
from annotator.ui.widgets.page_stack import Page
from annotator.ui.widgets.progress import ProgressPanel

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_KINDS = "Articles ({});;All files (*)".format(" ".join(f"*{suffix}" for suffix in SUFFIXES))
_RICH = "Pasted with its headings, lists and quotes."
_PLAIN = "Headings, lists and quotes come along when you copy from a web page or a document."
#: Logical pixels that the fields are wide at the most.
_WIDEST = 860


class SourcePage(Page):
    """Reads what is brought here and hands on what was found; what was typed stays."""

    found = Signal(object, object)
    """(Source, FoundArticle)"""

    help_topic = "teacher"

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setAcceptDrops(True)
        self.header = PageHeader(
            appearance, "A lesson from an article", back_name="Back to the desk"
        )
        self.header.back_requested.connect(self.back_requested)
        add_help(appearance, self.header, self.help_requested.emit)
        self.banner: Banner = Banner(appearance)
        self.progress = ProgressPanel(appearance)
        self.reading = Reading(appearance, self.progress, self)
        self.reading.found.connect(self._found)
        self.reading.failed.connect(self.show_error)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.banner)
        column.addWidget(self.progress)
        column.addWidget(self._make_body(), 1)
        self.address.setFocus()

    def _make_body(self) -> QWidget:
        appearance = self._appearance
        inside = QWidget()
        inside.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inside)
        column.setContentsMargins(28, 20, 28, 20)
        column.setSpacing(8)
        column.addWidget(heading(appearance, "Which article?"))
        hint = (
            "You see what was found before anything is kept. Use only texts that you may give to "
            "your class."
        )
        column.addWidget(paragraph(appearance, hint, soft=True))
        column.addSpacing(6)
        column.addWidget(section(appearance, "From the web"))
        column.addLayout(self._make_address())
        column.addSpacing(6)
        column.addWidget(section(appearance, "Pasted"))
        column.addWidget(self._make_paste(), 1)
        column.addLayout(self._make_foot())
        column.addSpacing(6)
        column.addWidget(section(appearance, "From a file"))
        column.addLayout(self._make_file())
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(inside)
        return whole

    def _make_address(self) -> QHBoxLayout:
        self.address = QLineEdit()
        self.address.setAccessibleName("The address of a page")
        self.address.setPlaceholderText("Paste the address of a page")
        self.address.setMaxLength(4_000)
        self.fetch = Button(self._appearance, "Read the page", icon="receive")
        self.fetch.clicked.connect(self.read_address)
        self.address.returnPressed.connect(self.read_address)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.address, 1)
        row.addWidget(self.fetch)
        return row

    def _make_paste(self) -> QWidget:
        self.text = PasteField()
        self.text.setMinimumHeight(70)
        self.text.setAcceptDrops(False)  # the page takes what is dropped, wherever it is
        self.text.refused.connect(self.show_error)
        return self.text

    def _make_foot(self) -> QHBoxLayout:
        self.richness = TextLabel(self._appearance, _PLAIN, Role.SMALL, wrap=True)
        self.text.richness_changed.connect(
            lambda is_rich: self.richness.setText(_RICH if is_rich else _PLAIN)
        )
        self.read = Button(
            self._appearance,
            "Look at it",
            kind=ButtonKind.PRIMARY,
            icon="next",
            key="Ctrl+Return",
        )
        self.read.clicked.connect(self.read_text)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.richness, 1)
        row.addWidget(self.read)
        return row

    def _make_file(self) -> QHBoxLayout:
        self.choose_file = Button(self._appearance, "Choose a file…", icon="folder", key="Ctrl+O")
        self.choose_file.clicked.connect(self.ask_for_file)
        hint = (
            "A saved web page, Word, OpenDocument, RTF, PDF, EPUB, Markdown or plain text. You can "
            "drop it here, too."
        )
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.choose_file)
        row.addWidget(TextLabel(self._appearance, hint, Role.SMALL, wrap=True), 1)
        return row

    # -- reading ----------------------------------------------------------------------------------

    def read_address(self) -> None:
        """Fetch the page at the address; only now."""
        address = self.address.text().strip()
        if address:
            self._read(Source(address=address))
        else:
            self.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def read_text(self) -> None:
        """Read what was pasted; a lone address is one."""
        text = self.text.toPlainText()
        if _ADDRESS.fullmatch(text.strip()):
            self.address.setText(text.strip())
            self.read_address()
        else:
            self._read(Source(html=self.text.html, text=text))

    def ask_for_file(self) -> None:
        """Let the teacher choose a file of any kind that can be read."""
        name = ask_open(self, "Choose an article", _KINDS)
        if name:
            self.read_file(Path(name))

    def read_file(self, path: Path) -> None:
        """Read an article from a file."""
        self._read(Source(path=path))

    def read_dropped(self, data: QMimeData) -> bool:
        """Take what was dropped or pasted: a file is read, an address put into its field."""
        paths = dropped_paths(data)
        text = data.text().strip() if data.hasText() else ""
        if paths:
            self.read_file(paths[0])
        elif _ADDRESS.fullmatch(text):
            # It is fetched when that is asked for, and not because it fell here.
            self.address.setText(text)
            self.fetch.setFocus(Qt.FocusReason.OtherFocusReason)
        elif data.hasText() or data.hasHtml():
            self.text.insert(data)
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            return False
        return True

    def _read(self, source: Source) -> None:
        self.banner.hide()
        self.reading.start(source)

    def _found(self, source: Source, found: object) -> None:
        self.found.emit(source, found)

    def show_error(self, error: AnnotatorError) -> None:
        """Show in the banner what could not be done; all that was typed is still there."""
        self.banner.show_error(error, Tone.CAREFUL)

    def page_left(self) -> None:
        self.reading.stop()

    # -- dropped and pasted anywhere on the page --------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if data.hasUrls() or data.hasText() or data.hasHtml():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.read_dropped(event.mimeData()):
            event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Reaches the page from everything that takes no text itself.
        if event.matches(QKeySequence.StandardKey.Paste):
            self.read_dropped(QApplication.clipboard().mimeData())
        else:
            super().keyPressEvent(event)
