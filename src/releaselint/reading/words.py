"""The words by which texts are read: data, one file a language (``rules/reading/``)."""

from __future__ import annotations

from typing import Any

from releaselint import bundled


def words_of(key: str, language: str = "en") -> Any:
    """Return what the file of `language` has under `key`; raises KeyError where there is no such file or key."""
    return bundled.load_folder("rules/reading")[f"rules/reading/{language}.yaml"][key]
