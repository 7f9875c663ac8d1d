"""Tells which paths globs name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fnmatch import translate

#: Tests a path that a user would name so, and the folder above it that is known to be wanted.
Excluded = Callable[[str, str], bool]


def matcher(globs: Sequence[str]) -> Excluded:
    """Return a test for paths that one of `globs` names, as a whole, by a part, or by a folder.

    The test takes the path and the folder above it that is known to be wanted.
    """
    patterns = [re.compile(translate(glob.rstrip("/").removeprefix("./"))) for glob in globs]

    def matches(path: str, within: str) -> bool:
        if not patterns:
            return False
        parts = path.split("/")
        below = len(within.split("/")) if within not in ("", ".") else 0
        starts = ["/".join(parts[: count + 1]) for count in range(below, len(parts))]
        return any(pattern.match(text) for pattern in patterns for text in (*starts, *parts[below:]))

    return matches
