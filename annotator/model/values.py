"""Frozen dataclasses that are made in a third of the time.

The standard decorator writes six functions for each class as source text and compiles them one by
one whenever the program starts; for the forty classes of a start that is a tenth of it. Here only
``__init__`` is compiled; the others are the same few functions for every class. Fields, equality,
hash and repr are those of ``dataclasses``, and type checkers see the standard decorator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses
    import sys
    from operator import attrgetter

    def dataclass(*, frozen, slots, kw_only=False):
        """``dataclasses.dataclass`` for values: ``frozen`` and ``slots`` have to be true."""
        if not (frozen and slots):
            raise TypeError("This decorator makes frozen classes with slots and no others.")

        def make(cls):
            bare = dataclasses.dataclass(
                init=False, repr=False, eq=False, slots=True, kw_only=kw_only
            )
            made = bare(cls)
            fields = dataclasses.fields(made)
            made.__init__ = _init(made, fields)
            made.__repr__ = _repr(tuple(f.name for f in fields if f.repr))
            made.__eq__, made.__hash__ = _eq_and_hash(tuple(f.name for f in fields if f.compare))
            made.__setattr__, made.__delattr__ = _refuse_set, _refuse_delete
            made.__getstate__, made.__setstate__ = _get_state, _set_state
            return made

        return make

    def _init(cls, fields):
        plain, named, body = [], [], []
        outer = {"_set": object.__setattr__, "_missing": dataclasses.MISSING}
        for number, field in enumerate(fields):
            if not field.init:
                continue
            name, given, value = field.name, field.name, field.name
            if field.default is not dataclasses.MISSING:
                outer[f"_d{number}"] = field.default
                given = f"{name}=_d{number}"
            elif field.default_factory is not dataclasses.MISSING:
                outer[f"_d{number}"] = field.default_factory
                given = f"{name}=_missing"
                value = f"_d{number}() if {name} is _missing else {name}"
            (named if field.kw_only else plain).append(given)
            body.append(f"  _set(self, {name!r}, {value})")
        if hasattr(cls, "__post_init__"):
            body.append("  self.__post_init__()")
        names = ", ".join(["self", *plain, *(["*", *named] if named else [])])
        source = "\n".join(
            [f"def make({', '.join(outer)}):", f" def __init__({names}):"]
            + (body or ["  pass"])
            + [" return __init__"]
        )
        space = {}
        exec(source, sys.modules[cls.__module__].__dict__, space)  # noqa: S102 -- own text only
        init = space["make"](**outer)
        init.__qualname__ = f"{cls.__qualname__}.__init__"
        init.__annotations__ = {f.name: f.type for f in fields if f.init} | {"return": None}
        return init

    def _repr(names):
        def __repr__(self):  # noqa: N807 -- becomes the class's own
            inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
            return f"{type(self).__qualname__}({inside})"

        return __repr__

    def _eq_and_hash(names):
        if len(names) > 1:
            values = attrgetter(*names)
        else:

            def values(self):
                return tuple(getattr(self, name) for name in names)

        def __eq__(self, other):  # noqa: N807 -- becomes the class's own
            if other.__class__ is not self.__class__:
                return NotImplemented
            return values(self) == values(other)

        def __hash__(self):  # noqa: N807 -- becomes the class's own
            return hash(values(self))

        return __eq__, __hash__

    def _refuse_set(self, name, value):
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def _refuse_delete(self, name):
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    def _get_state(self):
        return [getattr(self, field.name) for field in dataclasses.fields(self)]

    def _set_state(self, state):
        for field, value in zip(dataclasses.fields(self), state, strict=True):
            object.__setattr__(self, field.name, value)
