"""Tells which files declare a release, by their first bytes: other tools have a `release.yaml` as well."""

from __future__ import annotations

import functools
import json
import os
import re
from collections.abc import Collection
from typing import Final

from releaselint import bundled, filenames
from releaselint.regex import regex, regex_of_bytes
from releaselint.source.paths import opened
from releaselint.vocabulary import LEVELS

_HEAD: Final = 8192
_IN_CARD = regex_of_bytes(rb"\A(?:\xef\xbb\xbf)?---(?:(?!\n---)[\s\S])*?\nrelease[ \t]*:")
#: A key at the margin, or the first of a mapping in braces, and what begins its value.
_KEY: Final = regex(
    r"^(?:\{[ \t]*)?[\"']?([A-Za-z][\w-]{0,40})[\"']?[ \t]*:(?:[ \t]+[\"']?([^\s#,}\"']{0,40})|$)", re.MULTILINE
)
_LEVEL_WITHIN: Final = regex(
    r"^release[ \t]*:[ \t]*\n(?:[ \t]+\S.*\n|[ \t]*\n){0,40}?[ \t]+access[ \t]*:[ \t]*[\"']?([\w-]+)", re.MULTILINE
)
#: What stands under the key `release` in ours, a block or a word; others have a version or a name there.
_BLOCK_OR_WORD: Final = regex(r"\{.*|[a-z-]*", re.IGNORECASE)


def is_declaration(text: str) -> bool:
    """Tell whether `text`, which a `release.yaml` holds, is a declaration: half of its keys at the least are known.

    One that names a level is one whatever else it holds; a template of another tool's file never is.
    """
    if "{{" in text:
        return False
    found = _KEY.findall(text)
    if text.strip() in LEVELS or any(key in ("access", "release") and value in LEVELS for key, value in found):
        return True
    within = _LEVEL_WITHIN.search(text)
    if within is not None and within[1] in LEVELS:
        return True
    known = [
        key
        for key, value in found
        if key in _keys() or value in LEVELS or (key == "release" and _BLOCK_OR_WORD.fullmatch(value))
    ]
    return 0 < len(found) <= 2 * len(known)


@functools.cache
def _keys() -> frozenset[str]:
    return frozenset(json.loads(bundled.read_text("schemas/release.schema.json"))["properties"])


def is_declared(folder: str, names: Collection[str]) -> bool:
    """Tell whether `folder`, which holds `names`, has a `release.yaml` that is a declaration."""
    return any(name in names and declares(folder, name) for name in filenames.DECLARATION)


def has_declaration(folder: str, names: Collection[str]) -> bool:
    """Tell whether a card or a `release.yaml` among the paths `names` below `folder` is or has a declaration."""
    return is_declared(folder, names) or any(declares(folder, name) for name in names if filenames.is_card_of(name))


def declares(folder: str, path: str) -> bool:
    """Tell whether the card or `release.yaml` at `path` below `folder` holds a declaration."""
    full = os.path.join(folder, path)
    whole = filenames.base(path) in filenames.DECLARATION
    if (os.path.islink(full) and not whole) or not os.path.isfile(full):
        return False  # a FIFO, a link: the reader tells
    try:
        with opened(full) as stream:
            head = stream.read(_HEAD)
    except OSError:
        return False
    if whole:
        return b"\0" in head or is_declaration(head.decode("utf-8-sig", "replace"))
    return _IN_CARD.search(head) is not None
