"""An article laid out as a QTextDocument: one text block a block, set apart in type by kind.

Text only goes in. Nothing is ever read back: positions are translated, the words are the article's.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)

from annotator.model.article import Article, BlockKind
from annotator.services.data.preferences import BASE_SIZE, ReadingSettings
from annotator.ui.widgets.fonts import SANS, SERIF
from annotator.ui.widgets.theme import Theme

_HEAD = frozenset(
    {
        BlockKind.HEADLINE,
        BlockKind.STANDFIRST,
        BlockKind.BYLINE,
        BlockKind.PUBLISHER,
        BlockKind.DATELINE,
    }
)
#: Kinds that have a bar at their side.
BARRED = frozenset({BlockKind.CAPTION, BlockKind.CREDIT, BlockKind.QUOTE})
#: How far an entry of a list is set in; its bullet stands in the room that this makes.
BULLET_INDENT = 26


class BlockStyle(NamedTuple):
    """Type of one kind of block; sizes and margins in pixels at the base size."""

    size: float = BASE_SIZE
    sans: bool = False
    bold: bool = False
    soft: bool = False
    leading: float | None = None
    before: float = 0
    after: float = 18
    indent: float = 0


#: How each kind of block is set; the page that shows an article part by part sets it so, too.
BLOCK_STYLES = {
    BlockKind.PARAGRAPH: BlockStyle(),
    BlockKind.HEADLINE: BlockStyle(size=31, bold=True, leading=1.35, after=10),
    BlockKind.STANDFIRST: BlockStyle(size=21, leading=1.55, after=12),
    BlockKind.BYLINE: BlockStyle(size=14, sans=True, soft=True, leading=1.6, after=0),
    BlockKind.PUBLISHER: BlockStyle(size=14, sans=True, soft=True, leading=1.6, after=0),
    BlockKind.DATELINE: BlockStyle(size=14, sans=True, soft=True, leading=1.6, after=0),
    BlockKind.SUBHEADING: BlockStyle(size=21, bold=True, leading=1.45, before=10, after=8),
    BlockKind.LIST_ITEM: BlockStyle(after=8, indent=BULLET_INDENT),
    BlockKind.QUOTE: BlockStyle(size=18, leading=1.65, after=18, indent=22),
    BlockKind.TABLE_ROW: BlockStyle(size=16, sans=True, leading=1.6, after=6, indent=16),
    BlockKind.CAPTION: BlockStyle(size=15.5, sans=True, leading=1.6, after=18, indent=16),
    BlockKind.CREDIT: BlockStyle(size=14, sans=True, soft=True, leading=1.6, after=18, indent=16),
    BlockKind.OTHER: BlockStyle(size=15.5, sans=True, leading=1.65, after=18),
}
#: Space below the lines of byline, publisher and date, half of it above the rule.
HEAD_GAP = 40


def head_end(article: Article) -> int | None:
    """Number of the last block above the body, under which a rule is drawn; None without one."""
    last = None
    for number, block in enumerate(article.blocks):
        if block.kind not in _HEAD:
            break
        last = number
    return last if last is not None and last + 1 < len(article.blocks) else None


def build_document(
    article: Article, settings: ReadingSettings, theme: Theme, parent: QObject | None = None
) -> QTextDocument:
    """The article as a document, formatted; its block numbers are the article's."""
    document = QTextDocument(parent)
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    option = QTextOption()
    # Direction follows each block's first strong letter, so mixed articles come out right.
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    document.setPlainText(article.text)
    format_document(document, article, settings, theme)
    return document


def format_document(
    document: QTextDocument, article: Article, settings: ReadingSettings, theme: Theme
) -> None:
    """Set the type of every block; the text and its positions stay."""
    body = BLOCK_STYLES[BlockKind.PARAGRAPH]
    document.setDefaultFont(_font(body, settings))
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    cursor.select(QTextCursor.SelectionType.Document)
    plain, _ = _formats(body, settings, theme)
    cursor.setBlockFormat(plain)
    cursor.setCharFormat(QTextCharFormat())
    rule = head_end(article)
    kinds = [block.kind for block in article.blocks]
    formats: dict[tuple[BlockKind, float], tuple[QTextBlockFormat, QTextCharFormat]] = {}
    for number, kind in enumerate(kinds):
        if kind is BlockKind.PARAGRAPH:
            continue
        style = BLOCK_STYLES[kind]
        after = style.after
        if number == rule:
            after = HEAD_GAP
        elif kind is BlockKind.CAPTION and kinds[number + 1 : number + 2] == [BlockKind.CREDIT]:
            after = 0
        key = (kind, after)
        if key not in formats:
            formats[key] = _formats(style, settings, theme, after)
        block = document.findBlockByNumber(number)
        cursor.setPosition(block.position())
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.setBlockFormat(formats[key][0])
        cursor.setCharFormat(formats[key][1])
    cursor.endEditBlock()


def _formats(
    style: BlockStyle, settings: ReadingSettings, theme: Theme, after: float | None = None
) -> tuple[QTextBlockFormat, QTextCharFormat]:
    scale = settings.scale
    font = _font(style, settings)
    block = QTextBlockFormat()
    metrics = QFontMetricsF(font)
    natural = metrics.ascent() + metrics.descent() + metrics.leading()
    # The wish is a multiple of the size, Qt's measure one of the font's own height. A person who
    # widens the lines widens them everywhere.
    wish = settings.leading * (style.leading / 1.7 if style.leading else 1.0)
    percent = 100 * wish * style.size * scale / max(1.0, natural)
    kind = QTextBlockFormat.LineHeightTypes.ProportionalHeight
    block.setLineHeight(percent, kind.value)
    block.setTopMargin(style.before * scale)
    block.setBottomMargin((style.after if after is None else after) * scale)
    if style.indent:
        block.setLeftMargin(style.indent * scale)
        block.setRightMargin(style.indent * scale)
    char = QTextCharFormat()
    if style != BLOCK_STYLES[BlockKind.PARAGRAPH]:
        char.setFont(font)
    if style.soft:
        char.setForeground(theme.soft_ink)
    return block, char


def _font(style: BlockStyle, settings: ReadingSettings) -> QFont:
    # A reading font is chosen for the letters' shapes, so it is used for everything.
    family = settings.font_family or (SANS if style.sans else SERIF)
    font = QFont(family)
    pixels = style.size * settings.scale
    screen = QGuiApplication.primaryScreen()
    # Qt's pixel sizes are whole numbers, point sizes are not.
    font.setPointSizeF(pixels * 72 / screen.logicalDotsPerInchY())
    font.setBold(style.bold)
    if settings.letter_spacing:
        spacing = max(-0.05, min(0.5, settings.letter_spacing)) * pixels
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    if settings.word_spacing:
        font.setWordSpacing(max(-0.1, min(1.0, settings.word_spacing)) * pixels)
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font


def page_palette(before: QPalette, theme: Theme) -> QPalette:
    """``before`` in the theme's colours, whether or not the window is in front."""
    palette = QPalette(before)
    clear = QColor(0, 0, 0, 0)
    for group in (
        QPalette.ColorGroup.Active,
        QPalette.ColorGroup.Inactive,
        QPalette.ColorGroup.Disabled,
    ):
        for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Window):
            palette.setColor(group, role, theme.paper)
        palette.setColor(group, QPalette.ColorRole.Text, theme.ink)
        # The selection is painted by us, snapped to words and under the lines of the marks.
        palette.setColor(group, QPalette.ColorRole.Highlight, clear)
        palette.setColor(group, QPalette.ColorRole.HighlightedText, theme.ink)
    return palette
