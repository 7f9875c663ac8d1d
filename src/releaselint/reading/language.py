"""Tells which language a document's prose is in."""

from __future__ import annotations

import functools
from typing import Final

from releaselint import bundled
from releaselint.document.model import Document
from releaselint.regex import regex

_WORD = regex(r"[^\W\d_]{1,60}")
_NO_WORD = regex(r"\S{60,}")
"""An address, or an embedded picture."""
_SAMPLE: Final = 1500
_GLANCE: Final = 200
"""Words of a first look, which tells of most texts that they are English."""
_ENOUGH: Final = 0.08
"""Share of function words that a text in English has."""
_SEVERAL: Final = 5
_FOREIGN: Final = 0.1
"""Share of words with letters outside ASCII that a text in English, with its names, does not reach."""


def language_of(document: Document) -> str:
    """Return ``other`` where the prose is in another language than English by its own signs, else ``en``.

    Few English words are no such sign: a card of tables and fields has hardly a sentence.
    """
    if _share(_words(document, _GLANCE), "en") >= 2 * _ENOUGH:
        return "en"
    words = _words(document, _SAMPLE)
    if len(words) < 30 or _share(words, "en") >= _ENOUGH:
        return "en"
    strange = sum(not word.isascii() for word in words)
    if strange >= _FOREIGN * len(words):
        return "other"
    # A table has a word or two again and again; sentences have many.
    several = len(_function_words("other").intersection(words)) >= _SEVERAL
    return "other" if several and _share(words, "other") >= max(_ENOUGH, _share(words, "en")) else "en"


def _words(document: Document, count: int) -> list[str]:
    text = _NO_WORD.sub(" ", document.mask[document.body : document.body + 40 * count])
    return _WORD.findall(text[: 8 * count].lower())[:count]


def _share(words: list[str], language: str) -> float:
    """Return how many of `words` only make sentences in `language`: "the", "of"."""
    return sum(map(_function_words(language).__contains__, words)) / len(words) if words else 0


@functools.cache
def _function_words(language: str) -> frozenset[str]:
    return frozenset(bundled.load_folder("rules/reading")[f"rules/reading/{language}.yaml"]["function-words"])
