"""Lists a release's files by name and size, bounded; in a git checkout, those that git tracks."""

from __future__ import annotations

import bisect
import itertools
import os
import stat
from collections.abc import Callable

from releaselint import filenames
from releaselint.source.decode import POINTER_BYTES, pointer_size
from releaselint.source.git import checkout_of, git
from releaselint.source.model import Entry, Tree

MAX_ENTRIES = 20_000
MAX_DEPTH = 32
_MAX_UNTRACKED = 20

#: Folders that are never part of a release.
SKIPPED = frozenset(
    {".git", ".hg", ".svn", ".cache", ".venv", "venv", "site-packages", "__pycache__", "node_modules", ".tox"}
)


def list_tree(
    root: str,
    *,
    skip: Callable[[str], bool],
    nested: Callable[[str], bool],
    tracked: dict[str, list[str]] | None = None,
) -> Tree:
    """Return the files below the folder `root`.

    With `tracked`, git is asked once for a whole checkout, and the answer kept there: for many
    releases in one. `skip` tells of a POSIX path below the root that it is excluded, `nested` of a folder's full
    path that it is a release of its own. Symbolic links to folders are not followed. In a checkout
    that git cannot list, the tree is `unknown`: an ignored file is no part of a release.
    """
    found: tuple[list[Entry], bool] = ([], True)
    apart: list[str] = []
    checkout = checkout_of(root)
    if checkout is not None:
        names = _tracked(root) if tracked is None else _tracked_in(checkout, root, tracked)
        if names is None:
            return Tree(kind="unknown")
        found = _tracked_entries(root, names, skip, nested, apart)
    # No checkout, or a folder inside one that git ignores as a whole.
    entries, complete = found if found[0] else _walk(root, skip, nested, apart)
    complete = complete and len(entries) <= MAX_ENTRIES
    untracked = _untracked(root, entries, skip) if found[0] else ()
    return Tree(
        kind="local",
        entries=tuple(entries[:MAX_ENTRIES]),
        complete=complete,
        apart=tuple(apart),
        untracked=untracked,
    )


def weights_apart(root: str, tree: Tree) -> bool:
    """Tell whether weights may lie in the folders that the `tree` of the folder `root` leaves out.

    What git cannot list, and an empty folder, which is a submodule that is not checked out, may hold them.
    """
    tracked: dict[str, list[str]] = {}
    for path in tree.apart:
        full = os.path.join(root, path)
        below = list_tree(full, skip=lambda path: False, nested=lambda folder: False, tracked=tracked)
        if not below.entries or any(filenames.is_weights(f"{path}/{entry.path}") for entry in below.entries):
            return True
    return False


def _walk(
    root: str, skip: Callable[[str], bool], nested: Callable[[str], bool], apart: list[str]
) -> tuple[list[Entry], bool]:
    """Return the files below `root`, and whether no folder was left out for the bounds' sake; fill `apart`."""
    entries: list[Entry] = []
    complete = True
    pending = [("", 0)]
    folders = 0
    while pending and len(entries) <= MAX_ENTRIES and folders <= MAX_ENTRIES:
        base, depth = pending.pop()
        folders += 1
        try:
            with os.scandir(os.path.join(root, base) if base else root) as found:
                children = sorted(itertools.islice(found, 2 * MAX_ENTRIES), key=lambda child: child.name)
        except OSError:
            continue
        below = []
        for child in children:
            path = f"{base}/{child.name}" if base else child.name
            if skip(path):
                continue
            try:
                if child.is_dir(follow_symlinks=False):
                    if child.name in SKIPPED:
                        continue
                    if nested(child.path):
                        apart.append(path)
                    elif depth < MAX_DEPTH:
                        below.append((path, depth + 1))
                    else:
                        complete = False
                elif child.is_file():
                    entries.append(_entry(path, child.path, child.stat()))
            except OSError:
                continue
        pending.extend(reversed(below))
    return entries, complete and not pending


def _tracked_entries(
    root: str, names: list[str], skip: Callable[[str], bool], nested: Callable[[str], bool], apart: list[str]
) -> tuple[list[Entry], bool]:
    entries: list[Entry] = []
    own: dict[str, bool] = {"": True}
    complete = True
    for name in names:
        if len(entries) > MAX_ENTRIES:
            break
        if name.count("/") > MAX_DEPTH:
            complete = False
            continue
        folder = ""
        for part in name.split("/")[:-1]:
            above, folder = folder, f"{folder}/{part}" if folder else part
            if folder not in own:
                own[folder] = own[above] and not nested(os.path.join(root, folder))
                apart += [folder] if own[above] and not own[folder] else []
        if not own[folder] or skip(name):
            continue
        full = os.path.join(root, name)
        try:
            status = os.stat(full)
        except OSError:
            entries.append(Entry(path=name, size=None))
            continue
        if not stat.S_ISDIR(status.st_mode):
            entries.append(_entry(name, full, status))
        elif not os.path.islink(full):  # a submodule
            apart.append(name)
    return entries, complete


def _untracked(root: str, entries: list[Entry], skip: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the weights in the folder `root` itself that are none of `entries`."""
    tracked = {entry.path for entry in entries}
    try:
        names = [name for name in os.listdir(root) if filenames.is_weights(name) and name not in tracked]
    except OSError:
        return ()
    beside = (name for name in sorted(names) if os.path.isfile(os.path.join(root, name)) and not skip(name))
    return tuple(itertools.islice(beside, _MAX_UNTRACKED))


def _entry(path: str, full: str, status: os.stat_result) -> Entry:
    size: int | None = status.st_size
    if stat.S_ISREG(status.st_mode) and 0 < status.st_size <= POINTER_BYTES:
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


def _tracked_in(checkout: str, root: str, tracked: dict[str, list[str]]) -> list[str] | None:
    """Return what `_tracked` does, out of one list for the whole `checkout`, which is kept in `tracked`."""
    if checkout not in tracked:
        tracked[checkout] = sorted(_git_files(checkout, "--cached") or ())
    names = tracked[checkout]
    below = os.path.relpath(os.path.abspath(root), checkout).replace(os.sep, "/")
    if below == ".":
        return names or _tracked(root)
    prefix = below + "/"
    # "0" is the character behind "/".
    own = names[bisect.bisect_left(names, prefix) : bisect.bisect_left(names, below + "0")]
    return [name[len(prefix) :] for name in own] or _tracked(root)


def _git_files(root: str, *options: str) -> list[str] | None:
    listed = git(root, "ls-files", "-z", *options, "--", ".")
    # A path in conflict is listed more than once.
    return None if listed is None else [os.fsdecode(name) for name in dict.fromkeys(listed.split(b"\0")) if name]
