"""How paths are named in output, and how a file is opened that may be anything."""

from __future__ import annotations

import os
from typing import BinaryIO


def shown(path: str, folder: str = os.curdir) -> str:
    """Return `path` as output names it: relative to where the tool runs, or to `folder`; with slashes."""
    if os.path.isabs(path) or folder != os.curdir:
        try:
            path = os.path.relpath(path, folder)
        except ValueError:  # another drive
            path = os.path.basename(path)
    return os.path.normpath(path).replace(os.sep, "/")


def opened(path: str, *, follow: bool = True) -> BinaryIO:
    """Open a file to read it; raises OSError, also for a folder, and without `follow` for a symbolic link.

    It never blocks, so that opening a FIFO returns; the caller looks whether it is a regular file.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | (0 if follow else getattr(os, "O_NOFOLLOW", 0)))
    try:
        return open(handle, "rb")
    except OSError:
        os.close(handle)
        raise
