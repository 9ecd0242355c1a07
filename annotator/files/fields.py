"""Read a parsed file field by field: types, sizes and unknown names are checked on the way."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, TypeVar

from annotator.files import limits
from annotator.files.source import Path, Source
from annotator.model.errors import BadInput, InvalidModel

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_ID = re.compile("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_SURROGATE = re.compile("[\ud800-\udfff]")
#: No default: the field must be there.
_REQUIRED: Any = object()


def clean_text(text: str) -> str:
    """Free text without what can't be kept or shown: control characters and lone surrogates.

    Line ends become a line feed; tab and line feed stay.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", _SURROGATE.sub("\ufffd", text))


class Fields:
    """One table (TOML) or object (JSON) of a file.

    Every reader names a field once; :meth:`done` then refuses names that were not asked for.
    All errors are BadInput with the file, the line and the reason.
    """

    __slots__ = ("_asked", "_path", "_raw", "_source")

    def __init__(self, source: Source, path: Path = (), raw: Any = _REQUIRED) -> None:
        self._source = source
        self._path = path
        self._raw: Any = source.value if raw is _REQUIRED else raw
        self._asked: set[str] = set()
        if not isinstance(self._raw, dict):
            raise self.fault(f"{_words(path)} should hold named fields, not {_kind(self._raw)}.")

    def fault(self, reason: str, *steps: str | int) -> BadInput:
        """The error for this table or, with ``steps``, for something inside it."""
        return self._source.fault((*self._path, *steps), reason)

    def has(self, name: str) -> bool:
        """True where the field is there."""
        return name in self._raw

    def names(self) -> list[str]:
        """The names of all fields, as they stand."""
        return list(self._raw)

    def ignore(self, *names: str) -> None:
        """Names that may be there and are not looked at."""
        self._asked.update(names)

    def done(self) -> None:
        """BadInput naming the first field that was not asked for, where the source is strict."""
        if not self._source.is_strict:
            return
        for name in self._raw:
            if name not in self._asked:
                known = ", ".join(sorted(self._asked))
                raise self.fault(
                    f"there is no field “{_short(name)}” here (there are: {known}).", name
                )

    def any(self, name: str, default: Any = _REQUIRED) -> Any:
        """The value as it stands; BadInput where it is missing and there is no default."""
        self._asked.add(name)
        if name in self._raw:
            return self._raw[name]
        if default is _REQUIRED:
            raise self.fault(f"the field “{name}” is missing.")
        return default

    def text(
        self,
        name: str,
        default: str = _REQUIRED,
        *,
        limit: int = limits.NAME_CHARS,
        exact: bool = False,
    ) -> str:
        """Text of at most ``limit`` code points, cleaned unless ``exact``."""
        value = self.any(name, default)
        return value if value is default else self._text(value, name, limit, exact)

    def integer(self, name: str, low: int, high: int, default: int = _REQUIRED) -> int:
        """A whole number from ``low`` to ``high``."""
        value = self.any(name, default)
        if value is default:
            return int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.fault(f"“{name}” should be a whole number, not {_kind(value)}.", name)
        if not low <= value <= high:
            raise self.fault(f"“{name}” should be from {low} to {high}.", name)
        return value

    def flag(self, name: str, default: bool = _REQUIRED) -> bool:
        """True or false."""
        value = self.any(name, default)
        if not isinstance(value, bool):
            raise self.fault(f"“{name}” should be true or false, not {_kind(value)}.", name)
        return value

    def choice(self, name: str, kinds: type[E], default: E = _REQUIRED) -> E:
        """One of the values of a StrEnum."""
        value = self.any(name, default)
        return value if isinstance(value, kinds) else self._choice(value, kinds, name)

    def time(self, name: str, default: datetime.datetime | None = _REQUIRED) -> Any:
        """A time with its zone, as UTC."""
        value = self.any(name, default)
        if value is default:
            return default
        raw = self._text(value, name, 40, True)
        try:
            return parse_time(raw)
        except (ValueError, OverflowError):
            raise self.fault(
                f"“{name}” should be a time like 2026-03-14T09:30:00Z.", name
            ) from None

    def id(self, name: str, default: str = _REQUIRED, *, prefix: str = "") -> str:
        """A UUID in its usual form (after ``prefix``), without the prefix."""
        value = self.any(name, default)
        return value if value is default else self._id(value, name, prefix)

    def table(self, name: str) -> Fields:
        """The table in this field."""
        return Fields(self._source, (*self._path, name), self.any(name))

    def inner(self, raw: Any, *steps: str | int) -> Fields:
        """The table ``raw``, which stands at ``steps`` inside this one."""
        return Fields(self._source, (*self._path, *steps), raw)

    def entries(self, name: str, limit: int = limits.LIST_ENTRIES, *, optional: bool = True) -> int:
        """How many entries the list in this field has; 0 where it isn't there."""
        value = self.any(name, [] if optional else _REQUIRED)
        if not isinstance(value, list):
            raise self.fault(f"“{name}” should be a list, not {_kind(value)}.", name)
        if len(value) > limit:
            raise self.fault(f"“{name}” has {len(value)} entries; {limit} are read at most.", name)
        return len(value)

    def tables(
        self, name: str, limit: int = limits.LIST_ENTRIES, *, optional: bool = True
    ) -> list[Fields]:
        """The tables of a list."""
        count = self.entries(name, limit, optional=optional)
        return [
            Fields(self._source, (*self._path, name, n), self._raw[name][n]) for n in range(count)
        ]

    def texts(
        self, name: str, limit: int = limits.LIST_ENTRIES, chars: int = limits.NOTE_CHARS
    ) -> tuple[str, ...]:
        """A list of texts."""
        count = self.entries(name, limit)
        return tuple(self._text(self._raw[name][n], name, chars, False, n) for n in range(count))

    def choices(self, name: str, kinds: type[E]) -> tuple[E, ...]:
        """A list of values of a StrEnum, each once."""
        count = self.entries(name)
        found = [self._choice(self._raw[name][n], kinds, name, n) for n in range(count)]
        if len(set(found)) < len(found):
            raise self.fault(f"“{name}” names something twice.", name)
        return tuple(found)

    def checked(self, make: Callable[[], T], *steps: str | int) -> T:
        """What ``make`` returns; what the model refuses becomes a fault at this place."""
        try:
            return make()
        except InvalidModel as error:
            raise self.fault(error.happened, *steps) from error

    def _text(self, value: Any, name: str, limit: int, exact: bool, *steps: int) -> str:
        if not isinstance(value, str):
            raise self.fault(f"“{name}” should be text, not {_kind(value)}.", name, *steps)
        if len(value) > limit:
            raise self.fault(
                f"“{name}” has {len(value)} characters; {limit} are read at most.", name, *steps
            )
        if not exact:
            return clean_text(value)
        if _SURROGATE.search(value):
            raise self.fault(f"“{name}” holds half a character.", name, *steps)
        return value

    def _choice(self, value: Any, kinds: type[E], name: str, *steps: int) -> E:
        try:
            if isinstance(value, str):
                return kinds(value)
        except ValueError:
            pass
        shown = f"“{_short(value)}”" if isinstance(value, str) else _kind(value)
        raise self.fault(
            f"“{name}” cannot be {shown}; it is one of {_listed(kinds)}.", name, *steps
        )

    def _id(self, value: Any, name: str, prefix: str) -> str:
        raw = self._text(value, name, 100, True)
        bare = raw.removeprefix(prefix)
        if not is_id(bare) or (prefix and bare == raw):
            raise self.fault(f"“{name}” should be {prefix}… and an id (a UUID).", name)
        return bare


