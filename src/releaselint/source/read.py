"""Reads one release: its cards, its declaration, its files' names and sizes, and the few texts beside the cards."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from releaselint import filenames
from releaselint.regex import regex
from releaselint.source.declaring import declares, has_declaration, is_declaration
from releaselint.source.decode import decode, read_card
from releaselint.source.model import Release, SourceText, Tree, Trouble
from releaselint.source.tree import list_tree

_SIDE_BYTES = 256 * 1024
_MAX_SIDES = 8
_MAX_PAGES = 8
_FRONT = 20_000
_LINKED = regex(r"^license_link:[ \t]*[\"']?(?:\./)?([\w.-]{1,80}(?:/[\w.-]{1,80}){0,4})[\"']?[ \t]*$", re.MULTILINE)
#: A page of the same release, by its path.
_PAGE = regex(
    r"(?:\]\(|\]:[ \t]|href=[\"'])<?((?:[\w.-]{1,80}/){0,4}[\w.-]{1,80}\.(?:md|markdown|mdx))(?=[#?)\s\"'>])",
    re.IGNORECASE,
)


class Reader:
    """Reads one release when it is called."""

    __slots__ = ("excluded", "given", "named", "nested", "root", "shown", "tracked", "trees")

    def __init__(
        self,
        root: str,
        shown: str,
        named: tuple[str, ...],
        excluded: Callable[[str, str], bool],
        nested: Callable[[str], bool],
        *,
        trees: dict[str, Tree] | None = None,
        tracked: dict[str, list[str]] | None = None,
        given: Mapping[str, bytes] | None = None,
    ) -> None:
        """Take the folder `root` and the files in it that a user `named`.

        With `trees` the named files are all there is to read, and the list of the folder's files is
        kept there: many cards can share one folder. For `tracked`, see `list_tree`. What is `given`
        stands in for the files of these paths, which need not be there.
        """
        self.root, self.shown, self.named, self.given = root, shown, named, given or {}
        self.excluded, self.nested, self.trees, self.tracked = excluded, nested, trees, tracked

    def __call__(self) -> Release:
        names = set(self.named)
        texts: list[SourceText] = []
        troubles: list[Trouble] = []
        declaration = None
        if self.trees is None:
            there = [*names_in(self.root), *self.given]
            names.update(name for name in cards_of(self.root, there) if not self._skip(name) and self._is_own(name))
            for name in filenames.DECLARATION:
                got = self._read(name, troubles) if name in there else None
                if got is not None and is_declaration(got.text):
                    declaration = got
                    break
        for name in _without_links(self.root, names - set(filenames.DECLARATION)):
            text = self._read(name, troubles)
            if text is not None:
                texts.append(text)
        tree = self._tree()
        return Release(
            path=self.shown,
            name=os.path.basename(os.path.abspath(self.root)),
            texts=tuple(texts),
            declaration=declaration,
            sides=self._sides(tree, texts),
            tree=tree,
            troubles=tuple(troubles),
        )

    def _is_own(self, path: str) -> bool:
        return "/" not in path or not self.nested(os.path.join(self.root, os.path.dirname(path)))

    def _read(self, name: str, troubles: list[Trouble]) -> SourceText | None:
        got = self._got(name)
        if isinstance(got, SourceText):
            return got
        troubles.append(got)
        return None

    def _got(self, path: str) -> SourceText | Trouble:
        return decode(self.given[path], path) if path in self.given else read_card(self.root, path)

    def _tree(self) -> Tree:
        if self.trees is not None and self.root in self.trees:
            return self.trees[self.root]
        tree = list_tree(self.root, skip=self._skip, nested=self.nested, tracked=self.tracked)
        if self.trees is not None:
            self.trees[self.root] = tree
        return tree

    def _sides(self, tree: Tree, texts: Sequence[SourceText]) -> dict[str, str]:
        small = [entry.path for entry in tree.entries if (entry.size or 0) <= _SIDE_BYTES]
        got = [self._got(path) for path in side_paths(small, texts)]
        return {text.path: text.text for text in got if isinstance(text, SourceText)}

    def _skip(self, path: str) -> bool:
        return self.excluded(path if self.shown == "." else f"{self.shown}/{path}", self.shown)


def side_paths(paths: Iterable[str], texts: Sequence[SourceText]) -> list[str]:
    """Return those of `paths` that are read beside the cards `texts`: licenses, terms, and pages that these link to."""
    licenses, paths = _linked_licenses(texts), list(paths)
    sides = [path for path in paths if path == "config.json" or filenames.is_side(path) or path in licenses]
    sides.sort(key=filenames.is_rules)  # of which there may be many, and the license is one
    pages = {path for path in paths if filenames.is_page(path)}.difference(sides)
    linked = _linked_pages(texts) if pages else ()
    return [*sides[:_MAX_SIDES], *[path for path in linked if path in pages][:_MAX_PAGES]]


def pages_beside(folder: str, texts: Sequence[SourceText], skip: Callable[[str], bool]) -> dict[str, str]:
    """Return the pages below `folder` that `texts` link to, by path: all that is read beside a text from a stream."""
    linked = [path for path in _linked_pages(texts) if filenames.is_page(path) and not path.startswith("..")]
    got = [read_card(folder, path) for path in linked[:_MAX_PAGES] if not skip(path)]
    return {page.path: page.text for page in got if isinstance(page, SourceText) and len(page.text) <= _SIDE_BYTES}


def _linked_licenses(texts: Iterable[SourceText]) -> frozenset[str]:
    """Return the paths that cards name under `license_link`; it is searched as text, since nothing is parsed yet."""
    told = (text.text for text in texts if "license_link:" in text.text)
    return frozenset(path for text in told for path in _LINKED.findall(text, 0, _FRONT))


def _linked_pages(texts: Iterable[SourceText]) -> dict[str, None]:
    """Return the paths of Markdown files that cards link to, in the order of the text."""
    found: dict[str, None] = {}
    for text in texts:
        folder = posixpath.dirname(text.path)
        found |= dict.fromkeys(posixpath.normpath(posixpath.join(folder, path)) for path in _PAGE.findall(text.text))
    return found


def cards_of(folder: str, names: Sequence[str]) -> list[str]:
    """Return the paths of the cards and checklists of a folder that holds `names`.

    These are its own, and the model card in its folder of documents, where that is no release of its own: where
    both declare a release, there are two.
    """
    found = [name for name in names if filenames.is_card(name)]
    for documents in filenames.DOCS:
        below = os.path.join(folder, documents)
        inside = names_in(below) if documents in names and not os.path.islink(below) else []
        inside = [name for name in inside if name not in filenames.DECLARATION or declares(below, name)]
        about = cards_in(documents, inside)
        found += [path for path in about if not (declares(folder, path) and has_declaration(folder, names))]
    return [path for path in found if not os.path.isdir(os.path.join(folder, path))]


def cards_in(documents: str, names: Sequence[str]) -> list[str]:
    """Return the paths of the cards in a folder of documents that holds `names`; none of one that is a release."""
    alone = any(filenames.is_weights(name) or name in filenames.DECLARATION for name in names)
    return [path for name in names if filenames.is_card_of(path := f"{documents}/{name}")] if not alone else []


def _without_links(folder: str, cards: Iterable[str]) -> list[str]:
    """Return `cards` in their order, without links to others of them: such a one is the same card, and not a second."""
    files: dict[str, str] = {}
    for card in sorted(cards, key=lambda card: (os.path.islink(os.path.join(folder, card)), card_order(card))):
        files.setdefault(os.path.realpath(os.path.join(folder, card)), card)
    return sorted(files.values(), key=card_order)


def names_in(folder: str) -> list[str]:
    """Return the names of what lies in `folder`; none where it may not be read."""
    try:
        return os.listdir(folder)
    except OSError:
        return []


def card_order(name: str) -> tuple[bool, bool, str]:
    """Return by what cards are sorted: a README comes first, and checklists last."""
    return (filenames.is_checklist(name), not filenames.is_readme(filenames.base(name)), name)
