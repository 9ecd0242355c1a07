"""The report of a collection: for a terminal, a sheet, a spreadsheet, and as JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from annotator.model.received import Arrival
from annotator.services.exchange.collecting import CollectReport, Fault
from annotator.services.review.class_reports import cell
from annotator.services.review.late_claims import claim_text


def summary(report: CollectReport) -> tuple[tuple[str, int], ...]:
    """What is counted, each with its number; nothing is left out for being none."""
    again = sum(each.attempt_number > 1 for each in report.new)
    unchecked = sum(not each.card for each in report.new)
    faults = len(report.damaged) + len(report.other_lessons) + len(report.other_text)
    return (
        ("New hand-ins", len(report.new)),
        ("Of these: second or later tries", again),
        ("Of these: late", len(report.late)),
        ("Of these: arrived late, claim to be in time", len(report.claims)),
        ("Of these: name not checked", unchecked),
        ("Of these: from somebody on no list", len(report.unknown)),
        ("Here already", report.known),
        ("Disagreements with returned work", report.disagreements),
        ("Files that can’t be used", faults),
        ("Other files, left alone", report.passed_over),
    )


@dataclass(frozen=True, slots=True)
class CameIn:
    """What is said once of a collection: what happened, what was kept, what to do next."""

    happened: str
    kept: str = ""
    todo: str = ""
    has_faults: bool = False


#: So many files that can't be used are named one by one; the rest is counted.
_NAMED = 3


def came_in_text(report: CollectReport, *, to_file: int = 0) -> CameIn:
    """What a banner says; of the new ones ``to_file`` wait for the teacher to file them."""
    faults = (*report.damaged, *report.other_lessons, *report.other_text)
    parts = ["Stopped."] if report.stopped else []
    if report.new or not report.disagreements:
        parts.append(_many(len(report.new), "new hand-in.", "new hand-ins."))
    if report.known:
        parts.append(f"{report.known} came in before.")
    if report.late:
        parts.append(f"{len(report.late)} of the new ones are late.")
    if report.claims:
        one = "of the new ones arrived late and claims to be in time: the review asks you."
        many = "of the new ones arrived late and claim to be in time: the review asks you."
        parts.append(_many(len(report.claims), one, many))
    if report.unknown:
        parts.append(f"{len(report.unknown)} from somebody who is on no list.")
    if to_file:
        one = "waits for you to say where it counts."
        parts.append(_many(to_file, one, "wait for you to say where they count."))
    if report.disagreements:
        what = f"with work that you gave back. {_from(report)}"
        parts.append(_many(report.disagreements, f"disagreement {what}", f"disagreements {what}"))
    if report.passed_over and not (report.new or report.known or faults):
        parts.append(_many(report.passed_over, "file is no hand-in.", "files are no hand-ins."))
    kept = [f"“{each.file}” was left alone: {_reason(each)}" for each in faults[:_NAMED]]
    if len(faults) > _NAMED:
        more = len(faults) - _NAMED
        kept.append("So was 1 more file." if more == 1 else f"So were {more} more files.")
    return CameIn(" ".join(parts), " ".join(kept), " ".join(report.notes[:2]), bool(faults))


def _many(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def report_table(report: CollectReport) -> bytes:
    """The report as CSV, a row for each hand-in that is new and each file that can't be used.

    UTF-8 with a mark, so that spreadsheets see the letters; no cell can be a formula.
    """
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    table.writerow(("what", "student", "attempt", "who says so", "late", "counts", "file", "why"))
    counts = {work.counts.sha256 for work in report.work}
    late = {each.sha256: "late" for each in report.late}
    late |= {each.sha256: claim_text(each) for each in report.claims}
    for each in report.new:
        table.writerow(
            (
                "new" if each.student_id else "new, on no list",
                cell(each.student_name),
                each.attempt_number,
                _checked(each),
                late.get(each.sha256, ""),
                "yes" if each.sha256 in counts else "no",
                cell(each.file_name),
                "",
            )
        )
    for what, faults in (
        ("can’t be used", report.damaged),
        ("another lesson", report.other_lessons),
        ("another version of the text", report.other_text),
    ):
        for fault in faults:
            table.writerow((what, "", "", "", "", "", cell(fault.file), cell(fault.reason)))
    return out.getvalue().encode("utf-8-sig")


def report_lines(report: CollectReport) -> list[str]:
    """What a teacher reads: the counts, then what needs a look."""
    lines = []
    if report.new or report.known or not report.disagreements:
        lines.append(f"{len(report.new)} new, {report.known} known already.")
    if report.disagreements:
        lines.append(f"Disagreements with returned work: {report.disagreements}. {_from(report)}")
    counts = {work.counts.sha256 for work in report.work}
    for each in report.new:
        lines.append(f"  {_who(each)}" + ("" if each.sha256 in counts else "; another one counts"))
    lines += [f"Late: {each.student_name}, attempt {each.attempt_number}" for each in report.late]
    lines += [
        f"Arrived late, claims to be in time: {each.student_name}, attempt {each.attempt_number} "
        f"({claim_text(each)})"
        for each in report.claims
    ]
    lines += [f"Nobody on a list yet: {each.student_name}" for each in report.unknown]
    lines += list(report.notes)
    if report.stopped:
        lines.append("It was stopped before the end; what came in until then is kept.")
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
        "claims": [each.sha256 for each in report.claims],
        "counts": [work.counts.sha256 for work in report.work],
        "notes": list(report.notes),
        "damaged": [_fault(each) for each in report.damaged],
        "other_lessons": [_fault(each) for each in report.other_lessons],
        "other_text": [_fault(each) for each in report.other_text],
        "passed_over": report.passed_over,
        "stopped": report.stopped,
    }


def _who(each: Arrival) -> str:
    return f"{each.student_name}, attempt {each.attempt_number} ({_checked(each)})"


def _checked(each: Arrival) -> str:
    texts = {
        "checked": "class card",
        "replaced": "an old class card",
        "unknown": "a class card of nobody here",
    }
    return texts.get(each.card, "name not checked")


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


def _from(report: CollectReport) -> str:
    """Whose disagreements came in, by name."""
    names = report.disagreeing
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"From {', '.join(names[:_NAMED])}{more}."


def _reason(fault: Fault) -> str:
    """Why a file can't be used, behind its name: a reason that begins with it says "it"."""
    name, end, rest = fault.reason.removeprefix("“").partition("”")
    is_named = fault.reason.startswith("“") and end and fault.file.endswith(name)
    return f"It{rest}" if is_named else fault.reason


def _faults(words: str, faults: Sequence[Fault]) -> list[str]:
    return [f"{words}: {fault.file}. {_reason(fault)}" for fault in faults]
