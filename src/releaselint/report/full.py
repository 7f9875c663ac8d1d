"""For people at a terminal: each finding with its source line, evidence and help, in the manner of rustc."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from releaselint.findings.model import Finding, ReleaseReport, Report
from releaselint.report import DOCS
from releaselint.report.columns import Paint, excerpt, flow, paint
from releaselint.report.escape import plain
from releaselint.report.options import Options
from releaselint.report.words import counted, evidence, fixable, leading, mend, statistics, summary, where

_COLORS: Final = {"error": "31", "warning": "33", "note": "36"}
_BOLD, _DIM, _FRAME, _WELL = "1", "2", "34", "1;32"
_LEAST: Final = 40
_ENDLESS: Final = 1_000_000


def render(report: Report, options: Options) -> Iterator[str]:
    """Yield the report in pieces, ended by one line that sums it up, and one about fixes where there are any.

    Where it is to be quiet, there are only the findings.
    """
    if options.statistics:
        yield from (line + "\n" for line in statistics(report, options))
    else:
        for release in report.releases:
            shown = options.shown(release.findings)
            if shown and len(report.releases) > 1:
                yield _lines([(_title(release, options), "1;4")], "", options) + "\n"
            for finding in shown:
                yield from _finding(finding, options)
    if options.quiet:
        return
    shown = options.shown(report.findings)
    yield _lines([(summary(report, options), _BOLD if shown else _WELL)], "", options)
    if told := fixable(shown):
        yield _lines([(told, "")], "", options)


def _title(release: ReleaseReport, options: Options) -> str:
    levels = [f"declared '{release.declared}'"] if release.declared else []
    levels += [f"evident '{release.evident}'"] if release.evident else []
    return f"{leading(release.path)} ({', '.join(levels) or 'no level'}): {counted(options.shown(release.findings))}"


def _finding(finding: Finding, options: Options) -> Iterator[str]:
    color = _COLORS[finding.severity]
    head = [
        (f"{where(finding)}:", ""),
        (f"{finding.severity}:", f"1;{color}"),
        (plain(finding.message), _BOLD),
        (f"[{finding.rule}]", _DIM),
    ]
    yield _lines(head, "    ", options, link=finding.rule)
    number = str(finding.place.line) if finding.place else ""
    margin = " " * len(number)
    if finding.place and finding.source.strip():
        bar = _paint("|", _FRAME, options)
        text, marks, until = _excerpt(finding, max(_LEAST, options.width - len(number) - 3))
        yield f"{margin} {bar}\n{_paint(number, _FRAME, options)} {bar} {text}\n"
        yield f"{margin} {bar} {_paint(marks, f'1;{color}', options)}{until}\n"
    notes = [("evidence", evidence(one)) for one in finding.evidence]
    notes += [("help", plain(finding.help))] if finding.help else []
    notes += [("fix", mend(finding))] if finding.fix else []
    for title, text in notes:
        hang = f"{margin}   {' ' * (len(title) + 1)} "
        yield _lines([(f"{margin} =", _FRAME), (f"{title}:", _BOLD), (text, "")], hang, options)
    yield "\n"


def _excerpt(finding: Finding, width: int) -> tuple[str, str, str]:
    """Return the part of the source line around the place, the marks below it, and how far a longer place goes."""
    place = finding.place
    if place is None:
        return "", "", ""
    last = place.end_line if place.end_column > 1 else max(place.line, place.end_line - 1)
    source = finding.source.rstrip()
    end = place.end_column - 1 if place.end_line == place.line else len(source)
    return *excerpt(source, place.column - 1, end, width), f" to line {last}" if last > place.line else ""


def _lines(parts: list[Paint], hang: str, options: Options, *, link: str = "") -> str:
    """Return `parts` in lines that fit a terminal; what goes elsewhere stays on one line."""
    width = options.width if options.wrap else _ENDLESS
    text = "".join(
        " ".join(_paint(words, color, options) for words, color in line) + "\n" for line in flow(parts, width, hang)
    )
    if link and options.links:
        text = text.replace(f"[{link}]", f"[\x1b]8;;{DOCS}{link}\x1b\\{link}\x1b]8;;\x1b\\]")
    return text


def _paint(text: str, color: str, options: Options) -> str:
    return paint(text, color) if options.color else text
