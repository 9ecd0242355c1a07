"""Class lists as schools have them: every sample as it should come out, and changed in kind."""

from __future__ import annotations

import contextlib
import csv
import datetime
import io
import json
import time
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pytest

from annotator.files.list_headings import ColumnMeaning
from annotator.model.errors import BadInput
from annotator.services.classes.class_lists import (
    ClassList,
    Doubt,
    Left,
    read_class_list,
    read_list,
    read_list_file,
)
from annotator.services.classes.list_columns import ListOptions
from annotator.services.classes.list_explanation import left_text, list_to_json

CASES = Path(__file__).parents[2] / "cases" / "lists"
SAMPLES, REPORTS = CASES / "samples", CASES / "reports"
EXPECTED: dict[str, dict[str, Any]] = json.loads((SAMPLES / "expected.json").read_text("utf-8"))[
    "files"
]
TABLES = [name for name, each in EXPECTED.items() if "classes" not in each]
TEXTS = [name for name in TABLES if name.endswith(".csv")]
CODE_PAGES = (
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"),
    *("cp1252", "cp1250", "cp1254", "cp1257", "cp850", "mac_roman"),
)
TODAY = ListOptions(today=datetime.date(2026, 12, 1))


def people(listed: ClassList) -> list[tuple[str, str, str, str]]:
    """Who is on it: name, id, mail, section."""
    return [(each.name, each.id, each.mail, each.section) for each in listed.students]


def wanted(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = EXPECTED[name]["students"]
    return found


@pytest.mark.parametrize("name", TABLES)
def test_a_sample_comes_out_as_it_should(name: str) -> None:
    listed, expected = read_list_file(SAMPLES / name), EXPECTED[name]
    assert [each.row for each in listed.students] == [each["row"] for each in wanted(name)]
    assert sorted(each.row for each in listed.left_out) == sorted(
        each["row"] for each in expected["left_out"] if "row" in each
    )
    assert all(left_text(each) for each in listed.left_out)
    for got, want in zip(listed.students, wanted(name), strict=True):
        invisible = str.maketrans({"\u200b": None, "\u00a0": " "})
        for part in ("first", "last"):
            said = want[part]
            assert getattr(got, part) == (said and said.translate(invisible))
        assert got.id == (want.get("id") or "")
        assert got.mail == (want.get("email") or "")
        assert got.section == (want.get("section") or "")
    asked = {each.row for each in listed.students if each.doubt is not None}
    pairs = {row for each in listed.students if each.doubt for row in (each.row, each.other)}
    assert {each["row"] for each in wanted(name) if "ask" in each} <= asked | pairs
    if expected.get("type") != "xlsx":
        assert listed.table.letters is not None
        assert listed.table.letters.code_page == expected["encoding"]
        assert (listed.table.delimiter or None) == expected["delimiter"]
    assert listed.heading == expected["header_row"]
    told = list_to_json(listed)["columns"]
    assert expected["columns"].items() <= told.items()


@pytest.mark.parametrize("name", [name for name in EXPECTED if name not in TABLES])
def test_a_roster_has_its_classes_and_says_who_is_not_in_one(name: str) -> None:
    data, expected = (SAMPLES / name).read_bytes(), EXPECTED[name]
    whole = read_list(data, name, TODAY)
    for each in expected["classes"]:
        students = [
            (f"{one['first']} {one['last']}", one["id"], one["email"]) for one in each["students"]
        ]
        alone = read_list(data, name, ListOptions(today=TODAY.today, sheet=each["title"]))
        assert [row[:3] for row in people(alone)] == students
        assert [row[:3] for row in people(whole) if row[3] == each["title"]] == students
    assert {each.why for each in whole.left_out} == {
        Left.ROLE,
        Left.INACTIVE,
        Left.OVER,
        Left.UNKNOWN,
    }
    before = ListOptions(today=datetime.date(2026, 9, 1))
    assert "Jo Hall" in read_list(data, name, before).names
    inactive = next(each.row for each in whole.left_out if each.why is Left.INACTIVE)
    taken = ListOptions(today=TODAY.today, taken_in=frozenset({inactive}))
    assert "Mina Fox" in read_list(data, name, taken).names


def rows_of(name: str) -> tuple[list[list[str]], str]:
    raw, expected = (SAMPLES / name).read_bytes(), EXPECTED[name]
    text = raw.decode("utf-8-sig" if expected["encoding"] == "utf-8" else expected["encoding"])
    text = text.removeprefix("sep=;\r\n")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=expected["delimiter"])), text


