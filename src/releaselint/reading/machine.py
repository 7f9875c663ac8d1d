"""Claims from what a card says to machines: its code, and the keys of its front matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from releaselint.reading.found import Found, found
from releaselint.reading.literals import Literal
from releaselint.reading.patterns import Index
from releaselint.reading.phrase import Phrases
from releaselint.reading.reading import Reading
from releaselint.regex import regex
from releaselint.text import Span

_MANY: Final = 50
_MATCHES: Final = 50
"""Matches of a literal in a block of which the lines are read: each of its own, and all of one long line."""
_FIGURE = regex(r"\d")
_REST: Final = 300
"""Characters of a line of code that are read before and behind what was found there."""


def coded(reading: Reading, patterns: Index) -> Iterator[Found]:
    """Yield what code blocks show."""
    document = reading.shown
    if not document.code:
        return
    blocks = [(block, document.slice(block.span)) for block in document.code]
    code = "\n".join([text for _, text in blocks]).lower()
    wanted: dict[int, list[Literal]] = {}
    for _, some in patterns.likely("code", code):
        for literal, number in some:
            wanted.setdefault(number, []).append(literal)
    for block, text in blocks if wanted else ():
        lower = text.lower()
        section = document.section_at(block.span.start)
        if reading.is_foreign(section):
            continue
        for number, literals in wanted.items():
            pattern = patterns.pattern(number)
            if not reading.stands(pattern, section):
                continue
            spot = _first(literals, text, lower, pattern.unless)
            if spot is not None:
                match, line = (Span(block.span.start + one.start, block.span.start + one.end) for one in spot)
                yield found(reading, pattern, pattern.value, "code", match, line)


def _first(literals: Iterable[Literal], text: str, lower: str, unless: Phrases | None) -> tuple[Span, Span] | None:
    """Return the first match of `literals` in `text`, which is `lower` in lower case, whose line says no `unless`.

    The line comes with it: it is what a person reads as the evidence.
    """
    spans = [
        Span(*match.span()) for one in literals if one.may_match(lower) for match in islice(one.every(text), _MATCHES)
    ]
    for span in sorted(spans):
        line = _line(text, span)
        if unless is None or not unless.said_in(text[line.start : line.end]):
            return span, line
    return None


def _line(text: str, span: Span) -> Span:
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    return Span(max(start, span.start - _REST), min(end if end >= 0 else len(text), span.end + _REST))


def keyed(reading: Reading, patterns: Index) -> Iterator[Found]:
    """Yield what keys of the front matter show."""
    front = reading.document.front
    if front is None or not front.values:
        return
    for pattern in patterns.of_way("metadata"):
        for source in pattern.sources:
            pointer = tuple(source.strip("/").split("/"))
            values = [value for value in _values(front.values, pointer) if value not in (None, "", [], {}, False)]
            spot = front.spot(pointer[: pointer.index("*")] if "*" in pointer else pointer)
            if pattern.figures:
                values = [value for value in values if _FIGURE.search(str(value)[:_REST])]
            if not values or spot is None:
                continue
            said = " ".join(map(str, values))[:2000] if pattern.among or pattern.unless else ""
            if (pattern.among is None or pattern.among.said_in(said)) and not (
                pattern.unless and pattern.unless.said_in(said)
            ):
                yield found(reading, pattern, pattern.value, "metadata", spot.key or spot.value)


def _values(value: Any, pointer: tuple[str, ...]) -> Iterator[Any]:
    """Yield what `pointer` leads to; its part `*` stands for every item of a list."""
    if not pointer:
        yield value
    elif pointer[0] == "*":
        for item in value[:_MANY] if isinstance(value, list) else ():
            yield from _values(item, pointer[1:])
    elif isinstance(value, dict) and pointer[0] in value:
        yield from _values(value[pointer[0]], pointer[1:])
