"""What a release consists of before anybody reads it: texts, file names and sizes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from releaselint.records import EMPTY, record

#: `local` (a folder) or `unknown` (stdin): from the last nothing is concluded.
TreeKind = Literal["local", "unknown"]


@record
class Entry:
    """One file of the release: its POSIX path below the root, and its true size in bytes."""

    path: str
    size: int | None
    """None where nobody can tell: a tracked file that is not checked out, say."""


@record
class Tree:
    """The files of a release, listed by name and size only."""

    kind: TreeKind
    entries: tuple[Entry, ...] = ()
    complete: bool = True
    """False where the list was cut at its bound: then nothing follows from a file's absence."""
    apart: tuple[str, ...] = ()
    """Folders that were left out: releases of their own, and submodules."""
    untracked: tuple[str, ...] = ()
    """Weights beside the card that are no part of the release, since git does not track them."""


@record
class Trouble:
    """A file that could not be read as text: the rule that says so, the reason, and what to do."""

    path: str
    rule: Literal["file-unreadable", "file-too-large"]
    reason: str
    help: str = ""


@record
class SourceText:
    """A file's decoded text, without its byte order mark."""

    path: str
    text: str
    bom: bool = False
    """True where a byte order mark stood before the text."""
    encoding: str = "utf-8"
    """What the file is encoded in: `utf-8`, or `utf-16` with a byte order mark."""

    def encoded(self) -> bytes:
        """Return the bytes of the text in UTF-8, with the mark that it had."""
        return (b"\xef\xbb\xbf" if self.bom else b"") + self.text.encode("utf-8", "surrogatepass")


@record
class Release:
    """A folder with its card(s), declaration and files, or one text that stands alone."""

    path: str
    """As the user would name it: relative to where the tool runs, or as given."""
    name: str
    """The last part of the folder's name; empty where there is none."""
    texts: tuple[SourceText, ...] = ()
    declaration: SourceText | None = None
    """The text of `release.yaml`, where there is one."""
    sides: Mapping[str, str] = EMPTY
    """Other files that were read, by path: config.json, license texts, terms, and pages that a card links to."""
    tree: Tree = Tree(kind="unknown")
    troubles: tuple[Trouble, ...] = ()

    def shown(self, path: str) -> str:
        """Return `path`, which counts from the release's root, as the user would name it."""
        return path if self.path in ("", ".") else f"{self.path}/{path}"
