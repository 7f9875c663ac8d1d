"""Finds releases: from paths, or the text on stdin, to folders with their cards and files."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from fnmatch import translate

from releaselint import filenames
from releaselint.errors import NothingFoundError, UsageError
from releaselint.source.decode import decode, read_card
from releaselint.source.model import Release, SourceText, Tree, Trouble
from releaselint.source.tree import SKIPPED, list_tree

_PEEK = 512
_CONFIG_BYTES = 256 * 1024
_UPWARD = 12
_WALK_DEPTH = 24


def find_releases(
    paths: Sequence[str], *, exclude: Sequence[str] = (), force_exclude: bool = False
) -> list[Callable[[], Release]]:
    """Return one reader for each release at `paths` (files and folders), in the order found.

    The readers do the reading, so that a long run holds one release at a time. `exclude` holds
    globs over paths as the user names them; they bind files named in `paths` only with
    `force_exclude`. Raises UsageError for a path that does not exist and NothingFoundError when
    there is no card anywhere; every path excluded is no error.
    """
    excluded = _matcher(exclude)
    peeks: dict[str, bool] = {}
    roots: dict[str, dict[str, None]] = {}
    alone: dict[str, None] = {}
    skipped = False
    for given in paths:
        path = given.rstrip("/" + os.sep) or given
        if not os.path.lexists(path):
            raise UsageError(f"there is no file or folder '{given}'")
        if force_exclude and excluded(_shown(path)):
            skipped = True
            continue
        if os.path.isdir(path):
            for folder in _folders(path, excluded, peeks):
                roots.setdefault(folder, {})
            continue
        folder = os.path.dirname(path) or "."
        root = _root_above(folder, peeks)
        name = os.path.basename(path)
        if filenames.is_card(name) and (root is None or not os.path.samefile(root, folder)):
            root = folder  # a README that is named is a card
        if root is not None:
            named = roots.setdefault(root, {})
            if filenames.is_text(name) and not filenames.is_license(name):
                named[os.path.relpath(path, root).replace(os.sep, "/")] = None
        elif filenames.is_text(name):
            alone[path] = None
    if not roots and not alone and not skipped:
        where = "', '".join(paths[:3])
        raise NothingFoundError(
            f"no card found in '{where}': a card is a README with front matter or weights beside it, "
            "a MODEL_CARD.md, a SYSTEM_CARD.md, or a file that you name"
        )
    trees: dict[str, Tree] = {}
    readers: list[Callable[[], Release]] = [
        _Reader(root, tuple(named), excluded, peeks, trees, True) for root, named in roots.items()
    ]
    readers += [
        _Reader(os.path.dirname(path) or ".", (os.path.basename(path),), excluded, peeks, trees, False)
        for path in alone
    ]
    return readers


def release_of_text(data: bytes, filename: str) -> Release:
    """Return the release that consists of one text, such as stdin's; its tree is unknown."""
    path = "" if os.path.isabs(filename) else os.path.dirname(filename).replace(os.sep, "/")
    name = os.path.basename(filename) or "README.md"
    got = decode(data, name)
    return Release(
        path=path or ".",
        name="",
        texts=(got,) if isinstance(got, SourceText) else (),
        troubles=(got,) if isinstance(got, Trouble) else (),
    )


class _Reader:
    """Reads one release when it is called."""

    __slots__ = ("excluded", "gather", "named", "peeks", "root", "trees")

    def __init__(
        self,
        root: str,
        named: tuple[str, ...],
        excluded: Callable[[str], bool],
        peeks: dict[str, bool],
        trees: dict[str, Tree],
        gather: bool,
    ) -> None:
        self.root, self.named, self.excluded, self.peeks = root, named, excluded, peeks
        self.trees, self.gather = trees, gather

    def __call__(self) -> Release:
        root = self.root
        shown = _shown(root)
        prefix = "" if shown == "." else shown + "/"
        names = list(self.named)
        declaration = None
        troubles: list[Trouble] = []
        if self.gather:
            names += [n for n in _card_names(root) if n not in self.named and not self.excluded(prefix + n)]
            for name in filenames.DECLARATION:
                if os.path.lexists(os.path.join(root, name)):
                    got = read_card(root, name)
                    if isinstance(got, SourceText):
                        declaration = got
                    else:
                        troubles.append(got)
                    break
        texts = []
        for name in sorted(names, key=_card_order):
            got = read_card(root, name)
            if isinstance(got, SourceText):
                texts.append(got)
            else:
                troubles.append(got)
        tree = self.trees.get(root)
        if tree is None:
            tree = list_tree(
                root,
                skip=lambda path: self.excluded(prefix + path),
                nested=lambda folder: _is_release(folder, self.peeks),
            )
            if not self.gather:  # many cards can share one folder: list it once
                self.trees[root] = tree
        sides = {}
        for entry in tree.entries:
            if entry.path == "config.json" and (entry.size or 0) <= _CONFIG_BYTES:
                got = read_card(root, entry.path)
                if isinstance(got, SourceText):
                    sides[entry.path] = got.text
        return Release(
            path=shown,
            name=os.path.basename(os.path.abspath(root)),
            texts=tuple(texts),
            declaration=declaration,
            sides=sides,
            tree=tree,
            troubles=tuple(troubles),
        )


