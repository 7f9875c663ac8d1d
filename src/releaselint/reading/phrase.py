"""Phrases of the evidence, and texts as they see them.

Most phrases are never tried on most sentences: a phrase is looked up by its rarest word, and tried where all
its words are.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Set
from typing import Any, Final

from releaselint import bundled
from releaselint.grammar import DIGITS, KEY, compiled
from releaselint.text import fold_case

MEMO: Final = 100
"""Characters of a text that is remembered, since cards repeat it: a cell, a title, a line of a template."""
_WORDS = re.compile(r"[^\W_]{1,60}")
_DIGIT = re.compile(r"\d")


class Folded:
    """A text as phrases see it: in lower case, offset for offset, and the keys of its words."""

    __slots__ = ("found", "keys", "text")

    def __init__(self, text: str) -> None:
        self.text = fold_case(text)
        self.keys = keys_of(self.text)
        #: What each index of patterns found here: a text that many cards repeat is searched once.
        self.found: dict[int, Any] = {}


@functools.lru_cache(maxsize=4096)
def _fold(text: str) -> Folded:
    return Folded(text)


def fold(text: str) -> Folded:
    """Return `text` made ready for phrases."""
    return _fold(text) if len(text) <= MEMO else Folded(text)


class Phrase:
    """One phrase: its source, its pattern, the keys that a text must hold, whether it says "not" itself."""

    __slots__ = ("_compiled", "keys", "negative", "others", "pattern", "source")

    def __init__(self, source: str, pattern: str, required: tuple[frozenset[str], ...], negative: bool) -> None:
        self.source, self.pattern, self.negative = source, pattern, negative
        #: One of these is a key of every text that matches; empty where nothing is known.
        self.keys = required[0] if required else frozenset[str]()
        #: One of each of these is a key of it as well.
        self.others = required[1:]
        self._compiled: re.Pattern[str] | None = None

    @property
    def compiled(self) -> re.Pattern[str]:
        """The pattern, for texts in lower case; most phrases never meet a text that holds all their words."""
        if self._compiled is None:
            self._compiled = re.compile(self.pattern)
        return self._compiled

    def may_match(self, keys: Set[str]) -> bool:
        """Tell whether a text whose words have `keys` holds all the words of the phrase."""
        if self.keys and self.keys.isdisjoint(keys):
            return False
        for wanted in self.others:  # noqa: SIM110 - all() costs several times as much
            if wanted.isdisjoint(keys):
                return False
        return True


class Phrases:
    """Several phrases, of which any may match."""

    __slots__ = ("_keys", "_phrases", "sources")

    def __init__(self, sources: Iterable[str]) -> None:
        self.sources = tuple(sources)
        self._phrases: tuple[Phrase, ...] | None = None
        self._keys: frozenset[str] | None = None
        if not all(map(bundled.load_phrases().__contains__, self.sources)):
            self._prepare()  # raises for what is malformed; those of the package are known to be well formed

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """The phrases, made when they are first asked for: most never are."""
        return self._phrases or self._prepare()

    def _prepare(self) -> tuple[Phrase, ...]:
        self._phrases = phrases = tuple(map(compile_phrase, self.sources))
        known = all(phrase.keys for phrase in phrases)
        self._keys = frozenset[str]().union(*(phrase.keys for phrase in phrases)) if known else None
        return phrases

    def search(self, text: str | Folded) -> re.Match[str] | None:
        """Return a match of the first phrase that has one."""
        folded = fold(text) if isinstance(text, str) else text
        phrases = self.phrases
        if not phrases or (self._keys is not None and self._keys.isdisjoint(folded.keys)):
            return None
        return self.search_part(folded.text, folded.keys)

    def search_part(self, text: str, keys: Set[str]) -> re.Match[str] | None:
        """Return a match in `text`, in lower case and part of a text whose words have `keys`."""
        for phrase in self.phrases:
            if phrase.may_match(keys):
                match = phrase.compiled.search(text)
                if match is not None:
                    return match
        return None


def keys_of(text: str) -> set[str]:
    """Return the words of `text`, which is in lower case, and their beginnings; `#` where it holds a digit."""
    keys = set(_WORDS.findall(text))
    keys.update([word[:KEY] for word in keys])
    if _DIGIT.search(text):
        keys.add(DIGITS)
    return keys


@functools.lru_cache(maxsize=8192)
def compile_phrase(source: str) -> Phrase:
    """Return the phrase that `source` writes; raises DataError where it is malformed."""
    known = bundled.load_phrases().get(source)
    pattern, required, negative = known if known is not None else compiled(source)
    return Phrase(source, pattern, tuple(map(frozenset, required)), negative)
