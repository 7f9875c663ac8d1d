"""The words by which texts are read: data, one file a language (``rules/reading/``)."""

from __future__ import annotations

import functools
import re
from typing import Any, cast

from releaselint import bundled
from releaselint.regex import Regex


@functools.cache
def words_of(key: str, language: str = "en") -> Any:
    """Return what the file of `language` has under `key`; raises KeyError where there is no such file or key."""
    return bundled.load_folder("rules/reading")[f"rules/reading/{language}.yaml"][key]


def expression(name: str, language: str = "en") -> re.Pattern[str]:
    """Return the expression that the file of `language` has under this name, read and compiled when it is first used.

    Case counts only for what is `exact`.
    """
    return cast("re.Pattern[str]", Regex(lambda: _written(words_of("expressions", language)[name])))


def _written(entry: Any) -> tuple[str, int]:
    """Return the pattern and flags of an entry of the file."""
    if isinstance(entry, list):
        return "|".join(map("".join, entry)), re.IGNORECASE
    if "words" in entry:
        return rf"\b(?:{'|'.join(entry['words'])})\b", re.IGNORECASE
    return "|".join(map("".join, entry["exact"])), 0
