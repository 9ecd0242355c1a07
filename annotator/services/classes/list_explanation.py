"""What a list says of its rows, in sentences for people and as JSON for programs."""

from __future__ import annotations

from typing import Any

from annotator.files.list_headings import ColumnMeaning
from annotator.services.classes.class_lists import ClassList, Doubt, Left, LeftOut, ListedStudent

_LEFT = {
    Left.HEADING: "headings",
    Left.TITLE: "a title, not a student",
    Left.EMPTY: "an empty row",
    Left.NO_NAME: "no name in it",
    Left.TOO_LONG: "far too long for a name",
    Left.DOUBLE: "the same name as row {other}; add something that tells the two apart",
    Left.SAME_ID: "the same name and ID as row {other}",
    Left.POINTS: "points or dates of the gradebook, not a student",
    Left.HIDDEN_WORK: "the gradebook’s note on hidden grades, not a student",
    Left.TEST_STUDENT: "Canvas’s test student",
    Left.COUNT: "a count, not a student",
    Left.HIDDEN: "hidden or struck out in the file",
    Left.ROLE: "a {detail}, not a student",
    Left.INACTIVE: "not active in the school’s system",
    Left.OVER: "left the class on {detail}",
    Left.UNKNOWN: "nobody in the archive has this number",
    Left.CHOSEN: "as you said",
}
_DOUBT = {
    Doubt.SAME_NAME: "the same name as row {other}: one student or two?",
    Doubt.ALMOST_SAME: "nearly the same name as row {other}: one student or two?",
    Doubt.SAME_ID: "the same ID as row {other}, but another name",
    Doubt.NO_NAME: "no name in the file; shown by what it has",
    Doubt.NO_COMMA: "no comma: is the family name first, as in the other rows?",
}

_OTHER_SHEET = "another sheet of the file; choose it to read it"


def left_text(left: LeftOut) -> str:
    """Why a row gave no student."""
    return _LEFT[left.why].format(other=left.other, detail=left.detail)


def doubt_text(student: ListedStudent) -> str:
    """What has to be asked about a student on the list; empty where nothing is."""
    return _DOUBT[student.doubt].format(other=student.other) if student.doubt else ""


def list_to_json(listed: ClassList) -> dict[str, Any]:
    """The list for ``annotator students --json``.

    ``first`` and ``last`` are null where the file has a name in one piece. ``columns`` are headings
    with their places from 0; without headings, what the columns hold behind a ``#``.
    """
    letters = listed.table.letters
    return {
        "students": [
            {
                "row": each.row,
                "name": each.name,
                "first": each.first,
                "last": each.last,
                "id": each.id,
                "mail": each.mail,
                "section": each.section,
            }
            for each in listed.students
        ],
        "left_out": [
            *({"row": e.row, "text": e.text, "why": left_text(e)} for e in listed.left_out),
            *({"row": None, "text": each, "why": _OTHER_SHEET} for each in listed.other_sheets),
        ],
        "doubts": [
            {"row": each.row, "text": each.name, "why": doubt_text(each)}
            for each in listed.students
            if each.doubt is not None
        ],
        "columns": _columns(listed),
        "encoding": letters.code_page if letters is not None else None,
        "delimiter": listed.table.delimiter or None,
        "sheets": list(listed.table.sheets),
    }


def _columns(listed: ClassList) -> dict[str, int]:
    if listed.headings:
        found = enumerate(listed.headings)
        return {heading: place for place, heading in reversed(list(found)) if heading.strip()}
    if not listed.table.delimiter:
        return {}
    return {
        f"#{'email' if each is ColumnMeaning.MAIL else each}": place
        for place, each in enumerate(listed.columns)
        if each is not ColumnMeaning.OTHER
    }
