"""Finds and reads configuration files: `releaselint.toml`, or `[tool.releaselint]` of pyproject.toml."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Final

from releaselint.errors import ConfigError

OWN_NAME: Final = "releaselint.toml"
_SHARED_NAME: Final = "pyproject.toml"
_MAX_BYTES: Final = 1024 * 1024
_MAX_CHAIN: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One file's table, its text (for line numbers), and the name by which messages call it."""

    name: str
    folder: str
    table: dict[str, Any]
    text: str

    def line(self, key: str) -> int | None:
        """Return the 1-based line that seems to set the last part of `key`; None where none does."""
        last = key.rpartition(".")[2]
        for number, line in enumerate(self.text.splitlines(), 1):
            name = line.split("=", 1)[0].strip().strip("\"'")
            if name == last or line.strip().strip("[]").strip().endswith("." + last):
                return number
        return None


def find_settings(start: str) -> str | None:
    """Return the nearest configuration file in `start` or a folder above it; None for none."""
    folder = os.path.abspath(start)
    if not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    while True:
        own = os.path.join(folder, OWN_NAME)
        if os.path.isfile(own):
            return own
        shared = os.path.join(folder, _SHARED_NAME)
        if os.path.isfile(shared) and _has_table(shared):
            return shared
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def read_settings(path: str) -> list[Settings]:
    """Return the tables of `path` and of what it extends, the nearest first; raises ConfigError."""
    chain: list[Settings] = []
    seen: list[str] = []
    while True:
        full = os.path.realpath(path)
        name = shown(path)
        if full in seen:
            raise ConfigError(f"{name}: 'extends' leads in a circle")
        if len(chain) >= _MAX_CHAIN:
            raise ConfigError(f"{name}: more than {_MAX_CHAIN} files extend each other")
        seen.append(full)
        settings = _read(path, name)
        chain.append(settings)
        extends = settings.table.get("extends")
        if not isinstance(extends, str) or not extends:
            return chain
        path = os.path.join(os.path.dirname(path), extends)


def read_text_file(path: str) -> str:
    """Return the text of a file that a configuration or a flag names; raises ConfigError."""
    name = shown(path)
    try:
        with open(path, "rb") as stream:
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
    try:
        table: Any = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{name}: is not valid TOML: {str(error)[:200]}") from None
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


def shown(path: str) -> str:
    """Return `path` as messages name it: relative to where the tool runs."""
    try:
        relative = os.path.relpath(path)
    except ValueError:
        return os.path.basename(path)
    return relative.replace(os.sep, "/")
