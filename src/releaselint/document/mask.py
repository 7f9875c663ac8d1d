"""Blanks what is no prose, keeping every offset, so that patterns meet words and spans stay true."""

from __future__ import annotations

import re
from collections.abc import Iterable

from releaselint.text import Span

# One pass; each alternative is bounded and excludes its own opening bracket, so the whole is linear.
_MARKUP = re.compile(
    r"<!--(?:[^-]|-(?!->)){0,4000}-->"  # a short comment; long ones are found by `comments`
    r"|</?[A-Za-z][^<>]{0,4000}>"
    r"|<(?:https?|mailto)[^<>\s]{0,2000}>"
    r"|!\[[^\[\]\n]{0,300}\]\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\)"
    r"|\]\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\)"
    r"|\[(?=[^\[\]\n]{1,300}\]\()"
    r"|https?://[^\s<>)\]\"'`|]{1,2000}"
    r"|[*`]+|~~|(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])"
    r"|&(?:nbsp|amp|lt|gt|quot|#\d{1,6});"
)
_WORDS = re.compile(r"[^\n\r]+")


def comments(text: str, start: int) -> list[Span]:
    """Return the HTML comments of `text` from offset `start` on; an unclosed one is none."""
    found = []
    at = text.find("<!--", start)
    while at >= 0:
        end = text.find("-->", at + 4)
        if end < 0:
            break
        found.append(Span(at, end + 3))
        at = text.find("<!--", end + 3)
    return found


def mask(text: str, start: int, blanks: Iterable[Span]) -> str:
    """Return `text` with what stands before `start`, the `blanks`, and all markup as spaces.

    Line endings stay, so that lines can be counted in either text.
    """
    parts = [_blank(text[:start])]
    at = start
    for span in sorted(blanks):
        if span.end <= at:
            continue
        first = max(span.start, at)
        parts.append(_MARKUP.sub(_spaces, text[at:first]))
        parts.append(_blank(text[first : span.end]))
        at = span.end
    parts.append(_MARKUP.sub(_spaces, text[at:]))
    return "".join(parts)


def _spaces(match: re.Match[str]) -> str:
    found = match.group()
    return _blank(found) if "\n" in found or "\r" in found else " " * len(found)


def _blank(text: str) -> str:
    return _WORDS.sub(lambda match: " " * len(match.group()), text)
