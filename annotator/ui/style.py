"""Colours and shapes for Qt's own widgets, from the theme: palette first, style sheet for the rest.

The kit's widgets paint themselves; this is for fields, menus, tool tips, scroll bars and the like.
"""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from annotator.ui.fonts import ui_font
from annotator.ui.theme import Theme


def apply_style(app: QApplication, theme: Theme) -> None:
    """Give every stock widget the theme's colours; call again when the theme changes.

    Meant for Qt's Fusion style, which is asked for where the application is made.
    """
    app.setFont(ui_font())
    app.setPalette(palette(theme))
    app.setStyleSheet(style_sheet(theme))


def palette(theme: Theme) -> QPalette:
    """The theme's roles as Qt names them."""
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.paper,
        role.WindowText: theme.ink,
        role.Base: theme.card,
        role.AlternateBase: theme.panel,
        role.Text: theme.ink,
        role.PlaceholderText: theme.soft_ink,
        role.Button: theme.card,
        role.ButtonText: theme.ink,
        role.BrightText: theme.missed,
        role.Highlight: theme.selection,
        role.HighlightedText: theme.ink,
        role.Link: theme.accent_ink,
        role.LinkVisited: theme.accent_ink,
        role.ToolTipBase: theme.card,
        role.ToolTipText: theme.ink,
        role.Light: theme.card,
        role.Midlight: theme.panel,
        role.Mid: theme.line,
        role.Dark: theme.strong_line,
        role.Shadow: theme.strong_line,
        role.Accent: theme.accent,
    }
    made = QPalette()
    for name, colour in colours.items():
        made.setColor(name, colour)
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, theme.strong_line)
    return made


_SHEET = """
QToolTip {{ background: {card}; color: {ink}; border: 1px solid {strong_line}; padding: 5px 8px; }}
QLineEdit, QPlainTextEdit[field="true"], QTextEdit[field="true"], QComboBox, QSpinBox,
QDateTimeEdit {{
    background: {card}; color: {ink}; border: 1px solid {strong_line}; border-radius: 8px;
    padding: 6px 10px; min-height: 28px; selection-background-color: {selection};
    selection-color: {ink}; placeholder-text-color: {soft_ink};
}}
QLineEdit:focus, QPlainTextEdit[field="true"]:focus, QTextEdit[field="true"]:focus,
QComboBox:focus, QSpinBox:focus, QDateTimeEdit:focus {{
    border: 2px solid {accent}; padding: 5px 9px;
}}
QComboBox::drop-down {{ border: none; width: 28px; }}
QComboBox QAbstractItemView {{
    background: {card}; color: {ink}; border: 1px solid {strong_line}; outline: none;
    selection-background-color: {accent_tint}; selection-color: {ink};
}}
QMenu {{ background: {card}; border: 1px solid {strong_line}; padding: 6px; }}
QMenu::item {{ padding: 9px 28px 9px 14px; border-radius: 6px; color: {ink}; }}
QMenu::item:selected {{ background: {accent_tint}; color: {ink}; }}
QMenu::item:disabled {{ color: {soft_ink}; }}
QMenu::icon {{ padding-left: 10px; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 6px 8px; }}
QScrollBar:vertical {{ background: transparent; width: 14px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 14px; margin: 0; }}
QScrollBar::handle {{ background: {strong_line}; border-radius: 4px; margin: 3px; }}
QScrollBar::handle:vertical {{ min-height: 36px; }}
QScrollBar::handle:horizontal {{ min-width: 36px; }}
QScrollBar::handle:hover {{ background: {soft_ink}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def style_sheet(theme: Theme) -> str:
    """The style sheet for the stock widgets that a palette can't shape."""
    names = ("card", "ink", "soft_ink", "line", "strong_line", "accent", "accent_tint", "selection")
    return _SHEET.format(**{name: getattr(theme, name).name() for name in names})
