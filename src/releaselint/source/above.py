"""Tells what lies in the folders above a release, up to that of its checkout."""

from __future__ import annotations

import os
from collections.abc import Callable

from releaselint import filenames
from releaselint.source.declaring import has_declaration
from releaselint.source.git import checkout_of
from releaselint.source.read import cards_of, names_in


def license_above(root: str, known: dict[str, bool]) -> bool:
    """Tell whether a folder above `root`, up to its checkout's or the one where the tool runs, has a license file.

    What was found is kept in `known`, by folder: many releases lie in one.
    """
    return _is_above(root, known, lambda folder: any(map(filenames.is_license, names_in(folder))))


def declaration_above(root: str, known: dict[str, bool]) -> bool:
    """Tell whether the release in `root` lies within one that is declared, as `license_above` does."""
    return _is_above(root, known, _has_declaration)


def _has_declaration(folder: str) -> bool:
    return has_declaration(folder, (*filenames.DECLARATION, *cards_of(folder, names_in(folder))))


def _is_above(root: str, known: dict[str, bool], test: Callable[[str], bool]) -> bool:
    top = checkout_of(root) or os.path.abspath(os.curdir)
    folder = os.path.abspath(root)
    while folder != top and os.path.commonpath([folder, top]) == top:
        folder = os.path.dirname(folder)
        if folder not in known:
            known[folder] = test(folder)
        if known[folder]:
            return True
    return False
