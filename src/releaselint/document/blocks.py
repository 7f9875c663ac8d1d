"""Markdown's blocks, by markdown-it's rules; the one module that knows that library.

The hard rules (lists, quotes, fences, HTML, references) are markdown-it's own. What it does around them for each line
is replaced, for that costs three times as much: here a line goes only to the rules that its first character can start,
and nothing builds tokens that nobody reads. A test compares the result with the unchanged library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple

from releaselint.document.tables import table
from releaselint.lazy import unloaded
from releaselint.regex import regex
from releaselint.text import Lines, Span

with unloaded("markdown_it"):  # which loads a parser that is not needed, and takes as long again as its rules
    from markdown_it.parser_block import ParserBlock
    from markdown_it.ruler import Ruler
    from markdown_it.rules_block import StateBlock, blockquote, code, fence, hr, html_block, list_block, reference
    from markdown_it.token import Token

MAX_NESTING: Final = 20
"""Levels of lists and quotes (a list counts twice); what lies deeper is no part of the result."""

BlockKind = Literal["text", "heading", "table", "code", "html"]
_Rule = Callable[[Any, int, int, bool], bool]

_INDENT = regex(r"(?:\A|\n)[ \t]+")
_ATX = regex(r"#{1,6}(?:[ \t]|\Z)")
_UNDERLINE = regex(r"(?:-+|=+)[ \t]*")
_NO_COMMENT = regex(r" {0,3}#{2,6}[ \t]+\w")
"""A heading that is hardly a comment in code."""


class Block(NamedTuple):
    """A leaf of the block structure. Lines are 0-based, `last` exclusive."""

    kind: BlockKind
    first: int
    last: int
    span: Span
    """From its first character to its last, without the markers of the lists and quotes around it."""
    around: Literal["item", "quote", ""] = ""
    """The list item or quote that it stands in."""
    depth: int = 0
    """A heading's level, 1 to 6."""
    info: str = ""
    """What stands behind a fence."""
    rows: tuple[tuple[Span, ...], ...] = ()
    """A table's cells, trimmed, in rows that have any; the first row is the header."""
    cut: bool = False
    """Whether a fence that is never closed ends here, before a heading."""


def blocks(text: str, lines: Lines, ranges: list[tuple[int, int]]) -> Iterator[Block]:
    """Yield the blocks of the lines in `ranges`, in order; each range is parsed as a text of its own."""
    state = _State(text, lines, ranges[0][0])
    count = state.lineMax
    for first, last in ranges:
        state.line, state.lineMax = first, min(last, count)
        _MARKDOWN.block.tokenize(state, first, state.lineMax)
    return iter(state.found)


class _State(StateBlock):
    """Markdown-it's state, over lines that are known already, with blocks in place of tokens."""

    def __init__(self, text: str, lines: Lines, first: int) -> None:
        # The rules know one line ending; the offsets stay, as no rule looks behind the end of a line.
        source = text.replace("\r", "\n") if "\r" in text else text
        self.src, self.env, self.tokens = source, {}, []
        self.md = _MARKDOWN  # type: ignore[assignment]
        length, count = len(source), len(lines.starts)
        self.bMarks = [*lines.starts, length]
        self.eMarks = [start - 1 for start in lines.starts[1:]]
        if "\r\n" in text:
            self.eMarks = [end - text.startswith("\r\n", max(0, end - 1)) for end in self.eMarks]
        self.eMarks += (length, length)
        self.tShift, self.sCount, self.bsCount = [0] * (count + 1), [0] * (count + 1), [0] * (count + 1)
        for match in _INDENT.finditer(source, max(0, self.bMarks[first] - 1)):
            blanks = match.group().lstrip("\n")
            line = lines.index(match.end() - 1)
            self.tShift[line] = len(blanks)
            self.sCount[line] = len(blanks.expandtabs(4))
        self.lineMax = count
        if self.bMarks[count - 1] + self.tShift[count - 1] == length:
            # A blank end behind the last line ending is no line.
            self.lineMax -= 1
            self.bMarks[count - 1], self.tShift[count - 1], self.sCount[count - 1] = length, 0, 0
        self.blkIndent = self.line = self.level = 0
        self.ddIndent = self.listIndent = -1
        self.tight, self.parentType, self.result = False, "root", ""
        self._code_enabled = True
        self.found: list[Block] = []
        self.items = self.quotes = 0
        self.cut = False
        self.token = Token("", "", 0)

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        self.level += nesting
        if ttype in ("list_item_open", "list_item_close"):
            self.items += nesting
        elif ttype in ("blockquote_open", "blockquote_close"):
            self.quotes += nesting
        return self.token

    def getLines(self, begin: int, end: int, indent: int, keep: bool) -> str:  # noqa: N802
        return ""  # asked for the content of code and HTML, which spans tell as well

    def add(self, kind: BlockKind, first: int, last: int, depth: int = 0, info: str = "", *, cut: bool = False) -> None:
        """Add the block of the lines `first` to `last`."""
        start, end = self.bMarks[first] + self.tShift[first], self.eMarks[last - 1]
        around: Literal["item", "quote", ""] = "item" if self.items else "quote" if self.quotes else ""
        self.found.append(Block(kind, first, last, Span(start, max(start, end)), around, depth, info, cut=cut))


