"""The report as JSON, version 1 (``schemas/report.schema.json``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from releaselint.findings.model import SEVERITIES, Finding, ReleaseReport, Report
from releaselint.report.escape import json_text
from releaselint.report.options import Options


def render(report: Report, options: Options) -> Iterator[str]:
    """Yield the document in pieces; counts are of all findings, lists of those that are shown."""
    releases = [_release(release, options) for release in report.releases]
    data: dict[str, Any] = {
        "version": 1,
        "releases": releases,
        "findings": [finding for release in releases for finding in release["findings"]],
        "summary": {severity: report.count(severity) for severity in SEVERITIES},
    }
    if report.known is not None:
        gone = [{"rule": rule, "count": number} for rule, number in report.known.gone]
        data["baseline"] = {"known": report.known.hidden, "gone": gone}
    yield json_text(data, 2)
    yield "\n"


def _release(release: ReleaseReport, options: Options) -> dict[str, Any]:
    counts = {severity: sum(f.severity == severity for f in release.findings) for severity in SEVERITIES}
    return {
        "path": release.path,
        "access": release.access,
        "declared": release.declared,
        "evident": release.evident,
        "license": release.license,
        "generative": release.generative,
        "summary": {**counts, **release.summary},
        "findings": [finding_data(finding) for finding in options.shown(release.findings)],
    }


def finding_data(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain values; places are 1-based and end-exclusive."""
    place = finding.place
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "release": finding.release,
        "subject": finding.subject,
        "basis": finding.basis,
        "path": finding.path,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "end_line": place.end_line if place else None,
        "end_column": place.end_column if place else None,
        "help": finding.help or None,
        "evidence": [{"path": one.path, "line": one.line, "text": one.text} for one in finding.evidence],
        "fixable": finding.fixable,
        "fingerprint": finding.fingerprint,
    }
