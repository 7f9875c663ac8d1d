"""Texts as phrases see them: spelled with one letter for each word."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Final

from releaselint import bundled
from releaselint.alphabet import Alphabet
from releaselint.regex import regex

_MEMO: Final = 100
"""Characters of a text that is remembered, since cards repeat it: a title, a label, a cell."""
_WORD = regex(r"[^\W_]+")
_JOINED_WORD = regex(r"[-_]?[^\W_]+")
_NONE: Final = frozenset[int]()


@functools.cache
def alphabet() -> Alphabet:
    """Return the alphabet that all phrases and texts share."""
    return Alphabet(bundled.load_phrases()["names"])


class Spelled:
    """A text, its words as letters, and which letters it has."""

    __slots__ = ("_joined", "code", "keys", "text", "version")

    def __init__(self, text: str, code: str, version: int) -> None:
        self.text = text
        self.code = code
        self.keys = frozenset(code)
        #: Of the alphabet: where that has grown, whoever searches the text renews it.
        self.version = version
        self._joined: frozenset[int] | None = None

    @property
    def joined(self) -> frozenset[int]:
        """Words that a hyphen or an underscore joins to the one before, by their number: no match begins there."""
        if self._joined is None:
            self._joined = _NONE
            if "-" in self.text or "_" in self.text:
                words = _JOINED_WORD.findall(self.text)
                self._joined = frozenset(number for number, word in enumerate(words) if number and word[0] in "-_")
        return self._joined

    def renew(self) -> None:
        """Spell the text with the alphabet as it is now."""
        letters = alphabet()
        (self.code,) = letters.spell((self.text,))
        self.keys = frozenset(self.code)
        self.version = letters.version

    def words_before(self, mark: re.Pattern[str]) -> list[int]:
        """Return how many words stand before each `mark`."""
        return [self.count_before(match.start()) for match in mark.finditer(self.text)]

    def count_before(self, offset: int) -> int:
        """Return how many words stand before `offset`."""
        return len(_WORD.findall(self.text, 0, offset))


def spell(texts: Sequence[str]) -> list[Spelled]:
    """Return the texts spelled; all at once costs a fraction of one after another."""
    letters = alphabet()
    version = letters.version
    return [Spelled(text, code, version) for text, code in zip(texts, letters.spell(texts), strict=True)]


NOTHING: Final = Spelled("", "", 0)


@functools.lru_cache(maxsize=4096)
def _spelled(text: str) -> Spelled:
    (spelled,) = spell((text,))
    return spelled


def spelled_of(text: str) -> Spelled:
    """Return one text spelled."""
    if len(text) <= _MEMO:
        return _spelled(text)
    (spelled,) = spell((text,))
    return spelled
