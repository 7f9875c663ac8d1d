"""Literals: what links and code are searched for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from releaselint.evidence import parts_of


class Literal:
    """A text to find in any case, in which `*` stands for a few characters that are no blanks or brackets."""

    __slots__ = ("_compiled", "parts", "source", "whole")

    def __init__(self, source: str) -> None:
        self.source = source
        self.whole = "*" not in source
        self.parts = parts_of(source)
        self._compiled: re.Pattern[str] | None = None

    def may_match(self, lower: str) -> bool:
        """Tell whether `lower`, a text in lower case, holds all the parts."""
        for part in self.parts:  # noqa: SIM110 - all() costs several times as much
            if part not in lower:
                return False
        return True

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match in `text`."""
        return next(self.every(text), None)

    def every(self, text: str) -> Iterator[re.Match[str]]:
        """Yield each match in `text`."""
        if self._compiled is None:
            pieces = map(re.escape, self.source.strip("*").split("*"))
            self._compiled = re.compile(r"[^\s()\[\]<>]{0,80}".join(pieces), re.IGNORECASE)
        return self._compiled.finditer(text)


class Literals:
    """Several literals, of which any may match."""

    __slots__ = ("_made", "sources")

    def __init__(self, sources: Iterable[str]) -> None:
        self.sources = tuple(sources)
        self._made: tuple[Literal, ...] | None = None

    @property
    def literals(self) -> tuple[Literal, ...]:
        """The literals, made when they are first asked for: most exceptions never are."""
        if self._made is None:
            self._made = tuple(map(Literal, self.sources))
        return self._made

    def search(self, text: str) -> re.Match[str] | None:
        """Return a match of the first literal that has one."""
        lower = text.lower()
        found = (literal.search(text) for literal in self.literals if literal.may_match(lower))
        return next((match for match in found if match is not None), None)
