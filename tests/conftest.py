"""What every test stands on: no screen, no real data folder, no window left open."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# Before anything imports Qt. A test that wants a real screen starts a process of its own.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# No deadline: a slow machine is no wrong answer. Few enough examples for every day;
# HYPOTHESIS_PROFILE=long digs deeper.
settings.register_profile("everyday", deadline=None, max_examples=60, print_blob=True)
settings.register_profile(
    "long",
    deadline=None,
    max_examples=2000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where all that the tests need can be had (``CI=true``), a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or os.environ.get("CI") != "true":  # a worker of xdist, or a person's run
        return
    if reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter.write_line("With CI=true no test may be skipped; the summary says which were.")


@pytest.fixture(autouse=True, scope="session")
def _home_away_from_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test may read or write the data and settings of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        yield


@pytest.fixture(autouse=True, scope="session")
def _clipboard_left_empty() -> Iterator[None]:
    """What Python put on Qt's clipboard must not outlive Python: its end would crash at exit."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is not None and widgets.QApplication.instance() is not None:
        widgets.QApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def _no_window_left_open() -> Iterator[None]:
    """A window that outlives its test would take the next test's keys."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return
    left = [w for w in widgets.QApplication.topLevelWidgets() if w.isVisible()]
    for window in left:
        window.hide()
        window.deleteLater()
    if left:
        pytest.fail(f"left open: {', '.join(type(w).__name__ for w in left)}")
