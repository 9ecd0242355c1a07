"""The desk: its page, what works behind it, and what moves files from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.services.classes.desk import TeacherDesk
from annotator.services.data.passphrase import DeskPassphrase
from annotator.services.exchange.taking_in import TakingIn
from annotator.ui.app.teacher_tools import TeacherTools
from annotator.ui.desk.controller import DeskController
from annotator.ui.desk.page import DeskPage
from annotator.ui.widgets.appearance import Appearance
from annotator.ui.widgets.messages import Tone

if TYPE_CHECKING:
    from annotator.services.data.workspace import Workspace
    from annotator.ui.desk.transfer import DeskTransfer


class DeskPages:
    """Made once the passphrase was given, where there is one; kept from then on."""

    def __init__(
        self,
        appearance: Appearance,
        tools: TeacherTools,
        desk: TeacherDesk,
        passphrase: DeskPassphrase,
    ) -> None:
        self._appearance, self._tools, self._desk = appearance, tools, desk
        self.page = DeskPage(appearance)
        self.controller = DeskController(
            appearance,
            self.page,
            desk,
            tools.shelf,
            tools.data,
            cards=tools.cards,
            taking_in=TakingIn(tools.data, tools.shelf),
            passphrase=passphrase,
        )
        self.transfer: DeskTransfer | None = None
        if tools.workspace is not None:
            self.transfer = self._make_transfer(tools.workspace)

    def _make_transfer(self, workspace: Workspace) -> DeskTransfer:
        """Class folders, new cards, the desk in a file, backups."""
        from annotator.ui.desk.transfer import DeskTools, DeskTransfer

        tools = self._tools
        desk_tools = DeskTools(
            workspace=workspace,
            data=tools.data,
            cards=tools.cards,
        )
        hand_ins = self.controller.hand_ins
        return DeskTransfer(self._appearance, self.page, self._desk, hand_ins, desk_tools)

    def page_entered(self) -> None:
        """Show how things stand now, and look into the class folders from now on."""
        self.controller.show()
        if self.transfer is not None:
            self.transfer.start()

    def page_left(self) -> None:
        """Look no more."""
        self.controller.stop()
        if self.transfer is not None:
            self.transfer.stop()

    def page_closed(self) -> None:
        """The page is kept, and all behind it."""

    def say(self, happened: str, *, kept: str = "", todo: str = "") -> None:
        """Good news, on the desk."""
        self.page.banner.say(happened, kept=kept, todo=todo, tone=Tone.GOOD)

    def close(self, timeout: float) -> None:
        """Stop for good: what goes on beside the window ends within ``timeout`` seconds."""
        self.controller.hand_ins.shown.close(timeout)
        if self.transfer is not None:
            self.transfer.close(timeout)
