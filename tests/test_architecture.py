"""The walls of the house: the contracts catch what they are there for, and starts stay light."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """import-linter on the package in this folder, with the project's contracts."""
    code = "from importlinter.cli import lint_imports_command as run; run(['--no-cache'])"
    return subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, '.'); {code}"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("model/planted.py", "import PySide6.QtCore", "Qt only in ui and demo"),
        ("cli/__init__.py", "import PySide6.QtCore", "Qt only in ui and demo"),
        ("scoring/planted.py", "import annotator.store", "Imports point down only"),
        ("model/planted.py", "import annotator.files", "Imports point down only"),
        ("services/planted.py", "import annotator.ui", "Imports point down only"),
        ("ui/planted.py", "import sqlite3", "SQLite only in store"),
        ("services/planted.py", "import sqlite_utils", "SQLite only in store"),
        ("store/planted.py", "import annotator.assets", "assets is for"),
        ("ui/widgets/planted.py", "import annotator.ui.article.view", "Inside ui"),
        ("ui/desk/planted.py", "import annotator.ui.start.page", "Inside ui"),
        ("services/data/planted.py", "import annotator.services.review.states", "Inside services"),
    ],
)
def test_a_planted_import_is_caught(tmp_path: Path, module: str, line: str, contract: str) -> None:
    shutil.copytree(
        CHECKOUT / "annotator", tmp_path / "annotator", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    place = tmp_path / "annotator" / module
    before = place.read_text("utf-8") if place.exists() else ""
    place.write_text(f"{before}\n{line}\n", "utf-8")
    result = lint_imports(tmp_path)
    assert result.returncode == 1, result.stdout + result.stderr
    broken = [line for line in result.stdout.splitlines() if " BROKEN" in line]
    assert len(broken) == 1
    assert broken[0].startswith(contract)


def test_the_command_line_starts_without_qt() -> None:
    """Qt costs more than everything else at start; the window alone may ask for it."""
    code = (
        "import sys, annotator.__main__, annotator.cli\n"
        "heavy = {'PySide6', 'numpy', 'scipy', 'pandas', 'pydantic'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, check=True)


def test_every_package_that_is_imported_is_declared() -> None:
    """A package that only the tests bring would be missing from an installed wheel."""
    text = (CHECKOUT / "pyproject.toml").read_text("utf-8")
    project = tomllib.loads(text)["project"]

    def names_of(requirements: list[str]) -> set[str]:
        return {re.split(r"[<>=;\s]", each)[0].lower() for each in requirements}

    # Shiboken is the half of PySide6 that binds; it comes with it, in the same version.
    always = names_of(project["dependencies"]) | {"shiboken6"}
    # What reads pages and documents is an extra; one who lacks it is told so in a sentence.
    for_imports = always | names_of(project["optional-dependencies"]["import"])
    owners = importlib.metadata.packages_distributions()
    own = {"annotator", *sys.stdlib_module_names}
    for path in sorted((CHECKOUT / "annotator").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            for name in {name.split(".")[0] for name in names} - own:
                wanted = {owner.lower().replace("_", "-") for owner in owners.get(name, [name])}
                is_import = path.parent == CHECKOUT / "annotator" / "files" / "importing"
                declared = for_imports if is_import else always
                assert wanted & declared, f"{path.relative_to(CHECKOUT)} imports {name}"
