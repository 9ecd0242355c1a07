"""Finding what a tour points at, at the moment when it is wanted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractButton, QWidget


def named(page: QWidget, name: str) -> Callable[[], QWidget | None]:
    """Finds the button that a screen reader would call by this name."""

    def find() -> QWidget | None:
        for each in page.findChildren(QAbstractButton):
            if each.accessibleName() == name and each.isVisible():
                return each
        return None

    return find


def kind_of(page: QWidget, kind: str) -> Callable[[], QWidget | None]:
    """Finds the first widget of a class."""

    def find() -> QWidget | None:
        for each in page.findChildren(QWidget):
            if type(each).__name__ == kind and each.isVisible():
                return each
        return None

    return find


def labelled(page: QWidget, name: str) -> Callable[[], QWidget | None]:
    """Finds whatever else a screen reader would call by this name."""

    def find() -> QWidget | None:
        for each in page.findChildren(QWidget):
            if each.accessibleName() == name and each.isVisible():
                return each
        return None

    return find
