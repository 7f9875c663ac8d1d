"""Imports parts of a package without what the package itself loads."""

from __future__ import annotations

import sys
from _thread import RLock
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import PathFinder
from types import ModuleType
from typing import Any

_LOCK = RLock()


class _Unloaded(ModuleType):
    """A package that runs its own code when somebody asks for what that defines."""

    def __getattr__(self, name: str) -> Any:
        if PathFinder.find_spec(f"{self.__name__}.{name}", self.__path__) is not None:
            raise AttributeError(name)  # a module of the package, which the import that asks will load
        with _LOCK:
            if type(self) is _Unloaded:
                self.__class__ = ModuleType  # type: ignore[assignment]
                loader = self.__spec__.loader if self.__spec__ is not None else None
                if loader is not None:
                    loader.exec_module(self)
        return getattr(self, name)


@contextmanager
def unloaded(name: str) -> Iterator[None]:
    """Let modules of the package `name` be imported, and leave the package's own code for whoever needs it."""
    spec = PathFinder.find_spec(name) if name not in sys.modules else None
    if spec is not None and spec.loader is not None and spec.submodule_search_locations is not None:
        module = _Unloaded(name)
        module.__spec__, module.__loader__, module.__file__ = spec, spec.loader, spec.origin
        module.__path__ = spec.submodule_search_locations
        module.__package__ = name
        sys.modules[name] = module
    yield
