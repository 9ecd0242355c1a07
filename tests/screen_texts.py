"""Texts of the program for people, read out of its source: strings, and where they stand."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

#: The arguments in which text for people is handed over, below the interface.
_TEXT_ARGUMENTS = {
    "happened",
    "kept",
    "todo",
    "help",
    "description",
    "epilog",
    "words",
    "why",
    "reason",
    "text",
}


@dataclass(frozen=True)
class ScreenText:
    place: str
    text: str


def strings(path: Path, root: Path) -> Iterator[ScreenText]:
    """All strings that people may read: with a space, no docstrings, nothing for the log."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
        if isinstance(node, ast.Call) and _is_log(node.func):
            skipped |= {id(inner) for inner in ast.walk(node)}
        # A type written as text, and what an assert says to its author.
        if isinstance(node, ast.Assert | ast.Raise) and not _tells(node):
            skipped |= {id(inner) for inner in ast.walk(node)}
    yield from _texts(tree, skipped, path.relative_to(root).as_posix())


def sentences_of_errors(path: Path, root: Path, errors: frozenset[str]) -> Iterator[ScreenText]:
    """What is told by the errors of these names, or handed over as words for people."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    place = path.relative_to(root).as_posix()
    found: set[ScreenText] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        parts: list[ast.AST] = [k.value for k in node.keywords if k.arg in _TEXT_ARGUMENTS]
        if _name(node.func) in errors:
            parts += [*node.args, *(k.value for k in node.keywords)]
        for part in parts:
            found |= set(_texts(part, set(), place))
    yield from sorted(found, key=lambda each: each.place)


def error_names(paths: Sequence[Path]) -> frozenset[str]:
    """AnnotatorError and everything that is one, found by the names of the classes."""
    bases: dict[str, set[str]] = {}
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = {_name(base) for base in node.bases}
    known = {"AnnotatorError"}
    while more := {name for name, above in bases.items() if above & known} - known:
        known |= more
    return frozenset(known)


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.?:;])\s+|\n", text) if part.strip()]


def _texts(tree: ast.AST, skipped: set[int], place: str) -> Iterator[ScreenText]:
    in_f = {
        id(value) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
        for value in node.values
    }  # fmt: skip
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        text = ""
        if isinstance(node, ast.JoinedStr):
            text = "".join(
                str(v.value) if isinstance(v, ast.Constant) else "X" for v in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = "" if id(node) in in_f else node.value
        if " " in text.strip() and re.search(r"[A-Za-z]{2}", text):
            yield ScreenText(f"{place}:{getattr(node, 'lineno', 0)}", text)


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _is_log(func: ast.expr) -> bool:
    return isinstance(func, ast.Attribute) and _name(func.value) in ("_log", "logging")


def _tells(node: ast.stmt) -> bool:
    """Whether what is raised is shown to people."""
    return isinstance(node, ast.Raise) and "AnnotatorError" in ast.dump(node)
