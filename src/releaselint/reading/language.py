"""Tells which language a document's prose is in."""

from __future__ import annotations

import functools
from typing import Final

from releaselint.document.model import Document
from releaselint.regex import regex
from releaselint.words import UNREAD, languages, words_of

_WORD = regex(r"[^\W\d_]{1,60}")
_NO_WORD = regex(r"\S{60,}")
"""An address, or an embedded picture."""
_SAMPLE: Final = 6000
_GLANCE: Final = 1500
"""Characters of a first look, which tells of most texts that they are English."""
_ENOUGH: Final = 0.08
"""Share of function words that a text in English has."""
_SEVERAL: Final = 5
_FOREIGN: Final = 0.1
"""Share of words with letters outside ASCII that a text in English, with its names, does not reach."""


def language_of(document: Document) -> str:
    """Return the language of the prose, or `UNREAD`; English where nothing shows that it is another.

    Few English words show nothing: a card of tables and fields has hardly a sentence.
    """
    glance = document.mask[document.body : document.body + _GLANCE].lower().split()
    if _share(glance, "en") >= 2 * _ENOUGH:
        return "en"
    text = _NO_WORD.sub(" ", document.mask[document.body : document.body + _SAMPLE])
    words = _WORD.findall(text.lower())
    if len(words) < 30 or _share(words, "en") >= _ENOUGH:
        return "en"
    ours = max(languages()[1:], key=lambda language: _share(words, language), default="en")
    if _share(words, ours) >= 2 * _ENOUGH:
        return ours
    strange = sum(not word.isascii() for word in words)
    # A table has a word or two again and again; sentences have many.
    several = len(_function_words(UNREAD).intersection(words)) >= _SEVERAL
    if strange < _FOREIGN * len(words) and not (several and _share(words, UNREAD) >= max(_ENOUGH, _share(words, "en"))):
        return "en"
    return UNREAD


def _share(words: list[str], language: str) -> float:
    """Return how many of `words` only make sentences in `language`: "the", "of"."""
    return sum(map(_function_words(language).__contains__, words)) / len(words) if words else 0


@functools.cache
def _function_words(language: str) -> frozenset[str]:
    return frozenset(words_of("function-words", language))
