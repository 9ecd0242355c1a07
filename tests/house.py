#!/usr/bin/env python3
"""The plan of the house, read from the code: ``python3 start.py house``.

Prints each floor with its files, lines and what it imports, then what breaks the rules of
CONTRIBUTING: a circle of files, an import that points up, a window that reaches past the services
to the database or to files, and a function or class that is too long. Imports for types alone and
inside functions count like all others. The floors are those of the import-linter contracts in
``pyproject.toml``. Standard library only, and nothing of the program is run.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
PACKAGE = "annotator"

#: The longest function, and the longest class with its mixins, in lines.
LONGEST_FUNCTION = 60
LONGEST_CLASS = 350


@dataclass(frozen=True, slots=True)
class Module:
    """A file of the program: its dotted name, its lines, and the modules of ours it imports."""

    name: str
    tree: ast.Module
    lines: int
    imports: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Floors:
    """Layers inside ``container``, highest first; folders that share a layer are siblings."""

    container: str
    layers: tuple[tuple[str, ...], ...]

    def of(self, module: str) -> tuple[int, str] | None:
        """The number of a module's layer (0 is the highest) and its folder; None outside."""
        for number, folders in enumerate(self.layers):
            for folder in folders:
                if module == folder or module.startswith(f"{folder}."):
                    return number, folder
        return None


@dataclass(slots=True)
class House:
    """All modules by name, and the floors they stand on."""

    modules: dict[str, Module]
    floors: list[Floors] = field(default_factory=list)

    @classmethod
    def read(cls, checkout: Path = CHECKOUT) -> House:
        """Read a checkout. SyntaxError where a file is no Python."""
        modules = {each.name: each for each in _modules(checkout)}
        for module in list(modules.values()):
            found = frozenset(_imports(module, modules))
            modules[module.name] = Module(module.name, module.tree, module.lines, found)
        return cls(modules, list(_floors(checkout / "pyproject.toml")))

    def circles(self) -> list[list[str]]:
        """Groups of modules that reach each other, by Tarjan's algorithm; each in order of name."""
        index: dict[str, int] = {}
        low: dict[str, int] = {}
        stack: list[str] = []
        found: list[list[str]] = []

        def visit(name: str) -> None:
            index[name] = low[name] = len(index)
            stack.append(name)
            for other in sorted(self.modules[name].imports):
                if other not in index:
                    visit(other)
                    low[name] = min(low[name], low[other])
                elif other in stack:
                    low[name] = min(low[name], index[other])
            if low[name] == index[name]:
                start = stack.index(name)
                if len(stack) - start > 1:
                    found.append(sorted(stack[start:]))
                del stack[start:]

        for name in sorted(self.modules):
            if name not in index:
                visit(name)
        return found

    def arrows_up(self) -> Iterator[tuple[str, str]]:
        """Imports from a lower layer to a higher one, or between siblings of one layer."""
        for floors in self.floors:
            for name, other in self._arrows():
                here, there = floors.of(name), floors.of(other)
                if here is None or there is None or here[1] == there[1]:
                    continue
                if there[0] <= here[0]:
                    yield name, other

    def past_services(self) -> Iterator[tuple[str, str]]:
        """Imports of a window's file that reach the store or the files without a service."""
        below = (f"{PACKAGE}.store", f"{PACKAGE}.files")
        for name, other in self._arrows():
            if name.startswith(f"{PACKAGE}.ui.") and other.startswith(below):
                yield name, other

    def too_long(self) -> Iterator[tuple[str, str, int]]:
        """Functions and classes over their limit: module, name, lines."""
        sizes = _class_sizes(self.modules)
        for module in self.modules.values():
            for node in ast.walk(module.tree):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    size, limit = _size(node), LONGEST_FUNCTION
                elif isinstance(node, ast.ClassDef):
                    size, limit = sizes[module.name, node.name], LONGEST_CLASS
                else:
                    continue
                if size > limit:
                    yield module.name, node.name, size

    def statements(self) -> int:
        """How many statements there are; a docstring is none."""
        return sum(
            isinstance(node, ast.stmt) and not _is_docstring(node)
            for module in self.modules.values()
            for node in ast.walk(module.tree)
        )

    def _arrows(self) -> Iterator[tuple[str, str]]:
        for name in sorted(self.modules):
            for other in sorted(self.modules[name].imports):
                yield name, other


