"""The words by which texts are read: data, one file a language (``rules/reading/``)."""

from __future__ import annotations

import functools
import re
from typing import Any, Final, cast

from releaselint import bundled
from releaselint.regex import Regex

UNREAD: Final = "other"
"""What a language is called whose prose is not read."""


@functools.cache
def _vocabularies() -> dict[str, dict[str, Any]]:
    return {data["language"]: data for data in bundled.load_folder("rules/reading").values()}


@functools.cache
def languages() -> tuple[str, ...]:
    """Return the languages whose prose is read, English first: those that have `cues`."""
    known = [name for name, data in _vocabularies().items() if "cues" in data]
    return ("en", *(name for name in known if name != "en"))


@functools.cache
def words_of(key: str, language: str = "en") -> Any:
    """Return what the file of `language` has under `key`, else that of English; raises KeyError for neither."""
    own = _vocabularies()[language]
    return own[key] if key in own else _vocabularies()["en"][key]


def expression(name: str) -> re.Pattern[str]:
    """Return the English expression of this name, read and compiled when it is first used.

    Case counts only for what is `exact`.
    """
    return cast("re.Pattern[str]", Regex(lambda: _written(words_of("expressions")[name])))


def _written(entry: Any) -> tuple[str, int]:
    """Return the pattern and flags of an entry of the file."""
    if isinstance(entry, list):
        return "|".join(map("".join, entry)), re.IGNORECASE
    if "words" in entry:
        return rf"\b(?:{'|'.join(entry['words'])})\b", re.IGNORECASE
    return "|".join(map("".join, entry["exact"])), 0