class _Blocks(ParserBlock):
    """Markdown-it's loop over the lines, with a glance at the first character before any rule is asked."""

    def tokenize(self, state: StateBlock, line: int, end: int) -> None:
        blanks_before = False
        begins, ends, shifts, indents = state.bMarks, state.eMarks, state.tShift, state.sCount
        while line < end:
            state.line = line = state.skipEmptyLines(line)
            if line >= end or indents[line] < state.blkIndent:
                break
            if state.level >= MAX_NESTING:
                state.line = end
                break
            if indents[line] - state.blkIndent >= 4:
                _code(state, line, end, False)
            elif not table(state, line, end, False):
                for rule in _STARTED_BY.get(state.src[begins[line] + shifts[line]], ()):
                    if rule(state, line, end, False):
                        break
                else:
                    _paragraph(state, line, end)
            state.tight = not blanks_before
            line = state.line
            if line - 1 < end and begins[line - 1] + shifts[line - 1] >= ends[line - 1]:
                blanks_before = True
            if line < end and begins[line] + shifts[line] >= ends[line]:
                blanks_before = True
                state.line = line = line + 1


def _code(state: Any, line: int, end: int, silent: bool) -> bool:
    code(state, line, end, silent)
    state.add("code", line, state.line)
    return True


def _fence(state: Any, line: int, end: int, silent: bool) -> bool:
    found = fence(state, line, end, silent)
    if found and not silent:
        cut = state.level == 0 and state.line == end and not state.cut and _is_cut(state, line)
        state.cut |= cut  # only once: a search to the end for each of many fences would take long
        state.add("code", line, state.line, 0, state.token.info.strip(), cut=cut)
    return found


def _is_cut(state: Any, line: int) -> bool:
    """End the fence that opens in `line` before a heading, where nothing closes it, and tell whether there is one.

    To Markdown all that follows is code; its author wrote a text, and a reader reads it.
    """
    source, begins, ends, last = state.src, state.bMarks, state.eMarks, state.line - 1
    closing = source[begins[last] : ends[last]].strip()
    if last > line and len(closing) >= 3 and closing == closing[0] * len(closing) and closing[0] in "`~":
        return False
    for below in range(line + 1, state.line):
        if _NO_COMMENT.match(source, begins[below], ends[below]):
            state.line = below
            return True
    return False


def _html(state: Any, line: int, end: int, silent: bool) -> bool:
    found = html_block(state, line, end, silent)
    if found and not silent:
        state.add("html", line, state.line)
    return found


def _heading(state: Any, line: int, end: int, silent: bool) -> bool:
    start = state.bMarks[line] + state.tShift[line]
    match = None if state.is_code_block(line) else _ATX.match(state.src, start, state.eMarks[line])
    if match is None or silent:
        return match is not None
    state.line = line + 1
    state.add("heading", line, line + 1, len(match.group().rstrip()))
    return True


def _paragraph(state: Any, line: int, end: int) -> None:
    """Add a paragraph, or a heading by its underline."""
    source, begins, ends, shifts, indents = state.src, state.bMarks, state.eMarks, state.tShift, state.sCount
    around, state.parentType = state.parentType, "paragraph"
    after, limit = line + 1, state.lineMax
    while after < limit:
        start = begins[after] + shifts[after]
        if start >= ends[after]:
            break
        indent = indents[after] - state.blkIndent
        if indent <= 3:
            if (
                indent >= 0
                and after < end
                and source[start] in "-="
                and _UNDERLINE.fullmatch(source, start, ends[after])
            ):
                state.line = after + 1
                state.add("heading", line, after + 1, 1 if source[start] == "=" else 2)
                state.parentType = around
                return
            # A negative indent marks the lazy continuation of a quote.
            if indents[after] >= 0 and _ends_paragraph(state, after, limit, True):
                break
        after += 1
    state.line = after
    state.add("text", line, after)


_STARTED_BY: Final[Mapping[str, tuple[_Rule, ...]]] = {
    "`": (_fence,),
    "~": (_fence,),
    ">": (blockquote,),
    "*": (hr, list_block),
    "-": (hr, list_block),
    "_": (hr,),
    "+": (list_block,),
    "[": (reference,),
    "<": (_html,),
    "#": (_heading,),
} | dict.fromkeys("0123456789", (list_block,))


def _ending(*rules: _Rule, tables: bool = False) -> _Rule:
    """Return the test whether one of `rules` ends the block before a line."""
    started = {char: tuple(rule for rule in chain if rule in rules) for char, chain in _STARTED_BY.items()}

    def ends(state: Any, line: int, end: int, silent: bool) -> bool:
        start = state.bMarks[line] + state.tShift[line]
        for rule in started.get(state.src[start : start + 1], ()):
            if rule(state, line, end, True):
                return True
        return tables and table(state, line, end, True)

    return ends


_ends_list = _ending(_fence, blockquote, hr)
_ends_quote = _ending(_fence, blockquote, hr, list_block, _html, _heading)
_ends_paragraph = _ending(_fence, blockquote, hr, list_block, _html, _heading, tables=True)


class _Endings(Ruler[_Rule]):
    """What markdown-it's own rules ask for: what can end a block of theirs."""

    def getRules(self, chain: str = "") -> list[_Rule]:  # noqa: N802
        return {"list": [_ends_list], "blockquote": [_ends_quote]}.get(chain, [_ends_paragraph])


class _Markdown:
    """What the rules ask of markdown-it's parser."""

    def __init__(self) -> None:
        self.options = {"html": True}
        self.block = _Blocks()
        self.block.ruler = _Endings()

    @property
    def helpers(self) -> Any:
        from markdown_it import helpers  # which few cards need

        return helpers

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url  # of a reference only its end matters here, not its address

    def validateLink(self, url: str) -> bool:  # noqa: N802
        from markdown_it.common.normalize_url import validateLink

        return validateLink(url)


_MARKDOWN: Final = _Markdown()