def _modules(checkout: Path) -> Iterator[Module]:
    for path in sorted((checkout / PACKAGE).rglob("*.py")):
        parts = path.relative_to(checkout).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        text = path.read_text("utf-8")
        yield Module(name, ast.parse(text, str(path)), text.count("\n"))


def _imports(module: Module, known: Mapping[str, object]) -> Iterator[str]:
    for node in ast.walk(module.tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            inside = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [each if each in known else node.module for each in inside]
        yield from (name for name in names if name in known and name != module.name)


def _floors(pyproject: Path) -> Iterator[Floors]:
    """The layers of the contracts, so that there is one list of floors."""
    contracts = tomllib.loads(pyproject.read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    for contract in contracts:
        if contract["type"] != "layers":
            continue
        for container in contract.get("containers", [""]):
            prefix = f"{container}." if container else ""
            layers = tuple(
                tuple(f"{prefix}{folder.strip()}" for folder in layer.split("|"))
                for layer in contract["layers"]
            )
            yield Floors(container, layers)


def _size(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _class_sizes(modules: Mapping[str, Module]) -> dict[tuple[str, str], int]:
    """Lines of each class with those of the classes of ours that it inherits from as mixins.

    A base counts as a mixin when it has a single heir: what several classes share is a part of
    its own.
    """
    classes = [
        (module.name, node)
        for module in modules.values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
    ]
    by_name = {node.name: _size(node) for _, node in classes}
    bases = [base.id for _, node in classes for base in node.bases if isinstance(base, ast.Name)]
    return {
        (module, node.name): _size(node)
        + sum(
            by_name.get(base.id, 0)
            for base in node.bases
            if isinstance(base, ast.Name) and bases.count(base.id) == 1
        )
        for module, node in classes
    }


def _is_docstring(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


# --- printing -------------------------------------------------------------------------------


def plan(house: House) -> Iterator[str]:
    """The floors from the roof down: files, lines, and how many imports go where."""
    for floors in house.floors:
        yield ""
        yield f"{floors.container or PACKAGE}, from the top down"
        rows = [row for layer in floors.layers for row in layer]
        width = max(len(_short(row, floors)) for row in rows)
        for layer in floors.layers:
            for folder in layer:
                yield _row(house, floors, folder, width)


def _row(house: House, floors: Floors, folder: str, width: int) -> str:
    inside = [m for m in house.modules.values() if _is_in(m.name, folder)]
    counts: dict[str, int] = {}
    for module in inside:
        for other in module.imports:
            there = floors.of(other)
            if there is not None and there[1] != folder:
                counts[there[1]] = counts.get(there[1], 0) + 1
    lines = sum(module.lines for module in inside)
    uses = ", ".join(
        f"{_short(each, floors)} {counts[each]}"
        for layer in floors.layers
        for each in layer
        if each in counts
    )
    head = f"  {_short(folder, floors):<{width}}  {len(inside):>3} files  {lines:>6} lines"
    return f"{head}  → {uses}" if uses else head


def _short(folder: str, floors: Floors) -> str:
    return folder.removeprefix(f"{floors.container or PACKAGE}.")


def _is_in(module: str, folder: str) -> bool:
    return module == folder or module.startswith(f"{folder}.")


def problems(house: House) -> Iterator[str]:
    """What breaks a rule, a line each."""
    for circle in house.circles():
        yield "circle: " + " ↔ ".join(circle)
    for name, other in house.arrows_up():
        yield f"arrow up: {name} → {other}"
    for name, other in house.past_services():
        yield f"past the services: {name} → {other}"
    for module, name, size in house.too_long():
        yield f"too long: {module}.{name} has {size} lines"


def main(out: Iterable[str] | None = None) -> int:
    """Print the plan; 1 where a rule is broken, with the lines that say which."""
    house = House.read()
    files, lines = len(house.modules), sum(each.lines for each in house.modules.values())
    print(f"{PACKAGE}: {files} files, {lines} lines, {house.statements()} statements")
    for line in plan(house):
        print(line)
    broken = list(problems(house))
    print()
    print("\n".join(broken) if broken else "No circle, no arrow up, nothing too long.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
