"""Text in a terminal's columns: how wide it is, where it breaks, and which part of a long line is shown."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from releaselint.report.escape import terminal

Paint = tuple[str, str]
"""Words, and the parameters of their color (SGR); empty for none."""


def columns(text: str) -> int:
    """Return how many columns `text` takes."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me") or "\u1160" <= char <= "\u11ff":
        return 0  # a mark upon, or a part of, the character before it
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def paint(text: str, color: str) -> str:
    """Return `text` in a color (SGR), where there is one and anything to see."""
    return f"\x1b[{color}m{text}\x1b[0m" if color and text.strip() else text


def cut(text: str, width: int) -> str:
    """Return `text`, ended by `…` where it is wider than `width`."""
    if columns(text) <= width:
        return text
    used, kept = 1, []
    for char in text:
        used += _width(char)
        if used > width:
            break
        kept.append(char)
    return "".join(kept) + "…"


def flow(parts: Iterable[Paint], width: int, hang: str) -> Iterator[list[Paint]]:
    """Yield the lines that `parts`, one after the other, break into; all but the first begin with `hang`."""
    line: list[Paint] = []
    used = 0
    for text, color in parts:
        for word in text.split(" "):
            wide = columns(word)
            if line and used + 1 + wide > width:
                yield line
                line, used = [(hang + word, color)], len(hang) + wide
            elif line and line[-1][1] == color:
                line[-1] = (f"{line[-1][0]} {word}", color)
                used += 1 + wide
            else:
                used += wide + bool(line)
                line.append((word, color))
    if line:
        yield line


def excerpt(source: str, start: int, end: int, width: int) -> tuple[str, str]:
    """Return the part of the line `source` around the characters `start` to `end`, and marks to print below it."""
    cells = _cells(source)
    wide = [columns(cell) for cell in cells]
    start = min(start, len(cells))
    end = max(start, min(end, len(cells)))
    first, last = _window(wide, start, end, width)
    lead, trail = ("…" if first else ""), ("…" if last < len(cells) else "")
    marks = sum(wide[start : min(end, last)])
    return (
        lead + "".join(cells[first:last]) + trail,
        " " * (len(lead) + sum(wide[first:start])) + "^" * max(1, marks),
    )


def _cells(source: str) -> list[str]:
    """Return what stands for each character of `source`, so that marks can be counted."""
    cells = list(terminal(source))
    if len(cells) != len(source):  # something was set apart
        cells = [terminal(char) for char in source]
        for index in range(2, len(cells)):
            if source[index - 2 : index] == "##":
                cells[index] = " " + cells[index]
    return cells


def _window(wide: Sequence[int], start: int, end: int, width: int) -> tuple[int, int]:
    if sum(wide) <= width:
        return 0, len(wide)
    first = 0
    if sum(wide[:end]) > width - 1:
        first, before = start, 0
        while first > 0 and before + wide[first - 1] <= width // 4:
            first -= 1
            before += wide[first]
    last, used = first, 2 if first else 1
    while last < len(wide) and used + wide[last] <= width:
        used += wide[last]
        last += 1
    return first, last
