"""Imports parts of a package without what the package itself loads."""

from __future__ import annotations

import sys
from _thread import RLock  # of `threading`, which is not loaded for it
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.machinery import PathFinder
from types import ModuleType
from typing import Any

_LOCK = RLock()


class _Unloaded(ModuleType):
    """A package that runs its own code when somebody asks for what that defines."""

    _running = False

    def __getattr__(self, name: str) -> Any:
        if PathFinder.find_spec(f"{self.__name__}.{name}", self.__path__) is not None:
            return import_module(f"{self.__name__}.{name}")
        with _LOCK:
            if type(self) is _Unloaded:
                loader = self.__spec__.loader if self.__spec__ is not None else None
                if self._running or loader is None:
                    raise AttributeError(f"module '{self.__name__}' has no attribute '{name}'")
                self._running = True
                try:
                    loader.exec_module(self)
                finally:
                    self._running = False
                self.__class__ = ModuleType  # type: ignore[assignment]
        return getattr(self, name)


@contextmanager
def unloaded(name: str) -> Iterator[None]:
    """Let modules of the package `name` be imported; its own code runs when somebody asks for what that defines.

    What stands for the package stays in `sys.modules`, and becomes the package then. One that is loaded stays as it is.
    """
    spec = PathFinder.find_spec(name) if name not in sys.modules else None
    if spec is not None and spec.loader is not None and spec.submodule_search_locations is not None:
        module = _Unloaded(name)
        module.__spec__, module.__loader__, module.__file__ = spec, spec.loader, spec.origin
        module.__path__ = spec.submodule_search_locations
        module.__package__ = name
        sys.modules[name] = module
    yield
