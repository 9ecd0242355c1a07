"""A platform's gradebook from the class report: the sheet, the file, and what is said of it."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from annotator.services.classes.gradebooks import GradebookResult
from annotator.ui.report.gradebook_sheet import GradebookSheet
from annotator.ui.report.page import ReportPage

HEAD = (
    "Student,ID,SIS Login ID,Section,Reservoir (7),Other (8),Final Score\n"
    "    Points Possible,,,,10.00,5.00,(read only)\n"
)


def export(report: ReportPage, folder: Path) -> Path:
    """A gradebook with everyone of the class but the last, and a stranger."""
    assert report.shown is not None
    names = sorted(report.shown.names.values())
    rows = [
        f'"{name.rpartition(" ")[2]}, {name.rpartition(" ")[0]}",{n},l{n},7B,,,\n'
        for n, name in enumerate(names[:-1], 1)
    ]
    path = folder / "grades.csv"
    path.write_text(HEAD + "".join(rows) + '"Stranger, A",99,l99,7B,,,\n', "utf-8")
    return path


def opened(report: ReportPage, path: Path, qtbot: QtBot) -> GradebookSheet:
    report.tables.open_platform(path)
    qtbot.waitUntil(lambda: report.tables.sheet is not None, timeout=10_000)
    sheet = report.tables.sheet
    assert sheet is not None
    return sheet


def test_points_go_into_the_chosen_column(report: ReportPage, tmp_path: Path, qtbot: QtBot) -> None:
    sheet = opened(report, export(report, tmp_path), qtbot)
    assert "Canvas: 26 students in it, 25 of them of this class." in sheet.about.text()
    assert not sheet.yes_button.isEnabled(), "which column is not clear yet"
    sheet.column.setCurrentIndex(0)
    assert sheet.yes_button.isEnabled()
    assert sheet.scaled.isVisible()
    assert not sheet.remarks.isVisible(), "Canvas takes none in its gradebook"
    (picker,) = sheet.pickers.values()
    assert picker.count() == 3, "only who has no row yet: one with work, two without"
    results: list[GradebookResult] = []
    sheet.filled.disconnect()
    sheet.filled.connect(results.append)
    sheet.yes_button.click()
    (result,) = results
    report.tables.save_platform(tmp_path / "filled.csv", sheet.filling, result)
    assert "25 rows filled in “filled.csv”" in report.banner.text()
    assert "not of the class: A Stranger" in report.banner.text()
    lines = (tmp_path / "filled.csv").read_text("utf-8").splitlines()
    assert all(line.split(",")[5] for line in lines[2:-1])


def test_a_stranger_can_be_said_to_be_somebody(
    report: ReportPage, tmp_path: Path, qtbot: QtBot
) -> None:
    sheet = opened(report, export(report, tmp_path), qtbot)
    sheet.column.setCurrentIndex(0)
    (picker,) = sheet.pickers.values()
    last = sorted(report.shown.names.values())[-1] if report.shown else ""
    picker.setCurrentIndex(picker.findText(last))
    results: list[GradebookResult] = []
    sheet.filled.disconnect()
    sheet.filled.connect(results.append)
    sheet.yes_button.click()
    assert len(results[0].file.written) == 26
    assert results[0].unknown == ()


def test_what_is_no_gradebook_is_said(report: ReportPage, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Name,Remark\nAnn,good\n", "utf-8")
    report.tables.open_platform(path)
    qtbot.waitUntil(lambda: "No column of “list.csv”" in report.banner.text(), timeout=10_000)
    assert report.tables.sheet is None
