"""Faults of a card's Markdown: headings without text, and text that is shown as code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from releaselint.document.model import CodeBlock, Document
from releaselint.findings.case import Case, Hit, Plain, first_line
from releaselint.findings.unread import told_to_fill
from releaselint.records import replace
from releaselint.regex import regex
from releaselint.text import Span
from releaselint.words import expression

_EXPECTED: Final = expression("expected-heading")
_GLANCE: Final = 40
_MOST: Final = 20
"""Empty sections of a card that are told one by one, where none is one that a reader expects."""
_NOTHING: Final = regex(
    r"(?:\s|<!--(?:[^-]|-(?!->)){0,4000}-->|^[-*_=]{3,}$|&nbsp;|<br ?/?>|</?(?:p|div|center)[^<>]{0,80}>)*",
    re.MULTILINE,
)
_HEADING: Final = regex(r"\n[ \t]*\r?\n {0,3}#{2,6}[ \t]+(?P<title>\w[^\r\n]*)\r?\n[ \t]*\r?\n")
"""A heading between blank lines, which is hardly a comment in code."""
_CARRIES: Final = regex(r"\]\(|<(?:a|img)\b|https?://")


def empty_section(case: Case) -> Iterator[Hit]:
    """A heading has nothing below it: no text, no subsection, no image, no details."""
    if case.ledger.kind not in ("model", "dataset"):
        return
    told: set[tuple[str | None, int | None]] | None = None
    for document in case.cards:
        sections, notes = document.sections, list[Hit]()
        for number, section in enumerate(sections):
            following = sections[number + 1] if number + 1 < len(sections) else None
            title = section.heading.title
            if section.heading.depth > 6 or (following and following.heading.depth > section.heading.depth):
                continue
            if number == 0 and section.heading.depth == 1 and following is not None:
                continue  # a title above sections of its own depth
            opening = document.text[section.own.start : min(section.own.end, section.own.start + _GLANCE)]
            if opening.lstrip()[:1].isalnum() or not _NOTHING.fullmatch(document.text, *section.own):
                continue
            if _CARRIES.search(document.text, section.heading.span.start, section.heading.span.end):
                continue  # the heading is itself a link or a picture
            expected = _EXPECTED.search(title) is not None
            if expected:
                told = told_to_fill(case) if told is None else told
                place = case.release.shown(document.path), document.place(section.heading.span).line
                expected = place not in told  # the error that something is missing says so
            hit = Hit(document=document, span=section.heading.span, values={"title": title})
            if expected:
                yield hit
            else:
                notes.append(replace(hit, severity="note"))
        yield from notes[:_MOST]
        if len(notes) > _MOST:
            yield replace(notes[_MOST], message=f"{len(notes) - _MOST:,} more sections are empty, from {{title}} on")


def fence_unclosed(case: Case) -> Iterator[Hit]:
    """Nothing closes a fence of code, and a text goes on below it."""
    for document in case.cards:
        cut = next((block for block in document.code if block.cut), None)
        found = _swallowed(document, cut) if cut is not None else None
        if found is not None:
            fence, title, at = found
            yield Hit(
                document=document,
                span=first_line(document, fence.span),
                values={"title": title, "line": Plain(str(document.place(Span(at, at)).line))},
            )


def _swallowed(document: Document, cut: CodeBlock) -> tuple[CodeBlock, str, int] | None:
    """Return the fence that was never closed, and the heading that it swallows, with its place; None for no heading.

    That is the one that is `cut`; or an earlier one that ended at the fence which was to open the next code, so that
    all that follow are reversed.
    """
    below = (one.heading for one in document.sections if one.heading.span.start >= cut.span.end)
    heading = next(below, None)  # a heading in a comment goes with its comment
    if heading is None:
        return None
    for earlier in document.code:
        if earlier is cut or cut.language:
            break
        swallowed = _HEADING.search(document.text, *earlier.span) if earlier.language else None
        if swallowed:
            return earlier, swallowed["title"], swallowed.start("title")
    return cut, heading.title, heading.span.start
