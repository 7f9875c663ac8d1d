"""How a report is shown: what every format may ask."""

from __future__ import annotations

from collections.abc import Iterable

from releaselint.findings.model import Finding, at_least
from releaselint.records import record


@record
class Options:
    """What is shown and how; nothing here changes what was found, or the exit code."""

    severity: str = "warning"
    """The mildest severity that is shown."""
    fail_on: str = "error"
    """The mildest severity that makes the exit code 1: what is hidden and does so is told."""
    color: bool = False
    links: bool = False
    """Whether the terminal shows hyperlinks."""
    width: int = 120
    """Columns of the terminal."""
    wrap: bool = False
    """Whether lines are broken at that width: a terminal's are, a file's and a pipe's are not."""
    statistics: bool = False
    quiet: bool = False
    """Whether the formats for people leave out what sums the findings up."""

    def shown(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that are grave enough to be shown."""
        return [finding for finding in findings if at_least(finding.severity, self.severity)]
