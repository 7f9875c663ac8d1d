"""Turns a card's text into a `Document`: Markdown's blocks once, the rest by bounded patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from releaselint.document import html
from releaselint.document.front import FrontMatter, find_front
from releaselint.document.ignores import find_ignores
from releaselint.document.indented import prose_in
from releaselint.document.links import anchors, links
from releaselint.document.mask import Stretches, comments, mask, programs, struck
from releaselint.document.model import CodeBlock, Document, Heading, Section, Table, Task, Unit, plain, trimmed
from releaselint.regex import regex
from releaselint.source.model import SourceText
from releaselint.text import Lines, Span

if TYPE_CHECKING:
    from releaselint.document.blocks import Block

_PSEUDO_DEPTH: Final = 7
_NO_SPACE = regex(r"(#{1,6})(?=[^\s#!])([^\r\n]{1,80})")
_BOLD_LINE = regex(
    r"(?:\*\*(?P<stars>[^*\r\n]{2,80})\*\*|__(?P<lines>[^*_\r\n]{2,80})__"
    r"|<(?P<tag>b|strong)>(?P<tagged>[^<>\r\n]{2,80})</(?P=tag)>) ?:?[ \t]*(?:<br ?/?>)?"
)
_BOLD: Final = ("**", "__", "<b>", "<strong>")
_TASK = regex(r"\[([ xX])\]\s")
_LANGUAGE = regex(r"[ \t{.]*([\w+#.-]{0,30})")


def parse(source: SourceText) -> Document:
    """Return what `source` holds; no text fails."""
    from releaselint.document.blocks import blocks  # markdown-it takes long to import, and not every run needs it

    text = source.text
    lines = Lines(text)
    front = find_front(text)
    body, ranges = _ranges(text, lines, front)
    walk = _Walk(text, lines)
    for block in blocks(text, lines, ranges):
        walk.read(block)
    walk.end()
    dark = Stretches([block.span for block in walk.code] + ([front.span] if front else []))
    hidden = comments(text, dark) if "<!--" in text else []
    if hidden:
        dark = Stretches([*hidden, *map(Span, dark.starts, dark.ends)])
    blanked = [*hidden, *programs(text, dark)] if "<" in text else hidden
    if "~~" in text or "<s>" in text:
        blanked = [*blanked, *struck(text, [Span(unit.start, unit.end) for unit in walk.units], dark)]
    if blanked:
        dark = Stretches([*blanked, *map(Span, dark.starts, dark.ends)])
        walk.drop(Stretches(blanked))
    shown = mask(text, dark)
    sections = _sections(walk.headings, len(text))
    return Document(
        path=source.path,
        text=text,
        lines=lines,
        front=front,
        body=body,
        mask=shown,
        units=tuple([unit for unit in walk.units if not shown[unit.start : unit.end].isspace()]),
        sections=sections,
        tables=tuple(walk.tables),
        tasks=tuple(walk.tasks),
        links=links(text, body, dark),
        code=tuple(walk.code),
        ignores=tuple(find_ignores(text, lines, front, hidden, walk.blocks)) if "releaselint:" in text else (),
        anchors=anchors(text, body, dark, sections),
    )


def _ranges(text: str, lines: Lines, front: FrontMatter | None) -> tuple[int, list[tuple[int, int]]]:
    """Return where the body begins, and the ranges of lines that are Markdown."""
    count = len(lines.starts)
    if front is None:
        return 0, [(0, count)]
    start, end = front.span
    after = (lines.index(end), count) if end < len(text) else (count, count)
    if not text[:start].strip():
        return end, [after]
    return 0, [(0, lines.index(start)), after]


class _Walk:
    """Collects the parts of one text from its blocks."""

    __slots__ = ("blocks", "code", "headings", "lines", "tables", "tasks", "text", "units", "within")

    def __init__(self, text: str, lines: Lines) -> None:
        self.text, self.lines = text, lines
        self.blocks: list[Span] = []
        self.units: list[Unit] = []
        self.headings: list[Heading] = []
        self.tables: list[Table] = []
        self.tasks: list[Task] = []
        self.code: list[CodeBlock] = []
        #: Blocks of a table that is not closed yet: a blank line ends the block, and not the table.
        self.within: list[Span] = []

    def read(self, block: Block) -> None:
        kind, text, span = block.kind, self.text, block.span
        self.blocks.append(span)
        if kind == "text":
            self.paragraph(block)
        elif kind == "heading":
            underlined = block.last > block.first + 1
            start = span.start if underlined else span.start + block.depth
            end = self.lines.starts[block.last - 1] if underlined else span.end
            self.title(block.depth, trimmed(text, span), Span(start, end))
        elif kind == "table":
            self.tables.append(Table(block.rows))
            self.units += [Unit("cell", *cell) for row in block.rows for cell in row if cell.end > cell.start]
        elif kind == "code" and text[span.start : span.start + 1] not in "`~" and (prose := [*prose_in(text, span)]):
            self.units += prose
        elif kind == "code":
            match = _LANGUAGE.match(block.info)
            language = match.group(1).lower() if match else ""
            self.code.append(CodeBlock(language, self.lines.span(block.first, block.last), block.cut))
        else:
            self.units += html.units(text, span)
            self.headings += html.headings(text, span)
            self.rows(span)

    def rows(self, span: Span) -> None:
        start = self.within[0].start if self.within else span.start
        if html.opens_table(self.text, span, bool(self.within)):
            self.within.append(span)
            return
        self.within = []
        table = html.table(self.text, Span(start, span.end))
        if table is not None:
            self.tables.append(table)

    def end(self) -> None:
        """Read the blocks of a table that nothing closes, each for itself."""
        tables = [html.table(self.text, span) for span in self.within]
        self.tables += [table for table in tables if table is not None]

    def paragraph(self, block: Block) -> None:
        text = self.text
        start, end = trimmed(text, block.span)
        if start == end:
            return
        opener = text[start]
        if block.around:
            task = _TASK.match(text, start, end) if opener == "[" and block.around == "item" else None
            if task:
                self.tasks.append(Task(task.group(1) != " ", trimmed(text, self.lines.span(block.first, block.last))))
                start = task.end()
            self.units.append(Unit(block.around, start, end))
            return
        if opener == "#":
            # "##Title" without a space: Markdown's older readers took it as a heading, also directly above its text.
            line_end = end if block.last == block.first + 1 else self.lines.starts[block.first + 1]
            line_end = trimmed(text, Span(start, line_end)).end
            match = _NO_SPACE.fullmatch(text, start, line_end)
            if match:
                self.title(len(match.group(1)), Span(start, line_end), Span(*match.span(2)))
                start = trimmed(text, Span(line_end, end)).start
        at = start
        whole = text[start:end]
        for line in range(block.first, block.last) if any([mark in whole for mark in _BOLD]) else ():
            # A line that is bold as a whole serves as a heading, also directly above its text.
            here = trimmed(text, self.lines.span(line, line + 1))
            match = _BOLD_LINE.fullmatch(text, here.start, here.end) if here.start >= at else None
            if match:
                self.text_unit(at, here.start)
                words = match.span("stars"), match.span("lines"), match.span("tagged")
                self.title(_PSEUDO_DEPTH, here, Span(*max(words)))
                at = here.end
        self.text_unit(at, end)

    def text_unit(self, start: int, end: int) -> None:
        start, end = trimmed(self.text, Span(start, end))
        if end > start:
            self.units.append(Unit("text", start, end))

    def title(self, depth: int, span: Span, words: Span) -> None:
        self.headings.append(Heading(depth, plain(self.text[words.start : words.end]), span))
        words = trimmed(self.text, words)
        if words.end > words.start:
            self.units.append(Unit("heading", *words))

    def drop(self, hidden: Stretches) -> None:
        """Forget what begins in `hidden`, which no reader sees."""
        self.blocks = [span for span in self.blocks if not hidden.end_at(span.start)]
        self.headings = [heading for heading in self.headings if not hidden.end_at(heading.span.start)]
        self.tables = [table for table in self.tables if not hidden.end_at(table.rows[0][0].start)]


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
