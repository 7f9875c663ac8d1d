"""Blanks what is no prose, keeping every offset, so that patterns meet words and spans stay true."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable

from releaselint.regex import regex
from releaselint.text import Span

# One pass. Each alternative begins with one character, which the regex engine looks for first, is bounded, and
# excludes its own opening bracket, so the whole is linear.
_MARKUP = regex(
    r"</?[A-Za-z][^<>]{0,4000}>"
    r"|!\[[^\[\]\n]{0,300}\]\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\)"
    r"|\](?:\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\)|\[[^\[\]\n]{0,200}\])"
    r"|\[(?=[^\[\]\n]{1,300}\][(\[])"
    r"|https?://[^\s<>)\]\"'`|]{1,2000}"
    r"|\*[*`]*|`[*`]*|~~|_+"
    r"|&(?:nbsp|amp|lt|gt|quot|#\d{1,6});"
)
_QUOTED = regex(r"^[ \t]{0,9}>[> \t]*", re.MULTILINE)
_WORDS = regex(r"[^\n\r]+")
#: What one paragraph, item or cell strikes out. `<s>` is also the token that begins a prompt: it reaches no further.
_STRUCK = regex(r"(?<![~\\])~~(?![\s~])(?:[^~]|~(?!~)){1,2000}(?<!\s)~~(?!~)|<s>(?:[^<]|<(?!/?s>)){1,2000}</s>")
_PROGRAMS = (
    (
        regex(r"^[ \t]{0,3}<(?:script|style)\b[^<>]{0,500}>", re.IGNORECASE | re.MULTILINE),
        regex(r"</(?:script|style)\s{0,9}>", re.IGNORECASE),
    ),
    (
        regex(r"<(?:del|strike)(?:\s[^<>]{0,300})?>", re.IGNORECASE),
        regex(r"</(?:del|strike)\s{0,9}>", re.IGNORECASE),
    ),
    (regex(r"^[ \t]{0,9}<[A-Z][\w.]{0,60}\s[^<>{}]{0,500}=\{\{", re.MULTILINE), regex(r"\}\}[^<>{}]{0,300}>")),
)
"""How each begins and ends."""


class Stretches:
    """Parts of a text that do not overlap, in order, made from spans that may."""

    __slots__ = ("ends", "starts")

    def __init__(self, spans: Iterable[Span]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted(spans):
            if self.ends and start <= self.ends[-1]:
                self.ends[-1] = max(end, self.ends[-1])
            elif end > start:
                self.starts.append(start)
                self.ends.append(end)

    def end_at(self, offset: int) -> int:
        """Return where the stretch that holds `offset` ends; 0 where none does."""
        if not self.starts:
            return 0
        index = bisect.bisect_right(self.starts, offset) - 1
        return self.ends[index] if index >= 0 and offset < self.ends[index] else 0


def comments(text: str, dark: Stretches) -> list[Span]:
    """Return the HTML comments of `text` that begin outside `dark` and outside a code span; an unclosed one is none."""
    found = []
    at = text.find("<!--")
    while at >= 0:
        after = dark.end_at(at)
        if not after:
            if _is_in_code_span(text, at):
                after = at + 4
            else:
                end = text.find("-->", at + 4)
                if end < 0:
                    break
                after = end + 3
                found.append(Span(at, after))
        at = text.find("<!--", after)
    return found


def _is_in_code_span(text: str, at: int) -> bool:
    near = max(0, at - 300)
    line = max(text.rfind("\n", near, at) + 1, near)
    return text.count("`", line, at) % 2 == 1 and "`" in text[at : at + 300].partition("\n")[0]


def programs(text: str, dark: Stretches) -> list[Span]:
    """Return what of `text`, outside `dark`, is no prose: scripts, styles, MDX objects, what is deleted."""
    found = []
    for opening, closing in _PROGRAMS:
        at = 0
        while (begin := opening.search(text, at)) is not None:
            at = begin.end()
            if dark.end_at(begin.start()) or _is_in_code_span(text, begin.start()):
                continue
            end = closing.search(text, at)
            if end is None:
                break
            at = end.end()
            found.append(Span(begin.start(), at))
    return found


def struck(text: str, parts: Iterable[Span], dark: Stretches) -> list[Span]:
    """Return what each of `parts` of `text` strikes out, outside `dark` and outside a code span."""
    return [
        Span(*match.span())
        for start, end in parts
        for match in _STRUCK.finditer(text, start, end)
        if not dark.end_at(match.start()) and not _is_in_code_span(text, match.start())
    ]


def mask(text: str, dark: Stretches) -> str:
    """Return `text` with what lies in `dark`, and all markup elsewhere, as spaces.

    Line endings stay, so that lines can be counted in either text.
    """
    parts = []
    at = 0
    for start, end in zip(dark.starts, dark.ends, strict=True):
        parts.append(_bare(text[at:start]))
        parts.append(_blank(text[start:end]))
        at = end
    parts.append(_bare(text[at:]))
    return "".join(parts)


def _bare(text: str) -> str:
    shown = _MARKUP.sub(_spaces, text)
    return _QUOTED.sub(_spaces, shown) if ">" in shown else shown


def _spaces(match: re.Match[str]) -> str:
    found = match.group()
    if found[0] == "_":
        # Between letters it is part of a name such as `pipeline_tag`.
        text = match.string
        start, end = match.span()
        if start and end < len(text) and text[start - 1].isalnum() and text[end].isalnum():
            return found
    elif found[0] == "h":
        # The full stop behind a URL ends a sentence.
        address = found.rstrip(".,;:!?")
        return " " * len(address) + found[len(address) :]
    return " " * len(found) if "\n" not in found and "\r" not in found else _blank(found)


def _blank(text: str) -> str:
    return _WORDS.sub(lambda match: " " * len(match.group()), text)
