"""Finds the links of a card, and the anchors that links can name, by bounded patterns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releaselint.document.mask import Stretches
from releaselint.document.model import Link, Section
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
_ANCHOR = regex(r"<[A-Za-z][^<>]{0,300}?\b(?:id|name)[ \t]*=[ \t]*[\"']([^\"'<>]{1,200})[\"']")
_UNSLUG = regex(r"[^\w\- ]")


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
    return _UNSLUG.sub("", title.lower()).replace(" ", "-")


def anchors(text: str, body: int, sections: Sequence[Section]) -> frozenset[str]:
    """Return what `#…` can name: the headings, as GitHub spells them, and the ids in HTML."""
    counts: dict[str, int] = {}
    for section in sections:
        base = slug = slug_of(section.heading.title)
        while slug in counts:
            counts[base] += 1
            slug = f"{base}-{counts[base]}"
        counts[slug] = 0
    if "<" not in text:
        return frozenset(counts)
    return frozenset({*counts, *_ANCHOR.findall(text, body)})
