"""Reads one file, or a pointer's few bytes, within bounds; never anything but a regular file."""

from __future__ import annotations

import os
import stat

from releaselint.regex import regex_of_bytes
from releaselint.source.model import SourceText, Trouble
from releaselint.source.paths import opened

MAX_CARD = 2 * 1024 * 1024
"""Bytes of a card that are read at the most."""

POINTER_BYTES = 200
"""Bytes of a pointer, which stands for a large file, at the most."""
_POINTER = regex_of_bytes(rb"\Aversion https://(?:git-lfs|hawser)\.github\.com/spec/v1\n(?:.*\n)*?size (\d{1,19})\n")
_XET = regex_of_bytes(rb"\A# ?xet version [^\n]*\n(?:.*\n)*?filesize ?= ?(\d{1,19})")


def decode(data: bytes, path: str) -> SourceText | Trouble:
    """Return the text of `data` (UTF-8, or UTF-16 with a byte order mark), or why it is none."""
    if len(data) > MAX_CARD:
        return too_large(path, len(data))
    if len(data) <= POINTER_BYTES and _POINTER.match(data):
        reason = "is a Git LFS pointer: the text itself is not here"
        return Trouble(path=path, rule="file-unreadable", reason=reason, help="fetch the file itself: git lfs pull")
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    bom = wide or data.startswith(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-16" if wide else "utf-8")
    except UnicodeDecodeError as error:
        where = f"byte {error.start + 1}"
        if not wide:
            where += f", line {data.count(10, 0, error.start) + 1}"
        reason = f"is not valid {'UTF-16' if wide else 'UTF-8'} ({where})"
        return Trouble(path=path, rule="file-unreadable", reason=reason)
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return Trouble(path=path, rule="file-unreadable", reason=f"holds a NUL byte (line {line}): it is not text")
    return SourceText(path=path, text=text, bom=bom, encoding="utf-16" if wide else "utf-8")


def too_large(path: str, size: int) -> Trouble:
    """Return the trouble with a card of `size` bytes."""
    limit = MAX_CARD // (1024 * 1024)
    return Trouble(
        path=path, rule="file-too-large", reason=f"has {size:,} bytes; at most {limit} MiB of a card are read"
    )


def read_card(root: str, path: str) -> SourceText | Trouble:
    """Return the text of the file `path` below the folder `root`, or why it is not read."""
    full = os.path.join(root, path)
    try:
        if ("/" in path or os.path.islink(full)) and not _inside(root, full):
            return Trouble(path=path, rule="file-unreadable", reason="is a symbolic link out of the release")
        stream = opened(full)
    except OSError as error:
        return Trouble(path=path, rule="file-unreadable", reason=f"cannot be opened: {_plain(error)}")
    with stream:
        try:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):
                return Trouble(path=path, rule="file-unreadable", reason="is not a regular file")
            if status.st_size > MAX_CARD:
                return too_large(path, status.st_size)
            data = stream.read(MAX_CARD + 1)
        except OSError as error:
            return Trouble(path=path, rule="file-unreadable", reason=f"cannot be read: {_plain(error)}")
    return decode(data, path)


def pointer_size(full: str) -> int | None:
    """Return the size that the LFS or Xet pointer in the file `full` tells; None for another file."""
    try:
        with opened(full, follow=False) as stream:
            head = stream.read(POINTER_BYTES)
    except OSError:
        return None
    match = _POINTER.match(head) or _XET.match(head)
    return int(match.group(1)) if match else None


def _inside(root: str, full: str) -> bool:
    """Tell whether the file `full` lies below `root`, or where a Hub cache keeps what its snapshots link to."""
    base, real = os.path.realpath(root), os.path.realpath(full)
    if real.startswith(os.path.join(base, "")):
        return True
    snapshots, _ = os.path.split(base)
    home, folder = os.path.split(snapshots)
    return folder == "snapshots" and real.startswith(os.path.join(home, "blobs", ""))


def _plain(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
