"""The report of a collection, for a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annotator.services.collecting import CollectReport, Fault
from annotator.store.arrivals import Arrival


def report_lines(report: CollectReport) -> list[str]:
    """What a teacher reads: the counts, then what needs a look."""
    lines = [f"{len(report.new)} new, {report.known} known already."]
    counts = {work.counts.sha256 for work in report.work}
    for each in report.new:
        lines.append(f"  {_who(each)}" + ("" if each.sha256 in counts else "; another one counts"))
    lines += [f"Late: {each.student_name}, attempt {each.attempt_number}" for each in report.late]
    lines += [f"Nobody on a list yet: {each.student_name}" for each in report.unknown]
    lines += list(report.notes)
    lines += _faults("Could not be used", report.damaged)
    lines += _faults("Another lesson", report.other_lessons)
    lines += _faults("Another version of the text", report.other_text)
    if report.passed_over:
        files = "file was" if report.passed_over == 1 else "files were"
        lines.append(f"{report.passed_over} other {files} left alone.")
    return lines


def report_to_json(report: CollectReport) -> dict[str, Any]:
    """The same as plain JSON values; hand-ins go by their SHA-256."""
    return {
        "format": 1,
        "new": [_arrival(each) for each in report.new],
        "known": report.known,
        "unknown": [each.sha256 for each in report.unknown],
        "late": [each.sha256 for each in report.late],
        "counts": [work.counts.sha256 for work in report.work],
        "notes": list(report.notes),
        "damaged": [_fault(each) for each in report.damaged],
        "other_lessons": [_fault(each) for each in report.other_lessons],
        "other_text": [_fault(each) for each in report.other_text],
        "passed_over": report.passed_over,
        "stopped": report.stopped,
    }


def _who(each: Arrival) -> str:
    checked = {
        "checked": "class card",
        "replaced": "an old class card",
        "unknown": "a class card of nobody here",
    }
    said = checked.get(each.card, "name not checked")
    return f"{each.student_name}, attempt {each.attempt_number} ({said})"


def _arrival(each: Arrival) -> dict[str, Any]:
    return {
        "sha256": each.sha256,
        "student": each.student_name,
        "student_id": each.student_id,
        "card": each.card,
        "attempt": each.attempt_number,
        "assignment": each.assignment_id,
        "file": each.file_name,
    }


def _fault(fault: Fault) -> dict[str, str]:
    return {"file": fault.file, "reason": fault.reason}


def _faults(words: str, faults: Sequence[Fault]) -> list[str]:
    return [f"{words}: {fault.file}. {fault.reason}" for fault in faults]