def is_id(value: str) -> bool:
    """True for a UUID as Python writes it: lower case, four hyphens."""
    return _ID.fullmatch(value) is not None


def is_key(value: str) -> bool:
    """True for 32 bytes (a public key, a hash) as 64 hexadecimal digits in lower case."""
    return len(value) == 64 and not set(value) - set("0123456789abcdef")


def format_time(moment: datetime.datetime) -> str:
    """A time as it stands in files: UTC, in full. InvalidModel where it has no zone."""
    if moment.tzinfo is None:
        raise InvalidModel("A time without its zone can’t be written.")
    return moment.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")


def parse_time(raw: str) -> datetime.datetime:
    """The reverse of :func:`format_time`; ValueError for anything without a zone."""
    moment = datetime.datetime.fromisoformat(raw)
    if moment.tzinfo is None:
        raise ValueError("no zone")
    return moment.astimezone(datetime.UTC)


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    names: tuple[tuple[type, str], ...] = (
        (str, "text"),
        (int, "a number"),
        (float, "a number with a point"),
        (list, "a list"),
        (dict, "named fields"),
        (datetime.date, "a date"),
    )
    return next((words for kind, words in names if isinstance(value, kind)), "nothing")


def _words(path: Path) -> str:
    names = [step for step in path if isinstance(step, str)]
    return f"“{names[-1]}”" if names else "the file"


def _short(value: str) -> str:
    return clean_text(value[:60]).replace("\n", " ")


def _listed(values: Iterable[object]) -> str:
    return ", ".join(str(value) for value in values)
