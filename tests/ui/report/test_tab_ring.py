"""The Tab key on the class report."""

from __future__ import annotations

from annotator.ui.report.page import ReportPage
from tests.ui.tab_walk import faults, invisible_focus


def test_the_tab_key_goes_round(report: ReportPage) -> None:
    for size in ((1280, 832), (1093, 614)):
        report.resize(*size)
        assert faults(report) == []
    assert invisible_focus(report) == []
