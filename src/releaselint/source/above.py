"""Tells what lies in the folders above a release, up to that of its checkout."""

from __future__ import annotations

import os

from releaselint import filenames
from releaselint.source.git import checkout_of


def license_above(root: str, known: dict[str, bool]) -> bool:
    """Tell whether a folder above `root`, up to its checkout's or the one where the tool runs, has a license file.

    What was found is kept in `known`, by folder: many releases lie in one.
    """
    top = checkout_of(root) or os.path.abspath(os.curdir)
    folder = os.path.abspath(root)
    while folder != top and os.path.commonpath([folder, top]) == top:
        folder = os.path.dirname(folder)
        if folder not in known:
            known[folder] = _has_license(folder)
        if known[folder]:
            return True
    return False


def _has_license(folder: str) -> bool:
    try:
        return any(map(filenames.is_license, os.listdir(folder)))
    except OSError:
        return False
