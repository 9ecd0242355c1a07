"""JSON and TOML files as they were read, able to say on which line a thing stands."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from annotator.files import limits
from annotator.model.errors import BadInput

#: Where a value stands in a file: names of fields and, from 0, numbers of list entries.
Path = tuple[str | int, ...]

_NOT_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))
# An unfinished string runs to the end, so that the search stays linear whatever comes.
_STRING: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_SPACE: Final = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class Source:
    """A file's name, what was parsed from it, and how to find the line of a value.

    ``is_strict``: unknown names are faults. Otherwise they are left out in silence, as
    suits files that a later version of the program may have made.
    """

    name: str
    value: Any
    line_of: Callable[[Path], int]
    is_strict: bool = True

    def fault(self, path: Path, reason: str) -> BadInput:
        """The error for the value at ``path``: file, line, reason."""
        line = self.line_of(path)
        place = f"{self.name}, line {line}" if line else self.name
        return BadInput(
            f"{place}: {reason}", kept="Nothing was changed.", todo="Mend the file and try again."
        )


def parse_json(text: str, name: str, *, is_strict: bool = True) -> Source:
    """``text`` as JSON; BadInput for what is no JSON, too deep, too much, or named twice.

    NaN and infinities, which JSON doesn't have, are refused as well.
    """
    data = text.encode("utf-8", "surrogatepass")
    _measure(data, name)
    try:
        value = json.loads(
            text, object_pairs_hook=_no_twins, parse_constant=_no_constant, parse_float=_float
        )
    except json.JSONDecodeError as error:
        raise BadInput(
            f"{name}, line {error.lineno}: this is not sound JSON ({error.msg}).",
            kept="Nothing was changed.",
        ) from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{name}: {error}", kept="Nothing was changed.") from error
    return Source(name, value, lambda path: _json_line(text, path), is_strict)


def parse_toml(text: str, name: str, *, first_line: int = 1) -> Source:
    """``text`` as TOML; ``first_line`` is the line of the file on which it begins."""
    lines = text.split("\n")
    if max(map(_nesting, lines)) > limits.JSON_DEPTH:
        raise BadInput(f"{name}: lists stand too deep inside each other.")
    try:
        value = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column \d+\)", str(error))
        # At the end of the document there is no line in the message.
        line = int(found.group(1)) if found else len(lines)
        reason = re.sub(r" \(at [^)]*\)$", "", str(error))
        raise BadInput(
            f"{name}, line {line + first_line - 1}: this is not sound TOML ({reason}).",
            kept="Nothing was changed.",
            todo="Mend the line and try again.",
        ) from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{name}: this is not sound TOML.", kept="Nothing was changed.") from error

    def line_of(path: Path) -> int:
        return _toml_line(lines, path) + first_line - 1

    return Source(name, value, line_of)


def _nesting(line: str) -> int:
    return line.count("[") + line.count("{")


def _measure(data: bytes, name: str) -> None:
    """Count and weigh before anything is built: an empty list takes 60 times its two bytes."""
    values = data.count(b",") + data.count(b"[") + data.count(b"{")
    if values > limits.JSON_VALUES:
        raise BadInput(f"{name}: it holds more than this program reads.")
    depth = deepest = 0
    for bracket in _STRING.sub(b"", data).translate(None, _NOT_BRACKETS):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    if deepest > limits.JSON_DEPTH:
        raise BadInput(f"{name}: lists stand too deep inside each other.")


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the field “{twin[:80]}” stands there twice.")
    return made


def _no_constant(word: str) -> Any:
    raise ValueError(f"“{word}” is not a number that JSON has.")


def _float(word: str) -> float:
    value = float(word)
    if value in (float("inf"), float("-inf")):
        raise ValueError("a number is too large.")
    return value


def _json_line(text: str, path: Path) -> int:
    """The line on which the value at ``path`` begins; of the nearest that is there, if it isn't.

    Reads the text once more from the start: only errors need it.
    """
    decode = json.JSONDecoder(strict=True).raw_decode

    def skip(at: int) -> int:
        found = _SPACE.match(text, at)
        return found.end() if found else at

    at = skip(0)
    try:
        for step in path:
            number, inside = 0, skip(at + 1)
            while text[inside] not in "]}":
                name: str | int = number
                if text[at] == "{":
                    name, inside = decode(text, inside)
                    inside = skip(skip(inside) + 1)
                if name == step:
                    at = inside
                    break
                _, inside = decode(text, inside)
                inside = skip(inside)
                inside = skip(inside + 1) if text[inside] == "," else inside
                number += 1
            else:
                break
    except (ValueError, IndexError, RecursionError):
        pass
    return text.count("\n", 0, at) + 1


def _toml_line(lines: list[str], path: Path) -> int:
    """The line that sets the field at ``path``; 1 where there is none.

    Knows tables, lists of tables and plain fields, which is what lessons and guides are made of.
    """
    names = [step for step in path if isinstance(step, str)]
    numbers = [step for step in path if isinstance(step, int)]
    best = 1
    for length in range(len(names), -1, -1):
        heads, field = names[:length], names[length : length + 1]
        line = _table_line(lines, heads, numbers)
        if line is None:
            continue
        best = line
        for number in range(line, len(lines)):
            stripped = lines[number].strip()
            if stripped.startswith("["):
                break
            if field and re.match(
                rf"(?:{re.escape(field[0])}|\"{re.escape(field[0])}\")\s*=", stripped
            ):
                return number + 1
        return max(best, 1)
    return best


def _table_line(lines: list[str], heads: list[str], numbers: list[int]) -> int | None:
    """How many lines lie up to and with the header of a table; 0 for the top one."""
    if not heads:
        return 0
    line = 0
    wanted = list(numbers)
    for depth in range(1, len(heads) + 1):
        name = ".".join(heads[:depth])
        is_last = depth == len(heads)
        seen = -1
        count = wanted.pop(0) if wanted and f"[[{name}]]" in {s.strip() for s in lines} else 0
        for number in range(line, len(lines)):
            if lines[number].strip() in (f"[{name}]", f"[[{name}]]"):
                seen += 1
                if seen == count:
                    line = number + 1
                    break
        else:
            if is_last:
                return None
    return line
