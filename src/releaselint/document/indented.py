"""Tells prose from code among what is indented like code: pasted pages, admonitions, items that stand too deep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releaselint.document.model import Unit
from releaselint.regex import regex
from releaselint.text import Span
from releaselint.words import expression

_CODE = regex(
    r"\A[^\w\s*+(\[“-]|[{};\\,]\Z|\w\(|[=|<>{}]|->|\S {3,}\S|\t|\Ahttps?:"
    r"|\A(?:SELECT|INFO|WARN|WARNING|ERROR|DEBUG|Traceback)\b"
    r"|\A(?:User|Human|Assistant|System|Prompt|Input|Output|[QA]) ?:"
    r"|\A(?:import|def|class|pip3?|git|python3?|curl|wget|cd|conda|docker|apt|sudo|npm|return|print|export|bash|sh)\b"
)
"""A line of a program, of a command, of data, or of what such a thing prints."""
_FIELD = regex(r"(?:[-*+] )?[A-Z][\w /()-]{1,40}: \S")
BULLETS: Final = "•◦▪‣●○■"
"""What word processors begin an item with, Markdown none, and programs nothing."""
_OPENS = regex(rf"(?:[-*+]|\d{{1,2}}[.)])[ \t]+|[{BULLETS}][ \t]*|[A-Z][\w /()-]{{1,40}}: ")
_BULLET = regex(rf"[{BULLETS}][ \t]*")
#: What introduces a sample, of which even a list is a part.
_SAMPLE: Final = expression("introduces-a-sample")
_LINE = regex(r"\S[^\r\n]*")
_TARGET = regex(r"\]\([^()\s]{0,500}\)|\[\^?|[\]*_`]")
_ENOUGH, _PLENTY = 4, 8
"""Words that make a line one of prose where it opens like one, and anywhere."""
_READ: Final = 400
"""Characters of a line that are looked at."""
_MANY: Final = 400
"""Lines that are looked at; whoever indents more than that means code."""


def prose_in(text: str, span: Span) -> Iterator[Unit]:
    """Yield the units of prose in the indented lines of `text` at `span`; none where one of the lines is code."""
    lines = [match.span() for match in _LINE.finditer(text, *span)]
    lead = text[max(0, span.start - _READ) : span.start].rstrip().rpartition("\n")[2]
    listed = all(_BULLET.match(text, start) for start, _ in lines) and not _SAMPLE.search(lead)
    if lead.endswith(":") and not listed:
        return  # what is introduced so is a sample
    told = 0
    for start, end in lines if len(lines) <= _MANY else ():
        line = _BULLET.sub("", _TARGET.sub("", text[start:end]).strip(), count=1)
        if _CODE.search(line):
            return
        opened = line[:1].isupper() or _OPENS.match(line) is not None
        told += _words(line) >= (_ENOUGH if opened else _PLENTY) or _FIELD.match(line) is not None
    if 2 * told < len(lines) or not told:
        return
    begin, last = lines[0]
    for start, end in lines[1:]:
        if _OPENS.match(text, start) or text.count("\n", last, start) > 1:
            yield _unit(text, begin, last)
            begin = start
        last = end
    yield _unit(text, begin, last)


def _words(line: str) -> int:
    """Return how many of the first words of `line` are words of a language."""
    words = [word.strip("()[].,;:!?\"'’“”") for word in line[:_READ].split()]
    return sum(word.replace("-", "").replace("'", "").replace("’", "").isalpha() for word in words)


def _unit(text: str, start: int, end: int) -> Unit:
    marker = _OPENS.match(text, start)
    if marker is not None and not marker.group().endswith(": "):
        return Unit("item", marker.end(), end)
    return Unit("text", start, end)
