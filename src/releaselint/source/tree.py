"""Lists a release's files by name and size, bounded; in a git checkout, those that git tracks."""

from __future__ import annotations

import functools
import os
import stat
import subprocess
from collections.abc import Callable

from releaselint.source.decode import pointer_size
from releaselint.source.model import Entry, Tree

MAX_ENTRIES = 20_000
MAX_DEPTH = 32
_POINTER_LIMIT = 200

#: Folders that are never part of a release.
SKIPPED = frozenset({".git", ".hg", ".svn", ".cache", ".venv", "venv", "__pycache__", "node_modules", ".tox"})


def list_tree(root: str, *, skip: Callable[[str], bool], nested: Callable[[str], bool]) -> Tree:
    """Return the files below the folder `root`.

    `skip` tells of a POSIX path below the root that it is excluded, `nested` of a folder's full
    path that it is a release of its own. Symbolic links to folders are not followed. In a checkout
    that git cannot list, the tree is `unknown`: an ignored file is no part of a release.
    """
    entries: list[Entry] = []
    if _checkout(os.path.abspath(root)) is not None:
        tracked = _tracked(root)
        if tracked is None:
            return Tree(kind="unknown")
        entries = _tracked_entries(root, tracked, skip, nested)
    # No checkout, or a folder inside one that git ignores as a whole.
    entries = entries or _walk(root, skip, nested)
    return Tree(kind="local", entries=tuple(entries[:MAX_ENTRIES]), complete=len(entries) <= MAX_ENTRIES)


def _walk(root: str, skip: Callable[[str], bool], nested: Callable[[str], bool]) -> list[Entry]:
    entries: list[Entry] = []
    pending = [("", 0)]
    while pending and len(entries) <= MAX_ENTRIES:
        base, depth = pending.pop()
        try:
            with os.scandir(os.path.join(root, base) if base else root) as found:
                children = sorted(found, key=lambda child: child.name)
        except OSError:
            continue
        below = []
        for child in children:
            path = f"{base}/{child.name}" if base else child.name
            if skip(path):
                continue
            try:
                if child.is_dir(follow_symlinks=False):
                    if child.name not in SKIPPED and depth < MAX_DEPTH and not nested(child.path):
                        below.append((path, depth + 1))
                elif child.is_file():
                    entries.append(_entry(path, child.path, child.stat()))
            except OSError:
                continue
        pending.extend(reversed(below))
    return entries


def _tracked_entries(
    root: str, names: list[str], skip: Callable[[str], bool], nested: Callable[[str], bool]
) -> list[Entry]:
    entries: list[Entry] = []
    own: dict[str, bool] = {"": True}

    def belongs(folder: str) -> bool:
        if folder not in own:
            parent = os.path.dirname(folder)
            own[folder] = belongs(parent) and not nested(os.path.join(root, folder))
        return own[folder]

    for name in names:
        if len(entries) > MAX_ENTRIES:
            break
        if name.count("/") > MAX_DEPTH or skip(name) or not belongs(os.path.dirname(name)):
            continue
        full = os.path.join(root, name)
        try:
            entries.append(_entry(name, full, os.stat(full)))
        except OSError:
            entries.append(Entry(path=name, size=None))
    return entries


def _entry(path: str, full: str, status: os.stat_result) -> Entry:
    size: int | None = status.st_size
    if stat.S_ISREG(status.st_mode) and 0 < status.st_size <= _POINTER_LIMIT:
        told = pointer_size(full)
        size = status.st_size if told is None else told
    return Entry(path=path, size=size)


def _tracked(root: str) -> list[str] | None:
    """Return the paths below `root` that git tracks; None where git does not answer.

    A checkout in which nothing is tracked yet is one that is about to be: then, what git does not
    ignore.
    """
    tracked = _git_files(root, "--cached")
    return _git_files(root, "--others", "--exclude-standard") if tracked == [] else tracked


def _git_files(root: str, *options: str) -> list[str] | None:
    # The repository is not trusted: no hooks, no file-system monitor, no prompts.
    command = ["git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-C", root]
    try:
        done = subprocess.run(
            [*command, "ls-files", "-z", *options, "--", "."],
            capture_output=True,
            timeout=20,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    if done.returncode != 0:
        return None
    return [os.fsdecode(name) for name in done.stdout.split(b"\0") if name]


@functools.lru_cache(maxsize=4096)
def _checkout(folder: str) -> str | None:
    """Return the nearest folder from `folder` upward that holds `.git`."""
    if os.path.lexists(os.path.join(folder, ".git")):
        return folder
    parent = os.path.dirname(folder)
    return None if parent == folder else _checkout(parent)
