"""The desk's page on a real teacher's file, and the events of a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.services.data.desk_lock import DeskLock
from annotator.services.exchange.taking_in import TakingIn
from annotator.ui.desk.controller import DeskController
from annotator.ui.desk.page import DeskPage
from annotator.ui.widgets.appearance import Appearance
from tests.quick_lock import QUICK
from tests.seeded import NOW, SeededDesk


@pytest.fixture
def seeded(tmp_path: Path) -> Iterator[SeededDesk]:
    """A new teacher's file without classes."""
    desk = SeededDesk.make(tmp_path)
    yield desk
    desk.close()


class Opened:
    """A page and its controller; ``settle`` waits until all papers were looked through."""

    def __init__(
        self, qtbot: QtBot, page: DeskPage, controller: DeskController, seeded: SeededDesk
    ) -> None:
        self.page, self.controller, self.seeded = page, controller, seeded
        self._qtbot = qtbot

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: self.controller.is_settled, timeout=10_000)


@pytest.fixture
def open_desk(
    appearance: Appearance, qtbot: QtBot, seeded: SeededDesk, tmp_path: Path
) -> Callable[..., Opened]:
    """Opens the desk in a window of this size."""

    def open_it(width: int = 1280, height: int = 832) -> Opened:
        page = DeskPage(appearance)
        qtbot.addWidget(page)
        controller = DeskController(
            appearance,
            page,
            seeded.desk,
            seeded.shelf,
            seeded.data,
            taking_in=TakingIn(seeded.data, seeded.shelf),
            lock=DeskLock(seeded.data, cost=QUICK),
            now=lambda: NOW,
        )
        page.resize(width, height)
        with qtbot.waitExposed(page):
            page.show()
        controller.show()
        opened = Opened(qtbot, page, controller, seeded)
        opened.settle()
        return opened

    return open_it
