"""Regular expressions that are compiled when they are first used, or were at build time: a start needs few of them.

To compile them is a tenth of a start, and to restore what the build compiled a hundredth. What it wrote fits the
interpreter that it ran on, as bytecode does; on any other one they are compiled as ever.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import functools
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any, cast

from releaselint import bundled
from releaselint.records import EMPTY

#: The interpreters that read the same code: those of one version, on machines with one order and size of words.
MADE_FOR = f"{sys.implementation.cache_tag} {_sre.MAGIC} {_sre.CODESIZE} {_sre.MAXREPEAT} {sys.byteorder}"
_WORD = 4
"""Bytes of a word of code."""


class Regex:
    """What `re.compile` returns, later: its methods are this object's own after the first use, and cost no more."""

    __slots__ = ("findall", "finditer", "flags", "fullmatch", "match", "pattern", "search", "source", "split", "sub")

    def __init__(self, source: Callable[[], tuple[Any, int]]) -> None:
        self.source = source

    def __getattr__(self, name: str) -> Any:
        pattern, flags = self.source()
        told = _ready().get((pattern, int(flags)))
        compiled = re.compile(pattern, flags) if told is None else restored(pattern, *told)
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


def is_made_for_this() -> bool:
    """Tell whether the build compiled expressions, and for an interpreter like this one."""
    return bool(_ready())


@functools.cache
def _ready() -> Mapping[tuple[Any, int], tuple[bytes, int, int, Mapping[str, int]]]:
    made_for, told = bundled.load_expressions()
    return told if made_for == MADE_FOR else {}


def restored(
    pattern: Any, code: bytes, flags: int = int(re.UNICODE), groups: int = 0, names: Mapping[str, int] = EMPTY
) -> re.Pattern[Any]:
    """Return what `re.compile` made of `pattern`, from its `code` and the numbers of its groups that have names."""
    named: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        named[number] = name
    words = memoryview(code).cast("I").tolist()
    return cast("re.Pattern[Any]", _sre.compile(pattern, flags, words, groups, dict(names), tuple(named)))


def code_of(pattern: Any, flags: int = 0) -> tuple[bytes, int, int, Mapping[str, int]] | None:
    """Return what `restored` needs beside `pattern`; None where this interpreter has no such modules.

    For the build: Python promises nothing of them. Raises ValueError where what is restored is not what is compiled.
    """
    try:
        from re import _compiler, _parser  # type: ignore[attr-defined]

        parsed = _parser.parse(pattern, flags)
        words, state = _compiler._code(parsed, flags), parsed.state
    except (AttributeError, ImportError):
        return None
    code = b"".join(word.to_bytes(_WORD, sys.byteorder) for word in words)
    told = (code, int(flags | state.flags), state.groups - 1, dict(state.groupdict))
    made, wanted = restored(pattern, *told), re.compile(pattern, flags)
    if (made, made.groups, made.groupindex) != (wanted, wanted.groups, wanted.groupindex):
        raise ValueError(f"what is restored is not what is compiled: {pattern!r}")
    return told
