"""Markdown in the theme's colours and the program's faces. Reads no network and runs no HTML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QImage,
    QPalette,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextList,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from annotator import assets
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.fonts import article_font, ui_font

_WIDEST = 760
_HEADINGS = {1: 30, 2: 21, 3: 17}
_LINE_HEIGHT = 135.0


class HelpBrowser(QTextBrowser):
    """Shows one page of help. Pictures come from the program's own resources alone."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._markdown = ""
        self._typed = ""
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._recolour()
        appearance.changed.connect(self._recolour)

    def show_markdown(self, markdown: str) -> None:
        """Show a page from its beginning."""
        self._markdown = markdown
        document = QTextDocument(self)
        document.setDefaultFont(ui_font())
        document.setDocumentMargin(12)
        self.setDocument(document)
        features = QTextDocument.MarkdownFeature
        document.setMarkdown(markdown, features.MarkdownDialectGitHub | features.MarkdownNoHTML)
        self._dress()
        self._fit()
        self.find_words(self._typed)
        # Markdown leaves the caret at the end, and the page would follow it there.
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    def go_to(self, heading: str) -> None:
        """Bring a heading to the top; without one, or where there is none such, the beginning."""
        bar = self.verticalScrollBar()
        bar.setValue(0)
        block = self.document().begin()
        while block.isValid():
            if heading and block.blockFormat().headingLevel() and block.text() == heading:
                layout = self.document().documentLayout()
                bar.setValue(max(0, int(layout.blockBoundingRect(block).top()) - 8))
                return
            block = block.next()

    def find_words(self, typed: str) -> None:
        """Light up the words that are looked for."""
        self._typed = typed
        shown = []
        form = QTextCharFormat()
        form.setBackground(self._appearance.theme.other_tint)
        form.setForeground(self._appearance.theme.ink)
        for word in typed.split():
            cursor = self.document().find(word)
            while not cursor.isNull():
                selection = QTextEdit.ExtraSelection()
                selection.cursor, selection.format = cursor, form
                shown.append(selection)
                cursor = self.document().find(word, cursor)
        self.setExtraSelections(shown)

    def loadResource(self, kind: int, name: QUrl) -> Any:
        """A picture of the program's resources, as wide as the column at the most."""
        wanted = (assets.resources_dir() / name.path().lstrip("/")).resolve()
        inside = assets.resources_dir().resolve() in wanted.parents
        if kind != QTextDocument.ResourceType.ImageResource.value or not inside:
            return None
        return self._picture(wanted)

    def _picture(self, path: Path) -> QImage | None:
        image = QImage(str(path))
        if image.isNull():
            return None
        ratio = self.devicePixelRatioF()
        width = min(_WIDEST, max(200, self.viewport().width() - 40))
        if image.width() > width * ratio:
            image = image.scaledToWidth(
                round(width * ratio), Qt.TransformationMode.SmoothTransformation
            )
        image.setDevicePixelRatio(ratio)
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Lines no longer than can be read with ease: what is left goes to the right margin."""
        frame = self.document().rootFrame()
        form = frame.frameFormat()
        margin = max(12, self.viewport().width() - _WIDEST)
        if form.rightMargin() != margin:
            form.setRightMargin(margin)
            frame.setFrameFormat(form)

    def _recolour(self) -> None:
        theme = self._appearance.theme
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Base, theme.paper)
        palette.setColor(QPalette.ColorRole.Text, theme.ink)
        palette.setColor(QPalette.ColorRole.Link, theme.accent_ink)
        self.setPalette(palette)
        if self._markdown:
            at = self.verticalScrollBar().value()
            self.show_markdown(self._markdown)
            self.verticalScrollBar().setValue(at)

    # -- dressing ------------------------------------------------------------------------------

    def _dress(self) -> None:
        block = self.document().begin()
        while block.isValid():
            self._dress_block(block)
            block = block.next()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._dress_table(frame)

    def _dress_block(self, block: QTextBlock) -> None:
        cursor = QTextCursor(block)
        form = QTextBlockFormat(block.blockFormat())
        level = form.headingLevel()
        # The stubs deny that there may be none.
        in_list = isinstance(block.textList(), QTextList)
        in_table = cursor.currentTable() is not None
        form.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if level:
            form.setTopMargin(0 if level == 1 else 22)
            form.setBottomMargin(6)
            form.setLineHeight(100, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            char = QTextCharFormat()
            char.setFont(article_font(_HEADINGS.get(level, 17), bold=True))
            cursor.movePosition(
                QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            # Set, not merged: Qt's own enlargement of headings would overrule the size.
            cursor.setCharFormat(char)
        elif not in_table:
            form.setTopMargin(2 if in_list else 6)
            form.setBottomMargin(2 if in_list else 6)
        QTextCursor(block).setBlockFormat(form)

    def _dress_table(self, table: QTextTable) -> None:
        form = table.format()
        form.setBorder(0)
        form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
        form.setCellSpacing(0)
        form.setCellPadding(5)
        form.setTopMargin(4)
        table.setFormat(form)
