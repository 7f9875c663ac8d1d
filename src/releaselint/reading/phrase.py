"""Phrases of the evidence, and where they match.

Most phrases are never tried on most texts: a phrase is looked up by its rarest word, and tried where all its words are.
"""

from __future__ import annotations

import bisect
import contextlib
import functools
import re
from collections.abc import Iterable
from typing import Any

from releaselint import bundled, packs
from releaselint.grammar import parsed
from releaselint.reading.spelled import Spelled, alphabet, spelled_of
from releaselint.regex import is_made_for_this, restored


class Phrase:
    """One phrase: its source, its pattern over letters, the letters that a text must have, and how it is meant."""

    __slots__ = (
        "_code",
        "_pattern",
        "_place",
        "_rest",
        "compiled",
        "keys",
        "modal",
        "negative",
        "others",
        "source",
        "version",
    )

    keys: str
    """One of these is in every text that matches; empty where nothing is known."""
    others: tuple[frozenset[str], ...]
    """One of each of these is in every text that matches as well."""
    compiled: re.Pattern[str]
    _pattern: str
    _code: bytes
    _rest: list[str]

    def __init__(self, source: str, negative: bool, modal: bool) -> None:
        self.source = source
        self.negative, self.modal = negative, modal
        """Whether it says "not" itself, or "may", "could" or the like."""
        self.version = -1
        """Of the alphabet that it is written with; -1 for none yet."""

    def __getattr__(self, name: str) -> Any:
        # Made when it is first asked for: most phrases never meet a text that holds all their words.
        if name == "others":
            self.others = tuple(map(frozenset, self._rest))
        elif name == "compiled":
            pattern = self._pattern
            restorable = self._code and is_made_for_this()
            self.compiled = restored(pattern, self._code) if restorable else re.compile(pattern)
        elif name in ("_pattern", "_code", "_rest") and self.version >= 0:
            (self._pattern, *self._rest), self._code = bundled.written(*self._place)
        else:
            raise AttributeError(name)
        return object.__getattribute__(self, name)

    def find(self, keys: str, place: tuple[int, int]) -> None:
        """Take the first keys as the build wrote them, and where it wrote the rest."""
        self.keys = keys
        self._place = place
        self.version = 0

    def write(self, pattern: str, keys: list[str], version: int) -> None:
        """Take the pattern and the keys as an alphabet writes them."""
        self.keys, self._rest = (keys[0], keys[1:]) if keys else ("", [])
        self._pattern, self._code = pattern, b""
        self.version = version
        for made in ("others", "compiled"):
            with contextlib.suppress(AttributeError):  # they are made anew when they are asked for
                delattr(self, made)

    def renewed(self) -> Phrase:
        """Return the phrase, written with the alphabet as it is now."""
        letters = alphabet()
        if self.version != letters.version:
            steps, keys, *_ = parsed(self.source)
            self.write(letters.pattern(steps), letters.keys(keys), letters.version)
        return self

    def may_match(self, keys: frozenset[str]) -> bool:
        """Tell whether a text that has the letters `keys` holds all the words of the phrase."""
        if self.keys and keys.isdisjoint(self.keys):
            return False
        for wanted in self.others:  # noqa: SIM110 - all() costs several times as much
            if wanted.isdisjoint(keys):
                return False
        return True

    def search(self, text: Spelled) -> re.Match[str] | None:
        """Return the first match in `text`, places counted in words."""
        match = self.compiled.search(text.code)
        while match is not None and match.start() in text.joined:
            match = self.compiled.search(text.code, match.start() + 1)
        return match


class Phrases:
    """Several phrases, of which any may match."""

    __slots__ = ("_keys", "_phrases", "_version", "sources")

    def __init__(self, sources: Iterable[str]) -> None:
        self.sources = tuple(sources)
        self._phrases: tuple[Phrase, ...] = ()
        self._keys: frozenset[str] | None = None
        self._version = -1
        if self.sources and not is_written():
            # Raises for what is malformed, and teaches the alphabet.
            for source in self.sources:
                compile_phrase(source)

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """The phrases, made when they are first asked for: most never are."""
        self._renew()
        return self._phrases

    def _renew(self) -> None:
        if self._version != alphabet().version:
            made = tuple(map(compile_phrase, self.sources))  # which may teach the alphabet words
            self._phrases = phrases = tuple(phrase.renewed() for phrase in made)
            known = all(phrase.keys for phrase in phrases)
            self._keys = frozenset[str]().union(*(phrase.keys for phrase in phrases)) if known else None
            self._version = alphabet().version

    def search(self, text: Spelled) -> re.Match[str] | None:
        """Return a match of the first phrase that has one, places counted in words."""
        for phrase in self._likely(text):
            match = phrase.search(text)
            if match is not None:
                return match
        return None

    def said_in(self, text: str) -> bool:
        """Tell whether `text` says one of the phrases."""
        return self.search(spelled_of(text)) is not None

    def may_be_in(self, text: Spelled) -> bool:
        """Tell whether `text` holds all the words of one of the phrases."""
        return bool(self._likely(text))

    def within(self, text: Spelled, start: int, end: int) -> bool:
        """Tell whether one matches in the words from `start` to `end`, as if these were all."""
        part = text.code[start:end]
        return bool(part) and any(phrase.compiled.search(part) for phrase in self._likely(text))

    def every(self, text: Spelled) -> list[re.Match[str]]:
        """Return the matches of all the phrases."""
        return [match for phrase in self._likely(text) for match in phrase.compiled.finditer(text.code)]

    def _likely(self, text: Spelled) -> list[Phrase]:
        if text.version != self._version:  # else both are written with one alphabet, if perhaps no more the newest
            self._renew()
            if text.version != self._version:
                text.renew()
        keys = text.keys
        if self._keys is not None and self._keys.isdisjoint(keys):
            return []
        return [phrase for phrase in self._phrases if phrase.may_match(keys)]


def is_written() -> bool:
    """Tell whether the build has written all the phrases in use: none is malformed, and the alphabet knows them."""
    return not packs.current() and bool(bundled.load_phrases()["sources"])


@functools.lru_cache(maxsize=8192)
def compile_phrase(source: str) -> Phrase:
    """Return the phrase that `source` writes; raises DataError where it is malformed."""
    sources = bundled.load_phrases()["sources"]
    number = bisect.bisect_left(sources, source)
    if number < len(sources) and sources[number] == source:
        return written_phrase(number)
    steps, _, negative, modal = parsed(source)
    alphabet().learn(steps)
    return Phrase(source, negative, modal)


@functools.lru_cache(maxsize=8192)
def written_phrase(number: int) -> Phrase:
    """Return the phrase with this number among those that the build wrote."""
    ready = bundled.load_phrases()
    told = ready["told"][number]
    phrase = Phrase(ready["sources"][number], told in "13", told in "23")
    phrase.find(ready["keys"][number], (ready["ends"][number], ready["ends"][number + 1]))
    return phrase
