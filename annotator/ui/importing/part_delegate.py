"""How a part looks: its kind in a box at the left, and its words as the article will have them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.model.article import BlockKind
from annotator.model.found_article import FoundPart
from annotator.ui.article.document import BARRED, BLOCK_STYLES
from annotator.ui.importing.line_breaks import LineBreaker
from annotator.ui.importing.parts_model import PartRow, PartsModel
from annotator.ui.importing.texts import KINDS, REASONS
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.fonts import article_font, small_font, ui_font
from annotator.ui.widgets.painting import CONTROL_RADIUS, rounded_box

#: The article is a little smaller here than where it is read.
_SCALE: Final = 0.87
_LEADING: Final = 1.18
_PAD, _SIDE, _GAP = 7, 10, 14
_BOX_HEIGHT: Final = 32
#: The widest that lines become, and how wide a page has words on its buttons (logical pixels).
_WIDEST: Final = 780
_ROOMY: Final = 640
_LABEL_SIZE: Final = 14.0
_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine

_Index = QModelIndex | QPersistentModelIndex


class PartButton(Enum):
    """What can be pressed in a row, with its picture and its text."""

    KIND = ("down", "")
    LEAVE_OUT = ("hide", "Leave out")
    PUT_BACK = ("undo", "Put back")
    SHOW = ("down", "Show")
    HIDE = ("up", "Hide")


@dataclass(frozen=True, slots=True)
class RowPlaces:
    """Where the things of a row are: its text, and what can be pressed."""

    text: QRect
    buttons: tuple[tuple[PartButton, QRect], ...]

    def button_at(self, position: QPoint) -> PartButton | None:
        """What a press there means; None for the row itself."""
        return next((each for each, rect in self.buttons if rect.contains(position)), None)


def part_font(kind: BlockKind) -> QFont:
    """The type of a part of this kind."""
    style = BLOCK_STYLES[kind]
    size = style.size * _SCALE
    return ui_font(size, strong=style.bold) if style.sans else article_font(size, bold=style.bold)


class PartDelegate(QStyledItemDelegate):
    """Measures and paints rows; the view asks it what was pressed.

    With ``is_fixed`` there is nothing to leave out or to put back.
    """

    def __init__(self, appearance: Appearance, model: PartsModel, view: QListView) -> None:
        super().__init__(view)
        self._appearance, self._model, self._view = appearance, model, view
        self.is_fixed = False
        self._breakers: dict[BlockKind | None, LineBreaker] = {}
        self._width = 0
        # By the identity of a part, which is kept alive with its height: all rows are asked for
        # theirs whenever one changes.
        self._heights: dict[int, tuple[FoundPart, int]] = {}
        label = QFontMetrics(ui_font(_LABEL_SIZE, strong=True))
        self._box = max(label.horizontalAdvance(text) for text in KINDS.values()) + 44
        self._button = label.horizontalAdvance("Leave out") + 46

    # -- measures ---------------------------------------------------------------------------------

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        width = self._view.viewport().width()
        if width != self._width:
            self._width = width
            self._heights.clear()
            for breaker in self._breakers.values():
                breaker.forget()
        row = self._model.rows[index.row()]
        if row.is_run:
            return QSize(width, _BOX_HEIGHT + 2 * _PAD)
        known = self._heights.get(id(row.part))
        if known is None:
            known = self._heights[id(row.part)] = (row.part, self._height(row))
        return QSize(width, known[1])

    def _height(self, row: PartRow) -> int:
        height = len(self._lines(row)) * self._breaker(row).line_height
        if row.is_out and not self._has_room_for_reason(row):
            height += QFontMetrics(small_font()).height()
        return max(height, _BOX_HEIGHT) + 2 * _PAD

    def places(self, row: PartRow, rect: QRect) -> RowPlaces:
        """Where the things of a row are, when the row is at ``rect``."""
        left, top = rect.left() + _SIDE, rect.top() + _PAD
        room, height = self._room(rect.width()), rect.height() - 2 * _PAD
        text = QRect(left + self._box + _GAP, top, room, height)
        wide = self._right(rect.width())
        right = QRect(rect.right() - _SIDE - wide + 1, top, wide, _BOX_HEIGHT)
        buttons: list[tuple[PartButton, QRect]] = []
        if row.is_run:
            buttons.append((PartButton.HIDE if row.is_open else PartButton.SHOW, right))
        elif row.is_out:
            buttons.append((PartButton.PUT_BACK, right))
        else:
            buttons.append((PartButton.KIND, QRect(left, top, self._box, _BOX_HEIGHT)))
            if not self.is_fixed:
                buttons.append((PartButton.LEAVE_OUT, right))
        return RowPlaces(text, tuple(buttons))

    def _right(self, width: int) -> int:
        return self._button if width >= _ROOMY else 40

    def _room(self, width: int) -> int:
        taken = 2 * _SIDE + self._box + _GAP
        if not self.is_fixed:
            taken += self._right(width) + _GAP
        return max(120, min(_WIDEST, width - taken))

    def _lines(self, row: PartRow) -> tuple[str, ...]:
        room = self._room(self._view.viewport().width())
        return self._breaker(row).lines(row.part.text, room - 2 * indent_of(row))

    def _has_room_for_reason(self, row: PartRow) -> bool:
        """Whether the reason stands behind the words, on their only line."""
        lines = self._lines(row)
        if len(lines) > 1 or row.part.left_out is None:
            return False
        reason = QFontMetrics(small_font()).horizontalAdvance(REASONS[row.part.left_out])
        room = self._room(self._view.viewport().width())
        return self._breaker(row).width(lines[0]) + _GAP + reason <= room

    def _breaker(self, row: PartRow) -> LineBreaker:
        kind = None if row.is_out else row.part.kind
        if kind not in self._breakers:
            font = article_font(15) if kind is None else part_font(kind)
            font.setStrikeOut(kind is None)
            self._breakers[kind] = LineBreaker(font, _LEADING)
        return self._breakers[kind]

    # -- painting ---------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row, rect = self._model.rows[index.row()], QRect(option.rect)
        is_current = index.row() == self._view.currentIndex().row()
        is_hot = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        self._paint_ground(
            painter, rect, row, is_current, bool(option.state & QStyle.StateFlag.State_Selected)
        )
        places = self.places(row, rect)
        if row.is_out:
            self._paint_label(painter, rect)
        if row.is_run:
            painter.setFont(ui_font(15))
            painter.setPen(self._appearance.theme.soft_ink)
            text = QFontMetrics(ui_font(15)).elidedText(
                row.text, Qt.TextElideMode.ElideRight, places.text.width()
            )
            painter.drawText(places.text, _LINE, text)
        else:
            self._paint_text(painter, places.text, row)
        for button, at in places.buttons:
            if button is not PartButton.LEAVE_OUT or is_current or is_hot:
                self._paint_button(painter, at, button, row)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, rect: QRect, row: PartRow, is_current: bool, is_chosen: bool
    ) -> None:
        theme, inner = self._appearance.theme, rect.adjusted(1, 1, -1, -1)
        fill = theme.accent_tint if is_chosen else theme.hover if row.is_out else None
        if is_current and self._view.hasFocus():
            rounded_box(painter, inner, CONTROL_RADIUS, fill, theme.accent, 2.0)
        elif is_chosen or is_current:
            rounded_box(painter, inner, CONTROL_RADIUS, fill, theme.accent)
        elif row.is_out:
            line = theme.line if theme.name.startswith("contrast") else None
            rounded_box(painter, inner, CONTROL_RADIUS, fill, line)

    def _paint_text(self, painter: QPainter, at: QRect, row: PartRow) -> None:
        theme, breaker = self._appearance.theme, self._breaker(row)
        lines, indent = self._lines(row), indent_of(row)
        painter.setFont(breaker.font)
        is_soft = row.is_out or BLOCK_STYLES[row.part.kind].soft
        painter.setPen(theme.soft_ink if is_soft else theme.ink)
        height = len(lines) * breaker.line_height
        # One line stands in the middle of the box at its left.
        is_alone = not row.is_out or self._has_room_for_reason(row)
        top = at.top() + (max(0, _BOX_HEIGHT - height) // 2 if is_alone else 0)
        is_rtl = _is_rtl(row.part.text)
        y = top
        for line in lines:
            x = at.left() + indent
            if is_rtl:
                wide = QFontMetrics(breaker.font).horizontalAdvance(line)
                x = at.right() - indent - wide
            painter.drawText(x, y + breaker.ascent, line)
            y += breaker.line_height
        if row.is_out and row.part.left_out is not None:
            painter.setFont(small_font())
            place = QRect(at.left(), y, at.width(), QFontMetrics(small_font()).height())
            if is_alone:
                wide = round(breaker.width(lines[0])) + _GAP
                place = QRect(at.left() + wide, top, at.width() - wide, breaker.line_height)
            painter.drawText(place, _LINE, REASONS[row.part.left_out])
        elif row.part.kind is BlockKind.LIST_ITEM:
            bullet = at.right() - indent + 8 if is_rtl else at.left() + indent - 15
            painter.drawText(bullet, top + breaker.ascent, "•")
        elif row.part.kind in BARRED:
            bar = at.right() - 4 if is_rtl else at.left() + 2
            painter.fillRect(bar, top + 2, 3, height - 4, theme.line)

    def _paint_label(self, painter: QPainter, rect: QRect) -> None:
        painter.setFont(small_font())
        painter.setPen(self._appearance.theme.soft_ink)
        at = QRect(rect.left() + _SIDE + 10, rect.top() + _PAD, self._box, _BOX_HEIGHT)
        painter.drawText(at, _LINE, "left out")

    def _paint_button(self, painter: QPainter, at: QRect, button: PartButton, row: PartRow) -> None:
        theme = self._appearance.theme
        picture, text = button.value
        rounded_box(painter, at, CONTROL_RADIUS, theme.card, theme.line)
        ratio = painter.device().devicePixelRatioF()
        painter.setFont(ui_font(_LABEL_SIZE, strong=True))
        painter.setPen(theme.ink)
        middle = at.center().y() - 7
        if button is PartButton.KIND:
            painter.drawText(at.adjusted(10, 0, -26, 0), _LINE, KINDS[row.part.kind])
            arrow = self._appearance.pixmap(picture, theme.ink, 16, ratio)
            painter.drawPixmap(at.right() - 23, middle, arrow)
            return
        sign = self._appearance.pixmap(picture, theme.ink, 16, ratio)
        if at.width() < self._button:
            painter.drawPixmap(at.center().x() - 7, middle, sign)
            return
        painter.drawPixmap(at.left() + 10, middle, sign)
        painter.drawText(at.adjusted(33, 0, -4, 0), _LINE, text)


def indent_of(row: PartRow) -> int:
    """How far a part's words are set in at both sides, in logical pixels."""
    return 0 if row.is_out else round(BLOCK_STYLES[row.part.kind].indent * _SCALE)


def _is_rtl(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    if text.isascii():
        return False
    ways = (unicodedata.bidirectional(char) for char in text)
    return next((way for way in ways if way in ("L", "R", "AL")), "L") != "L"
