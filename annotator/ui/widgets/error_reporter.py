"""Doing what may fail for a reason that people can be told."""

from __future__ import annotations

import logging
from collections.abc import Callable

from annotator.model.errors import AnnotatorError
from annotator.ui.widgets.messages import Banner, Tone

_log = logging.getLogger(__name__)


class ErrorReporter:
    """Called with something to do, does it, or says in a banner why it could not be done.

    ``banner`` is asked each time, as the page that is shown changes; None where none is in
    sight, and then the error goes on to the caller.
    """

    def __init__(self, banner: Callable[[], Banner | None], tone: Tone = Tone.TROUBLE) -> None:
        self._banner, self._tone = banner, tone

    def __call__(self, act: Callable[[], object]) -> bool:
        """Do it; whether it went well. What was not foreseen goes on to the caller."""
        try:
            act()
        except AnnotatorError as error:
            _log.warning("told: %s", error, exc_info=error)
            self.show(error)
            return False
        return True

    def show(self, error: AnnotatorError) -> None:
        """Say what could not be done."""
        banner = self._banner()
        if banner is None:
            raise error
        banner.show_error(error, self._tone)
