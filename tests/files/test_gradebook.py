"""A platform's own gradebook: points go into one column, every other byte stays."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from annotator.files.gradebook import (
    Grade,
    NotWritten,
    Platform,
    filled,
    read_gradebook,
)
from annotator.files.gradebook_cells import read_raw_table
from annotator.model.errors import BadInput

LMS = Path(__file__).parents[3] / "shared" / "lms"
CANVAS = (
    "Student,ID,SIS Login ID,Section,River essay (50012),Mock exam (50013),Final Score\n"
    ",,,,Muted,,\n"
    "    Points Possible,,,,20.0,40.0,(read only)\n"
    '"Abad, Ines",1,iabad,9A,,31.0,77.5\n'
    '"O\'Dell, Sam",2,sodell,9A,EX,,\n'
    '"Vega, Mar",3,mvega,9A,N/A,,\n'
    '"Student, Test",9,aa,9A,,,\n'
)
WORKSHEET = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\r\n'
    '"Participant 1","Ines Abad",ines@x.example,"Submitted, late",,25.00,Yes,-,-,\r\n'
    '"Participant 2","Sam O\'Dell",sam@x.example,"No submission",11.00,25.00,No,-,-,"So ""so"""\r\n'
)


def test_canvas_is_filled_and_nothing_else_changes() -> None:
    book = read_gradebook(CANVAS.encode(), "grades.csv")
    assert book.platform is Platform.CANVAS
    assert [(each.title, each.most) for each in book.columns] == [
        ("River essay", Decimal(20)),
        ("Mock exam", Decimal(40)),
    ]
    assert book.first == 4
    done = filled(book, book.columns[0], {row: Grade(Decimal("17.5")) for row in (4, 5, 6, 7)})
    assert done.written == (4,)
    assert done.left == (
        (5, NotWritten.EXCUSED),
        (6, NotWritten.NOT_ASSIGNED),
        (7, NotWritten.TEST_STUDENT),
    )
    assert done.data.decode() == CANVAS.replace("9A,,31.0", "9A,17.5,31.0")


def test_a_worksheet_of_moodle_takes_remarks_and_keeps_locked_rows() -> None:
    book = read_gradebook(b"\xef\xbb\xbf" + WORKSHEET.encode(), "worksheet.csv")
    assert book.platform is Platform.MOODLE_WORKSHEET
    (column,) = book.columns
    grades = {row: Grade(Decimal(9), 'Look at "may", twice.') for row in (2, 3)}
    done = filled(book, column, grades)
    assert done.left == ((3, NotWritten.LOCKED),)
    expected = WORKSHEET.replace(
        'late",,25.00,Yes,-,-,\r\n', 'late",9.00,25.00,Yes,-,-,"Look at ""may"", twice."\r\n'
    )
    assert done.data == b"\xef\xbb\xbf" + expected.encode()


def test_a_comma_in_a_number_is_quoted_where_commas_part_cells() -> None:
    text = WORKSHEET.replace("25.00", '"25,00"').replace("11.00", '"11,00"')
    book = read_gradebook(text.encode(), "worksheet.csv")
    done = filled(book, book.columns[0], {2: Grade(Decimal("12.5"))})
    assert b',"12,50","25,00"' in done.data


def test_more_than_the_platform_allows_is_not_written() -> None:
    book = read_gradebook(CANVAS.encode(), "grades.csv")
    assert filled(book, book.columns[0], {4: Grade(Decimal("20.5"))}).left == (
        (4, NotWritten.TOO_MUCH),
    )


def test_a_plain_table_takes_points_in_a_column_of_numbers_or_nothing() -> None:
    text = "Last name;First name;Remarks;Essay\r\nAbad;Ines;late;\r\nVega;Mar;;\r\n"
    book = read_gradebook(text.encode(), "list.csv")
    assert [each.title for each in book.columns] == ["Essay"]
    done = filled(book, book.columns[0], {2: Grade(Decimal("8.10"))})
    assert done.data.decode() == text.replace("Ines;late;", "Ines;late;8.1")


def test_a_remark_is_never_a_formula() -> None:
    book = read_gradebook(WORKSHEET.encode(), "worksheet.csv")
    done = filled(book, book.columns[0], {2: Grade(None, "=1+1")})
    assert b",'=1+1\r\n" in done.data


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "no columns"),
        (b"one\ntwo\n", "no columns"),
        (b"a,b\n1\n", "different lengths"),
        (CANVAS[:-20].encode(), "different lengths"),
        (b"\xff\xfea", "not the text"),
        (b"Name,Remark\nAnn,good\n", "No column"),
        (b"x" * 9_000_000, "too large"),
    ],
)
def test_what_is_no_gradebook_is_refused_with_what_to_do(data: bytes, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence) as caught:
        read_gradebook(data, "grades.csv")
    assert "nothing was written" in caught.value.kept


def test_a_quote_that_is_never_shut_loses_nothing() -> None:
    text = 'a,b\n1,"2\n'
    table = read_raw_table(text.encode(), "x")
    assert table.written({}) == text.encode()


@pytest.mark.skipif(not LMS.is_dir(), reason="the platforms' files are not part of a checkout")
def test_files_of_the_platforms_come_out_to_the_byte() -> None:
    cases: dict[str, list[dict[str, Any]]]
    cases = json.loads((LMS / "filled" / "points.json").read_text("utf-8"))["files"]
    for name, entries in cases.items():
        book = read_gradebook((LMS / "samples" / name).read_bytes(), name)
        place = min(each["col"] for each in entries if "write" in each)
        column = next(each for each in book.columns if each.place == place)
        points = {
            each["row"]: Decimal(str(each["points"]))
            for each in entries
            if each["col"] == place and each.get("points") is not None
        }
        remarks = {each["row"]: each["write"] for each in entries if each["col"] == column.remarks}
        grades = {
            row: Grade(points.get(row), remarks.get(row, "")) for row in points.keys() | remarks
        }
        assert filled(book, column, grades).data == (LMS / "filled" / name).read_bytes(), name
