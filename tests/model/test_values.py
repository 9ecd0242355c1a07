"""The quick decorator against the standard one: the same behaviour, value for value."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import typing
from typing import Any

import pytest

from annotator.model import values


def _make(decorator: Any) -> tuple[type, type, type]:
    @decorator(frozen=True, slots=True)
    class Plain:
        """A doc string."""

        one: int
        two: str = "two"
        three: tuple[int, ...] = ()

        def __post_init__(self) -> None:
            if self.one < 0:
                raise ValueError("one is negative")

        @property
        def double(self) -> int:
            return self.one * 2

    @decorator(frozen=True, slots=True, kw_only=True)
    class Named:
        """Only by name."""

        late: int = 5
        needed: str
        many: list[int] = dataclasses.field(default_factory=list)
        hidden: str = dataclasses.field(default="h", repr=False, compare=False)
        worked_out: int = dataclasses.field(init=False, compare=False, repr=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "worked_out", len(self.needed))

    @decorator(frozen=True, slots=True)
    class Single:
        """One field."""

        value: object

    return Plain, Named, Single


QUICK, STANDARD = _make(values.dataclass), _make(dataclasses.dataclass)


@pytest.mark.parametrize(
    ("which", "args", "kwargs"),
    [
        (0, (1,), {}),
        (0, (1, "x", (3,)), {}),
        (0, (), {"one": 4, "three": (1, 2)}),
        (0, (), {}),
        (0, (1, "x", (), 9), {}),
        (0, (-1,), {}),
        (1, (), {"needed": "abc"}),
        (1, (), {"needed": "abc", "late": 1, "many": [4], "hidden": "no"}),
        (1, ("abc",), {}),
        (1, (), {}),
        (1, (), {"needed": "abc", "worked_out": 3}),
        (2, (None,), {}),
    ],
)
def test_made_alike(which: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    def outcome(cls: type) -> object:
        try:
            made = cls(*args, **kwargs)
        except (TypeError, ValueError) as error:
            return type(error)
        shown = {f.name: getattr(made, f.name) for f in dataclasses.fields(made)}
        return shown, repr(made), made == cls(*args, **kwargs), made.__match_args__

    assert outcome(QUICK[which]) == outcome(STANDARD[which])


def test_equal_only_to_its_own_class_and_hashed_by_what_is_compared() -> None:
    for plain, named, single in (QUICK, STANDARD):
        assert plain(1) == plain(1)
        assert plain(1) != plain(2)
        assert plain(1) != (1, "two", ())
        assert single(1) != single(2)
        assert named(needed="a", hidden="x") == named(needed="a", hidden="y")
        assert hash(plain(1)) == hash(plain(1)) == hash((1, "two", ()))
        assert hash(single("v")) == hash(("v",))
        with pytest.raises(TypeError):
            hash(named(needed="a"))


def test_each_one_has_a_list_of_its_own() -> None:
    first, second = (QUICK[1](needed="a") for _ in range(2))
    assert first.many == []
    assert first.many is not second.many


def test_nothing_can_be_set_or_deleted() -> None:
    made = QUICK[0](1)
    for name in ("one", "unknown"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(made, name, 2)
        with pytest.raises(dataclasses.FrozenInstanceError):
            delattr(made, name)
    assert not hasattr(made, "__dict__")


def test_replace_checks_anew() -> None:
    made = QUICK[0](1)
    assert dataclasses.replace(made, one=7) == QUICK[0](7)
    with pytest.raises(ValueError, match="negative"):
        dataclasses.replace(made, one=-1)


def test_hints_and_signatures_are_told() -> None:
    for quick, standard in zip(QUICK, STANDARD, strict=True):
        made, expected = (vars(cls)["__init__"] for cls in (quick, standard))
        assert typing.get_type_hints(made) == typing.get_type_hints(expected)
        names = list(inspect.signature(quick).parameters)
        assert names == list(inspect.signature(standard).parameters)


@values.dataclass(frozen=True, slots=True)
class Kept:
    """At the top of a module, where pickle can find it."""

    one: int
    two: str = "b"


def test_copied_and_pickled() -> None:
    made = Kept(3)
    assert copy.copy(made) == copy.deepcopy(made) == made
    assert pickle.loads(pickle.dumps(made)) == made


@pytest.mark.parametrize(
    "wrong", [{"frozen": False, "slots": True}, {"frozen": True, "slots": False}]
)
def test_only_for_frozen_values_with_slots(wrong: dict[str, bool]) -> None:
    with pytest.raises(TypeError):
        values.dataclass(**wrong)
