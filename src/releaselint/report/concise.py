"""One line a finding, for editors and grep."""

from __future__ import annotations

from collections.abc import Iterator

from releaselint.findings.model import Report
from releaselint.report.escape import plain
from releaselint.report.options import Options
from releaselint.report.words import baseline, statistics, where


def render(report: Report, options: Options) -> Iterator[str]:
    """Yield the lines; nothing where nothing was found and no baseline hides anything."""
    if options.statistics:
        yield from (line + "\n" for line in statistics(report, options))
        return
    for finding in options.shown(report.findings):
        yield f"{where(finding)}: {finding.severity}: {plain(finding.message)} [{finding.rule}]\n"
    if report.known and not options.quiet and (report.known.hidden or report.known.gone):
        yield f"{baseline(report)}\n"
