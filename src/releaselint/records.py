"""Records: classes of named values, as `dataclasses` makes them frozen, with slots, and by keyword only.

To define one costs a tenth of what a data class costs, and there are many: half of a start went into that. That
nobody changes a record is for the type checker to see, not for the interpreter; making one costs half as much.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


class Made:
    """The default of a field that is made anew for each record."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make


def made(*, default_factory: Callable[[], T]) -> T:
    """Return the default of a field that `default_factory` makes anew for each record."""
    return Made(default_factory)  # type: ignore[return-value]


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(made,))
def record(cls: type[T]) -> type[T]:
    """Return `cls` as a record: its annotated names are its fields, and what they are set to the defaults."""
    names = tuple(cls.__annotations__)
    space = {name: value for name, value in cls.__dict__.items() if name not in ("__dict__", "__weakref__")}
    defaults = {name: space.pop(name) for name in names if name in space}
    scope: dict[str, Any] = {f"_{name}": value for name, value in defaults.items()}
    parameters, lines = [], []
    for name in names:
        if isinstance(defaults.get(name), Made):
            scope[f"_{name}"] = defaults[name].make
            parameters.append(f"{name}=_{name}")
            lines.append(f"self.{name} = _{name}() if {name} is _{name} else {name}")
        else:
            parameters.append(f"{name}=_{name}" if name in defaults else name)
            lines.append(f"self.{name} = {name}")
    exec(f"def __init__(self, *, {', '.join(parameters)}):\n " + "\n ".join(lines), scope)  # noqa: S102 - our own names
    values = operator.attrgetter(*names)
    space = {
        "__repr__": _shown,
        "__eq__": lambda one, other: values(one) == values(other) if type(one) is type(other) else NotImplemented,
        "__hash__": lambda one: hash(values(one)),
        **space,
        "__slots__": names,
        "__init__": scope["__init__"],
        "__qualname__": cls.__qualname__,
    }
    new: Any = type(cls)
    done: type[T] = new(cls.__name__, cls.__bases__, space)
    return done


def replace(one: T, **changes: Any) -> T:
    """Return a record like `one` with `changes`."""
    names: tuple[str, ...] = type(one).__slots__  # type: ignore[attr-defined]
    return type(one)(**{name: getattr(one, name) for name in names} | changes)


def _shown(one: Any) -> str:
    return f"{type(one).__name__}({', '.join(f'{name}={getattr(one, name)!r}' for name in type(one).__slots__)})"
