"""Words on a page: always plain text, in the theme's inks, and cut short with "…" on request."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.fonts import article_font, small_font, ui_font
from annotator.ui.widgets.painting import plain_tip


class Role(Enum):
    """What a piece of text is, which decides its face and ink."""

    TITLE = auto()
    """The page's own name: serif, large."""
    CARD_TITLE = auto()
    """The title of a lesson or article: serif, bold."""
    HEADING = auto()
    STRONG = auto()
    BODY = auto()
    QUOTE = auto()
    """Words of an article: serif."""
    SMALL = auto()
    SMALL_STRONG = auto()


def role_font(role: Role) -> QFont:
    """The face for a role."""
    if role is Role.TITLE:
        return article_font(32, bold=True)
    if role is Role.CARD_TITLE:
        return article_font(18, bold=True)
    if role is Role.QUOTE:
        return article_font(16)
    if role is Role.HEADING:
        return ui_font(18, strong=True)
    if role in (Role.SMALL, Role.SMALL_STRONG):
        return small_font(strong=role is Role.SMALL_STRONG)
    return ui_font(strong=role is Role.STRONG)


#: What a screen reader may jump to.
_HEADINGS = (Role.TITLE, Role.CARD_TITLE, Role.HEADING)


class TextLabel(QLabel):
    """A label that never reads its text as mark-up and follows the theme.

    ``ink`` names a role of the theme (``"ink"``, ``"soft_ink"``, ``"found"``…).
    """

    def __init__(
        self,
        appearance: Appearance,
        text: str = "",
        role: Role = Role.BODY,
        *,
        ink: str = "",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.spoken_role = "Heading" if role in _HEADINGS else ""
        self._ink = ink or ("soft_ink" if role in (Role.SMALL, Role.SMALL_STRONG) else "ink")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(role_font(role))
        self.setWordWrap(wrap)
        self.setText(text)
        self._recolour()
        appearance.changed.connect(self._recolour)

    def set_ink(self, ink: str) -> None:
        """Use another of the theme's colours."""
        self._ink = ink
        self._recolour()

    def _recolour(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.WindowText, getattr(self._appearance.theme, self._ink))
        self.setPalette(palette)


class ElidedLabel(QWidget):
    """Text on at most ``lines`` lines, cut with "…"; the whole text is in the tool tip then.

    ``by_width`` tells layouts the height before it has a width: for cards that a grid makes all as
    high as the highest. Else it grows once it has its width, which goes into any layout.
    """

    def __init__(
        self,
        appearance: Appearance,
        text: str = "",
        role: Role = Role.BODY,
        *,
        lines: int = 1,
        ink: str = "",
        by_width: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._ink = ink or ("soft_ink" if role in (Role.SMALL, Role.SMALL_STRONG) else "ink")
        self.spoken_role = "Heading" if role in _HEADINGS else "StaticText"
        self._lines = lines
        self._text = text
        self.setFont(role_font(role))
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(by_width)
        self.setSizePolicy(policy)
        self.setText(text)
        appearance.changed.connect(self.update)

    def set_ink(self, ink: str) -> None:
        """Use another of the theme's colours."""
        self._ink = ink
        self.update()

    def text(self) -> str:
        """The whole text, cut or not."""
        return self._text

    def setText(self, text: str) -> None:
        """Show another text."""
        if text == self._text and self.accessibleName() == text:
            return
        self._text = text
        self.setAccessibleName(text)
        self._refresh()

    def shown_lines(self) -> list[str]:
        """What is on screen now, line by line."""
        return elided_lines(self._text, self.font(), self.width(), self._lines)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        lines = max(1, len(self.shown_lines()) if self._lines > 1 else 1)
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.lineSpacing() * lines)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, self.sizeHint().height())

    def heightForWidth(self, width: int) -> int:
        lines = elided_lines(self._text, self.font(), width, self._lines)
        return QFontMetrics(self.font()).lineSpacing() * max(1, len(lines))

    def resizeEvent(self, event: object) -> None:
        self._refresh()

    def _refresh(self) -> None:
        cut = self._text if " ".join(self.shown_lines()).endswith("…") else ""
        if cut != self.accessibleDescription():
            self.setToolTip(plain_tip(cut) if cut else "")
            # Without a description Qt would read out the tip, mark-up and all.
            self.setAccessibleDescription(cut)
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(getattr(self._appearance.theme, self._ink))
        metrics = QFontMetrics(self.font())
        for number, line in enumerate(self.shown_lines()):
            painter.drawText(0, number * metrics.lineSpacing() + metrics.ascent(), line)
        painter.end()


def elided_lines(text: str, font: QFont, width: int, most: int) -> list[str]:
    """``text`` broken at words into at most ``most`` lines of ``width`` logical pixels."""
    metrics = QFontMetrics(font)
    flat = " ".join(text.split())
    if width <= 0 or not flat:
        return [flat] if flat else []
    layout = QTextLayout(flat, font)
    layout.beginLayout()
    lines: list[str] = []
    units = flat.encode("utf-16-le")
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start, length = line.textStart(), line.textLength()
        if len(lines) == most - 1:
            rest = units[start * 2 :].decode("utf-16-le", errors="ignore")
            lines.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))
            break
        lines.append(units[start * 2 : (start + length) * 2].decode("utf-16-le").rstrip())
    layout.endLayout()
    return lines
