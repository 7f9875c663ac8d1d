"""Finds releases: from paths, or the text on stdin, to folders with their cards and files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

from releaselint import filenames
from releaselint.errors import NothingFoundError, UsageError
from releaselint.regex import regex_of_bytes
from releaselint.source.declaring import is_declaration, is_declared
from releaselint.source.decode import decode
from releaselint.source.globs import Excluded
from releaselint.source.model import Release, SourceText, Tree, Trouble
from releaselint.source.paths import shown
from releaselint.source.read import Reader, cards_of, names_in, pages_beside
from releaselint.source.tree import SKIPPED, list_tree

_PEEK = 4096
_UPWARD = 12
_WALK_DEPTH = 24
_MANY = 8  # releases from which on git is asked once a checkout, and not once a release

# What the first bytes of a README say when it is a card: a fence on top, or further down with a key below it.
_FRONT = regex_of_bytes(
    rb"(?:\s|\xef\xbb\xbf|\xe2\x80[\x8b-\x8f]|\xe2\x81\xa0)*-{3,}[ \t]*[\r\n]"
    rb"|[\s\S]*?[\r\n]-{3,}[ \t]*(?:\r\n|\r|\n)[a-z][a-z_-]{1,40}:[ \t\r\n]"
)


def find_releases(
    paths: Sequence[str], *, excluded: Excluded = lambda path, within: False, force_exclude: bool = False
) -> list[Callable[[], Release]]:
    """Return one reader for each release at `paths` (files and folders), in the order found.

    The readers do the reading, so that a long run holds one release at a time. `excluded`
    tests paths as the user names them, as a `matcher` does; it binds what is named in `paths` only with
    `force_exclude`, which also takes a README, license or page for its release, and leaves out that of
    what is none, as a hook hands over all of them. Raises UsageError for a path that does not exist and
    NothingFoundError when there is no card anywhere; it is no error where everything is excluded.
    """
    peeks: dict[str, bool] = {}
    roots: dict[str, dict[str, None]] = {}
    alone: dict[str, None] = {}
    skipped = False
    left: list[str] = []  # what a walk passed by, as it is excluded

    def leaves_out(path: str, within: str) -> bool:
        out = excluded(path, within)
        if out:
            left.append(path)
        return out

    for given in paths:
        path = given.rstrip("/" + os.sep) or given
        if os.pardir in path.split(os.sep) and os.path.realpath(path) != os.path.realpath(os.path.normpath(path)):
            path = os.path.realpath(path)  # ".." behind a link: the name that is shown would be another file's
        if not os.path.lexists(path):
            raise UsageError(f"there is no file or folder '{shown(given) if given else given}'")
        if force_exclude and excluded(shown(path), ""):
            skipped = True
        elif os.path.isdir(path):
            for folder in _folders(path, leaves_out, peeks):
                roots.setdefault(folder, {})
        elif force_exclude and _is_common(path):
            root = _root_above(os.path.dirname(path) or ".", peeks)
            if root is None:
                skipped = True
            else:
                roots.setdefault(root, {})
        else:
            _place(path, peeks, roots, alone)
    if not roots and not alone and not skipped and not (left and any(map(_holds_release, left))):
        where = "', '".join(map(shown, paths[:3]))
        seen = next(
            (path for path in paths if os.path.isdir(path) and any(map(filenames.is_readme, os.listdir(path)))), None
        )
        aside = "; the README there has none of these, and is read when it is named" if seen is not None else ""
        raise NothingFoundError(
            f"no card found in '{where}': a card is a README with front matter or weights beside it, "
            f"a MODEL_CARD.md, a SYSTEM_CARD.md, or a file that you name{aside}"
        )

    def nested(folder: str) -> bool:
        return _is_release(folder, peeks)

    roots = _without_twins(roots)
    trees: dict[str, Tree] = {}
    tracked: dict[str, list[str]] | None = {} if len(roots) >= _MANY else None
    readers: list[Callable[[], Release]] = [
        Reader(root, shown(root), tuple(named), excluded, nested, tracked=tracked) for root, named in roots.items()
    ]
    spelled = {os.path.realpath(path): path for path in reversed(alone)}
    for path in (path for path in alone if spelled[os.path.realpath(path)] == path):
        folder = os.path.dirname(path) or "."
        readers.append(Reader(folder, shown(folder), (os.path.basename(path),), excluded, nested, trees=trees))
    return readers


def _without_twins(roots: dict[str, dict[str, None]]) -> dict[str, dict[str, None]]:
    """Return `roots` with each folder once, as it was spelled first, with all that was named in it."""
    first: dict[str, tuple[str, dict[str, None]]] = {}
    for root, named in roots.items():
        first.setdefault(os.path.realpath(root), (root, {}))[1].update(named)
    return dict(first.values())


def release_of_text(data: bytes, filename: str, *, excluded: Excluded = lambda path, within: False) -> Release:
    """Return the release that one text belongs to, such as stdin's, which stands in for the file of its name.

    That is the release on disk that the file is read with; for a checklist, which need not be there, the one in whose
    folder its name lies, and likewise for a declaration. Any other text is a release of its own, whose tree is unknown;
    where a file has its name, the pages that it links to are read with it. Raises NothingFoundError for a
    `release.yaml` that is another tool's.
    """
    folder, name = os.path.split(filename)
    name = name or "README.md"
    peeks: dict[str, bool] = {}
    root = _root_of_text(folder, name, peeks)
    if root is not None:
        below = _below(os.path.join(folder, name), root)
        named = (below,) if filenames.is_text(name) and not filenames.is_side(name) else ()
        return Reader(root, shown(root), named, excluded, lambda one: _is_release(one, peeks), given={below: data})()
    got = decode(data, name)
    texts = (got,) if isinstance(got, SourceText) else ()
    troubles = (got,) if isinstance(got, Trouble) else ()
    path = ("" if os.path.isabs(filename) else folder.replace(os.sep, "/")) or "."
    if name in filenames.DECLARATION:
        if texts and not is_declaration(texts[0].text):
            raise NothingFoundError(f"the text of '{shown(filename)}' declares no release")
        return Release(path=path, name="", declaration=texts[0] if texts else None, troubles=troubles)
    there = texts if os.path.isfile(filename) else ()
    sides = pages_beside(folder or ".", there, lambda page: excluded(shown(os.path.join(folder, page)), ""))
    return Release(path=path, name="", texts=texts, sides=sides, troubles=troubles)


def _root_of_text(folder: str, name: str, peeks: dict[str, bool]) -> str | None:
    """Return the release on disk that a text called `name` belongs to, though it may not be saved; None for none."""
    if filenames.is_checklist(name):
        return _root_above(folder or ".", peeks)
    if name in filenames.DECLARATION:
        return (folder or ".") if _is_release(folder or ".", peeks) else None
    path = os.path.join(folder, name)
    roots: dict[str, dict[str, None]] = {}
    if os.path.isfile(path):
        _place(path, peeks, roots, {})
    return next((root for root in roots if _is_release(root, peeks)), None)


def _is_common(path: str) -> bool:
    """Tell whether software that is no release has files of this name as well, as a README, a checklist, a page."""
    name = os.path.basename(path)
    if name in filenames.DECLARATION or _is_of_the_forge(os.path.dirname(path)):
        return True
    return filenames.is_side(name) or (filenames.is_markdown(name) and not filenames.is_model_card(name))


def _place(path: str, peeks: dict[str, bool], roots: dict[str, dict[str, None]], alone: dict[str, None]) -> None:
    """Put the file `path`, which a user named, with its release, or among those that stand alone."""
    folder = os.path.dirname(path) or "."
    root = _root_above(folder, peeks)
    name = os.path.basename(path)
    card = filenames.is_card(name)
    if root is not None and not card and os.path.samefile(root, folder) and _is_of_its_own(folder, name):
        root = None
    checklist = filenames.is_checklist(name)
    if card and (root is None or not (checklist or _below(path, root) in cards_of(root, os.listdir(root)))):
        root = folder  # a README that is named is a card
    if root is not None:
        named = roots.setdefault(root, {})
        if filenames.is_text(name) and not filenames.is_side(name):
            named[_below(path, root)] = None
    elif filenames.is_text(name):
        alone[path] = None


def _is_of_its_own(folder: str, name: str) -> bool:
    """Tell whether `name`, a text that is not called like a card, is one card of many in `folder`, by its front matter.

    A README, weights or a declaration tell what the folder is about, and the texts beside them are about that too.
    """
    names = os.listdir(folder)
    return (
        filenames.is_text(name)
        and not any(filenames.is_readme(other) or filenames.is_weights(other) for other in names)
        and not is_declared(folder, names)
        and _has_front(os.path.join(folder, name))
    )


def _folders(top: str, excluded: Callable[[str, str], bool], peeks: dict[str, bool]) -> Iterator[str]:
    """Yield the release folders at and below `top`."""
    known = shown(top)
    for base, folders, names in os.walk(top):
        depth = os.path.relpath(base, top).count(os.sep)
        folders[:] = [
            name
            for name in sorted(folders)
            if depth < _WALK_DEPTH and name not in SKIPPED and not excluded(shown(os.path.join(base, name)), known)
        ]
        cards = [
            one for one in cards_of(base, [*names, *folders]) if not excluded(shown(os.path.join(base, one)), known)
        ]
        declared = is_declared(base, names)
        # What is named is looked into more closely: a folder of documents can be all there is.
        if (cards or declared) and (
            _is_release(base, peeks)
            or (base == top and (not all(map(_is_beside_software, cards)) or _weights_below(base, peeks)))
        ):
            yield base


def _holds_release(path: str) -> bool:
    """Tell whether there is a release at or below the folder `path`, or beside the file there, excluded or not."""
    folder = path if os.path.isdir(path) else os.path.dirname(path) or "."
    return any(True for _ in _folders(folder, lambda path, within: False, {}))


def _is_beside_software(card: str) -> bool:
    return filenames.is_readme(card) or filenames.is_checklist(card)


def _weights_below(folder: str, peeks: dict[str, bool]) -> bool:
    tree = list_tree(folder, skip=lambda path: False, nested=lambda path: _is_release(path, peeks))
    return any(filenames.is_weights(entry.path) for entry in tree.entries)


def _is_release(folder: str, peeks: dict[str, bool]) -> bool:
    known = peeks.get(folder)
    if known is None:
        known = peeks[folder] = _peek(folder)
    return known


def _below(path: str, root: str) -> str:
    return os.path.relpath(path, root).replace(os.sep, "/")


def _peek(folder: str) -> bool:
    """Tell whether `folder` holds a release, by file names and the cards' first bytes; a checklist alone makes none."""
    if _is_of_the_forge(folder):
        return False
    try:
        names = os.listdir(folder)
    except OSError:
        return False
    if is_declared(folder, names):
        return True
    cards = cards_of(folder, names)
    if cards and any(filenames.is_weights(name) for name in names):
        return True
    around, name = os.path.split(os.path.abspath(folder))
    if name in filenames.DOCS and not os.path.islink(folder):
        about = [card for card in cards_of(around, names_in(around)) if card.startswith(f"{name}/")]
        beside = [card for card in cards if about and filenames.is_of_data(card)]
        cards = [card for card in cards if f"{name}/{card}" not in about and card not in beside]
    return any(
        filenames.is_model_card(filenames.base(card))
        or (not filenames.is_checklist(card) and _has_front(os.path.join(folder, card)))
        for card in cards
    )


def _is_of_the_forge(folder: str) -> bool:
    """Tell whether what lies in `folder` is meant for GitHub: its cards and checklists are templates there."""
    return ".github" in shown(folder).split("/")


def _has_front(readme: str) -> bool:
    if not os.path.isfile(readme):
        return True  # a FIFO, a dangling link: worth a finding
    try:
        with open(readme, "rb") as stream:
            head = stream.read(_PEEK)
    except OSError:
        return True
    return _FRONT.match(head) is not None or b"\0" in head  # UTF-16, or no text at all


def _root_above(folder: str, peeks: dict[str, bool]) -> str | None:
    """Return the nearest folder from `folder` upward that is a release, within the checkout."""
    current = folder
    for _ in range(_UPWARD):
        if _is_release(current, peeks):
            return current
        full = os.path.abspath(current)
        if os.path.lexists(os.path.join(full, ".git")) or full == os.path.abspath(os.curdir):
            return None
        parent = os.path.dirname(full)
        if parent == full:
            return None
        current = parent if os.path.isabs(current) else os.path.normpath(os.path.join(current, os.pardir))
    return None
