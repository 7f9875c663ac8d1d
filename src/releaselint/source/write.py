"""Writes a file whole or not at all: beside it first, then in its place; its mode is kept, links are refused."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable

from releaselint.errors import UsageError
from releaselint.source.paths import shown


def write_whole(path: str, pieces: Iterable[bytes], *, over_links: bool = False) -> None:
    """Write `pieces` to the file `path`; raises UsageError, in one sentence, where that cannot be done.

    A symbolic link is refused, or with `over_links` replaced itself; none is ever followed.
    """
    import tempfile

    partial = None
    try:
        mode = _mode(path, over_links)
        if mode is None:
            with open(path, "ab") as stream:
                stream.writelines(pieces)
            return
        handle, partial = tempfile.mkstemp(dir=os.path.dirname(path) or ".", prefix=".releaselint-")
        with open(handle, "wb") as stream:
            stream.writelines(pieces)
        os.chmod(partial, mode)
        os.replace(partial, path)
        partial = None
    except OSError as error:
        raise UsageError(f"'{shown(path)}' cannot be written: {(error.strerror or 'error').lower()}") from None
    finally:
        if partial is not None and os.path.lexists(partial):
            os.unlink(partial)


def why_kept(path: str) -> str:
    """Return why the file `path` would not be replaced: it is a link, or cannot be written; empty where it would."""
    try:
        status = os.lstat(path)
    except OSError:
        return ""
    if stat.S_ISLNK(status.st_mode):
        return "is a symbolic link"
    return "" if _is_writable(path, status) and os.access(os.path.dirname(path) or ".", os.W_OK) else "is read-only"


def _is_writable(path: str, status: os.stat_result) -> bool:
    return os.access(path, os.W_OK) and bool(status.st_mode & 0o222)  # the superuser may, and should not


def _mode(path: str, over_links: bool) -> int | None:
    """Return the mode that the file at `path` has, or that a new one gets; None for a terminal or a pipe."""
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return _new_mode()
    if stat.S_ISLNK(status.st_mode):
        if over_links:
            return _new_mode()
        raise UsageError(f"'{shown(path)}' is a symbolic link, and is not written through")
    if stat.S_ISCHR(status.st_mode) or stat.S_ISFIFO(status.st_mode):
        return None  # written to, never replaced
    if not stat.S_ISREG(status.st_mode):
        raise UsageError(
            f"'{shown(path)}' cannot be written: is a directory"
            if stat.S_ISDIR(status.st_mode)
            else f"'{shown(path)}' is no file"
        )
    if not _is_writable(path, status):
        raise UsageError(f"'{shown(path)}' cannot be written: permission denied")
    return stat.S_IMODE(status.st_mode)


def _new_mode() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return 0o666 & ~mask
