"""Turns a card's text into a `Document`: Markdown's block rules once, the rest by bounded patterns."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any, Final

from releaselint.document.front import FrontMatter, find_front
from releaselint.document.ignores import find_ignores
from releaselint.document.mask import comments, mask
from releaselint.document.model import CodeBlock, Document, Heading, Link, Section, Table, Task, Unit, UnitKind
from releaselint.source.model import SourceText
from releaselint.text import Lines, Span

_PSEUDO_DEPTH: Final = 7
_NO_SPACE = re.compile(r"(#{1,6})(?=[^\s#!])([^\n]{1,80})\Z")
_BOLD_LINE = re.compile(r"(?:\*\*|__)([^*_\n]{2,80})(?:\*\*|__):?[ \t]*\Z")
_MARKER = re.compile(r"[ \t]*(?:>[ \t]?)*(?:[-*+]|\d{1,9}[.)])?[ \t]*(?:\[[ xX]\][ \t])?")
_TASK = re.compile(r"\[([ xX])\]\s")
_PIPE = re.compile(r"(?<!\\)\|")
_LINK = re.compile(
    r"\]\([ \t]*<?([^()\s<>]{1,2000}(?:\([^()\s]{0,200}\)[^()\s<>]{0,200})?)"
    r"|\b(?:href|src)[ \t]*=[ \t]*[\"']([^\"'<>\n]{1,2000})"
    r"|^[ ]{0,3}\[[^\[\]\n]{1,200}\]:[ \t]*<?(\S{1,2000})"
    r"|(https?://[^\s<>)\]\"'`|]{1,2000})",
    re.MULTILINE,
)
_HTML_HEADING = re.compile(r"<h([1-6])\b[^<>]{0,300}>([\s\S]{0,300}?)</h\1>", re.IGNORECASE)
_HTML_BREAK = re.compile(
    r"</?(?:p|div|td|th|tr|table|thead|tbody|ul|ol|li|h[1-6]|br|hr|summary|details|center|blockquote|section|pre|dl|dt|dd)"
    r"\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_HTML_CELL = re.compile(r"<(t[rdh])\b[^<>]{0,1000}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_ANCHOR = re.compile(r"<[A-Za-z][^<>]{0,300}?\b(?:id|name)[ \t]*=[ \t]*[\"']([^\"'<>]{1,200})[\"']")
_UNSLUG = re.compile(r"[^\w\- ]")
_FENCE = re.compile(r"[ \t>]*(?:`{3,}|~{3,})[ \t]*([\w+#.-]{0,30})")


@functools.cache
def _markdown() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").disable("inline")


def parse(source: SourceText) -> Document:
    """Return what `source` holds; no text fails."""
    text = source.text
    lines = Lines(text)
    front = find_front(text)
    body = front.span.end if front else 0
    walk = _Walk(text, lines, body)
    walk.run()
    hidden = comments(text, body)
    blanks = [block.span for block in walk.code] + [span for span in hidden if not walk.in_code(span.start)]
    shown = mask(text, body, blanks)
    sections = _sections(walk.headings, len(text))
    return Document(
        path=source.path,
        text=text,
        lines=lines,
        front=front,
        body=body,
        mask=shown,
        units=tuple(unit for unit in walk.units if not shown[unit.start : unit.end].isspace()),
        sections=sections,
        tables=tuple(walk.tables),
        tasks=tuple(walk.tasks),
        links=tuple(_links(text, body, walk)),
        code=tuple(walk.code),
        ignores=tuple(find_ignores(text, lines, front, [s for s in hidden if not walk.in_code(s.start)], walk.units)),
        anchors=_anchors(text, body, sections),
    )


class _Walk:
    """Collects the parts of one text from markdown-it's block tokens."""

    __slots__ = ("code", "first", "headings", "lines", "tables", "tasks", "text", "tokens", "units")

    def __init__(self, text: str, lines: Lines, body: int) -> None:
        self.text, self.lines = text, lines
        # The body may begin in the middle of a line only after a fault; a line too early is harmless.
        self.first = lines.index(body)
        self.tokens = _markdown().parse(text[lines.starts[self.first] :] if body else text)
        self.units: list[Unit] = []
        self.headings: list[Heading] = []
        self.tables: list[Table] = []
        self.tasks: list[Task] = []
        self.code: list[CodeBlock] = []

    def in_code(self, offset: int) -> bool:
        return any(block.span.start <= offset < block.span.end for block in self.code)

    def span(self, token: Any) -> Span:
        return self.lines.span(self.first + token.map[0], self.first + token.map[1])

    def run(self) -> None:
        items = quotes = 0
        opened = ""
        depth = 0
        rows: list[tuple[Span, ...]] = []
        cells: list[Span] = []
        column = 0
        for token in self.tokens:
            kind = token.type
            if kind == "inline":
                if opened == "cell":
                    if column < len(cells):
                        self.add("cell", cells[column])
                    column += 1
                elif opened == "heading":
                    self.heading(depth, token.content, self.span(token))
                else:
                    self.paragraph(token, "item" if items else "quote" if quotes else "text")
            elif kind == "paragraph_open":
                opened = ""
            elif kind == "heading_open":
                opened, depth = "heading", int(token.tag[1])
            elif kind == "list_item_open":
                items += 1
            elif kind == "list_item_close":
                items -= 1
            elif kind == "blockquote_open":
                quotes += 1
            elif kind == "blockquote_close":
                quotes -= 1
            elif kind in ("td_open", "th_open"):
                opened = "cell"
            elif kind == "tr_open":
                cells, column = self.cells(token), 0
                rows.append(tuple(cells))
            elif kind == "table_close":
                self.tables.append(Table(tuple(rows)))
                rows = []
            elif kind == "html_block":
                self.html(self.span(token))
            elif kind in ("fence", "code_block"):
                self.block(token)

    def add(self, kind: UnitKind, span: Span) -> None:
        if span.end > span.start:
            self.units.append(Unit(kind, span.start, span.end))

    def heading(self, depth: int, title: str, span: Span) -> None:
        self.headings.append(Heading(depth, plain(title), trimmed(self.text, span)))
        self.add("heading", span)

    def paragraph(self, token: Any, kind: UnitKind) -> None:
        span = self.span(token)
        marker = _MARKER.match(self.text, span.start, span.end)
        start = marker.end() if marker else span.start
        if kind == "item":
            task = _TASK.match(token.content)
            if task:
                self.tasks.append(Task(task.group(1) != " ", trimmed(self.text, span)))
        content: str = token.content
        if "\n" not in content:
            bold = _BOLD_LINE.match(content) or _NO_SPACE.match(content)
            if bold and kind == "text":
                depth = len(bold.group(1)) if bold.re is _NO_SPACE else _PSEUDO_DEPTH
                self.heading(depth, bold.group(bold.re.groups), span)
                return
        elif content.startswith("#"):
            # "##Title" without a space, directly above its text: Markdown's older readers took it as a heading.
            match = _NO_SPACE.match(content.partition("\n")[0])
            if match and kind == "text":
                first = self.lines.index(start)
                self.heading(len(match.group(1)), match.group(2), self.lines.span(first, first + 1))
                start = self.lines.starts[first + 1]
        self.add(kind, Span(start, span.end))

    def cells(self, token: Any) -> list[Span]:
        start, end = self.span(token)
        line = self.text[start:end].rstrip("\r\n")
        bounds = [match.start() for match in _PIPE.finditer(line)]
        content_start = len(line) - len(line.lstrip(" \t>"))
        if not bounds or line[: bounds[0]].strip(" \t>"):
            bounds.insert(0, content_start - 1)
        if line[bounds[-1] + 1 :].strip():
            bounds.append(len(line))
        return [
            trimmed(self.text, Span(start + left + 1, start + right))
            for left, right in zip(bounds, bounds[1:], strict=False)
        ]

    def block(self, token: Any) -> None:
        span = self.span(token)
        language = ""
        if token.type == "fence":
            match = _FENCE.match(self.text, span.start)
            language = match.group(1).lower() if match else token.info.strip().split(" ")[0][:30].lower()
        self.code.append(CodeBlock(language, span))

    def html(self, span: Span) -> None:
        text = self.text[span.start : span.end]
        titled = []
        for match in _HTML_HEADING.finditer(text):
            title = plain(_TAG.sub(" ", match.group(2)))
            at = Span(span.start + match.start(2), span.start + match.end(2))
            if title:
                self.headings.append(Heading(int(match.group(1)), title, at))
                titled.append(at)
        at = 0
        for match in _HTML_BREAK.finditer(text):
            self.piece(span.start + at, span.start + match.start(), titled)
            at = match.end()
        self.piece(span.start + at, span.end, titled)
        if "<t" in text or "<T" in text:
            self.html_table(span, text)

    def piece(self, start: int, end: int, titled: list[Span]) -> None:
        kind: UnitKind = "heading" if any(at.start <= start < at.end for at in titled) else "text"
        self.add(kind, trimmed(self.text, Span(start, end)))

    def html_table(self, span: Span, text: str) -> None:
        rows: list[list[Span]] = []
        matches = list(_HTML_CELL.finditer(text))
        for index, match in enumerate(matches):
            if match.group(1).lower() == "tr":
                rows.append([])
            elif rows:
                end = matches[index + 1].start() if index + 1 < len(matches) else len(text)
                close = text.find("</t", match.end(), end)
                rows[-1].append(
                    trimmed(self.text, Span(span.start + match.end(), span.start + (close if close >= 0 else end)))
                )
        if any(rows):
            self.tables.append(Table(tuple(tuple(row) for row in rows if row)))


