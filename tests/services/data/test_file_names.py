"""Names for files: safe everywhere, and never only an ending."""

from __future__ import annotations

import pytest

from annotator.services.data.file_names import file_name, free_name


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        (("Ada", "Mill Lane", "returned"), "Ada - Mill Lane - returned.return"),
        (("Mill Lane", ""), "Mill Lane.return"),
        (("", "  "), "file.return"),
        (("★★", "Mill Lane", "returned"), "no name - Mill Lane - returned.return"),
        (("-", "", "returned"), "no name - returned.return"),
        (("../..\\up", "a/b:c"), "up - abc.return"),
        (("मीना राव", "Mill Lane"), "मीना राव - Mill Lane.return"),
        (("ப்ரியா", "नि"), "ப்ரியா - नि.return"),
        (("\u202eada\u202c", "★\u0301x"), "ada - x.return"),
        (("-rf", "x" * 80), f"rf - {'x' * 60}.return"),
    ],
)
def test_a_name_is_made_of_its_parts(parts: tuple[str, ...], wanted: str) -> None:
    assert file_name(*parts, suffix=".return") == wanted


def test_names_of_letters_with_many_bytes_fit_every_system() -> None:
    name = file_name("मीना" * 30, "नि" * 80, "returned", suffix=".return")
    assert len(name.encode()) < 255 - len(" (1000)")
    # No mark stands without its letter where a part was cut.
    first, second, _ = name.split(" - ")
    assert ("मीना" * 30).startswith(first)
    assert second.endswith("नि")


def test_a_taken_name_gets_a_number() -> None:
    assert free_name("Ada.return", {"ada.return", "ada (2).return"}) == "Ada (3).return"
