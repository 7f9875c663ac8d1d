"""Finds the links of a card, and the anchors that links can name, by bounded patterns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from releaselint.document.mask import Stretches
from releaselint.document.model import Link, Section, plain
from releaselint.regex import regex
from releaselint.text import Span

_INLINE = regex(r"\]\([ \t]*<?([^()\s<>]{1,2000}(?:\([^()\s]{0,200}\)[^()\s<>]{0,200})?)")
_ATTRIBUTE = regex(r"(?:href|src)[ \t]*=[ \t]*[\"']([^\"'<>\n]{1,2000})", re.IGNORECASE)
_DEFINITION = regex(r"^[ ]{0,3}\[(?!\^)[^\[\]\n]{1,200}\]:[ \t]*<?([^\s<>]{1,2000})", re.MULTILINE)
_BARE = regex(r"(https?://[^\s<>)\]\"'`|]{1,2000})")
#: An address for mail that stands in the text, as GitHub links it; no remote of git, no file such as `logo@2x.png`.
_MAIL = regex(
    r"(?<![\w.+/:@`-])([\w.+-]{1,64}@(?!\d)[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}"
    r"\.(?:com|org|net|edu|gov|info|example|[a-z]{2}))(?![\w@/`-]|[.:]\w)"
)
_ANCHOR = regex(
    r"<[A-Za-z][^<>]{0,300}?[\s\"'](?:id|name)[ \t]*=[ \t]*(?:[\"']([^\"'<>]{1,200})[\"']|([^\s\"'<>=`]{1,200}))",
    re.IGNORECASE,
)
_IMAGE = regex(r"!\[[^\[\]\n]{0,300}\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\])")
_SIGN = regex(r"[^\w\- ]")


def links(text: str, body: int, dark: Stretches) -> tuple[Link, ...]:
    """Return the links, images, bare URLs and addresses of `text` from offset `body` on and outside `dark`, in order.

    An address for mail leads where `mailto:` before it would.
    """
    patterns = []
    if "](" in text:
        patterns.append(_INLINE)
    if "=" in text and ("href" in text or "src" in text or "HREF" in text or "SRC" in text):
        patterns.append(_ATTRIBUTE)
    if "]:" in text:
        patterns.append(_DEFINITION)
    if "http" in text:
        patterns.append(_BARE)
    if "@" in text:
        patterns.append(_MAIL)
    matches = [match for pattern in patterns for match in pattern.finditer(text, body)]
    if len(patterns) > 1:
        matches.sort(key=re.Match.start)
    found = []
    at = 0
    for match in matches:
        start, end = match.span(1)
        if match.start() < at or dark.end_at(start):
            continue  # a URL within a target is the same link
        at = end
        target = match.group(1)
        bare = start == match.start()
        if bare:  # nothing around it tells where it ends
            target = target.rstrip(".,;:!?*_")
        span = Span(start, start + len(target))
        found.append(Link(target if not bare or "://" in target else f"mailto:{target}", span))
    return tuple(found)


def slug_of(title: str) -> str:
    """Return the anchor of a heading, as GitHub spells it, where it is the only one of its title."""
    if "&" in title:
        from html import unescape  # whose table few cards need

        title = unescape(title)
    return _SIGN.sub(_mark, title.lower()).replace(" ", "-")


def _mark(match: re.Match[str]) -> str:
    """Return a sign only where it belongs to the letter before it."""
    return match.group() if unicodedata.category(match.group())[0] == "M" else ""


def anchor_key(anchor: str) -> str:
    """Return what two spellings of one anchor share: no case, no accents, nothing encoded, no hyphen for an image."""
    if "%" in anchor:
        from urllib.parse import unquote

        anchor = unquote(anchor)
    return _SIGN.sub("", unicodedata.normalize("NFKD", slug_of(anchor))).strip("-")


def anchors(text: str, body: int, dark: Stretches, sections: Sequence[Section]) -> frozenset[str]:
    """Return what `#…` can name: the headings, as GitHub spells them, and the ids in HTML outside `dark`."""
    counts: dict[str, int] = {}
    for section in sections:
        title, span = section.heading.title, section.heading.span
        source = text[span.start : span.end]
        if "![" in source or "~~" in source:  # what is struck out is part of it, the words of a picture are not
            title = plain(_IMAGE.sub("", source).replace("~~", "").lstrip("#"))
        base = slug = slug_of(title)
        while slug in counts:
            counts[base] += 1
            slug = f"{base}-{counts[base]}"
        counts[slug] = 0
    if "<" not in text:
        return frozenset(counts)
    ids = [match.group(1) or match.group(2) for match in _ANCHOR.finditer(text, body) if not dark.end_at(match.start())]
    return frozenset({*counts, *ids})