def written(rows: list[list[str]], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("name", TEXTS)
def test_columns_may_stand_in_any_order(name: str) -> None:
    before = read_list_file(SAMPLES / name)
    rows, _ = rows_of(name)
    turned = [row[::-1] for row in rows]
    after = read_list(written(turned, EXPECTED[name]["delimiter"]).encode(), name)
    if EXPECTED[name]["header_row"]:
        assert people(after) == people(before)
    else:
        assert sorted(map(str, people(after))) == sorted(map(str, people(before)))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", TEXTS)
def test_cells_may_be_parted_by_any_sign(name: str, delimiter: str) -> None:
    rows, _ = rows_of(name)
    after = read_list(written(rows, delimiter).encode(), name)
    assert people(after) == people(read_list_file(SAMPLES / name))
    assert after.table.delimiter == delimiter


@pytest.mark.parametrize(
    "code_page",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "cp1250", "cp1254", "cp850"],
)
@pytest.mark.parametrize("name", TEXTS)
def test_lists_may_be_in_another_code_page(name: str, code_page: str) -> None:
    _, text = rows_of(name)
    try:
        data = text.encode(code_page)
    except UnicodeEncodeError:
        # A page without all its letters: nobody can have written it so.
        return
    after = read_list(data, name)
    assert people(after) == people(read_list_file(SAMPLES / name))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Given name", "Family name"),
        ("FORENAME", "SURNAME"),
        ("Voornaam", "Achternaam"),
        ("Imię", "Nazwisko"),
        ("Jméno", "Příjmení"),
        ("Meno", "Priezvisko"),
        ("Förnamn", "Efternamn"),
        ("Nome", "Cognome"),
        ("Nombre", "Apellidos"),
        ("Prénom", "NOM"),
        ("Ad", "Soyad"),
        ("Имя", "Фамилия"),
        ("Όνομα", "Επώνυμο"),
        ("이름", "성"),
        ("名", "姓"),
        ("ชื่อ", "นามสกุล"),
        ("Keresztnév", "Vezetéknév"),
        ("Vorname(n)", "Name"),
    ],
)
def test_headings_are_known_in_many_languages(first: str, last: str) -> None:
    rows = [["No.", last, first, "E-mail"], ["7", "Okoro", "Ada", "a@x.example"]]
    told = read_class_list(written(rows, ";"))
    assert people(told) == [("Ada Okoro", "7", "a@x.example", "")]
    turned = read_class_list(written([row[::-1] for row in rows], "\t"))
    assert people(turned) == people(told)


def test_headings_that_are_not_known_are_seen_by_what_is_below_them() -> None:
    numbered = read_class_list("Kennung;Wer;Wo\n17;Ada Okoro;x\n18;Ben Lind;y\n19;Cem Demir;z\n")
    assert numbered.heading == 1
    assert [row[:2] for row in people(numbered)] == [
        ("Ada Okoro", "17"),
        ("Ben Lind", "18"),
        ("Cem Demir", "19"),
    ]


def test_headings_come_again_on_each_page_whatever_they_are_called() -> None:
    listed = read_class_list("Nachname;Rufname\nOkoro;Ada\nName;Vorname\nLind;Ben\n")
    assert listed.names == ("Ada Okoro", "Ben Lind")
    assert [(each.row, each.why) for each in listed.left_out] == [(3, Left.HEADING)]


def test_a_person_is_no_heading() -> None:
    for text in ("Ho,Kim\nAn,Ten\n", "Ida Nom\nTom Name\n", "Nom;Ida\nAd;Bo\n"):
        assert len(read_class_list(text).students) == 2, text


# --- the small inputs of the reports -------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "students"),
    [
        ("list-name-vorname.csv", ["Ida Braun", "Jonas Braun", "Mia Klein"]),
        ("list-name-firstname.csv", ["Ida Braun", "Jonas Braun"]),
        ("list-canvas-gradebook.csv", ["Ida Braun", "Mia Klein"]),
        ("list-sep-line.csv", ["Ida Braun"]),
        ("list-with-numbers.csv", ["Ida Braun", "Mia Klein"]),
        ("list-with-mail.csv", ["Ida Braun", "Mia Klein"]),
        ("list-two-of-one-name.txt", ["Emma Smith", "Tom Ahn"]),
    ],
)
def test_small_lists_of_the_reports(name: str, students: list[str]) -> None:
    assert list(read_list_file(REPORTS / name).names) == students


def test_a_line_that_says_the_same_again_is_named_and_can_be_taken_in() -> None:
    listed = read_list_file(REPORTS / "list-two-of-one-name.txt")
    (left,) = listed.left_out
    assert (left.row, left.text, left.why, left.other) == (2, "Emma Smith", Left.DOUBLE, 1)
    taken = ListOptions(taken_in=frozenset({2}))
    again = read_list_file(REPORTS / "list-two-of-one-name.txt", taken)
    assert again.names == ("Emma Smith", "Emma Smith", "Tom Ahn")
    assert again.students[1].doubt is Doubt.SAME_NAME


