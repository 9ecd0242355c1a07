"""Colours and shapes for Qt's own widgets, from the theme: palette first, style sheet for the rest.

The kit's widgets paint themselves; this is for fields, menus, tool tips, scroll bars and the like.
"""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from annotator import assets
from annotator.ui.widgets.fonts import ui_font
from annotator.ui.widgets.theme import Theme


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
QComboBox::drop-down, QDateTimeEdit::drop-down {{
    subcontrol-origin: padding; subcontrol-position: center right; border: none; width: 30px;
}}
QComboBox::down-arrow, QDateTimeEdit::down-arrow {{
    image: url("{down}"); width: 18px; height: 18px;
}}
QComboBox::down-arrow:disabled, QDateTimeEdit::down-arrow:disabled {{ image: none; }}
QComboBox:disabled, QDateTimeEdit:disabled {{ color: {strong_line}; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox QAbstractItemView {{
    background: {card}; color: {ink}; border: 1px solid {strong_line}; outline: none;
    selection-background-color: {accent_tint}; selection-color: {ink};
}}
QComboBox QAbstractItemView::item {{ min-height: 36px; padding: 0 8px; }}
QComboBox QAbstractItemView::item:selected {{ background: {accent_tint}; color: {ink}; }}
QCalendarWidget QToolButton {{
    background: transparent; color: {ink}; border: none; border-radius: 6px; padding: 6px;
}}
QCalendarWidget QToolButton:hover {{ background: {hover}; }}
QCalendarWidget QToolButton::menu-indicator {{ image: none; }}
QCalendarWidget QToolButton#qt_calendar_prevmonth {{ qproperty-icon: url("{left}"); }}
QCalendarWidget QToolButton#qt_calendar_nextmonth {{ qproperty-icon: url("{right}"); }}
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {panel}; }}
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
    names = "card panel ink soft_ink line strong_line accent accent_tint selection hover".split()
    # A style sheet takes its pictures from files only: there is one for each ground.
    ground = "dark" if theme.dark else "light"
    folder = (assets.resources_dir() / "icons" / "fields").as_posix()
    pictures = {way: f"{folder}/{way}-on-{ground}.svg" for way in ("down", "left", "right")}
    return _SHEET.format(**pictures, **{name: getattr(theme, name).name() for name in names})