def trimmed(text: str, span: Span) -> Span:
    """Return `span` without blanks at its ends."""
    part = text[span.start : span.end]
    left = len(part) - len(part.lstrip())
    return Span(span.start + left, max(span.start + left, span.start + len(part.rstrip())))


def plain(title: str) -> str:
    """Return a heading's words: without emphasis, link targets, closing hashes and trailing colon."""
    title = re.sub(r"\]\([^()\n]{0,500}\)|[*`\[\]]|(?<!\w)_+|_+(?!\w)|<[^<>]{0,300}>|\s#+\s*\Z", " ", title)
    return " ".join(title.split()).rstrip(" :.")


def _sections(headings: list[Heading], end: int) -> tuple[Section, ...]:
    headings = sorted(headings, key=lambda heading: heading.span)
    ends = [end] * len(headings)
    waiting: list[int] = []
    for index, heading in enumerate(headings):
        while waiting and headings[waiting[-1]].depth >= heading.depth:
            ends[waiting.pop()] = heading.span.start
        waiting.append(index)
    return tuple(
        Section(
            heading,
            Span(heading.span.end, headings[index + 1].span.start if index + 1 < len(headings) else end),
            Span(heading.span.end, ends[index]),
        )
        for index, heading in enumerate(headings)
    )


def _links(text: str, body: int, walk: _Walk) -> Iterator[Link]:
    for match in _LINK.finditer(text, body):
        group = match.lastindex or 0
        target = match.group(group)
        if group == 4:
            target = target.rstrip(".,;:!?*_")
        start = match.start(group)
        if not (walk.code and walk.in_code(start)):
            yield Link(target, Span(start, start + len(target)))


def _anchors(text: str, body: int, sections: tuple[Section, ...]) -> frozenset[str]:
    found: set[str] = set()
    for section in sections:
        slug = _UNSLUG.sub("", section.heading.title.lower()).replace(" ", "-")
        count = 0
        while f"{slug}-{count}" in found if count else slug in found:
            count += 1
        found.add(f"{slug}-{count}" if count else slug)
    found.update(match.group(1) for match in _ANCHOR.finditer(text, body))
    return frozenset(found)


__all__ = ["FrontMatter", "parse", "plain", "trimmed"]
