"""Edits of a card that leave everything around them as it stands; nothing where that is not sure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from releaselint.document.model import Document, Ignore
from releaselint.findings.model import Edit
from releaselint.regex import regex
from releaselint.text import Span

# From the end of one item to the beginning of the next: a comma, or a line break and a dash, and no comment.
_NEXT = regex(r"\s*,\s*|[ \t]*(?:\r\n|\r|\n)\s*-[ \t]+")


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` after `edits`; of edits that overlap, the first one counts."""
    pieces = []
    at = 0
    for start, end, new in sorted(set(edits)):
        if start >= at:
            pieces += [text[at:start], new]
            at = end
    return "".join([*pieces, text[at:]])


def put(document: Document, span: Span, text: str) -> tuple[Edit, ...]:
    """Return the edit that writes `text` in place of the key or value at `span`; none for a block scalar."""
    written = document.slice(span)
    if not written.strip() or written[0] in "|>?":
        return ()
    return (Edit(span.start, span.start + len(written.rstrip()), text),)


def without_item(document: Document, before: Span, item: Span) -> tuple[Edit, ...]:
    """Return the edit that takes out the item of a list at `item`, which follows the one at `before`."""
    written = document.slice(item)
    if not _NEXT.fullmatch(document.text, before.end, item.start) or not written.strip() or written[0] in "|>":
        return ()
    return (Edit(before.end, item.start + len(written.rstrip()), ""),)


def without_rules(document: Document, ignore: Ignore, idle: Sequence[str]) -> Edit:
    """Return the edit that takes `idle` rules out of an ignore comment; all of it, and its line, where none is left."""
    text, lines, (start, end) = document.text, document.lines, ignore.span
    left = [rule for rule in ignore.rules if rule not in idle]
    if left:
        opening, closing = text.index("[", start), text.index("]", start)
        return Edit(opening + 1, closing, ", ".join(left))
    first, last = lines.index(start), lines.index(end - 1) + 1
    line = lines.span(first, last)
    before, after = text[line.start : start], text[end : line.end]
    if before.strip():
        glued = bool(after.strip()) and not after[0].isspace()
        return Edit(start if glued else line.start + len(before.rstrip()), end, "")
    if after.strip():
        return Edit(start, end + len(after) - len(after.lstrip(" \t")), "")
    above = first > 0 and lines.line(first - 1).strip()
    below = last < len(lines.starts) and lines.line(last).strip()
    if above and below and start >= document.body:  # it kept two paragraphs apart
        return Edit(start, end, "")
    return Edit(line.start, line.end, "")
