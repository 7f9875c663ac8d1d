"""Records: classes of named values, as `dataclasses` makes them frozen, with slots, and by keyword only.

To define one costs a thirtieth of what a data class costs, and there are many: half of a start went into that. That
nobody changes a record is for the type checker to see, not for the interpreter; making one costs half as much.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping, Sequence
from types import CodeType, FunctionType
from typing import Any, Final, TypeVar, dataclass_transform

T = TypeVar("T")

EMPTY: Final[Mapping[Any, Any]] = {}
"""The default of a field that is a mapping. All records share their defaults: nobody changes those either."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type[T]) -> type[T]:
    """Return `cls` as a record: its annotated names are its fields, and what they are set to the defaults."""
    names = tuple(cls.__annotations__)
    space = {name: value for name, value in cls.__dict__.items() if name not in ("__dict__", "__weakref__")}
    defaults = {name: space.pop(name) for name in names if name in space}
    values = operator.attrgetter(*names)
    space = {
        "__repr__": _shown,
        "__eq__": lambda one, other: values(one) == values(other) if type(one) is type(other) else NotImplemented,
        "__hash__": lambda one: hash(values(one)),
        **space,
        "__slots__": names,
        "__init__": _init(names, defaults),
        "__qualname__": cls.__qualname__,
    }
    new: Any = type(cls)
    done: type[T] = new(cls.__name__, cls.__bases__, space)
    return done


def _init(names: Sequence[str], defaults: Mapping[str, Any]) -> FunctionType:
    """Return an `__init__` that sets each of `names`: records of as many fields share its code, but for the names."""
    code = _code_of(len(names)).replace(co_varnames=("self", *names), co_names=tuple(names))
    init = FunctionType(code, {}, "__init__")
    init.__kwdefaults__ = dict(defaults)
    return init


@functools.cache
def _code_of(count: int) -> CodeType:
    names = [f"field{number}" for number in range(count)]
    lines = "".join(f" self.{name} = {name}\n" for name in names)
    scope: dict[str, Any] = {}
    exec(f"def __init__(self, *, {', '.join(names)}):\n{lines}", scope)  # noqa: S102 - our own names
    code: CodeType = scope["__init__"].__code__
    return code


def replace(one: T, **changes: Any) -> T:
    """Return a record like `one` with `changes`."""
    names: tuple[str, ...] = type(one).__slots__  # type: ignore[attr-defined]
    return type(one)(**{name: getattr(one, name) for name in names} | changes)


def _shown(one: Any) -> str:
    return f"{type(one).__name__}({', '.join(f'{name}={getattr(one, name)!r}' for name in type(one).__slots__)})"
