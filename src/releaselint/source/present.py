"""Tells whether a folder still holds a release, or texts that may be one each."""

from __future__ import annotations

import os

from releaselint import filenames
from releaselint.source.read import cards_of


def is_present(folder: str) -> bool:
    """Tell whether a release that was in `folder` may still be there: by its card, its declaration, or its page."""
    try:
        names = os.listdir(folder)
    except (OSError, ValueError):  # also of a name that is none, such as one with a NUL
        return False
    texts = (name for name in names if name in filenames.DECLARATION or filenames.is_page(name))
    return bool(cards_of(folder, names)) or any(not os.path.isdir(os.path.join(folder, name)) for name in texts)
