"""The floor: the least that PySide6 needs to show a page of text. Run as a script."""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QTextBrowser

TEXT = "The council met on Monday and said nothing that had not been said before.\n" * 60


class Page(QTextBrowser):
    """Says “painted” once, after its first paint."""

    told = False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.told:
            self.told = True
            QTimer.singleShot(0, tell)


def tell() -> None:
    """Print the line that the clock waits for, and leave."""
    print("painted", flush=True)
    QApplication.quit()


if __name__ == "__main__":
    app = QApplication([])
    window = QMainWindow()
    page = Page()
    page.setPlainText(TEXT)
    window.setCentralWidget(page)
    window.resize(1093, 614)
    window.show()
    sys.exit(app.exec())
