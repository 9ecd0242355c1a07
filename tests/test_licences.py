"""What the program is installed with may go to schools with it: no package is under the GPL alone.

``resources/licences.md`` lists each package with its licence; a new one needs its row there.
"""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: What a licence is called in lists and in the metadata of packages, by its identifier.
NAMES = {
    "Apache-2.0": r"Apache",
    "Apache-2.0 AND CNRI-Python": r"Apache",
    "BSD": r"BSD",
    "BSD-2-Clause": r"BSD",
    "BSD-3-Clause": r"BSD",
    "LGPL-3.0-only": r"LGPL-3",
    "MIT": r"MIT",
    "MIT-0": r"MIT-0",
    "MPL-1.1": r"MPL-1\.1",
    "MPL-2.0": r"MPL-2\.0|MPL 2\.0",
    "OFL-1.1": r"OFL",
    "PSF-2.0": r"PSF",
    "Public domain": r"Public Domain|Unlicense",
}


def locked() -> set[str]:
    """The packages of the lock file, whatever Python they are for."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    found = (re.match(r"([A-Za-z0-9._-]+)==", line) for line in lines)
    return {match[1] for match in found if match}


def listed() -> dict[str, str]:
    """Package and licence of each row."""
    text = (ROOT / "resources" / "licences.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z0-9._-]+) \| (.+) \|$", text, re.MULTILINE)
    return dict(rows)


def stated(package: str) -> str:
    """All that a package's own metadata says of its licence."""
    found = metadata.metadata(package)
    said = [
        each[:200] for name in ("License-Expression", "License") for each in found.get_all(name, [])
    ]
    said += [each for each in found.get_all("Classifier", []) if each.startswith("License")]
    return " · ".join(said)


def test_every_package_is_listed_with_its_licence() -> None:
    assert set(listed()) == locked()
    assert set(listed().values()) <= set(NAMES), "a licence that no one has looked at"


@pytest.mark.parametrize("package", sorted(listed()))
def test_a_package_says_the_same_of_itself(package: str) -> None:
    try:
        said = stated(package)
    except metadata.PackageNotFoundError:
        pytest.skip(f"{package} is not for this Python")
    assert re.search(NAMES[listed()[package]], said, re.IGNORECASE), said
    # Who offers the GPL has to offer something else, too.
    alternatives = re.split(r"\bOR\b|·", said)
    assert any(not re.search(r"(?<!L)GPL", each) for each in alternatives if each.strip()), said