def test_names_without_headings_can_be_turned_round() -> None:
    listed = read_list_file(REPORTS / "list-no-heading.csv")
    assert listed.can_turn
    assert listed.in_doubt
    turned = read_list_file(REPORTS / "list-no-heading.csv", ListOptions(is_turned=True))
    assert {turned.names, listed.names} == {
        ("Braun Ida", "Klein Mia", "Ahn Tom"),
        ("Ida Braun", "Mia Klein", "Tom Ahn"),
    }


def test_mail_and_id_are_no_part_of_a_name() -> None:
    (linh,) = read_class_list("Nguyen, Linh\tlinh@school.example\ts1002").students
    assert (linh.name, linh.id, linh.mail) == ("Linh Nguyen", "s1002", "linh@school.example")


def test_what_a_person_says_goes_before_what_is_guessed() -> None:
    data = "Dvořák;Jiří;7b\nČerná;Žofie;7b\n".encode("cp1250")
    found = read_list(data, "x")
    assert found.table.letters is not None
    assert found.table.letters.is_guess
    assert (found.table.letters.proof, found.table.letters.other_code_page) == ("Dvořák", "cp1252")
    columns = (ColumnMeaning.LAST, ColumnMeaning.FIRST, ColumnMeaning.SECTION)
    told = read_list(data, "x", ListOptions(columns=columns))
    assert people(told)[0] == ("Jiří Dvořák", "", "", "7b")
    other = read_list(data, "x", ListOptions(code_page="cp1252", columns=columns))
    assert people(other)[0][0] == "Jiøí Dvoøák"
    lines = read_list(b"name\nAda\n", "x", ListOptions(has_headings=False))
    assert lines.names == ("name", "Ada")
    wide = read_list(b"Ada|Okoro,Lind\n", "x", ListOptions(delimiter="|"))
    assert wide.table.delimiter == "|"


# --- files that are no lists ----------------------------------------------------------------------


def zip_of(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in parts.items():
            archive.writestr(path.replace("__", "/").replace("_", "."), data)
    return made.getvalue()


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "xxxxxxxxxx"><!ENTITY c "&b;&b;&b;&b;">]>'
    b'<workbook><sheets><sheet name="&c;" id="r"/></sheets></workbook>'
)


@pytest.mark.parametrize(
    "data",
    [
        zip_of(a_txt=b"no list"),
        zip_of(xl__workbook_xml=ENTITIES),
        zip_of(xl__workbook_xml=b"<workbook>"),
        zip_of(xl__workbook_xml=b"x" * 50_000_000),
        zip_of(users_csv=b"a", classes_csv=b"b", enrollments_csv=b"c"),
        zip_of(users_csv=b"sourcedId\n1", classes_csv=b"\xff", enrollments_csv=b"c"),
        (SAMPLES / "plain_12_title_rows.xlsx").read_bytes()[:-300],
        b"PK\x03\x04 and nothing more",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old workbook",
        b"%PDF-1.7",
        b"\x00\x01\x02\x03\xff\xfe\x00",
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        read_list(data, "list.xlsx")
    assert "list.xlsx" in caught.value.happened
    assert caught.value.todo


def test_every_flipped_byte_of_a_workbook_is_a_list_or_a_sentence() -> None:
    data = bytearray((SAMPLES / "moodle_participants_fr.xlsx").read_bytes())
    for place in range(0, len(data), 97):
        data[place] ^= 0x5A
        with contextlib.suppress(BadInput):
            read_list(bytes(data), "x.xlsx")
        data[place] ^= 0x5A


def test_controls_of_direction_come_through_no_list() -> None:
    (ada,) = read_class_list("\u202eAda\u202c Okoro").students
    assert ada.name == "Ada Okoro"
    assert not any(unicodedata.category(char) == "Cf" for char in ada.name)


def test_reading_a_list_grows_with_its_rows_and_no_faster() -> None:
    """How long 2,000 rows take is a benchmark; here no list may cost its square."""
    few, many = (_seconds_to_read(count) for count in (200, 2_000))
    assert many < 30 * few


def _seconds_to_read(count: int) -> float:
    rows = [["Nachname", "Vorname", "ID", "E-Mail", "Klasse"]]
    rows += [[f"Müller-{n}", f"Ağça {n}", f"s{n}", f"m{n}@x.example", "7b"] for n in range(count)]
    data = written(rows, ";").encode("cp1254")
    best = 9.0
    for _ in range(3):
        begin = time.process_time()
        listed = read_list(data, "x")
        best = min(best, time.process_time() - begin)
    assert len(listed.students) == count
    return best
