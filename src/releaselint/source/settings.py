"""Finds and reads configuration files: `releaselint.toml`, or `[tool.releaselint]` of pyproject.toml."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from typing import Any, Final

from releaselint.errors import ConfigError
from releaselint.records import record
from releaselint.regex import regex
from releaselint.source.paths import opened, shown

OWN_NAME: Final = "releaselint.toml"
_PLACE = regex(r"\(at line (\d+), column (\d+)\)\Z")
_PART = regex(r"\"[^\"]*\"|'[^']*'|[^.\s\"']+")
_SHARED_NAME: Final = "pyproject.toml"
#: What configuration files are called.
NAMES: Final = (OWN_NAME, _SHARED_NAME)
_MAX_BYTES: Final = 1024 * 1024
_MAX_DOTS: Final = 500
_MAX_CHAIN: Final = 8


@record
class Settings:
    """One file's table, its text (for line numbers), and the name by which messages call it."""

    name: str
    folder: str
    table: dict[str, Any]
    text: str

    def line(self, pointer: Sequence[str | int]) -> int | None:
        """Return the 1-based line that sets the value at `pointer`, or names the last part of it; None for neither."""
        words = [part for part in pointer if isinstance(part, str)]
        lines = list(self._lines())
        for number, path, _ in lines:
            if path == words:
                return number
        for word in reversed(words):
            token = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
            for number, _, line in lines:
                if token.search(line):
                    return number
        return None

    def _lines(self) -> Iterator[tuple[int, list[str], str]]:
        """Yield the lines of the table with their numbers, each with the dotted name that it seems to set."""
        root = ["tool", "releaselint"] if os.path.basename(self.name) == _SHARED_NAME else []
        table: list[str] = []
        for number, line in enumerate(self.text.splitlines(), 1):
            text = line.strip()
            if text.startswith("["):
                table = _parts(text.strip("[]"))
                name = table
            else:
                name = [*table, *_parts(text.split("=", 1)[0])]
            if table[: len(root)] == root:
                yield number, name[len(root) :], line


def _parts(name: str) -> list[str]:
    return [part.strip("\"'") for part in _PART.findall(name)]


def find_settings(paths: Sequence[str]) -> str | None:
    """Return the nearest configuration file in each of `paths` or a folder above it; None for none.

    Raises ConfigError where they have different ones: none of these could hold for all.
    """
    known: dict[str, str | None] = {}
    paths = [path for path in paths if os.path.lexists(path)] or paths[:1]  # of what is not there others tell
    found = [_nearest(path, known) for path in paths]
    for path, file in zip(paths, found, strict=True):
        if file != found[0]:
            first, other = (
                f"the configuration '{shown(one)}'" if one else "no configuration" for one in (found[0], file)
            )
            raise ConfigError(
                f"'{shown(paths[0])}' has {first}, and '{shown(path)}' has {other}; "
                "name one with '--config', or check them apart"
            )
    return found[0] if found else None


def _nearest(path: str, known: dict[str, str | None]) -> str | None:
    """Return the nearest configuration file for `path`, and keep in `known` what was found for each folder above it."""
    folder = os.path.abspath(path)
    if not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    passed = []
    while folder not in known:
        passed.append(folder)
        file, parent = _settings_in(folder), os.path.dirname(folder)
        if file is not None or parent == folder:
            known[folder] = file
        else:
            folder = parent
    known |= dict.fromkeys(passed, known[folder])
    return known[folder]


def _settings_in(folder: str) -> str | None:
    own = os.path.join(folder, OWN_NAME)
    if os.path.isfile(own):
        return own
    shared = os.path.join(folder, _SHARED_NAME)
    return shared if os.path.isfile(shared) and _has_table(shared) else None


def read_settings(path: str) -> list[Settings]:
    """Return the tables of `path` and of what it extends, the nearest first; raises ConfigError."""
    chain: list[Settings] = []
    seen: list[str] = []
    while True:
        full = os.path.realpath(path.replace("\0", ""))
        try:
            if full in seen:
                raise ConfigError(f"{shown(path)}: is extended in a circle")
            if len(chain) >= _MAX_CHAIN:
                raise ConfigError(f"{shown(path)}: is one too many: at most {_MAX_CHAIN} files extend each other")
            settings = _read(path, shown(path))
            if not settings.table and os.path.basename(path) == _SHARED_NAME:
                raise ConfigError(f"{shown(path)}: has no table 'tool.releaselint'")
        except ConfigError as error:
            if not chain:
                raise
            last = chain[-1]
            raise ConfigError(f"{last.name}:{last.line(('extends',)) or 1}: 'extends': {error}") from None
        seen.append(full)
        chain.append(settings)
        extends = settings.table.get("extends")
        if not isinstance(extends, str) or not extends:
            return chain
        path = os.path.join(os.path.dirname(path), extends)


def read_text_file(path: str) -> str:
    """Return the text of a file that a configuration or a flag names; raises ConfigError."""
    if "\0" in path:
        raise ConfigError("a configuration names a file with a NUL in its name")
    name = shown(path)
    try:
        with opened(path) as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise ConfigError(f"{name}: is not a regular file")
            data = stream.read(_MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{name}: cannot be read: {(error.strerror or 'error').lower()}") from None
    if len(data) > _MAX_BYTES:
        raise ConfigError(f"{name}: is larger than {_MAX_BYTES // 1024} KiB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(f"{name}: is not UTF-8 text") from None


def _read(path: str, name: str) -> Settings:
    import tomllib

    text = read_text_file(path)
    if any(line.count(".") > _MAX_DOTS for line in text.splitlines()):
        raise ConfigError(f"{name}: a line holds more than {_MAX_DOTS} dots")  # the parser takes quadratic time
    try:
        table: Any = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        place = _PLACE.search(str(error))
        told = str(error)[: place.start() if place else 200].rstrip()
        where = f":{place.group(1)}:{place.group(2)}" if place else ""
        raise ConfigError(f"{name}{where}: is not valid TOML: {told[:1].lower()}{told[1:200]}") from None
    if os.path.basename(path) == _SHARED_NAME:
        table = table.get("tool", {})
        table = table.get("releaselint", {}) if isinstance(table, dict) else {}
    if not isinstance(table, dict):
        raise ConfigError(f"{name}: 'tool.releaselint' must be a table")
    return Settings(name=name, folder=os.path.dirname(path) or ".", table=table, text=text)


def _has_table(path: str) -> bool:
    try:
        with open(path, "rb") as stream:
            # A look, not a parse: most pyproject files do not mention us, and TOML costs milliseconds.
            return b"releaselint" in stream.read(_MAX_BYTES) and bool(_read(path, shown(path)).table)
    except OSError:
        return False
