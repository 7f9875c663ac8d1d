"""Reads a release as it was at a git revision: its cards, declaration and file names."""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from typing import Final

from releaselint import filenames
from releaselint.records import record
from releaselint.regex import regex, regex_of_bytes
from releaselint.source.declaring import is_declaration
from releaselint.source.decode import MAX_CARD, decode
from releaselint.source.git import git
from releaselint.source.model import Entry, Release, SourceText, Tree
from releaselint.source.read import card_order, cards_in

# A revision comes from a card, so it is no option, and no more than a name.
_REVISION = regex(r"[A-Za-z0-9_][A-Za-z0-9_./@^~-]{0,120}\Z")
_ROW = regex_of_bytes(rb"\d+ (\w+) ([0-9a-f]+) +(-|\d+)\t(.+)\Z", re.DOTALL)
_STAGED = regex_of_bytes(rb"\d+ ([0-9a-f]+) \d\t(.+)\Z", re.DOTALL)
_MAX_ENTRIES: Final = 20_000
_MAX_CARDS: Final = 12


@record
class Past:
    """A release at a revision, and the files that have changed since."""

    release: Release
    changed: tuple[str, ...]
    """Paths below the release's root that differ today, as far as they are committed or staged."""


def release_at(root: str, revision: str, shown: str, listed: Collection[str]) -> Past | None:
    """Return the release in the folder `root` as of `revision`; None where git does not know it, or it was not there.

    Where the folder was not there, it is the one that its card came from. `listed` are the release's files today: what
    else lies below is another release's.
    """
    if not _REVISION.match(revision):
        return None
    commit = git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if commit is None:
        return None
    sha = commit.strip().decode("ascii", "replace")
    folder = _moved_from(root, sha)
    tree = f"{sha}:./" if folder is None else f"{sha}:{folder}"
    rows = git(root, "ls-tree", "-r", "-z", "--long", "--full-tree", tree)
    # Not `git diff`, which runs the filters that the repository's own configuration names.
    staged = git(root, "ls-files", "--stage", "-z", "--", ".")
    if not rows or staged is None:
        return None
    entries = []
    then: dict[bytes, bytes] = {}
    for row in rows.split(b"\0")[:_MAX_ENTRIES]:
        match = _ROW.match(row)
        if match and match.group(1) == b"blob":
            size = int(match.group(3)) if match.group(3) != b"-" else None
            entries.append(Entry(path=os.fsdecode(match.group(4)), size=size))
            then[match.group(4)] = match.group(2)
    now = {match.group(2): match.group(1) for row in staged.split(b"\0") if (match := _STAGED.match(row))}
    changed = [os.fsdecode(name) for name in sorted(then.keys() | now.keys()) if then.get(name) != now.get(name)]
    kept = {os.fsdecode(name) for name in now}
    # What went from a folder with a card that is not, or no more, among the release's files was another release's.
    others = {folder for entry in entries if (folder := _folder_of_card(entry.path)) and entry.path not in listed}
    small = [entry.path for entry in entries if (entry.size or 0) <= MAX_CARD]
    names = [path for path in small if "/" not in path and filenames.is_card(path)]
    for documents in filenames.DOCS:
        inside = [path.removeprefix(f"{documents}/") for path in small if path.startswith(f"{documents}/")]
        names += cards_in(documents, inside)
    names.sort(key=card_order)
    texts = [text for name in names[:_MAX_CARDS] if (text := _text(root, tree, name)) is not None]
    blocks = (_text(root, tree, e.path) for e in entries if e.path in filenames.DECLARATION)
    config = _text(root, tree, "config.json") if any(entry.path == "config.json" for entry in entries) else None
    return Past(
        release=Release(
            path=shown,
            name=os.path.basename(os.path.abspath(root)),
            texts=tuple(texts),
            declaration=next((text for text in blocks if text is not None and is_declaration(text.text)), None),
            sides={"config.json": config.text} if config else {},
            tree=Tree(kind="local", entries=tuple(entries)),
        ),
        changed=tuple(path for path in changed if path in listed or not (path in kept or _lay_in(path, others))),
    )


def _lay_in(path: str, folders: Collection[str]) -> bool:
    """Tell whether `path` is below one of `folders`."""
    while path:
        path = path.rpartition("/")[0]
        if path in folders:
            return True
    return False


def _folder_of_card(path: str) -> str:
    """Return the folder of a card or declaration below the root; empty for another file."""
    folder, _, name = path.rpartition("/")
    return folder if filenames.is_card(name) or name in filenames.DECLARATION else ""


def _moved_from(root: str, sha: str) -> str | None:
    """Return the folder, from the top of the checkout and with a slash, from which the card in `root` came since `sha`.

    None where it did not move, or came from the top, where the files of other releases were as well.
    """
    prefix = git(root, "rev-parse", "--show-prefix")
    # Between the commit and the index, which reads no file of the checkout.
    rows = git(root, "diff-index", "--cached", "--find-renames", "--diff-filter=R", "--name-status", "-z", sha)
    if prefix is None or not rows:
        return None
    here = os.fsdecode(prefix.removesuffix(b"\n"))
    _, olds, news = (rows.split(b"\0")[start::3] for start in range(3))
    for old, new in zip(map(os.fsdecode, olds), map(os.fsdecode, news), strict=False):
        folder, name = new[: new.rfind("/") + 1], filenames.base(new)
        if folder == here and filenames.is_card(name):
            came = old[: old.rfind("/") + 1]
            return came if came not in ("", here) else None
    return None


def _text(root: str, tree: str, name: str) -> SourceText | None:
    data = git(root, "cat-file", "blob", f"{tree}{name}")
    got = decode(data[: MAX_CARD + 1], name) if data is not None else None
    return got if isinstance(got, SourceText) else None
