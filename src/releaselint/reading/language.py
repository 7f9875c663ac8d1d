"""Tells which language a document's prose is in."""

from __future__ import annotations

import functools
from typing import Final

from releaselint import bundled
from releaselint.document.model import Document
from releaselint.regex import regex

_WORD = regex(r"\w{1,60}")
_SAMPLE: Final = 1500
_GLANCE: Final = 200
"""Words of a first look, which tells of most texts that they are English."""
_ENOUGH: Final = 0.08
"""Share of function words that a text in English has."""


def language_of(document: Document) -> str:
    """Return ``en`` where the prose is English or too short to tell, else ``other``."""
    if _share(_words(document, _GLANCE)) >= 2 * _ENOUGH:
        return "en"
    words = _words(document, _SAMPLE)
    if len(words) < 30:
        return "en"
    share = _share(words)
    text = document.mask[document.body : document.body + 8 * _SAMPLE]
    foreign = 0.0 if text.isascii() else sum(not word.isascii() for word in words) / len(words)
    return "en" if share >= _ENOUGH or (share >= 0.03 and foreign < 0.05) else "other"


def _words(document: Document, count: int) -> list[str]:
    return _WORD.findall(document.mask[document.body : document.body + 8 * count].lower())[:count]


def _share(words: list[str]) -> float:
    """Return how many of `words` only make sentences: "the", "of"."""
    return sum(map(_function_words().__contains__, words)) / len(words) if words else 0


@functools.cache
def _function_words() -> frozenset[str]:
    return frozenset(bundled.load_folder("rules/reading")["rules/reading/en.yaml"]["function-words"])
