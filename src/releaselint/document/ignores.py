"""Finds the comments that silence rules, and what each of them covers."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence

from releaselint.document.events import scalars
from releaselint.document.front import FrontMatter
from releaselint.document.mask import Stretches
from releaselint.document.model import Ignore
from releaselint.regex import regex
from releaselint.text import Lines, Span

_COMMENT = regex(r"<!--\s{0,9}releaselint:\s{0,9}(ignore|ignore-file)[ \t]?\[([^\[\]\n]{0,400})\]([\s\S]{0,1000})-->\Z")
_YAML = regex(r"(?<!\S)#[ \t]*releaselint:[ \t]*(ignore|ignore-file)\[([^\[\]\r\n]{0,400})\]([^\r\n]{0,1000})")
_BLANK = regex(r"\s*")
_OPENING = regex(r"(?:\s|>|[-*+](?=\s)|\d{1,9}[.)](?=\s))*")
"""What stands before the text of a quote or an item."""


def find_ignores(
    text: str, lines: Lines, front: FrontMatter | None, comments: Sequence[Span], blocks: Sequence[Span]
) -> Iterator[Ignore]:
    """Yield the ignores of a card; a comment alone on its line covers the next of `blocks`, which are in order."""
    if front is not None:
        yield from yaml_ignores(text, lines, front.inner)
    for span in comments:
        match = _COMMENT.match(text[span.start : span.end]) if span.end - span.start < 2000 else None
        if match is None:
            continue
        covers: Span | None = None
        if match.group(1) == "ignore":
            covers = lines.span(lines.index(span.start), lines.index(span.end - 1) + 1)
            if _OPENING.fullmatch(text, covers.start, span.start) and _BLANK.fullmatch(text, span.end, covers.end):
                index = bisect.bisect_left(blocks, span.end, key=lambda block: block.start)
                covers = Span(span.start, blocks[index].end if index < len(blocks) else covers.end)
        yield _made(match, span, covers)


def yaml_ignores(text: str, lines: Lines, inner: Span) -> Iterator[Ignore]:
    """Yield the ignores in the YAML at `inner`: of their own line, or of the next key."""
    if text.find("releaselint:", inner.start, inner.end) < 0:
        return
    written = Stretches(scalars(text[inner.start : inner.end], base=inner.start))
    key = 0
    known: dict[int, Span] = {}
    for match in _YAML.finditer(text, inner.start, inner.end):
        if written.end_at(match.start()):
            continue
        covers: Span | None = None
        if match.group(1) == "ignore":
            index = lines.index(match.start())
            covers = lines.span(index, index + 1)
            if _BLANK.fullmatch(text, covers.start, match.start()):
                # Never back: many comments above one key are walked over once.
                key = _key_line(lines, max(key, index + 1), inner.end)
                if key not in known:
                    known[key] = _extent(lines, key, inner.end)
                covers = known[key]
        yield _made(match, Span(match.start(), match.end()), covers)


def _key_line(lines: Lines, index: int, end: int) -> int:
    """Return the first line from `index` on that is neither blank nor a comment."""
    while index < len(lines.starts) and lines.starts[index] < end and lines.line(index).lstrip()[:1] in ("", "#"):
        index += 1
    return index


def _extent(lines: Lines, first: int, end: int) -> Span:
    """Return the span of the key or item on the line `first`, with what is indented under it."""
    opening = lines.line(first) if first < len(lines.starts) else ""
    depth = len(opening) - len(opening.lstrip())
    listed = opening.lstrip().startswith("- ")
    last = first + 1
    while last < len(lines.starts) and lines.starts[last] < end:
        line = lines.line(last)
        bare = line.lstrip()
        # The items of a list may stand as far left as its key.
        if bare and len(line) - len(bare) <= depth and (listed or not bare.startswith("- ")):
            break
        last += 1
    span = lines.span(first, last)
    return Span(min(span.start, end), min(span.end, end))


def _made(match: re.Match[str], span: Span, covers: Span | None) -> Ignore:
    rules = tuple(rule.strip() for rule in match.group(2).split(",") if rule.strip())
    return Ignore(rules, match.group(3).strip(), span, covers)
