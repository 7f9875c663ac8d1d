"""Reads the raw HTML blocks of a card: their prose, headings and tables, by tags and without a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from releaselint.document.model import Heading, Table, Unit, UnitKind, plain, trimmed
from releaselint.regex import regex
from releaselint.text import Span

_HEADING = regex(r"<(h([1-6])|dt)\b[^<>]{0,300}>([\s\S]{0,300}?)</\1>", re.IGNORECASE)
_TERM_DEPTH: Final = 7
"""The depth of what a list of definitions defines, which serves as a heading."""
_BREAK = regex(
    r"<(/?)(p|div|td|th|tr|table|thead|tbody|ul|ol|li|h[1-6]|br|hr|summary|details|center|blockquote|section|pre|dl|dt|dd)"
    r"\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_CELL = regex(r"<(/?)(t[rdh])\b[^<>]{0,1000}>", re.IGNORECASE)
_TAG = regex(r"<[^<>]{0,2000}>")

#: What the words behind a tag are.
_KINDS: Final[dict[str, UnitKind]] = {"td": "cell", "th": "cell", "li": "item", "blockquote": "quote"}
_KINDS.update((f"h{depth}", "heading") for depth in range(1, 7))
_KINDS["dt"] = "heading"


def units(text: str, span: Span) -> Iterator[Unit]:
    """Yield the prose at `span`, cut where a tag begins a new line."""
    kind: UnitKind = "text"
    at = span.start
    for match in _BREAK.finditer(text, span.start, span.end):
        if match.start() > at:
            yield from _unit(text, kind, at, match.start())
        at = match.end()
        name = match.group(2).lower()
        if name != "br":
            kind = "text" if match.group(1) else _KINDS.get(name, "text")
    yield from _unit(text, kind, at, span.end)


def headings(text: str, span: Span) -> Iterator[Heading]:
    """Yield the headings at `span`."""
    for match in _HEADING.finditer(text, span.start, span.end):
        title = plain(_TAG.sub(" ", match.group(3)))
        if title:
            yield Heading(int(match.group(2) or _TERM_DEPTH), title, Span(*match.span(3)))


def opens_table(text: str, span: Span, within: bool) -> bool:
    """Tell whether a table is open at the end of `span`, which begins `within` one or not."""
    tags = text[span.start : span.end].lower()
    return within + tags.count("<table") > tags.count("</table")


def table(text: str, span: Span) -> Table | None:
    """Return the rows of cells at `span`; a cell outside of a row begins one, tables within tables are read as one."""
    rows: list[list[Span]] = []
    start, inside = -1, False
    for match in _CELL.finditer(text, span.start, span.end):
        if start >= 0:
            rows[-1].append(trimmed(text, Span(start, match.start())))
            start = -1
        row, closes = match.group(2).lower() == "tr", bool(match.group(1))
        if closes:
            inside = inside and not row
            continue
        if row or not inside:
            rows.append([])
            inside = True
        if not row:
            start = match.end()
    if start >= 0:
        rows[-1].append(trimmed(text, Span(start, span.end)))
    return Table(tuple(tuple(row) for row in rows if row)) if any(rows) else None


def _unit(text: str, kind: UnitKind, start: int, end: int) -> Iterator[Unit]:
    span = trimmed(text, Span(start, end))
    if span.end > span.start:
        yield Unit(kind, span.start, span.end)