def _folders(top: str, excluded: Callable[[str], bool], peeks: dict[str, bool]) -> Iterator[str]:
    """Yield the release folders at and below `top`."""
    first = True
    for base, folders, names in os.walk(top):
        depth = os.path.relpath(base, top).count(os.sep)
        folders[:] = [
            name
            for name in sorted(folders)
            if depth < _WALK_DEPTH and name not in SKIPPED and not excluded(_shown(os.path.join(base, name)))
        ]
        cards = [n for n in names if filenames.is_card(n) and not excluded(_shown(os.path.join(base, n)))]
        if cards or any(name in filenames.DECLARATION for name in names):
            if _is_release(base, peeks) or (first and _weights_below(base)):
                yield base
        first = False


def _weights_below(folder: str) -> bool:
    tree = list_tree(folder, skip=lambda path: False, nested=lambda path: False)
    return any(filenames.is_weights(entry.path) for entry in tree.entries)


def _card_names(folder: str) -> list[str]:
    try:
        return [name for name in os.listdir(folder) if filenames.is_card(name) and not _is_folder(folder, name)]
    except OSError:
        return []


def _is_folder(folder: str, name: str) -> bool:
    return os.path.isdir(os.path.join(folder, name))


def _card_order(name: str) -> tuple[bool, bool, str]:
    return (filenames.is_checklist(name), not filenames.is_readme(filenames.base(name)), name)


def _is_release(folder: str, peeks: dict[str, bool]) -> bool:
    known = peeks.get(folder)
    if known is None:
        known = peeks[folder] = _peek(folder)
    return known


def _peek(folder: str) -> bool:
    """Tell whether `folder` holds a release, from its file names and a README's first bytes."""
    try:
        names = os.listdir(folder)
    except OSError:
        return False
    readme = None
    for name in names:
        if name in filenames.DECLARATION:
            return True
        if filenames.is_card(name) and not _is_folder(folder, name):
            if not filenames.is_readme(name):
                return True
            readme = name
    if readme is None:
        return False
    if any(filenames.is_weights(name) for name in names):
        return True
    full = os.path.join(folder, readme)
    if not os.path.isfile(full):
        return True  # a FIFO, a dangling link: worth a finding
    try:
        with open(full, "rb") as stream:
            head = stream.read(_PEEK)
    except OSError:
        return True
    return b"---" in head or b"\0" in head


def _root_above(folder: str, peeks: dict[str, bool]) -> str | None:
    """Return the nearest folder from `folder` upward that is a release, within the checkout."""
    current = folder
    for _ in range(_UPWARD):
        if _is_release(current, peeks):
            return current
        full = os.path.abspath(current)
        if os.path.lexists(os.path.join(full, ".git")) or os.path.samefile(full, os.curdir):
            return None
        parent = os.path.dirname(full)
        if parent == full:
            return None
        current = os.path.join(current, os.pardir) if not os.path.isabs(current) else parent
        current = os.path.normpath(current)
    return None


def _shown(path: str) -> str:
    """Return `path` as output names it: relative, with slashes, never absolute."""
    if os.path.isabs(path):
        try:
            path = os.path.relpath(path)
        except ValueError:  # another drive
            path = os.path.basename(path)
    return os.path.normpath(path).replace(os.sep, "/")


def _matcher(globs: Sequence[str]) -> Callable[[str], bool]:
    """Return a test for paths that one of `globs` names, as a whole, by a part, or by a folder."""
    if not globs:
        return lambda path: False
    patterns = [re.compile(translate(glob.rstrip("/").removeprefix("./"))) for glob in globs]

    def matches(path: str) -> bool:
        parts = path.split("/")
        starts = ["/".join(parts[: count + 1]) for count in range(len(parts))]
        return any(p.match(text) for p in patterns for text in (*starts, *parts))

    return matches
