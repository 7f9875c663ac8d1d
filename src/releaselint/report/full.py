"""For people at a terminal: each finding with its source line, evidence and help, in the manner of rustc."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from releaselint.findings.model import Finding, Report
from releaselint.report.escape import plain, terminal
from releaselint.report.options import Options
from releaselint.report.words import evidence, statistics, summary, where

_COLORS: Final = {"error": "31", "warning": "33", "note": "36"}
_LEAST: Final = 40


def render(report: Report, options: Options) -> Iterator[str]:
    """Yield the report in pieces, ended by one line that sums it up."""
    if options.statistics:
        yield from (line + "\n" for line in statistics(report, options))
    else:
        for finding in options.shown(report.findings):
            yield from _finding(finding, options)
    yield _paint(summary(report, options), "1", options) + "\n"


def _finding(finding: Finding, options: Options) -> Iterator[str]:
    color = _COLORS[finding.severity]
    severity = _paint(finding.severity, f"1;{color}", options)
    yield f"{where(finding)}: {severity}: {_paint(plain(finding.message), '1', options)} [{finding.rule}]\n"
    number = str(finding.place.line) if finding.place else ""
    margin = " " * len(number)
    bar = _paint("|", "34", options)
    if finding.place and finding.source.strip():
        text, marks = _excerpt(finding, max(_LEAST, options.width - len(number) - 4))
        yield f"{margin} {bar}\n{_paint(number, '34', options)} {bar} {text}\n{margin} {bar} {_paint(marks, color, options)}\n"
    equals = _paint("=", "34", options)
    for one in finding.evidence:
        yield f"{margin} {equals} evidence: {evidence(one)}\n"
    if finding.help:
        yield f"{margin} {equals} help: {plain(finding.help)}\n"
    yield "\n"


def _excerpt(finding: Finding, width: int) -> tuple[str, str]:
    """Return the part of the source line around the place, and the marks below it."""
    assert finding.place is not None
    source = terminal(finding.source)
    start = min(finding.place.column - 1, len(source))
    end = finding.place.end_column - 1 if finding.place.end_line == finding.place.line else len(source.rstrip())
    end = max(start + 1, min(end, len(source)))
    first = 0 if end <= width else max(0, start - width // 4)
    cut = source[first : first + width]
    lead, trail = ("…" if first else ""), ("…" if first + width < len(source) else "")
    marked = cut[start - first : max(start - first + 1, min(end - first, len(cut)))]
    shift = len(lead) + _columns(cut[: start - first])
    return f"{lead}{cut}{trail}", " " * shift + "^" * max(1, _columns(marked))


def _columns(text: str) -> int:
    """Return how many columns `text` takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _paint(text: str, code: str, options: Options) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if options.color else text
