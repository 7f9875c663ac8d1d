"""The few sentences that more than one format says: where, how many, and whether all is well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from releaselint.findings.model import SEVERITIES, Evidence, Finding, Report
from releaselint.report.escape import plain
from releaselint.report.options import Options


def where(finding: Finding) -> str:
    """Return `path:line:column` of a finding, as far as it is known."""
    path = plain(finding.path if finding.path is not None else finding.release)
    return f"{path}:{finding.place.line}:{finding.place.column}" if finding.place else path


def evidence(one: Evidence) -> str:
    """Return a piece of evidence on one line."""
    text = plain(one.text)
    path = plain(one.path) if one.path else ""
    if one.line is not None:
        return f"{path}:{one.line}: {text}"
    return f"{path} ({text})" if path and text else path or text


def count(number: int, word: str) -> str:
    """Return `1 error`, `2 errors`."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def summary(report: Report, options: Options) -> str:
    """Return the one line that ends a report for people."""
    counts = {severity: report.count(severity) for severity in SEVERITIES}
    shown = len(options.shown(report.findings))
    hidden = sum(counts.values()) - shown
    many = len(report.releases)
    aside = (
        f" ({count(hidden, 'note' if options.severity == 'warning' else 'finding')} hidden: --severity note)"
        if hidden
        else ""
    )
    if not shown:
        if many != 1:
            return f"all is well in {count(many, 'release')}{aside}"
        release = report.releases[0]
        kept = f"nothing contradicts '{release.declared}'" if release.declared else "nothing to report"
        return f"all is well: {kept}{aside}"
    told = ", ".join(
        count(number, severity) for severity, number in counts.items() if number and _seen(severity, options)
    )
    return f"{told} in {count(many, 'release')}{aside}"


def _seen(severity: str, options: Options) -> bool:
    return severity in SEVERITIES[: SEVERITIES.index(options.severity) + 1]


def statistics(report: Report, options: Options) -> Iterator[str]:
    """Yield a line for each rule that spoke, the most frequent first."""
    counts = Counter((finding.rule, finding.severity) for finding in options.shown(report.findings))
    width = len(str(max(counts.values(), default=0)))
    for (rule, severity), number in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"{number:>{width}}  {severity:<7}  {rule}"
