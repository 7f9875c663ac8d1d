"""What a parsed card is: its parts with their offsets; nothing about what they mean."""

from __future__ import annotations

import bisect
import sys
from typing import Literal, NamedTuple

from releaselint.document.front import FrontMatter
from releaselint.records import record
from releaselint.regex import regex
from releaselint.text import Lines, Place, Span

UnitKind = Literal["text", "item", "cell", "heading", "quote"]

_MARKS = regex(
    r"~~[^~\n]{1,300}~~|<(del|s|strike)>[^<>]{0,300}</\1>"
    r"|\]\([^()\n]{0,500}\)|[*`\[\]]|(?<!\w)_|_(?!\w)|<[^<>]{0,300}>|\s#+\s*\Z"
)
_COMMENT = regex(r"[ \t]*(?:#|//|--(?!\w))")
_NUMBER = regex(r"\A(?:§ ?)?(?:\d{1,2}(?:\.\d{1,2}){1,3}[.):]?|(?:\d{1,2}|[IVX]{1,4}|[a-zA-Z])[.)])\s+(?=\S)")
_MARKED = regex(r"[]*`[_<#~]")


class Unit(NamedTuple):
    """A stretch of prose that stands on its own: a paragraph, an item, a cell, a heading."""

    kind: UnitKind
    start: int
    end: int


class Heading(NamedTuple):
    """A heading: its depth (1 to 6; 7 for a bold line that serves as one), words and place."""

    depth: int
    title: str
    span: Span

    @property
    def name(self) -> str:
        """The title without the number of its section: "Scope" of "1.2 Scope"."""
        return _NUMBER.sub("", self.title)


class Section(NamedTuple):
    """A heading with what stands below it: `own` up to the next heading, `all` with its subsections."""

    heading: Heading
    own: Span
    all: Span


class Link(NamedTuple):
    """The target of a link or an image, or a bare URL, and where it stands."""

    target: str
    span: Span


class CodeBlock(NamedTuple):
    """A fenced or indented block: the language that it names, in lower case, and its lines."""

    language: str
    span: Span
    cut: bool = False
    """Whether nothing closes its fence: to Markdown, what follows is code as well."""


class Table(NamedTuple):
    """A table's rows of cells; the first row is the header."""

    rows: tuple[tuple[Span, ...], ...]


class Task(NamedTuple):
    """An item of a task list."""

    ticked: bool
    span: Span


class Ignore(NamedTuple):
    """A comment that silences rules: for one stretch of the text, or (`covers` None) for the file."""

    rules: tuple[str, ...]
    reason: str
    span: Span
    covers: Span | None

    @property
    def extent(self) -> Span:
        """Where it silences what is found."""
        if self.covers is None:
            return Span(0, sys.maxsize)
        start, end = self.covers
        return Span(start, max(end, start + 1))


@record
class Document:
    """One card, read but not understood."""

    path: str
    """POSIX path below the release's root."""
    text: str
    lines: Lines
    front: FrontMatter | None = None
    body: int = 0
    """Where the Markdown begins; 0 where text stands before the front matter."""
    mask: str = ""
    """The text with front matter, code, tags, comments and targets blanked, offset for offset."""
    units: tuple[Unit, ...] = ()
    sections: tuple[Section, ...] = ()
    tables: tuple[Table, ...] = ()
    tasks: tuple[Task, ...] = ()
    links: tuple[Link, ...] = ()
    code: tuple[CodeBlock, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    anchors: frozenset[str] = frozenset()

    def place(self, span: Span) -> Place:
        """Return the lines and columns of `span`."""
        return self.lines.place(span)

    def slice(self, span: Span) -> str:
        """Return the text at `span`."""
        return self.text[span.start : span.end]

    def is_commented(self, offset: int) -> bool:
        """Tell whether what stands at `offset` is a comment of code, from the start of its line."""
        return _COMMENT.match(self.text, self.text.rfind("\n", 0, offset) + 1, offset) is not None

    def section_at(self, offset: int) -> int:
        """Return the index of the innermost section that holds `offset`; -1 before the first heading."""
        return bisect.bisect_right(self.sections, offset, key=lambda section: section.heading.span.start) - 1


def trimmed(text: str, span: Span) -> Span:
    """Return `span` without blanks at its ends."""
    part = text[span.start : span.end]
    start = span.start + len(part) - len(part.lstrip())
    return Span(start, max(start, span.start + len(part.rstrip())))


def plain(title: str) -> str:
    """Return a heading's words: without emphasis, link targets, closing hashes and trailing colon."""
    if _MARKED.search(title):
        title = _MARKS.sub(" ", title)
    return " ".join(title.split()).rstrip(" :.")
