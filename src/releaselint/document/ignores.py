"""Finds the comments that silence rules, and what each of them covers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from releaselint.document.front import FrontMatter
from releaselint.document.model import Ignore, Unit
from releaselint.text import Lines, Span

_COMMENT = re.compile(r"<!--\s{0,9}releaselint:\s{0,9}(ignore|ignore-file)\[([^\[\]\n]{0,400})\]([\s\S]{0,1000})-->\Z")
_YAML = re.compile(r"#[ \t]*releaselint:[ \t]*(ignore|ignore-file)\[([^\[\]\n]{0,400})\]([^\n]{0,1000})")


def find_ignores(
    text: str, lines: Lines, front: FrontMatter | None, comments: Sequence[Span], units: Sequence[Unit]
) -> Iterator[Ignore]:
    """Yield the ignores of a card; a comment alone on its line covers the block that follows it."""
    if front is not None:
        yield from yaml_ignores(text, lines, front.inner)
    for span in comments:
        match = _COMMENT.match(text[span.start : span.end])
        if match is None:
            continue
        covers: Span | None = None
        if match.group(1) == "ignore":
            first, last = lines.index(span.start), lines.index(span.end - 1)
            covers = lines.span(first, last + 1)
            if not (text[covers.start : span.start] + text[span.end : covers.end]).strip():
                following = next((unit for unit in units if unit.start >= span.end), None)
                covers = Span(span.start, following.end if following else covers.end)
        yield _made(match, span, covers)


def yaml_ignores(text: str, lines: Lines, inner: Span) -> Iterator[Ignore]:
    """Yield the ignores in the YAML at `inner`: of their own line, or of the next key."""
    if text.find("releaselint:", inner.start, inner.end) < 0:
        return
    for match in _YAML.finditer(text, inner.start, inner.end):
        covers: Span | None = None
        if match.group(1) == "ignore":
            index = lines.index(match.start())
            covers = lines.span(index, index + 1)
            if not text[covers.start : match.start()].strip():
                covers = _next_key(text, lines, index + 1, inner.end)
        yield _made(match, Span(match.start(), match.end()), covers)


def _next_key(text: str, lines: Lines, index: int, end: int) -> Span:
    """Return the span of the key at or below the line `index`, with what is indented under it."""
    while index < len(lines.starts) - 1 and lines.line(index).lstrip()[:1] in ("", "#") and lines.starts[index] < end:
        index += 1
    first = lines.line(index)
    depth = len(first) - len(first.lstrip())
    last = index + 1
    while last < len(lines.starts) and lines.starts[last] < end:
        line = lines.line(last)
        if line.strip() and len(line) - len(line.lstrip()) <= depth and not line.lstrip().startswith("- "):
            break
        last += 1
    return lines.span(index, last)


def _made(match: re.Match[str], span: Span, covers: Span | None) -> Ignore:
    rules = tuple(rule.strip() for rule in match.group(2).split(",") if rule.strip())
    return Ignore(rules, match.group(3).strip(), span, covers)
