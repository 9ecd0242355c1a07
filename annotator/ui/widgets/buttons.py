"""Buttons: primary, plain, quiet, and tools, with icon or picture, words and a key cap."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QToolTip, QWidget

from annotator.ui.widgets.announce import announce
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.fonts import ui_font
from annotator.ui.widgets.keycap import key_cap_width, paint_key_cap
from annotator.ui.widgets.painting import (
    CONTROL_RADIUS,
    TOUCH,
    came_by_keyboard,
    focus_ring,
    plain_tip,
    rounded_box,
)
from annotator.ui.widgets.single_keys import bind_key, is_single

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton as _Button
else:
    # Two Qt classes among the bases are not allowed; the button itself brings the one.
    _Button = object

_GAP = 8
_SIDE = 14
_ARROW = 14


class ButtonKind(Enum):
    """How much a button asks for attention."""

    PRIMARY = auto()
    PLAIN = auto()
    QUIET = auto()
    DANGER = auto()


class WholePress(_Button):
    """A button that paints itself can be pressed anywhere, with Enter too, and shows a focus ring.

    Stands before one of Qt's buttons among the bases.
    """

    _ring = False

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        # Qt takes only the stock mark and words.
        return self.rect().contains(pos)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = came_by_keyboard(event)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter presses the focused button everywhere, not only in dialogs.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


class Button(WholePress, QPushButton):
    """A painted button. Its words are plain text whatever they hold (no mnemonics, no mark-up).

    ``picture`` draws something other than an icon, for instance a label's badge: it is called
    with the device pixel ratio and returns a pixmap. ``key`` is the shortcut that does the same;
    it is set here, shown in the tool tip, and as a cap where ``show_key`` is true; with
    ``binds_key`` false it is only shown, because something else listens for it.
    ``opens_menu`` adds an arrow that points to where the menu will be.
    """

    def __init__(
        self,
        appearance: Appearance,
        label: str,
        *,
        kind: ButtonKind = ButtonKind.PLAIN,
        icon: str = "",
        picture: Callable[[float], QPixmap] | None = None,
        key: str = "",
        show_key: bool = False,
        binds_key: bool = True,
        tip: str = "",
        checkable: bool = False,
        opens_menu: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self._content = -1
        self._opens_menu = opens_menu
        super().__init__(parent)
        self._appearance = appearance
        self._kind = kind
        self._icon = icon
        self._picture = picture
        self._cap = key if show_key else ""
        self._label_shown, self._keeps_key = True, False
        self._tip: tuple[str, str] | None = None
        #: The key works now; single characters can be switched off.
        self._has_key = bool(key)
        self._key_scope: tuple[QWidget, str] | None = None
        self.setFont(ui_font(strong=kind is not ButtonKind.QUIET))
        self.setCheckable(checkable)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.set_label(label)
        self._key = QKeySequence(key)
        if key and binds_key:
            # Not setShortcut: that animates, and a key would do its work a tenth of a second late.
            bind_key(appearance, key, self, self._press_by_key)
            if is_single(self._key):
                appearance.single_keys_changed.connect(self._show_single_key)
                self._has_key = appearance.has_single_keys
        self.set_tip(tip or label)
        appearance.changed.connect(self.update)

    @property
    def label(self) -> str:
        """What the button says."""
        return self._label

    def set_label(self, label: str) -> None:
        """Say something else; the accessible name follows."""
        self._label = label
        self.setAccessibleName(label)
        self.updateGeometry()
        self.update()

    def set_tip(self, tip: str) -> None:
        """The tool tip, with the shortcut behind it; read out as the description where it adds."""
        if (tip, self._label) == self._tip:
            return
        self._tip = (tip, self._label)
        shown = self._key if self._has_key else QKeySequence()
        key = shown.toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(plain_tip(tip, shown) if tip else "")
        parts = (
            tip if tip != self._label or not key else "",
            f"key {key}" if key else "",
            "opens a menu" if self._opens_menu else "",
        )
        # Never empty where there is a tip: Qt would read out the tip instead, mark-up and all.
        self.setAccessibleDescription(", ".join(part for part in parts if part))

    def set_label_shown(self, shown: bool, *, keep_key: bool = False) -> None:
        """Keep only the icon or picture where room is short, and the key if that is wanted; name
        and tool tip stay."""
        now = (shown, keep_key)
        if now != (self._label_shown, self._keeps_key) and (self._icon or self._picture):
            self._label_shown, self._keeps_key = now
            self.updateGeometry()
            self.update()

    def set_key_shown(self, shown: bool) -> None:
        """Show the key as a cap, or keep it to the tool tip where room is short."""
        cap = self._key.toString() if shown else ""
        if cap != self._cap:
            self._cap = cap
            self.updateGeometry()
            self.update()

    def set_key_scope(self, scope: QWidget, where: str) -> None:
        """Let the key press the button only while the keyboard is in ``scope``, or nowhere.

        ``where`` names the place, for a person who presses the key elsewhere.
        """
        self._key_scope = (scope, where)

    def _press_by_key(self) -> None:
        focus = QApplication.focusWidget()
        scope, where = self._key_scope or (None, "")
        if scope is None or focus is None or scope.isAncestorOf(focus) or focus is scope:
            self.click()
        elif focus.isAncestorOf(scope):
            # The page itself has the keyboard: nothing on it was chosen yet.
            self.click()
        else:
            key = self._key.toString(QKeySequence.SequenceFormat.NativeText)
            text = f"{key} is for {where}. Put the keyboard there first, with Tab."
            QToolTip.showText(focus.mapToGlobal(focus.rect().bottomLeft()), text, focus)
            announce(self, text)

    def _show_single_key(self, on: bool) -> None:
        self._has_key = on
        tip, self._tip = self._tip, None
        if tip is not None:
            self.set_tip(tip[0])
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: ButtonKind) -> None:
        """Ask for more or less attention."""
        self._kind = kind
        self.update()

    def set_icon(self, icon: str) -> None:
        """Show another icon of the set."""
        self._icon = icon
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = self._content_width() + 2 * (_SIDE if self._label_shown else 11)
        return QSize(max(TOUCH, width), max(TOUCH, QFontMetrics(self.font()).height() + 16))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.FontChange:
            self._content = -1
        super().changeEvent(event)

    def updateGeometry(self) -> None:
        self._content = -1
        super().updateGeometry()

    def _content_width(self) -> int:
        # Layouts ask again and again, and measuring words is dear.
        if self._content < 0:
            self._content = self._measured_width()
        return self._content

    def _measured_width(self) -> int:
        parts = []
        if self._icon or self._picture:
            parts.append(self._picture_size().width())
        if self._label_shown:
            parts.append(QFontMetrics(self.font()).horizontalAdvance(self._label))
        if self._cap and self._has_key and (self._label_shown or self._keeps_key):
            parts.append(key_cap_width(self._cap))
        if self._opens_menu:
            parts.append(_ARROW)
        return sum(parts) + _GAP * max(0, len(parts) - 1)

    def _picture_size(self) -> QSize:
        if self._picture is not None:
            return self._picture(1.0).deviceIndependentSize().toSize()
        return QSize(20, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = self._paint_box(painter)
        x = (self.width() - self._content_width()) // 2
        if self._icon or self._picture:
            x += self._paint_picture(painter, x, ink) + _GAP
        if self._label_shown:
            painter.setFont(self.font())
            painter.setPen(ink)
            width = QFontMetrics(self.font()).horizontalAdvance(self._label)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
            painter.drawText(QRect(x, 0, width + 2, self.height()), flags, self._label)
            x += width + _GAP
        if self._cap and self._has_key and (self._label_shown or self._keeps_key):
            paint_key_cap(painter, self._appearance.theme, x, self.height(), self._cap)
        if self._opens_menu:
            right = (self.width() + self._content_width()) // 2
            arrow = self._appearance.pixmap("down", ink, _ARROW, self.devicePixelRatioF())
            painter.drawPixmap(right - _ARROW, (self.height() - _ARROW) // 2 + 1, arrow)
        painter.end()

    def _paint_box(self, painter: QPainter) -> QColor:
        """The box in its state; returns the colour for what stands in it."""
        theme = self._appearance.theme
        if not self.isEnabled():
            painter.setOpacity(0.5)
        hot = self.isEnabled() and self.underMouse()
        fill: QColor | None = theme.hover if hot else theme.card
        line: QColor | None = theme.line
        ink, ring, thick = theme.ink, theme.accent, 1.0
        if self._kind in (ButtonKind.PRIMARY, ButtonKind.DANGER):
            fill = theme.accent if self._kind is ButtonKind.PRIMARY else theme.missed
            line, ink, ring = None, theme.on_accent, theme.on_accent
            if hot:
                fill = fill.lighter(115) if not theme.dark else fill.darker(110)
        elif self._kind is ButtonKind.QUIET:
            fill, line = (theme.hover if hot else None), None
        if self.isChecked():
            fill, line, thick = theme.accent_tint, theme.accent, 2.0
        if self.isDown() and fill is not None:
            fill = fill.darker(106) if not theme.dark else fill.lighter(112)
        rounded_box(painter, self.rect(), CONTROL_RADIUS, fill, line, thick)
        if self._ring and self.hasFocus():
            focus_ring(painter, self.rect(), CONTROL_RADIUS, ring)
        return ink

    def _paint_picture(self, painter: QPainter, x: int, ink: QColor) -> int:
        ratio = self.devicePixelRatioF()
        if self._picture is not None:
            pixmap = self._picture(ratio)
        else:
            pixmap = self._appearance.pixmap(self._icon, ink, ratio=ratio)
        size = pixmap.deviceIndependentSize().toSize()
        painter.drawPixmap(x, (self.height() - size.height()) // 2, pixmap)
        return size.width()


def icon_button(
    appearance: Appearance,
    icon: str,
    name: str,
    *,
    key: str = "",
    kind: ButtonKind = ButtonKind.PLAIN,
) -> Button:
    """A square button with an icon alone; ``name`` is its tool tip and accessible name."""
    button = Button(appearance, name, icon=icon, key=key, kind=kind)
    button.set_label_shown(False)
    return button
