"""Packs of rule and subject files besides the bundled ones: a project's own (data only), and plugins' (code as well).

The pack in use is a context: whatever loads rules or subjects inside `using(packs)` finds those of the packs too.
"""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from typing import Any, Final, Generic, ParamSpec, TypeVar

from releaselint import bundled
from releaselint.errors import ConfigError, DataError
from releaselint.records import record
from releaselint.source.paths import shown
from releaselint.source.settings import read_text_file

GROUP: Final = "releaselint.rules"
"""The entry-point group of plugins: its name is the prefix of their ids, its value a package that holds the files."""
_MAX_FILES: Final = 500
_MAX_FOLDERS: Final = 500
P = ParamSpec("P")
T = TypeVar("T")


@record
class Pack:
    """Files of one origin, by name: ``NAME/<folder>/<id>.yaml`` to their parsed data."""

    name: str
    """How messages call it."""
    files: Mapping[str, Any]
    code: bool
    """Whether its rules may name Python functions: a plugin's may, a project's may not."""
    prefix: str = ""
    """The name of a plugin's entry point, with which its ids begin."""

    def __hash__(self) -> int:
        return id(self)  # for the caches of what is made of packs: no two are the same

    def __eq__(self, other: object) -> bool:
        return self is other


_current: ContextVar[tuple[Pack, ...]] = ContextVar("packs", default=())


def current() -> tuple[Pack, ...]:
    """Return the packs in use."""
    return _current.get()


def use(packs: tuple[Pack, ...]) -> None:
    """Use `packs` from now on, to the end of the context that this runs in."""
    _current.set(packs)


@contextlib.contextmanager
def using(packs: tuple[Pack, ...]) -> Iterator[None]:
    """Use `packs` inside the block."""
    token = _current.set(packs)
    try:
        yield
    finally:
        _current.reset(token)


class remembered(Generic[P, T]):  # noqa: N801 - a decorator
    """Lets a function keep its results, for each set of packs in use and of arguments, which can be hashed."""

    def __init__(self, function: Callable[P, T]) -> None:
        kept = functools.lru_cache(maxsize=64)(lambda _used, *args, **kwargs: function(*args, **kwargs))
        self._kept: Callable[..., T] = kept
        self.cache_clear = kept.cache_clear
        functools.update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        return self._kept(_current.get(), *args, **kwargs)


def pack_of(file: str) -> Pack | None:
    """Return the pack in use that `file` belongs to; None for a bundled file."""
    return next((pack for pack in _current.get() if file in pack.files), None)


def data_of(file: str) -> Any:
    """Return the parsed data of a rule or subject file, bundled or of a pack in use."""
    pack = pack_of(file)
    return pack.files[file] if pack is not None else bundled.load_data(file)


def project_pack(folders: tuple[str, ...]) -> Pack | None:
    """Return the project's own rules in `folders`; None where there are no folders. Raises ConfigError."""
    if not folders:
        return None
    files: dict[str, Any] = {}
    for folder in folders:
        if not os.path.isdir(folder):
            raise ConfigError(f"'rules' names the folder '{shown(folder)}', which does not exist")
        for path in _yaml_files(folder):
            name = shown(path)
            files[name] = _parsed(name, read_text_file(path))
    return Pack(name="the project's own rules", files=files, code=False)


def _yaml_files(folder: str) -> list[str]:
    found: list[str] = []
    for number, (base, _, names) in enumerate(os.walk(folder)):
        paths = (os.path.join(base, name) for name in names if name.endswith((".yaml", ".yml")))
        found += [path for path in paths if not os.path.islink(path)]
        if len(found) > _MAX_FILES or number > _MAX_FOLDERS:
            raise ConfigError(
                f"'rules' names the folder '{shown(folder)}', which holds more than {_MAX_FILES} files or folders"
            )
    return sorted(found)


def _parsed(name: str, text: str) -> Any:
    from releaselint.document.events import read_yaml
    from releaselint.text import Lines, Span

    read = read_yaml(text)
    if read.fault is not None:
        place = Lines(text).place(Span(read.fault.offset, read.fault.offset))
        raise DataError(f"{name}:{place.line}:{place.column}: {read.fault.message}")
    return read.value


@functools.cache
def plugin_packs() -> tuple[Pack, ...]:
    """Return the packs of the installed plugins; raises ConfigError that names distribution and entry point."""
    if not _any_installed():
        return ()  # importlib.metadata alone costs more than checking a card
    import importlib.metadata

    points = sorted(importlib.metadata.entry_points(group=GROUP), key=lambda point: point.name)
    return tuple(_plugin(point) for point in points)


def _any_installed() -> bool:
    """Tell whether some installed distribution names our entry-point group, by a look at its files."""
    import sys

    for folder in sys.path:
        try:
            names = os.listdir(folder or os.curdir)
        except OSError:
            continue
        for name in names:
            if name.endswith((".dist-info", ".egg-info")):
                try:
                    with open(os.path.join(folder, name, "entry_points.txt"), encoding="utf-8") as stream:
                        if f"[{GROUP}]" in stream.read():
                            return True
                except (OSError, UnicodeDecodeError):
                    continue
    return False


def _plugin(point: Any) -> Pack:
    distribution = point.dist.name if point.dist else "?"
    called = f"the plugin '{distribution}' (entry point '{point.name}')"
    try:
        files = _plugin_files(point)
    except DataError as error:
        raise ConfigError(f"{called}: {error}") from None
    except (Exception, SystemExit) as error:
        told = " ".join(str(error).split())[:300]
        raise ConfigError(f"{called} cannot be loaded: {type(error).__name__}: {told}") from None
    prefix = f"{point.name}-"
    for name, data in files.items():
        for id_ in _ids(data):
            if not id_.startswith(prefix):
                raise ConfigError(f"{called}: {name}: the id '{id_}' must begin with '{prefix}'")
    if not files:
        raise ConfigError(f"{called}: '{point.value}' holds no folder with a YAML file")
    return Pack(name=called, files=files, code=True, prefix=point.name)


def _plugin_files(point: Any) -> dict[str, Any]:
    import importlib.resources

    root = importlib.resources.files(point.load())
    return {
        (name := f"{point.value.replace('.', '/')}/{folder.name}/{file.name}"): _parsed(name, file.read_text("utf-8"))
        for folder in sorted(root.iterdir(), key=lambda one: one.name)
        if folder.is_dir()
        for file in sorted(folder.iterdir(), key=lambda one: one.name)
        if file.name.endswith(".yaml")
    }


def _ids(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        yield str(data.get("id", ""))
        missing = data.get("missing")
        if isinstance(missing, dict):
            yield str(missing.get("rule", ""))
