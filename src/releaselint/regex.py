"""Regular expressions that are compiled when they are first used: a start needs few of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast


class Regex:
    """What `re.compile` returns, later: its methods are this object's own after the first use, and cost no more."""

    __slots__ = ("findall", "finditer", "flags", "fullmatch", "match", "pattern", "search", "source", "split", "sub")

    def __init__(self, source: Callable[[], tuple[Any, int]]) -> None:
        self.source = source

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self.source())
        for own in self.__slots__:
            if own != "source":
                setattr(self, own, getattr(compiled, own))
        return object.__getattribute__(self, name)


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return `re.compile(pattern, flags)`, compiled when it is first used."""
    return cast("re.Pattern[str]", Regex(lambda: (pattern, flags)))


def regex_of_bytes(pattern: bytes, flags: int = 0) -> re.Pattern[bytes]:
    """Return `re.compile(pattern, flags)`, compiled when it is first used."""
    return cast("re.Pattern[bytes]", Regex(lambda: (pattern, flags)))
