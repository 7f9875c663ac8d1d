"""Tells which language a document's prose is in."""

from __future__ import annotations

import functools
import re
from typing import Final

from releaselint import bundled
from releaselint.document.model import Document

_WORD = re.compile(r"\w{1,60}")
_SAMPLE: Final = 1500


def language_of(document: Document) -> str:
    """Return ``en`` where the prose is English or too short to tell, else ``other``."""
    text = document.mask[document.body : document.body + 8 * _SAMPLE].lower()
    words = _WORD.findall(text)[:_SAMPLE]
    if len(words) < 30:
        return "en"
    share = sum(map(_function_words().__contains__, words)) / len(words)
    foreign = 0.0 if text.isascii() else sum(not word.isascii() for word in words) / len(words)
    return "en" if share >= 0.08 or (share >= 0.03 and foreign < 0.05) else "other"


@functools.cache
def _function_words() -> frozenset[str]:
    return frozenset(bundled.load_folder("rules/reading")["rules/reading/en.yaml"]["function-words"])
