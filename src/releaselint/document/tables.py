"""Finds tables and cuts their rows into cells, without an object for every cell that is not there."""

from __future__ import annotations

import itertools
from typing import Any

from releaselint.regex import regex
from releaselint.text import Span

_DELIMITERS = regex(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_PIPE = regex(r"(?<!\\)\|")


def table(state: Any, line: int, end: int, silent: bool) -> bool:
    """Add the table whose header is on `line`, or (`silent`) tell whether there is one; a rule like markdown-it's.

    Unlike its own rule, this one makes no cells where a row has fewer than the header: with many
    such rows they fill the memory. https://github.github.com/gfm/#tables-extension-
    """
    after = line + 1
    if after >= end:
        return False
    source, begins, ends, shifts, indents = state.src, state.bMarks, state.eMarks, state.tShift, state.sCount
    start, stop = begins[after] + shifts[after], ends[after]
    if source[start : start + 1] not in ("|", "-", ":") or not 0 <= indents[after] - state.blkIndent < 4:
        return False
    if stop - start < 2 or source[start : start + 2] in ("- ", "-\t") or not _DELIMITERS.fullmatch(source, start, stop):
        return False
    if source.find("|", begins[line], ends[line]) < 0 or indents[line] - state.blkIndent >= 4:
        return False
    header = _cells(source, begins[line] + shifts[line], ends[line])
    columns = len(_cells(source, start, stop))
    if not header or len(header) != columns:
        return False
    if silent:
        return True
    rows = [header]
    around, state.parentType = state.parentType, "table"
    (ended,) = state.md.block.ruler.getRules("blockquote")
    after += 1
    while after < end and 0 <= indents[after] - state.blkIndent < 4:
        start = begins[after] + shifts[after]
        if not source[start : ends[after]].strip() or ended(state, after, end, True):
            break
        rows.append(_cells(source, start, ends[after])[:columns])
        after += 1
    state.parentType, state.line = around, after
    state.add("table", line, after)
    state.found[-1] = state.found[-1]._replace(rows=tuple(filter(None, rows)))
    return True


def _cells(source: str, start: int, end: int) -> tuple[Span, ...]:
    """Return the trimmed cells of a table's row; a pipe at either end borders, and separates nothing."""
    bounds = [match.start() for match in _PIPE.finditer(source, start, end)]
    if not bounds or source[start : bounds[0]].strip():
        bounds.insert(0, start - 1)
    if source[bounds[-1] + 1 : end].strip():
        bounds.append(end)
    cells = []
    for left, right in itertools.pairwise(bounds):
        part = source[left + 1 : right]
        first = left + 1 + len(part) - len(part.lstrip())
        cells.append(Span(first, max(first, left + 1 + len(part.rstrip()))))
    return tuple(cells)
